// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// MEM-01: what a secret refuses at compile time, and that it cleans up behind itself.

#include "base/secret.h"
#include "stricttest.h"

#include <QDebug>
#include <QVariant>

#include <type_traits>

using namespace Qt::StringLiterals;
using base::Secret;

static_assert(!std::is_copy_constructible_v<Secret>);
static_assert(!std::is_copy_assignable_v<Secret>);
static_assert(std::is_nothrow_move_constructible_v<Secret>);
static_assert(std::is_nothrow_move_assignable_v<Secret>);
static_assert(!std::is_convertible_v<Secret, QString>);
static_assert(!std::is_convertible_v<Secret, QByteArray>);
static_assert(!std::is_convertible_v<Secret, QByteArrayView>);
static_assert(!std::is_convertible_v<Secret, QVariant>);
static_assert(!std::is_convertible_v<QByteArray, Secret>);
static_assert(!std::is_convertible_v<QString, Secret>);

template <typename T>
concept Printable = requires(QDebug debug, const T &value)
{
    debug << value;
};
static_assert(Printable<QString>);
static_assert(!Printable<Secret>);

class SecretTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void keepsTheBytes();
    void wipesTheArrayItTakes();
    void leavesASharedArrayToItsOtherOwner();
    void movesWithoutLeavingAnything();
    void clonesOnlyWhenAsked();
    void comparesByBytes();
    void wipes();
    void holdsNothingByDefault();
};

void SecretTest::keepsTheBytes()
{
    const QByteArray bytes = QByteArray(5000, 'k') + '\0' + "\xff end";
    const Secret secret = Secret::copyOf(bytes);
    QCOMPARE_EQ(secret.size(), std::size_t(bytes.size()));
    QCOMPARE_EQ(secret.expose().toByteArray(), bytes);
}

void SecretTest::wipesTheArrayItTakes()
{
    QByteArray source("taken away");
    const Secret secret = Secret::take(std::move(source));
    QVERIFY(source.isEmpty()); // NOLINT: the point of the test
    QCOMPARE_EQ(secret.expose().toByteArray(), QByteArray("taken away"));
}

void SecretTest::leavesASharedArrayToItsOtherOwner()
{
    QByteArray mine(QByteArray("shared") + QByteArray::number(1));
    const QByteArray other = mine;
    base::wipe(mine);
    QVERIFY(mine.isEmpty());
    QCOMPARE_EQ(other, QByteArray("shared1"));
}

void SecretTest::movesWithoutLeavingAnything()
{
    Secret one = Secret::copyOf("abc");
    Secret two = std::move(one);
    QVERIFY(one.isEmpty()); // NOLINT: the point of the test
    QCOMPARE_EQ(two.expose().toByteArray(), QByteArray("abc"));
    Secret three = Secret::copyOf("xyz");
    three = std::move(two);
    QCOMPARE_EQ(three.expose().toByteArray(), QByteArray("abc"));
    QVERIFY(two.isEmpty()); // NOLINT
}

void SecretTest::clonesOnlyWhenAsked()
{
    Secret one = Secret::copyOf("abc");
    const Secret two = one.clone();
    one.wipe();
    QCOMPARE_EQ(two.expose().toByteArray(), QByteArray("abc"));
}

void SecretTest::comparesByBytes()
{
    QVERIFY(Secret::copyOf("abc") == Secret::copyOf("abc"));
    QVERIFY(!(Secret::copyOf("abc") == Secret::copyOf("abd")));
    QVERIFY(!(Secret::copyOf("abc") == Secret::copyOf("abcd")));
    QVERIFY(Secret() == Secret::copyOf(""));
}

void SecretTest::wipes()
{
    Secret secret = Secret::copyOf("abc");
    secret.wipe();
    QVERIFY(secret.isEmpty());
    QCOMPARE_EQ(secret.expose().size(), 0);
    secret.wipe();
}

void SecretTest::holdsNothingByDefault()
{
    const Secret secret;
    QVERIFY(secret.isEmpty());
    QVERIFY(secret.clone().isEmpty());
}

QTEST_GUILESS_MAIN(SecretTest)
#include "tst_secret.moc"
