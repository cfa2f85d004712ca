// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/graphql/validator.h"

#include "sandbox/graphql/input.h"

#include <algorithm>

namespace sandbox::graphql {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxProblems = 20;
constexpr int maxSelections = 20'000; // with fragments written out: they can double at every step

/// Whether a variable of the one type may stand where the other is asked for, outer "!" apart.
bool sameShape(const TypeRef &variable, const TypeRef &wanted)
{
    if (variable.isList() != wanted.isList())
        return false;
    if (!variable.isList())
        return variable.name == wanted.name;
    const TypeRef &have = variable.item.front();
    const TypeRef &want = wanted.item.front();
    return (have.required || !want.required) && sameShape(have, want);
}

template <typename Items>
QStringList repeatedNames(const Items &items)
{
    QStringList seen;
    QStringList repeated;
    for (const auto &item : items) {
        if (seen.contains(item.name))
            repeated.append(item.name);
        seen.append(item.name);
    }
    return repeated;
}

QString literalText(const Literal &literal)
{
    return literal.kind == Literal::Kind::String ? u'"' + literal.text + u'"' : literal.text;
}

} // namespace

Validator::Validator(const Schema &schema, const Document &document)
    : m_schema(schema)
    , m_document(document)
{
}

QList<Problem> Validator::run()
{
    checkOperations();
    checkFragments();
    return m_problems;
}

void Validator::checkOperations()
{
    const auto &operations = m_document.operations;
    for (const QString &name : repeatedNames(operations))
        fail(u"There can be only one operation named \"%1\"."_s.arg(name), operations.back().at);
    for (const Operation &operation : operations) {
        if (operation.name.isEmpty() && operations.size() > 1)
            fail(u"This anonymous operation must be the only defined operation."_s, operation.at);
        checkOperation(operation);
    }
}

void Validator::checkOperation(const Operation &operation)
{
    const Type *root = m_schema.root(operation.kind);
    if (!root)
        return fail(
            u"Schema is not configured for %1 operations."_s.arg(operation.kind), operation.at);
    m_operation = &operation;
    m_usedVariables.clear();
    checkVariables(operation);
    checkDirectives(operation.directives);
    checkSelections(operation.selections, *root);
    for (const VariableDefinition &variable : operation.variables) {
        if (!m_usedVariables.contains(variable.name))
            fail(u"Variable \"$%1\" is never used."_s.arg(variable.name), variable.at);
    }
}

void Validator::checkVariables(const Operation &operation)
{
    for (const QString &name : repeatedNames(operation.variables))
        fail(u"There can be only one variable named \"$%1\"."_s.arg(name), operation.at);
    for (const VariableDefinition &variable : operation.variables) {
        const Type *type = m_schema.type(variable.type.innermost());
        if (!type)
            fail(u"Unknown type \"%1\"."_s.arg(variable.type.innermost()), variable.at);
        else if (!type->isInput())
            fail(u"Variable \"$%1\" cannot be non-input type \"%2\"."_s.arg(
                     variable.name, variable.type.text()),
                variable.at);
        else if (variable.defaultValue)
            checkLiteral(variable.type, *variable.defaultValue);
    }
}

void Validator::checkFragments()
{
    for (const QString &name : repeatedNames(m_document.fragments))
        fail(u"There can be only one fragment named \"%1\"."_s.arg(name), {});
    for (const Fragment &fragment : m_document.fragments) {
        if (!m_usedFragments.contains(fragment.name))
            fail(u"Fragment \"%1\" is never used."_s.arg(fragment.name), fragment.at);
    }
}

void Validator::checkSelections(const std::vector<Selection> &selections, const Type &parent)
{
    for (const Selection &selection : selections) {
        if (m_problems.size() >= maxProblems || m_selections > maxSelections)
            return;
        if (++m_selections > maxSelections)
            return fail(
                u"The query asks for more than %1 fields."_s.arg(maxSelections), selection.at);
        checkDirectives(selection.directives);
        if (selection.kind == Selection::Kind::Field)
            checkField(selection, parent);
        else if (selection.kind == Selection::Kind::Inline)
            checkInline(selection, parent);
        else
            checkSpread(selection, parent);
    }
}

void Validator::checkField(const Selection &field, const Type &parent)
{
    if (field.name == "__typename"_L1)
        return;
    if (field.name == "__schema"_L1 || field.name == "__type"_L1) {
        return fail(u"GraphQL introspection is not enabled: \"%1\"."_s.arg(field.name), field.at);
    }
    const FieldType *type = parent.field(field.name);
    if (!type)
        return fail(
            u"Cannot query field \"%1\" on type \"%2\"."_s.arg(field.name, parent.name), field.at);
    checkArguments(field.arguments, type->arguments,
        u"field \"%1.%2\""_s.arg(parent.name, field.name), field.at);
    const Type *result = m_schema.type(type->type.innermost());
    if (result->isComposite() && field.selections.empty()) {
        fail(u"Field \"%1\" of type \"%2\" must have a selection of subfields."_s.arg(
                 field.name, type->type.text()),
            field.at);
    } else if (!result->isComposite() && !field.selections.empty()) {
        fail(u"Field \"%1\" must not have a selection since type \"%2\" has no subfields."_s.arg(
                 field.name, type->type.text()),
            field.at);
    } else if (result->isComposite()) {
        checkSelections(field.selections, *result);
    }
}

void Validator::checkInline(const Selection &selection, const Type &parent)
{
    if (selection.typeCondition.isEmpty())
        return checkSelections(selection.selections, parent);
    checkCondition(selection.typeCondition, parent, selection.at);
    if (const Type *type = m_schema.type(selection.typeCondition); type && type->isComposite())
        checkSelections(selection.selections, *type);
}

void Validator::checkSpread(const Selection &spread, const Type &parent)
{
    const Fragment *fragment = m_document.fragment(spread.name);
    if (!fragment)
        return fail(u"Unknown fragment \"%1\"."_s.arg(spread.name), spread.at);
    m_usedFragments.insert(spread.name);
    checkCondition(fragment->typeCondition, parent, spread.at);
    if (m_openFragments.contains(spread.name))
        return fail(u"Cannot spread fragment \"%1\" within itself."_s.arg(spread.name), spread.at);
    m_openFragments.append(spread.name);
    if (const Type *type = m_schema.type(fragment->typeCondition); type && type->isComposite())
        checkSelections(fragment->selections, *type);
    m_openFragments.removeLast();
}

void Validator::checkCondition(const QString &condition, const Type &parent, Location at)
{
    const Type *type = m_schema.type(condition);
    if (!type)
        fail(u"Unknown type \"%1\"."_s.arg(condition), at);
    else if (!type->isComposite())
        fail(u"Fragment cannot condition on non composite type \"%1\"."_s.arg(condition), at);
    else if (!m_schema.overlap(parent.name, condition))
        fail(u"Fragment cannot be spread here as objects of type \"%1\" can never be of type "
             u"\"%2\"."_s.arg(parent.name, condition),
            at);
}

void Validator::checkDirectives(const std::vector<Directive> &directives)
{
    static const std::vector<InputValue> declared {{u"if"_s, {u"Boolean"_s, {}, true}, {}}};
    for (const Directive &directive : directives) {
        if (directive.name != "include"_L1 && directive.name != "skip"_L1)
            fail(u"Unknown directive \"@%1\"."_s.arg(directive.name), directive.at);
        else
            checkArguments(directive.arguments, declared,
                u"directive \"@%1\""_s.arg(directive.name), directive.at);
    }
}

void Validator::checkArguments(const std::vector<Argument> &given,
    const std::vector<InputValue> &declared, const QString &owner, Location at)
{
    for (const QString &name : repeatedNames(given))
        fail(u"There can be only one argument named \"%1\"."_s.arg(name), at);
    for (const InputValue &input : declared) {
        const auto found = std::find_if(given.begin(), given.end(),
            [&input](const Argument &argument) { return argument.name == input.name; });
        if (found != given.end())
            checkLiteral(input.type, found->value, input.defaultValue.has_value());
        else if (input.mustBeGiven())
            fail(
                u"Argument \"%1\" of type \"%2\" is required on %3, but it was not provided."_s.arg(
                    input.name, input.type.text(), owner),
                at);
    }
    for (const Argument &argument : given) {
        const bool known = std::any_of(declared.begin(), declared.end(),
            [&argument](const InputValue &input) { return input.name == argument.name; });
        if (!known)
            fail(u"Unknown argument \"%1\" on %2."_s.arg(argument.name, owner), argument.at);
    }
}

void Validator::checkLiteral(const TypeRef &type, const Literal &literal, bool hasDefault)
{
    if (literal.kind == Literal::Kind::Variable)
        return checkVariableUse(type, literal, hasDefault);
    if (literal.kind == Literal::Kind::Null) {
        if (type.required)
            fail(u"Expected value of type \"%1\", found null."_s.arg(type.text()), literal.at);
        return;
    }
    if (type.isList()) {
        if (literal.kind != Literal::Kind::List)
            return checkLiteral(type.item.front(), literal);
        for (const Literal &item : literal.items)
            checkLiteral(type.item.front(), item);
        return;
    }
    const Type *named = m_schema.type(type.name);
    if (named->kind == Type::Kind::Input)
        return checkObject(*named, literal);
    const bool isEnum = named->kind == Type::Kind::Enum;
    const bool isWord = literal.kind == Literal::Kind::Enum;
    const bool isGroup
        = literal.kind == Literal::Kind::List || literal.kind == Literal::Kind::Object;
    const bool isFraction = literal.kind == Literal::Kind::Float && type.name == "Int"_L1;
    if (isGroup || isFraction || isEnum != isWord) {
        fail(u"Expected value of type \"%1\", found %2."_s.arg(
                 type.text(), isGroup ? u"a list or object"_s : literalText(literal)),
            literal.at);
    } else if (const QString fault = m_schema.leafFault(*named, plainValue(literal));
               !fault.isEmpty()) {
        fail(fault, literal.at);
    }
}

void Validator::checkObject(const Type &type, const Literal &literal)
{
    if (literal.kind != Literal::Kind::Object)
        return fail(
            u"Expected value of type \"%1\", found %2."_s.arg(type.name, literalText(literal)),
            literal.at);
    for (const QString &name : repeatedNames(literal.fields))
        fail(u"There can be only one input field named \"%1\"."_s.arg(name), literal.at);
    for (const InputValue &input : type.inputs) {
        const auto found = std::find_if(literal.fields.begin(), literal.fields.end(),
            [&input](const Argument &field) { return field.name == input.name; });
        if (found != literal.fields.end())
            checkLiteral(input.type, found->value, input.defaultValue.has_value());
        else if (input.mustBeGiven())
            fail(u"Field \"%1.%2\" of required type \"%3\" was not provided."_s.arg(
                     type.name, input.name, input.type.text()),
                literal.at);
    }
    for (const Argument &field : literal.fields) {
        if (!type.input(field.name))
            fail(u"Field \"%1\" is not defined by type \"%2\"."_s.arg(field.name, type.name),
                field.at);
    }
}

void Validator::checkVariableUse(const TypeRef &type, const Literal &literal, bool hasDefault)
{
    m_usedVariables.insert(literal.text);
    const auto &variables = m_operation->variables;
    const auto found = std::find_if(variables.begin(), variables.end(),
        [&literal](const VariableDefinition &variable) { return variable.name == literal.text; });
    if (found == variables.end())
        return fail(u"Variable \"$%1\" is not defined."_s.arg(literal.text), literal.at);
    const bool neverNull = found->type.required || hasDefault
        || (found->defaultValue && found->defaultValue->kind != Literal::Kind::Null);
    if (!sameShape(found->type, type) || (type.required && !neverNull))
        fail(u"Variable \"$%1\" of type \"%2\" used in position expecting type \"%3\"."_s.arg(
                 literal.text, found->type.text(), type.text()),
            literal.at);
}

void Validator::fail(const QString &message, Location at)
{
    if (m_problems.size() < maxProblems)
        m_problems.append({message, {at}, {}, {}});
}

} // namespace sandbox::graphql
