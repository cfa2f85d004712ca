// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/rql.h"

#include <QSet>

namespace sandbox::rql {

using namespace Qt::StringLiterals;

namespace {

constexpr int maxDepth = 32;
constexpr int maxOperands = 500;

const QSet<QString> &comparisons()
{
    static const QSet<QString> names {
        u"eq"_s, u"ne"_s, u"gt"_s, u"ge"_s, u"lt"_s, u"le"_s, u"like"_s, u"ilike"_s};
    return names;
}

QString decoded(QByteArray part)
{
    part.replace('+', ' ');
    return QString::fromUtf8(QByteArray::fromPercentEncoding(part));
}

/// A plus sign means nothing; sent as it is it has become a space already.
QString withoutPlus(const QString &entry)
{
    const QString name = entry.trimmed();
    return name.startsWith(u'+') ? name.mid(1) : name;
}

/// "*" stands for anything, "\\*" for the star itself.
QRegularExpression patternOf(const QString &text, bool caseSensitive)
{
    QString expression;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool isEscaped = text.at(i) == u'\\' && text.mid(i + 1, 1) == "*"_L1;
        if (isEscaped)
            ++i;
        if (text.at(i) == u'*' && !isEscaped)
            expression += ".*"_L1;
        else
            expression += QRegularExpression::escape(QString(text.at(i)));
    }
    QRegularExpression::PatternOptions options = QRegularExpression::DotMatchesEverythingOption;
    options.setFlag(QRegularExpression::CaseInsensitiveOption, !caseSensitive);
    return QRegularExpression(QRegularExpression::anchoredPattern(expression), options);
}

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'.' || c == u'_' || c == u'$';
}

/// Reads one expression such as and(eq(name,"x"),in(status,(Active,Disabled))).
class ExpressionReader
{
public:
    explicit ExpressionReader(QString text)
        : m_text(std::move(text))
    {
    }

    std::optional<QString> fault;

    Condition whole()
    {
        Condition condition = expression();
        // Proxies that take a query apart and put it together again leave an "=" after the name.
        if (!fault && m_text.mid(m_at) == u"=")
            return condition;
        if (!fault && m_at < m_text.size())
            fail(u"Unexpected \"%1\" after an expression."_s.arg(m_text.mid(m_at, 20)));
        return condition;
    }

private:
    QChar peek() const { return m_at < m_text.size() ? m_text.at(m_at) : QChar(); }

    bool accept(QChar c)
    {
        skipSpace();
        const bool found = peek() == c && m_at < m_text.size();
        if (found)
            ++m_at;
        return found;
    }

    void expect(QChar c)
    {
        if (!accept(c))
            fail(u"Expected \"%1\" at position %2 of \"%3\"."_s.arg(c).arg(m_at).arg(m_text));
    }

    void skipSpace()
    {
        while (peek() == u' ')
            ++m_at;
    }

    void fail(const QString &what)
    {
        if (!fault)
            fault = what;
        m_at = m_text.size();
    }

    QString name()
    {
        skipSpace();
        const qsizetype start = m_at;
        while (isNameCharacter(peek()))
            ++m_at;
        return m_text.mid(start, m_at - start);
    }

    QString property()
    {
        const QString path = name();
        if (path.isEmpty())
            fail(u"A property is missing in \"%1\"."_s.arg(m_text));
        return path;
    }

    Condition expression()
    {
        Condition condition;
        if (++m_depth > maxDepth)
            fail(u"The expression is nested too deeply."_s);
        condition.op = name();
        const bool opened = accept(u'(');
        if (opened && comparisons().contains(condition.op))
            readComparison(condition);
        else if (opened && (condition.op == "in"_L1 || condition.op == "out"_L1))
            readList(condition);
        else if (opened && (condition.op == "any"_L1 || condition.op == "all"_L1))
            readCollection(condition);
        else if (opened && (condition.op == "and"_L1 || condition.op == "or"_L1))
            readGroup(condition);
        else if (opened && condition.op == "not"_L1)
            condition.children.push_back(expression());
        else
            fail(u"Unknown expression group"_s);
        expect(u')');
        --m_depth;
        return condition;
    }

    void readComparison(Condition &condition)
    {
        condition.property = property();
        expect(u',');
        condition.operands.push_back(operand());
        if (condition.op != "like"_L1 && condition.op != "ilike"_L1)
            return;
        const Operand &operand = condition.operands.front();
        if (operand.kind != Operand::Kind::Text)
            fail(u"A pattern is missing in \"%1\"."_s.arg(m_text));
        condition.pattern = patternOf(operand.text, condition.op == "like"_L1);
    }

    void readList(Condition &condition)
    {
        condition.property = property();
        expect(u',');
        expect(u'(');
        do {
            condition.operands.push_back(operand());
        } while (!fault && condition.operands.size() < maxOperands && accept(u','));
        expect(u')');
    }

    void readCollection(Condition &condition)
    {
        condition.property = property();
        if (accept(u','))
            condition.children.push_back(expression());
        else if (condition.op == "all"_L1)
            fail(u"A condition is missing in \"%1\"."_s.arg(m_text));
    }

    void readGroup(Condition &condition)
    {
        do {
            condition.children.push_back(expression());
        } while (!fault && accept(u','));
    }

    Operand operand()
    {
        skipSpace();
        if (peek() == u'"' || peek() == u'\'')
            return quotedOperand();
        const qsizetype start = m_at;
        while (m_at < m_text.size() && peek() != u',' && peek() != u')' && peek() != u'(')
            ++m_at;
        const QString text = m_text.mid(start, m_at - start).trimmed();
        if (peek() == u'(')
            return functionOperand(text);
        return {Operand::Kind::Text, text, false};
    }

    Operand quotedOperand()
    {
        // There is no way to write the quote itself: the other kind must be used.
        const qsizetype end = m_text.indexOf(peek(), m_at + 1);
        if (end < 0) {
            fail(u"A quote is not closed in \"%1\"."_s.arg(m_text));
            return {};
        }
        const QString text = m_text.mid(m_at + 1, end - m_at - 1);
        m_at = end + 1;
        skipSpace();
        if (peek() != u',' && peek() != u')')
            fail(u"Unexpected \"%1\" after a quoted value."_s.arg(peek()));
        return {Operand::Kind::Text, text, true};
    }

    Operand functionOperand(const QString &function)
    {
        if (function != "null"_L1 && function != "empty"_L1)
            fail(u"Unknown expression group"_s);
        expect(u'(');
        expect(u')');
        return {function == "null"_L1 ? Operand::Kind::Null : Operand::Kind::Empty, {}, false};
    }

    QString m_text;
    qsizetype m_at = 0;
    int m_depth = 0;
};

/// Reads the query string part by part.
class QueryReader
{
public:
    Query query;
    std::optional<QString> fault;

    void read(const QString &part)
    {
        const QString text = part.trimmed();
        const qsizetype equals = text.indexOf(u'=');
        const qsizetype parenthesis = text.indexOf(u'(');
        if (text.isEmpty())
            return;
        if (equals > 0 && (parenthesis < 0 || equals < parenthesis))
            readAssignment(text.left(equals), text.mid(equals + 1));
        else if (text == "render()"_L1 || text == "render()="_L1)
            query.render = true;
        else
            readExpression(text);
    }

private:
    void readExpression(const QString &text)
    {
        ExpressionReader reader(text);
        query.filters.push_back(reader.whole());
        if (reader.fault)
            fault = reader.fault;
    }

    void readAssignment(const QString &key, const QString &value)
    {
        if (key == "select"_L1)
            readSelect(value);
        else if (key == "order"_L1)
            readOrder(value);
        else if (key == "limit"_L1)
            query.limit = number(key, value);
        else if (key == "offset"_L1)
            query.offset = number(key, value);
        else
            readShortcut(key, value);
    }

    /// status=Active says eq(status,Active); whatever is more than that does not.
    void readShortcut(const QString &key, const QString &value)
    {
        if (key == "rql"_L1 || value.contains(u'(') || value.contains(u')') || value.contains(u','))
            fault = u"Invalid equals shortcut expression"_s;
        else
            query.filters.push_back({u"eq"_s, key, {{Operand::Kind::Text, value, true}}, {}, {}});
    }

    void readSelect(const QString &value)
    {
        for (const QString &entry : value.split(u',', Qt::SkipEmptyParts)) {
            const QString name = withoutPlus(entry);
            if (name.startsWith(u'-'))
                query.dropped.append(name.mid(1));
            else
                query.selected.append(name);
        }
    }

    void readOrder(const QString &value)
    {
        for (const QString &entry : value.split(u',', Qt::SkipEmptyParts)) {
            const QString name = withoutPlus(entry);
            const bool descending = name.startsWith(u'-');
            query.order.push_back({descending ? name.mid(1) : name, descending});
        }
    }

    int number(const QString &key, const QString &value)
    {
        bool isNumber = false;
        const int result = value.toInt(&isNumber);
        if (!isNumber || result < 0)
            fault = u"The value '%1' is not valid for %2."_s.arg(value, key);
        return result;
    }
};

} // namespace

std::variant<Query, Fault> parse(const QByteArray &queryString)
{
    QueryReader reader;
    for (const QByteArray &part : queryString.split('&')) {
        reader.read(decoded(part));
        if (reader.fault)
            return Fault {*reader.fault};
    }
    return reader.query;
}

} // namespace sandbox::rql
