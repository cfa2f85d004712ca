// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/verification.h"

#include "work/desk.h"

namespace bulk {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using State = work::Session::State;

Verification::Verification(work::Desk &desk, QString connectionId,
    std::vector<std::chrono::milliseconds> looks, std::function<bool()> agrees, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_connectionId(std::move(connectionId))
    , m_looks(std::move(looks))
    , m_agrees(std::move(agrees))
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Verification::look);
    connect(&m_desk, &work::Desk::sessionChanged, this, &Verification::takeSession);
}

void Verification::start()
{
    m_timer.start(m_looks.empty() ? std::chrono::milliseconds(0) : m_looks.front());
}

void Verification::look()
{
    const work::Session *session = m_desk.session(m_connectionId);
    // One that was listed and is closed was locked: that is not ours to undo.
    if (!session || (!session->client() && session->refreshedAt())) {
        emit ended(session ? session->error().value_or(Error {.kind = ErrorKind::Offline})
                           : Error {.kind = ErrorKind::NotFound});
        return;
    }
    m_isListing = true;
    m_desk.refresh(m_connectionId);
}

void Verification::takeSession(const QString &id)
{
    if (!m_isListing || id != m_connectionId)
        return;
    const work::Session *session = m_desk.session(id);
    const State state = session ? session->state() : State::Closed;
    if (state == State::Opening || state == State::Loading)
        return;
    m_isListing = false;
    if (state != State::Ready) {
        const auto error = session ? session->error() : std::nullopt;
        emit ended(error.value_or(
            Error {.kind = ErrorKind::Cancelled, .detail = u"the listing was stopped"_s}));
        return;
    }
    if (++m_next >= m_looks.size() || m_agrees())
        emit ended({});
    else
        m_timer.start(m_looks[m_next]);
}

} // namespace bulk
