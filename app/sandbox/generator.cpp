// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/generator.h"

#include "sandbox/names.h"

#include <algorithm>
#include <array>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr quint64 base = 62;
constexpr int headLength = 10; // of a key: pure chance
constexpr int indexLength = 6; // of a key: its index, scrambled by the head

constexpr qint64 hourMs = 3'600'000;
constexpr qint64 dayMs = 24 * hourMs;

quint64 mix(quint64 value)
{
    // splitmix64: every input bit reaches every output bit.
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

quint64 hashed(QByteArrayView text)
{
    quint64 hash = 0xcbf29ce484222325ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return hash;
}

void appendBase62(QString &text, quint64 value, int digits)
{
    for (int i = 0; i < digits; ++i, value /= base)
        text += QLatin1Char(alphabet[value % base]);
}

std::optional<quint64> base62(QStringView text)
{
    quint64 value = 0;
    for (auto at = text.crbegin(); at != text.crend(); ++at) {
        const auto *const found
            = std::find(std::begin(alphabet), std::end(alphabet) - 1, at->toLatin1());
        if (found == std::end(alphabet) - 1)
            return std::nullopt;
        value = value * base + static_cast<quint64>(found - alphabet);
    }
    return value;
}

quint32 low(quint64 value)
{
    return static_cast<quint32>(value & 0xffffffffU);
}

template <typename Words>
auto pick(const Words &words, quint64 draw)
{
    return words[draw % words.size()];
}

QString word(std::span<const char16_t *const> words, quint64 draw)
{
    return QString::fromUtf16(pick(words, draw));
}

} // namespace

Generator::Generator(quint64 seed, qint64 nowMs)
    : m_seed(mix(seed))
    , m_nowMs(nowMs)
{
}

quint64 Generator::bits(QByteArrayView realm, quint64 index, quint64 salt) const
{
    return mix(mix(mix(m_seed ^ hashed(realm)) + index) ^ (salt * 0xd1342543de82ef95ULL));
}

quint32 Generator::below(quint32 limit, QByteArrayView realm, quint64 index, quint64 salt) const
{
    return static_cast<quint32>(bits(realm, index, salt) % limit);
}

// The first half is chance; the second hides the index behind it, so that no table is needed to go
// back from an id to its token.
QString Generator::uuid(QByteArrayView realm, quint32 index) const
{
    quint64 head = bits(realm, index, 'u');
    head = (head & ~0xf000ULL) | 0x4000ULL; // version 4
    const quint64 key = bits(realm, head, 'v');
    const quint64 variant = 0x8000 | ((key >> 32) & 0x3fff);
    const quint64 tail = ((key >> 48) << 32) | (index ^ low(key));
    const QString hex = u"%1"_s.arg(head, 16, 16, QChar(u'0'));
    return hex.left(8) + u'-' + hex.mid(8, 4) + u'-' + hex.mid(12) + u'-'
        + u"%1-%2"_s.arg(variant, 4, 16, QChar(u'0')).arg(tail, 12, 16, QChar(u'0'));
}

std::optional<quint32> Generator::indexOfUuid(QByteArrayView realm, const QString &uuid) const
{
    if (uuid.size() != 36)
        return std::nullopt;
    const QString plain = uuid.toLower();
    bool isHead = false;
    bool isTail = false;
    const quint64 head
        = (plain.left(8) + plain.mid(9, 4) + plain.mid(14, 4)).toULongLong(&isHead, 16);
    const quint64 tail = plain.right(8).toULongLong(&isTail, 16);
    const quint32 index = low(tail) ^ low(bits(realm, head, 'v'));
    if (!isHead || !isTail || this->uuid(realm, index) != plain)
        return std::nullopt;
    return index;
}

QString Generator::secret(QByteArrayView realm, quint32 index, int length) const
{
    QString text;
    text.reserve(length);
    appendBase62(text, bits(realm, index, 's'), headLength);
    const quint64 key = bits(realm, *base62(text), 't');
    appendBase62(text, index ^ low(key), indexLength);
    for (quint64 salt = 1; text.size() < length; ++salt)
        appendBase62(text, bits(realm, index, 's' + (salt << 8)),
            std::min(headLength, length - static_cast<int>(text.size())));
    return text;
}

std::optional<quint32> Generator::indexOfSecret(QByteArrayView realm, const QString &secret) const
{
    const QStringView text = secret;
    if (text.size() < headLength + indexLength)
        return std::nullopt;
    const auto head = base62(text.first(headLength));
    const auto hidden = base62(text.sliced(headLength, indexLength));
    if (!head || !hidden || *hidden > 0xffffffffULL)
        return std::nullopt;
    const quint32 index = low(*hidden) ^ low(bits(realm, *head, 't'));
    if (this->secret(realm, index, static_cast<int>(secret.size())) != secret)
        return std::nullopt;
    return index;
}

namespace {

// i -> (i * factor + shift) mod 10^8 is a permutation, as factor shares no divisor with 10^8.
constexpr quint64 digitSpace = 100'000'000;
constexpr quint64 digitFactor = 61'803'399;

constexpr quint64 inverseFactor()
{
    qint64 r0 = digitSpace;
    qint64 r1 = digitFactor;
    qint64 t0 = 0;
    qint64 t1 = 1;
    while (r1 != 0) {
        const qint64 q = r0 / r1;
        const qint64 r = r0 - q * r1;
        r0 = r1;
        r1 = r;
        const qint64 t = t0 - q * t1;
        t0 = t1;
        t1 = t;
    }
    return static_cast<quint64>(t0 < 0 ? t0 + static_cast<qint64>(digitSpace) : t0);
}
static_assert(digitFactor * inverseFactor() % digitSpace == 1);

} // namespace

QString Generator::digits(QByteArrayView realm, quint32 index) const
{
    const quint64 shift = bits(realm, 0, 'd') % digitSpace;
    const quint64 number = (index * digitFactor + shift) % digitSpace;
    const QString text = u"%1"_s.arg(number, 8, 10, QChar(u'0'));
    return text.left(4) + u'-' + text.mid(4);
}

std::optional<quint32> Generator::indexOfDigits(QByteArrayView realm, const QString &digits) const
{
    if (digits.size() != 9 || digits[4] != u'-')
        return std::nullopt;
    bool isNumber = false;
    const quint64 number = (digits.left(4) + digits.mid(5)).toULongLong(&isNumber);
    const quint64 shift = bits(realm, 0, 'd') % digitSpace;
    const auto index
        = low((number + digitSpace - shift) % digitSpace * inverseFactor() % digitSpace);
    if (!isNumber || this->digits(realm, index) != digits)
        return std::nullopt;
    return index;
}

Person Generator::person(quint32 index) const
{
    const quint64 shift = bits("people", 0);
    const quint64 i = (index % peopleCount + shift) % 600;
    const auto firsts = names::firstNames();
    const auto lasts = names::lastNames();
    const names::Spelling first = firsts[i % firsts.size()];
    // Walks through all 30 * 20 pairs without meeting one twice.
    const names::Spelling last = lasts[(i + i / 60) % lasts.size()];
    // Beyond the first 240, people are namesakes: a number keeps their addresses apart.
    const quint32 round = index / peopleCount;
    const QString number = round > 0 ? QString::number(round + 1) : QString();
    return {QString::fromUtf16(first.written), QString::fromUtf16(last.written),
        u"%1.%2%3@example.com"_s.arg(
            QLatin1StringView(first.ascii), QLatin1StringView(last.ascii), number)};
}

QString Generator::tokenName(QByteArrayView realm, quint32 index, NameStyle style) const
{
    // Odd names come by position, not by chance, so that the smallest estate shows some.
    if (index % 17 == 5) {
        const auto hostile = names::hostile();
        const auto letters = names::foreignLetters();
        const quint32 which = index / 17;
        if (style == NameStyle::Letters || which % 2 == 1)
            return word(letters, style == NameStyle::Letters ? which : which / 2);
        return pick(hostile, which / 2);
    }
    const QString purpose = word(names::purposes(), bits(realm, index, 1));
    const QString place = word(names::places(), bits(realm, index, 2));
    const QString stage = word(names::stages(), bits(realm, index, 3));
    switch (below(5, realm, index, 4)) {
    case 0:
        return purpose + u' ' + place;
    case 1:
        return QString(purpose).replace(u' ', u'-') + u'-' + stage;
    case 2:
        return u"%1 %2 %3"_s.arg(purpose, stage).arg(1 + below(99, realm, index, 5));
    case 3:
        return person(life(realm, index).creator).firstName + u' ' + purpose;
    default:
        return u"%1.%2 %3"_s.arg(place, stage, purpose);
    }
}

Life Generator::life(QByteArrayView realm, quint32 index) const
{
    Life life;
    // Squaring makes young tokens more frequent than old ones.
    const quint64 age = bits(realm, index, 10) % 1000;
    const qint64 ageMs = static_cast<qint64>(1 + age * age * 1500 / 1'000'000) * dayMs
        + below(86'400'000, realm, index, 11);
    life.createdMs = m_nowMs - ageMs;
    life.creator = below(peopleCount, realm, index, 12);
    life.creatorDeleted = index % 13 == 8;

    const quint32 kind = below(100, realm, index, 13);
    const auto chance = static_cast<qint64>(bits(realm, index, 14) >> 1);
    if (kind < 16)
        return life; // never used
    qint64 agoMs = chance % (2 * dayMs); // in use
    if (kind >= 60)
        agoMs = 2 * dayMs + chance % (88 * dayMs); // now and then
    if (kind >= 84)
        agoMs = 90 * dayMs + chance % (800 * dayMs); // forgotten
    life.lastUsedMs = m_nowMs - std::min(agoMs, ageMs);
    return life;
}

} // namespace sandbox
