// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Brings one connection's list into the store: as many pages at once as the vendor's paging
/// allows, each in slices that leave the window its time.

#include "work/pageplan.h"

#include <QElapsedTimer>
#include <QObject>

#include <deque>
#include <map>

namespace work {

class TokenStore;

/// One listing, which may be stopped and taken up again. The client and the store outlive it.
class PageWalk final : public QObject
{
    Q_OBJECT

public:
    PageWalk(domain::VendorClient &client, TokenStore &store, PagePlan::Limits limits = {},
        QObject *parent = nullptr);
    ~PageWalk() override;

    /// Begins, or goes on with the pages that did not come.
    void run();
    /// At once; what arrived stays, and ended() is not emitted.
    void stop();

    const PagePlan &plan() const { return m_plan; }
    /// It came to an end, or was stopped, before all was stored that run() could still bring.
    bool canResume() const;

signals:
    /// A page, or part of one, is in the store.
    void advanced();
    /// Nothing more will come by itself: plan() says how it ended.
    void ended();

private:
    struct Arrival
    {
        domain::PageCursor page;
        domain::TokenPage content;
        std::size_t merged = 0;
        qint64 repeated = 0; ///< had come before in the same part of the list
        qint64 shared = 0; ///< in another part
    };

    void askMore();
    void ask(const domain::PageCursor &page);
    void take(const domain::PageCursor &page, base::Result<domain::TokenPage> content);
    /// As much as fits into one turn of the event loop.
    void mergeSome();
    void mergeSlice(Arrival &arrival);
    void takeBackQuestions();
    void goOn();

    domain::VendorClient &m_client;
    TokenStore &m_store;
    PagePlan m_plan;
    std::map<QString, base::Task<domain::TokenPage>> m_asked;
    std::deque<Arrival> m_arrived;
    bool m_isRunning = false;
    bool m_mergesLater = false;
};

} // namespace work
