// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/celltext.h"
#include "models/icons.h"
#include "stricttest.h"

#include <QDir>
#include <QGuiApplication>

#include <cmath>

using namespace Qt::StringLiterals;
using models::Tone;

class IconsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void everyDrawingIsAnIcon();
    void anUnknownNameIsAnEmptyIcon();
    void everyStatusHasItsOwnIcon();
    void followsTheThemeWithoutBeingMadeAgain();
    void tonesCanBeReadOnLightAndDark_data();
    void tonesCanBeReadOnLightAndDark();
};

namespace {

double luminance(const QColor &colour)
{
    const auto linear
        = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
        + 0.0722 * linear(colour.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double bright = std::max(luminance(a), luminance(b));
    const double dim = std::min(luminance(a), luminance(b));
    return (bright + 0.05) / (dim + 0.05);
}

QPalette paletteOf(const QColor &window, const QColor &base, const QColor &text)
{
    QPalette palette(window);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, window);
    for (const auto role : {QPalette::WindowText, QPalette::Text})
        palette.setColor(role, text);
    return palette;
}

/// The strongest pixel: what the drawing's colour is.
QColor inkOf(const QIcon &icon, int extent, QIcon::Mode mode = QIcon::Normal)
{
    const QImage image = icon.pixmap(QSize(extent, extent), 1.0, mode).toImage();
    QColor ink(Qt::transparent);
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > ink.alpha())
                ink = image.pixelColor(x, y);
        }
    }
    return ink;
}

} // namespace

void IconsTest::everyDrawingIsAnIcon()
{
    const QDir drawings(QStringLiteral(TD_TEST_DATA "/../../resources/icons"));
    const QStringList files = drawings.entryList({u"*.svg"_s});
    QVERIFY(files.size() > 30);
    for (const QString &file : files) {
        const QString name = file.chopped(4);
        if (name == "tokendesk"_L1)
            continue;
        const QIcon icon = models::icon(name);
        QVERIFY2(!icon.isNull(), qPrintable(name));
        for (const int extent : {16, 24, 32, 48, 96})
            QVERIFY2(inkOf(icon, extent).alpha() > 150, qPrintable(name));
    }
    QCOMPARE(models::applicationIcon().pixmap(QSize(256, 256), 1.0).width(), 256);
}

void IconsTest::anUnknownNameIsAnEmptyIcon()
{
    QVERIFY(models::icon(u"no-such-drawing"_s).isNull());
}

void IconsTest::everyStatusHasItsOwnIcon()
{
    QSet<QString> names;
    for (int status = 0; status < 5; ++status)
        names.insert(models::statusIconName(static_cast<domain::TokenStatus>(status)));
    QCOMPARE(names.size(), 5);
    for (const QString &name : names)
        QVERIFY(!models::icon(name).isNull());
}

void IconsTest::followsTheThemeWithoutBeingMadeAgain()
{
    const QIcon icon = models::icon(u"filter"_s);
    QGuiApplication::setPalette(paletteOf(Qt::white, Qt::white, Qt::black));
    QCOMPARE(inkOf(icon, 32).rgb(), QColor(Qt::black).rgb());
    QGuiApplication::setPalette(paletteOf(QColor(40, 40, 40), QColor(30, 30, 30), Qt::white));
    QCOMPARE(inkOf(icon, 32).rgb(), QColor(Qt::white).rgb());
    QCOMPARE(inkOf(icon, 32, QIcon::Selected).rgb(),
        QGuiApplication::palette().color(QPalette::HighlightedText).rgb());
}

void IconsTest::tonesCanBeReadOnLightAndDark_data()
{
    QTest::addColumn<QColor>("window");
    QTest::addColumn<QColor>("base");
    QTest::addColumn<QColor>("text");
    QTest::newRow("white") << QColor(Qt::white) << QColor(Qt::white) << QColor(Qt::black);
    QTest::newRow("light grey") << QColor(239, 239, 239) << QColor(Qt::white) << QColor(Qt::black);
    QTest::newRow("dark") << QColor(50, 50, 50) << QColor(35, 35, 35) << QColor(Qt::white);
    QTest::newRow("black") << QColor(24, 24, 24) << QColor(Qt::black) << QColor(Qt::white);
}

void IconsTest::tonesCanBeReadOnLightAndDark()
{
    QFETCH(QColor, window);
    QFETCH(QColor, base);
    QFETCH(QColor, text);
    const QPalette palette = paletteOf(window, base, text);
    for (const auto tone :
        {Tone::Text, Tone::Ok, Tone::Warning, Tone::Error, Tone::Info, Tone::Muted}) {
        for (const QColor &ground : {window, base}) {
            const double ratio = contrast(models::toneColour(tone, palette), ground);
            QVERIFY2(ratio >= 4.5, qPrintable(u"tone %1: %2"_s.arg(int(tone)).arg(ratio)));
        }
    }
}

QTEST_MAIN(IconsTest)
#include "tst_icons.moc"
