// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/graphql/input.h"

#include <algorithm>

namespace sandbox::graphql {

using namespace Qt::StringLiterals;

namespace {

/// Checks the value of one variable; fault() says where in it and what.
class VariableReader
{
public:
    explicit VariableReader(const Schema &schema)
        : m_schema(schema)
    {
    }

    const QString &fault() const { return m_fault; }

    QJsonValue read(const TypeRef &type, const QJsonValue &value, const QString &where)
    {
        if (value.isNull() || value.isUndefined()) {
            if (type.required)
                fail(
                    where, u"Expected non-nullable type \"%1\" not to be null."_s.arg(type.text()));
            return QJsonValue::Null;
        }
        if (type.isList())
            return readList(type.item.front(), value, where);
        const Type *named = m_schema.type(type.name);
        if (named->kind == Type::Kind::Input)
            return readObject(*named, value, where);
        if (const QString wrong = m_schema.leafFault(*named, value); !wrong.isEmpty())
            fail(where, wrong);
        if (named->name == "ID"_L1 && value.isDouble())
            return QString::number(value.toInteger());
        return value;
    }

private:
    QJsonValue readList(const TypeRef &item, const QJsonValue &value, const QString &where)
    {
        // A single value stands for a list of one.
        if (!value.isArray())
            return QJsonArray {read(item, value, where)};
        QJsonArray list;
        for (const QJsonValue &element : value.toArray())
            list.append(read(item, element, u"%1[%2]"_s.arg(where).arg(list.size())));
        return list;
    }

    QJsonValue readObject(const Type &type, const QJsonValue &value, const QString &where)
    {
        if (!value.isObject())
            fail(where, u"Expected type \"%1\" to be an object."_s.arg(type.name));
        const QJsonObject given = value.toObject();
        QJsonObject object;
        for (const QString &key : given.keys()) {
            if (!type.input(key))
                fail(where, u"Field \"%1\" is not defined by type \"%2\"."_s.arg(key, type.name));
        }
        for (const InputValue &input : type.inputs) {
            if (given.contains(input.name)) {
                object.insert(input.name,
                    read(input.type, given.value(input.name), where + u'.' + input.name));
            } else if (input.defaultValue) {
                object.insert(
                    input.name, literalValue(m_schema, input.type, *input.defaultValue, {}));
            } else if (input.type.required) {
                fail(where,
                    u"Field \"%1\" of required type \"%2\" was not provided."_s.arg(
                        input.name, input.type.text()));
            }
        }
        return object;
    }

    void fail(const QString &where, const QString &what)
    {
        if (m_fault.isEmpty())
            m_fault = where.isEmpty() ? what : u"at \"%1\"; %2"_s.arg(where, what);
    }

    const Schema &m_schema;
    QString m_fault;
};

} // namespace

std::variant<QJsonObject, Problem> coerceVariables(
    const Schema &schema, const Operation &operation, const QJsonObject &given)
{
    QJsonObject variables;
    for (const VariableDefinition &variable : operation.variables) {
        const QJsonValue value = given.value(variable.name);
        if (value.isUndefined()) {
            if (variable.defaultValue) {
                variables.insert(
                    variable.name, literalValue(schema, variable.type, *variable.defaultValue, {}));
            } else if (variable.type.required) {
                return Problem {u"Variable \"$%1\" of required type \"%2\" was not provided."_s.arg(
                                    variable.name, variable.type.text()),
                    {variable.at}, {}, {}};
            }
            continue;
        }
        VariableReader reader(schema);
        variables.insert(variable.name, reader.read(variable.type, value, {}));
        if (!reader.fault().isEmpty()) {
            return Problem {
                u"Variable \"$%1\" got invalid value; %2"_s.arg(variable.name, reader.fault()),
                {variable.at}, {}, {}};
        }
    }
    return variables;
}

QJsonValue plainValue(const Literal &literal)
{
    switch (literal.kind) {
    case Literal::Kind::Int:
    case Literal::Kind::Float:
        return literal.text.toDouble();
    case Literal::Kind::String:
    case Literal::Kind::Enum:
        return literal.text;
    case Literal::Kind::Boolean:
        return literal.text == "true"_L1;
    default:
        return QJsonValue::Null;
    }
}

QJsonValue literalValue(
    const Schema &schema, const TypeRef &type, const Literal &literal, const QJsonObject &variables)
{
    if (literal.kind == Literal::Kind::Variable)
        return variables.value(literal.text);
    if (literal.kind == Literal::Kind::Null)
        return QJsonValue::Null;
    if (type.isList()) {
        if (literal.kind != Literal::Kind::List)
            return QJsonArray {literalValue(schema, type.item.front(), literal, variables)};
        QJsonArray list;
        for (const Literal &item : literal.items) {
            const QJsonValue value = literalValue(schema, type.item.front(), item, variables);
            list.append(value.isUndefined() ? QJsonValue(QJsonValue::Null) : value);
        }
        return list;
    }
    const Type *named = schema.type(type.name);
    if (named && named->kind == Type::Kind::Input)
        return argumentValues(schema, named->inputs, literal.fields, variables);
    if (type.name == "ID"_L1)
        return literal.text;
    return plainValue(literal);
}

QJsonObject argumentValues(const Schema &schema, const std::vector<InputValue> &declared,
    const std::vector<Argument> &given, const QJsonObject &variables)
{
    QJsonObject values;
    for (const InputValue &input : declared) {
        const auto argument = std::find_if(given.begin(), given.end(),
            [&input](const Argument &candidate) { return candidate.name == input.name; });
        QJsonValue value(QJsonValue::Undefined);
        if (argument != given.end())
            value = literalValue(schema, input.type, argument->value, variables);
        if (value.isUndefined() && input.defaultValue)
            value = literalValue(schema, input.type, *input.defaultValue, {});
        if (!value.isUndefined())
            values.insert(input.name, value);
    }
    return values;
}

} // namespace sandbox::graphql
