// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A selection of keys, found in a snapshot of the list as the store itself would find them.

#include "bulk/selection.h"
#include "stricttest.h"
#include "tokens.h"
#include "work/tokenstore.h"

using namespace Qt::StringLiterals;
using domain::TokenKey;

class SelectionTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    // BULK-01: the selection is what was chosen, in its order, whatever happens to the list.
    void findsWhatTheStoreFinds();
    void isNotTouchedByWhatHappensToTheList();
};

namespace {

constexpr int tokensEach = 3000; // More than a segment of the store.

QString idOf(int number)
{
    return u"t%1"_s.arg(number);
}

void fill(work::TokenStore &store)
{
    for (const QString &connection : {u"a"_s, u"b"_s}) {
        for (int i = 0; i < tokensEach; ++i)
            store.put(test::token(connection, idOf(i), u"%1 %2"_s.arg(connection).arg(i)));
    }
    store.remove({u"a"_s, idOf(7)});
}

} // namespace

void SelectionTest::findsWhatTheStoreFinds()
{
    work::TokenStore store;
    fill(store);
    std::vector<TokenKey> keys {{u"nobody"_s, idOf(1)}, {u"b"_s, u"T1"_s}, {u"b"_s, idOf(7)},
        {u"b"_s, idOf(7)}, {u"a"_s, idOf(7)}, {u"a"_s, {}}};
    for (int i = tokensEach - 1; i >= 0; i -= 2)
        keys.push_back({i % 3 == 0 ? u"a"_s : u"b"_s, idOf(i)});
    const auto found = bulk::rowsOf(store.snapshot(), keys);
    QCOMPARE(found.size(), keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        QCOMPARE(found[i], store.find(keys[i]));
    QVERIFY(!found[0] && !found[1] && !found[4] && !found[5]);
    QVERIFY(found[2] && found[2] == found[3]);
    QVERIFY(bulk::rowsOf({}, keys) == decltype(found)(keys.size()));
}

void SelectionTest::isNotTouchedByWhatHappensToTheList()
{
    work::TokenStore store;
    fill(store);
    const work::TokenSnapshot before = store.snapshot();
    store.put(test::token(u"a"_s, idOf(1), u"renamed"_s));
    store.remove({u"a"_s, idOf(2)});
    const auto candidates
        = bulk::candidatesOf(before, {{u"a"_s, idOf(1)}, {u"a"_s, idOf(2)}, {u"a"_s, idOf(7)}});
    QCOMPARE(candidates.size(), std::size_t {3});
    QCOMPARE(candidates[0].token->name, u"a 1"_s);
    QCOMPARE(candidates[1].token->key, (TokenKey {u"a"_s, idOf(2)}));
    QVERIFY(!candidates[2].token);
    QCOMPARE(candidates[2].key.remoteId, idOf(7));
}

QTEST_GUILESS_MAIN(SelectionTest)
#include "tst_selection.moc"
