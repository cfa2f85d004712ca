// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/curl.h"

#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;

namespace {

bool isPlainWord(const QString &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) {
        const char16_t u = c.unicode();
        return (u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9')
            || u == u'-' || u == u'_' || u == u'.' || u == u'/' || u == u':';
    });
}

/// The text with every placeholder outside the single quotes, so that the shell fills it in.
QString withPlaceholders(const QString &text)
{
    static const QRegularExpression placeholder(u"\\$(?:TOKEN|ACCESS_TOKEN|ID_TOKEN)\\b"_s);
    QString word;
    qsizetype done = 0;
    const auto quote = [&word, &text, &done](qsizetype until) {
        if (until > done)
            word += shellQuoted(text.mid(done, until - done));
    };
    auto found = placeholder.globalMatch(text);
    while (found.hasNext()) {
        const auto match = found.next();
        quote(match.capturedStart());
        word += u'"' + match.captured() + u'"';
        done = match.capturedEnd();
    }
    quote(text.size());
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
        lines << u"--header "_s + withPlaceholders(header);
    }
    // --data-raw: with --data a body that starts with @ would name a file to send.
    if (!sketch.body.isEmpty()) {
        const QString body = QString::fromUtf8(sketch.body);
        lines << u"--data-raw "_s
                + (sketch.bodyHoldsCredential ? withPlaceholders(body) : shellQuoted(body));
    }
    return lines.join(" \\\n  "_L1);
}

} // namespace work
