// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Rows that never move.

#include "stricttest.h"
#include "work/tokenstore.h"

#include <QSignalSpy>

#include <map>
#include <random>

using namespace Qt::StringLiterals;
using domain::Token;
using work::RowId;
using work::TokenStore;

namespace {

Token token(const QString &connection, const QString &id, const QString &name = u"n"_s)
{
    Token token;
    token.key = {connection, id};
    token.name = name;
    return token;
}

std::vector<Token> tokens(const QString &connection, const QStringList &ids)
{
    std::vector<Token> list;
    for (const QString &id : ids)
        list.push_back(token(connection, id));
    return list;
}

} // namespace

class TokenStoreTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void appendsAPageInOneSignal();
    void saysNothingAboutWhatStayedTheSame();
    void replacesWhatChangedInPlace();
    void sweepsWhatACompleteListingDidNotSee();
    void keepsRowsWhenAListingBreaksOff();
    void leavesOtherConnectionsAlone();
    void keepsTheFirstOfARepeatedKey();
    void tellsRepeatsInAPartFromThoseAcrossParts();
    void aTokenMadeWhileListingIsNotSweptAway();
    void aTokenChangedBeforeItsPageCameIsNoRepetition();
    void aTokenDeletedWhileListingStaysAway();
    void removesOneRow();
    void forgetsAConnection();
    void rowsNeverMove();
    void survivesRandomEdits();
    void replacesTextsOfAnyLength();
    void keepsASnapshotAsItWas();
    void keepsTheJsonOfEveryRow();
    void takesABatchInSlices();
};

void TokenStoreTest::appendsAPageInOneSignal()
{
    TokenStore store;
    QSignalSpy appended(&store, &TokenStore::appended);
    store.beginSync(u"a"_s);
    QCOMPARE_EQ(
        store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s, u"3"_s}))).inPart, 0);
    QCOMPARE_EQ(appended.size(), 1);
    QCOMPARE_EQ(appended.first().at(0).value<RowId>(), 0u);
    QCOMPARE_EQ(appended.first().at(1).value<RowId>(), 2u);
    QCOMPARE_EQ(store.count(u"a"_s), 3);
    QCOMPARE_EQ(store.find({u"a"_s, u"2"_s}), std::optional<RowId>(1));
}

void TokenStoreTest::saysNothingAboutWhatStayedTheSame()
{
    TokenStore store;
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s})));
    QSignalSpy appended(&store, &TokenStore::appended);
    QSignalSpy changed(&store, &TokenStore::changed);
    store.beginSync(u"a"_s);
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s})));
    store.endSync(u"a"_s, true);
    QCOMPARE_EQ(appended.size() + changed.size(), 0);
    QCOMPARE_EQ(store.count(), 2);
}

void TokenStoreTest::replacesWhatChangedInPlace()
{
    TokenStore store;
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s})));
    std::vector<RowId> rows;
    connect(&store, &TokenStore::changed, this,
        [&rows](const std::vector<RowId> &changed) { rows = changed; });
    store.put(token(u"a"_s, u"2"_s, u"renamed"_s));
    QCOMPARE_EQ(rows, std::vector<RowId> {1});
    QCOMPARE_EQ(store.token(1).name, u"renamed"_s);
    QCOMPARE_EQ(store.rowCount(), 2u);
}

void TokenStoreTest::sweepsWhatACompleteListingDidNotSee()
{
    TokenStore store;
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s, u"3"_s})));
    store.endSync(u"a"_s, true);
    std::vector<RowId> gone;
    connect(&store, &TokenStore::removed, this,
        [&gone](const std::vector<RowId> &rows) { gone = rows; });
    store.beginSync(u"a"_s);
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"2"_s})));
    store.endSync(u"a"_s, true);
    QCOMPARE_EQ(gone, (std::vector<RowId> {0, 2}));
    QVERIFY(!store.find({u"a"_s, u"1"_s}));
    QVERIFY(!store.isPresent(0));
    QVERIFY(store.isPresent(1));
    QCOMPARE_EQ(store.count(u"a"_s), 1);
}

void TokenStoreTest::keepsRowsWhenAListingBreaksOff()
{
    TokenStore store;
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s})));
    QSignalSpy removed(&store, &TokenStore::removed);
    store.beginSync(u"a"_s);
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"3"_s})));
    store.endSync(u"a"_s, false);
    QCOMPARE_EQ(removed.size(), 0);
    QCOMPARE_EQ(store.count(u"a"_s), 3);
}

void TokenStoreTest::leavesOtherConnectionsAlone()
{
    TokenStore store;
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s})));
    store.merge(domain::TokenBatch::of(tokens(u"b"_s, {u"1"_s})));
    store.beginSync(u"a"_s);
    store.endSync(u"a"_s, true);
    QCOMPARE_EQ(store.count(u"a"_s), 0);
    QCOMPARE_EQ(store.count(u"b"_s), 1);
    QVERIFY(store.find({u"b"_s, u"1"_s}));
}

void TokenStoreTest::keepsTheFirstOfARepeatedKey()
{
    TokenStore store;
    store.beginSync(u"a"_s);
    std::vector<Token> page {token(u"a"_s, u"1"_s, u"first"_s), token(u"a"_s, u"1"_s, u"second"_s)};
    QCOMPARE_EQ(store.merge(domain::TokenBatch::of(page)).inPart, 1);
    QCOMPARE_EQ(store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s}))).inPart, 1);
    QCOMPARE_EQ(store.count(), 1);
    QCOMPARE_EQ(store.token(0).name, u"first"_s);
}

void TokenStoreTest::tellsRepeatsInAPartFromThoseAcrossParts()
{
    using work::Repeats;
    TokenStore store;
    store.beginSync(u"a"_s);
    const auto merge = [&store](const QStringList &ids, std::size_t part) {
        const auto batch = domain::TokenBatch::of(tokens(u"a"_s, ids));
        return store.merge(batch, 0, batch.size(), part);
    };
    QCOMPARE_EQ(merge({u"1"_s, u"2"_s}, 0), (Repeats {}));
    QCOMPARE_EQ(merge({u"2"_s, u"3"_s}, 1), (Repeats {.inPart = 0, .inOtherParts = 1}));
    QCOMPARE_EQ(merge({u"2"_s, u"3"_s}, 1), (Repeats {.inPart = 2, .inOtherParts = 0}));
    QCOMPARE_EQ(merge({u"1"_s, u"2"_s}, 0), (Repeats {.inPart = 2, .inOtherParts = 0}));
    QCOMPARE_EQ(merge({u"3"_s}, 100), (Repeats {.inPart = 0, .inOtherParts = 1}));
    store.put(token(u"a"_s, u"4"_s));
    QCOMPARE_EQ(merge({u"4"_s}, 1), (Repeats {})); // Of a change, not of a page.
    QCOMPARE_EQ(merge({u"4"_s}, 0), (Repeats {.inPart = 0, .inOtherParts = 1}));
    store.endSync(u"a"_s, true);
    QCOMPARE_EQ(store.count(), 4);
}

void TokenStoreTest::aTokenMadeWhileListingIsNotSweptAway()
{
    TokenStore store;
    store.beginSync(u"a"_s);
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s})));
    store.put(token(u"a"_s, u"new"_s));
    store.endSync(u"a"_s, true);
    QVERIFY(store.find({u"a"_s, u"new"_s}));
    QCOMPARE_EQ(store.count(), 2);
}

void TokenStoreTest::aTokenChangedBeforeItsPageCameIsNoRepetition()
{
    TokenStore store;
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s})));
    store.beginSync(u"a"_s);
    store.put(token(u"a"_s, u"2"_s, u"renamed here"_s));
    QCOMPARE_EQ(store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s}))).inPart, 0);
    QCOMPARE_EQ(store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"2"_s}))).inPart, 1);
    store.endSync(u"a"_s, true);
    QCOMPARE_EQ(store.count(u"a"_s), 2);
}

void TokenStoreTest::aTokenDeletedWhileListingStaysAway()
{
    TokenStore store;
    store.beginSync(u"a"_s);
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s})));
    store.remove({u"a"_s, u"1"_s});
    store.endSync(u"a"_s, true);
    QVERIFY(!store.find({u"a"_s, u"1"_s}));
    QCOMPARE_EQ(store.count(u"a"_s), 1);
}

void TokenStoreTest::removesOneRow()
{
    TokenStore store;
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s})));
    QSignalSpy removed(&store, &TokenStore::removed);
    store.remove({u"a"_s, u"1"_s});
    store.remove({u"a"_s, u"1"_s});
    QCOMPARE_EQ(removed.size(), 1);
    QCOMPARE_EQ(store.count(), 1);
    QVERIFY(store.rawJson(0).isEmpty());
}

void TokenStoreTest::forgetsAConnection()
{
    TokenStore store;
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s})));
    store.merge(domain::TokenBatch::of(tokens(u"b"_s, {u"1"_s})));
    store.removeConnection(u"a"_s);
    QCOMPARE_EQ(store.count(u"a"_s), 0);
    QCOMPARE_EQ(store.count(), 1);
}

void TokenStoreTest::rowsNeverMove()
{
    TokenStore store;
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s, u"3"_s})));
    store.remove({u"a"_s, u"2"_s});
    store.put(token(u"a"_s, u"2"_s));
    QCOMPARE_EQ(store.find({u"a"_s, u"1"_s}), std::optional<RowId>(0));
    QCOMPARE_EQ(store.find({u"a"_s, u"3"_s}), std::optional<RowId>(2));
    QCOMPARE_EQ(store.find({u"a"_s, u"2"_s}), std::optional<RowId>(3));
}

void TokenStoreTest::survivesRandomEdits()
{
    std::mt19937 random(7);
    const auto below = [&random](int limit) { return int(random() % unsigned(limit)); };
    TokenStore store;
    std::map<domain::TokenKey, QString> expected;
    for (int step = 0; step < 3000; ++step) {
        const QString connection = QString::number(below(3));
        const QString id = QString::number(below(40));
        switch (below(4)) {
        case 0: {
            const QString name = QString::number(step);
            store.put(token(connection, id, name));
            expected[{connection, id}] = name;
            break;
        }
        case 1:
            store.remove({connection, id});
            expected.erase({connection, id});
            break;
        case 2: {
            store.beginSync(connection);
            std::vector<Token> page;
            std::erase_if(expected,
                [&](const auto &entry) { return entry.first.connectionId == connection; });
            for (int i = below(10); i > 0; --i) {
                const QString listed = QString::number(below(40));
                if (expected.emplace(domain::TokenKey {connection, listed}, listed).second)
                    page.push_back(token(connection, listed, listed));
            }
            store.merge(domain::TokenBatch::of(page));
            store.endSync(connection, true);
            break;
        }
        default:
            if (below(20) == 0) {
                store.removeConnection(connection);
                std::erase_if(expected,
                    [&](const auto &entry) { return entry.first.connectionId == connection; });
            }
        }
        QCOMPARE_EQ(store.count(), int(expected.size()));
    }
    for (const auto &[key, name] : expected) {
        const auto row = store.find(key);
        QVERIFY(row);
        QVERIFY(store.isPresent(*row));
        QCOMPARE_EQ(store.token(*row).name, name);
    }
}

/// Rows of one segment and of several, longer and shorter ones, some in the same page.
void TokenStoreTest::replacesTextsOfAnyLength()
{
    std::mt19937 random(11);
    TokenStore store;
    std::vector<Token> expected;
    for (int i = 0; i < 5000; ++i)
        expected.push_back(token(u"a"_s, QString::number(i), QString(int(random() % 9), u'N')));
    store.merge(domain::TokenBatch::of(expected));
    for (int round = 0; round < 4; ++round) {
        std::vector<Token> page;
        for (auto i = random() % 40; i < expected.size(); i += 1 + random() % 40) {
            Token &one = expected[i];
            one.name = QString(int(random() % 30), QChar(u'A' + int(random() % 50)));
            one.keyHint = QString(int(random() % 3), u'x');
            one.grants.assign(random() % 3, {.name = u"g"_s});
            if (random() % 2 == 0)
                one.owner = domain::Fact<QString>::known(QString::number(random() % 5));
            page.push_back(one);
        }
        std::vector<RowId> changed;
        const auto connection = connect(&store, &TokenStore::changed, this,
            [&changed](const std::vector<RowId> &rows) { changed = rows; });
        store.merge(domain::TokenBatch::of(page));
        disconnect(connection);
        QVERIFY(!changed.empty());
        for (std::size_t i = 0; i < expected.size(); ++i)
            QVERIFY2(store.token(RowId(i)) == expected[i], qPrintable(QString::number(i)));
    }
}

void TokenStoreTest::keepsASnapshotAsItWas()
{
    TokenStore store;
    store.merge(domain::TokenBatch::of(tokens(u"a"_s, {u"1"_s, u"2"_s})));
    const work::TokenSnapshot before = store.snapshot();
    Token renamed = token(u"a"_s, u"1"_s, u"another"_s);
    renamed.owner = domain::Fact<QString>::known(u"ana"_s);
    store.put(renamed);
    store.remove({u"a"_s, u"2"_s});
    store.put(token(u"b"_s, u"3"_s));
    QCOMPARE_EQ(before.rowCount, 2u);
    QCOMPARE_EQ(before.segmentOf(0).size(), 2u);
    QVERIFY(before.segmentOf(1).present.test(1));
    QCOMPARE_EQ(before.segmentOf(0).rows.text(0, domain::OwnText::Name), std::string_view("n"));
    QCOMPARE_EQ(before.texts.size(), 0);
    const work::TokenSnapshot after = store.snapshot();
    QVERIFY(!after.segmentOf(1).present.test(1));
    QCOMPARE_EQ(after.text(after.segmentOf(0).rows.owner[0]).text, u"ana"_s);
    QCOMPARE_EQ(after.connectionIds, (QStringList {u"a"_s, u"b"_s}));
}

void TokenStoreTest::keepsTheJsonOfEveryRow()
{
    std::mt19937 random(3);
    TokenStore store;
    std::vector<Token> page;
    for (int i = 0; i < 3000; ++i) {
        page.push_back(token(u"a"_s, QString::number(i)));
        page.back().raw = QByteArray(int(random() % 200), char('a' + i % 26));
    }
    store.merge(domain::TokenBatch::of(page));
    const auto check = [&] {
        for (std::size_t i = 0; i < page.size(); ++i)
            QCOMPARE_EQ(store.rawJson(RowId(i)), page[i].raw);
    };
    check(); // Some blocks are not compressed yet.
    QTRY_VERIFY(!store.isSettling());
    check();
    for (std::size_t i = 0; i < page.size(); i += 3)
        page[i].raw = "new " + QByteArray::number(qsizetype(i));
    store.merge(domain::TokenBatch::of(page));
    check();
    QTRY_VERIFY(!store.isSettling());
    QCOMPARE_EQ(store.wholeToken(3).raw, QByteArray("new 3"));
    check();
}

void TokenStoreTest::takesABatchInSlices()
{
    TokenStore store;
    QStringList ids;
    for (int i = 0; i < 10; ++i)
        ids.append(QString::number(i % 9));
    const auto batch = domain::TokenBatch::of(tokens(u"a"_s, ids));
    store.beginSync(u"a"_s);
    QCOMPARE_EQ(store.merge(batch, 0, 4).inPart, 0);
    QCOMPARE_EQ(store.count(), 4);
    QCOMPARE_EQ(store.merge(batch, 4, 100).inPart, 1);
    store.endSync(u"a"_s, true);
    QCOMPARE_EQ(store.count(), 9);
}

QTEST_GUILESS_MAIN(TokenStoreTest)
#include "tst_tokenstore.moc"
