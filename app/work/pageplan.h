// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The bookkeeping of one listing: which pages there are, which have come, and whether what the
/// vendor says about them can be true (IN-09). Pure; PageWalk does the work.

#include "domain/paging.h"
#include "domain/vendorclient.h"

#include <QHash>
#include <QStringList>

#include <deque>

namespace work {

class PagePlan final
{
public:
    struct Limits
    {
        qint64 mostTokens = domain::mostTokensListed;
        int mostBarren = 20; ///< pages that bring nothing new
        int mostPages = 20'000;
        int mostFailures = 3; ///< of pages that may be alone in failing
    };
    using Cursor = domain::PageCursor;

    PagePlan();
    explicit PagePlan(Limits limits);

    /// The next page to ask for, which counts as asked from then on.
    std::optional<Cursor> takeNext();
    /// Asked, but the question was taken back.
    void giveBack(const Cursor &page);

    /// The page after one that is still being read.
    void foresee(const Cursor &page, const Cursor &next);
    /// The page came; how much of it is new is told by merged().
    void arrived(const Cursor &page, const domain::TokenPage &content);
    void merged(const Cursor &page, qint64 tokens, qint64 repeated);
    void failed(const Cursor &page, const base::Error &error);

    /// Where a first pass left doubts, names the last page for asking once more; then no page.
    bool asksTailAgain();
    /// All that can be said at the end.
    void judge();
    /// Forgets that pages failed, so that they are asked for again.
    void resume();

    /// Why no further page is asked for; the first thing that went wrong.
    const std::optional<base::Error> &error() const { return m_error; }
    bool isStopped() const { return m_isStopped; }
    /// Pages are known that did not come, and asking for them makes sense.
    bool canResume() const { return !m_isBroken && missing() > 0; }
    /// Pages that are known and did not come.
    int missing() const;
    /// Nothing is missing, and nothing says that a token may be.
    bool isComplete() const { return !m_error && !m_isDoubtful && missing() == 0; }
    /// Different tokens so far.
    qint64 loaded() const { return m_loaded; }
    /// The vendor's own count, as of the page asked for last.
    const std::optional<qint64> &total() const { return m_total; }
    /// What was odd, in plain words; English.
    QStringList warnings() const { return m_warnings + m_remarks + m_verdict; }
    /// What is not in the list is not at the vendor.
    bool provesAbsence() const { return isComplete() && m_warnings.empty() && m_verdict.empty(); }

private:
    enum class State { Waiting, Asked, Came, Failed };
    struct Page
    {
        State state = State::Waiting;
        int asked = 0; ///< the how manieth question it was
        QString foreseen; ///< what was said to follow it
        QString unplanned; ///< a page after it that the total did not promise
    };

    bool isPlanned() const { return !m_tail.isEmpty(); }
    void add(const QString &position);
    void follow(const Cursor &page, const QString &next);
    void noteTotal(int asked, const std::optional<qint64> &total);
    void breakOff(const QString &why);

    Limits m_limits;
    QHash<QString, Page> m_pages;
    std::deque<QString> m_waiting;
    QString m_tail; ///< the last page the total promised; empty = pages only follow each other
    QString m_askedAgain; ///< the tail, on its second time
    int m_asked = 0;
    int m_barren = 0;
    int m_failures = 0;
    qint64 m_loaded = 0;
    qint64 m_repeated = 0;
    std::optional<qint64> m_total;
    int m_totalAsked = 0;
    std::optional<qint64> m_least;
    std::optional<qint64> m_most;
    std::optional<base::Error> m_error;
    bool m_isStopped = false;
    bool m_isBroken = false; ///< the vendor's paging itself makes no sense
    bool m_isDoubtful = false;
    QStringList m_warnings; ///< the vendor clients' own
    QStringList m_remarks; ///< likewise; nothing is missing for them
    QStringList m_verdict;
};

} // namespace work
