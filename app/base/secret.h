// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The only way a key travels: move-only, unprintable, wiped when it goes.

#include <QByteArray>
#include <QByteArrayView>
#include <QDebug> // clang wants it whole for the deleted operator

#include <cstddef>

namespace base {

/// UTF-8 bytes of a key in memory of their own: locked and kept out of core dumps where the system
/// allows it (MEM-01). Wiping is best effort: copies made by Qt or OpenSSL on the way in or out are
/// beyond our reach. Not thread-safe; may be moved between threads.
class Secret final
{
public:
    Secret() = default;
    /// Takes the bytes and overwrites the array they came in, if nobody else shares it.
    static Secret take(QByteArray &&bytes);
    static Secret copyOf(QByteArrayView bytes);

    Secret(Secret &&other) noexcept;
    Secret &operator=(Secret &&other) noexcept;
    Secret(const Secret &) = delete;
    Secret &operator=(const Secret &) = delete;
    ~Secret();

    /// A second copy, said out loud.
    Secret clone() const;

    bool isEmpty() const { return m_size == 0; }
    std::size_t size() const { return m_size; }
    /// The bytes themselves. Greppable on purpose: only what writes a key to the wire, the
    /// keychain, the clipboard, a file or the reveal label may call it. Valid while this Secret
    /// lives.
    QByteArrayView expose() const;
    /// Overwrites and frees the bytes now.
    void wipe();

    /// Compares without leaking where the difference is.
    friend bool operator==(const Secret &a, const Secret &b);

private:
    char *m_bytes = nullptr;
    std::size_t m_size = 0;
};

QDebug operator<<(QDebug, const Secret &) = delete;

/// Overwrites the bytes of an array that nobody else shares; an array that is shared is only
/// detached from, and its other owners keep theirs.
void wipe(QByteArray &bytes);

} // namespace base
