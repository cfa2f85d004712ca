// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <algorithm>

namespace base {

namespace {

struct Lead
{
    std::size_t size; ///< bytes of the character; 0 = begins none
    unsigned least; ///< of the second byte
    unsigned most;
};

/// Table 3-7 of the Unicode Standard.
Lead leadOf(unsigned byte)
{
    if (byte < 0x80)
        return {1, 0, 0};
    if (byte >= 0xc2 && byte <= 0xdf)
        return {2, 0x80, 0xbf};
    if (byte >= 0xe0 && byte <= 0xef)
        return {3, byte == 0xe0 ? 0xa0U : 0x80U, byte == 0xed ? 0x9fU : 0xbfU};
    if (byte >= 0xf0 && byte <= 0xf4)
        return {4, byte == 0xf0 ? 0x90U : 0x80U, byte == 0xf4 ? 0x8fU : 0xbfU};
    return {0, 0, 0};
}

unsigned byteAt(std::string_view bytes, std::size_t at)
{
    return static_cast<unsigned char>(bytes[at]);
}

/// How many bytes from there on belong to one character, as far as they are right.
std::size_t soundBytes(std::string_view bytes, std::size_t at, const Lead &lead)
{
    if (lead.size == 0)
        return 0;
    std::size_t sound = 1;
    while (sound < lead.size && at + sound < bytes.size()) {
        const unsigned next = byteAt(bytes, at + sound);
        const bool isSecond = sound == 1;
        if (next < (isSecond ? lead.least : 0x80) || next > (isSecond ? lead.most : 0xbf))
            break;
        ++sound;
    }
    return sound;
}

} // namespace

bool eachBroken(
    std::string_view bytes, const std::function<bool(std::size_t at, std::size_t size)> &onBroken)
{
    for (std::size_t at = 0; at < bytes.size();) {
        const Lead lead = leadOf(byteAt(bytes, at));
        const std::size_t sound = soundBytes(bytes, at, lead);
        const std::size_t step = std::max<std::size_t>(sound, 1);
        if ((lead.size == 0 || sound < lead.size) && !onBroken(at, step))
            return false;
        at += step;
    }
    return true;
}

QByteArray withReplacements(QByteArrayView bytes)
{
    QByteArray mended;
    mended.reserve(bytes.size() + bytes.size() / 2 + 8); // Most often once, as it may hold a key.
    std::size_t copied = 0;
    const std::string_view all(bytes.data(), static_cast<std::size_t>(bytes.size()));
    const auto copyUpTo = [&](std::size_t end) {
        mended.append(
            bytes.sliced(static_cast<qsizetype>(copied), static_cast<qsizetype>(end - copied)));
    };
    eachBroken(all, [&](std::size_t at, std::size_t size) {
        copyUpTo(at);
        mended.append("\xef\xbf\xbd");
        copied = at + size;
        return true;
    });
    copyUpTo(all.size());
    return mended;
}

QString withoutHalves(QString text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text.at(i).isSurrogate())
            continue;
        const bool isPair = text.at(i).isHighSurrogate() && i + 1 < text.size()
            && text.at(i + 1).isLowSurrogate();
        if (isPair)
            ++i;
        else
            text[i] = QChar::ReplacementCharacter;
    }
    return text;
}

} // namespace base
