// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shots.h"
#include "stricttest.h"
#include "tokens/filterbar.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QToolButton>
#include <QVBoxLayout>

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
    void saysWhatIsWrong();
    void mendsWithOneClick();
    void waitsForWhatIsOnlyUnfinished();
    void keepsChipsOfTheLastValidFilter();
    void removesATerm();
    void remembersRecentFilters();
    void keepsNoMoreThanTwentyFilters();
    void asksForHelp();
    void reachesEverythingByTab();
    void looksRight();
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
    test::settle(std::chrono::milliseconds(200));
    QCOMPARE(changed.size(), 1);
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

void FilterBarTest::saysWhatIsWrong()
{
    FilterBar bar;
    bar.show();
    auto *problem = bar.findChild<QWidget *>(u"filterProblem"_s);
    auto *field = bar.findChild<QLineEdit *>(u"filterField"_s);
    bar.setText(u"vendor:mist statsu:active"_s);
    QVERIFY(problem->isVisible());
    const QString said = bar.findChild<QLabel *>(u"filterProblemText"_s)->text();
    QVERIFY2(said.contains(u"There is no field \"statsu\""_s), qPrintable(said));
    QVERIFY(said.contains(u"Showing every token"_s));
    QCOMPARE(field->accessibleDescription(), said);
    QCOMPARE(bar.text(), u"vendor:mist statsu:active"_s);
    bar.setText(u"vendor:mist"_s);
    QVERIFY(!problem->isVisible());
    bar.setText(u"vendor:mist statsu:active"_s);
    QVERIFY(bar.findChild<QLabel *>(u"filterProblemText"_s)
                ->text()
                .contains(u"Showing the last filter that could be read."_s));
}

void FilterBarTest::mendsWithOneClick()
{
    FilterBar bar;
    bar.show();
    bar.setText(u"statsu:active deploy"_s);
    auto *button = bar.findChild<QPushButton *>(u"filterMendButton"_s);
    QVERIFY(button->isVisible());
    QCOMPARE(button->text(), u"Use status:active"_s);
    QSignalSpy changed(&bar, &FilterBar::textChanged);
    button->click();
    QCOMPARE(bar.text(), u"status:active deploy"_s);
    QCOMPARE(changed.size(), 1);
    QVERIFY(!bar.findChild<QWidget *>(u"filterProblem"_s)->isVisible());
    bar.setText(u"(deploy"_s); // There is nothing to suggest, or what there is helps.
    if (button->isVisible()) {
        button->click();
        QVERIFY(!bar.findChild<QWidget *>(u"filterProblem"_s)->isVisible());
    }
}

void FilterBarTest::waitsForWhatIsOnlyUnfinished()
{
    FilterBar bar;
    bar.show();
    bar.activateWindow();
    auto *field = bar.findChild<QLineEdit *>(u"filterField"_s);
    auto *problem = bar.findChild<QWidget *>(u"filterProblem"_s);
    field->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(&bar, test::patienceMs()));
    QSignalSpy changed(&bar, &FilterBar::textChanged);
    QTest::keyClicks(field, u"name:"_s);
    QTRY_COMPARE(changed.size(), 1);
    QVERIFY(!problem->isVisible());
    QTRY_VERIFY(problem->isVisible());
    QTest::keyClicks(field, u"a"_s);
    QTRY_VERIFY(!problem->isVisible());
}

void FilterBarTest::keepsChipsOfTheLastValidFilter()
{
    FilterBar bar;
    bar.show();
    const auto chipTexts = [&bar] {
        QStringList texts;
        const auto labels = bar.findChildren<QLabel *>(u"filterChipText"_s);
        for (const QLabel *label : labels) {
            if (label->isVisible())
                texts += label->text();
        }
        return texts;
    };
    bar.setText(u"vendor:mist deploy"_s);
    QCOMPARE(chipTexts(), (QStringList {u"vendor:mist"_s, u"deploy"_s}));
    auto *remove = bar.findChild<QToolButton *>(u"filterChipRemove"_s);
    QVERIFY(remove->isEnabled());
    bar.setText(u"vendor:mist deploy ("_s);
    QCOMPARE(chipTexts(), (QStringList {u"vendor:mist"_s, u"deploy"_s}));
    QVERIFY(!bar.findChild<QToolButton *>(u"filterChipRemove"_s)->isEnabled());
}

void FilterBarTest::removesATerm()
{
    FilterBar bar;
    bar.show();
    bar.setText(u"vendor:mist   deploy  -used:<30d"_s);
    QSignalSpy changed(&bar, &FilterBar::textChanged);
    bar.findChildren<QToolButton *>(u"filterChipRemove"_s).at(1)->click();
    QCOMPARE(bar.text(), u"vendor:mist -used:<30d"_s);
    QCOMPARE(changed.size(), 1);
    bar.findChild<QLineEdit *>(u"filterField"_s)->undo();
    QCOMPARE(bar.text(), u"vendor:mist   deploy  -used:<30d"_s);
}

void FilterBarTest::remembersRecentFilters()
{
    FilterBar bar;
    bar.show();
    auto *field = bar.findChild<QLineEdit *>(u"filterField"_s);
    QSignalSpy history(&bar, &FilterBar::historyChanged);
    for (const auto &text : {u"one"_s, u"two"_s, u"one"_s, u"broken:"_s}) {
        bar.setText(text);
        QTest::keyClick(field, Qt::Key_Return);
    }
    QCOMPARE(history.size(), 3);
    QCOMPARE(history.last().first().toStringList(), (QStringList {u"one"_s, u"two"_s}));
}

void FilterBarTest::keepsNoMoreThanTwentyFilters()
{
    FilterBar bar;
    QSignalSpy history(&bar, &FilterBar::historyChanged);
    for (int i = 0; i < 30; ++i) {
        bar.setText(u"filter %1"_s.arg(i));
        bar.clear();
    }
    QCOMPARE(history.last().first().toStringList().size(), 20);
    QCOMPARE(history.last().first().toStringList().first(), u"filter 29"_s);
}

void FilterBarTest::asksForHelp()
{
    FilterBar bar;
    QSignalSpy asked(&bar, &FilterBar::helpRequested);
    bar.findChild<QToolButton *>(u"filterHelpButton"_s)->click();
    QCOMPARE(asked.size(), 1);
}

void FilterBarTest::reachesEverythingByTab()
{
    QWidget host;
    auto *bar = new FilterBar(&host);
    auto *table = new QLineEdit(&host);
    table->setObjectName(u"table"_s);
    auto *column = new QVBoxLayout(&host);
    column->addWidget(bar);
    column->addWidget(table);
    host.resize(700, 200);
    host.show();
    QVERIFY(QTest::qWaitForWindowActive(&host, test::patienceMs()));
    bar->setText(u"one two"_s);
    bar->setText(u"three four"_s); // new chips stand where the old ones stood
    bar->focusField();
    QStringList stops;
    while (!table->hasFocus() && stops.size() < 10) {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        stops += QApplication::focusWidget()->objectName();
    }
    // The help is for the mouse as well; a tool button takes the focus by Tab.
    QCOMPARE(stops,
        (QStringList {
            u"filterHelpButton"_s, u"filterChipRemove"_s, u"filterChipRemove"_s, u"table"_s}));
}

/// For looking at.
void FilterBarTest::looksRight()
{
    QWidget host;
    host.resize(760, 330);
    auto *bar = new FilterBar(&host);
    auto *column = new QVBoxLayout(&host);
    column->addWidget(bar);
    column->addStretch();
    host.show();
    host.activateWindow();
    bar->showCounts(12, 4000);
    QVERIFY(QTest::qWaitForWindowActive(&host, test::patienceMs()));
    auto *field = bar->findChild<QLineEdit *>(u"filterField"_s);
    test::shoot(host, u"filter-empty"_s);
    bar->setText(
        u"vendor:mist status:active,disabled owner:*@example.com -used:<30d (a or b) deploy "
        "created:2026-01 idle:>90d grant:admin \"night build of a very long name\""_s);
    test::shoot(host, u"filter-chips"_s);
    bar->setText(u"vendor:mist status:actvie deploy"_s);
    test::shoot(host, u"filter-error"_s);
    bar->setText({});
    field->setFocus();
    QTest::keyClicks(field, u"vendor:mist st"_s);
    QTest::keyClick(field, Qt::Key_Down);
    test::shoot(host, u"filter-popup"_s);
    QTest::keyClick(field, Qt::Key_Escape);
    QTest::keyClicks(field, u"atus:active used:"_s);
    test::settle(std::chrono::milliseconds(200));
    QTest::keyClick(field, Qt::Key_Down);
    test::shoot(host, u"filter-popup-times"_s);
    QVERIFY(bar->isVisible());
}

QTEST_MAIN(FilterBarTest)
#include "tst_filterbar.moc"
