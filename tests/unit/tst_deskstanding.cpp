// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The lists of the last time, what is kept of the next ones, and when nothing may be changed.

#include "profile.h"
#include "stricttest.h"

#include <QDir>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::ChangeKind;
using domain::SyncReport;
using test::await;
using test::FakeVendor;
using test::Profile;
using work::Barrier;
using work::Desk;
using State = work::Session::State;

namespace {

QByteArrayList contentsOf(const QString &folder)
{
    QByteArrayList all;
    const QStringList names = QDir(folder).entryList(QDir::Files | QDir::Hidden, QDir::Name);
    for (const QString &name : names) {
        QFile file(QDir(folder).filePath(name));
        // Where readers of SQLite say that they read; beside an open window both are there anyway.
        if (name.endsWith("-shm"_L1) || (name.endsWith("-wal"_L1) && file.size() == 0))
            continue;
        if (file.open(QIODevice::ReadOnly))
            all += name.toUtf8() + ' ' + file.readAll();
    }
    return all;
}

} // namespace

class DeskStandingTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void showsTheLastListAtOnce();
    void replacesItByTheNextList();
    void tellsWhatChanged();
    void keepsOnlyWhatCameOfAnIncompleteList();
    void forgetsARemovedConnection();
    void forgetsWhatBelongsToNoConnection();
    void forgetsNothingWhenTheBookIsDamaged();
    void worksWithoutAnInventory();
    void saysWhyNothingMayBeChanged_data();
    void saysWhyNothingMayBeChanged();
    void letsAChangeThroughAfterALatePage();
    void refusesEveryChangeBehindABarrier();
    void writesNothingInASecondWindow();
};

void DeskStandingTest::showsTheLastListAtOnce()
{
    Profile profile;
    profile.start();
    const QString id = profile.connectAndKeep();
    QVERIFY(!id.isEmpty());
    const auto count = profile.vendor.tokens.size();
    const base::Instant listed = profile.clock.time;

    profile.clock.time += std::chrono::hours(30);
    Desk &desk = profile.start();
    QVERIFY(profile.waitForRows(static_cast<int>(count)));
    const work::Session *session = desk.session(id);
    QTRY_VERIFY(session->isFromDisk());
    QCOMPARE(session->state(), State::Closed);
    QCOMPARE(*session->listedAt(), listed);
    QVERIFY(desk.tokens().find({id, profile.vendor.tokens.front().key.remoteId}));
    QCOMPARE(desk.barrier(id)->kind, Barrier::Kind::NotOpen);
}

void DeskStandingTest::replacesItByTheNextList()
{
    Profile profile;
    profile.start();
    const QString id = profile.connectAndKeep();
    profile.vendor.tokens.pop_back();
    profile.clock.time += std::chrono::hours(30);
    Desk &desk = profile.start();
    desk.refreshAll(); // Before the last list is there.
    QVERIFY(profile.waitForState(id, State::Ready));
    QCOMPARE(desk.tokens().count(), static_cast<int>(profile.vendor.tokens.size()));
    QVERIFY(!desk.session(id)->isFromDisk());
    QCOMPARE(*desk.session(id)->listedAt(), profile.clock.time);
    QVERIFY(!desk.barrier(id));
}

void DeskStandingTest::tellsWhatChanged()
{
    Profile profile;
    profile.start();
    const QString id = profile.connectAndKeep();
    QVERIFY(profile.reports.front().isFirst);
    profile.vendor.tokens.front().name = u"another name"_s;
    profile.vendor.tokens.pop_back();
    profile.start().refreshAll();
    QVERIFY(profile.waitForReports(2));
    const SyncReport &report = profile.reports.back();
    QCOMPARE(report.connectionId, id);
    QCOMPARE(report.count(ChangeKind::Renamed), 1);
    QCOMPARE(report.count(ChangeKind::Vanished), 1);
    QCOMPARE(report.count(ChangeKind::Appeared), 0);
}

void DeskStandingTest::keepsOnlyWhatCameOfAnIncompleteList()
{
    test::StillClock clock;
    work::TokenStore rows;
    store::InventoryFile inventory {QString()};
    work::ListKeeper keeper(inventory, rows, clock);
    std::vector<SyncReport> reports;
    connect(&keeper, &work::ListKeeper::kept, this,
        [&reports](const SyncReport &report) { reports.push_back(report); });
    const auto token = [](const QString &id, const QString &name) {
        return FakeVendor::token(u"c"_s, id, name);
    };
    rows.beginSync(u"c"_s);
    rows.merge(domain::TokenBatch::of({token(u"a"_s, u"a"_s), token(u"b"_s, u"b"_s)}));
    rows.endSync(u"c"_s, true);
    keeper.keep(u"c"_s, true);
    QTRY_COMPARE(reports.size(), std::size_t {1});

    clock.time += std::chrono::hours(1);
    rows.beginSync(u"c"_s);
    rows.merge(domain::TokenBatch::of({token(u"b"_s, u"new"_s)}));
    rows.endSync(u"c"_s, false);
    keeper.keep(u"c"_s, false);
    QTRY_COMPARE(reports.size(), std::size_t {2});
    QCOMPARE(reports.back().count(ChangeKind::Renamed), 1);
    QCOMPARE(reports.back().count(ChangeKind::Vanished), 0);

    clock.time += std::chrono::hours(1);
    rows.beginSync(u"c"_s);
    rows.merge(domain::TokenBatch::of({token(u"b"_s, u"new"_s)}));
    rows.endSync(u"c"_s, true);
    keeper.keep(u"c"_s, true);
    QTRY_COMPARE(reports.size(), std::size_t {3});
    const auto gone = await(inventory.tombstones({}));
    QCOMPARE(gone->front().lastSeen, clock.time - std::chrono::hours(2));
}

void DeskStandingTest::forgetsARemovedConnection()
{
    Profile profile;
    Desk &desk = profile.start();
    const QString id = profile.connectAndKeep();
    QVERIFY(await(desk.removeConnection(id)));
    QTRY_VERIFY(await(profile.lists->load())->empty());
}

void DeskStandingTest::forgetsWhatBelongsToNoConnection()
{
    Profile profile;
    profile.start();
    QVERIFY(await(profile.lists->sync(
        {.connectionId = u"removed by the other program"_s, .listed = profile.clock.time})));
    profile.start();
    QTRY_VERIFY(await(profile.lists->load())->empty());
}

void DeskStandingTest::forgetsNothingWhenTheBookIsDamaged()
{
    Profile profile;
    profile.start();
    QVERIFY(!profile.connectAndKeep().isEmpty());
    QFile book(profile.folder.filePath(u"connections.json"_s));
    QVERIFY(book.open(QIODevice::WriteOnly));
    book.write("{");
    book.close();
    const auto parts = profile.parts(profile.folder.path());
    Desk desk({parts.keychain, parts.memory, parts.journal, *profile.lists, parts.annotations,
        parts.makeClient, parts.checkConnection, parts.clock, parts.profileFolder, parts.origin});
    QVERIFY(!desk.load());
    test::settle();
    QCOMPARE(await(profile.lists->load())->size(), std::size_t {1});
}

// DB-08: what cannot be kept is listed all the same.
void DeskStandingTest::worksWithoutAnInventory()
{
    Profile profile;
    profile.start();
    const QString id = profile.connectAndKeep();
    profile.stop();
    const QString file = profile.folder.filePath(u"inventory.db"_s);
    QVERIFY(QFile::remove(file));
    QVERIFY(QDir().mkpath(file)); // A folder in its place.
    Desk &desk = profile.start();
    QSignalSpy failed(&desk, &Desk::inventoryFailed);
    desk.refreshAll();
    QVERIFY(profile.waitForState(id, State::Ready));
    QCOMPARE(desk.tokens().count(), static_cast<int>(profile.vendor.tokens.size()));
    QTRY_VERIFY(failed.count() >= 2); // Reading, then keeping.
    QVERIFY(!desk.barrier(id));
}

void DeskStandingTest::saysWhyNothingMayBeChanged_data()
{
    using Kind = Barrier::Kind;
    QTest::addColumn<ErrorKind>("identify");
    QTest::addColumn<ErrorKind>("list");
    QTest::addColumn<Kind>("kind");
    const auto fine = ErrorKind::Unsupported; // Stands for: no error.
    QTest::newRow("no network") << ErrorKind::Offline << fine << Kind::Offline;
    QTest::newRow("no network while it lists") << fine << ErrorKind::Offline << Kind::Offline;
    QTest::newRow("no answer") << ErrorKind::Timeout << fine << Kind::Offline;
    QTest::newRow("not who it says") << ErrorKind::Tls << fine << Kind::Offline;
    QTest::newRow("key refused") << ErrorKind::Unauthorized << fine << Kind::NotOpen;
}

void DeskStandingTest::saysWhyNothingMayBeChanged()
{
    QFETCH(ErrorKind, identify);
    QFETCH(ErrorKind, list);
    QFETCH(Barrier::Kind, kind);
    Profile profile;
    profile.start();
    const QString id = profile.connectAndKeep();
    Desk &desk = profile.start();
    if (identify != ErrorKind::Unsupported)
        profile.vendor.whoAmIFails = base::Error {.kind = identify, .detail = u"so"_s};
    if (list != ErrorKind::Unsupported)
        profile.vendor.listFails = base::Error {.kind = list, .detail = u"so"_s};
    desk.refreshAll();
    QVERIFY(profile.waitForState(id, State::Failed));
    const auto barrier = desk.barrier(id);
    QVERIFY(barrier);
    QCOMPARE(barrier->kind, kind);
    QCOMPARE(barrier->detail, u"so"_s);
    QVERIFY(desk.session(id)->isFromDisk());
    QVERIFY(desk.tokens().count() > 0);

    profile.vendor.whoAmIFails.reset();
    profile.vendor.listFails.reset();
    desk.refreshAll();
    QVERIFY(profile.waitForState(id, State::Ready));
    QVERIFY(!desk.barrier(id));
}

void DeskStandingTest::letsAChangeThroughAfterALatePage()
{
    Profile profile;
    profile.start();
    const QString id = profile.connectAndKeep();
    Desk &desk = profile.start();
    profile.vendor.listFails = base::Error {.kind = ErrorKind::VendorFault};
    desk.refreshAll();
    QVERIFY(profile.waitForState(id, State::Failed));
    QVERIFY(!desk.barrier(id)); // Who we are is known: a leaked key can be stopped.
}

void DeskStandingTest::refusesEveryChangeBehindABarrier()
{
    Profile profile;
    profile.start();
    const QString id = profile.connectAndKeep();
    Desk &desk = profile.start(u"another Tokendesk (process 4711)"_s);
    desk.refreshAll();
    QVERIFY(profile.waitForState(id, State::Ready)); // It lists all the same.
    QCOMPARE(desk.barrier(id)->kind, Barrier::Kind::ProfileInUse);
    const domain::TokenKey key {id, profile.vendor.tokens.front().key.remoteId};
    const auto refused = [](const auto &result) {
        return !result && result.error().kind == ErrorKind::Conflict
            && result.error().detail.contains(u"4711"_s);
    };
    QVERIFY(refused(await(desk.remove(key))));
    QVERIFY(refused(await(desk.edit(key, {}))));
    QVERIFY(refused(await(desk.setEnabled({key}, false))->front().result));
    QVERIFY(refused(await(desk.issue(id, {}))));
    QVERIFY(refused(await(desk.changes().remove(key, work::OwnCredential::Refuse))));
    QVERIFY(refused(await(desk.track(id, base::Secret::copyOf("value")))));
    QVERIFY(refused(await(desk.removeConnection(id))));
    QVERIFY(refused(await(desk.addConnection({}, {}, work::KeepIn::Keychain))));
    QVERIFY(refused(
        await(desk.updateConnection(*desk.connections().find(id), {}, work::KeepIn::Keychain))));
    QVERIFY(profile.vendor.deleted.isEmpty());
    QCOMPARE(profile.vendor.creates, 0);

    Desk &alone = profile.start();
    alone.refreshAll();
    QVERIFY(profile.waitForState(id, State::Ready));
    alone.setJournalProblem(base::Error {.detail = u"the disk is full"_s});
    QCOMPARE(alone.barrier(id)->kind, Barrier::Kind::JournalUnusable);
    const auto stopped = await(alone.remove(key));
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, ErrorKind::LocalFile);
    alone.setJournalProblem({});
    QVERIFY(await(alone.remove(key)));
}

// DB-07
void DeskStandingTest::writesNothingInASecondWindow()
{
    Profile profile;
    profile.start();
    const QString id = profile.connectAndKeep();
    profile.stop();
    const QByteArrayList before = contentsOf(profile.folder.path());
    profile.vendor.tokens.pop_back();
    profile.start(u"another Tokendesk"_s).refreshAll();
    QVERIFY(profile.waitForState(id, State::Ready));
    test::settle();
    const auto rows = profile.journal.records().size();
    const auto written
        = await(profile.program->log().begin({.action = domain::JournalAction::Delete,
            .token = {id, u"t-1"_s}})); // Not by a way around the barrier either.
    QCOMPARE_EQ(written.error().kind, ErrorKind::Conflict);
    QCOMPARE_EQ(profile.journal.records().size(), rows);
    profile.stop();
    QCOMPARE(contentsOf(profile.folder.path()), before);
}

QTEST_GUILESS_MAIN(DeskStandingTest)
#include "tst_deskstanding.moc"
