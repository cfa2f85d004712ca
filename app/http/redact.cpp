// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/redact.h"

#include <QRegularExpression>

#include <algorithm>

namespace http {

using namespace Qt::StringLiterals;

namespace {

// Long words are keys unless they are UUIDs, ids with one short prefix ("ApiToken:uuid"), trace ids
// as in a traceparent header (what a vendor's support asks for), or several words joined by signs
// without a digit and in one case, as INSUFFICIENT_PERMISSIONS is.
bool looksLikeKey(const QString &word)
{
    static const QRegularExpression uuid(QRegularExpression::anchoredPattern(
        u"([A-Za-z_]{1,24}:)?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"_s));
    static const QRegularExpression trace(QRegularExpression::anchoredPattern(
        u"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}"_s));
    if (word.size() < 20 || uuid.match(word).hasMatch() || trace.match(word).hasMatch())
        return false;
    bool digit = false;
    bool upper = false;
    bool lower = false;
    int letters = 0; // in a row
    int longest = 0;
    for (const QChar c : word) {
        letters = c.isLetter() ? letters + 1 : 0;
        longest = std::max(longest, letters);
        digit = digit || c.isDigit();
        upper = upper || c.isUpper();
        lower = lower || c.isLower();
    }
    return digit || (upper && lower) || longest >= 20;
}

} // namespace

QString redact(const QString &words)
{
    // A megabyte of error page is cut before any pattern runs over it.
    QString text = words.left(4000);
    static const QRegularExpression invisible(u"<(script|style)[^>]*>.*?(</\\1>|$)"_s,
        QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression tags(u"</?[A-Za-z!][^<>]*>"_s);
    if (text.contains(u"<html"_s, Qt::CaseInsensitive)
        || text.contains(u"<!doctype"_s, Qt::CaseInsensitive)) {
        text.remove(invisible);
        text.replace(tags, u" "_s);
    }
    static const QRegularExpression longWord(u"[A-Za-z0-9_.~+/=:-]{20,}"_s);
    QString clean;
    qsizetype from = 0;
    auto it = longWord.globalMatch(text);
    while (it.hasNext()) {
        const auto match = it.next();
        clean += text.mid(from, match.capturedStart() - from);
        clean += looksLikeKey(match.captured()) ? u"[removed]"_s : match.captured();
        from = match.capturedEnd();
    }
    clean += text.mid(from);
    clean = clean.simplified();
    return clean.size() > 300 ? clean.left(299) + u'\u2026' : clean;
}

} // namespace http
