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
    void aTokenMadeWhileListingIsNotSweptAway();
    void aTokenDeletedWhileListingStaysAway();
    void removesOneRow();
    void forgetsAConnection();
    void rowsNeverMove();
    void survivesRandomEdits();
};

void TokenStoreTest::appendsAPageInOneSignal()
{
    TokenStore store;
    QSignalSpy appended(&store, &TokenStore::appended);
    store.beginSync(u"a"_s);
    QCOMPARE_EQ(store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s, u"2"_s, u"3"_s})), 0);
    QCOMPARE_EQ(appended.size(), 1);
    QCOMPARE_EQ(appended.first().at(0).value<RowId>(), 0u);
    QCOMPARE_EQ(appended.first().at(1).value<RowId>(), 2u);
    QCOMPARE_EQ(store.count(u"a"_s), 3);
    QCOMPARE_EQ(store.find({u"a"_s, u"2"_s}), std::optional<RowId>(1));
}

void TokenStoreTest::saysNothingAboutWhatStayedTheSame()
{
    TokenStore store;
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s, u"2"_s}));
    QSignalSpy appended(&store, &TokenStore::appended);
    QSignalSpy changed(&store, &TokenStore::changed);
    store.beginSync(u"a"_s);
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s, u"2"_s}));
    store.endSync(u"a"_s, true);
    QCOMPARE_EQ(appended.size() + changed.size(), 0);
    QCOMPARE_EQ(store.count(), 2);
}

void TokenStoreTest::replacesWhatChangedInPlace()
{
    TokenStore store;
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s, u"2"_s}));
    std::vector<RowId> rows;
    connect(&store, &TokenStore::changed, this,
        [&rows](const std::vector<RowId> &changed) { rows = changed; });
    store.put(token(u"a"_s, u"2"_s, u"renamed"_s));
    QCOMPARE_EQ(rows, std::vector<RowId> {1});
    QCOMPARE_EQ(store.at(1).name, u"renamed"_s);
    QCOMPARE_EQ(store.rowCount(), 2u);
}

void TokenStoreTest::sweepsWhatACompleteListingDidNotSee()
{
    TokenStore store;
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s, u"2"_s, u"3"_s}));
    store.endSync(u"a"_s, true);
    std::vector<RowId> gone;
    connect(&store, &TokenStore::removed, this,
        [&gone](const std::vector<RowId> &rows) { gone = rows; });
    store.beginSync(u"a"_s);
    store.merge(u"a"_s, tokens(u"a"_s, {u"2"_s}));
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
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s, u"2"_s}));
    QSignalSpy removed(&store, &TokenStore::removed);
    store.beginSync(u"a"_s);
    store.merge(u"a"_s, tokens(u"a"_s, {u"3"_s}));
    store.endSync(u"a"_s, false);
    QCOMPARE_EQ(removed.size(), 0);
    QCOMPARE_EQ(store.count(u"a"_s), 3);
}

void TokenStoreTest::leavesOtherConnectionsAlone()
{
    TokenStore store;
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s}));
    store.merge(u"b"_s, tokens(u"b"_s, {u"1"_s}));
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
    QCOMPARE_EQ(store.merge(u"a"_s, std::move(page)), 1);
    QCOMPARE_EQ(store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s})), 1);
    QCOMPARE_EQ(store.count(), 1);
    QCOMPARE_EQ(store.at(0).name, u"first"_s);
}

void TokenStoreTest::aTokenMadeWhileListingIsNotSweptAway()
{
    TokenStore store;
    store.beginSync(u"a"_s);
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s}));
    store.put(token(u"a"_s, u"new"_s));
    store.endSync(u"a"_s, true);
    QVERIFY(store.find({u"a"_s, u"new"_s}));
    QCOMPARE_EQ(store.count(), 2);
}

void TokenStoreTest::aTokenDeletedWhileListingStaysAway()
{
    TokenStore store;
    store.beginSync(u"a"_s);
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s, u"2"_s}));
    store.remove({u"a"_s, u"1"_s});
    store.endSync(u"a"_s, true);
    QVERIFY(!store.find({u"a"_s, u"1"_s}));
    QCOMPARE_EQ(store.count(u"a"_s), 1);
}

void TokenStoreTest::removesOneRow()
{
    TokenStore store;
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s, u"2"_s}));
    QSignalSpy removed(&store, &TokenStore::removed);
    store.remove({u"a"_s, u"1"_s});
    store.remove({u"a"_s, u"1"_s});
    QCOMPARE_EQ(removed.size(), 1);
    QCOMPARE_EQ(store.count(), 1);
    // Gone rows keep nothing but their key.
    QVERIFY(store.at(0).name.isEmpty());
}

void TokenStoreTest::forgetsAConnection()
{
    TokenStore store;
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s, u"2"_s}));
    store.merge(u"b"_s, tokens(u"b"_s, {u"1"_s}));
    store.removeConnection(u"a"_s);
    QCOMPARE_EQ(store.count(u"a"_s), 0);
    QCOMPARE_EQ(store.count(), 1);
}

void TokenStoreTest::rowsNeverMove()
{
    TokenStore store;
    store.merge(u"a"_s, tokens(u"a"_s, {u"1"_s, u"2"_s, u"3"_s}));
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
            store.merge(connection, std::move(page));
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
        QCOMPARE_EQ(store.at(*row).name, name);
    }
}

QTEST_GUILESS_MAIN(TokenStoreTest)
#include "tst_tokenstore.moc"
