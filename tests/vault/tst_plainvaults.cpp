// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The vaults that need no keychain: memory for one run, and the environment.

#include "await.h"
#include "stricttest.h"
#include "vault/envvault.h"
#include "vault/memoryvault.h"

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Secret;
using domain::VaultKey;
using domain::VaultState;

class PlainVaultsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void memoryGivesBackWhatItWasGiven();
    void memoryKeepsFieldsApart();
    void memoryForgetsWhatWasRemoved();
    void environmentNamesVariables_data();
    void environmentNamesVariables();
    void environmentReadsTheVariable();
    void environmentNamesAVariableThatIsNotSet();
    void environmentIsReadOnly();
    void environmentAcceptsAWriteOfWhatItHolds();
    void environmentCannotUnset();

private:
    VaultKey m_key {u"id-1"_s, u"credential"_s};
    vault::EnvVault m_environment {
        [](const QString &id) { return id == u"id-1"_s ? u"Prod EU"_s : QString(); }};
};

void PlainVaultsTest::memoryGivesBackWhatItWasGiven()
{
    vault::MemoryVault memory;
    QVERIFY(!memory.isPersistent());
    QCOMPARE_EQ(*test::await(memory.probe()), VaultState::Ready);
    QVERIFY(test::await(memory.write(m_key, Secret::copyOf("one"))));
    QVERIFY(test::await(memory.write(m_key, Secret::copyOf("two"))));
    QVERIFY(*test::await(memory.read(m_key)) == Secret::copyOf("two"));
    QVERIFY(*test::await(memory.read(m_key)) == Secret::copyOf("two"));
}

void PlainVaultsTest::memoryKeepsFieldsApart()
{
    vault::MemoryVault memory;
    QVERIFY(test::await(memory.write(m_key, Secret::copyOf("one"))));
    const auto other = test::await(memory.read({m_key.connectionId, u"oauth-secret"_s}));
    QVERIFY(!other);
    QCOMPARE_EQ(other.error().kind, ErrorKind::VaultMissing);
}

void PlainVaultsTest::memoryForgetsWhatWasRemoved()
{
    vault::MemoryVault memory;
    QVERIFY(test::await(memory.write(m_key, Secret::copyOf("one"))));
    QVERIFY(test::await(memory.remove(m_key)));
    QCOMPARE_EQ(test::await(memory.read(m_key)).error().kind, ErrorKind::VaultMissing);
    QVERIFY(test::await(memory.remove(m_key)));
}

void PlainVaultsTest::environmentNamesVariables_data()
{
    QTest::addColumn<QString>("connection");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("variable");
    QTest::newRow("plain") << u"mist"_s << u"credential"_s << u"TOKENDESK_SECRET_MIST"_s;
    QTest::newRow("spaces and signs")
        << u"Prod EU-2.b"_s << u"credential"_s << u"TOKENDESK_SECRET_PROD_EU_2_B"_s;
    QTest::newRow("beyond ASCII") << u"Zür"_s << u"credential"_s << u"TOKENDESK_SECRET_Z_R"_s;
    QTest::newRow("another field")
        << u"csp"_s << u"oauth-secret"_s << u"TOKENDESK_SECRET_CSP_OAUTH_SECRET"_s;
    QTest::newRow("tracked slot") << u"csp"_s << u"tracked-3"_s
                                  << u"TOKENDESK_SECRET_CSP_TRACKED_3"_s;
}

void PlainVaultsTest::environmentNamesVariables()
{
    QFETCH(QString, connection);
    QFETCH(QString, field);
    QTEST(vault::EnvVault::variableName(connection, field), "variable");
}

void PlainVaultsTest::environmentReadsTheVariable()
{
    qputenv("TOKENDESK_SECRET_PROD_EU", "key-1");
    QVERIFY(*test::await(m_environment.read(m_key)) == Secret::copyOf("key-1"));
    qunsetenv("TOKENDESK_SECRET_PROD_EU");
}

void PlainVaultsTest::environmentNamesAVariableThatIsNotSet()
{
    const auto read = test::await(m_environment.read(m_key));
    QCOMPARE_EQ(read.error().kind, ErrorKind::VaultMissing);
    QVERIFY(read.error().detail.contains(u"TOKENDESK_SECRET_PROD_EU"_s));
    // A connection nobody knows must not fall back to some variable.
    QCOMPARE_EQ(test::await(m_environment.read({u"id-2"_s, m_key.field})).error().kind,
        ErrorKind::VaultMissing);
}

void PlainVaultsTest::environmentIsReadOnly()
{
    qputenv("TOKENDESK_SECRET_PROD_EU", "key-1");
    const auto written = test::await(m_environment.write(m_key, Secret::copyOf("key-2")));
    QCOMPARE_EQ(written.error().kind, ErrorKind::VaultDenied);
    QVERIFY(!written.error().detail.contains(u"key-"_s));
    QVERIFY(*test::await(m_environment.read(m_key)) == Secret::copyOf("key-1"));
    qunsetenv("TOKENDESK_SECRET_PROD_EU");
}

void PlainVaultsTest::environmentAcceptsAWriteOfWhatItHolds()
{
    qputenv("TOKENDESK_SECRET_PROD_EU", "key-1");
    QVERIFY(test::await(m_environment.write(m_key, Secret::copyOf("key-1"))));
    qunsetenv("TOKENDESK_SECRET_PROD_EU");
}

void PlainVaultsTest::environmentCannotUnset()
{
    QVERIFY(test::await(m_environment.remove(m_key)));
    qputenv("TOKENDESK_SECRET_PROD_EU", "key-1");
    QCOMPARE_EQ(test::await(m_environment.remove(m_key)).error().kind, ErrorKind::VaultDenied);
    qunsetenv("TOKENDESK_SECRET_PROD_EU");
}

QTEST_GUILESS_MAIN(PlainVaultsTest)
#include "tst_plainvaults.moc"
