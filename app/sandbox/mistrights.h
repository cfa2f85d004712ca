// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Who calls Mist, what that token may do, and whether what it sends is valid.

#include "sandbox/mistestate.h"

namespace sandbox {

struct MistCaller
{
    MistRealm realm = MistRealm::Org;
    quint32 index = 0;
    QJsonArray privileges;

    bool isUser() const { return realm == MistRealm::User; }
    /// Whether it may see the organisation as a whole.
    bool seesOrg() const;
    /// Whether it may create, change and delete tokens of the organisation.
    bool managesOrg() const;
    bool seesSite(const QString &siteId) const;

private:
    bool hasOrgRole(const QStringList &roles) const;
};

/// What is wrong with the body of an org token, in the vendor's way of speaking; empty = nothing.
QString problemOfOrgToken(const QJsonObject &body, bool isNew, const MistEstate &estate);

/// Whether a caller from loopback passes the token's list of addresses; an empty list lets all
/// pass.
bool loopbackPasses(const QStringList &sourceIps);

} // namespace sandbox
