// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The real keychain, in the state that tests/support/keyring-session.sh prepared (KEY-02 to
/// KEY-07).

#include "await.h"
#include "silentservice.h"
#include "stricttest.h"
#include "vault/keychainvault.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCall>
#include <QProcess>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using base::Secret;
using domain::VaultKey;
using domain::VaultState;
using test::await;

namespace {

/// Of the 2048 bytes, what the stored form needs around the secret: {"secret":"","version":1}
constexpr qsizetype overhead = 25;

VaultKey freshKey()
{
    static int number = 0;
    return {u"0dfae3c8-0000-4000-8000-%1"_s.arg(++number, 12, 10, QChar(u'0')), u"credential"_s};
}

void lockKeyring()
{
    auto lock = QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s,
        u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service"_s, u"Lock"_s);
    const QList<QDBusObjectPath> paths {
        QDBusObjectPath(u"/org/freedesktop/secrets/collection/login"_s)};
    lock << QVariant::fromValue(paths);
    QCOMPARE_EQ(QDBusConnection::sessionBus().call(lock).type(), QDBusMessage::ReplyMessage);
}

void unlockKeyring()
{
    QCOMPARE_EQ(QProcess::execute(QStringLiteral(TD_UNLOCK_KEYRING)), 0);
}

} // namespace

class UnlockedKeychainTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void isReady();
    void givesBackWhatWasWritten_data();
    void givesBackWhatWasWritten();
    void overwritesInPlace();
    void saysWhatIsMissing();
    void removesAndProvesIt();
    void removingWhatIsMissingSucceeds();
    void keepsConnectionsAndFieldsApart();
    void refusesWhatIsTooLarge();
    void runsOperationsInTheOrderAsked();
    void survivesACancelledOperation();
    void survivesItsOwnEnd();
    void changesNothingWhileLocked();
    void storesNothingInFiles();
    void writesAnEntryOfTheAdminsOwn();
};

/// What another program would look for: by its own name, as plain text, never over what is there.
void UnlockedKeychainTest::writesAnEntryOfTheAdminsOwn()
{
    vault::KeychainVault vault;
    const QString name = u"deploy key %1"_s.arg(QCoreApplication::applicationPid());
    const auto written = await(vault.writeNamed(name, Secret::copyOf("k-4711")));
    QVERIFY2(written, written ? "" : qPrintable(written.error().detail));
    QCOMPARE_EQ(
        await(vault.writeNamed(name, Secret::copyOf("other"))).error().kind, ErrorKind::Conflict);
    QCOMPARE_EQ(await(vault.writeNamed({}, Secret::copyOf("k"))).error().kind, ErrorKind::Invalid);
    // In any case of letters: Windows would take it for one of ours.
    for (const QString &ours :
        {u"io.github.tokendesk.Tokendesk/x"_s, u"IO.GitHub.Tokendesk.tokendesk/x"_s})
        QCOMPARE_EQ(
            await(vault.writeNamed(ours, Secret::copyOf("k"))).error().kind, ErrorKind::Invalid);
    QCOMPARE_EQ(
        await(vault.writeNamed(u"empty"_s, Secret::copyOf(""))).error().kind, ErrorKind::Invalid);
    QProcess tool;
    tool.start(u"secret-tool"_s, {u"lookup"_s, u"server"_s, name, u"user"_s, name});
    if (!tool.waitForStarted(test::patienceMs()))
        QSKIP("secret-tool is not installed");
    QVERIFY(tool.waitForFinished(test::patienceMs()));
    QCOMPARE_EQ(tool.readAllStandardOutput(), "k-4711"_ba);
}

void UnlockedKeychainTest::isReady()
{
    vault::KeychainVault vault;
    QVERIFY(vault.isPersistent());
    QCOMPARE_EQ(*await(vault.probe()), VaultState::Ready);
    QVERIFY(await(vault.unlock())); // Nothing to do, and no prompt.
}

void UnlockedKeychainTest::givesBackWhatWasWritten_data()
{
    QTest::addColumn<QByteArray>("secret");
    QTest::newRow("a key") << "sk-abcDEF0123456789_-.~"_ba;
    QTest::newRow("quotes and backslashes") << "a\"b\\c{\"version\":1}"_ba;
    QTest::newRow("beyond ASCII") << "schl\xc3\xbcssel \xf0\x9f\x94\x91"_ba;
    QTest::newRow("the longest that fits") << QByteArray(2048 - overhead, 'x');
}

void UnlockedKeychainTest::givesBackWhatWasWritten()
{
    QFETCH(QByteArray, secret);
    const VaultKey key = freshKey();
    vault::KeychainVault vault;
    QVERIFY(await(vault.write(key, Secret::copyOf(secret))));
    // Another object, so that nothing comes from a memory of ours.
    vault::KeychainVault other;
    const auto read = await(other.read(key));
    QVERIFY(read);
    QVERIFY(*read == Secret::copyOf(secret));
}

void UnlockedKeychainTest::overwritesInPlace()
{
    const VaultKey key = freshKey();
    vault::KeychainVault vault;
    QVERIFY(await(vault.write(key, Secret::copyOf("old"))));
    QVERIFY(await(vault.write(key, Secret::copyOf("new"))));
    QVERIFY(*await(vault.read(key)) == Secret::copyOf("new"));
    QVERIFY(await(vault.remove(key)));
    QCOMPARE_EQ(await(vault.read(key)).error().kind, ErrorKind::VaultMissing);
}

void UnlockedKeychainTest::saysWhatIsMissing()
{
    vault::KeychainVault vault;
    QCOMPARE_EQ(await(vault.read(freshKey())).error().kind, ErrorKind::VaultMissing);
}

void UnlockedKeychainTest::removesAndProvesIt()
{
    const VaultKey key = freshKey();
    vault::KeychainVault vault;
    QVERIFY(await(vault.write(key, Secret::copyOf("gone soon"))));
    QVERIFY(await(vault.remove(key)));
    QCOMPARE_EQ(await(vault.read(key)).error().kind, ErrorKind::VaultMissing);
}

void UnlockedKeychainTest::removingWhatIsMissingSucceeds()
{
    vault::KeychainVault vault;
    QVERIFY(await(vault.remove(freshKey())));
}

void UnlockedKeychainTest::keepsConnectionsAndFieldsApart()
{
    const VaultKey one = freshKey();
    const VaultKey two = freshKey();
    const VaultKey other {one.connectionId, u"oauth-secret"_s};
    vault::KeychainVault vault;
    QVERIFY(await(vault.write(one, Secret::copyOf("1"))));
    QVERIFY(await(vault.write(two, Secret::copyOf("2"))));
    QVERIFY(await(vault.write(other, Secret::copyOf("3"))));
    QVERIFY(*await(vault.read(one)) == Secret::copyOf("1"));
    QVERIFY(*await(vault.read(two)) == Secret::copyOf("2"));
    QVERIFY(*await(vault.read(other)) == Secret::copyOf("3"));
}

void UnlockedKeychainTest::refusesWhatIsTooLarge()
{
    const VaultKey key = freshKey();
    vault::KeychainVault vault;
    QVERIFY(await(vault.write(key, Secret::copyOf("kept"))));
    const qsizetype room = 2048 - overhead;
    const auto tooLong = await(vault.write(key, Secret::copyOf(QByteArray(room + 1, 'x'))));
    QCOMPARE_EQ(tooLong.error().kind, ErrorKind::Invalid);
    QCOMPARE_EQ(tooLong.error().field, u"secret"_s);
    QCOMPARE_EQ(await(vault.write(key, Secret())).error().kind, ErrorKind::Invalid);
    QVERIFY(*await(vault.read(key)) == Secret::copyOf("kept"));
}

void UnlockedKeychainTest::runsOperationsInTheOrderAsked()
{
    const VaultKey key = freshKey();
    vault::KeychainVault vault;
    auto first = vault.write(key, Secret::copyOf("first"));
    auto second = vault.write(key, Secret::copyOf("second"));
    auto read = vault.read(key);
    auto removed = vault.remove(key);
    auto last = vault.read(key);
    QVERIFY(await(std::move(first)));
    QVERIFY(await(std::move(second)));
    QVERIFY(*await(std::move(read)) == Secret::copyOf("second"));
    QVERIFY(await(std::move(removed)));
    QCOMPARE_EQ(await(std::move(last)).error().kind, ErrorKind::VaultMissing);
}

void UnlockedKeychainTest::survivesACancelledOperation()
{
    const VaultKey key = freshKey();
    vault::KeychainVault vault;
    auto running = vault.write(key, Secret::copyOf("finished anyway"));
    auto waiting = vault.remove(key);
    running.cancel();
    waiting.cancel();
    QVERIFY(*await(vault.read(key)) == Secret::copyOf("finished anyway"));
}

void UnlockedKeychainTest::survivesItsOwnEnd()
{
    const VaultKey key = freshKey();
    base::Task<Secret> orphan;
    {
        vault::KeychainVault vault;
        orphan = vault.read(key);
        test::settle(); // The job is out.
    }
    QCOMPARE_EQ(await(std::move(orphan)).error().kind, ErrorKind::Cancelled);
    vault::KeychainVault next;
    QVERIFY(await(next.write(key, Secret::copyOf("fine"))));
}

void UnlockedKeychainTest::changesNothingWhileLocked()
{
    const VaultKey key = freshKey();
    vault::KeychainVault vault;
    QVERIFY(await(vault.write(key, Secret::copyOf("before"))));
    lockKeyring();
    QCOMPARE_EQ(*await(vault.probe()), VaultState::Locked);
    QCOMPARE_EQ(await(vault.read(key)).error().kind, ErrorKind::VaultLocked);
    QCOMPARE_EQ(
        await(vault.write(key, Secret::copyOf("after"))).error().kind, ErrorKind::VaultLocked);
    QCOMPARE_EQ(await(vault.remove(key)).error().kind, ErrorKind::VaultLocked);
    unlockKeyring();
    QCOMPARE_EQ(*await(vault.probe()), VaultState::Ready);
    QVERIFY(*await(vault.read(key)) == Secret::copyOf("before"));
}

void UnlockedKeychainTest::storesNothingInFiles()
{
    const VaultKey key = freshKey();
    vault::KeychainVault vault;
    QVERIFY(await(vault.write(key, Secret::copyOf("SENTINEL-0b7f3a"))));
    QProcess grep;
    grep.start(u"grep"_s, {u"-rlaF"_s, u"SENTINEL-0b7f3a"_s, qEnvironmentVariable("HOME")});
    QVERIFY(grep.waitForFinished(test::patienceMs()));
    QCOMPARE_EQ(QString::fromUtf8(grep.readAllStandardOutput()), QString());
}

/// Every state in which nothing can be stored: the same four answers, whatever was asked.
class ClosedKeychainTest final : public test::StrictTest
{
    Q_OBJECT

public:
    ClosedKeychainTest(VaultState state, ErrorKind kind)
        : m_state(state)
        , m_kind(kind)
    {
    }

private slots:
    void saysItsState();
    void refusesEveryOperation();
    void refusesToUnlockWithoutAnAnswer();

private:
    VaultState m_state;
    ErrorKind m_kind;
};

void ClosedKeychainTest::saysItsState()
{
    vault::KeychainVault vault;
    QCOMPARE_EQ(*await(vault.probe()), m_state);
}

void ClosedKeychainTest::refusesEveryOperation()
{
    vault::KeychainVault vault;
    const VaultKey key = freshKey();
    const auto read = await(vault.read(key));
    QCOMPARE_EQ(read.error().kind, m_kind);
    QVERIFY(!read.error().detail.isEmpty());
    QCOMPARE_EQ(await(vault.write(key, Secret::copyOf("x"))).error().kind, m_kind);
    QCOMPARE_EQ(await(vault.remove(key)).error().kind, m_kind);
}

void ClosedKeychainTest::refusesToUnlockWithoutAnAnswer()
{
    vault::KeychainVault vault;
    const auto unlocked = await(vault.unlock());
    QVERIFY(!unlocked);
    QVERIFY(unlocked.error().detail != u"test waited"_s);
}

class SilentKeychainTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void probeGivesUp();
    void losesPatienceAndLeavesTheJobAlone();
};

void SilentKeychainTest::probeGivesUp()
{
    const test::SilentService service(false);
    vault::KeychainVault vault({.probeLimit = 200ms});
    // The probe's own limit ends it, and not that of D-Bus, which is longer.
    QDBusMessage question = QDBusMessage::createMethodCall(u"org.freedesktop.secrets"_s,
        u"/org/freedesktop/secrets"_s, u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    const QDBusPendingCall patient
        = QDBusConnection::connectToBus(QDBusConnection::SessionBus, u"patient"_s)
              .asyncCall(question);
    QCOMPARE_EQ(*await(vault.probe()), VaultState::Silent);
    QVERIFY(!patient.isFinished());
    QCOMPARE_EQ(await(vault.read(freshKey())).error().kind, ErrorKind::VaultUnavailable);
}

void SilentKeychainTest::losesPatienceAndLeavesTheJobAlone()
{
    const test::SilentService service(true);
    vault::KeychainVault vault({.patience = 300ms});
    const auto stuck = await(vault.read(freshKey()));
    QCOMPARE_EQ(stuck.error().kind, ErrorKind::VaultUnavailable);
    QVERIFY(stuck.error().detail.contains(u"has not answered"_s));
    QCOMPARE_GT(service.unanswered(), 0);
    // The next one does not join the queue behind the stuck job, and asks the keychain nothing.
    const int before = service.unanswered();
    const auto next = await(vault.write(freshKey(), Secret::copyOf("x")));
    QCOMPARE_EQ(next.error().kind, ErrorKind::VaultUnavailable);
    QVERIFY(next.error().detail.contains(u"still waiting"_s));
    QCOMPARE_EQ(service.unanswered(), before);
}

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    if (qEnvironmentVariable("TOKENDESK_TEST_KEYCHAIN") != u"1"_s) {
        std::puts("Run this through tests/support/keyring-session.sh: it writes to the keychain.");
        return 77;
    }
    const QString state = qEnvironmentVariable("TOKENDESK_KEYRING_STATE");
    int failures = 0;
    const auto run = [&](QObject &test) { failures += QTest::qExec(&test, argc, argv); };
    if (state == u"unlocked"_s) {
        UnlockedKeychainTest test;
        run(test);
    } else if (state == u"locked"_s) {
        ClosedKeychainTest test(VaultState::Locked, ErrorKind::VaultLocked);
        run(test);
    } else if (state == u"no-keyring"_s) {
        ClosedKeychainTest test(VaultState::NoCollection, ErrorKind::VaultUnavailable);
        run(test);
    } else if (state == u"no-bus"_s) {
        ClosedKeychainTest test(VaultState::NoBus, ErrorKind::VaultUnavailable);
        run(test);
    } else {
        ClosedKeychainTest test(VaultState::NoService, ErrorKind::VaultUnavailable);
        run(test);
        SilentKeychainTest silent;
        run(silent);
    }
    return failures;
}

#include "tst_keychainvault.moc"
