// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a list says about a change whose answer was lost. Pure.

#include "domain/token.h"
#include "work/logbook.h"

#include <QSet>

#include <optional>
#include <vector>

namespace work {

/// Tokens that may be the one a lost create made.
struct Candidates
{
    QStringList ids;
    /// New since the create and of its name, but the vendor's time of creation does not fit, or
    /// nobody knows what was there before: an admin has to look twice.
    bool isDoubtful = false;
};

/// namesakes: what is listed under the name now. accountedFor: ids that belong to other operations.
Candidates candidatesFor(const OpenOperation &create, const std::vector<domain::Token> &namesakes,
    const QSet<QString> &accountedFor);

enum class Shown {
    Made,
    NotMade,
    Untold, ///< this vendor's list does not say, e.g. CSP's whether a token is deactivated
};

/// What a token as it is listed now (nothing = it is not) says of the change.
Shown shownBy(const OpenOperation &change, const std::optional<domain::Token> &listed);

/// Grants as the journal has them.
QJsonArray grantTexts(const std::vector<domain::Grant> &grants);

} // namespace work
