// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/dispatcher.h"

#include "http/retry.h"

#include <QDateTime>
#include <QPointer>
#include <QRandomGenerator>

#include <algorithm>

namespace http {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Promise;
using base::Result;
using base::Task;
using base::Unit;
using std::chrono::milliseconds;

namespace {

constexpr int mostReads = 4;
constexpr int mostInFlight = 6; // Qt opens six connections to a host; a seventh would wait in Qt.

} // namespace

struct Dispatcher::Call
{
    enum class Phase { Queued, InFlight, Waiting, Over };

    Call(QUrl to, const Request &what, const Authorizer *authorizer)
        : base(std::move(to))
        , request(what)
    {
        if (authorizer)
            credential = std::make_unique<HeldAuthorizer>(authorizer->headers());
    }
    ~Call() { drop(); }

    /// The request must not hold a key for longer than it is needed.
    void drop()
    {
        phase = Phase::Over;
        credential.reset();
        if (request.holdsSecret)
            base::wipe(request.body);
    }

    QUrl base;
    Request request;
    std::unique_ptr<HeldAuthorizer> credential;
    Promise<Response> promise;
    Task<Unit> sent;
    Phase phase = Phase::Queued;
    int attempts = 0;
    milliseconds firstSent {};
    std::optional<Outcome> lastOutcome; ///< while it waits
    milliseconds waitsUntil {};
    bool isAsked = false; ///< to wait, by the vendor
};

Dispatcher::Dispatcher(std::unique_ptr<Transport> wire)
    : Dispatcher(std::move(wire), std::make_unique<SystemTimekeeper>(),
        [] { return QRandomGenerator::global()->generateDouble() * 2 - 1; })
{
}

Dispatcher::Dispatcher(
    std::unique_ptr<Transport> wire, std::unique_ptr<Timekeeper> time, Jitter jitter)
    : m_wire(std::move(wire))
    , m_time(std::move(time))
    , m_jitter(std::move(jitter))
{
}

Dispatcher::~Dispatcher()
{
    m_isClosing = true; // Nothing is started or repeated any more.
    m_notice = nullptr;
    for (auto *line : {&m_changes, &m_reads}) {
        for (const CallPtr &call : std::exchange(*line, {})) {
            call->promise.settle(base::fail(ErrorKind::Cancelled, u"it was not sent any more"_s));
        }
    }
    for (const CallPtr &call : std::exchange(m_waiting, {}))
        call->promise.settle(base::fail(ErrorKind::Cancelled, u"the connection was closed"_s));
    m_wire.reset(); // What is in flight ends in its own way: a change as OutcomeUnknown.
}

Task<Response> Dispatcher::send(
    const QUrl &base, const Request &request, const Authorizer *authorizer)
{
    if (m_isClosing)
        return Task<Response>::failed({.kind = ErrorKind::Cancelled});
    const auto call = std::make_shared<Call>(base, request, authorizer);
    call->promise.onAbort([this, alive = QPointer(&m_alive), weak = std::weak_ptr(call)] {
        if (const CallPtr unwanted = weak.lock(); unwanted && alive)
            withdraw(unwanted);
    });
    Task<Response> task = call->promise.task();
    (request.isChange ? m_changes : m_reads).push_back(call);
    pump();
    return task;
}

void Dispatcher::pump()
{
    if (m_isPumping || m_isClosing)
        return; // What ends at once is looked after by the loop below.
    m_isPumping = true;
    const QPointer alive(&m_alive);
    while (const CallPtr next = takeNext()) {
        start(next);
        if (!alive)
            return;
    }
    m_isPumping = false;
}

Dispatcher::CallPtr Dispatcher::takeNext()
{
    const bool mayRead = m_inFlight < mostReads && m_time->now() >= m_heldUntil;
    auto *line = !m_changes.empty() && m_inFlight < mostInFlight ? &m_changes
        : !m_reads.empty() && mayRead                            ? &m_reads
                                                                 : nullptr;
    if (!line)
        return nullptr;
    CallPtr next = std::move(line->front());
    line->pop_front();
    return next;
}

void Dispatcher::start(const CallPtr &call)
{
    const milliseconds now = m_time->now();
    if (call->attempts == 0)
        call->firstSent = now;
    Request attempt = call->request;
    attempt.deadline -= now - call->firstSent;
    ++m_inFlight;
    ++call->attempts;
    call->phase = Call::Phase::InFlight;
    if (call->lastOutcome && attempt.deadline <= 0ms) {
        // Somebody else's pause took all its time.
        --call->attempts;
        return ended(call, std::move(*call->lastOutcome));
    }
    call->lastOutcome.reset();
    const QPointer alive(&m_alive);
    auto sent = m_wire->send(call->base, attempt, call->credential.get())
                    .map([this, alive, call](Response response) -> Result<Unit> {
                        if (alive)
                            ended(call, std::move(response));
                        return Unit {};
                    })
                    .orElse([this, alive, call](Error error) {
                        if (alive)
                            ended(call, base::fail(std::move(error)));
                        return Task<Unit>::ready(Unit {});
                    });
    if (alive && sent.isRunning())
        call->sent = std::move(sent);
}

void Dispatcher::ended(const CallPtr &call, Outcome outcome)
{
    if (call->phase != Call::Phase::InFlight)
        return;
    --m_inFlight;
    const Attempt attempt {.number = call->attempts,
        .elapsed = m_time->now() - call->firstSent,
        .jitter = m_jitter(),
        .nowSeconds = QDateTime::currentSecsSinceEpoch()};
    const auto pause
        = m_isClosing ? std::nullopt : pauseBeforeRetry(call->request, outcome, attempt);
    if (pause)
        return waitForRetry(call, std::move(outcome), *pause);
    call->drop();
    pump();
    call->promise.settle(std::move(outcome)); // Last: whoever hears of it may end this object.
}

void Dispatcher::waitForRetry(const CallPtr &call, Outcome outcome, const base::Pause &pause)
{
    call->phase = Call::Phase::Waiting;
    call->lastOutcome = std::move(outcome);
    call->waitsUntil = m_time->now() + pause.length;
    call->isAsked = pause.isAsked;
    m_waiting.push_back(call);
    m_time->callAfter(pause.length, &m_alive, [this, weak = std::weak_ptr(call)] {
        if (const CallPtr rested = weak.lock())
            retry(rested);
    });
    if (pause.isAsked)
        hold(call->waitsUntil);
    tellPause();
    pump();
}

void Dispatcher::retry(const CallPtr &call)
{
    if (call->phase != Call::Phase::Waiting)
        return;
    std::erase(m_waiting, call);
    call->phase = Call::Phase::Queued;
    m_reads.push_front(call);
    tellPause();
    pump();
}

void Dispatcher::withdraw(const CallPtr &call)
{
    const auto phase = call->phase;
    call->drop();
    switch (phase) {
    case Call::Phase::Queued:
        std::erase(m_reads, call);
        std::erase(m_changes, call);
        break;
    case Call::Phase::InFlight:
        --m_inFlight;
        call->sent.cancel();
        break;
    case Call::Phase::Waiting:
        std::erase(m_waiting, call);
        break;
    case Call::Phase::Over:
        return;
    }
    tellPause();
    pump();
}

void Dispatcher::hold(milliseconds until)
{
    if (until <= m_heldUntil)
        return;
    m_heldUntil = until;
    m_time->callAfter(until - m_time->now(), &m_alive, [this, until] {
        if (m_heldUntil == until) // Else it was made longer meanwhile.
            m_heldUntil = {};
        tellPause();
        pump();
    });
}

void Dispatcher::tellPause()
{
    const milliseconds now = m_time->now();
    base::Pause pause;
    milliseconds until {};
    const auto lengthen = [&](milliseconds end, bool isAsked) {
        if (end <= now || end <= until)
            return;
        until = end;
        pause = {end - now, isAsked};
    };
    for (const CallPtr &call : m_waiting)
        lengthen(call->waitsUntil, call->isAsked);
    if (!m_reads.empty())
        lengthen(m_heldUntil, true);
    if (until == std::exchange(m_toldUntil, until) || !m_notice)
        return;
    m_notice(until > 0ms ? std::optional(pause) : std::nullopt);
}

} // namespace http
