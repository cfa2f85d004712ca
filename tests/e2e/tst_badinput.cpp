// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Vendors that do other than they say, met by the real clients and an edit over real HTTP: what
/// each of them reports, and that nothing is believed that a second look does not show.

#include "await.h"
#include "http/dispatcher.h"
#include "http/qnamtransport.h"
#include "memorystore.h"
#include "sandbox/sandboxthread.h"
#include "stricttest.h"
#include "vault/memoryvault.h"
#include "vendors/catalog.h"
#include "work/editflow.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Token;
using domain::TokenEdit;
using domain::TokenStatus;
using domain::Vendor;
using test::await;

namespace {

class Bench
{
public:
    Bench()
        : desk({.keychain = vault,
            .memory = vault,
            .journal = journal,
            .inventory = inventory,
            .annotations = annotations,
            .makeClient =
                [](const domain::Connection &connection, domain::Credentials credentials) {
                    return vendors::makeClient(connection, std::move(credentials),
                        std::make_unique<http::Dispatcher>(
                            std::make_unique<http::QnamTransport>()));
                },
            .checkConnection = &vendors::checkConnection,
            .clock = clock,
            .profileFolder = {}})
    {
        problem = sandbox.start();
    }

    QJsonObject said(Vendor vendor) const
    {
        return sandbox.readyLine().value(domain::vendorId(vendor)).toObject();
    }

    QString open(Vendor vendor)
    {
        domain::Connection made;
        made.name = domain::vendorName(vendor);
        made.vendor = vendor;
        made.environment = domain::Environment::Test;
        made.baseUrl = QUrl(sandbox.readyLine().value("url"_L1).toString());
        made.organisation = said(vendor).value("org"_L1).toString();
        made.clientId = said(vendor)
                            .value(vendor == Vendor::Csp ? "oauthClientId"_L1 : "clientId"_L1)
                            .toString();
        domain::Credentials credentials;
        credentials.main = base::Secret::take(said(vendor).value("secret"_L1).toString().toUtf8());
        const auto added
            = await(desk.addConnection(made, std::move(credentials), work::KeepIn::Memory));
        if (!added)
            return {};
        const bool isReady = QTest::qWaitFor(
            [&] { return desk.session(*added)->state() == work::Session::State::Ready; }, 30000);
        return isReady ? *added : QString();
    }

    domain::VendorClient &client(const QString &id) { return **desk.changes().clientOf(id); }

    /// Active tokens of a connection that are not its own.
    std::vector<Token> others(const QString &id, std::size_t count)
    {
        std::vector<Token> found;
        for (work::RowId row = 0; row < desk.tokens().rowCount() && found.size() < count; ++row) {
            if (!desk.tokens().isPresent(row))
                continue;
            const Token token = desk.tokens().wholeToken(row);
            const bool isUsable
                = token.status == TokenStatus::Active || token.status == TokenStatus::Unknown;
            if (token.key.connectionId == id && !token.isOwnCredential && isUsable)
                found.push_back(token);
        }
        return found;
    }

    bool post(const QString &path, const QByteArray &json)
    {
        http::QnamTransport transport;
        const auto answer
            = await(transport.send(QUrl(sandbox.readyLine().value("url"_L1).toString()),
                http::Request::change(http::Verb::Post, path, json), nullptr));
        return answer && answer->status == 200;
    }
    bool fault(const QByteArray &json) { return post(u"/_sandbox/faults"_s, json); }
    bool elsewhere(Vendor vendor, const QString &id, const char *act)
    {
        const QJsonObject asked {{u"vendor"_s, domain::vendorId(vendor)}, {u"id"_s, id},
            {u"act"_s, QString::fromLatin1(act)}, {u"name"_s, u"theirs"_s}};
        return post(u"/_sandbox/elsewhere"_s, QJsonDocument(asked).toJson());
    }

    base::SystemClock clock;
    vault::MemoryVault vault;
    test::MemoryJournal journal;
    test::MemoryInventory inventory;
    test::MemoryAnnotations annotations;
    sandbox::SandboxThread sandbox {sandbox::Options {.tokens = 30}};
    work::Desk desk;
    QString problem;
};

} // namespace

class BadInputTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void findsOutAnEditThatWasOnlySaid_data() { editors(); }
    void findsOutAnEditThatWasOnlySaid();
    void undoesNoChangeOfSomebodyElse_data() { editors(); }
    void undoesNoChangeOfSomebodyElse();
    void saysThatATokenWasDeletedMeanwhile_data() { editors(); }
    void saysThatATokenWasDeletedMeanwhile();
    void findsOutADeleteThatWasOnlySaid_data();
    void findsOutADeleteThatWasOnlySaid();
    void takesADeleteBySomebodyElseForGone_data();
    void takesADeleteBySomebodyElseForGone();
    void reportsAPartialSuccessPerToken();
    void believesNoIdThatItDidNotAskFor();
    void believesNoDataBesideErrors_data();
    void believesNoDataBesideErrors();
    void findsOutADisableThatWasOnlySaid();
    void waitsByADateOfAWrongClock_data();
    void waitsByADateOfAWrongClock();

private:
    static void editors()
    {
        QTest::addColumn<Vendor>("vendor");
        QTest::newRow("Mist") << Vendor::Mist;
        QTest::newRow("SoftwareOne") << Vendor::SoftwareOne;
    }
};

void BadInputTest::findsOutAnEditThatWasOnlySaid()
{
    QFETCH(Vendor, vendor);
    Bench bench;
    const QString id = bench.open(vendor);
    const Token token = bench.others(id, 1).front();
    work::EditFlow flow(bench.desk);
    QVERIFY(bench.fault(R"({"method":"PUT","kind":"pretend"})"));
    const auto outcome = await(flow.send(token, TokenEdit {.name = u"mine"_s}));
    QVERIFY(outcome);
    QVERIFY(outcome->isChecked);
    QCOMPARE(outcome->missing.fields.size(), std::size_t {1});
    QCOMPARE(outcome->missing.fields.front().before, token.name);
    QTRY_VERIFY(await(bench.journal.read({.token = token.key}))->front().entry.phase
        == domain::JournalPhase::Contradicted);
    // The same once more, honestly.
    const auto again = await(flow.send(token, TokenEdit {.name = u"mine"_s}));
    QVERIFY(again && again->isChecked && again->missing.isEmpty());
}

void BadInputTest::undoesNoChangeOfSomebodyElse()
{
    QFETCH(Vendor, vendor);
    Bench bench;
    const QString id = bench.open(vendor);
    std::optional<Token> token;
    for (const Token &one : bench.others(id, 30)) {
        if (one.grants.size() > 1)
            token = one;
    }
    QVERIFY(token);
    QVERIFY(bench.elsewhere(vendor, token->key.remoteId, "narrow"));
    work::EditFlow flow(bench.desk);
    const auto look = await(flow.look(*token));
    QVERIFY(look);
    QCOMPARE(look->meanwhile.grants.size(), token->grants.size() - 1);
    // An edit of the name alone, after the look: their narrowing stays.
    const auto outcome = await(flow.send(look->now, TokenEdit {.name = u"mine"_s}));
    QVERIFY(outcome && outcome->missing.isEmpty());
    const auto now = await(bench.client(id).readToken(*token));
    QVERIFY(now);
    QCOMPARE(now->name, u"mine"_s);
    QCOMPARE(now->grants.size(), std::size_t {1});
}

void BadInputTest::saysThatATokenWasDeletedMeanwhile()
{
    QFETCH(Vendor, vendor);
    Bench bench;
    const QString id = bench.open(vendor);
    const Token token = bench.others(id, 1).front();
    QVERIFY(bench.elsewhere(vendor, token.key.remoteId, "delete"));
    work::EditFlow flow(bench.desk);
    QCOMPARE(await(flow.look(token)).error().kind, ErrorKind::NotFound);
    QCOMPARE(
        await(flow.send(token, TokenEdit {.name = u"mine"_s})).error().kind, ErrorKind::NotFound);
}

void BadInputTest::findsOutADeleteThatWasOnlySaid_data()
{
    editors();
    QTest::newRow("Lightspark") << Vendor::Lightspark;
}

/// BULK-10: what a second look has to go by.
void BadInputTest::findsOutADeleteThatWasOnlySaid()
{
    QFETCH(Vendor, vendor);
    Bench bench;
    const QString id = bench.open(vendor);
    const Token token = bench.others(id, 1).front();
    QVERIFY(bench.fault(vendor == Vendor::Lightspark ? R"({"path":"/graphql","kind":"pretend"})"
                                                     : R"({"method":"DELETE","kind":"pretend"})"));
    const auto said = await(bench.client(id).deleteToken(token));
    QVERIFY(said);
    QCOMPARE(*said, domain::DeleteOutcome::Deleted);
    const auto still = await(bench.client(id).readToken(token));
    QVERIFY(still); // A second look shows it.
    QCOMPARE(still->key, token.key);
    QCOMPARE(
        await(bench.client(id).deleteToken(token)).value_or(domain::DeleteOutcome::AlreadyGone),
        domain::DeleteOutcome::Deleted);
    QCOMPARE(await(bench.client(id).readToken(token)).error().kind, ErrorKind::NotFound);
}

void BadInputTest::takesADeleteBySomebodyElseForGone_data()
{
    findsOutADeleteThatWasOnlySaid_data();
}

/// BULK-06
void BadInputTest::takesADeleteBySomebodyElseForGone()
{
    QFETCH(Vendor, vendor);
    Bench bench;
    const QString id = bench.open(vendor);
    const Token token = bench.others(id, 1).front();
    QVERIFY(bench.fault(vendor == Vendor::Lightspark
            ? R"({"path":"/graphql","kind":"elsewhere","act":"delete"})"
            : R"({"method":"DELETE","kind":"elsewhere","act":"delete"})"));
    const auto said = await(bench.client(id).deleteToken(token));
    QVERIFY(said);
    QCOMPARE(*said, domain::DeleteOutcome::AlreadyGone);
}

/// BULK-06: each token of a batch for itself.
void BadInputTest::reportsAPartialSuccessPerToken()
{
    Bench bench;
    const QString id = bench.open(Vendor::Csp);
    const auto tokens = bench.others(id, 5);
    QCOMPARE(tokens.size(), std::size_t {5});
    QVERIFY(bench.fault(
        R"({"path":"*/deactivate","kind":"partial","refuse":2,"message":"locked by policy"})"));
    const auto outcomes = await(bench.client(id).setEnabled(tokens, false));
    QVERIFY(outcomes);
    for (std::size_t i = 0; i < 5; ++i) {
        const auto &result = (*outcomes)[i].result;
        QCOMPARE(result.has_value(), i < 3);
        if (!result)
            QCOMPARE(result.error().vendorWords, u"locked by policy"_s);
    }
}

void BadInputTest::believesNoIdThatItDidNotAskFor()
{
    Bench bench;
    const QString id = bench.open(Vendor::Csp);
    const auto tokens = bench.others(id, 3);
    QVERIFY(bench.fault(R"({"path":"*/deactivate","kind":"otherId"})"));
    const auto outcomes = await(bench.client(id).setEnabled(tokens, false));
    QVERIFY(outcomes);
    QCOMPARE(outcomes->size(), std::size_t {3});
    QVERIFY(!(*outcomes)[0].result);
    QCOMPARE((*outcomes)[0].result.error().kind, ErrorKind::UnexpectedReply);
    QVERIFY((*outcomes)[1].result && (*outcomes)[2].result);
}

void BadInputTest::believesNoDataBesideErrors_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::newRow("a fault of the server, not done")
        << R"({"path":"/graphql","kind":"errorsInside"})"_ba;
    QTest::newRow("refused by name, done all the same")
        << R"({"path":"/graphql","kind":"errorsInside","errorName":"INTERNAL","after":true})"_ba;
}

/// NET-03
void BadInputTest::believesNoDataBesideErrors()
{
    QFETCH(QByteArray, fault);
    Bench bench;
    const QString id = bench.open(Vendor::Lightspark);
    const Token token = bench.others(id, 1).front();
    QVERIFY(bench.fault(fault));
    const auto said = await(bench.client(id).deleteToken(token));
    QVERIFY(!said);
    QCOMPARE(said.error().kind, ErrorKind::VendorFault); // It may have happened.
    QVERIFY(base::mayHaveHappened(said.error()));
    const auto now = await(bench.client(id).readToken(token));
    QCOMPARE(now.has_value(), !fault.contains("after"));
}

void BadInputTest::findsOutADisableThatWasOnlySaid()
{
    Bench bench;
    const QString id = bench.open(Vendor::SoftwareOne);
    const auto tokens = bench.others(id, 2);
    QVERIFY(bench.fault(R"({"method":"POST","path":"*/disable","kind":"pretend"})"));
    QVERIFY(await(bench.client(id).setEnabled({tokens[0]}, false))->front().result);
    const auto now = await(bench.client(id).readToken(tokens[0]));
    QVERIFY(now);
    QCOMPARE(now->status, TokenStatus::Active);
}

void BadInputTest::waitsByADateOfAWrongClock_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::newRow("a date of yesterday's clock")
        << R"({"method":"GET","kind":429,"retryAfterDate":5,"clockAhead":-86400})"_ba;
    QTest::newRow("nonsense") << R"({"method":"GET","kind":429,"retryAfter":"soon"})"_ba;
    QTest::newRow("a year ahead, on a success")
        << R"({"method":"GET","kind":"delay","ms":0,"clockAhead":31536000})"_ba;
}

/// A read goes on all the same, after a short wait.
void BadInputTest::waitsByADateOfAWrongClock()
{
    QFETCH(QByteArray, fault);
    Bench bench;
    const QString id = bench.open(Vendor::SoftwareOne);
    const Token token = bench.others(id, 1).front();
    QVERIFY(bench.fault(fault));
    const auto now = await(bench.client(id).readToken(token));
    QVERIFY(now);
    QCOMPARE(now->name, token.name);
}

QTEST_GUILESS_MAIN(BadInputTest)
#include "tst_badinput.moc"
