// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/pagewalk.h"

#include "base/poolrun.h"
#include "work/tokenstore.h"

#include <QPointer>
#include <QTimer>

namespace work {

using base::Result;
using domain::PageCursor;
using domain::TokenPage;

namespace {

/// What a connection's line lets through at once (NET-05); more would only wait there.
constexpr std::size_t pagesAtOnce = 4;
/// Pages that came faster than they could be stored: enough to keep the wire busy meanwhile.
constexpr std::size_t mostArrived = 8;
/// Of one turn, so that a frame of 16 ms has room for the views as well.
constexpr qint64 mergeMilliseconds = 4;
constexpr std::size_t tokensPerSlice = 500;

/// Taking apart a page of 100,000 tokens with rights of their own held up the window for 300 ms:
/// the pool does it.
void discard(TokenPage &&page)
{
    if (page.tokens.size() > 10 * tokensPerSlice)
        base::destroyInPool(std::move(page));
}

} // namespace

PageWalk::PageWalk(
    domain::VendorClient &client, TokenStore &store, PagePlan::Limits limits, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_store(store)
    , m_plan(limits)
{
}

PageWalk::~PageWalk()
{
    stop();
    for (Arrival &one : m_arrived)
        discard(std::move(one.content));
}

void PageWalk::run()
{
    if (m_isRunning)
        return;
    m_isRunning = true;
    m_plan.resume();
    askMore();
    mergeSome();
}

void PageWalk::stop()
{
    m_isRunning = false;
    takeBackQuestions(); // What has come but is not stored yet waits here for run().
}

bool PageWalk::canResume() const
{
    return !m_isRunning && (m_plan.canResume() || !m_arrived.empty());
}

void PageWalk::takeBackQuestions()
{
    for (auto &[position, task] : std::exchange(m_asked, {})) {
        task.cancel();
        m_plan.giveBack({position});
    }
}

void PageWalk::askMore()
{
    while (m_isRunning && m_asked.size() < pagesAtOnce && m_arrived.size() < mostArrived) {
        const auto page = m_plan.takeNext();
        if (!page)
            return;
        ask(*page);
    }
}

void PageWalk::ask(const PageCursor &page)
{
    const auto foresee = [walk = QPointer(this), page](const PageCursor &next) {
        if (!walk || !walk->m_isRunning)
            return;
        walk->m_plan.foresee(page, next);
        walk->askMore();
    };
    auto &task = m_asked[page.position];
    task = m_client.listTokens(page, foresee);
    task.then(this, [this, page](Result<TokenPage> content) { take(page, std::move(content)); });
}

void PageWalk::take(const PageCursor &page, Result<TokenPage> content)
{
    m_asked.erase(page.position);
    if (content) {
        m_plan.arrived(page, *content);
        m_arrived.push_back({page, std::move(*content)});
    } else {
        m_plan.failed(page, content.error());
    }
    askMore(); // First: the wire works while this page is stored.
    if (!m_mergesLater)
        mergeSome();
}

void PageWalk::mergeSome()
{
    m_mergesLater = false;
    if (!m_isRunning)
        return; // Stopped between two turns.
    const QPointer alive(this);
    QElapsedTimer clock;
    clock.start();
    while (!m_arrived.empty() && clock.elapsed() < mergeMilliseconds) {
        mergeSlice(m_arrived.front());
        if (!alive || !m_isRunning)
            return; // Whoever heard of the new rows ended this.
    }
    if (!m_arrived.empty()) {
        // By a timer: a posted event would run before the window has been painted.
        m_mergesLater = true;
        QTimer::singleShot(0, this, &PageWalk::mergeSome);
    }
    emit advanced();
    if (alive && m_isRunning)
        goOn();
}

void PageWalk::mergeSlice(Arrival &arrival)
{
    const QPointer alive(this);
    const std::size_t size = arrival.content.tokens.size();
    const std::size_t count = std::min(tokensPerSlice, size - arrival.merged);
    const Repeats repeats
        = m_store.merge(arrival.content.tokens, arrival.merged, count, m_plan.partOf(arrival.page));
    if (!alive || !m_isRunning)
        return;
    arrival.repeated += repeats.inPart;
    arrival.shared += repeats.inOtherParts;
    arrival.merged += count;
    if (arrival.merged < size)
        return;
    m_plan.merged(arrival.page, static_cast<qint64>(size), arrival.repeated, arrival.shared);
    discard(std::move(arrival.content));
    m_arrived.pop_front();
}

void PageWalk::goOn()
{
    askMore();
    if (m_plan.isStopped())
        takeBackQuestions();
    if (!m_asked.empty() || !m_arrived.empty())
        return;
    if (m_plan.asksTailAgain())
        return askMore();
    m_isRunning = false;
    m_plan.judge();
    emit ended();
}

} // namespace work
