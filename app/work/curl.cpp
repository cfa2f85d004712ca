// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/curl.h"

#include <QStringList>

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;

namespace {

constexpr auto placeholder = "$TOKEN"_L1;

bool isPlainWord(const QString &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9')
            || u == u'-' || u == u'_' || u == u'.' || u == u'/' || u == u':';
    });
}

/// The text with every placeholder outside the single quotes, so that the shell fills it in.
QString withPlaceholder(const QString &text)
{
    const QStringList parts = text.split(placeholder);
    QString word;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (i > 0)
            word += "\"$TOKEN\""_L1;
        if (!parts.at(i).isEmpty())
            word += shellQuoted(parts.at(i));
    }
    return word;
}

} // namespace

QString shellQuoted(const QString &text)
{
    if (isPlainWord(text))
        return text;
    QString quoted = text;
    quoted.remove(QChar(u'\0'));
    quoted.replace(u'\'', "'\\''"_L1);
    return u'\'' + quoted + u'\'';
}

QString curlCommand(const domain::RequestSketch &sketch)
{
    QStringList lines;
    lines << u"curl --request %1"_s.arg(shellQuoted(QString::fromLatin1(sketch.verb)));
    // The URL is named as such, so that no content of it can be taken for an option.
    lines << u"--url "_s
            + shellQuoted(QString::fromLatin1(sketch.url.toEncoded(QUrl::FullyEncoded)));
    for (const auto &[name, value] : sketch.headers) {
        const QString header = QString::fromLatin1(name + ": " + value);
        lines << u"--header "_s + withPlaceholder(header);
    }
    // --data-raw: with --data a body that starts with @ would name a file to send.
    if (!sketch.body.isEmpty())
        lines << u"--data-raw "_s + shellQuoted(QString::fromUtf8(sketch.body));
    return lines.join(" \\\n  "_L1);
}

} // namespace work
