// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Turns what a client gave (variables, literals) into JSON values of the types asked for.

#include "sandbox/graphql/schema.h"

#include <QJsonObject>

#include <variant>

namespace sandbox::graphql {

/// All variables of the operation that were given or have a default, or the first that does not
/// fit.
std::variant<QJsonObject, Problem> coerceVariables(
    const Schema &schema, const Operation &operation, const QJsonObject &given);

/// The JSON value of a literal that has been validated. Undefined = a variable that was left out.
QJsonValue literalValue(const Schema &schema, const TypeRef &type, const Literal &literal,
    const QJsonObject &variables);

/// The arguments of one field with defaults filled in.
QJsonObject argumentValues(const Schema &schema, const std::vector<InputValue> &declared,
    const std::vector<Argument> &given, const QJsonObject &variables);

/// A literal without lists, objects and variables, as JSON.
QJsonValue plainValue(const Literal &literal);

} // namespace sandbox::graphql
