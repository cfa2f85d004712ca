// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What CSP tells of its tokens, people and organisations, in its own shapes.

#include "sandbox/cspestate.h"

namespace sandbox {

class QueryReader;

/// The details of one token's value; they repeat the value.
QJsonObject cspDetails(const CspEstate &estate, quint32 index, const CspToken &token);

/// Published under the same name as the details of a value, and yet another type: it has no value,
/// says nothing of being deactivated, and its services are strings.
QJsonObject cspDashboardItem(const CspEstate &estate, quint32 index);

/// The indexes that fit a searchTerm, in the order asked for; has to look at every token.
std::vector<quint32> cspSearch(const CspEstate &estate, const QueryReader &query);

QJsonObject cspUser(const CspEstate &estate, quint32 owner, bool hasProfile);
/// The user of a token and the roles it carries.
QJsonObject cspUserInfo(const CspEstate &estate, quint32 index);

QJsonObject cspOrganization(const CspEstate &estate, bool own);
/// paged: the newer call with results and links; else the deprecated one.
QJsonObject cspOrganizations(const CspEstate &estate, const QueryReader &query, bool paged);

/// The organisation's roles; names: a list with commas, empty = all.
QJsonObject cspNamedRoles(const CspEstate &estate, const QString &names);

} // namespace sandbox
