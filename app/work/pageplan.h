// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The bookkeeping of one listing: which pages there are, which have come, and whether what the
/// vendor says about them can be true (IN-09). Each part of the list is held against its own count.
/// Pure; PageWalk does the work.

#include "domain/paging.h"
#include "domain/vendorclient.h"

#include <QHash>
#include <QStringList>

#include <deque>
#include <vector>

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
    /// Which part of the list a page that came is of, from 0 in the order in which parts began.
    std::size_t partOf(const Cursor &page) const { return m_pages.value(page.position).part; }
    /// All of a page is stored. repeated: how many of its tokens had come before in the same part;
    /// shared: how many in another part only.
    void merged(const Cursor &page, qint64 tokens, qint64 repeated, qint64 shared = 0);
    void failed(const Cursor &page, const base::Error &error);

    /// Where a first pass left doubts, has the last page of each such part asked for once more.
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
    bool isComplete() const
    {
        return !m_error && !m_lacksTokens && !m_isDoubtful && missing() == 0;
    }
    /// Different tokens so far.
    qint64 loaded() const { return m_loaded; }
    /// The vendor's own count, as of the page asked for last. Nothing where a list has several
    /// parts: what is still to come of the others is not known.
    std::optional<qint64> total() const;
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
        std::size_t part = 0; ///< once it came
        QString foreseen; ///< what was said to follow it
        QString unplanned; ///< a page after it that the total did not promise
    };
    struct Part
    {
        QString name;
        int pages = 0; ///< that came
        QString tail; ///< the last page the total promised; empty = pages only follow each other
        QString askedAgain; ///< the tail, on its second time
        qint64 loaded = 0; ///< different tokens
        qint64 repeated = 0;
        std::optional<qint64> total; ///< as of the page asked for last
        int totalAsked = 0;
        std::optional<qint64> least;
        std::optional<qint64> most;

        bool isPlanned() const { return !tail.isEmpty(); }
        bool isSecondLook(const Cursor &page) const
        {
            return !askedAgain.isEmpty() && page.position == askedAgain;
        }
        /// As many came as the vendor counts, and it never counted more.
        bool isMet() const { return total && loaded == *total && most == total; }
    };

    void add(const QString &position);
    void follow(const Cursor &page, const QString &next);
    std::size_t placeOfPart(const QString &name);
    Part &partAt(const Cursor &page) { return m_parts[partOf(page)]; }
    void noteTotal(Part &part, int asked, const std::optional<qint64> &total);
    void judge(const Part &part);
    void breakOff(const QString &why, const Part &part);

    Limits m_limits;
    QHash<QString, Page> m_pages;
    std::deque<QString> m_waiting;
    std::vector<Part> m_parts; ///< in the order in which they began
    int m_asked = 0;
    int m_barren = 0;
    int m_failures = 0;
    qint64 m_loaded = 0;
    std::optional<base::Error> m_error;
    bool m_isStopped = false;
    bool m_isBroken = false; ///< the vendor's paging itself makes no sense
    bool m_lacksTokens = false; ///< a page said so
    bool m_isDoubtful = false; ///< the counts say so
    QStringList m_warnings; ///< the vendor clients' own
    QStringList m_remarks; ///< likewise; nothing is missing for them
    QStringList m_verdict;
};

} // namespace work
