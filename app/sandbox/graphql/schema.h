// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The types a GraphQL server knows, read from schema language.

#include "sandbox/graphql/document.h"

#include <QJsonValue>
#include <QStringList>

#include <map>

namespace sandbox::graphql {

struct InputValue
{
    QString name;
    TypeRef type;
    std::optional<Literal> defaultValue;

    bool mustBeGiven() const { return type.required && !defaultValue; }
};

struct FieldType
{
    QString name;
    TypeRef type;
    std::vector<InputValue> arguments;

    const InputValue *argument(const QString &wanted) const;
};

struct Type
{
    enum class Kind { Scalar, Object, Interface, Enum, Input };
    Kind kind = Kind::Scalar;
    QString name;
    QStringList interfaces;
    std::map<QString, FieldType> fields; ///< of an object or interface
    std::vector<InputValue> inputs; ///< of an input object
    QStringList values; ///< of an enum

    bool isComposite() const { return kind == Kind::Object || kind == Kind::Interface; }
    bool isInput() const { return !isComposite(); }
    const FieldType *field(const QString &wanted) const;
    const InputValue *input(const QString &wanted) const;
};

class Schema
{
public:
    /// The text is the program's own; a mistake in it is a mistake in the program.
    static Schema fromText(const QString &text);

    const Type *type(const QString &name) const;

    /// The root type of "query" or "mutation".
    const Type *root(const QString &operationKind) const;

    /// Whether an object of the one type can stand where the other is asked for.
    bool fits(const QString &objectType, const QString &condition) const;

    /// Whether some object is of both types.
    bool overlap(const QString &one, const QString &other) const;

    /// Why this JSON value is none of that scalar or enum; empty when it is one.
    QString leafFault(const Type &type, const QJsonValue &value) const;

private:
    std::map<QString, Type> m_types;
    std::map<QString, QString> m_roots;
};

} // namespace sandbox::graphql
