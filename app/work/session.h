// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One connection at work: its client, who it is, what it can do, and the listing that fills the
/// store.

#include "base/clock.h"
#include "domain/vendorclient.h"
#include "work/tokenstore.h"

#include <QObject>

#include <memory>
#include <optional>

namespace work {

class Session final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        Closed, ///< not tried yet
        Opening, ///< waiting for the keychain
        Loading, ///< pages are arriving
        Ready, ///< the last listing came to its end
        Failed, ///< error() says why; rows of an earlier listing stay
        Stopped, ///< somebody cancelled
    };

    Session(domain::Connection connection, TokenStore &store, const base::Clock &clock,
        QObject *parent = nullptr);
    ~Session() override;

    const domain::Connection &connection() const { return m_connection; }
    State state() const { return m_state; }
    /// What ended the last listing or opening, when Failed.
    const std::optional<base::Error> &error() const { return m_error; }
    const std::optional<domain::Identity> &identity() const { return m_identity; }
    domain::Capabilities capabilities() const;
    /// Null until the credentials were read.
    domain::VendorClient *client() const { return m_client.get(); }
    qint64 loaded() const { return m_loaded; }
    const std::optional<qint64> &total() const { return m_total; }
    /// What was odd about the last listing; English.
    const QStringList &warnings() const { return m_warnings; }
    const std::optional<base::Instant> &refreshedAt() const { return m_refreshedAt; }
    /// Whether every page of the last listing arrived.
    bool isComplete() const { return m_state == State::Ready; }

    /// Takes the client that was opened and lists. A listing under way is cancelled first.
    void open(std::unique_ptr<domain::VendorClient> client);
    void setOpening();
    void fail(const base::Error &error);
    /// Lists again with the client there is; does nothing without one.
    void refresh();
    /// Stops the listing at once; rows that arrived stay.
    void cancel();
    /// Wipes the credential: the client goes, the rows stay. A change under way ends as
    /// OutcomeUnknown.
    void close();
    void setConnection(const domain::Connection &connection);

signals:
    /// Anything above changed. Coalesced by nobody: at most one per page.
    void changed();

private:
    void identify();
    void nextPage(const domain::PageCursor &cursor);
    void take(domain::TokenPage page);
    void finish(State state, std::optional<base::Error> error = {});
    void setState(State state);

    domain::Connection m_connection;
    TokenStore &m_store;
    const base::Clock &m_clock;
    std::unique_ptr<domain::VendorClient> m_client;
    State m_state = State::Closed;
    std::optional<base::Error> m_error;
    std::optional<domain::Identity> m_identity;
    base::Task<domain::Identity> m_whoAmI;
    base::Task<domain::TokenPage> m_page;
    domain::PageCursor m_cursor;
    qint64 m_loaded = 0;
    int m_pages = 0;
    std::optional<qint64> m_total;
    QStringList m_warnings;
    std::optional<base::Instant> m_refreshedAt;
};

} // namespace work
