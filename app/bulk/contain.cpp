// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/contain.h"

#include "bulk/verdict.h"
#include "bulk/verification.h"
#include "domain/deletable.h"
#include "work/desk.h"

namespace bulk {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using domain::Capabilities;
using domain::DeleteOutcome;
using domain::JournalPhase;
using domain::Operation;
using domain::Token;

namespace {

constexpr int mostAttempts = 3;
/// Somebody watches: a longer wait is theirs to decide on.
constexpr std::chrono::seconds longestWait {10};

/// One token being stopped. Lives as long as one of its steps is under way.
class Containing final : public std::enable_shared_from_this<Containing>
{
public:
    Containing(work::Desk &desk, Token token, Deed deed)
        : m_desk(desk)
        , m_token(std::move(token))
        , m_deed(deed)
    {
        m_result = {.key = m_token.key,
            .name = m_token.name,
            .deed = deed,
            .wasOwn = m_token.isOwnCredential};
    }

    Task<Contained> run();

private:
    void send();
    void sendAgain(std::chrono::milliseconds wait);
    void take(const Result<DeleteOutcome> &outcome);
    void takeError(const Error &error);
    void lookAgain();
    void list();
    void takeSight(Sight sight);
    void finish();
    JournalPhase phase() const;

    work::Desk &m_desk;
    Token m_token;
    Deed m_deed;
    Contained m_result;
    QString m_operation;
    std::unique_ptr<Verification> m_listing;
    bool m_couldNotLook = false; ///< neither at the token nor at the list
    base::Promise<Contained> m_promise;
};

Task<Contained> Containing::run()
{
    const auto self = shared_from_this();
    auto begun = m_desk.log().begin(m_desk.intentOf(actionOf(m_deed), m_token.key));
    begun.then(&m_desk, [self](const Result<QString> &operation) {
        if (!operation) {
            self->m_promise.settle(base::fail(operation.error()));
            return;
        }
        self->m_operation = *operation;
        self->send();
    });
    return m_promise.task();
}

void Containing::send()
{
    ++m_result.attempts;
    const auto self = shared_from_this();
    if (m_deed == Deed::Delete) {
        m_desk.changes()
            .remove(m_token.key, work::OwnCredential::Allow)
            .then(&m_desk, [self](const Result<DeleteOutcome> &outcome) { self->take(outcome); });
        return;
    }
    m_desk.changes()
        .setEnabled({m_token.key}, false, work::OwnCredential::Allow)
        .then(&m_desk, [self](const Result<std::vector<domain::ChangeOutcome>> &outcomes) {
            if (!outcomes)
                self->take(base::fail(outcomes.error()));
            else if (!outcomes->front().result)
                self->take(base::fail(outcomes->front().result.error()));
            else
                self->take(DeleteOutcome::Deleted);
        });
}

void Containing::sendAgain(std::chrono::milliseconds wait)
{
    QTimer::singleShot(wait, &m_desk, [self = shared_from_this()] { self->send(); });
}

void Containing::take(const Result<DeleteOutcome> &outcome)
{
    if (!outcome) {
        takeError(outcome.error());
        return;
    }
    m_result.error.reset();
    const bool isGone = *outcome == DeleteOutcome::AlreadyGone;
    m_result.outcome = isGone ? Containment::AlreadyGone : Containment::Stopped;
    lookAgain();
}

void Containing::takeError(const Error &error)
{
    m_result.error = error;
    const Verdict verdict = verdictOn(error);
    const bool mayRepeat = m_result.attempts < mostAttempts;
    if (verdict == Verdict::AlreadyGone) {
        m_result.outcome = Containment::AlreadyGone;
        lookAgain();
    } else if (verdict == Verdict::Unknown) {
        m_result.outcome = Containment::Unknown;
        if (mayRepeat)
            send(); // Doing it twice harms nothing; a moment more of a leaked key does.
        else
            lookAgain();
    } else if (verdict == Verdict::WaitAsked && mayRepeat
        && error.retryAfter.value_or(longestWait) <= longestWait) {
        sendAgain(error.retryAfter.value_or(std::chrono::seconds(1)));
    } else if (m_result.outcome == Containment::Unknown) {
        lookAgain(); // Refused now, but an attempt before may have done it.
    } else {
        m_result.outcome = Containment::Refused;
        finish();
    }
}

void Containing::lookAgain()
{
    const auto client = m_desk.changes().clientOf(m_token.key.connectionId);
    if (!client || m_token.isOwnCredential) { // The own one cannot ask any more.
        finish();
        return;
    }
    (*client)->readToken(m_token).then(
        &m_desk, [self = shared_from_this()](const Result<Token> &now) {
            if (now)
                self->takeSight(sightOf(self->m_deed, *now, true));
            else if (now.error().kind == ErrorKind::NotFound)
                self->takeSight(sightOf(self->m_deed, {}, true));
            else
                self->list(); // What could not be looked at alone may be seen in the list.
        });
}

void Containing::list()
{
    const auto self = shared_from_this();
    m_listing = std::make_unique<Verification>(m_desk,
        Verification::Subject {m_token.key.connectionId, m_deed, {m_token.key}},
        std::vector<std::chrono::milliseconds>(), [](const auto &) { return true; });
    QObject::connect(
        m_listing.get(), &Verification::ended, &m_desk,
        [self](const std::optional<Error> &error) {
            self->m_couldNotLook = error.has_value();
            if (error)
                self->finish();
            else
                self->takeSight(self->m_listing->sights().front());
        },
        Qt::QueuedConnection);
    m_listing->start();
}

void Containing::takeSight(Sight sight)
{
    m_result.isVerified = sight != Sight::CannotTell;
    if (sight == Sight::AsWanted && m_result.outcome == Containment::Unknown)
        m_result.outcome = Containment::Stopped;
    if (sight == Sight::NotAsWanted) {
        m_result.outcome = Containment::Refused;
        if (!m_result.error)
            m_result.error = Error {
                .kind = ErrorKind::Contradicted, .detail = u"read again, the token still lives"_s};
    }
    finish();
}

JournalPhase Containing::phase() const
{
    if (m_couldNotLook && m_result.outcome != Containment::Refused)
        return JournalPhase::Unknown; // It stays open until a list tells.
    switch (m_result.outcome) {
    case Containment::Stopped:
        return m_result.error ? JournalPhase::FoundDone : JournalPhase::Done;
    case Containment::AlreadyGone:
        return JournalPhase::AlreadyGone;
    case Containment::Unknown:
        return JournalPhase::Unknown;
    case Containment::Refused:
        break;
    }
    return m_result.isVerified ? JournalPhase::Contradicted : JournalPhase::Refused;
}

void Containing::finish()
{
    m_result.deleteIsLeft = m_deed == Deed::Disable && m_result.outcome == Containment::Stopped;
    const work::Session *session = m_desk.session(m_token.key.connectionId);
    const bool isStopped
        = m_result.outcome == Containment::Stopped || m_result.outcome == Containment::AlreadyGone;
    m_result.mayDelete = m_deed == Deed::Disable && !isStopped && session
        && session->capabilities()[Operation::Delete].isPossible();
    QJsonObject details = m_result.error ? work::detailsOf(*m_result.error) : QJsonObject();
    details.insert(u"attempt"_s, m_result.attempts);
    // Whether that row can be written or not: what was done must be told.
    m_desk.log()
        .note({.operation = m_operation, .phase = phase(), .details = details, .tokenId = {}})
        .then(&m_desk, [self = shared_from_this()](const Result<base::Unit> &) {
            if (self->m_listing) // It stands among our callers.
                self->m_listing.release()->deleteLater();
            if (self->m_result.outcome == Containment::Stopped)
                self->m_result.error.reset();
            self->m_promise.settle(self->m_result);
        });
}

} // namespace

std::optional<Deed> containingDeed(const Capabilities &capabilities, const Token &token)
{
    const bool isDisabled = token.status == domain::TokenStatus::Disabled;
    if (capabilities[Operation::Disable].isPossible() && !isDisabled)
        return Deed::Disable;
    if (domain::canDelete(capabilities, !token.trackedSlot.isEmpty()))
        return Deed::Delete;
    return {};
}

Task<Contained> contain(work::Desk &desk, const domain::TokenKey &key, std::optional<Deed> wanted)
{
    const auto token = desk.changes().find(key);
    const work::Session *session = desk.session(key.connectionId);
    if (!token || !session)
        return Task<Contained>::failed(
            {.kind = ErrorKind::NotFound, .detail = u"the token is not in the list any more"_s});
    if (const auto barrier = desk.barrier(key.connectionId))
        return Task<Contained>::failed(work::errorOf(*barrier));
    const auto deed = wanted ? wanted : containingDeed(session->capabilities(), *token);
    if (!deed || *deed == Deed::Enable) {
        Contained nothing {.key = key, .name = token->name, .wasOwn = token->isOwnCredential};
        nothing.error = Error {.kind = ErrorKind::Unsupported,
            .detail = session->capabilities()[Operation::Delete].reason};
        return Task<Contained>::ready(nothing);
    }
    return std::make_shared<Containing>(desk, *token, *deed)->run();
}

} // namespace bulk
