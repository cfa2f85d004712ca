// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Whether one token matches: the plain way, straight from the meaning in README.md. For many rows
/// at once there is work/filterscan.

#include "domain/annotation.h"
#include "domain/connection.h"
#include "domain/token.h"
#include "filter/expression.h"

#include <array>

namespace filter {

/// What is asked about a token but not in it.
struct MatchContext
{
    base::Instant now;
    QString connectionName;
    domain::Vendor vendor = domain::Vendor::Mist;
    domain::Environment environment = domain::Environment::Production;
    QString statusWord; ///< as shown, if that is not English; the English one always counts
    domain::Annotation annotation; ///< what is noted about the token here
};

bool matches(const Expression &expression, const domain::Token &token, const MatchContext &context);

/// Nobody told: neither a value nor that there is none.
bool isUnknown(domain::FactState state);
/// Whether a fact in this state is what Never, Unknown or Unclear ask for.
bool isIn(State state, domain::FactState fact);

/// Stable English word: "active", "disabled", "expired", "deleted", "unknown".
QString statusWord(domain::TokenStatus status);

/// The fields whose texts free text is looked for in.
inline constexpr std::array anythingFields {FieldId::Name, FieldId::Id, FieldId::Hint,
    FieldId::Description, FieldId::Owner, FieldId::Creator, FieldId::Grant, FieldId::Connection,
    FieldId::Vendor, FieldId::Status, FieldId::Tag, FieldId::Note};

} // namespace filter
