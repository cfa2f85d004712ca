// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The order in which one connection's requests go out, and the second chance of reads: a queue in
/// front of a transport (NET-05) that sends again what may be sent again (NET-14).

#include "http/timekeeper.h"
#include "http/transport.h"

#include <QObject>

#include <deque>

namespace http {

/// At most four reads are on their way at once; changes go ahead of all that waits and may make it
/// six. A request's deadline begins when it is first sent, so that waiting in line costs it
/// nothing, and holds for all its attempts together. Where the vendor asked to wait, no other read
/// is sent meanwhile. Lives on the GUI thread; destroying it ends what waits as Cancelled.
class Dispatcher final : public Transport
{
public:
    /// Draws a number from -1 to 1.
    using Jitter = std::function<double()>;

    explicit Dispatcher(std::unique_ptr<Transport> wire);
    Dispatcher(std::unique_ptr<Transport> wire, std::unique_ptr<Timekeeper> time, Jitter jitter);
    ~Dispatcher() override;

    base::Task<Response> send(
        const QUrl &base, const Request &request, const Authorizer *authorizer) override;
    void setPauseNotice(base::PauseNotice notice) override { m_notice = std::move(notice); }

private:
    struct Call;
    using CallPtr = std::shared_ptr<Call>;
    using Outcome = base::Result<Response>;

    /// Starts what may start.
    void pump();
    CallPtr takeNext();
    void start(const CallPtr &call);
    void ended(const CallPtr &call, Outcome outcome);
    void waitForRetry(const CallPtr &call, Outcome outcome, const base::Pause &pause);
    void retry(const CallPtr &call);
    void withdraw(const CallPtr &call);
    /// Lets no read start before then.
    void hold(std::chrono::milliseconds until);
    void tellPause();

    std::unique_ptr<Transport> m_wire;
    std::unique_ptr<Timekeeper> m_time;
    Jitter m_jitter;
    base::PauseNotice m_notice;
    std::deque<CallPtr> m_changes;
    std::deque<CallPtr> m_reads;
    std::vector<CallPtr> m_waiting; ///< for their next attempt
    int m_inFlight = 0;
    bool m_isPumping = false;
    bool m_isClosing = false;
    std::chrono::milliseconds m_heldUntil {};
    std::chrono::milliseconds m_toldUntil {}; ///< 0 = no pause was told
    QObject m_alive; ///< guards what comes late; the last member
};

} // namespace http
