// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What one list after the other leaves behind in inventory.db.

#include "inventorytools.h"
#include "store/grantdictionary.h"
#include "stricttest.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

#include <memory>

using namespace Qt::StringLiterals;
using domain::ChangeKind;
using domain::Fact;
using domain::FactState;
using domain::TimeFact;
using domain::Token;
using test::await;
using test::connectionId;
using test::day;
using test::historyOf;
using test::listOf;

namespace {

Token token(const QString &id, const QString &name)
{
    return test::token(connectionId, id, name);
}

} // namespace

class InventoryFileTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void givesBackWhatWasListed();
    void keepsTheOrderOfTheList();
    void saysNothingAboutTheFirstList();
    void tellsWhatAppearedAndVanished();
    void countsWhatItTells();
    void keepsATombstoneWithGrants();
    void tellsThatOneReturned();
    void letsNothingVanishFromAnIncompleteList();
    void takesAnIncompleteFirstListForNoBaseline();
    void comparesOverAListThatLeavesThingsOut();
    void tellsOfAnUnchangedTokenThatItWentIdle();
    void tellsOnceThatATokenWentIdle();
    void takesTheFirstOfTwoRowsWithOneId();
    void asksForASpanATokenAConnection();
    void forgetsAConnection();
    void cutsWhatIsTooLong();
    void survivesBeingOpenedAgain();
    void writesNothingWhenItMayNot();
    void leavesOutMembersNamedLikeSecrets();

private:
    domain::SyncReport sync(domain::StoredListing listing);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<store::InventoryFile> m_inventory;
};

void InventoryFileTest::init()
{
    StrictTest::init();
    m_inventory.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_inventory = std::make_unique<store::InventoryFile>(m_folder->path());
}

domain::SyncReport InventoryFileTest::sync(domain::StoredListing listing)
{
    const auto report = await(m_inventory->sync(std::move(listing)));
    if (!report)
        QTest::qFail(qPrintable(report.error().detail), __FILE__, __LINE__);
    return report ? *report : domain::SyncReport {};
}

void InventoryFileTest::givesBackWhatWasListed()
{
    Token bare = token(u"Id-2"_s, QString());
    bare.grantsState = FactState::NotFetched;
    Token odd = test::fullToken(connectionId);
    odd.key.remoteId = u"Id-3"_s;
    odd.rawStatus = u"Sus\x1epended"_s;
    odd.lastUsed = domain::TimeFact::notUnderstood(u"0001-02-03T00:00:00"_s);
    odd.expires = domain::TimeFact::notUnderstood(u"\u00fcbermorgen"_s);
    odd.creator = domain::Fact<QString>::notUnderstood();
    Token far = token(u"Id-4"_s, u"far"_s);
    far.created = domain::TimeFact::notUnderstood(u"0"_s);
    far.expires = domain::TimeFact::known(base::Instant(std::chrono::days(2'932'896)));
    far.grantsState = FactState::NotUnderstood;
    sync(listOf({test::fullToken(connectionId), bare, odd, far}, 7));
    const auto all = await(m_inventory->load());
    QVERIFY2(all, qPrintable(all ? QString() : all.error().detail));
    QCOMPARE(all->size(), std::size_t {1});
    const domain::StoredListing &listing = all->front();
    QCOMPARE(listing.connectionId, connectionId);
    QCOMPARE(listing.listed, day(7));
    QVERIFY(listing.isComplete);
    QCOMPARE(listing.tokens.size(), std::size_t {4});
    QVERIFY(listing.tokens[0] == test::fullToken(connectionId));
    QVERIFY(listing.tokens[1] == bare);
    QVERIFY(listing.tokens[2] == odd);
    QVERIFY(listing.tokens[3] == far);
    // And again, as nothing has changed.
    const auto again = sync(listOf({test::fullToken(connectionId), bare, odd, far}, 8));
    QCOMPARE(again.count(ChangeKind::ExpiryChanged), 0);
    QCOMPARE(historyOf(*m_inventory), QStringList());
}

void InventoryFileTest::keepsTheOrderOfTheList()
{
    sync(listOf({token(u"c"_s, u"1"_s), token(u"a"_s, u"2"_s), token(u"b"_s, u"3"_s)}, 1));
    const auto all = await(m_inventory->load());
    QVERIFY(all);
    QStringList ids;
    for (const Token &one : all->front().tokens.tokens())
        ids.append(one.key.remoteId);
    QCOMPARE(ids, QStringList({u"c"_s, u"a"_s, u"b"_s}));
}

void InventoryFileTest::saysNothingAboutTheFirstList()
{
    const auto report = sync(listOf({token(u"a"_s, u"one"_s)}, 1));
    QVERIFY(report.isFirst);
    QVERIFY(!report.previous);
    QCOMPARE(historyOf(*m_inventory), QStringList());
}

void InventoryFileTest::tellsWhatAppearedAndVanished()
{
    sync(listOf({token(u"a"_s, u"one"_s), token(u"b"_s, u"two"_s)}, 1));
    const auto report = sync(listOf({token(u"b"_s, u"two"_s), token(u"c"_s, u"three"_s)}, 2));
    QVERIFY(!report.isFirst);
    QCOMPARE(*report.previous, day(1));
    QCOMPARE(report.count(ChangeKind::Appeared), 1);
    QCOMPARE(report.count(ChangeKind::Vanished), 1);
    QCOMPARE(historyOf(*m_inventory), QStringList({u"c appeared"_s, u"a vanished"_s}));

    const auto changes = await(m_inventory->changes({}));
    QVERIFY(changes);
    QCOMPARE(changes->front().tokenName, u"one"_s);
    QCOMPARE(changes->front().previous, day(1));
    QCOMPARE(changes->front().noticed, day(2));
}

void InventoryFileTest::countsWhatItTells()
{
    Token used = token(u"b"_s, u"two"_s);
    used.lastUsed = TimeFact::never();
    sync(listOf({token(u"a"_s, u"one"_s), used}, 1));
    Token renamed = token(u"a"_s, u"uno"_s);
    renamed.grants = {{.name = u"read"_s}};
    used.lastUsed = TimeFact::known(day(2));
    const auto report = sync(listOf({renamed, used}, 3));
    QCOMPARE(report.count(ChangeKind::Renamed), 1);
    QCOMPARE(report.count(ChangeKind::GrantsBroadened), 1);
    QCOMPARE(report.count(ChangeKind::CameIntoUse), 1);
    QCOMPARE(historyOf(*m_inventory),
        QStringList({u"a renamed: one -> uno"_s, u"a grants-broadened:  -> read"_s,
            u"b came-into-use:  -> 2024-10-06T00:00:00Z"_s}));
    // What did not change once more tells nothing.
    const auto same = sync(listOf({renamed, used}, 4));
    QCOMPARE(same.counts, decltype(same.counts) {});
}

void InventoryFileTest::keepsATombstoneWithGrants()
{
    sync(listOf({test::fullToken(connectionId)}, 1));
    sync(listOf({test::fullToken(connectionId)}, 2));
    sync(listOf({}, 3));
    const auto all = await(m_inventory->tombstones(connectionId));
    QVERIFY(all);
    QCOMPARE(all->size(), std::size_t {1});
    QVERIFY(all->front().token == test::fullToken(connectionId));
    QCOMPARE(all->front().firstSeen, day(1));
    QCOMPARE(all->front().lastSeen, day(2));
    QCOMPARE(all->front().vanished, day(3));
    QVERIFY(await(m_inventory->tombstones(u"other"_s))->empty());
    QCOMPARE(await(m_inventory->tombstones({}))->size(), std::size_t {1});
    QVERIFY(await(m_inventory->load())->front().tokens.isEmpty());
}

void InventoryFileTest::tellsThatOneReturned()
{
    sync(listOf({token(u"a"_s, u"one"_s)}, 1));
    sync(listOf({}, 2));
    const auto report = sync(listOf({token(u"a"_s, u"uno"_s)}, 3));
    QCOMPARE(report.count(ChangeKind::Returned), 1);
    QCOMPARE(historyOf(*m_inventory),
        QStringList({u"a vanished"_s, u"a returned"_s, u"a renamed: one -> uno"_s}));
    QVERIFY(await(m_inventory->tombstones({}))->empty());
}

void InventoryFileTest::letsNothingVanishFromAnIncompleteList()
{
    sync(listOf({token(u"a"_s, u"one"_s), token(u"b"_s, u"two"_s)}, 1));
    const auto report = sync(listOf({token(u"b"_s, u"two"_s)}, 2, false));
    QCOMPARE(report.count(ChangeKind::Vanished), 0);
    auto all = await(m_inventory->load());
    QVERIFY(!all->front().isComplete);
    QCOMPARE(all->front().tokens.size(), std::size_t {2});
    // When it is gone from a complete list, it was in the one before the last for the last time.
    sync(listOf({token(u"b"_s, u"two"_s)}, 3));
    QCOMPARE(await(m_inventory->tombstones({}))->front().lastSeen, day(1));
}

void InventoryFileTest::takesAnIncompleteFirstListForNoBaseline()
{
    sync(listOf({token(u"a"_s, u"one"_s)}, 1, false));
    const auto report = sync(listOf({token(u"a"_s, u"uno"_s), token(u"b"_s, u"two"_s)}, 2));
    QCOMPARE(report.count(ChangeKind::Appeared), 0);
    QCOMPARE(report.count(ChangeKind::Renamed), 1);
    QCOMPARE(sync(listOf({token(u"c"_s, u"new"_s)}, 3)).count(ChangeKind::Appeared), 1);
}

void InventoryFileTest::comparesOverAListThatLeavesThingsOut()
{
    Token full = token(u"a"_s, u"one"_s);
    full.grants = {{.name = u"VIEW"_s}};
    Token bare = token(u"a"_s, u"one"_s);
    bare.grantsState = FactState::NotFetched;
    sync(listOf({full}, 1));
    sync(listOf({bare}, 2));
    QCOMPARE(historyOf(*m_inventory), QStringList());
    full.grants = {{.name = u"VIEW"_s}, {.name = u"MANAGE"_s}};
    sync(listOf({full}, 3));
    QCOMPARE(historyOf(*m_inventory), QStringList {u"a grants-broadened: VIEW -> MANAGE,VIEW"_s});
}

void InventoryFileTest::tellsOfAnUnchangedTokenThatItWentIdle()
{
    Token quiet = token(u"a"_s, u"one"_s);
    quiet.lastUsed = TimeFact::known(day(0));
    sync(listOf({quiet}, 80));
    QCOMPARE(sync(listOf({quiet}, 89)).count(ChangeKind::WentIdle), 0);
    QCOMPARE(sync(listOf({quiet}, 91)).count(ChangeKind::WentIdle), 1);
    QCOMPARE(sync(listOf({quiet}, 92)).count(ChangeKind::WentIdle), 0);
}

void InventoryFileTest::tellsOnceThatATokenWentIdle()
{
    Token quiet = token(u"a"_s, u"one"_s);
    quiet.lastUsed = TimeFact::known(day(0));
    for (const int when : {80, 95, 50, 96}) // The clock was set back once.
        sync(listOf({quiet}, when));
    QCOMPARE(historyOf(*m_inventory).size(), 1);
    quiet.lastUsed = TimeFact::known(day(100));
    for (const int when : {101, 195})
        sync(listOf({quiet}, when));
    QCOMPARE(historyOf(*m_inventory).size(), 3); // In use, idle again.
}

void InventoryFileTest::takesTheFirstOfTwoRowsWithOneId()
{
    sync(listOf({token(u"a"_s, u"one"_s), token(u"a"_s, u"other"_s)}, 1));
    sync(listOf({token(u"a"_s, u"one"_s), token(u"a"_s, u"other"_s)}, 2));
    QCOMPARE(historyOf(*m_inventory), QStringList());
    QCOMPARE(await(m_inventory->load())->front().tokens.size(), std::size_t {1});
}

void InventoryFileTest::asksForASpanATokenAConnection()
{
    const auto other = [](const QString &id) { return test::token(u"conn-2"_s, id, id); };
    sync(listOf({}, 1));
    sync(listOf({}, 1, true, u"conn-2"_s));
    sync(listOf({token(u"a"_s, u"a"_s)}, 2));
    sync(listOf({token(u"a"_s, u"a"_s), token(u"b"_s, u"b"_s)}, 3));
    sync(listOf({other(u"a"_s)}, 4, true, u"conn-2"_s));

    QCOMPARE(
        historyOf(*m_inventory, {.since = day(3), .until = day(3)}), QStringList {u"b appeared"_s});
    QCOMPARE(historyOf(*m_inventory, {.token = domain::TokenKey {u"conn-2"_s, u"a"_s}}).size(), 1);
    QCOMPARE(historyOf(*m_inventory, {.connectionId = connectionId}).size(), 2);
    const auto page = await(m_inventory->changes({.limit = 2}));
    QCOMPARE(page->size(), std::size_t {2});
    QCOMPARE(page->front().noticed, day(4)); // Newest first.
    const auto rest = await(m_inventory->changes({.before = page->back().sequence}));
    QCOMPARE(rest->size(), std::size_t {1});
}

void InventoryFileTest::forgetsAConnection()
{
    sync(listOf({test::fullToken(connectionId)}, 1));
    sync(listOf({}, 2));
    sync(listOf({test::token(u"conn-2"_s, u"x"_s, u"x"_s)}, 2, true, u"conn-2"_s));
    QVERIFY(await(m_inventory->forget(connectionId)));
    QCOMPARE(historyOf(*m_inventory), QStringList());
    QVERIFY(await(m_inventory->tombstones({}))->empty());
    QCOMPARE(await(m_inventory->load())->size(), std::size_t {1});
    QVERIFY(sync(listOf({test::fullToken(connectionId)}, 3)).isFirst);
    // Not in the free pages either.
    sync(listOf({}, 4));
    QVERIFY(await(m_inventory->forget(connectionId)));
    m_inventory.reset();
    QFile file(QDir(m_folder->path()).filePath(u"inventory.db"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("Ana@Example.com"));
}

void InventoryFileTest::cutsWhatIsTooLong()
{
    Token vast = token(u"a"_s, QString(5000, u'n'));
    vast.description = Fact<QString>::known(QString(50'000, u'd'));
    const Token unnamed = token(QString(5000, u'i'), u"x"_s); // Nothing to know it by again.
    sync(listOf({vast, unnamed}, 1));
    const auto all = await(m_inventory->load());
    QCOMPARE(all->front().tokens.size(), std::size_t {1});
    QCOMPARE(all->front().tokens[0].name.size(), 1000);
    QCOMPARE(all->front().tokens[0].description.value.size(), 20'000);
    QCOMPARE(sync(listOf({vast, unnamed}, 2)).counts, domain::SyncReport().counts);
}

void InventoryFileTest::survivesBeingOpenedAgain()
{
    sync(listOf({test::fullToken(connectionId), token(u"b"_s, u"two"_s)}, 1));
    m_inventory = std::make_unique<store::InventoryFile>(m_folder->path());
    const auto report = sync(listOf({test::fullToken(connectionId)}, 2));
    QCOMPARE(report.count(ChangeKind::Vanished), 1);
    QCOMPARE(historyOf(*m_inventory), QStringList {u"b vanished"_s});
}

// DB-07: the second window on a profile.
void InventoryFileTest::writesNothingWhenItMayNot()
{
    const QTemporaryDir empty;
    store::InventoryFile none(empty.path(), false);
    QVERIFY(!await(none.load()));
    QVERIFY(QDir(empty.path()).isEmpty());

    sync(listOf({token(u"a"_s, u"one"_s)}, 1));
    store::InventoryFile second(m_folder->path(), false);
    QCOMPARE(await(second.load())->front().tokens.size(), std::size_t {1});
    const auto refused = await(second.sync(listOf({}, 2)));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, base::ErrorKind::LocalFile);
    QVERIFY(!await(second.forget(connectionId)));
    QCOMPARE(await(m_inventory->load())->front().tokens.size(), std::size_t {1});
}

// DB-01: grants are kept with the vendor's own object.
void InventoryFileTest::leavesOutMembersNamedLikeSecrets()
{
    const QJsonObject inner {{u"Client_Secret"_s, u"x"_s}, {u"id"_s, 7}};
    const QJsonObject wire {{u"role"_s, u"admin"_s}, {u"token"_s, u"x"_s}, {u"apiKey"_s, u"x"_s},
        {u"password"_s, u"x"_s}, {u"idToken"_s, u"x"_s}, {u"inner"_s, inner},
        {u"list"_s, QJsonArray {inner, 3}}};
    const QJsonObject clean {{u"id"_s, 7}};
    QCOMPARE(store::withoutSecrets(wire),
        QJsonObject(
            {{u"role"_s, u"admin"_s}, {u"inner"_s, clean}, {u"list"_s, QJsonArray {clean, 3}}}));
}

QTEST_GUILESS_MAIN(InventoryFileTest)
#include "tst_inventoryfile.moc"
