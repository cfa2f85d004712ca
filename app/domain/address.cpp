// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/address.h"

#include <algorithm>

namespace domain {

using namespace Qt::StringLiterals;

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

using Bytes = std::vector<quint8>;

std::optional<Bytes> ipv4(const QString &text)
{
    const QStringList parts = text.split(u'.');
    if (parts.size() != 4)
        return std::nullopt;
    Bytes bytes;
    for (const QString &part : parts) {
        const int number = smallNumber(part, 255);
        if (number < 0)
            return std::nullopt;
        bytes.push_back(static_cast<quint8>(number));
    }
    return bytes;
}

/// The bytes of one side of "::". An IPv4 tail counts as two groups.
std::optional<Bytes> groups(const QString &side, bool mayEndInIpv4)
{
    Bytes bytes;
    if (side.isEmpty())
        return bytes;
    const QStringList all = side.split(u':');
    for (qsizetype i = 0; i < all.size(); ++i) {
        const QString &group = all.at(i);
        if (const auto tail = ipv4(group); tail && mayEndInIpv4 && i == all.size() - 1) {
            bytes.insert(bytes.end(), tail->begin(), tail->end());
            continue;
        }
        bool isHexadecimal = false;
        const ushort number = group.toUShort(&isHexadecimal, 16);
        if (!isHexadecimal || group.size() > 4 || group.startsWith(u'+') || group.startsWith(u'-'))
            return std::nullopt;
        bytes.push_back(static_cast<quint8>(number >> 8));
        bytes.push_back(static_cast<quint8>(number & 0xff));
    }
    return bytes;
}

std::optional<Bytes> ipv6(const QString &text)
{
    constexpr std::size_t size = 16;
    const qsizetype gap = text.indexOf("::"_L1);
    if (gap < 0) {
        auto bytes = groups(text, true);
        return bytes && bytes->size() == size ? bytes : std::nullopt;
    }
    auto before = groups(text.left(gap), false);
    const auto after = groups(text.mid(gap + 2), true);
    if (!before || !after || before->size() + after->size() >= size)
        return std::nullopt;
    before->resize(size - after->size());
    before->insert(before->end(), after->begin(), after->end());
    return before;
}

QString ipv6Text(const std::array<quint8, 16> &bytes)
{
    std::array<int, 8> groups {};
    for (std::size_t i = 0; i < groups.size(); ++i)
        groups[i] = bytes[2 * i] << 8 | bytes[2 * i + 1];
    // RFC 5952: the first of the longest runs of zeros is left out.
    std::size_t start = 0;
    std::size_t length = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        std::size_t end = i;
        while (end < groups.size() && groups[end] == 0)
            ++end;
        if (end - i > length && end - i > 1) {
            start = i;
            length = end - i;
        }
    }
    QString text;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (length > 0 && i == start) {
            text += u"::"_s;
            i += length - 1;
            continue;
        }
        if (!text.isEmpty() && !text.endsWith(u':'))
            text += u':';
        text += QString::number(groups[i], 16);
    }
    return text;
}

/// Ranges no request from which reaches a vendor on the Internet (IANA's special-purpose
/// registries), with what they are.
struct Range
{
    const char *block;
    const char *what;
};
constexpr Range unseen[] = {
    {"10.0.0.0/8", "private"},
    {"172.16.0.0/12", "private"},
    {"192.168.0.0/16", "private"},
    {"fc00::/7", "private"},
    {"100.64.0.0/10", "shared by customers of a provider"},
    {"127.0.0.0/8", "of this computer itself"},
    {"::1", "of this computer itself"},
    {"169.254.0.0/16", "link-local"},
    {"fe80::/10", "link-local"},
    {"224.0.0.0/4", "multicast"},
    {"ff00::/8", "multicast"},
    {"0.0.0.0", "no address of anybody"},
    {"::", "no address of anybody"},
};

/// Below this many bits a block is a large part of all addresses: no organisation has as many.
constexpr int leastPrefix(const AddressBlock &block)
{
    return block.isV4 ? 8 : 16;
}

/// ::ffff:0:0/96 holds the IPv4 addresses.
std::optional<AddressBlock> mappedIpv4(const AddressBlock &block)
{
    static const auto mapped = parseAddressBlock(u"::ffff:0:0/96"_s);
    if (!mapped->covers(block))
        return std::nullopt;
    AddressBlock plain {.prefix = block.prefix - 96, .isV4 = true};
    std::copy(block.bytes.begin() + 12, block.bytes.end(), plain.bytes.begin());
    return plain;
}

QStringList warningsOf(const QString &text, const AddressBlock &block)
{
    QStringList warnings;
    const QString family = block.isV4 ? u"IPv4"_s : u"IPv6"_s;
    if (block.prefix == 0)
        return {u"%1 allows every address (%2): the list keeps nobody out"_s.arg(text, family)};
    if (block.masked() != block)
        warnings += u"%1 has host bits: it means %2"_s.arg(text, block.masked().text());
    if (block.prefix < leastPrefix(block))
        warnings += u"%1 allows one in %2 of all %3 addresses"_s.arg(
            text, QString::number(1 << block.prefix), family);
    const auto *range = std::find_if(std::begin(unseen), std::end(unseen), [&](const Range &one) {
        return parseAddressBlock(QLatin1StringView(one.block))->covers(block);
    });
    if (range != std::end(unseen))
        warnings += u"%1 is %2: a vendor on the Internet sees your public address instead"_s.arg(
            text, QLatin1StringView(range->what));
    return warnings;
}

} // namespace

bool AddressBlock::bit(int index) const
{
    return (bytes[static_cast<std::size_t>(index / 8)] >> (7 - index % 8) & 1) != 0;
}

AddressBlock AddressBlock::masked() const
{
    AddressBlock block = *this;
    for (int i = prefix; i < width(); ++i)
        block.bytes[static_cast<std::size_t>(i / 8)] &= static_cast<quint8>(~(0x80 >> i % 8));
    return block;
}

bool AddressBlock::covers(const AddressBlock &other) const
{
    if (isV4 != other.isV4 || prefix > other.prefix)
        return false;
    for (int i = 0; i < prefix; ++i) {
        if (bit(i) != other.bit(i))
            return false;
    }
    return true;
}

QString AddressBlock::text() const
{
    const QString address = isV4
        ? u"%1.%2.%3.%4"_s.arg(bytes[0]).arg(bytes[1]).arg(bytes[2]).arg(bytes[3])
        : ipv6Text(bytes);
    return prefix == width() ? address : u"%1/%2"_s.arg(address, QString::number(prefix));
}

std::optional<AddressBlock> parseAddressBlock(const QString &text)
{
    const qsizetype slash = text.indexOf(u'/');
    const QString address = slash < 0 ? text : text.left(slash);
    AddressBlock block;
    auto bytes = ipv4(address);
    block.isV4 = bytes.has_value();
    if (!bytes)
        bytes = ipv6(address);
    if (!bytes)
        return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), block.bytes.begin());
    block.prefix
        = slash < 0 ? block.width() : smallNumber(QStringView(text).mid(slash + 1), block.width());
    return block.prefix < 0 ? std::nullopt : std::optional(block);
}

bool isAddressOrBlock(const QString &text)
{
    return parseAddressBlock(text).has_value();
}

QStringList addressWarnings(const QStringList &addresses)
{
    struct Entry
    {
        QString text;
        AddressBlock block;
    };
    std::vector<Entry> entries;
    QStringList warnings;
    for (const QString &text : addresses) {
        const auto block = parseAddressBlock(text);
        if (!block)
            continue;
        const auto plain = mappedIpv4(*block);
        if (plain)
            warnings
                += u"%1 is IPv4 written as IPv6, which a vendor may not recognise: write %2"_s.arg(
                    text, plain->masked().text());
        warnings += warningsOf(text, plain.value_or(*block));
        entries.push_back({text, plain.value_or(*block).masked()});
    }
    for (auto one = entries.begin(); one != entries.end(); ++one) {
        const auto same = std::find_if(
            entries.begin(), one, [&](const Entry &other) { return other.block == one->block; });
        if (same != one) {
            warnings += same->text == one->text
                ? u"%1 is there twice"_s.arg(one->text)
                : u"%1 is the same as %2"_s.arg(one->text, same->text);
            continue;
        }
        const auto wider = std::find_if(entries.begin(), entries.end(), [&](const Entry &other) {
            return other.block != one->block && other.block.covers(one->block);
        });
        if (wider != entries.end())
            warnings += u"%1 is allowed by %2 already"_s.arg(one->text, wider->text);
    }
    return warnings;
}

} // namespace domain
