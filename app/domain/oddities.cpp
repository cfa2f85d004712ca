// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/oddities.h"

namespace domain {

using namespace Qt::StringLiterals;

namespace json = base::json;

namespace {

QString counted(std::size_t count, const QString &one, const QString &many)
{
    return count == 1 ? one : many.arg(count);
}

} // namespace

void Oddities::look(const json::Item &item)
{
    m_isNoted = item.isMended();
    m_rows += m_isNoted ? 1 : 0;
}

void Oddities::note(const json::Item &item, int field)
{
    if (m_first.isEmpty())
        m_first = u"%1: %2"_s.arg(item.path(field), wordingOf(item[field]));
    if (!std::exchange(m_isNoted, true))
        ++m_rows;
}

bool Oddities::isOdd(const json::Item &item, int field, json::Value::Kind expected)
{
    const json::Value &value = item[field];
    if (value.kind == expected || value.isAbsent() || value.isNull())
        return false;
    note(item, field);
    return true;
}

TimeFact Oddities::time(
    const json::Item &item, int field, TimeForm form, TimeOf what, Precision precision)
{
    TimeFact fact = timeFact(item[field], form, what, precision);
    if (fact.state == FactState::NotUnderstood)
        note(item, field);
    return fact;
}

void Oddities::drop(base::Error error)
{
    ++m_dropped;
    if (!m_firstDropped)
        m_firstDropped = std::move(error);
}

base::Result<base::Unit> Oddities::sayIn(TokenPage &page, std::size_t rowsRead) const
{
    if (m_firstDropped && rowsRead == 0)
        return base::fail(*m_firstDropped);
    page.lacksTokens |= m_firstDropped.has_value();
    if (m_firstDropped)
        page.warnings.append(u"the list may be incomplete: %1 (%2)"_s.arg(
            counted(m_dropped, u"one token cannot be shown, because the vendor's answer is odd"_s,
                u"%1 tokens cannot be shown, because the vendor's answer is odd"_s),
            m_firstDropped->detail));
    if (m_rows == 0)
        return base::Unit {};
    const QString which
        = counted(m_rows, u"one token holds something odd"_s, u"%1 tokens hold something odd"_s);
    page.remarks.append(m_first.isEmpty()
            ? which + u": characters that are broken; \ufffd stands in their place"_s
            : which + u" that is shown as not understood, first %1"_s.arg(m_first));
    return base::Unit {};
}

TokenRow::Text textFact(
    Oddities &oddities, const json::Item &item, int field, const TokenRow::Text &otherwise)
{
    if (oddities.isOdd(item, field, json::Value::Kind::Text))
        return TokenRow::Text::notUnderstood();
    return item[field].isText() ? TokenRow::Text::known(item[field].text) : otherwise;
}

} // namespace domain
