// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/settings.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace shell {

using namespace Qt::StringLiterals;

namespace {

std::unique_ptr<QSettings> openStore(const QString &folder, bool mayWrite)
{
    if (!folder.isEmpty() && !mayWrite) {
        auto copy = openStore({}, true);
        const QSettings kept(QDir(folder).filePath(u"window.ini"_s), QSettings::IniFormat);
        const QStringList keys = kept.allKeys();
        for (const QString &key : keys)
            copy->setValue(key, kept.value(key));
        return copy;
    }
    if (folder.isEmpty()) {
        // A file name that is never written: QSettings has no memory-only mode.
        auto store = std::make_unique<QSettings>(
            QSettings::InvalidFormat, QSettings::UserScope, u"tokendesk"_s);
        return store;
    }
    QDir().mkpath(folder);
    const QString file = QDir(folder).filePath(u"window.ini"_s);
    return std::make_unique<QSettings>(file, QSettings::IniFormat);
}

} // namespace

QString themeId(Theme theme)
{
    switch (theme) {
    case Theme::System:
        return u"system"_s;
    case Theme::Light:
        return u"light"_s;
    case Theme::Dark:
        return u"dark"_s;
    }
    return u"system"_s;
}

Theme themeFromId(const QString &id)
{
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        if (themeId(theme) == id)
            return theme;
    }
    return Theme::System;
}

Settings::Settings(const QString &profileFolder, bool mayWrite)
    : m_profileFolder(profileFolder)
    , m_mayWrite(mayWrite)
    , m_store(openStore(profileFolder, mayWrite))
{
}

Theme Settings::theme() const
{
    return themeFromId(m_store->value("theme"_L1).toString());
}

void Settings::setTheme(Theme theme)
{
    m_store->setValue("theme"_L1, themeId(theme));
}

bool Settings::isCompact() const
{
    return m_store->value("compact"_L1, false).toBool();
}

void Settings::setCompact(bool compact)
{
    m_store->setValue("compact"_L1, compact);
}

bool Settings::marksNames() const
{
    return m_store->value("markNames"_L1, false).toBool();
}

void Settings::setMarksNames(bool marks)
{
    m_store->setValue("markNames"_L1, marks);
}

std::chrono::seconds Settings::clipboardTime() const
{
    return std::chrono::seconds {
        std::clamp(m_store->value("clipboardSeconds"_L1, 30).toInt(), 10, 120)};
}

void Settings::setClipboardTime(std::chrono::seconds time)
{
    m_store->setValue("clipboardSeconds"_L1, int(time.count()));
}

bool Settings::isScreenShielded() const
{
    return m_store->value("screenShield"_L1, true).toBool();
}

void Settings::setScreenShielded(bool shielded)
{
    m_store->setValue("screenShield"_L1, shielded);
}

QStringList Settings::recentFilters() const
{
    return m_store->value("recentFilters"_L1).toStringList();
}

void Settings::setRecentFilters(const QStringList &filters)
{
    m_store->setValue("recentFilters"_L1, filters);
}

QByteArray Settings::layout(const char *part) const
{
    return m_store->value("layout/"_L1 + QLatin1StringView(part)).toByteArray();
}

void Settings::setLayout(const char *part, const QByteArray &state)
{
    m_store->setValue("layout/"_L1 + QLatin1StringView(part), state);
}

} // namespace shell
