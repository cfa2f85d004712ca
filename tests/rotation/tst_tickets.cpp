// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Rotations over a desk of fakes: every step, a restart between any two, and what fails.

#include "deskfixture.h"
#include "rotation/tickets.h"
#include "stricttest.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using domain::DeleteOutcome;
using domain::JournalAction;
using domain::JournalPhase;
using domain::TokenKey;
using rotation::OldState;
using rotation::Stage;
using test::await;

namespace {

/// A journal on a disk that may be full.
struct FullableJournal final : test::MemoryJournal
{
    base::Task<std::vector<domain::JournalRecord>> append(
        std::vector<domain::JournalEntry> entries) override
    {
        if (isFull)
            return base::Task<std::vector<domain::JournalRecord>>::failed(
                {.kind = ErrorKind::LocalFile, .detail = u"disk full"_s});
        return MemoryJournal::append(std::move(entries));
    }
    bool isFull = false;
};

/// A keychain that breaks down at its nth writing.
struct BrittleVault final : domain::Vault
{
    base::Task<domain::VaultState> probe() override { return inside.probe(); }
    base::Task<base::Unit> write(const domain::VaultKey &key, base::Secret secret) override
    {
        if (failing.contains(++writes))
            return base::Task<base::Unit>::failed(
                {.kind = ErrorKind::VaultDenied, .detail = u"not now"_s});
        return inside.write(key, std::move(secret));
    }
    base::Task<base::Secret> read(const domain::VaultKey &key) override
    {
        if (failsReading)
            return base::Task<base::Secret>::failed({.kind = ErrorKind::VaultLocked});
        return inside.read(key);
    }
    base::Task<base::Unit> remove(const domain::VaultKey &key) override
    {
        return inside.remove(key);
    }
    base::Task<base::Unit> unlock() override { return inside.unlock(); }
    bool isPersistent() const override { return true; }

    test::FakeVault inside;
    int writes = 0;
    QSet<int> failing;
    bool failsReading = false;
};

/// One profile, one vendor; the program can be ended and started again.
class Run
{
public:
    Run()
    {
        start();
        domain::Connection connection;
        connection.name = u"Payments"_s;
        connection.vendor = domain::Vendor::Lightspark;
        connection.environment = domain::Environment::Test;
        connection.baseUrl = QUrl(u"https://api.example"_s);
        connection.ownTokenId = u"own"_s;
        id = await(desk->addConnection(connection, {base::Secret::copyOf("stored-key"), {}, {}},
                       work::KeepIn::Keychain))
                 .value_or(QString());
        old = {id, u"old"_s};
        addToken(u"old"_s, domain::TimeFact::known(clock.now() - 1h));
        addToken(u"own"_s, domain::TimeFact::known(clock.now()));
        fake.vendor.tokens.back().isOwnCredential = true;
        list();
    }

    void addToken(const QString &remoteId, const domain::TimeFact &lastUsed)
    {
        domain::Token token = test::FakeVendor::token(id, remoteId, u"ci "_s + remoteId);
        token.lastUsed = lastUsed;
        fake.vendor.tokens.push_back(token);
    }
    domain::Token &token(const QString &remoteId)
    {
        return *std::find_if(fake.vendor.tokens.begin(), fake.vendor.tokens.end(),
            [&](const auto &one) { return one.key.remoteId == remoteId; });
    }

    void start()
    {
        work::DeskParts parts = fake.parts(folder.path());
        desk = std::make_unique<work::Desk>(work::DeskParts {.keychain = vault,
            .memory = parts.memory,
            .journal = journal,
            .inventory = parts.inventory,
            .annotations = parts.annotations,
            .makeClient = parts.makeClient,
            .checkConnection = parts.checkConnection,
            .clock = fake.clock,
            .profileFolder = folder.path(),
            .origin = u"test"_s,
            .profileHolder = holder});
        static_cast<void>(desk->load());
        tickets = std::make_unique<rotation::Tickets>(*desk, fake.clock);
    }
    /// As after a crash: nothing is said to anybody.
    void restart()
    {
        tickets.reset();
        desk.reset();
        start();
        list();
    }
    void list()
    {
        desk->refreshAll();
        static_cast<void>(test::waitUntil(
            [this] { return desk->session(id)->state() == work::Session::State::Ready; }));
        test::settle();
    }
    void pass(std::chrono::hours time) { fake.clock.time += time; }

    /// What creating leaves in the journal, up to a row.
    void create(const std::vector<JournalPhase> &phases)
    {
        work::Beginning first;
        first.operation = u"create-%1"_s.arg(++creates);
        first.group = ticket().id;
        first.action = JournalAction::Create;
        first.token = {id, {}};
        first.tokenName = u"ci new"_s;
        QVERIFY(await(desk->log().begin(first)));
        for (const JournalPhase phase : phases)
            QVERIFY(await(desk->log().note(work::Progress {
                .operation = first.operation, .phase = phase, .tokenId = u"new"_s})));
        if (!phases.empty() && phases.front() == JournalPhase::Created)
            addToken(u"new"_s, domain::TimeFact::never());
        list();
    }

    const rotation::Ticket &ticket() const { return tickets->all().begin()->second; }
    QString ticketId() const { return ticket().id; }
    Stage stage() const { return tickets->all().empty() ? Stage::Closed : ticket().stage; }
    base::Clock &clock = fake.clock;

    test::DeskFixture fake;
    QTemporaryDir folder;
    FullableJournal journal;
    QString holder; ///< of the profile, if that is another window
    BrittleVault vault;
    std::unique_ptr<work::Desk> desk;
    std::unique_ptr<rotation::Tickets> tickets;
    QString id;
    TokenKey old;
    int creates = 0;
};

const std::vector<JournalPhase> storedKey {JournalPhase::Created, JournalPhase::Acknowledged};

} // namespace

class TicketsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    /// The whole way, with and without the program ending after every step.
    void goesFromOneTokenToTheNext_data()
    {
        QTest::addColumn<bool>("restarts");
        QTest::newRow("in one sitting") << false;
        QTest::newRow("with a restart after every step") << true;
    }
    void goesFromOneTokenToTheNext()
    {
        QFETCH(bool, restarts);
        Run run;
        const auto arriveAt = [&](Stage stage) {
            QTRY_COMPARE(run.stage(), stage);
            if (!restarts)
                return;
            run.restart();
            QTRY_COMPARE(run.stage(), stage);
        };
        QVERIFY(await(run.tickets->begin(run.old, 7)));
        arriveAt(Stage::Create);
        QCOMPARE(run.tickets->findFor(run.old)->days, 7);
        run.create({JournalPhase::Created});
        arriveAt(Stage::HandOver);
        QVERIFY(await(run.tickets->noteDestination(run.ticketId(), u"env-file"_s)));
        QVERIFY(await(run.desk->log().note(work::Progress {
            .operation = run.ticket().creation, .phase = JournalPhase::Acknowledged})));
        arriveAt(Stage::Verify);
        QCOMPARE(run.ticket().destinations, QStringList {u"env-file"_s});
        QVERIFY(await(run.tickets->watch(run.ticketId())));
        arriveAt(Stage::Watch);
        QVERIFY(!run.tickets->outlook(run.ticket()).isDue);

        run.pass(24h * 7);
        QVERIFY(run.tickets->outlook(run.ticket()).needsLook); // Nobody has looked since.
        QCOMPARE(run.tickets->countDue(), 0);
        run.list();
        QCOMPARE(run.tickets->countDue(), 1);
        QVERIFY(await(run.tickets->disableOld(run.ticketId())));
        arriveAt(Stage::Disabled);
        QCOMPARE(*await(run.tickets->deleteOld(run.ticketId())), DeleteOutcome::Deleted);
        arriveAt(Stage::Link);
        QCOMPARE(run.fake.vendor.deleted, QStringList {u"old"_s});
        QSignalSpy closed(run.tickets.get(), &rotation::Tickets::closed);
        QVERIFY(await(run.tickets->finish(run.ticketId())));
        QVERIFY(run.tickets->all().empty());
        QCOMPARE(closed.count(), 1);
        checkLinked(run);
    }

    void restartsTheCountWhenTheOldOneIsUsed()
    {
        Run run;
        toWatch(run);
        run.pass(24h * 3);
        run.token(u"old"_s).lastUsed = domain::TimeFact::known(run.clock.now() - 1h);
        run.list();
        QTRY_COMPARE(run.ticket().uses.size(), std::size_t {1});
        run.pass(24h * 4);
        run.list();
        QVERIFY(!run.tickets->outlook(run.ticket()).isDue); // Seven days, but not quiet ones.
        run.restart();
        QTRY_COMPARE(run.stage(), Stage::Watch);
        QCOMPARE(run.ticket().uses.size(), std::size_t {1}); // One row, not one for every look.
        run.pass(24h * 3);
        run.list();
        QVERIFY(run.tickets->outlook(run.ticket()).isDue);
    }

    void letsTheAdminOverride()
    {
        Run run;
        toWatch(run);
        QVERIFY(await(run.tickets->stopWaiting(run.ticketId())));
        QVERIFY(run.tickets->outlook(run.ticket()).isDue);
        QVERIFY(await(run.tickets->watch(run.ticketId()))); // The way back.
        QVERIFY(!run.tickets->outlook(run.ticket()).isDue);
        QVERIFY(await(run.tickets->setDays(run.ticketId(), 0)));
        QVERIFY(run.tickets->outlook(run.ticket()).isDue);
        QVERIFY(!await(run.tickets->setDays(run.ticketId(), 91)));
        QVERIFY(!await(run.tickets->setDays(run.ticketId(), -1)));
    }

    void asksForAWordWhereUseIsNotReported()
    {
        Run run;
        run.token(u"old"_s).lastUsed = domain::TimeFact::notReported();
        run.list();
        toWatch(run);
        run.pass(24h * 7);
        QVERIFY(run.tickets->outlook(run.ticket()).needsWord);
        QVERIFY(!run.tickets->outlook(run.ticket()).isOver);
        QVERIFY(await(run.tickets->sayUnused(run.ticketId())));
        QVERIFY(run.tickets->outlook(run.ticket()).isOver);
    }

    void takesEachStepBack()
    {
        Run run;
        toWatch(run);
        QVERIFY(await(run.tickets->disableOld(run.ticketId())));
        // With the old one disabled, deleting the new one would leave nothing that works.
        QCOMPARE(await(run.tickets->deleteNew(run.ticketId())).error().kind, ErrorKind::Conflict);
        QVERIFY(run.fake.vendor.deleted.isEmpty());
        QVERIFY(await(run.tickets->enableOld(run.ticketId())));
        QCOMPARE(run.stage(), Stage::Watch);
        QVERIFY(await(run.tickets->deleteNew(run.ticketId())));
        QCOMPARE(run.fake.vendor.deleted, QStringList {u"new"_s});
        QCOMPARE(run.stage(), Stage::Create);
        QVERIFY(await(run.tickets->cancel(run.ticketId())));
        QVERIFY(run.tickets->all().empty());
        run.restart();
        QVERIFY(run.tickets->all().empty());
    }

    void keepsSeveralApart()
    {
        Run run;
        run.addToken(u"other"_s, domain::TimeFact::never());
        run.list();
        QVERIFY(await(run.tickets->begin(run.old, 7)));
        QVERIFY(await(run.tickets->begin({run.id, u"other"_s}, 0)));
        QCOMPARE(await(run.tickets->begin(run.old, 7)).error().kind, ErrorKind::Conflict);
        run.restart();
        QTRY_COMPARE(run.tickets->all().size(), std::size_t {2});
        QCOMPARE(run.tickets->findFor({run.id, u"other"_s})->days, 0);
        QVERIFY(!run.tickets->findFor({run.id, u"own"_s}));
    }

    void refusesMovesOutOfTurn()
    {
        Run run;
        QVERIFY(await(run.tickets->begin(run.old, 0)));
        const QString id = run.ticketId();
        QCOMPARE(await(run.tickets->deleteOld(id)).error().kind, ErrorKind::Conflict);
        QCOMPARE(await(run.tickets->disableOld(id)).error().kind, ErrorKind::Conflict);
        QCOMPARE(await(run.tickets->watch(id)).error().kind, ErrorKind::Conflict);
        QCOMPARE(await(run.tickets->finish(id)).error().kind, ErrorKind::Conflict);
        QCOMPARE(await(run.tickets->swap(id, base::Secret::copyOf("k"))).error().kind,
            ErrorKind::Conflict);
        run.create(storedKey);
        QVERIFY(await(run.tickets->watch(id)));
        QCOMPARE(await(run.tickets->finish(id)).error().kind, ErrorKind::Conflict);
        QVERIFY(run.fake.vendor.deleted.isEmpty());
        QCOMPARE(await(run.tickets->deleteOld(u"nothing"_s)).error().kind, ErrorKind::NotFound);
    }

    /// ONE-01: what cannot be written down is not sent.
    void sendsNothingThatItCannotNote()
    {
        Run run;
        toWatch(run);
        run.journal.isFull = true;
        const QString id = run.ticketId();
        QCOMPARE(await(run.tickets->deleteOld(id)).error().kind, ErrorKind::LocalFile);
        QCOMPARE(await(run.tickets->deleteNew(id)).error().kind, ErrorKind::LocalFile);
        QCOMPARE(await(run.tickets->disableOld(id)).error().kind, ErrorKind::LocalFile);
        QCOMPARE(await(run.tickets->stopWaiting(id)).error().kind, ErrorKind::LocalFile);
        QVERIFY(run.fake.vendor.deleted.isEmpty());
        QCOMPARE(run.stage(), Stage::Watch);
        QCOMPARE(
            await(run.tickets->begin({run.id, u"own"_s}, 1)).error().kind, ErrorKind::LocalFile);
    }

    void staysWhereItIsWhenTheVendorRefuses_data()
    {
        QTest::addColumn<ErrorKind>("kind");
        QTest::addColumn<bool>("isUnanswered");
        QTest::newRow("403") << ErrorKind::Forbidden << false;
        QTest::newRow("no answer (ONE-03)") << ErrorKind::OutcomeUnknown << true;
        QTest::newRow("timeout") << ErrorKind::Timeout << true;
    }
    void staysWhereItIsWhenTheVendorRefuses()
    {
        QFETCH(ErrorKind, kind);
        QFETCH(bool, isUnanswered);
        Run run;
        toWatch(run);
        run.fake.vendor.deleteFails = base::Error {.kind = kind};
        QCOMPARE(await(run.tickets->deleteOld(run.ticketId())).error().kind, kind);
        QCOMPARE(run.stage(), Stage::Watch);
        QCOMPARE(run.ticket().unanswered.has_value(), isUnanswered);
        run.fake.vendor.deleteFails.reset();
        QVERIFY(await(run.tickets->deleteOld(run.ticketId())));
        QCOMPARE(run.stage(), Stage::Link);
    }

    /// The token is read again: a vendor that says "done" and does nothing is found out.
    void seesThroughAVendorThatOnlySaysSo()
    {
        Run run;
        toWatch(run);
        run.fake.vendor.onlySaysIt = true;
        QCOMPARE(
            await(run.tickets->disableOld(run.ticketId())).error().kind, ErrorKind::Contradicted);
        QCOMPARE(
            await(run.tickets->deleteOld(run.ticketId())).error().kind, ErrorKind::Contradicted);
        QCOMPARE(run.journal.records().back().entry.phase, JournalPhase::Contradicted);
        QCOMPARE(run.stage(), Stage::Watch);
        QCOMPARE(run.ticket().oldState, OldState::Active);
        QVERIFY(run.desk->changes().find(run.old)); // Still listed, and so it can be tried again.
        run.fake.vendor.onlySaysIt = false;
        QVERIFY(await(run.tickets->disableOld(run.ticketId())));
        QCOMPARE(run.stage(), Stage::Disabled);
    }

    /// Another window has the profile: it shows the rotations and changes none.
    void changesNothingInASecondWindow()
    {
        Run run;
        toWatch(run);
        const QString id = run.ticketId();
        run.holder = u"another Tokendesk"_s;
        run.restart();
        QTRY_COMPARE(run.stage(), Stage::Watch);
        const std::size_t rows = run.journal.records().size();
        const auto isBarred = [](const auto &result) {
            return !result && result.error().kind == ErrorKind::Conflict
                && result.error().detail.contains("another Tokendesk"_L1);
        };
        QVERIFY(isBarred(await(run.tickets->disableOld(id))));
        QVERIFY(isBarred(await(run.tickets->deleteOld(id))));
        QVERIFY(isBarred(await(run.tickets->stopWaiting(id))));
        QVERIFY(isBarred(await(run.tickets->setDays(id, 3))));
        QVERIFY(isBarred(await(run.tickets->cancel(id))));
        QVERIFY(isBarred(await(run.tickets->begin({run.id, u"own"_s}, 0))));
        QCOMPARE(run.journal.records().size(), rows);
    }

    void finishesWhenSomebodyElseDeletedTheOldOne()
    {
        Run run;
        toWatch(run);
        std::erase_if(
            run.fake.vendor.tokens, [](const auto &one) { return one.key.remoteId == u"old"_s; });
        run.list();
        QVERIFY(run.tickets->outlook(run.ticket()).isOldMissing);
        QVERIFY(await(run.tickets->finish(run.ticketId())));
        checkLinked(run);
    }

    void isOnlyLostWithItsKey_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<Stage>("stage");
        QTest::newRow("killed after the intent") << 0 << Stage::Unsure;
        QTest::newRow("killed before the key was stored") << 1 << Stage::HandOver;
        QTest::newRow("killed after it was") << 2 << Stage::Verify;
    }
    /// ONE-02: a create that was cut off anywhere is in the ticket of the next start.
    void isOnlyLostWithItsKey()
    {
        QFETCH(int, rows);
        QFETCH(Stage, stage);
        Run run;
        QVERIFY(await(run.tickets->begin(run.old, 7)));
        run.create({storedKey.begin(), storedKey.begin() + rows});
        run.restart();
        QTRY_COMPARE(run.stage(), stage);
    }

    void swapsItsOwnCredentialAfterTheNewOneProvedItself()
    {
        Run run;
        toOwnHandOver(run);
        QVERIFY(await(run.tickets->swap(run.ticketId(), base::Secret::copyOf("fresh-key"))));
        QCOMPARE(storedIn(run), u"fresh-key"_s);
        QCOMPARE(run.desk->connections().find(run.id)->ownTokenId, u"new"_s);
        QTRY_COMPARE(run.desk->session(run.id)->state(), work::Session::State::Ready);
        QVERIFY(run.ticket().swapped);
        acknowledge(run);
        QCOMPARE(run.stage(), Stage::Watch);
        // Still marked as its own until the next list; deleting it locks nobody out any more.
        QVERIFY(await(run.tickets->deleteOld(run.ticketId())));
        QCOMPARE(run.fake.vendor.deleted, QStringList {u"own"_s});
    }

    void keepsItsOwnCredentialWhenSwappingFails_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<ErrorKind>("kind");
        QTest::newRow("the keychain is locked") << u"read"_s << ErrorKind::VaultLocked;
        QTest::newRow("the new key does not work") << u"who"_s << ErrorKind::Unauthorized;
        QTest::newRow("the new key cannot be written") << u"write"_s << ErrorKind::VaultDenied;
        QTest::newRow("the profile cannot be written") << u"book"_s << ErrorKind::LocalFile;
    }
    void keepsItsOwnCredentialWhenSwappingFails()
    {
        QFETCH(QString, fault);
        QFETCH(ErrorKind, kind);
        Run run;
        toOwnHandOver(run);
        if (fault == "read"_L1)
            run.vault.failsReading = true;
        if (fault == "who"_L1)
            run.fake.vendor.whoAmIFails = base::Error {.kind = ErrorKind::Unauthorized};
        if (fault == "write"_L1)
            run.vault.failing = {run.vault.writes + 1};
        if (fault == "book"_L1) {
            // A folder where the file belongs: no right over it helps, not even root's.
            QVERIFY(QFile::remove(run.folder.filePath(u"connections.json"_s)));
            QVERIFY(QDir().mkpath(run.folder.filePath(u"connections.json/in the way"_s)));
        }
        const auto swapped
            = await(run.tickets->swap(run.ticketId(), base::Secret::copyOf("fresh-key")));
        QVERIFY(!swapped);
        QCOMPARE(swapped.error().kind, kind);
        run.vault.failsReading = false;
        QCOMPARE(storedIn(run), u"stored-key"_s);
        QCOMPARE(run.desk->connections().find(run.id)->ownTokenId, u"own"_s);
        QCOMPARE(run.stage(), Stage::HandOver);
        QVERIFY(run.fake.vendor.deleted.isEmpty());
        // Not even the ticket may delete it now.
        QVERIFY(!await(run.tickets->deleteOld(run.ticketId())));
    }

    void leavesOneKeyInTheKeychain()
    {
        Run run;
        toOwnHandOver(run);
        const auto isEmpty = [&run](const char *field) {
            return !await(run.vault.inside.read({run.id, QString::fromLatin1(field)}));
        };
        QVERIFY(await(run.tickets->swap(run.ticketId(), base::Secret::copyOf("fresh-key"))));
        QVERIFY(isEmpty(domain::field::credential));
        // And back again.
        QVERIFY(await(run.desk->replaceCredential(
            *run.desk->connections().find(run.id), base::Secret::copyOf("third-key"))));
        QVERIFY(isEmpty(domain::field::spareCredential));
        QCOMPARE(storedIn(run), u"third-key"_s);
        run.restart();
        QCOMPARE(run.desk->session(run.id)->state(), work::Session::State::Ready);
        QVERIFY(await(run.desk->removeConnection(run.id)));
        QVERIFY(isEmpty(domain::field::credential));
    }

    /// MEM-03, ONE-06: no row, no note of ours ever has a key in it.
    void writesNoKeyAnywhere()
    {
        Run run;
        toOwnHandOver(run);
        QVERIFY(await(run.tickets->swap(run.ticketId(), base::Secret::copyOf("sentinel-4711"))));
        acknowledge(run);
        QVERIFY(await(run.tickets->deleteOld(run.ticketId())));
        QVERIFY(await(run.tickets->finish(run.ticketId())));
        for (const auto &record : run.journal.records()) {
            const QByteArray details = QJsonDocument(record.entry.details).toJson();
            QVERIFY(!details.contains("sentinel"));
            QVERIFY(!record.entry.tokenName.contains("sentinel"_L1));
        }
        const QStringList files = QDir(run.folder.path()).entryList(QDir::Files);
        for (const QString &name : files) {
            QFile file(run.folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("sentinel"), qPrintable(name));
        }
    }

private:
    static void toWatch(Run &run)
    {
        QVERIFY(await(run.tickets->begin(run.old, 7)));
        run.create(storedKey);
        QTRY_COMPARE(run.stage(), Stage::Verify);
        QVERIFY(await(run.tickets->watch(run.ticketId())));
        QCOMPARE(run.stage(), Stage::Watch);
    }
    static void toOwnHandOver(Run &run)
    {
        QVERIFY(await(run.tickets->begin({run.id, u"own"_s}, 0)));
        run.create({JournalPhase::Created});
        QTRY_COMPARE(run.stage(), Stage::HandOver);
        QVERIFY(run.ticket().isOwn);
    }
    static void acknowledge(Run &run)
    {
        QVERIFY(await(run.desk->log().note(work::Progress {
            .operation = run.ticket().creation, .phase = JournalPhase::Acknowledged})));
    }
    static QString storedIn(Run &run)
    {
        const auto key = await(run.vault.inside.read(
            {run.id, domain::field::credentialOf(*run.desk->connections().find(run.id))}));
        return key ? QString::fromUtf8(key->expose()) : QString();
    }
    static void checkLinked(Run &run)
    {
        const auto notes = await(run.fake.annotations.readAll());
        QVERIFY(notes);
        QCOMPARE(notes->size(), std::size_t {2});
        for (const auto &[key, note] : *notes) {
            QCOMPARE(note.replacedBy, key == run.old ? u"new"_s : QString());
            QCOMPARE(note.replaces, key == run.old ? QString() : u"old"_s);
        }
    }
};

QTEST_GUILESS_MAIN(TicketsTest)
#include "tst_tickets.moc"
