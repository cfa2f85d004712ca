// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/verification.h"

#include "base/poolrun.h"
#include "bulk/selection.h"
#include "work/desk.h"
#include "work/tokenreader.h"

namespace bulk {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using State = work::Session::State;

namespace {

/// For the pool. came: by row, whether it was in the last list. One that is not whole leaves the
/// rows of earlier ones where they are, and those say nothing about now.
Result<std::vector<Sight>> sightsOf(Deed deed, const std::vector<domain::TokenKey> &tokens,
    const work::TokenSnapshot &list, const std::vector<bool> &came, bool isWholeList)
{
    std::vector<Sight> sights;
    sights.reserve(tokens.size());
    for (const auto &row : rowsOf(list, tokens)) {
        const bool isListed = row && (isWholeList || came[*row]);
        const auto listed = isListed ? std::optional(work::tokenOf(list, *row)) : std::nullopt;
        sights.push_back(sightOf(deed, listed, isWholeList));
    }
    return sights;
}

} // namespace

Verification::Verification(work::Desk &desk, Subject subject,
    std::vector<std::chrono::milliseconds> looks, Agrees agrees, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_subject(std::move(subject))
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
    const work::Session *session = m_desk.session(m_subject.connectionId);
    // One that was listed and is closed was locked: that is not ours to undo.
    if (!session || (!session->client() && session->refreshedAt())) {
        emit ended(session ? session->error().value_or(Error {.kind = ErrorKind::Offline})
                           : Error {.kind = ErrorKind::NotFound});
        return;
    }
    m_isListing = true;
    m_desk.refresh(m_subject.connectionId);
}

void Verification::takeSession(const QString &id)
{
    if (!m_isListing || id != m_subject.connectionId)
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
    base::runInPool([deed = m_subject.deed, tokens = m_subject.tokens,
                        list = m_desk.tokens().snapshot(), came = m_desk.tokens().listedRows(),
                        isWhole = session->provesAbsence()] {
        return sightsOf(deed, tokens, list, came, isWhole);
    }).then(this, [this](Result<std::vector<Sight>> sights) { takeSights(std::move(sights)); });
}

void Verification::takeSights(Result<std::vector<Sight>> sights)
{
    if (!sights) {
        emit ended(sights.error());
        return;
    }
    m_sights = std::move(*sights);
    if (++m_next >= m_looks.size() || m_agrees(m_sights))
        emit ended({});
    else
        m_timer.start(m_looks[m_next]);
}

} // namespace bulk
