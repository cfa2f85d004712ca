// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/graphql/lexer.h"

#include <QStringList>

#include <algorithm>

namespace sandbox::graphql {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxDepth = 64;

bool startsName(QChar c)
{
    return c == u'_' || (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// The text of a block string: common indentation and blank first and last lines removed.
QString dedent(const QString &raw)
{
    QStringList lines = QString(raw).replace("\r\n"_L1, "\n"_L1).replace(u'\r', u'\n').split(u'\n');
    const auto indentOf = [](const QString &line) {
        const auto end = std::find_if(
            line.begin(), line.end(), [](QChar c) { return c != u' ' && c != u'\t'; });
        return end - line.begin();
    };
    qsizetype common = -1;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype indent = indentOf(lines.at(i));
        if (indent < lines.at(i).size() && (common < 0 || indent < common))
            common = indent;
    }
    for (qsizetype i = 1; common > 0 && i < lines.size(); ++i)
        lines[i].remove(0, common);
    while (!lines.isEmpty() && lines.first().trimmed().isEmpty())
        lines.removeFirst();
    while (!lines.isEmpty() && lines.last().trimmed().isEmpty())
        lines.removeLast();
    return lines.join(u'\n');
}

class Lexer
{
public:
    explicit Lexer(const QString &source)
        : m_source(source)
    {
    }

    std::vector<Token> run()
    {
        std::vector<Token> tokens;
        do {
            skipIgnored();
            tokens.push_back(next());
        } while (tokens.back().kind != Token::Kind::End && !problem);
        if (problem)
            tokens = {Token {Token::Kind::End, {}, problem->locations.first()}};
        return tokens;
    }

    std::optional<Problem> problem;

private:
    QChar at(qsizetype ahead = 0) const
    {
        return m_pos + ahead < m_source.size() ? m_source.at(m_pos + ahead) : QChar();
    }
    bool done() const { return m_pos >= m_source.size(); }
    Location here() const { return {m_line, static_cast<int>(m_pos - m_lineStart) + 1}; }

    void step()
    {
        if (at() == u'\n') {
            ++m_line;
            m_lineStart = m_pos + 1;
        }
        ++m_pos;
    }

    void fail(const QString &message)
    {
        if (!problem)
            problem = Problem {"Syntax Error: "_L1 + message, {here()}, {}, {}};
    }

    void skipIgnored()
    {
        while (!done()) {
            const QChar c = at();
            if (c == u'#') {
                while (!done() && at() != u'\n' && at() != u'\r')
                    step();
            } else if (c == u' ' || c == u'\t' || c == u'\n' || c == u'\r' || c == u','
                || c == u'\uFEFF') {
                step();
            } else {
                return;
            }
        }
    }

    Token next()
    {
        Token token {Token::Kind::End, {}, here()};
        if (done())
            return token;
        const QChar c = at();
        if (startsName(c))
            readName(token);
        else if (isDigit(c) || c == u'-')
            readNumber(token);
        else if (c == u'"')
            readString(token);
        else
            readPunctuator(token);
        return token;
    }

    void readName(Token &token)
    {
        token.kind = Token::Kind::Name;
        while (startsName(at()) || isDigit(at())) {
            token.text += at();
            step();
        }
    }

    void readDigits(Token &token)
    {
        if (!isDigit(at()))
            fail(u"Invalid number, expected digit."_s);
        while (isDigit(at())) {
            token.text += at();
            step();
        }
    }

    void takeInto(Token &token)
    {
        token.text += at();
        step();
    }

    void readNumber(Token &token)
    {
        token.kind = Token::Kind::Int;
        if (at() == u'-')
            takeInto(token);
        if (at() == u'0' && isDigit(at(1)))
            fail(u"Invalid number, unexpected digit after 0."_s);
        readDigits(token);
        if (at() == u'.') {
            token.kind = Token::Kind::Float;
            takeInto(token);
            readDigits(token);
        }
        if (at() == u'e' || at() == u'E') {
            token.kind = Token::Kind::Float;
            takeInto(token);
            if (at() == u'+' || at() == u'-')
                takeInto(token);
            readDigits(token);
        }
        if (startsName(at()) || at() == u'.')
            fail(u"Invalid number, expected digit."_s);
    }

    void readString(Token &token)
    {
        token.kind = Token::Kind::String;
        if (at(1) == u'"' && at(2) == u'"')
            return readBlockString(token);
        step();
        while (at() != u'"') {
            if (done() || at() == u'\n' || at() == u'\r')
                return fail(u"Unterminated string."_s);
            if (at() == u'\\')
                readEscape(token);
            else
                takeInto(token);
            if (problem)
                return;
        }
        step();
    }

    void readEscape(Token &token)
    {
        step();
        const QChar c = at();
        static constexpr QStringView plain = u"\"\\/bfnrt";
        static constexpr QStringView meaning = u"\"\\/\b\f\n\r\t";
        if (const qsizetype index = done() ? -1 : plain.indexOf(c); index >= 0) {
            token.text += meaning.at(index);
            step();
        } else if (c == u'u') {
            step();
            readUnicodeEscape(token);
        } else {
            fail(u"Invalid character escape sequence."_s);
        }
    }

    void readUnicodeEscape(Token &token)
    {
        const bool braced = at() == u'{';
        qsizetype length = 4;
        if (braced) {
            step();
            length = m_source.indexOf(u'}', m_pos) - m_pos;
        }
        bool ok = length > 0 && length <= 8;
        const char32_t code = ok ? m_source.mid(m_pos, length).toUInt(&ok, 16) : 0;
        if (!ok || code > 0x10FFFF)
            return fail(u"Invalid Unicode escape sequence."_s);
        m_pos += length + (braced ? 1 : 0);
        if (braced)
            token.text += QString::fromUcs4(&code, 1);
        else
            token.text += QChar(static_cast<char16_t>(code));
    }

    void advance(int characters)
    {
        while (characters-- > 0)
            step();
    }

    bool follows(QLatin1String text) const
    {
        return QStringView(m_source).mid(m_pos).startsWith(text);
    }

    void readBlockString(Token &token)
    {
        advance(3);
        while (!follows(R"(""")"_L1)) {
            if (done())
                return fail(u"Unterminated string."_s);
            if (follows(R"(\""")"_L1)) {
                token.text += R"(""")"_L1;
                advance(4);
            } else {
                takeInto(token);
            }
        }
        advance(3);
        token.text = dedent(token.text);
    }

    void readPunctuator(Token &token)
    {
        token.kind = Token::Kind::Punctuator;
        if (at() == u'.' && at(1) == u'.' && at(2) == u'.') {
            token.text = u"..."_s;
            m_pos += 3;
        } else if (u"!$&()[]{}:=@|"_s.contains(at())) {
            takeInto(token);
        } else {
            fail(u"Unexpected character: \"%1\"."_s.arg(at()));
        }
    }

    QString m_source;
    qsizetype m_pos = 0;
    qsizetype m_lineStart = 0;
    int m_line = 1;
};

QString described(const Token &token)
{
    if (token.kind == Token::Kind::End)
        return u"<EOF>"_s;
    return u"\"%1\""_s.arg(token.text);
}

} // namespace

TokenReader::TokenReader(const QString &source)
{
    Lexer lexer(source);
    m_tokens = lexer.run();
    m_problem = lexer.problem;
}

Token TokenReader::take()
{
    const Token token = peek();
    if (!atEnd())
        ++m_next;
    return token;
}

bool TokenReader::nextIs(QLatin1String punctuator) const
{
    return peek().kind == Token::Kind::Punctuator && peek().text == punctuator;
}

bool TokenReader::nextIsWord(QLatin1String word) const
{
    return peek().kind == Token::Kind::Name && peek().text == word;
}

bool TokenReader::accept(QLatin1String punctuator)
{
    const bool found = nextIs(punctuator);
    if (found)
        take();
    return found;
}

bool TokenReader::acceptWord(QLatin1String word)
{
    const bool found = nextIsWord(word);
    if (found)
        take();
    return found;
}

void TokenReader::expect(QLatin1String punctuator)
{
    if (!accept(punctuator))
        fail(u"Syntax Error: Expected \"%1\", found %2."_s.arg(punctuator, described(peek())),
            peek().at);
}

QString TokenReader::expectName()
{
    if (peek().kind == Token::Kind::Name)
        return take().text;
    fail(u"Syntax Error: Expected Name, found %1."_s.arg(described(peek())), peek().at);
    return {};
}

void TokenReader::fail(const QString &message, Location at)
{
    if (!m_problem)
        m_problem = Problem {message, {at}, {}, {}};
    m_next = m_tokens.size() - 1;
}

void TokenReader::failUnexpected()
{
    fail(u"Syntax Error: Unexpected %1."_s.arg(described(peek())), peek().at);
}

bool TokenReader::enter()
{
    if (++m_depth > maxDepth)
        fail(u"Syntax Error: Nested more than %1 levels deep."_s.arg(maxDepth), peek().at);
    return !m_problem;
}

} // namespace sandbox::graphql
