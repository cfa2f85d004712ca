// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/graphql/parser.h"

#include <algorithm>

namespace sandbox::graphql {

using namespace Qt::StringLiterals;

namespace {

std::vector<Argument> readArguments(TokenReader &reader, bool constant)
{
    std::vector<Argument> arguments;
    if (!reader.accept("("_L1))
        return arguments;
    do {
        Argument argument;
        argument.at = reader.peek().at;
        argument.name = reader.expectName();
        reader.expect(":"_L1);
        argument.value = readLiteral(reader, constant);
        arguments.push_back(std::move(argument));
    } while (!reader.accept(")"_L1) && !reader.problem());
    return arguments;
}

std::vector<Directive> readDirectives(TokenReader &reader)
{
    std::vector<Directive> directives;
    while (reader.nextIs("@"_L1)) {
        Directive directive;
        directive.at = reader.take().at;
        directive.name = reader.expectName();
        directive.arguments = readArguments(reader, false);
        directives.push_back(std::move(directive));
    }
    return directives;
}

std::vector<Selection> readSelections(TokenReader &reader);

Selection readFragmentUse(TokenReader &reader)
{
    Selection selection;
    selection.at = reader.take().at;
    if (reader.peek().kind == Token::Kind::Name && !reader.nextIsWord("on"_L1)) {
        selection.kind = Selection::Kind::Spread;
        selection.name = reader.expectName();
        selection.directives = readDirectives(reader);
        return selection;
    }
    selection.kind = Selection::Kind::Inline;
    if (reader.acceptWord("on"_L1))
        selection.typeCondition = reader.expectName();
    selection.directives = readDirectives(reader);
    selection.selections = readSelections(reader);
    return selection;
}

Selection readField(TokenReader &reader)
{
    Selection selection;
    selection.at = reader.peek().at;
    selection.name = reader.expectName();
    if (reader.accept(":"_L1)) {
        selection.alias = selection.name;
        selection.name = reader.expectName();
    }
    selection.arguments = readArguments(reader, false);
    selection.directives = readDirectives(reader);
    if (reader.nextIs("{"_L1))
        selection.selections = readSelections(reader);
    return selection;
}

std::vector<Selection> readSelections(TokenReader &reader)
{
    std::vector<Selection> selections;
    reader.expect("{"_L1);
    if (reader.enter()) {
        do {
            selections.push_back(
                reader.nextIs("..."_L1) ? readFragmentUse(reader) : readField(reader));
        } while (!reader.accept("}"_L1) && !reader.problem());
    }
    reader.leave();
    return selections;
}

std::vector<VariableDefinition> readVariables(TokenReader &reader)
{
    std::vector<VariableDefinition> variables;
    if (!reader.accept("("_L1))
        return variables;
    do {
        VariableDefinition variable;
        variable.at = reader.peek().at;
        reader.expect("$"_L1);
        variable.name = reader.expectName();
        reader.expect(":"_L1);
        variable.type = readType(reader);
        if (reader.accept("="_L1))
            variable.defaultValue = readLiteral(reader, true);
        readDirectives(reader);
        variables.push_back(std::move(variable));
    } while (!reader.accept(")"_L1) && !reader.problem());
    return variables;
}

Operation readOperation(TokenReader &reader)
{
    Operation operation;
    operation.at = reader.peek().at;
    operation.kind = u"query"_s;
    if (!reader.nextIs("{"_L1)) {
        operation.kind = reader.take().text;
        if (reader.peek().kind == Token::Kind::Name)
            operation.name = reader.expectName();
        operation.variables = readVariables(reader);
        operation.directives = readDirectives(reader);
    }
    operation.selections = readSelections(reader);
    return operation;
}

Fragment readFragment(TokenReader &reader)
{
    Fragment fragment;
    fragment.at = reader.take().at;
    if (reader.nextIsWord("on"_L1))
        reader.failUnexpected();
    fragment.name = reader.expectName();
    if (!reader.acceptWord("on"_L1))
        reader.failUnexpected();
    fragment.typeCondition = reader.expectName();
    readDirectives(reader);
    fragment.selections = readSelections(reader);
    return fragment;
}

Literal readList(TokenReader &reader, bool constant)
{
    Literal literal {Literal::Kind::List, {}, {}, {}, reader.take().at};
    if (reader.enter()) {
        while (!reader.accept("]"_L1) && !reader.problem())
            literal.items.push_back(readLiteral(reader, constant));
    }
    reader.leave();
    return literal;
}

Literal readObject(TokenReader &reader, bool constant)
{
    Literal literal {Literal::Kind::Object, {}, {}, {}, reader.take().at};
    if (reader.enter()) {
        while (!reader.accept("}"_L1) && !reader.problem()) {
            Argument field;
            field.at = reader.peek().at;
            field.name = reader.expectName();
            reader.expect(":"_L1);
            field.value = readLiteral(reader, constant);
            literal.fields.push_back(std::move(field));
        }
    }
    reader.leave();
    return literal;
}

Literal::Kind kindOfName(const QString &name)
{
    if (name == "true"_L1 || name == "false"_L1)
        return Literal::Kind::Boolean;
    return name == "null"_L1 ? Literal::Kind::Null : Literal::Kind::Enum;
}

} // namespace

TypeRef readType(TokenReader &reader)
{
    TypeRef type;
    if (reader.accept("["_L1)) {
        if (reader.enter())
            type.item.push_back(readType(reader));
        reader.leave();
        reader.expect("]"_L1);
    } else {
        type.name = reader.expectName();
    }
    type.required = reader.accept("!"_L1);
    return type;
}

Literal readLiteral(TokenReader &reader, bool constant)
{
    if (reader.nextIs("["_L1))
        return readList(reader, constant);
    if (reader.nextIs("{"_L1))
        return readObject(reader, constant);
    const Location at = reader.peek().at;
    if (!constant && reader.accept("$"_L1))
        return {Literal::Kind::Variable, reader.expectName(), {}, {}, at};
    switch (reader.peek().kind) {
    case Token::Kind::Int:
        return {Literal::Kind::Int, reader.take().text, {}, {}, at};
    case Token::Kind::Float:
        return {Literal::Kind::Float, reader.take().text, {}, {}, at};
    case Token::Kind::String:
        return {Literal::Kind::String, reader.take().text, {}, {}, at};
    case Token::Kind::Name: {
        const QString name = reader.take().text;
        return {kindOfName(name), name, {}, {}, at};
    }
    case Token::Kind::Punctuator:
    case Token::Kind::End:
        break;
    }
    reader.failUnexpected();
    return {};
}

std::variant<Document, Problem> parseDocument(const QString &source)
{
    TokenReader reader(source);
    Document document;
    do {
        const bool isOperation = reader.nextIs("{"_L1) || reader.nextIsWord("query"_L1)
            || reader.nextIsWord("mutation"_L1) || reader.nextIsWord("subscription"_L1);
        if (isOperation)
            document.operations.push_back(readOperation(reader));
        else if (reader.nextIsWord("fragment"_L1))
            document.fragments.push_back(readFragment(reader));
        else
            reader.failUnexpected();
    } while (!reader.atEnd());
    if (reader.problem())
        return *reader.problem();
    return document;
}

QString TypeRef::text() const
{
    const QString inner = isList() ? u"[%1]"_s.arg(item.front().text()) : name;
    return required ? inner + u'!' : inner;
}

QString TypeRef::innermost() const
{
    return isList() ? item.front().innermost() : name;
}

const Fragment *Document::fragment(const QString &wanted) const
{
    const auto found = std::find_if(fragments.begin(), fragments.end(),
        [&wanted](const Fragment &fragment) { return fragment.name == wanted; });
    return found == fragments.end() ? nullptr : &*found;
}

} // namespace sandbox::graphql
