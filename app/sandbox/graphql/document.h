// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A GraphQL document as it was written: operations, fragments, selections, values.

#include <QJsonArray>
#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace sandbox::graphql {

/// Where in the document, counted from one.
struct Location
{
    int line = 1;
    int column = 1;
};

/// Something that cannot be answered, as it will stand in "errors".
struct Problem
{
    QString message;
    QList<Location> locations;
    QJsonArray path;
    QString errorName; ///< extensions.error_name; empty for none
};

struct TypeRef
{
    QString name; ///< empty for a list
    std::vector<TypeRef> item; ///< one element for a list
    bool required = false;

    bool isList() const { return !item.empty(); }

    /// As it is written: "[Permission!]!".
    QString text() const;

    /// The name inside all lists.
    QString innermost() const;
};

struct Argument;

struct Literal
{
    enum class Kind { Null, Int, Float, String, Boolean, Enum, List, Object, Variable };
    Kind kind = Kind::Null;
    QString text; ///< without quotes; the name of a variable without its dollar
    std::vector<Literal> items; ///< of a list
    std::vector<Argument> fields; ///< of an input object
    Location at;
};

struct Argument
{
    QString name;
    Literal value;
    Location at;
};

struct Directive
{
    QString name;
    std::vector<Argument> arguments;
    Location at;
};

struct Selection
{
    enum class Kind { Field, Spread, Inline };
    Kind kind = Kind::Field;
    QString name; ///< of the field or the fragment
    QString alias;
    QString typeCondition; ///< of an inline fragment; may be empty
    std::vector<Argument> arguments;
    std::vector<Directive> directives;
    std::vector<Selection> selections;
    Location at;

    /// The name under which the field is answered.
    QString key() const { return alias.isEmpty() ? name : alias; }
};

struct VariableDefinition
{
    QString name;
    TypeRef type;
    std::optional<Literal> defaultValue;
    Location at;
};

struct Operation
{
    QString kind; ///< query, mutation, subscription
    QString name;
    std::vector<VariableDefinition> variables;
    std::vector<Directive> directives;
    std::vector<Selection> selections;
    Location at;
};

struct Fragment
{
    QString name;
    QString typeCondition;
    std::vector<Selection> selections;
    Location at;
};

struct Document
{
    std::vector<Operation> operations;
    std::vector<Fragment> fragments;

    const Fragment *fragment(const QString &name) const;
};

} // namespace sandbox::graphql
