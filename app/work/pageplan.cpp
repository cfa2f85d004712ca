// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/pageplan.h"

#include <QLocale>

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;

namespace {

constexpr qsizetype mostWarnings = 20;

QString count(qint64 number)
{
    return QLocale(QLocale::English).toString(number);
}

/// What may befall one page alone; anything else would befall the next as well.
bool isOfThisPage(ErrorKind kind)
{
    return kind == ErrorKind::VendorFault || kind == ErrorKind::UnexpectedReply
        || kind == ErrorKind::Timeout || kind == ErrorKind::NotFound || kind == ErrorKind::Invalid
        || kind == ErrorKind::Conflict;
}

} // namespace

PagePlan::PagePlan()
    : PagePlan(Limits())
{
}

PagePlan::PagePlan(Limits limits)
    : m_limits(limits)
{
    add({});
}

std::optional<PagePlan::Cursor> PagePlan::takeNext()
{
    if (m_isStopped || m_waiting.empty())
        return std::nullopt;
    const QString position = m_waiting.front();
    m_waiting.pop_front();
    Page &page = m_pages[position];
    page.state = State::Asked;
    page.asked = ++m_asked;
    return Cursor {position};
}

void PagePlan::giveBack(const Cursor &page)
{
    m_pages[page.position].state = State::Waiting;
    m_waiting.push_front(page.position);
}

void PagePlan::foresee(const Cursor &page, const Cursor &next)
{
    if (m_pages.contains(next.position))
        return; // Whether that is a circle shows when the page itself has come.
    m_pages[page.position].foreseen = next.position;
    add(next.position);
}

void PagePlan::arrived(const Cursor &page, const domain::TokenPage &content)
{
    const int asked = m_pages[page.position].asked;
    m_pages[page.position].state = State::Came;
    noteTotal(asked, content.total);
    const auto keep = [](const QStringList &from, QStringList &into) {
        for (const QString &words : from) {
            if (into.size() < mostWarnings && !into.contains(words))
                into.append(words);
        }
    };
    keep(content.warnings, m_warnings);
    keep(content.remarks, m_remarks);
    for (const Cursor &one : content.ahead) {
        if (!m_pages.contains(one.position))
            add(one.position);
        m_tail = one.position;
    }
    if (content.next)
        follow(page, content.next->position);
    if (m_asked >= m_limits.mostPages && !m_waiting.empty())
        breakOff(u"the list does not end: %1 pages have come"_s.arg(count(m_asked)));
}

void PagePlan::follow(const Cursor &page, const QString &next)
{
    if (!m_pages.contains(next)) {
        // Where a total promised every page, another one fills a gap that a short page left, or the
        // list has grown. It is worth a question if the page before it brought anything.
        if (isPlanned() && page.position != m_askedAgain)
            m_pages[page.position].unplanned = next;
        else
            add(next);
        return;
    }
    if (!isPlanned() && m_pages[page.position].foreseen != next)
        breakOff(u"the list goes in circles: the next page is one that was read before"_s);
}

void PagePlan::merged(const Cursor &page, qint64 tokens, qint64 repeated)
{
    const bool isSecondLook = page.position == m_askedAgain;
    const qint64 fresh = tokens - repeated;
    m_loaded += fresh;
    if (!isSecondLook)
        m_repeated += repeated;
    const QString next = std::exchange(m_pages[page.position].unplanned, {});
    if (!next.isEmpty() && fresh > 0 && !m_pages.contains(next))
        add(next);
    if (m_loaded >= m_limits.mostTokens && (!m_waiting.empty() || missing() > 0))
        return breakOff(u"the list does not end: %1 tokens have come"_s.arg(count(m_loaded)));
    if (fresh == 0 && !isSecondLook && ++m_barren >= m_limits.mostBarren && missing() > 0)
        breakOff(u"%1 pages brought nothing new"_s.arg(count(m_barren)));
}

void PagePlan::failed(const Cursor &page, const Error &error)
{
    m_pages[page.position].state = State::Failed;
    if (!m_error)
        m_error = error;
    if (!isOfThisPage(error.kind) || ++m_failures >= m_limits.mostFailures)
        m_isStopped = true;
}

bool PagePlan::asksTailAgain()
{
    const bool hasChanged = m_least != m_most;
    const bool isOff = m_total && *m_total != m_loaded;
    if (!isPlanned() || !m_askedAgain.isEmpty() || m_error || m_isStopped
        || !(hasChanged || isOff || m_repeated > 0))
        return false;
    m_askedAgain = m_tail;
    m_pages[m_tail].state = State::Waiting;
    m_waiting.push_back(m_tail);
    return true;
}

void PagePlan::judge()
{
    m_verdict.clear();
    const auto warn = [this](const QString &words) { m_verdict.append(words); };
    if (m_repeated == 1)
        warn(u"1 token was listed more than once; the first was kept"_s);
    else if (m_repeated > 1)
        warn(u"%1 tokens were listed more than once; the first was kept"_s.arg(count(m_repeated)));
    if (!m_total || m_error)
        return;
    if (*m_most > *m_total) {
        m_isDoubtful = true;
        warn(u"the list grew shorter while it was read, from %1 to %2 tokens: one may have been "
             "passed over"_s.arg(count(*m_most), count(*m_total)));
    } else if (*m_least < *m_total) {
        warn(u"the list grew while it was read, from %1 to %2 tokens"_s.arg(
            count(*m_least), count(*m_total)));
    }
    if (m_loaded < *m_total) {
        m_isDoubtful = true;
        warn(u"the vendor counts %1 tokens but listed %2"_s.arg(count(*m_total), count(m_loaded)));
    } else if (m_loaded > *m_total && *m_least == *m_most) {
        warn(u"the vendor counts %1 tokens but listed %2"_s.arg(count(*m_total), count(m_loaded)));
    }
}

void PagePlan::resume()
{
    m_error.reset();
    m_isStopped = false;
    m_failures = 0;
    QStringList failed;
    for (auto at = m_pages.begin(); at != m_pages.end(); ++at) {
        if (at->state == State::Failed) {
            at->state = State::Waiting;
            failed.append(at.key());
        }
    }
    m_waiting.insert(m_waiting.begin(), failed.begin(), failed.end());
}

int PagePlan::missing() const
{
    return static_cast<int>(std::count_if(m_pages.begin(), m_pages.end(),
        [](const Page &page) { return page.state != State::Came; }));
}

void PagePlan::add(const QString &position)
{
    m_pages.insert(position, {});
    m_waiting.push_back(position);
}

void PagePlan::noteTotal(int asked, const std::optional<qint64> &total)
{
    if (!total)
        return;
    m_least = std::min(m_least.value_or(*total), *total);
    m_most = std::max(m_most.value_or(*total), *total);
    // Pages come in any order: the one asked for last knows best.
    if (asked < m_totalAsked)
        return;
    m_totalAsked = asked;
    m_total = total;
}

void PagePlan::breakOff(const QString &why)
{
    if (m_isBroken)
        return;
    m_isBroken = true;
    m_isStopped = true;
    QString words = why;
    if (m_total)
        words += u"; the vendor counts %1 tokens, %2 have come"_s.arg(
            count(*m_total), count(m_loaded));
    if (!m_error)
        m_error = Error {.kind = ErrorKind::UnexpectedReply, .detail = words};
}

} // namespace work
