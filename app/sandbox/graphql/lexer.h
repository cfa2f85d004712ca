// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Cuts GraphQL text into tokens and walks over them; the query and the schema reader share it.

#include "sandbox/graphql/document.h"

namespace sandbox::graphql {

struct Token
{
    enum class Kind { Punctuator, Name, Int, Float, String, End };
    Kind kind = Kind::End;
    QString text; ///< of a string: its meaning, escapes undone
    Location at;
};

/// Reads tokens one after the other. After the first failure only End is left, so loops end by
/// themselves.
class TokenReader
{
public:
    explicit TokenReader(const QString &source);

    const Token &peek() const { return m_tokens.at(m_next); }
    Token take();

    bool nextIs(QLatin1String punctuator) const;
    bool nextIsWord(QLatin1String word) const;
    bool accept(QLatin1String punctuator);
    bool acceptWord(QLatin1String word);
    void expect(QLatin1String punctuator);
    QString expectName();
    bool atEnd() const { return peek().kind == Token::Kind::End; }

    /// Remembers the first failure only.
    void fail(const QString &message, Location at);
    void failUnexpected();
    const std::optional<Problem> &problem() const { return m_problem; }

    /// Counts nesting, so that a hostile document cannot exhaust the stack.
    bool enter();
    void leave() { --m_depth; }

private:
    std::vector<Token> m_tokens;
    size_t m_next = 0;
    int m_depth = 0;
    std::optional<Problem> m_problem;
};

} // namespace sandbox::graphql
