// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/settings.h"
#include "stricttest.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using shell::Settings;
using shell::Theme;

class SettingsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void startsWithSaneValues();
    void remembersForTheNextRun();
    void makesTheProfileFolder();
    void keepsTheClipboardTimeWithinItsLimits_data();
    void keepsTheClipboardTimeWithinItsLimits();
    void readsADamagedFileAsDefaults_data();
    void readsADamagedFileAsDefaults();
    void keepsLayoutsApart();
    void writesNothingWithoutAProfile();
    void onlyReadsWhereItMayNotWrite();
    void remembersRecentFilters();
    void namesThemesAndFindsThemAgain();

private:
    static void write(const QTemporaryDir &folder, const QByteArray &bytes)
    {
        QFile file(folder.filePath(u"window.ini"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(bytes), bytes.size());
    }
};

void SettingsTest::startsWithSaneValues()
{
    const QTemporaryDir folder;
    const Settings settings(folder.path());
    QCOMPARE(settings.theme(), Theme::System);
    QCOMPARE(settings.isCompact(), false);
    QCOMPARE(settings.clipboardTime(), std::chrono::seconds {30});
    QVERIFY(settings.isScreenShielded());
    QCOMPARE(settings.layout("window"), QByteArray());
}

void SettingsTest::remembersForTheNextRun()
{
    const QTemporaryDir folder;
    const QByteArray layout("\0\xff\n=layout", 10);
    {
        Settings settings(folder.path());
        settings.setTheme(Theme::Dark);
        settings.setCompact(true);
        settings.setClipboardTime(std::chrono::seconds {45});
        settings.setScreenShielded(false);
        settings.setLayout("window", layout);
    }
    const Settings settings(folder.path());
    QCOMPARE(settings.theme(), Theme::Dark);
    QCOMPARE(settings.isCompact(), true);
    QCOMPARE(settings.clipboardTime(), std::chrono::seconds {45});
    QVERIFY(!settings.isScreenShielded());
    QCOMPARE(settings.layout("window"), layout);
}

void SettingsTest::makesTheProfileFolder()
{
    const QTemporaryDir folder;
    const QString deep = folder.filePath(u"a/b"_s);
    {
        Settings settings(deep);
        settings.setCompact(true);
    }
    QVERIFY(QFile::exists(deep + u"/window.ini"_s));
}

void SettingsTest::keepsTheClipboardTimeWithinItsLimits_data()
{
    QTest::addColumn<int>("wanted");
    QTest::addColumn<int>("kept");
    QTest::newRow("too short") << 1 << 10;
    QTest::newRow("negative") << -5 << 10;
    QTest::newRow("shortest") << 10 << 10;
    QTest::newRow("longest") << 120 << 120;
    QTest::newRow("too long") << 86400 << 120;
}

void SettingsTest::keepsTheClipboardTimeWithinItsLimits()
{
    QFETCH(const int, wanted);
    const QTemporaryDir folder;
    Settings settings(folder.path());
    settings.setClipboardTime(std::chrono::seconds {wanted});
    QTEST(int(settings.clipboardTime().count()), "kept");
}

void SettingsTest::readsADamagedFileAsDefaults_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("other words") << QByteArray("[General]\ntheme=blue\ncompact=maybe?\n");
    QTest::newRow("noise") << QByteArray("\x00\xfe]]=;\n[[[", 10);
    QTest::newRow("empty") << QByteArray();
}

void SettingsTest::readsADamagedFileAsDefaults()
{
    QFETCH(const QByteArray, bytes);
    const QTemporaryDir folder;
    write(folder, bytes);
    const Settings settings(folder.path());
    QCOMPARE(settings.theme(), Theme::System);
    const auto time = settings.clipboardTime();
    QVERIFY(time >= std::chrono::seconds {10} && time <= std::chrono::seconds {120});
}

void SettingsTest::keepsLayoutsApart()
{
    const QTemporaryDir folder;
    Settings settings(folder.path());
    settings.setLayout("window", "one");
    settings.setLayout("columns", "two");
    QCOMPARE(settings.layout("window"), QByteArray("one"));
    QCOMPARE(settings.layout("columns"), QByteArray("two"));
    QCOMPARE(settings.layout("splitter"), QByteArray());
}

void SettingsTest::writesNothingWithoutAProfile()
{
    const QTemporaryDir home;
    const QByteArray before = qgetenv("XDG_CONFIG_HOME");
    qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
    {
        Settings settings {QString()};
        settings.setTheme(Theme::Light);
        settings.setCompact(true);
        QCOMPARE(settings.theme(), Theme::Light);
        QCOMPARE(settings.isCompact(), true);
    }
    const Settings next {QString()};
    qputenv("XDG_CONFIG_HOME", before);
    QCOMPARE(next.theme(), Theme::System);
    QCOMPARE(QDir(home.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
        QStringList());
}

/// DB-07: in a second window on the profile.
void SettingsTest::onlyReadsWhereItMayNotWrite()
{
    const QTemporaryDir folder;
    Settings(folder.path()).setTheme(Theme::Dark);
    {
        Settings second(folder.path(), false);
        QCOMPARE(second.theme(), Theme::Dark);
        second.setTheme(Theme::Light);
        second.setRecentFilters({u"name:x"_s});
        QCOMPARE(second.theme(), Theme::Light); // For this run.
    }
    QCOMPARE(Settings(folder.path()).theme(), Theme::Dark);
    QCOMPARE(Settings(folder.path()).recentFilters(), QStringList());
}

void SettingsTest::remembersRecentFilters()
{
    const QTemporaryDir folder;
    const QStringList filters {u"owner:\"a, b\" \u00e4"_s, u"x;y=z\\"_s};
    Settings(folder.path()).setRecentFilters(filters);
    QCOMPARE(Settings(folder.path()).recentFilters(), filters);
}

void SettingsTest::namesThemesAndFindsThemAgain()
{
    for (const Theme theme : {Theme::System, Theme::Light, Theme::Dark})
        QCOMPARE(shell::themeFromId(shell::themeId(theme)), theme);
    QCOMPARE(shell::themeFromId(u"blue"_s), Theme::System);
    QCOMPARE(shell::themeFromId({}), Theme::System);
}

QTEST_GUILESS_MAIN(SettingsTest)
#include "tst_settings.moc"
