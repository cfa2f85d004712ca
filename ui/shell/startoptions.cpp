// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/startoptions.h"

#include <QCommandLineParser>

namespace shell {

using namespace Qt::StringLiterals;
using base::Result;

namespace {

/// A whole number between the limits, or Invalid naming the option.
Result<qulonglong> number(
    const QCommandLineParser &parser, const QString &option, qulonglong minimum, qulonglong maximum)
{
    bool isNumber = false;
    const qulonglong value = parser.value(option).toULongLong(&isNumber);
    if (!isNumber || value < minimum || value > maximum) {
        return base::invalid(option,
            u"--%1 takes a whole number from %2 to %3, not \"%4\""_s.arg(
                option, QString::number(minimum), QString::number(maximum), parser.value(option)));
    }
    return value;
}

void addOptions(QCommandLineParser &parser)
{
    parser.addOptions({
        {u"sandbox"_s, u"Try everything against generated vendors on this computer."_s},
        {u"tokens"_s, u"With --sandbox: tokens for each vendor."_s, u"N"_s, u"120"_s},
        {u"seed"_s, u"With --sandbox: the same seed makes the same tokens."_s, u"N"_s, u"1"_s},
        {u"latency-ms"_s, u"With --sandbox: wait before each answer."_s, u"N"_s, u"0"_s},
        {u"profile"_s, u"Keep connections and settings in this folder."_s, u"DIR"_s},
        {u"allow-debug"_s,
            u"Let a debugger or a core file look into the program, keys included."_s},
        {u"theme"_s, u"light, dark or system, for this run."_s, u"THEME"_s},
        {u"screenshot"_s, u"List everything, save a picture of the window, quit."_s, u"FILE"_s},
        {u"size"_s, u"With --screenshot: window size."_s, u"WxH"_s, u"1280x800"_s},
    });
}

Result<QSize> sizeOf(const QString &text)
{
    const QStringList parts = text.split(u'x');
    const QSize size(parts.value(0).toInt(), parts.value(1).toInt());
    if (parts.size() != 2 || size.width() < 400 || size.height() < 300 || size.width() > 8000
        || size.height() > 8000)
        return base::invalid(u"size"_s, u"--size takes WIDTHxHEIGHT, not \"%1\""_s.arg(text));
    return size;
}

Result<std::optional<Theme>> themeOf(const QString &text)
{
    if (text.isEmpty())
        return std::optional<Theme>();
    const Theme theme = themeFromId(text);
    if (themeId(theme) != text)
        return base::invalid(
            u"theme"_s, u"--theme takes light, dark or system, not \"%1\""_s.arg(text));
    return std::optional<Theme>(theme);
}

} // namespace

Result<StartOptions> parseStartOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        u"One window over every place where an organisation's API tokens live."_s);
    // Not addHelpOption(): that promises a --help-all with Qt's own options, which are read later.
    const QCommandLineOption help({u"h"_s, u"help"_s}, u"Show this help."_s);
    parser.addOption(help);
    const auto version = parser.addVersionOption();
    addOptions(parser);
    if (!parser.parse(arguments))
        return base::invalid(u"arguments"_s, parser.errorText());
    if (!parser.positionalArguments().isEmpty())
        return base::invalid(u"arguments"_s,
            u"unexpected argument \"%1\""_s.arg(parser.positionalArguments().first()));

    StartOptions options;
    options.showsHelp = parser.isSet(help);
    options.showsVersion = parser.isSet(version);
    options.helpText = parser.helpText();
    options.sandbox = parser.isSet(u"sandbox"_s);
    options.allowsDebugging = parser.isSet(u"allow-debug"_s);
    options.profileFolder = parser.value(u"profile"_s);
    options.screenshotFile = parser.value(u"screenshot"_s);
    const auto tokens = number(parser, u"tokens"_s, 0, 1'000'000);
    const auto seed = number(parser, u"seed"_s, 0, ~0ULL);
    const auto latency = number(parser, u"latency-ms"_s, 0, 600'000);
    const auto size = sizeOf(parser.value(u"size"_s));
    const auto theme = themeOf(parser.value(u"theme"_s));
    for (const auto *checked : {&tokens, &seed, &latency}) {
        if (!*checked)
            return base::fail(checked->error());
    }
    if (!size)
        return base::fail(size.error());
    if (!theme)
        return base::fail(theme.error());
    options.sandboxTokens = static_cast<unsigned>(*tokens);
    options.sandboxSeed = *seed;
    options.sandboxLatency = static_cast<int>(*latency);
    options.screenshotSize = *size;
    options.theme = *theme;
    return options;
}

} // namespace shell
