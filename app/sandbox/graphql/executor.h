// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Answers a GraphQL request by asking objects for their fields.

#include "sandbox/graphql/schema.h"

#include <QJsonObject>

#include <functional>
#include <memory>
#include <variant>

namespace sandbox::graphql {

class Object;
using ObjectPtr = std::shared_ptr<Object>;

/// What a field gives: a scalar (or null, or an array of scalars), an object, objects, or a
/// refusal.
using Value = std::variant<QJsonValue, ObjectPtr, std::vector<ObjectPtr>, Problem>;

class Object
{
public:
    virtual ~Object() = default;

    /// The name of its type in the schema; never that of an interface.
    virtual QString typeName() const = 0;

    /// The arguments fit the schema, with defaults filled in. For a root mutation this makes the
    /// change.
    virtual Value field(const QString &name, const QJsonObject &arguments) = 0;
};

/// An object whose fields are known beforehand.
class PlainObject : public Object
{
public:
    PlainObject(QString type, std::map<QString, Value> fields)
        : m_type(std::move(type))
        , m_fields(std::move(fields))
    {
    }
    QString typeName() const override { return m_type; }
    Value field(const QString &name, const QJsonObject &) override { return m_fields.at(name); }

private:
    QString m_type;
    std::map<QString, Value> m_fields;
};

struct Request
{
    QString query;
    QJsonObject variables;
    QString operationName; ///< empty when there is only one
};

struct Answer
{
    /// False when the request could not be executed at all: syntax, schema, variables.
    bool executed = false;
    QJsonObject data;
    QList<Problem> problems;

    /// {"data": ...} alone, or "data": null (left out when not executed) with "errors".
    QJsonObject toJson() const;
};

/// The root object for "query" or "mutation".
using RootOf = std::function<ObjectPtr(const QString &operationKind)>;

Answer execute(const Schema &schema, const Request &request, const RootOf &rootOf);

} // namespace sandbox::graphql
