// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Believable people, names, ids, keys and ages: pure functions of (seed, realm, index), so that an
/// estate of any size costs nothing until somebody looks at an item of it.
///
///     const Generator make(seed, clock.nowMs());
///     const quint32 i = 4711;                                  // any index, created ones go on at
///     N const QString id = make.uuid("mist.org", i);             // the realm keeps vendors apart
///     make.indexOfUuid("mist.org", id) == i;                   // and back, without a table
///     const Life life = make.life("mist.org", i);              // created, last used, by whom
///     const Person who = make.person(life.creator);
///
/// Keep the tokens themselves in an Estate<T> (estate.h), which calls such functions on demand.

#include <QByteArray>
#include <QString>

#include <optional>

namespace sandbox {

struct Person
{
    QString firstName;
    QString lastName;
    QString email; ///< ASCII, under example.com
};

struct Life
{
    qint64 createdMs = 0; ///< UTC milliseconds since 1970
    std::optional<qint64>
        lastUsedMs; ///< none = never used; never before createdMs, never after now
    quint32 creator = 0; ///< index for Generator::person
    bool creatorDeleted = false; ///< the account of the creator is gone
};

enum class NameStyle {
    Anything, ///< also right-to-left, combining marks, emoji, markup, control characters, very long
    Letters, ///< letters of any script, digits, space, - . ' only, at most 60 characters
};

class Generator
{
public:
    static constexpr quint32 peopleCount = 240;

    /// Ages count back from nowMs; the same seed and nowMs give the same estate.
    Generator(quint64 seed, qint64 nowMs);

    qint64 nowMs() const { return m_nowMs; }

    /// 64 well mixed bits; salt tells several draws for one item apart.
    quint64 bits(QByteArrayView realm, quint64 index, quint64 salt = 0) const;
    /// A draw from 0 to limit - 1.
    quint32 below(quint32 limit, QByteArrayView realm, quint64 index, quint64 salt = 0) const;

    /// A version 4 UUID in lower case, without braces.
    QString uuid(QByteArrayView realm, quint32 index) const;
    std::optional<quint32> indexOfUuid(QByteArrayView realm, const QString &uuid) const;

    /// A key of letters and digits, at least 20 long.
    QString secret(QByteArrayView realm, quint32 index, int length) const;
    std::optional<quint32> indexOfSecret(QByteArrayView realm, const QString &secret) const;

    /// Eight digits "nnnn-nnnn", different for each index below 100,000,000.
    QString digits(QByteArrayView realm, quint32 index) const;
    std::optional<quint32> indexOfDigits(QByteArrayView realm, const QString &digits) const;

    Person person(quint32 index) const;
    QString tokenName(
        QByteArrayView realm, quint32 index, NameStyle style = NameStyle::Anything) const;
    Life life(QByteArrayView realm, quint32 index) const;

private:
    quint64 m_seed;
    qint64 m_nowMs;
};

} // namespace sandbox
