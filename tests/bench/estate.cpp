// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "estate.h"

#include <array>
#include <cstdio>

namespace bench {

namespace {

/// SplitMix64: good enough, and the same everywhere.
class Lot final
{
public:
    explicit Lot(quint64 seed)
        : m_state(seed * 0x9e37'79b9'7f4a'7c15 + 1)
    {
    }
    quint64 next()
    {
        quint64 z = m_state += 0x9e37'79b9'7f4a'7c15;
        z = (z ^ z >> 30) * 0xbf58'476d'1ce4'e5b9;
        z = (z ^ z >> 27) * 0x94d0'49bb'1331'11eb;
        return z ^ z >> 31;
    }
    quint64 below(quint64 limit) { return next() % limit; }

private:
    quint64 m_state;
};

template <std::size_t N>
const char *oneOf(const std::array<const char *, N> &words, Lot &lot)
{
    return words[lot.below(N)];
}

constexpr std::array teams = {"billing", "wifi", "netops", "Data Platform", "security", "retail",
    "warehouse", "mobile", "iot", "support", "ci", "partner"};
constexpr std::array purposes = {"deploy", "backup", "inventory-sync", "monitor", "Grafana",
    "terraform", "report", "kiosk", "survey", "import", "export", "bot"};
constexpr std::array places = {"prod", "staging", "test", "eu-1", "us-2", "lab"};
constexpr std::array givenNames = {"ana", "priya", "taro", "ingrid", "kofi", "maria", "rahul",
    "moana", "s\u00f8ren", "chen", "fatima", "lucas"};
constexpr std::array familyNames = {"silva", "ivanova", "obrien", "mensah", "benali", "jensen",
    "tanaka", "garcia", "smith", "keller", "novak", "haddad"};
constexpr std::array roles = {"admin", "write", "read", "installer", "helpdesk"};
constexpr char hexDigits[] = "0123456789abcdef";
constexpr char keyLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

QByteArray uuid(Lot &lot)
{
    QByteArray text(36, '-');
    for (int i = 0; i < 36; ++i) {
        if (i != 8 && i != 13 && i != 18 && i != 23)
            text[i] = hexDigits[lot.below(16)];
    }
    return text;
}

QByteArray letters(Lot &lot, int count)
{
    QByteArray text(count, 'x');
    for (char &c : text)
        c = keyLetters[lot.below(sizeof keyLetters - 1)];
    return text;
}

constexpr qint64 firstSecond = 1'600'000'000; // September 2020
constexpr quint64 sixYears = 190'000'000;

QByteArray token(int index, int round)
{
    Lot lot(static_cast<quint64>(index));
    const QByteArray id = uuid(lot);
    const QByteArray name = QByteArray(oneOf(teams, lot)) + '-' + oneOf(purposes, lot) + '-'
        + oneOf(places, lot) + '-' + QByteArray::number(lot.below(10'000));
    const QByteArray creator = QByteArray(oneOf(givenNames, lot)) + '.' + oneOf(familyNames, lot)
        + QByteArray::number(lot.below(12)) + "@example.com";
    const qint64 created = firstSecond + static_cast<qint64>(lot.below(sixYears));
    qint64 used = lot.below(6) == 0 ? 0 : created + static_cast<qint64>(lot.below(sixYears / 4));
    const bool isSite = lot.below(3) == 0;
    const char *role = oneOf(roles, lot);
    Lot site(lot.below(300) + 1'000'000'007); // Three hundred sites there are.
    const bool changes = round > 0 && Lot(static_cast<quint64>(index + round)).below(100) == 0;
    if (changes)
        used = firstSecond + static_cast<qint64>(sixYears) + round;

    QByteArray json = R"({"created_by":")" + creator + R"(","created_time":)"
        + QByteArray::number(created) + R"(,"id":")" + id + R"(","key":")" + letters(lot, 4) + "..."
        + letters(lot, 4) + R"(","last_used":)"
        + (used == 0 ? QByteArray("null") : QByteArray::number(used)) + R"(,"name":")" + name
        + R"(","privileges":[{"role":")" + role + R"(","scope":)";
    json += isSite ? R"("site","site_id":")" + uuid(site) + R"("}]})" : R"("org"}]})";
    return json;
}

} // namespace

QByteArray page(int number, int round)
{
    QByteArray json = "[";
    for (int i = 0; i < tokensPerPage; ++i) {
        json += i == 0 ? "" : ",";
        json += token(number * tokensPerPage + i, round);
    }
    return json + ']';
}

} // namespace bench
