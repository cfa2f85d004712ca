// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Reads a GraphQL query document; types and values are read for the schema reader too.

#include "sandbox/graphql/lexer.h"

#include <variant>

namespace sandbox::graphql {

/// The document, or what is wrong with its syntax.
std::variant<Document, Problem> parseDocument(const QString &source);

TypeRef readType(TokenReader &reader);

/// A constant may hold no variables.
Literal readLiteral(TokenReader &reader, bool constant);

} // namespace sandbox::graphql
