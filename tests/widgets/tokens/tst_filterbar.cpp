// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shots.h"
#include "stricttest.h"
#include "tokens/filterbar.h"

#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using tokens::FilterBar;

class FilterBarTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void waitsForAPauseInTyping();
    void clearsAtOnceWithEscape();
    void goesToTheTable_data();
    void goesToTheTable();
    void saysHowManyMatch();
};

void FilterBarTest::waitsForAPauseInTyping()
{
    FilterBar bar;
    bar.show();
    auto *field = bar.findChild<QLineEdit *>(u"filterField"_s);
    QCOMPARE(field->accessibleName(), u"Filter tokens"_s);
    QSignalSpy changed(&bar, &FilterBar::textChanged);
    QTest::keyClicks(field, u"deploy"_s);
    QCOMPARE(changed.size(), 0);
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(changed.at(0).at(0).toString(), u"deploy"_s);
    QTest::qWait(200);
    QCOMPARE(changed.size(), 1);
    test::shoot(bar, u"filterbar"_s);
}

void FilterBarTest::clearsAtOnceWithEscape()
{
    FilterBar bar;
    bar.setText(u"x"_s);
    QSignalSpy changed(&bar, &FilterBar::textChanged);
    QSignalSpy left(&bar, &FilterBar::left);
    auto *field = bar.findChild<QLineEdit *>(u"filterField"_s);
    QTest::keyClick(field, Qt::Key_Escape);
    QCOMPARE(changed.size(), 1);
    QVERIFY(bar.text().isEmpty());
    QCOMPARE(left.size(), 0);
    QTest::keyClick(field, Qt::Key_Escape);
    QCOMPARE(left.size(), 1);
    QCOMPARE(changed.size(), 1);
}

void FilterBarTest::goesToTheTable_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::newRow("Return") << Qt::Key_Return;
    QTest::newRow("Down") << Qt::Key_Down;
}

void FilterBarTest::goesToTheTable()
{
    QFETCH(Qt::Key, key);
    FilterBar bar;
    auto *field = bar.findChild<QLineEdit *>(u"filterField"_s);
    QSignalSpy changed(&bar, &FilterBar::textChanged);
    QSignalSpy left(&bar, &FilterBar::left);
    QTest::keyClicks(field, u"ab"_s);
    QTest::keyClick(field, key);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(left.size(), 1);
}

void FilterBarTest::saysHowManyMatch()
{
    FilterBar bar;
    auto *counts = bar.findChild<QLabel *>(u"filterCounts"_s);
    bar.showCounts(3, 40);
    QCOMPARE(counts->text(), u"3 of 40 tokens"_s);
    bar.showCounts(40, 40);
    QCOMPARE(counts->text(), u"40 tokens"_s);
    bar.showCounts(1, 1);
    QCOMPARE(counts->text(), u"1 token"_s);
}

QTEST_MAIN(FilterBarTest)
#include "tst_filterbar.moc"
