// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>

#include <array>

// A static library's resources are only linked in when something names them.
static void initialiseIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace models {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array sizes = {16, 20, 24, 32, 40, 48, 64, 96};

QString fileOf(const QString &name, int size)
{
    return u":/icons/%1-%2.png"_s.arg(name).arg(size);
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < 128;
}

/// The mask at the next size up, so that scaling never blurs upwards where it need not.
QImage maskFor(const QString &name, int extent)
{
    int chosen = sizes.back();
    for (const int size : sizes) {
        if (size >= extent) {
            chosen = size;
            break;
        }
    }
    return QImage(fileOf(name, chosen));
}

class SymbolicEngine final : public QIconEngine
{
public:
    SymbolicEngine(QString name, Tone tone)
        : m_name(std::move(name))
        , m_tone(tone)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatioF();
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }

    QPixmap scaledPixmap(
        const QSize &size, QIcon::Mode mode, QIcon::State /*state*/, qreal /*scale*/) override
    {
        const QColor colour = colourFor(mode);
        const int extent = std::min(size.width(), size.height());
        const QString key = u"td-icon/%1/%2/%3"_s.arg(m_name).arg(extent).arg(colour.rgba());
        QPixmap pixmap;
        if (QPixmapCache::find(key, &pixmap))
            return pixmap;
        QImage image = maskFor(m_name, extent);
        if (image.isNull() || extent <= 0)
            return {};
        image = image.convertToFormat(QImage::Format_ARGB32_Premultiplied);
        if (image.width() != extent)
            image = image.scaled(extent, extent, Qt::KeepAspectRatio, Qt::SmoothTransformation);
        QPainter painter(&image);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(image.rect(), colour);
        painter.end();
        pixmap = QPixmap::fromImage(image);
        QPixmapCache::insert(key, pixmap);
        return pixmap;
    }

    QList<QSize> availableSizes(QIcon::Mode /*mode*/, QIcon::State /*state*/) override
    {
        QList<QSize> all;
        for (const int size : sizes)
            all.append({size, size});
        return all;
    }

    bool isNull() override { return false; }
    QString iconName() override { return m_name; }
    QString key() const override { return u"tokendesk-symbolic"_s; }
    QIconEngine *clone() const override { return new SymbolicEngine(m_name, m_tone); }

private:
    QColor colourFor(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Selected)
            return palette.color(QPalette::Active, QPalette::HighlightedText);
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::WindowText);
        return toneColour(m_tone, palette);
    }

    QString m_name;
    Tone m_tone;
};

} // namespace

QColor toneColour(Tone tone, const QPalette &palette)
{
    const bool dark = isDark(palette);
    switch (tone) {
    case Tone::Text:
        return palette.color(QPalette::Active, QPalette::WindowText);
    case Tone::Ok:
        return dark ? QColor(0x6d, 0xd5, 0x8c) : QColor(0x14, 0x6c, 0x2e);
    case Tone::Warning:
        return dark ? QColor(0xf5, 0xbf, 0x4f) : QColor(0x85, 0x53, 0x00);
    case Tone::Error:
        return dark ? QColor(0xff, 0x9d, 0x92) : QColor(0xb3, 0x26, 0x1e);
    case Tone::Info:
        return dark ? QColor(0x9b, 0xc4, 0xff) : QColor(0x0b, 0x4f, 0xb3);
    case Tone::Muted:
        return dark ? QColor(0xb6, 0xbb, 0xc1) : QColor(0x55, 0x5a, 0x60);
    }
    return {};
}

Tone statusTone(domain::TokenStatus status)
{
    switch (status) {
    case domain::TokenStatus::Active:
        return Tone::Ok;
    case domain::TokenStatus::Expired:
        return Tone::Warning;
    case domain::TokenStatus::Deleted:
        return Tone::Error;
    case domain::TokenStatus::Disabled:
    case domain::TokenStatus::Unknown:
        break;
    }
    return Tone::Muted;
}

QColor environmentColour(domain::Environment environment, const QPalette &palette)
{
    switch (environment) {
    case domain::Environment::Production:
        return toneColour(Tone::Error, palette);
    case domain::Environment::Staging:
        return toneColour(Tone::Warning, palette);
    case domain::Environment::Test:
        break;
    }
    return toneColour(Tone::Info, palette);
}

QIcon icon(const QString &name, Tone tone)
{
    initialiseIcons();
    return QFile::exists(fileOf(name, sizes.front())) ? QIcon(new SymbolicEngine(name, tone))
                                                      : QIcon();
}

QIcon applicationIcon()
{
    initialiseIcons();
    QIcon result;
    for (const int size : {16, 24, 32, 48, 64, 128, 256, 512})
        result.addFile(fileOf(u"tokendesk"_s, size), {size, size});
    return result;
}

} // namespace models
