// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/freshlists.h"

#include "support/errortext.h"
#include "support/plaintext.h"
#include "work/desk.h"

#include <QTimer>

#include <utility>

namespace shell {

using State = work::Session::State;

FreshLists::FreshLists(work::Desk &desk, QStringList connectionIds, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_ids(std::move(connectionIds))
{
}

void FreshLists::start()
{
    for (const QString &id : std::as_const(m_ids)) {
        const work::Session *session = m_desk.session(id);
        // One that runs anyway began late enough.
        if (session && session->state() != State::Loading && session->state() != State::Opening)
            m_desk.refresh(id);
    }
    connect(&m_desk, &work::Desk::sessionChanged, this, &FreshLists::look);
    connect(&m_desk, &work::Desk::connectionsChanged, this, &FreshLists::look);
    QTimer::singleShot(0, this, &FreshLists::look);
}

void FreshLists::look()
{
    if (m_hasEnded)
        return;
    QStringList running;
    QStringList problems;
    for (const QString &id : std::as_const(m_ids)) {
        const work::Session *session = m_desk.session(id);
        if (!session)
            continue; // Removed meanwhile: its tokens are in no list.
        if (session->state() == State::Loading || session->state() == State::Opening)
            running += support::shown(session->connection().name, 40);
        else if (const QString problem = problemOf(*session); !problem.isEmpty())
            problems += problem;
    }
    emit progressed(
        running, static_cast<int>(m_ids.size() - running.size()), static_cast<int>(m_ids.size()));
    if (!running.isEmpty())
        return;
    m_hasEnded = true;
    emit ended(problems);
}

QString FreshLists::problemOf(const work::Session &session)
{
    const QString name = support::shown(session.connection().name, 60);
    if (session.error())
        return tr("%1: %2").arg(name,
            support::errorParagraph(*session.error(), {.connection = session.connection().name}));
    if (session.state() == State::Stopped)
        return tr("%1: it was stopped").arg(name);
    return session.isComplete() ? QString() : tr("%1: the list is incomplete").arg(name);
}

} // namespace shell
