// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an edit would do to a token, and what others did to it meanwhile: field by field, grant by
/// grant. Pure.

#include "domain/draft.h"
#include "domain/token.h"

#include <vector>

namespace domain {

struct GrantChange
{
    enum class Kind {
        Added,
        Removed,
        Broadened, ///< the same place, and more than before
        Narrowed,
    };
    Kind kind = Kind::Added;
    Grant before; ///< empty when added
    Grant after; ///< empty when removed

    /// Whether the token may do more afterwards.
    bool isMore() const { return kind == Kind::Added || kind == Kind::Broadened; }

    friend bool operator==(const GrantChange &, const GrantChange &) = default;
};

/// What changed between two lists of grants, what allows more first. Order and labels do not count.
std::vector<GrantChange> compareGrants(
    const std::vector<Grant> &before, const std::vector<Grant> &after);

struct FieldChange
{
    enum class Field { Name, Description, Status, Addresses };
    Field field = Field::Name;
    QString before; ///< raw; for Status a word of the vendor's or ours
    QString after;

    friend bool operator==(const FieldChange &, const FieldChange &) = default;
};

struct EditDifference
{
    std::vector<FieldChange> fields;
    std::vector<GrantChange> grants;

    bool isEmpty() const { return fields.empty() && grants.empty(); }
    /// Whether the token may do more afterwards.
    bool broadens() const;
};

/// What an edit does to the token.
EditDifference differenceOf(const Token &token, const TokenEdit &edit);
/// What became of the token between two looks, as far as both tell; times do not count.
EditDifference differenceOf(const Token &before, const Token &now);
/// What of an edit is not there afterwards: "after" is what was wanted, "before" what is.
EditDifference missingOf(const TokenEdit &wanted, const Token &now);

/// The same change for a token that is another by now: of grants what was added and taken away is
/// done to those that it has now. What is already so falls out.
TokenEdit rebased(const TokenEdit &edit, const Token &seen, const Token &now);

/// "active", "disabled" ...; the vendor's own word where it is none we know. Untranslated.
QString statusText(const Token &token);

} // namespace domain
