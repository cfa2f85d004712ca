// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A desk on a vendor that does to its tokens what it is asked, unless a test has it do otherwise.

#include "await.h"
#include "bulk/jobs.h"
#include "fakevault.h"
#include "fakevendor.h"
#include "memorystore.h"
#include "tokens.h"
#include "work/desk.h"

#include <QTimer>

#include <deque>
#include <limits>

namespace test {

/// The tokens of one organisation, and what goes wrong with them.
class Estate
{
public:
    /// What happens to one call.
    struct Fate
    {
        std::optional<base::Error> error; ///< what the client hears; nothing = success
        bool happens = true; ///< whether it is done all the same
    };

    void fill(int count, domain::TokenStatus status = domain::TokenStatus::Active)
    {
        for (int i = 0; i < count; ++i) {
            domain::Token made
                = token({}, QStringLiteral("t%1").arg(i), QStringLiteral("name %1").arg(i));
            made.status = status;
            tokens[made.key.remoteId] = made;
        }
    }
    void fail(const QString &id, const base::Error &error, bool happens = false, int count = 1)
    {
        for (int i = 0; i < count; ++i)
            fates[id].push_back({error, happens});
    }
    Fate next(const QString &id)
    {
        touched.append(id);
        auto &queue = fates[id];
        if (queue.empty())
            return everyCall ? everyCall(id) : Fate();
        const Fate fate = queue.front();
        queue.pop_front();
        return fate;
    }

    /// Answers what it kept back, and whatever comes.
    void release()
    {
        answersUpTo = std::numeric_limits<int>::max();
        for (const auto &answer : std::exchange(held, {}))
            QTimer::singleShot(latency, &alive, answer);
    }

    std::map<QString, domain::Token> tokens;
    std::map<QString, std::deque<Fate>> fates; ///< by token, one a call
    std::function<Fate(const QString &id)> everyCall; ///< where no fate is appointed
    std::function<void()> beforeList; ///< hears of each time it is listed
    std::optional<base::Error> listFails;
    std::optional<qint64> announced; ///< how many tokens a list says that there are
    domain::Capabilities capabilities;
    std::chrono::milliseconds latency {0};
    int perCall = 1;
    QStringList touched; ///< ids in the order of the calls
    int answersUpTo = std::numeric_limits<int>::max(); ///< calls; later ones wait for release()
    std::vector<std::function<void()>> held;
    int calls = 0;
    int running = 0;
    int mostRunning = 0;
    std::vector<std::chrono::steady_clock::time_point> times;
    QObject alive; ///< guards the answers that are on their way
    bool canRead = false;
    bool answersForeignIds = false; ///< outcomes name tokens that nobody asked about
};

class EstateClient final : public domain::VendorClient
{
public:
    EstateClient(Estate &estate, QString connectionId)
        : m_estate(estate)
        , m_connectionId(std::move(connectionId))
    {
    }

    domain::Capabilities capabilities() const override { return m_estate.capabilities; }
    base::Task<domain::Identity> whoAmI() override
    {
        domain::Identity who;
        who.account = QStringLiteral("Analytical Engines");
        return base::Task<domain::Identity>::ready(who);
    }
    base::Task<domain::TokenPage> listTokens(
        const domain::PageCursor &, const domain::NextPageNotice & = {}) override
    {
        if (m_estate.beforeList)
            m_estate.beforeList();
        if (m_estate.listFails)
            return base::Task<domain::TokenPage>::failed(*m_estate.listFails);
        domain::TokenPage page;
        page.tokens = domain::TokenBatch(m_connectionId);
        for (const auto &[id, one] : m_estate.tokens)
            page.tokens.add(one);
        page.part.total = m_estate.announced;
        return base::Task<domain::TokenPage>::ready(page);
    }
    base::Task<domain::Token> readToken(const domain::Token &before) override
    {
        using Answer = base::Task<domain::Token>;
        if (!m_estate.canRead)
            return Answer::failed({.kind = base::ErrorKind::Unsupported});
        const auto it = m_estate.tokens.find(before.key.remoteId);
        if (it == m_estate.tokens.end())
            return Answer::failed({.kind = base::ErrorKind::NotFound});
        domain::Token now = it->second;
        now.key.connectionId = m_connectionId;
        return Answer::ready(now);
    }
    base::Task<std::vector<domain::ChangeOutcome>> setEnabled(
        const std::vector<domain::Token> &tokens, bool enabled) override
    {
        std::vector<domain::ChangeOutcome> outcomes;
        for (const domain::Token &one : tokens) {
            const Estate::Fate fate = m_estate.next(one.key.remoteId);
            const auto it = m_estate.tokens.find(one.key.remoteId);
            if (fate.happens && it != m_estate.tokens.end())
                it->second.status
                    = enabled ? domain::TokenStatus::Active : domain::TokenStatus::Disabled;
            domain::ChangeOutcome outcome {one.key.remoteId, base::Unit {}, {}};
            if (m_estate.answersForeignIds)
                outcome.remoteId.prepend(QStringLiteral("not-"));
            if (fate.error)
                outcome.result = base::fail(*fate.error);
            outcomes.push_back(std::move(outcome));
        }
        return later(base::Result<std::vector<domain::ChangeOutcome>>(std::move(outcomes)));
    }
    base::Task<domain::DeleteOutcome> deleteToken(const domain::Token &one) override
    {
        const Estate::Fate fate = m_estate.next(one.key.remoteId);
        const bool wasThere = m_estate.tokens.contains(one.key.remoteId);
        if (fate.happens)
            m_estate.tokens.erase(one.key.remoteId);
        base::Result<domain::DeleteOutcome> outcome
            = wasThere ? domain::DeleteOutcome::Deleted : domain::DeleteOutcome::AlreadyGone;
        if (fate.error)
            outcome = base::fail(*fate.error);
        return later(std::move(outcome));
    }
    int changesPerCall() const override { return m_estate.perCall; }

    base::Task<std::vector<domain::DraftForm>> draftForms() override { return {}; }
    base::Task<domain::IssuedToken> createToken(domain::TokenDraft) override { return {}; }
    base::Task<domain::Token> updateToken(const domain::Token &, const domain::TokenEdit &) override
    {
        return {};
    }
    std::optional<domain::RequestSketch> sketch(
        domain::Operation, const domain::Token *) const override
    {
        return {};
    }
    QUrl consoleLink(const domain::Token *) const override { return {}; }

private:
    /// The answer, when it has travelled.
    template <typename T>
    base::Task<T> later(base::Result<T> answer)
    {
        ++m_estate.calls;
        m_estate.mostRunning = std::max(m_estate.mostRunning, ++m_estate.running);
        m_estate.times.push_back(std::chrono::steady_clock::now());
        base::Promise<T> promise;
        const auto kept = std::make_shared<base::Result<T>>(std::move(answer));
        const auto settle = [&estate = m_estate, promise, kept] {
            --estate.running;
            promise.settle(std::move(*kept));
        };
        if (m_estate.calls > m_estate.answersUpTo)
            m_estate.held.emplace_back(settle);
        else
            QTimer::singleShot(m_estate.latency, &m_estate.alive, settle);
        return promise.task();
    }

    Estate &m_estate;
    QString m_connectionId;
};

/// A journal that a test can spoil.
class FlakyJournal final : public test::MemoryJournal
{
public:
    using Records = std::vector<domain::JournalRecord>;
    base::Task<Records> append(std::vector<domain::JournalEntry> entries) override
    {
        ++appends;
        if (fails)
            return base::Task<Records>::failed({.kind = base::ErrorKind::LocalFile});
        return MemoryJournal::append(std::move(entries));
    }

    bool fails = false;
    int appends = 0;
};

/// A keychain that keeps back what is read when a test says so.
class SlowVault final : public FakeVault
{
public:
    base::Task<base::Secret> read(const domain::VaultKey &key) override
    {
        auto found = FakeVault::read(key);
        if (!holdsReads)
            return found;
        base::Promise<base::Unit> waited;
        m_held.push_back(waited);
        const auto kept = std::make_shared<base::Task<base::Secret>>(std::move(found));
        return waited.task().andThen([kept](base::Unit) { return std::move(*kept); });
    }

    void release()
    {
        holdsReads = false;
        for (const auto &waited : std::exchange(m_held, {}))
            waited.settle(base::Unit {});
    }

    bool holdsReads = false;

private:
    std::vector<base::Promise<base::Unit>> m_held;
};

/// A profile on disk, as far as a restart can tell: vault, journal and the vendor outlive desks.
class BulkBench
{
public:
    BulkBench()
    {
        for (const auto operation : domain::allOperations)
            estate.capabilities.set(
                operation, {.support = domain::Support::Native, .reversible = true});
        estate.capabilities.set(
            domain::Operation::Track, {.support = domain::Support::Unsupported});
        limits.firstBackoff = std::chrono::milliseconds(5);
        limits.waitUnasked = std::chrono::milliseconds(30);
        limits.looks = {std::chrono::milliseconds(0), std::chrono::milliseconds(5)};
        for (auto &vendor : limits.vendors)
            vendor.callsPerSecond = 10'000;
    }

    /// A connection to the estate, listed.
    QString connect(work::Desk &desk, const QString &name = QStringLiteral("Payments"))
    {
        domain::Connection connection;
        connection.name = name;
        connection.vendor = domain::Vendor::Lightspark;
        connection.baseUrl = QUrl(QStringLiteral("https://api.example"));
        const auto id = await(desk.addConnection(
            connection, {base::Secret::copyOf("stored-key"), {}, {}}, work::KeepIn::Keychain));
        if (!id)
            return {};
        const bool isReady = test::waitUntil(
            [&] { return desk.session(*id)->state() == work::Session::State::Ready; });
        return isReady ? *id : QString();
    }

    std::unique_ptr<work::Desk> makeDesk(const QString &profileFolder = {})
    {
        return std::make_unique<work::Desk>(work::DeskParts {.keychain = keychain,
            .memory = memory,
            .journal = journal,
            .inventory = inventory,
            .annotations = annotations,
            .makeClient =
                [this](const domain::Connection &connection, domain::Credentials) {
                    return std::make_unique<EstateClient>(estate, connection.id);
                },
            .checkConnection = FakeVendor::check(),
            .clock = clock,
            .profileFolder = profileFolder,
            .origin = QStringLiteral("test")});
    }

    bulk::Plan planFor(
        const QString &connectionId, int first, int count, bulk::Deed deed = bulk::Deed::Delete)
    {
        bulk::Plan plan {.deed = deed};
        for (int i = first; i < first + count; ++i) {
            const QString id = QStringLiteral("t%1").arg(i);
            plan.rows.push_back({{connectionId, id}, QStringLiteral("name %1").arg(i), {}, false});
        }
        return plan;
    }

    Estate estate;
    SlowVault keychain;
    FakeVault memory {false};
    FixedClock clock;
    FlakyJournal journal;
    test::MemoryInventory inventory;
    test::MemoryAnnotations annotations;
    bulk::Limits limits;
};

} // namespace test
