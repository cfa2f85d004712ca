// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shots.h"
#include "stricttest.h"
#include "tokens/celldelegate.h"

#include <QPainter>
#include <QStandardItemModel>
#include <QTableView>

#include <cmath>

using namespace Qt::StringLiterals;
using tokens::CellDelegate;

namespace {

double luminance(const QColor &colour)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double one = luminance(a) + 0.05;
    const double two = luminance(b) + 0.05;
    return std::max(one, two) / std::min(one, two);
}

int pixelsOf(const QImage &image, const QColor &colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixelColor(x, y) == colour;
    }
    return count;
}

} // namespace

class CellDelegateTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void isLegibleInEveryTheme_data();
    void isLegibleInEveryTheme();
    void marksTheWordsOnly();
    void paintsTheRestAsQtDoes();
};

void CellDelegateTest::isLegibleInEveryTheme_data()
{
    QTest::addColumn<QPalette>("palette");
    QTest::newRow("light") << support::lightPalette();
    QTest::newRow("dark") << support::darkPalette();
}

void CellDelegateTest::isLegibleInEveryTheme()
{
    QFETCH(QPalette, palette);
    QVERIFY(contrast(CellDelegate::markColour(palette), CellDelegate::markedTextColour(palette))
        >= 4.5);
}

void CellDelegateTest::marksTheWordsOnly()
{
    QStandardItemModel model(1, 3);
    model.setItem(0, 0, new QStandardItem(u"caf\u00e9"_s));
    model.setItem(0, 1, new QStandardItem(u"other"_s));
    model.setItem(
        0, 2, new QStandardItem(u"a name far too long for its cell, but fe at the end"_s));
    QTableView view;
    view.setModel(&model);
    auto *delegate = new CellDelegate(&view);
    view.setItemDelegate(delegate);
    view.resize(500, 100);
    const QColor mark = CellDelegate::markColour(view.palette());
    QCOMPARE(pixelsOf(view.grab().toImage(), mark), 0);
    delegate->setWords({u"fe"_s});
    view.viewport()->update();
    const QImage image = view.viewport()->grab().toImage();
    QVERIFY(pixelsOf(image.copy(view.visualRect(model.index(0, 0))), mark) > 20);
    QCOMPARE(pixelsOf(image.copy(view.visualRect(model.index(0, 1))), mark), 0);
    QVERIFY(pixelsOf(image.copy(view.visualRect(model.index(0, 2))), mark) > 5); // The ellipsis.
}

/// A word that stands nowhere leaves each pixel as it was; one that does moves no letter.
void CellDelegateTest::paintsTheRestAsQtDoes()
{
    QStandardItemModel model(1, 2);
    model.setItem(0, 0, new QStandardItem(u"ending in x"_s));
    model.setItem(0, 1, new QStandardItem(u"plain"_s));
    QTableView view;
    view.setModel(&model);
    view.resize(400, 100);
    const QImage before = view.grab().toImage();
    auto *delegate = new CellDelegate(&view);
    view.setItemDelegate(delegate);
    delegate->setWords({u"nowhere"_s});
    QCOMPARE(view.grab().toImage(), before);
    delegate->setWords({u"x"_s});
    const QRect cell = view.visualRect(model.index(0, 0));
    const QRect unmarked(view.viewport()->mapTo(&view, cell.topLeft()),
        QSize(view.fontMetrics().horizontalAdvance(u"ending i"_s), cell.height()));
    QCOMPARE(view.grab().toImage().copy(unmarked), before.copy(unmarked));
}

QTEST_MAIN(CellDelegateTest)
#include "tst_celldelegate.moc"
