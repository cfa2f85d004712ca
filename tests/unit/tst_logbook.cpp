// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "deskfixture.h"
#include "fakejournal.h"
#include "stricttest.h"
#include "verifyok.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using domain::JournalAction;
using domain::JournalPhase;
using test::await;

class LogbookTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void findsACreationWithoutAJobsRows();
    void forgetsInItsKindWhatIsClosed();
    void tellsOfPendingKeysForCreationsAlone();
    void tellsOfAPendingKeyThatCouldNotBeNoted();
};

namespace {

constexpr std::size_t many = 20'000;

work::Beginning beginning(JournalAction action, JournalPhase phase, const QString &operation)
{
    return {.operation = operation,
        .action = action,
        .phase = phase,
        .token = {u"c"_s, operation},
        .details = {}};
}

std::vector<work::Beginning> deletions(std::size_t count)
{
    std::vector<work::Beginning> rows;
    for (std::size_t i = 0; i < count; ++i)
        rows.push_back(beginning(JournalAction::Delete, JournalPhase::Planned, QString::number(i)));
    return rows;
}

} // namespace

// What a creation costs to find depends on the creations alone: a job has a row a token.
void LogbookTest::findsACreationWithoutAJobsRows()
{
    test::DeskFixture fixture;
    work::Logbook &log = fixture.desk.log();
    VERIFY_OK(await(log.begin(deletions(many))));
    VERIFY_OK(await(log.begin(beginning(JournalAction::Create, JournalPhase::Created, u"new"_s))));
    QCOMPARE_EQ(log.open().size(), many + 1);
    QCOMPARE_EQ(log.open(JournalAction::Create).size(), std::size_t {1});
    QCOMPARE_EQ(log.open(JournalAction::Create).at(u"new"_s), log.find(u"new"_s));
    QCOMPARE_EQ(log.open(JournalAction::Delete).size(), many);
    QVERIFY(log.open(JournalAction::Rotate).empty());
    QCOMPARE_EQ(fixture.desk.pendingKeys().size(), std::size_t {1});
}

void LogbookTest::forgetsInItsKindWhatIsClosed()
{
    test::DeskFixture fixture;
    work::Logbook &log = fixture.desk.log();
    VERIFY_OK(await(log.begin(beginning(JournalAction::Create, JournalPhase::Intent, u"a"_s))));
    VERIFY_OK(await(log.begin(beginning(JournalAction::Create, JournalPhase::Intent, u"b"_s))));
    VERIFY_OK(await(log.note({u"a"_s, JournalPhase::Refused, {}, {}})));
    QCOMPARE_EQ(log.open(JournalAction::Create).size(), std::size_t {1});
    QVERIFY(log.open(JournalAction::Create).contains(u"b"_s));
    QVERIFY(!log.find(u"a"_s));
}

void LogbookTest::tellsOfPendingKeysForCreationsAlone()
{
    test::DeskFixture fixture;
    const QSignalSpy changed(&fixture.desk.log(), &work::Logbook::changed);
    const QSignalSpy pending(&fixture.desk, &work::Desk::pendingKeysChanged);
    work::Logbook &log = fixture.desk.log();
    VERIFY_OK(await(log.begin(deletions(many))));
    for (int i = 0; i < 20; ++i)
        VERIFY_OK(await(log.note({QString::number(i), JournalPhase::Done, {}, {}})));
    QCOMPARE_EQ(changed.count(), 21);
    QCOMPARE_EQ(pending.count(), 0);
    VERIFY_OK(await(log.begin(beginning(JournalAction::Create, JournalPhase::Created, u"new"_s))));
    QCOMPARE_EQ(pending.count(), 1);
    VERIFY_OK(await(fixture.desk.acknowledge(u"new"_s)));
    QCOMPARE_EQ(pending.count(), 2);
    QVERIFY(fixture.desk.pendingKeys().empty());
    // A ticket speaks of its key while it is open, the messages above the list afterwards.
    VERIFY_OK(await(log.begin(beginning(JournalAction::Rotate, JournalPhase::Step, u"r"_s))));
    VERIFY_OK(await(log.note({u"r"_s, JournalPhase::Cancelled, {}, {}})));
    QCOMPARE_EQ(pending.count(), 4);
}

// ONE-02: no row says so, so something else has to.
void LogbookTest::tellsOfAPendingKeyThatCouldNotBeNoted()
{
    test::DeskFixture fixture;
    test::FakeJournal journal(fixture.journal);
    work::DeskParts parts = fixture.parts();
    work::Desk desk({.keychain = parts.keychain,
        .memory = parts.memory,
        .journal = journal,
        .inventory = parts.inventory,
        .annotations = parts.annotations,
        .makeClient = parts.makeClient,
        .checkConnection = parts.checkConnection,
        .clock = parts.clock,
        .profileFolder = {},
        .origin = u"test"_s});
    domain::Connection connection;
    connection.name = u"A"_s;
    connection.vendor = domain::Vendor::Lightspark;
    connection.baseUrl = QUrl(u"https://api.example"_s);
    const auto id = await(desk.addConnection(
        connection, {base::Secret::copyOf("key"), {}, {}}, work::KeepIn::Keychain));
    VERIFY_OK(id);
    journal.isFullFor = JournalPhase::Created;
    std::size_t told = 0;
    connect(
        &desk, &work::Desk::pendingKeysChanged, this, [&] { told = desk.pendingKeys().size(); });
    VERIFY_OK(await(desk.issue(*id, domain::TokenDraft {.name = u"bot"_s})));
    QCOMPARE_EQ(told, std::size_t {1});
}

QTEST_GUILESS_MAIN(LogbookTest)
#include "tst_logbook.moc"
