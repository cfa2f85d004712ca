// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// IP addresses and CIDR blocks that a token may be used from: what is one, and what is odd about
/// a list of them. Pure. Written out because QHostAddress lives in Qt Network, which only http and
/// the sandbox may link.

#include <QStringList>

#include <array>
#include <optional>

namespace domain {

/// An address is a block with one address in it.
struct AddressBlock
{
    /// The first 4 count for IPv4, all 16 for IPv6; bits behind the prefix as they were written.
    std::array<quint8, 16> bytes {};
    int prefix = 0; ///< bits that count: up to 32 for IPv4, 128 for IPv6
    bool isV4 = false;

    int width() const { return isV4 ? 32 : 128; }
    bool bit(int index) const;
    /// Without the bits that do not count.
    AddressBlock masked() const;
    /// Whether every address of the other is in this one, too.
    bool covers(const AddressBlock &other) const;
    /// "10.0.0.0/24", "2001:db8::/32"; without the prefix where it is one address.
    QString text() const;

    friend bool operator==(const AddressBlock &, const AddressBlock &) = default;
};

/// Nothing for what is neither an IPv4 nor an IPv6 address, with or without a prefix length.
std::optional<AddressBlock> parseAddressBlock(const QString &text);

/// Whether text is an IPv4/IPv6 address or CIDR block.
bool isAddressOrBlock(const QString &text);

/// What is odd about a list of allowed addresses, one English sentence without a full stop for
/// each, in the order of the list: blocks that allow every address or a large part of them, bits
/// behind the prefix, entries that are there twice or within another, addresses that a vendor on
/// the Internet never sees, IPv4 written as IPv6. Nothing of it is an error. Entries that are no
/// address are passed over.
QStringList addressWarnings(const QStringList &addresses);

} // namespace domain
