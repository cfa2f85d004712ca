// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a list says about a change whose answer was lost. Pure.

#include "domain/token.h"
#include "work/logbook.h"

#include <QMap>
#include <QSet>

#include <optional>
#include <vector>

namespace work {

/// Facts of a listed token that speak against a lost create having made it, as the journal and
/// PendingKey name them.
namespace against {
inline constexpr char kind[] = "kind"; ///< another kind of token was asked for
inline constexpr char grants[] = "grants"; ///< other grants were asked for
inline constexpr char creator[] = "creator"; ///< somebody else made it
inline constexpr char created[] = "created"; ///< not when the create was sent
/// It was used, though nobody has ever had its key: somebody else's, or the key leaked.
inline constexpr char used[] = "used";
} // namespace against

/// What a token as it is listed has against it, each fact that both sides know; empty = nothing.
QStringList contradictions(const OpenOperation &create, const domain::Token &token);
/// What the details of a create that was found say against any of what was found, each fact once.
QStringList factsAgainst(const QJsonObject &details);
/// The same in a sentence for each, for the journal and the command line; English.
QStringList contradictionWords(const QStringList &facts);

/// Tokens that may be the one a lost create made.
struct Candidates
{
    QStringList ids;
    /// New since the create and of its name, but something speaks against each, or nobody knows
    /// what was there before: an admin has to compare.
    bool isDoubtful = false;
    QMap<QString, QStringList> against; ///< by id, where anything does
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
/// The same by raw names, for comparing: a form has labels that a list of tokens may not have.
QJsonArray grantIds(const std::vector<domain::Grant> &grants);

} // namespace work
