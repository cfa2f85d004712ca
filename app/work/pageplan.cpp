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

void keepWords(const QStringList &from, QStringList &into)
{
    for (const QString &words : from) {
        if (into.size() < mostWarnings && !into.contains(words))
            into.append(words);
    }
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
    const std::size_t place = placeOfPart(content.part.name);
    Part &part = m_parts[place];
    Page &came = m_pages[page.position];
    came.state = State::Came;
    came.part = place;
    part.pages += part.isSecondLook(page) ? 0 : 1;
    noteTotal(part, came.asked, content.part.total);
    m_lacksTokens |= content.lacksTokens;
    keepWords(content.warnings, m_warnings);
    keepWords(content.remarks, m_remarks);
    for (const Cursor &one : content.ahead) {
        if (!m_pages.contains(one.position))
            add(one.position);
        part.tail = one.position;
    }
    if (content.next)
        follow(page, content.next->position);
    if (m_asked >= m_limits.mostPages && !m_waiting.empty())
        breakOff(u"the list does not end: %1 pages have come"_s.arg(count(m_asked)), part);
}

void PagePlan::follow(const Cursor &page, const QString &next)
{
    const Part &part = partAt(page);
    if (!m_pages.contains(next)) {
        // Where a total promised every page, another one fills a gap that a short page left, or the
        // list has grown. It is worth a question if the page before it brought anything.
        if (part.isPlanned() && !part.isSecondLook(page))
            m_pages[page.position].unplanned = next;
        else
            add(next);
        return;
    }
    if (!part.isPlanned() && m_pages[page.position].foreseen != next)
        breakOff(u"the list goes in circles: the next page is one that was read before"_s, part);
}

void PagePlan::merged(const Cursor &page, qint64 tokens, qint64 repeated, qint64 shared)
{
    Part &part = partAt(page);
    const bool isSecondLook = part.isSecondLook(page);
    const qint64 fresh = tokens - repeated;
    part.loaded += fresh;
    m_loaded += fresh - shared;
    if (!isSecondLook)
        part.repeated += repeated;
    const QString next = std::exchange(m_pages[page.position].unplanned, {});
    if (!next.isEmpty() && fresh > 0 && !m_pages.contains(next))
        add(next);
    if (m_loaded >= m_limits.mostTokens && (!m_waiting.empty() || missing() > 0))
        return breakOff(u"the list does not end: %1 tokens have come"_s.arg(count(m_loaded)), part);
    if (fresh == 0 && !isSecondLook && ++m_barren >= m_limits.mostBarren && missing() > 0)
        breakOff(u"%1 pages brought nothing new"_s.arg(count(m_barren)), part);
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
    if (m_error || m_isStopped)
        return false;
    bool asks = false;
    for (Part &part : m_parts) {
        const bool isInDoubt
            = part.repeated > 0 || part.least != part.most || (part.total && !part.isMet());
        if (!part.isPlanned() || !part.askedAgain.isEmpty() || !isInDoubt)
            continue;
        part.askedAgain = part.tail;
        m_pages[part.tail].state = State::Waiting;
        m_waiting.push_back(part.tail);
        asks = true;
    }
    return asks;
}

std::optional<qint64> PagePlan::total() const
{
    const bool isOnlyPart = m_parts.size() == 1 && m_parts.front().name.isEmpty();
    return isOnlyPart ? m_parts.front().total : std::nullopt;
}

void PagePlan::judge()
{
    m_verdict.clear();
    m_isDoubtful = false;
    for (const Part &part : m_parts)
        judge(part);
}

/// Says what is odd about a part, and whether tokens of it may be missing.
void PagePlan::judge(const Part &part)
{
    const auto say = [this, &part](const QString &words) {
        m_verdict.append(part.name.isEmpty() ? words : u"%1: %2"_s.arg(part.name, words));
    };
    const auto doubt = [this, &say](const QString &words) {
        m_isDoubtful = true;
        say(words);
    };
    const QString repeats = part.repeated == 1
        ? u"1 token was listed more than once; the first was kept"_s
        : u"%1 tokens were listed more than once; the first was kept"_s.arg(count(part.repeated));
    // Pages that overlap may as well have passed tokens over; only a count that is met rules it
    // out.
    if (part.repeated > 0 && part.pages > 1 && !part.isMet() && !m_error)
        doubt(repeats + u". Pages overlapped: others may have been passed over"_s);
    else if (part.repeated > 0)
        say(repeats);
    if (!part.total || m_error)
        return;
    if (*part.most > *part.total)
        doubt(u"the list grew shorter while it was read, from %1 to %2 tokens: one may have been "
              "passed over"_s.arg(count(*part.most), count(*part.total)));
    else if (*part.least < *part.total)
        say(u"the list grew while it was read, from %1 to %2 tokens"_s.arg(
            count(*part.least), count(*part.total)));
    const QString counts = u"the vendor announced %1 tokens and sent %2"_s.arg(
        count(*part.total), count(part.loaded));
    if (part.loaded < *part.total)
        doubt(counts);
    else if (part.loaded > *part.total && part.least == part.most)
        say(counts);
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

std::size_t PagePlan::placeOfPart(const QString &name)
{
    const auto known = std::find_if(
        m_parts.begin(), m_parts.end(), [&name](const Part &part) { return part.name == name; });
    const auto place = static_cast<std::size_t>(known - m_parts.begin());
    if (known == m_parts.end())
        m_parts.push_back({.name = name});
    return place;
}

void PagePlan::noteTotal(Part &part, int asked, const std::optional<qint64> &total)
{
    if (!total)
        return;
    if (*total < 0) {
        keepWords(
            {u"the vendor announced %1 tokens, which cannot be"_s.arg(count(*total))}, m_warnings);
        return;
    }
    part.least = std::min(part.least.value_or(*total), *total);
    part.most = std::max(part.most.value_or(*total), *total);
    // Pages come in any order: the one asked for last knows best.
    if (asked < part.totalAsked)
        return;
    part.totalAsked = asked;
    part.total = total;
}

void PagePlan::breakOff(const QString &why, const Part &part)
{
    if (m_isBroken)
        return;
    m_isBroken = true;
    m_isStopped = true;
    QString words = part.name.isEmpty() ? why : u"%1: %2"_s.arg(part.name, why);
    if (part.total)
        words += u"; the vendor announced %1 tokens, %2 have come"_s.arg(
            count(*part.total), count(part.loaded));
    if (!m_error)
        m_error = Error {.kind = ErrorKind::UnexpectedReply, .detail = words};
}

} // namespace work
