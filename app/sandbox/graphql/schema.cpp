// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/graphql/schema.h"

#include "sandbox/graphql/parser.h"

#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace sandbox::graphql {

using namespace Qt::StringLiterals;

namespace {

void skipDescription(TokenReader &reader)
{
    if (reader.peek().kind == Token::Kind::String)
        reader.take();
}

InputValue readInputValue(TokenReader &reader)
{
    InputValue value;
    skipDescription(reader);
    value.name = reader.expectName();
    reader.expect(":"_L1);
    value.type = readType(reader);
    if (reader.accept("="_L1))
        value.defaultValue = readLiteral(reader, true);
    return value;
}

FieldType readFieldType(TokenReader &reader)
{
    FieldType field;
    skipDescription(reader);
    field.name = reader.expectName();
    if (reader.accept("("_L1)) {
        while (!reader.accept(")"_L1) && !reader.problem())
            field.arguments.push_back(readInputValue(reader));
    }
    reader.expect(":"_L1);
    field.type = readType(reader);
    return field;
}

void readBody(TokenReader &reader, Type &type)
{
    if (reader.acceptWord("implements"_L1)) {
        do {
            reader.accept("&"_L1);
            type.interfaces.append(reader.expectName());
        } while (reader.nextIs("&"_L1));
    }
    reader.expect("{"_L1);
    while (!reader.accept("}"_L1) && !reader.problem()) {
        if (type.kind == Type::Kind::Enum) {
            skipDescription(reader);
            type.values.append(reader.expectName());
        } else if (type.kind == Type::Kind::Input) {
            type.inputs.push_back(readInputValue(reader));
        } else {
            FieldType field = readFieldType(reader);
            type.fields.emplace(field.name, std::move(field));
        }
    }
}

std::map<QString, QString> readRoots(TokenReader &reader)
{
    std::map<QString, QString> roots;
    reader.expect("{"_L1);
    while (!reader.accept("}"_L1) && !reader.problem()) {
        const QString kind = reader.expectName();
        reader.expect(":"_L1);
        roots[kind] = reader.expectName();
    }
    return roots;
}

Type readTypeDefinition(TokenReader &reader)
{
    static const std::map<QString, Type::Kind> kinds {{u"scalar"_s, Type::Kind::Scalar},
        {u"type"_s, Type::Kind::Object}, {u"interface"_s, Type::Kind::Interface},
        {u"enum"_s, Type::Kind::Enum}, {u"input"_s, Type::Kind::Input}};
    Type type;
    const auto kind = kinds.find(reader.expectName());
    if (kind == kinds.end()) {
        reader.failUnexpected();
        return type;
    }
    type.kind = kind->second;
    type.name = reader.expectName();
    if (type.kind != Type::Kind::Scalar)
        readBody(reader, type);
    return type;
}

QString shown(const QJsonValue &value)
{
    const QByteArray json = QJsonDocument(QJsonArray {value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(json.mid(1, json.size() - 2));
}

} // namespace

Schema Schema::fromText(const QString &text)
{
    Schema schema;
    for (const QString &name : {u"Int"_s, u"Float"_s, u"String"_s, u"Boolean"_s, u"ID"_s})
        schema.m_types[name].name = name;
    TokenReader reader(text);
    while (!reader.atEnd()) {
        skipDescription(reader);
        if (reader.acceptWord("schema"_L1)) {
            schema.m_roots = readRoots(reader);
        } else {
            Type type = readTypeDefinition(reader);
            schema.m_types.insert_or_assign(type.name, std::move(type));
        }
    }
    Q_ASSERT_X(!reader.problem(), "Schema::fromText", "the schema text has a mistake");
    return schema;
}

const Type *Schema::type(const QString &name) const
{
    const auto found = m_types.find(name);
    return found == m_types.end() ? nullptr : &found->second;
}

const Type *Schema::root(const QString &operationKind) const
{
    const auto found = m_roots.find(operationKind);
    return found == m_roots.end() ? nullptr : type(found->second);
}

bool Schema::fits(const QString &objectType, const QString &condition) const
{
    if (condition.isEmpty() || objectType == condition)
        return true;
    const Type *object = type(objectType);
    return object && object->interfaces.contains(condition);
}

bool Schema::overlap(const QString &one, const QString &other) const
{
    return std::any_of(m_types.begin(), m_types.end(), [&](const auto &entry) {
        return entry.second.kind == Type::Kind::Object && fits(entry.first, one)
            && fits(entry.first, other);
    });
}

QString Schema::leafFault(const Type &type, const QJsonValue &value) const
{
    const auto cannot = [&type, &value] {
        return u"%1 cannot represent value: %2"_s.arg(type.name, shown(value));
    };
    if (type.kind == Type::Kind::Enum) {
        if (!value.isString())
            return u"Enum \"%1\" cannot represent non-string value: %2."_s.arg(
                type.name, shown(value));
        if (!type.values.contains(value.toString()))
            return u"Value \"%1\" does not exist in \"%2\" enum."_s.arg(
                value.toString(), type.name);
        return {};
    }
    const double number = value.toDouble();
    const bool isWhole = value.isDouble() && std::trunc(number) == number;
    if (type.name == "Int"_L1 && (!isWhole || std::abs(number) > 2147483647.0))
        return cannot();
    if (type.name == "Float"_L1 && !value.isDouble())
        return cannot();
    if (type.name == "Boolean"_L1 && !value.isBool())
        return cannot();
    if (type.name == "ID"_L1 && !isWhole && !value.isString())
        return cannot();
    const bool isText = type.name == "String"_L1 || type.name == "DateTime"_L1;
    return isText && !value.isString() ? cannot() : QString();
}

const InputValue *FieldType::argument(const QString &wanted) const
{
    const auto found = std::find_if(arguments.begin(), arguments.end(),
        [&wanted](const InputValue &value) { return value.name == wanted; });
    return found == arguments.end() ? nullptr : &*found;
}

const FieldType *Type::field(const QString &wanted) const
{
    const auto found = fields.find(wanted);
    return found == fields.end() ? nullptr : &found->second;
}

const InputValue *Type::input(const QString &wanted) const
{
    const auto found = std::find_if(inputs.begin(), inputs.end(),
        [&wanted](const InputValue &value) { return value.name == wanted; });
    return found == inputs.end() ? nullptr : &*found;
}

} // namespace sandbox::graphql
