// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stricttest.h"
#include "tokens/filterchips.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using tokens::FilterChips;

class FilterChipsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void showsAChipForEachTerm();
    void hidesWithoutTerms();
    void removesByMouseAndKeyboard_data();
    void removesByMouseAndKeyboard();
    void goesFromChipToChip();
    void keepsTheFocusAfterRemoving();
    void staysWithinTwoRows();
    void fitsItsWidth_data();
    void fitsItsWidth();
    void removesWhatIsInTheMenu();
    void elidesALongTerm();
    void cannotRemoveFromAnotherFilter();

private:
    void show(const QString &filter, bool canBeRemoved = true)
    {
        m_chips->showTerms(filter::parse(filter).terms, canBeRemoved);
    }
    /// Those that can be seen.
    QList<QWidget *> chips() const;
    QToolButton *button(int index) const
    {
        return chips().at(index)->findChild<QToolButton *>(u"filterChipRemove"_s);
    }
    QToolButton *more() const { return m_chips->findChild<QToolButton *>(u"filterMore"_s); }

    std::unique_ptr<QWidget> m_host;
    FilterChips *m_chips = nullptr;
};

void FilterChipsTest::init()
{
    m_host = std::make_unique<QWidget>();
    m_host->resize(500, 300);
    m_chips = new FilterChips(m_host.get());
    auto *column = new QVBoxLayout(m_host.get());
    column->addWidget(m_chips);
    column->addStretch();
    m_host->show();
    QVERIFY(QTest::qWaitForWindowActive(m_host.get(), test::patienceMs()));
}

QList<QWidget *> FilterChipsTest::chips() const
{
    QList<QWidget *> seen;
    const auto all = m_chips->findChildren<QWidget *>(u"filterChip"_s, Qt::FindDirectChildrenOnly);
    for (QWidget *chip : all) {
        if (chip->isVisible())
            seen += chip;
    }
    return seen;
}

void FilterChipsTest::showsAChipForEachTerm()
{
    show(u"deploy -status:active (a or b)"_s);
    QCOMPARE(chips().size(), 3);
    QCOMPARE(chips().at(1)->findChild<QLabel *>(u"filterChipText"_s)->text(), u"-status:active"_s);
    QCOMPARE(button(1)->accessibleName(), u"Remove -status:active from the filter"_s);
    QVERIFY(!more()->isVisible());
}

void FilterChipsTest::hidesWithoutTerms()
{
    show(u"deploy"_s);
    QVERIFY(m_chips->isVisible());
    show({});
    QVERIFY(!m_chips->isVisible());
}

void FilterChipsTest::removesByMouseAndKeyboard_data()
{
    QTest::addColumn<int>("key");
    QTest::newRow("mouse") << 0;
    QTest::newRow("Space") << int(Qt::Key_Space);
    QTest::newRow("Return") << int(Qt::Key_Return);
    QTest::newRow("Delete") << int(Qt::Key_Delete);
    QTest::newRow("Backspace") << int(Qt::Key_Backspace);
}

void FilterChipsTest::removesByMouseAndKeyboard()
{
    show(u"one two three"_s);
    QSignalSpy removed(m_chips, &FilterChips::removeRequested);
    QFETCH(int, key);
    if (key == 0)
        QTest::mouseClick(button(1), Qt::LeftButton);
    else
        QTest::keyClick(button(1), static_cast<Qt::Key>(key));
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed.at(0).at(0).value<std::size_t>(), std::size_t(1));
}

void FilterChipsTest::goesFromChipToChip()
{
    show(u"one two"_s);
    QVERIFY(button(0)->focusPolicy() & Qt::TabFocus);
    button(0)->setFocus();
    QTest::keyClick(button(0), Qt::Key_Right);
    QVERIFY(button(1)->hasFocus());
    QTest::keyClick(button(1), Qt::Key_Right);
    QVERIFY(button(1)->hasFocus());
    QTest::keyClick(button(1), Qt::Key_Left);
    QVERIFY(button(0)->hasFocus());
    QTest::keyClick(button(0), Qt::Key_Left);
    QVERIFY(button(0)->hasFocus());
}

void FilterChipsTest::keepsTheFocusAfterRemoving()
{
    show(u"one two three"_s);
    QSignalSpy released(m_chips, &FilterChips::focusReleased);
    for (const auto &[index, left] :
        {std::pair(1, u"one three"_s), std::pair(1, u"one"_s), std::pair(0, u""_s)}) {
        button(index)->setFocus();
        QTest::keyClick(button(index), Qt::Key_Delete);
        show(left);
        if (!left.isEmpty())
            QVERIFY(button(std::min(index, static_cast<int>(chips().size()) - 1))->hasFocus());
    }
    QCOMPARE(released.size(), 1);
}

void FilterChipsTest::staysWithinTwoRows()
{
    show(u"one"_s);
    const int one = m_chips->height();
    QStringList words;
    for (int i = 0; i < 700; ++i)
        words += u"w%1"_s.arg(i);
    show(words.join(u' '));
    QVERIFY2(m_chips->height() <= 2 * one + 10, qPrintable(QString::number(m_chips->height())));
    QVERIFY(more()->isVisible());
    const auto shown = chips().size();
    QVERIFY(shown > 4);
    QCOMPARE(more()->text(), u"+%1 more"_s.arg(700 - shown));
}

void FilterChipsTest::fitsItsWidth_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {150, 300, 700})
        QTest::addRow("%d", width) << width;
}

void FilterChipsTest::fitsItsWidth()
{
    QFETCH(int, width);
    show(
        u"status:active,disabled vendor:mist owner:*@example.com \"night build\" used:>90d -deploy"_s);
    m_host->resize(width, 300);
    test::settle();
    QList<QWidget *> parts = chips();
    if (more()->isVisible())
        parts += more();
    for (QWidget *part : std::as_const(parts)) {
        QVERIFY(m_chips->rect().contains(part->geometry()));
        for (QWidget *other : std::as_const(parts))
            QVERIFY(part == other || !part->geometry().intersects(other->geometry()));
    }
}

void FilterChipsTest::removesWhatIsInTheMenu()
{
    m_host->resize(200, 300);
    show(u"alpha beta gamma delta epsilon zeta eta theta"_s);
    test::settle();
    const auto shown = chips().size();
    QVERIFY(shown < 8);
    const auto entries = m_chips->findChild<QMenu *>(u"filterMoreMenu"_s)->actions();
    QCOMPARE(entries.size(), 8 - shown);
    QCOMPARE(entries.last()->text(), u"Remove theta"_s);
    QSignalSpy removed(m_chips, &FilterChips::removeRequested);
    entries.last()->trigger();
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed.at(0).at(0).value<std::size_t>(), std::size_t(7));
}

void FilterChipsTest::elidesALongTerm()
{
    show(u"\"%1\""_s.arg(QString(500, u'x')));
    QCOMPARE(chips().size(), 1);
    const QString text = chips().first()->findChild<QLabel *>(u"filterChipText"_s)->text();
    QVERIFY(text.contains(QChar(0x2026)));
    QVERIFY(chips().first()->width() < 320);
}

void FilterChipsTest::cannotRemoveFromAnotherFilter()
{
    show(u"one"_s, false);
    QVERIFY(!button(0)->isEnabled());
    show(u"one"_s, true);
    QVERIFY(button(0)->isEnabled());
}

QTEST_MAIN(FilterChipsTest)
#include "tst_filterchips.moc"
