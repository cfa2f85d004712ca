// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/session.h"

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;

namespace {

// IN-09: a vendor that never ends its list must not keep us for ever.
constexpr int maximumPages = 20000;
constexpr qint64 maximumTokens = 1'000'000;

} // namespace

Session::Session(
    domain::Connection connection, TokenStore &store, const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , m_store(store)
    , m_clock(clock)
{
}

Session::~Session()
{
    m_whoAmI.cancel();
    m_page.cancel();
}

domain::Capabilities Session::capabilities() const
{
    return m_client ? m_client->capabilities() : domain::Capabilities();
}

void Session::open(std::unique_ptr<domain::VendorClient> client)
{
    m_whoAmI.cancel();
    m_page.cancel();
    m_client = std::move(client);
    m_identity.reset();
    refresh();
}

void Session::setOpening()
{
    setState(State::Opening);
}

void Session::fail(const Error &error)
{
    m_whoAmI.cancel();
    m_page.cancel();
    finish(State::Failed, error);
}

void Session::refresh()
{
    if (!m_client)
        return;
    m_whoAmI.cancel();
    m_page.cancel();
    m_error.reset();
    m_warnings.clear();
    m_loaded = 0;
    m_pages = 0;
    m_total.reset();
    m_state = State::Loading;
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
        m_store.beginSync(m_connection.id);
        nextPage({});
    });
}

void Session::nextPage(const domain::PageCursor &cursor)
{
    m_cursor = cursor;
    m_page = m_client->listTokens(cursor);
    m_page.then(this, [this](Result<domain::TokenPage> page) {
        if (page)
            take(std::move(*page));
        else
            finish(State::Failed, page.error());
    });
}

void Session::take(domain::TokenPage page)
{
    ++m_pages;
    m_loaded += static_cast<qint64>(page.tokens.size());
    m_total = page.total;
    m_warnings += page.warnings;
    const int repeated = m_store.merge(page.tokens);
    if (repeated > 0)
        m_warnings += u"%1 tokens were listed more than once; the first was kept"_s.arg(repeated);
    if (!page.next) {
        finish(State::Ready);
        return;
    }
    if (*page.next == m_cursor || m_pages >= maximumPages || m_loaded >= maximumTokens) {
        finish(State::Failed,
            Error {.kind = ErrorKind::UnexpectedReply,
                .detail = *page.next == m_cursor ? u"the next page is the one just read"_s
                                                 : u"the list does not end"_s});
        return;
    }
    emit changed();
    nextPage(*page.next);
}

void Session::cancel()
{
    if (m_state != State::Loading && m_state != State::Opening)
        return;
    m_whoAmI.cancel();
    m_page.cancel();
    finish(State::Stopped);
}

void Session::close()
{
    m_whoAmI.cancel();
    m_page.cancel();
    m_client.reset();
    m_identity.reset();
    finish(State::Closed);
}

void Session::setConnection(const domain::Connection &connection)
{
    m_connection = connection;
    emit changed();
}

void Session::finish(State state, std::optional<Error> error)
{
    m_store.endSync(m_connection.id, state == State::Ready);
    m_error = std::move(error);
    if (state == State::Ready)
        m_refreshedAt = m_clock.now();
    setState(state);
}

void Session::setState(State state)
{
    m_state = state;
    emit changed();
}

} // namespace work
