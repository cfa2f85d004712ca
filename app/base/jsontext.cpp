// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/jsontext.h"

#include "base/secret.h"
#include "base/textrules.h"

#include <QJsonObject>

#include <algorithm>

namespace base {

namespace {

/// Qt escapes what is below a blank itself; line breaks left are those between members.
bool isPlain(char byte)
{
    const auto c = static_cast<unsigned char>(byte);
    return c < 0x7f;
}

void appendEscaped(QByteArray &to, char16_t unit)
{
    constexpr char digits[] = "0123456789abcdef";
    to += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        to += digits[(unit >> shift) & 0xf];
}

/// The character that begins there, in valid UTF-8; at moves behind it.
char32_t takeCharacter(const QByteArray &utf8, qsizetype &at)
{
    const auto byte = [&utf8](qsizetype i) { return static_cast<unsigned char>(utf8.at(i)); };
    const unsigned char first = byte(at++);
    if (first < 0x80)
        return first;
    const int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    char32_t c = first & (0x3f >> more);
    for (int i = 0; i < more && at < utf8.size(); ++i)
        c = c << 6 | (byte(at++) & 0x3f);
    return c;
}

} // namespace

QByteArray jsonText(const QJsonObject &object, QJsonDocument::JsonFormat format)
{
    QByteArray json = QJsonDocument(object).toJson(format);
    if (std::all_of(json.cbegin(), json.cend(), &isPlain))
        return json;
    QByteArray text;
    text.reserve(json.size() * 6); // Never moved, so that no copy stays behind.
    for (qsizetype at = 0; at < json.size();) {
        const qsizetype start = at;
        const char32_t c = takeCharacter(json, at);
        if (c < 0x7f || !isInvisible(c)) {
            text.append(json.constData() + start, at - start);
        } else if (QChar::requiresSurrogates(c)) {
            appendEscaped(text, QChar::highSurrogate(c));
            appendEscaped(text, QChar::lowSurrogate(c));
        } else {
            appendEscaped(text, static_cast<char16_t>(c));
        }
    }
    wipe(json);
    return text;
}

} // namespace base
