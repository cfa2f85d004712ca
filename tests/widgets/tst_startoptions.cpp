// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/startoptions.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using shell::parseStartOptions;
using shell::Theme;

class StartOptionsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void startsPlainlyWithoutArguments();
    void takesEveryOption();
    void takesTheLimits_data();
    void takesTheLimits();
    void namesABadValue_data();
    void namesABadValue();
    void refusesWhatItDoesNotKnow_data();
    void refusesWhatItDoesNotKnow();
    void showsHelpAndVersion();
};

void StartOptionsTest::startsPlainlyWithoutArguments()
{
    const auto options = parseStartOptions({u"tokendesk"_s});
    QVERIFY(options);
    QVERIFY(!options->sandbox);
    QCOMPARE(options->sandboxTokens, 120U);
    QCOMPARE(options->sandboxSeed, 1ULL);
    QCOMPARE(options->sandboxLatency, 0);
    QCOMPARE(options->profileFolder, QString());
    QCOMPARE(options->screenshotFile, QString());
    QCOMPARE(options->screenshotSize, QSize(1280, 800));
    QVERIFY(!options->theme);
    QVERIFY(!options->allowsDebugging);
    QVERIFY(!options->showsHelp);
    QVERIFY(!options->showsVersion);
}

void StartOptionsTest::takesEveryOption()
{
    const auto options
        = parseStartOptions({u"tokendesk"_s, u"--sandbox"_s, u"--tokens"_s, u"7"_s, u"--seed=42"_s,
            u"--latency-ms"_s, u"250"_s, u"--profile"_s, u"/p"_s, u"--theme"_s, u"dark"_s,
            u"--screenshot"_s, u"shot.png"_s, u"--size"_s, u"1024x768"_s, u"--allow-debug"_s});
    QVERIFY(options);
    QVERIFY(options->sandbox);
    QCOMPARE(options->sandboxTokens, 7U);
    QCOMPARE(options->sandboxSeed, 42ULL);
    QCOMPARE(options->sandboxLatency, 250);
    QCOMPARE(options->profileFolder, u"/p"_s);
    QCOMPARE(options->theme, std::optional(Theme::Dark));
    QCOMPARE(options->screenshotFile, u"shot.png"_s);
    QCOMPARE(options->screenshotSize, QSize(1024, 768));
    QVERIFY(options->allowsDebugging);
}

void StartOptionsTest::takesTheLimits_data()
{
    QTest::addColumn<QString>("argument");
    for (const char *argument : {"--tokens=0", "--tokens=1000000", "--seed=0",
             "--seed=18446744073709551615", "--latency-ms=600000", "--size=400x300",
             "--size=8000x8000", "--theme=light", "--theme=system"})
        QTest::newRow(argument) << QString::fromLatin1(argument);
}

void StartOptionsTest::takesTheLimits()
{
    QFETCH(const QString, argument);
    QVERIFY(parseStartOptions({u"tokendesk"_s, argument}));
}

void StartOptionsTest::namesABadValue_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("value");
    const std::pair<const char *, const char *> bad[]
        = {{"tokens", "many"}, {"tokens", "-1"}, {"tokens", "1000001"}, {"tokens", "1.5"},
            {"tokens", ""}, {"seed", "x"}, {"seed", "18446744073709551616"},
            {"latency-ms", "600001"}, {"latency-ms", "1s"}, {"size", "800"}, {"size", "800x"},
            {"size", "800x600x2"}, {"size", "399x300"}, {"size", "400x299"}, {"size", "8001x600"},
            {"size", "800x8001"}, {"size", "axb"}, {"theme", "Dark"}, {"theme", "blue"}};
    for (const auto &[option, value] : bad)
        QTest::addRow("%s=%s", option, value)
            << QString::fromLatin1(option) << QString::fromLatin1(value);
}

void StartOptionsTest::namesABadValue()
{
    QFETCH(const QString, option);
    QFETCH(const QString, value);
    const auto options = parseStartOptions({u"tokendesk"_s, u"--%1=%2"_s.arg(option, value)});
    QVERIFY(!options);
    QCOMPARE(options.error().kind, base::ErrorKind::Invalid);
    QCOMPARE(options.error().field, option);
    QVERIFY(options.error().detail.contains(u"--"_s + option));
    QVERIFY(options.error().detail.contains(u"\"%1\""_s.arg(value)));
}

void StartOptionsTest::refusesWhatItDoesNotKnow_data()
{
    QTest::addColumn<QString>("argument");
    for (const char *argument : {"--sandpit", "stray", "--sandbox=yes", "--profile"})
        QTest::newRow(argument) << QString::fromLatin1(argument);
}

void StartOptionsTest::refusesWhatItDoesNotKnow()
{
    QFETCH(QString, argument);
    const auto options = parseStartOptions({u"tokendesk"_s, argument});
    QVERIFY(!options);
    QCOMPARE(options.error().field, u"arguments"_s);
    QVERIFY2(options.error().detail.contains(argument.remove("--"_L1).section(u'=', 0, 0)),
        qPrintable(options.error().detail));
}

void StartOptionsTest::showsHelpAndVersion()
{
    const auto help = parseStartOptions({u"tokendesk"_s, u"--help"_s});
    QVERIFY(help && help->showsHelp && !help->showsVersion);
    for (const auto option : {"--sandbox"_L1, "--tokens"_L1, "--seed"_L1, "--latency-ms"_L1,
             "--profile"_L1, "--theme"_L1, "--screenshot"_L1, "--size"_L1})
        QVERIFY2(help->helpText.contains(option), option.data());
    const auto version = parseStartOptions({u"tokendesk"_s, u"--version"_s});
    QVERIFY(version && version->showsVersion && !version->showsHelp);
}

QTEST_GUILESS_MAIN(StartOptionsTest)
#include "tst_startoptions.moc"
