// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Says what a document asks that the schema does not have, before anything is executed.

#include "sandbox/graphql/schema.h"

#include <QSet>

namespace sandbox::graphql {

class Validator
{
public:
    Validator(const Schema &schema, const Document &document);

    QList<Problem> run();

private:
    void checkOperations();
    void checkOperation(const Operation &operation);
    void checkVariables(const Operation &operation);
    void checkFragments();
    void checkSelections(const std::vector<Selection> &selections, const Type &parent);
    void checkField(const Selection &field, const Type &parent);
    void checkInline(const Selection &selection, const Type &parent);
    void checkSpread(const Selection &spread, const Type &parent);
    void checkCondition(const QString &condition, const Type &parent, Location at);
    void checkDirectives(const std::vector<Directive> &directives);
    void checkArguments(const std::vector<Argument> &given, const std::vector<InputValue> &declared,
        const QString &owner, Location at);
    void checkLiteral(const TypeRef &type, const Literal &literal, bool hasDefault = false);
    void checkObject(const Type &type, const Literal &literal);
    void checkVariableUse(const TypeRef &type, const Literal &literal, bool hasDefault);
    void fail(const QString &message, Location at);

    const Schema &m_schema;
    const Document &m_document;
    const Operation *m_operation = nullptr;
    QSet<QString> m_usedVariables;
    QSet<QString> m_usedFragments;
    QStringList m_openFragments; ///< those being expanded, to find a cycle
    int m_selections = 0;
    QList<Problem> m_problems;
};

} // namespace sandbox::graphql
