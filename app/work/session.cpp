// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/session.h"

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;

namespace {

/// The window redraws counts with every change: often enough to be seen moving.
constexpr auto progressInterval = std::chrono::milliseconds(60);

} // namespace

Session::Session(
    domain::Connection connection, TokenStore &store, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , m_store(store)
    , m_clock(clock)
{
    m_progress.setSingleShot(true);
    m_progress.setInterval(progressInterval);
    connect(&m_progress, &QTimer::timeout, this, &Session::changed);
}

Session::~Session()
{
    m_whoAmI.cancel();
}

domain::Capabilities Session::capabilities() const
{
    return m_client ? m_client->capabilities() : domain::Capabilities();
}

void Session::setStored(base::Instant listed)
{
    m_listedAt = listed;
    m_isFromDisk = true;
    emit changed();
}

std::optional<qint64> Session::total() const
{
    return m_walk ? m_walk->plan().total() : std::nullopt;
}

QStringList Session::warnings() const
{
    return m_walk ? m_walk->plan().warnings() : QStringList();
}

bool Session::provesAbsence() const
{
    return m_walk && m_walk->plan().provesAbsence();
}

bool Session::isComplete() const
{
    return m_state == State::Ready && m_walk && m_walk->plan().isComplete();
}

bool Session::canResume() const
{
    return m_walk && m_walk->canResume();
}

void Session::open(std::unique_ptr<domain::VendorClient> client)
{
    stopWork();
    m_walk.reset();
    m_client = std::move(client);
    m_client->setPauseNotice([this](const std::optional<base::Pause> &pause) { takePause(pause); });
    m_identity.reset();
    m_wholeSince.reset(); // Another credential may see other tokens.
    refresh();
}

void Session::setOpening()
{
    setState(State::Opening);
}

void Session::fail(const Error &error)
{
    stopWork();
    m_walk.reset(); // What an earlier listing brought says nothing about this failure.
    finish(State::Failed, error);
}

void Session::refresh()
{
    if (!m_client)
        return;
    stopWork();
    m_walk.reset();
    m_error.reset();
    m_state = State::Loading;
    m_begun = std::chrono::steady_clock::now();
    emit changed();
    identify();
}

void Session::identify()
{
    m_whoAmI = m_client->whoAmI();
    m_whoAmI.then(this, [this](Result<domain::Identity> who) {
        if (!who) {
            finish(State::Failed, who.error());
            return;
        }
        m_identity = std::move(*who);
        list();
    });
}

void Session::list()
{
    m_store.beginSync(m_connection.id);
    m_walk = std::make_unique<PageWalk>(*m_client, m_store);
    connect(m_walk.get(), &PageWalk::advanced, this, [this] {
        if (!m_progress.isActive())
            m_progress.start();
    });
    connect(m_walk.get(), &PageWalk::ended, this, &Session::takeEnd);
    m_walk->run();
}

void Session::resume()
{
    if (!canResume())
        return refresh();
    m_error.reset();
    setState(State::Loading);
    m_walk->run();
}

void Session::takeEnd()
{
    const auto &error = m_walk->plan().error();
    finish(error ? State::Failed : State::Ready, error);
}

void Session::takePause(const std::optional<base::Pause> &pause)
{
    m_waiting.reset();
    if (pause)
        m_waiting = Waiting {m_clock.now() + pause->length, pause->isAsked};
    emit changed();
}

void Session::cancel()
{
    if (m_state != State::Loading && m_state != State::Opening)
        return;
    stopWork();
    finish(State::Stopped);
}

void Session::close()
{
    stopWork();
    m_walk.reset();
    m_client.reset();
    m_waiting.reset();
    m_identity.reset();
    finish(State::Closed);
}

void Session::stopWork()
{
    m_whoAmI.cancel();
    if (m_walk)
        m_walk->stop();
}

void Session::setConnection(const domain::Connection &connection)
{
    m_connection = connection;
    emit changed();
}

void Session::finish(State state, std::optional<Error> error)
{
    m_error = std::move(error);
    m_state = state;
    // A listing that may go on stays open in the store, which remembers what came in it.
    if (!canResume())
        m_store.endSync(m_connection.id, isComplete());
    if (state == State::Ready) {
        m_refreshedAt = m_clock.now();
        m_listedAt = m_refreshedAt;
        m_isFromDisk = false;
    }
    if (isComplete())
        m_wholeSince = m_begun;
    setState(state);
    if (state == State::Ready || loaded() > 0)
        emit listed(isComplete());
}

void Session::setState(State state)
{
    m_state = state;
    m_progress.stop();
    emit changed();
}

} // namespace work
