// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Suggestions and recent filters: what the keys do while the list is open and while it is not.

#include "models/icons.h"
#include "stricttest.h"
#include "tokens/completionpopup.h"
#include "tokens/filterfield.h"

#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using tokens::CompletionPopup;
using tokens::FilterField;

class FilterFieldTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void suggestsWhileTyping();
    void keepsTheKeysOfAClosedList_data();
    void keepsTheKeysOfAClosedList();
    void takesASuggestionByKeyboard_data();
    void takesASuggestionByKeyboard();
    void takesASuggestionByMouse();
    void goesOnWithTheValuesOfAField();
    void closesWithoutClearing();
    void leavesWithWhatWasTyped();
    void suggestsAnywhereWhenAsked();
    void suggestsNothingBetweenTermsByItself();
    void asksForItsSourceOncePerVisit();
    void offersRecentFiltersInTheEmptyField();
    void closesWhenTheCursorMovesAway();
    void undoesASuggestion();
    void underlinesTheMarkedLetters();
    void marksThePlaceWhereSomethingIsMissing();

private:
    QTreeWidget *list() const { return m_host->findChild<QTreeWidget *>(u"completionList"_s); }
    bool isOpen() const { return list() && list()->isVisible(); }
    QStringList offered() const;
    QImage picture() const { return m_field->grab().toImage(); }
    /// Columns in which pixels of the error's colour are.
    QList<int> redColumns() const;

    std::unique_ptr<QWidget> m_host;
    FilterField *m_field = nullptr;
    int m_asked = 0;
};

void FilterFieldTest::init()
{
    m_host = std::make_unique<QWidget>();
    m_host->resize(700, 400);
    m_field = new FilterField(m_host.get());
    auto *column = new QVBoxLayout(m_host.get());
    column->addWidget(m_field);
    column->addStretch();
    m_asked = 0;
    m_field->setCompletionSource([this] {
        ++m_asked;
        return filter::CompletionSource {{u"Prod EU"_s}, {u"ada@example.org"_s}, {}, {}};
    });
    m_host->show();
    m_host->activateWindow();
    m_field->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_host.get(), test::patienceMs()));
}

void FilterFieldTest::cleanup()
{
    m_host.reset();
}

QStringList FilterFieldTest::offered() const
{
    QStringList texts;
    for (int row = 0; row < list()->topLevelItemCount(); ++row)
        texts += list()->topLevelItem(row)->text(0);
    return texts;
}

void FilterFieldTest::suggestsWhileTyping()
{
    QVERIFY(!isOpen());
    QTest::keyClicks(m_field, u"stat"_s);
    QVERIFY(isOpen());
    QCOMPARE(offered().first(), u"status:"_s);
    QVERIFY(!list()->topLevelItem(0)->text(1).isEmpty()); // what it means
    QVERIFY(!list()->accessibleName().isEmpty());
    QVERIFY(!list()->currentItem());
    QVERIFY(m_field->hasFocus());
    QTest::keyClicks(m_field, u"zzz"_s);
    QVERIFY(!isOpen());
}

void FilterFieldTest::keepsTheKeysOfAClosedList_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<bool>("clears");
    QTest::newRow("Return") << Qt::Key_Return << false;
    QTest::newRow("Down") << Qt::Key_Down << false;
    QTest::newRow("Escape") << Qt::Key_Escape << true;
}

void FilterFieldTest::keepsTheKeysOfAClosedList()
{
    QFETCH(Qt::Key, key);
    m_field->setText(u"deploy"_s);
    QSignalSpy left(m_field, &FilterField::left);
    QSignalSpy cleared(m_field, &FilterField::clearRequested);
    QVERIFY(!isOpen());
    QTest::keyClick(m_field, key);
    QFETCH(bool, clears);
    QCOMPARE(left.size(), clears ? 0 : 1);
    QCOMPARE(cleared.size(), clears ? 1 : 0);
}

void FilterFieldTest::takesASuggestionByKeyboard_data()
{
    QTest::addColumn<QList<Qt::Key>>("keys");
    QTest::addColumn<QString>("text");
    using Keys = QList<Qt::Key>;
    QTest::newRow("Tab") << Keys {Qt::Key_Tab} << u"status:active"_s;
    QTest::newRow("Down Enter") << Keys {Qt::Key_Down, Qt::Key_Enter} << u"status:active"_s;
    QTest::newRow("Down Down Return")
        << Keys {Qt::Key_Down, Qt::Key_Down, Qt::Key_Return} << u"status:disabled"_s;
    QTest::newRow("Down Down Up Tab")
        << Keys {Qt::Key_Down, Qt::Key_Down, Qt::Key_Up, Qt::Key_Tab} << u"status:active"_s;
    QTest::newRow("Up goes to the last")
        << Keys {Qt::Key_Up, Qt::Key_Return} << u"status:unknown"_s;
}

void FilterFieldTest::takesASuggestionByKeyboard()
{
    QTest::keyClicks(m_field, u"status:"_s);
    QVERIFY(isOpen());
    QSignalSpy left(m_field, &FilterField::left);
    QFETCH(QList<Qt::Key>, keys);
    for (const Qt::Key key : keys)
        QTest::keyClick(m_field, key);
    QTEST(m_field->text(), "text");
    QVERIFY(!isOpen());
    QCOMPARE(left.size(), 0);
    QVERIFY(m_field->hasFocus());
}

void FilterFieldTest::takesASuggestionByMouse()
{
    QTest::keyClicks(m_field, u"mist env:"_s);
    QVERIFY(isOpen());
    const QRect place = list()->visualItemRect(list()->topLevelItem(1));
    QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, place.center());
    QCOMPARE(m_field->text(), u"mist env:"_s + u"staging"_s);
    QVERIFY(!isOpen());
    QVERIFY(m_field->hasFocus());
}

void FilterFieldTest::goesOnWithTheValuesOfAField()
{
    QTest::keyClicks(m_field, u"conn"_s);
    QTest::keyClick(m_field, Qt::Key_Tab);
    QCOMPARE(m_field->text(), u"connection:"_s);
    QVERIFY(isOpen());
    QTest::keyClick(m_field, Qt::Key_Tab);
    QCOMPARE(m_field->text(), u"connection:\"Prod EU\""_s);
    QVERIFY(!isOpen());
}

void FilterFieldTest::closesWithoutClearing()
{
    QTest::keyClicks(m_field, u"stat"_s);
    QSignalSpy cleared(m_field, &FilterField::clearRequested);
    QTest::keyClick(m_field, Qt::Key_Escape);
    QVERIFY(!isOpen());
    QCOMPARE(m_field->text(), u"stat"_s);
    QCOMPARE(cleared.size(), 0);
}

void FilterFieldTest::leavesWithWhatWasTyped()
{
    QTest::keyClicks(m_field, u"stat"_s);
    QSignalSpy left(m_field, &FilterField::left);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(left.size(), 1);
    QCOMPARE(m_field->text(), u"stat"_s);
    QVERIFY(!isOpen());
}

void FilterFieldTest::suggestsAnywhereWhenAsked()
{
    QTest::keyClick(m_field, Qt::Key_Space, Qt::ControlModifier);
    QVERIFY(isOpen());
    QVERIFY(offered().contains(u"vendor:"_s));
    QCOMPARE(m_field->text(), QString());
}

void FilterFieldTest::suggestsNothingBetweenTermsByItself()
{
    QTest::keyClicks(m_field, u"status:active "_s);
    QVERIFY(!isOpen());
}

void FilterFieldTest::asksForItsSourceOncePerVisit()
{
    QCOMPARE(m_asked, 0);
    QTest::keyClicks(m_field, u"owner:a"_s);
    QCOMPARE(m_asked, 1);
    QVERIFY(offered().contains(u"ada@example.org"_s));
    m_field->clearFocus();
    QVERIFY(!isOpen());
    m_field->setFocus();
    QTest::keyClicks(m_field, u"d"_s);
    QCOMPARE(m_asked, 2);
}

void FilterFieldTest::offersRecentFiltersInTheEmptyField()
{
    QTest::keyClick(m_field, Qt::Key_Up);
    QVERIFY(!isOpen()); // There are none.
    m_field->setHistory({u"status:active"_s, u"night build"_s});
    QTest::keyClick(m_field, Qt::Key_Up);
    QVERIFY(isOpen());
    QCOMPARE(offered(), (QStringList {u"status:active"_s, u"night build"_s}));
    QTest::keyClick(m_field, Qt::Key_Down);
    QTest::keyClick(m_field, Qt::Key_Return);
    QCOMPARE(m_field->text(), u"night build"_s);
    QVERIFY(!isOpen());
    QTest::keyClick(m_field, Qt::Key_Up);
    QVERIFY(!isOpen());
    QCOMPARE(m_field->text(), u"night build"_s);
}

void FilterFieldTest::closesWhenTheCursorMovesAway()
{
    QTest::keyClicks(m_field, u"stat"_s);
    QVERIFY(isOpen());
    QTest::keyClick(m_field, Qt::Key_Left);
    QVERIFY(!isOpen());
}

void FilterFieldTest::undoesASuggestion()
{
    QTest::keyClicks(m_field, u"stat"_s);
    QTest::keyClick(m_field, Qt::Key_Tab);
    QCOMPARE(m_field->text(), u"status:"_s);
    m_field->undo();
    QCOMPARE(m_field->text(), u"stat"_s);
}

QList<int> FilterFieldTest::redColumns() const
{
    const QImage image = picture();
    const QColor error = models::toneColour(models::Tone::Error, m_field->palette());
    QList<int> columns;
    for (int x = 0; x < image.width(); ++x) {
        for (int y = image.height() / 2; y < image.height(); ++y) {
            const QColor pixel = image.pixelColor(x, y);
            const int far = std::abs(pixel.red() - error.red())
                + std::abs(pixel.green() - error.green()) + std::abs(pixel.blue() - error.blue());
            if (far < 60) {
                columns += qRound(x / image.devicePixelRatio());
                break;
            }
        }
    }
    return columns;
}

void FilterFieldTest::underlinesTheMarkedLetters()
{
    m_field->setText(u"aaaa bbbb cccc"_s);
    QVERIFY(redColumns().isEmpty());
    m_field->mark(5, 4);
    const QList<int> red = redColumns();
    QVERIFY(!red.isEmpty());
    const int from = red.first();
    const int to = red.last();
    QCOMPARE(m_field->cursorPositionAt({from, m_field->height() / 2}), 5);
    QVERIFY(m_field->cursorPositionAt({to, m_field->height() / 2}) >= 8);
    QVERIFY(m_field->cursorPositionAt({to, m_field->height() / 2}) <= 10);
    m_field->clearMark();
    QVERIFY(redColumns().isEmpty());
}

void FilterFieldTest::marksThePlaceWhereSomethingIsMissing()
{
    m_field->setText(u"status:"_s);
    m_field->mark(7, 0);
    QVERIFY(!redColumns().isEmpty());
}

QTEST_MAIN(FilterFieldTest)
#include "tst_filterfield.moc"
