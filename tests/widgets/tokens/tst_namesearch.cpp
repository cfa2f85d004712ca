// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "speed.h"
#include "stallwatch.h"
#include "stricttest.h"
#include "tokens.h"
#include "tokens/namesearch.h"
#include "tokens/tokentableview.h"

#include <QSignalSpy>
#include <QStyleHints>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using tokens::NameSearch;
using tokens::TokenTableView;

class NameSearchTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init()
    {
        StrictTest::init();
        pauseBetweenKeys(false);
    }
    void goesToTheNextNameThatBegins();
    void takesQuickKeysForOneWord();
    void goesOnWithTheSameKey();
    void staysWhereItIsWithoutAMatch();
    void looksThroughManyInSlices();

private:
    /// Whether the next key begins another word, however fast or slow this machine types.
    static void pauseBetweenKeys(bool isLong)
    {
        QGuiApplication::styleHints()->setKeyboardInputInterval(isLong ? 0 : 1'000'000);
    }
    static void fill(work::TokenStore &store, const QStringList &names);
    test::FixedClock m_clock;
};

void NameSearchTest::fill(work::TokenStore &store, const QStringList &names)
{
    for (const QString &name : names)
        store.put(test::token(u"m"_s, u"id-"_s + name, name));
}

void NameSearchTest::goesToTheNextNameThatBegins()
{
    work::TokenStore store;
    fill(store, {u"alpha"_s, u"beta"_s, u"\u00c9toile"_s, u"gamma"_s});
    models::TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.show();
    view.setFocus();
    QTest::keyClicks(&view, u"e"_s);
    QVERIFY(view.currentKey());
    QCOMPARE(view.currentKey()->remoteId, u"id-\u00c9toile"_s); // As the filter finds it.
    QCOMPARE(view.selectedCount(), 1);
    pauseBetweenKeys(true);
    QTest::keyClicks(&view, u"B"_s); // From the end to the beginning.
    QCOMPARE(view.currentKey()->remoteId, u"id-beta"_s);
}

void NameSearchTest::takesQuickKeysForOneWord()
{
    work::TokenStore store;
    fill(store, {u"baa"_s, u"bab"_s, u"bbb"_s, u"b c"_s});
    models::TokenTableModel model(store, m_clock);
    TokenTableView view(model);
    view.show();
    QTest::keyClicks(&view, u"bab"_s);
    QCOMPARE(view.currentKey()->remoteId, u"id-bab"_s);
    pauseBetweenKeys(true);
    QTest::keyClicks(&view, u"b"_s);
    pauseBetweenKeys(false);
    QTest::keyClicks(&view, u" c"_s);
    QCOMPARE(view.currentKey()->remoteId, u"id-b c"_s);
}

void NameSearchTest::goesOnWithTheSameKey()
{
    work::TokenStore store;
    fill(store, {u"b1"_s, u"b2"_s, u"c"_s});
    models::TokenTableModel model(store, m_clock);
    NameSearch search(model);
    QSignalSpy found(&search, &NameSearch::found);
    search.type(u"b"_s, -1);
    search.type(u"b"_s, 0);
    search.type(u"b"_s, 1);
    QCOMPARE(found.size(), 3);
    const auto name
        = [&](int i) { return store.token(found.at(i).at(0).value<work::RowId>()).name; };
    QCOMPARE((QStringList {name(0), name(1), name(2)}), (QStringList {u"b1"_s, u"b2"_s, u"b1"_s}));
}

void NameSearchTest::staysWhereItIsWithoutAMatch()
{
    work::TokenStore store;
    models::TokenTableModel model(store, m_clock);
    NameSearch search(model);
    QSignalSpy found(&search, &NameSearch::found);
    search.type(u"b"_s, -1); // Nothing is listed yet.
    fill(store, {u"a"_s, u"ab"_s});
    QTRY_COMPARE(model.rowCount(), 2);
    pauseBetweenKeys(true);
    search.type(u"b"_s, 1);
    QVERIFY(found.isEmpty());
    QVERIFY(!search.isRunning());
}

void NameSearchTest::looksThroughManyInSlices()
{
    work::TokenStore store;
    std::vector<domain::Token> many;
    for (int i = 0; i < 200'000; ++i)
        many.push_back(test::token(u"m"_s, QString::number(i), u"name"_s));
    many.back().name = u"zulu"_s;
    store.merge(domain::TokenBatch::of(many));
    models::TokenTableModel model(store, m_clock);
    QTRY_VERIFY(model.rowCount() == 200'000 && !model.isOrdering());
    NameSearch search(model);
    QSignalSpy found(&search, &NameSearch::found);
    test::settle();
    test::StallWatch watch;
    search.type(u"z"_s, 0);
    QTRY_COMPARE(found.size(), 1);
    VERIFY_SPEED(watch.busy() < 16ms, watch.text());
    QCOMPARE(store.token(found.at(0).at(0).value<work::RowId>()).name, u"zulu"_s);
}

QTEST_MAIN(NameSearchTest)
#include "tst_namesearch.moc"
