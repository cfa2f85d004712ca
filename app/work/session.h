// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One connection at work: its client, who it is, what it can do, and the listing that fills the
/// store (PageWalk).

#include "base/clock.h"
#include "domain/vendorclient.h"
#include "work/pagewalk.h"
#include "work/tokenstore.h"

#include <QObject>
#include <QTimer>

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
    qint64 loaded() const { return m_walk ? m_walk->plan().loaded() : 0; }
    std::optional<qint64> total() const;
    /// What was odd about the last listing; English.
    QStringList warnings() const;
    /// What the last listing lacks is not at the vendor: it came whole, and nothing was left out.
    bool provesAbsence() const;
    const std::optional<base::Instant> &refreshedAt() const { return m_refreshedAt; }
    /// When the rows in the store were listed; nothing = never.
    const std::optional<base::Instant> &listedAt() const { return m_listedAt; }
    /// The rows in the store are those of an earlier run: no list has come to its end since.
    bool isFromDisk() const { return m_isFromDisk; }
    /// Rows of an earlier run were put into the store.
    void setStored(base::Instant listed);
    using Moment = std::chrono::steady_clock::time_point;
    /// When the last listing of this client that came whole was asked for.
    const std::optional<Moment> &wholeSince() const { return m_wholeSince; }
    /// Whether every page of the last listing arrived and nothing says that a token is missing.
    /// Rows that did not come in an incomplete listing are not removed.
    bool isComplete() const;
    /// Pages that are known of and did not arrive.
    int missingPages() const { return m_walk ? m_walk->plan().missing() : 0; }
    /// Whether resume() has something to go on with.
    bool canResume() const;

    struct Waiting
    {
        base::Instant until;
        bool isAsked = false; ///< by the vendor
    };
    /// The vendor is given time before it is asked again.
    const std::optional<Waiting> &waiting() const { return m_waiting; }

    /// Takes the client that was opened and lists. A listing under way is cancelled first.
    void open(std::unique_ptr<domain::VendorClient> client);
    void setOpening();
    void fail(const base::Error &error);
    /// Lists again from the start with the client there is; does nothing without one.
    void refresh();
    /// Goes on with the pages that did not arrive; lists from the start where there are none.
    void resume();
    /// Stops the listing at once, waiting included; rows that arrived stay.
    void cancel();
    /// Wipes the credential: the client goes, the rows stay. A change under way ends as
    /// OutcomeUnknown.
    void close();
    void setConnection(const domain::Connection &connection);

signals:
    /// Anything above changed. State changes are told at once, mere progress some times a second.
    void changed();
    /// A listing ended, or was stopped, and had brought something.
    void listed(bool isComplete);

private:
    void stopWork();
    void identify();
    void list();
    void takeEnd();
    void takePause(const std::optional<base::Pause> &pause);
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
    std::unique_ptr<PageWalk> m_walk; ///< after the client: goes first
    std::optional<Waiting> m_waiting;
    std::optional<base::Instant> m_refreshedAt;
    std::optional<base::Instant> m_listedAt;
    bool m_isFromDisk = false;
    Moment m_begun {}; ///< of the listing under way
    std::optional<Moment> m_wholeSince;
    QTimer m_progress;
};

} // namespace work
