// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/listing.h"

namespace cli {

using State = work::Session::State;

Listing::Listing(work::Desk &desk, Enough enough, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_enough(std::move(enough))
{
    connect(&desk, &work::Desk::sessionChanged, this, &Listing::look);
}

void Listing::start(const QStringList &connectionIds)
{
    m_waiting = QSet<QString>(connectionIds.begin(), connectionIds.end());
    for (const QString &id : connectionIds)
        m_desk.refresh(id);
    if (connectionIds.isEmpty())
        QMetaObject::invokeMethod(this, &Listing::finished, Qt::QueuedConnection);
}

void Listing::look(const QString &connectionId)
{
    work::Session *session = m_desk.session(connectionId);
    if (!session || !m_waiting.contains(connectionId))
        return;
    const State state = session->state();
    const bool isOver = state == State::Ready || state == State::Failed || state == State::Stopped;
    if (!isOver && !(m_enough && m_enough(*session)))
        return;
    m_waiting.remove(connectionId); // First: cancelling announces a change, too.
    if (!isOver)
        session->cancel();
    emit ended(*session);
    if (m_waiting.isEmpty())
        QMetaObject::invokeMethod(this, &Listing::finished, Qt::QueuedConnection);
}

} // namespace cli
