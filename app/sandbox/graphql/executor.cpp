// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/graphql/executor.h"

#include "sandbox/graphql/input.h"
#include "sandbox/graphql/parser.h"
#include "sandbox/graphql/validator.h"

#include <algorithm>

namespace sandbox::graphql {

using namespace Qt::StringLiterals;

namespace {

/// Selections answered under one name.
struct Group
{
    QString key;
    std::vector<const Selection *> selections;
};

bool sameLiteral(const Literal &one, const Literal &other);

bool sameArguments(const std::vector<Argument> &one, const std::vector<Argument> &other)
{
    return std::is_permutation(one.begin(), one.end(), other.begin(), other.end(),
        [](const Argument &a, const Argument &b) {
            return a.name == b.name && sameLiteral(a.value, b.value);
        });
}

bool sameLiteral(const Literal &one, const Literal &other)
{
    return one.kind == other.kind && one.text == other.text
        && std::equal(
            one.items.begin(), one.items.end(), other.items.begin(), other.items.end(), sameLiteral)
        && sameArguments(one.fields, other.fields);
}

/// One execution. It stops at the first refusal: the vendor answers "data": null then.
class Execution
{
public:
    Execution(const Schema &schema, const Document &document, QJsonObject variables)
        : m_schema(schema)
        , m_document(document)
        , m_variables(std::move(variables))
    {
    }

    std::optional<Problem> problem;

    QJsonObject object(
        Object &source, const std::vector<const Selection *> &parents, const QJsonArray &path)
    {
        const Type &type = *m_schema.type(source.typeName());
        std::vector<Group> groups;
        for (const Selection *parent : parents)
            collect(type, parent->selections, groups);
        QJsonObject result;
        for (const Group &group : groups) {
            QJsonArray fieldPath = path;
            fieldPath.append(group.key);
            result.insert(group.key, field(source, type, group, fieldPath));
            if (problem)
                break;
        }
        return result;
    }

private:
    void collect(
        const Type &type, const std::vector<Selection> &selections, std::vector<Group> &groups)
    {
        for (const Selection &selection : selections) {
            if (!isIncluded(selection))
                continue;
            if (selection.kind == Selection::Kind::Field) {
                addTo(groups, selection);
            } else if (selection.kind == Selection::Kind::Inline) {
                if (m_schema.fits(type.name, selection.typeCondition))
                    collect(type, selection.selections, groups);
            } else {
                const Fragment *fragment = m_document.fragment(selection.name);
                if (m_schema.fits(type.name, fragment->typeCondition))
                    collect(type, fragment->selections, groups);
            }
        }
    }

    void addTo(std::vector<Group> &groups, const Selection &selection)
    {
        const auto found = std::find_if(groups.begin(), groups.end(),
            [&selection](const Group &group) { return group.key == selection.key(); });
        if (found == groups.end()) {
            groups.push_back({selection.key(), {&selection}});
            return;
        }
        const Selection &first = *found->selections.front();
        if (first.name != selection.name || !sameArguments(first.arguments, selection.arguments))
            fail(u"Fields \"%1\" conflict because they ask for different things. Use different "
                 u"aliases."_s.arg(selection.key()),
                selection, {});
        found->selections.push_back(&selection);
    }

    bool isIncluded(const Selection &selection) const
    {
        return std::all_of(
            selection.directives.begin(), selection.directives.end(), [this](const Directive &d) {
                const QJsonValue condition = literalValue(
                    m_schema, {u"Boolean"_s, {}, true}, d.arguments.front().value, m_variables);
                return condition.toBool() == (d.name == "include"_L1);
            });
    }

    QJsonValue field(Object &source, const Type &type, const Group &group, const QJsonArray &path)
    {
        const Selection &first = *group.selections.front();
        if (problem)
            return QJsonValue::Null;
        if (first.name == "__typename"_L1)
            return type.name;
        const FieldType &declared = *type.field(first.name);
        Value value = source.field(
            first.name, argumentValues(m_schema, declared.arguments, first.arguments, m_variables));
        if (auto *refused = std::get_if<Problem>(&value)) {
            refused->locations = {first.at};
            refused->path = path;
            problem = *refused;
            return QJsonValue::Null;
        }
        return completed(value, declared, group, path);
    }

    QJsonValue completed(
        Value &value, const FieldType &declared, const Group &group, const QJsonArray &path)
    {
        if (const auto *leaf = std::get_if<QJsonValue>(&value)) {
            if (leaf->isNull() && declared.type.required)
                fail(u"Cannot return null for non-nullable field %1."_s.arg(declared.name),
                    *group.selections.front(), path);
            return *leaf;
        }
        if (const auto *single = std::get_if<ObjectPtr>(&value))
            return object(**single, group.selections, path);
        QJsonArray list;
        for (const ObjectPtr &item : std::get<std::vector<ObjectPtr>>(value)) {
            QJsonArray itemPath = path;
            itemPath.append(list.size());
            list.append(object(*item, group.selections, itemPath));
        }
        return list;
    }

    void fail(const QString &message, const Selection &at, const QJsonArray &path)
    {
        if (!problem)
            problem = Problem {message, {at.at}, path, {}};
    }

    const Schema &m_schema;
    const Document &m_document;
    QJsonObject m_variables;
};

std::variant<const Operation *, Problem> chosenOperation(
    const Document &document, const QString &name)
{
    const auto &operations = document.operations;
    if (operations.empty())
        return Problem {u"Must provide an operation."_s, {}, {}, {}};
    if (name.isEmpty() && operations.size() > 1)
        return Problem {
            u"Must provide operation name if query contains multiple operations."_s, {}, {}, {}};
    if (name.isEmpty())
        return &operations.front();
    const auto found = std::find_if(operations.begin(), operations.end(),
        [&name](const Operation &operation) { return operation.name == name; });
    if (found == operations.end())
        return Problem {u"Unknown operation named \"%1\"."_s.arg(name), {}, {}, {}};
    return &*found;
}

QJsonObject problemJson(const Problem &problem)
{
    QJsonObject json {{u"message"_s, problem.message}};
    QJsonArray locations;
    for (const Location &at : problem.locations)
        locations.append(QJsonObject {{u"line"_s, at.line}, {u"column"_s, at.column}});
    if (!locations.isEmpty())
        json.insert(u"locations"_s, locations);
    if (!problem.path.isEmpty())
        json.insert(u"path"_s, problem.path);
    if (!problem.errorName.isEmpty())
        json.insert(u"extensions"_s, QJsonObject {{u"error_name"_s, problem.errorName}});
    return json;
}

} // namespace

Answer execute(const Schema &schema, const Request &request, const RootOf &rootOf)
{
    const auto parsed = parseDocument(request.query);
    if (const auto *problem = std::get_if<Problem>(&parsed))
        return {false, {}, {*problem}};
    const auto &document = std::get<Document>(parsed);
    if (const QList<Problem> problems = Validator(schema, document).run(); !problems.isEmpty())
        return {false, {}, problems};
    const auto chosen = chosenOperation(document, request.operationName);
    if (const auto *problem = std::get_if<Problem>(&chosen))
        return {false, {}, {*problem}};
    const Operation &operation = *std::get<const Operation *>(chosen);
    auto variables = coerceVariables(schema, operation, request.variables);
    if (const auto *problem = std::get_if<Problem>(&variables))
        return {false, {}, {*problem}};

    Execution execution(schema, document, std::get<QJsonObject>(variables));
    Selection all;
    all.selections = operation.selections;
    const QJsonObject data = execution.object(*rootOf(operation.kind), {&all}, {});
    if (execution.problem)
        return {true, {}, {*execution.problem}};
    return {true, data, {}};
}

QJsonObject Answer::toJson() const
{
    if (problems.isEmpty())
        return {{u"data"_s, data}};
    QJsonArray errors;
    for (const Problem &problem : problems)
        errors.append(problemJson(problem));
    QJsonObject json {{u"errors"_s, errors}};
    if (executed)
        json.insert(u"data"_s, QJsonValue::Null);
    return json;
}

} // namespace sandbox::graphql
