// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/draft.h"

#include <QStringList>

namespace domain {

namespace {

/// A decimal number of 1..3 digits without a leading zero, up to maximum; -1 otherwise.
int smallNumber(QStringView text, int maximum)
{
    if (text.isEmpty() || text.size() > 3 || (text.size() > 1 && text.front() == u'0'))
        return -1;
    int number = 0;
    for (const QChar c : text) {
        if (c < u'0' || c > u'9')
            return -1;
        number = number * 10 + (c.unicode() - u'0');
    }
    return number <= maximum ? number : -1;
}

bool isIpv4(const QString &text)
{
    const QStringList parts = text.split(u'.');
    return parts.size() == 4 && std::all_of(parts.begin(), parts.end(), [](const QString &part) {
        return smallNumber(part, 255) >= 0;
    });
}

/// Groups of one side of "::"; -1 when one of them is no group. An IPv4 tail counts as two.
int countGroups(const QString &side, bool mayEndInIpv4)
{
    if (side.isEmpty())
        return 0;
    const QStringList groups = side.split(u':');
    int count = 0;
    for (qsizetype i = 0; i < groups.size(); ++i) {
        const QString &group = groups.at(i);
        if (mayEndInIpv4 && i == groups.size() - 1 && isIpv4(group)) {
            count += 2;
            continue;
        }
        bool hexadecimal = false;
        group.toUShort(&hexadecimal, 16);
        if (!hexadecimal || group.size() > 4 || group.startsWith(u'+') || group.startsWith(u'-'))
            return -1;
        ++count;
    }
    return count;
}

bool isIpv6(const QString &text)
{
    const qsizetype gap = text.indexOf(QLatin1StringView("::"));
    if (gap < 0)
        return countGroups(text, true) == 8;
    const int before = countGroups(text.left(gap), false);
    const int after = countGroups(text.mid(gap + 2), true);
    return before >= 0 && after >= 0 && before + after < 8;
}

} // namespace

// Written out because QHostAddress lives in Qt Network, which only http and the sandbox may link.
bool isAddressOrBlock(const QString &text)
{
    const qsizetype slash = text.indexOf(u'/');
    const QString address = slash < 0 ? text : text.left(slash);
    const bool v4 = isIpv4(address);
    if (!v4 && !isIpv6(address))
        return false;
    return slash < 0 || smallNumber(QStringView(text).mid(slash + 1), v4 ? 32 : 128) >= 0;
}

} // namespace domain
