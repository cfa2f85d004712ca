// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The desk's part that knows how things stand: the lists of the last time, and what may be changed.

#include "work/desk.h"

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Unit;

namespace {

bool isWithoutNetwork(const Session &session)
{
    const ErrorKind kind = session.error()->kind;
    // A page that took too long is no reason to keep an admin from stopping a leaked key.
    return kind == ErrorKind::Offline || kind == ErrorKind::Tls
        || (kind == ErrorKind::Timeout && session.loaded() == 0);
}

} // namespace

void Desk::restoreLists(bool isBookWhole)
{
    if (!m_parts.keepsLists)
        return;
    QStringList ids;
    for (const domain::Connection &connection : m_book.all())
        ids.append(connection.id);
    connect(&m_lists, &ListKeeper::restoredList, this,
        [this](const QString &connectionId, base::Instant listed) {
            if (Session *open = session(connectionId))
                open->setStored(listed);
        });
    connect(&m_lists, &ListKeeper::restored, this, [this] {
        for (const auto &waiting : std::exchange(m_afterLists, {}))
            waiting();
    });
    m_lists.restore(ids, isBookWhole);
}

/// A vendor's list must find the rows of the last time in the store, not come before them.
void Desk::afterLists(std::function<void()> then)
{
    if (m_lists.isRestoring())
        m_afterLists.push_back(std::move(then));
    else
        then();
}

Result<Unit> Desk::checkProfile() const
{
    if (m_parts.profileHolder.isEmpty())
        return Unit {};
    return base::fail(errorOf(profileInUseBy(m_parts.profileHolder)));
}

std::optional<Barrier> Desk::barrier(const QString &connectionId) const
{
    using Kind = Barrier::Kind;
    if (!m_parts.profileHolder.isEmpty())
        return profileInUseBy(m_parts.profileHolder);
    if (m_journalProblem)
        return Barrier {Kind::JournalUnusable, m_journalProblem->detail, *m_journalProblem};
    const Session *open = session(connectionId);
    if (!open)
        return Barrier {Kind::NotOpen, {},
            {.kind = ErrorKind::NotFound, .detail = u"there is no such connection"_s}};
    const auto &error = open->error();
    const bool hasFailed = open->state() == Session::State::Failed && error;
    if (hasFailed && isWithoutNetwork(*open))
        return Barrier {Kind::Offline, error->detail, *error};
    if (open->client() && (!hasFailed || open->identity()))
        return std::nullopt;
    const Error closed {.kind = ErrorKind::Offline, .detail = u"the connection is not open yet"_s};
    return Barrier {Kind::NotOpen, error ? error->detail : QString(), error.value_or(closed)};
}

void Desk::setJournalProblem(std::optional<Error> problem)
{
    if (m_journalProblem == problem)
        return;
    m_journalProblem = std::move(problem);
    for (const domain::Connection &connection : m_book.all())
        emit sessionChanged(connection.id);
}

} // namespace work
