// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The vaults that need no keychain: memory for one run, and the environment.

#include "await.h"
#include "stricttest.h"
#include "vault/envvault.h"
#include "vault/memoryvault.h"
#include "vault/variablenames.h"

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Secret;
using domain::VaultKey;
using domain::VaultState;

namespace {

domain::Connection connection(const QString &id, const QString &name)
{
    return {.id = id, .name = name, .vendor = domain::Vendor::Csp};
}

/// Set while it lives.
class Variable final
{
public:
    Variable(const QString &name, const QByteArray &value)
        : m_name(name.toLatin1())
    {
        qputenv(m_name.constData(), value);
    }
    ~Variable() { qunsetenv(m_name.constData()); }
    Variable(const Variable &) = delete;
    Variable &operator=(const Variable &) = delete;

private:
    QByteArray m_name;
};

const QString credential = QString::fromLatin1(domain::field::credential);

} // namespace

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
    void init() { m_connections = {connection(u"id-1"_s, u"Prod EU"_s)}; }
    void environmentCannotUnset();
    void escapesWhatIsNotAscii_data();
    void escapesWhatIsNotAscii();
    void readsNoVariableForTwo_data();
    void readsNoVariableForTwo();
    void refusesANameThatTakesAVariableAway();
    void keepsTheVariablesOfToday();
    void leavesEachNameItsOwnVariable();
    void cleansWhatAVariableHolds();
    void namesTheVariableThatHoldsNoKey_data();
    void namesTheVariableThatHoldsNoKey();

private:
    VaultKey m_key {u"id-1"_s, u"credential"_s};
    std::vector<domain::Connection> m_connections;
    vault::EnvVault m_environment {[this] { return m_connections; }};
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
    QTEST(vault::variableNames(connection, field).plain, "variable");
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

void PlainVaultsTest::escapesWhatIsNotAscii_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("variable");
    QTest::newRow("ASCII") << u"Prod EU-2.b"_s << u"TOKENDESK_SECRET_PROD_EU_2_B"_s;
    QTest::newRow("one letter") << u"Z\u00fcr"_s << u"TOKENDESK_SECRET_Z_U00FC_R"_s;
    QTest::newRow("its capital") << u"Z\u00dcR"_s << u"TOKENDESK_SECRET_Z_U00FC_R"_s;
    QTest::newRow("no Latin letter") << u"\u0442\u0435"_s << u"TOKENDESK_SECRET__U0442__U0435_"_s;
    QTest::newRow("beyond 16 bits") << u"\U0001f511"_s << u"TOKENDESK_SECRET__U1F511_"_s;
    QTest::newRow("a dotless i") << u"pr\u0131"_s << u"TOKENDESK_SECRET_PR_U0131_"_s;
    QTest::newRow("a sharp s") << u"stra\u00dfe"_s << u"TOKENDESK_SECRET_STRA_U00DF_E"_s;
}

void PlainVaultsTest::escapesWhatIsNotAscii()
{
    QFETCH(QString, name);
    QTEST(vault::variableNames(name, credential).exact, "variable");
}

void PlainVaultsTest::readsNoVariableForTwo_data()
{
    QTest::addColumn<QString>("one");
    QTest::addColumn<QString>("other");
    QTest::addColumn<QString>("variable");
    const auto row
        = [](const char *what, const QString &one, const QString &other, const QString &variable) {
              QTest::newRow(what) << one << other << u"TOKENDESK_SECRET_"_s + variable;
          };
    row("signs", u"Prod EU"_s, u"prod-eu"_s, u"PROD_EU"_s);
    row("no Latin letter", u"\u0442\u0435\u0441\u0442"_s, u"\u043f\u0440\u043e\u0434"_s, u"____"_s);
    row("an accent and a blank", u"Z\u00fcr"_s, u"Z r"_s, u"Z_R"_s);
    row("a sharp s", u"stra\u00dfe"_s, u"strasse"_s, u"STRASSE"_s);
    row("a dotless i", u"pr\u0131"_s, u"pri"_s, u"PRI"_s);
    row("an escape spelt out", u"Z\u00fc"_s, u"z u00fc "_s, u"Z_U00FC_"_s);
    row("the OAuth secret of one", u"prod"_s, u"Prod OAuth Secret"_s, u"PROD_OAUTH_SECRET"_s);
}

/// The key of one vendor must not go to another.
void PlainVaultsTest::readsNoVariableForTwo()
{
    QFETCH(QString, one);
    QFETCH(QString, other);
    QFETCH(QString, variable);
    m_connections = {connection(u"id-1"_s, one), connection(u"id-2"_s, other)};
    const Variable set(variable, "key-of-one");
    // Whichever secret the variable could be meant for: it is handed out as none of them.
    for (const auto &secret : vault::namedSecrets(m_connections)) {
        const auto read = test::await(m_environment.read({secret.connectionId, secret.field}));
        QVERIFY(!read);
        if (!secret.isOf(variable))
            continue;
        QCOMPARE_EQ(read.error().kind, ErrorKind::VaultUnusable);
        for (const QString &named : {one, other, variable})
            QVERIFY2(read.error().detail.contains(named), qPrintable(read.error().detail));
        QVERIFY(!read.error().detail.contains(u"key-of"_s));
    }
    const auto refused = m_environment.checkNames(m_connections[1], {m_connections[0]});
    QCOMPARE_EQ(refused.error().kind, ErrorKind::VaultUnusable);
    for (const QString &named : {one, other, variable})
        QVERIFY2(refused.error().detail.contains(named), qPrintable(refused.error().detail));
}

/// Also without the variable: "Z r" could not be used at all beside it.
void PlainVaultsTest::refusesANameThatTakesAVariableAway()
{
    const auto zuer = connection(u"id-1"_s, u"Z\u00fcr"_s);
    const auto zr = connection(u"id-2"_s, u"Z r"_s);
    QVERIFY(!m_environment.checkNames(zr, {zuer}));
    QVERIFY(!m_environment.checkNames(zuer, {zr}));
    QVERIFY(m_environment.checkNames(zuer, {connection(u"id-3"_s, u"Zurich"_s)}));
    QVERIFY(m_environment.checkNames(zuer, {}));
}

void PlainVaultsTest::keepsTheVariablesOfToday()
{
    m_connections = {connection(u"id-1"_s, u"Z\u00fcr"_s), connection(u"id-2"_s, u"\u6771\u4eac"_s),
        connection(u"id-3"_s, u"Prod EU"_s)};
    const Variable zuer(u"TOKENDESK_SECRET_Z_R"_s, "key-1");
    const Variable tokyo(u"TOKENDESK_SECRET___"_s, "key-2");
    const Variable prod(u"TOKENDESK_SECRET_PROD_EU"_s, "key-3");
    QVERIFY(*test::await(m_environment.read({u"id-1"_s, credential})) == Secret::copyOf("key-1"));
    QVERIFY(*test::await(m_environment.read({u"id-2"_s, credential})) == Secret::copyOf("key-2"));
    QVERIFY(*test::await(m_environment.read({u"id-3"_s, credential})) == Secret::copyOf("key-3"));
}

void PlainVaultsTest::leavesEachNameItsOwnVariable()
{
    m_connections
        = {connection(u"id-1"_s, u"\u0442\u0435"_s), connection(u"id-2"_s, u"\u043f\u0440"_s)};
    QVERIFY(m_environment.checkNames(m_connections[1], {m_connections[0]}));
    const Variable one(u"TOKENDESK_SECRET__U0442__U0435_"_s, "key-1");
    QVERIFY(*test::await(m_environment.read({u"id-1"_s, credential})) == Secret::copyOf("key-1"));
    const auto other = test::await(m_environment.read({u"id-2"_s, credential}));
    QCOMPARE_EQ(other.error().kind, ErrorKind::VaultMissing);
    QVERIFY(other.error().detail.contains(u"TOKENDESK_SECRET__U043F__U0440_"_s));
}

void PlainVaultsTest::cleansWhatAVariableHolds()
{
    for (const QByteArray held : {"key-1 ", " key-1\n", "key-1\r\n", "\tkey-1", "Bearer key-1"}) {
        const Variable set(u"TOKENDESK_SECRET_PROD_EU"_s, held);
        QVERIFY(*test::await(m_environment.read(m_key)) == Secret::copyOf("key-1"));
        QVERIFY(test::await(m_environment.write(m_key, Secret::copyOf("key-1"))));
    }
    const Variable oauth(u"TOKENDESK_SECRET_PROD_EU_OAUTH_SECRET"_s, " s-1\n");
    const auto read = test::await(m_environment.read({u"id-1"_s, u"oauth-secret"_s}));
    QVERIFY(*read == Secret::copyOf("s-1"));
}

void PlainVaultsTest::namesTheVariableThatHoldsNoKey_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("a line break in the middle") << "VALUE\nX-Injected: 1"_ba;
    QTest::newRow("a control character") << "VALUE\x1b[0m"_ba;
    QTest::newRow("not ASCII") << "VALUE\xc3\xbc"_ba;
    QTest::newRow("in quotation marks") << "\"VALUE\""_ba;
    QTest::newRow("nothing but blanks") << " \n"_ba;
}

void PlainVaultsTest::namesTheVariableThatHoldsNoKey()
{
    QFETCH(QByteArray, value);
    const Variable set(u"TOKENDESK_SECRET_PROD_EU"_s, value);
    const auto read = test::await(m_environment.read(m_key));
    QCOMPARE_EQ(read.error().kind, ErrorKind::VaultUnusable);
    QVERIFY(read.error().detail.contains(u"TOKENDESK_SECRET_PROD_EU"_s));
    QVERIFY(!read.error().detail.contains(u"VALUE"_s));
}

QTEST_GUILESS_MAIN(PlainVaultsTest)
#include "tst_plainvaults.moc"
