// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Vendors that do other than they say, met by the real clients and an edit over real HTTP: what
/// each of them reports, and that nothing is believed that a second look does not show.

#include "await.h"
#include "sandboxdesk.h"
#include "stricttest.h"
#include "work/editflow.h"

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Token;
using domain::TokenEdit;
using domain::TokenStatus;
using domain::Vendor;
using test::await;

namespace {

struct Bench : test::SandboxDesk
{
    Bench()
        : SandboxDesk({.tokens = 30})
    {
    }
    domain::VendorClient &client(const QString &id) { return **desk.changes().clientOf(id); }
    std::vector<Token> others(const QString &id, std::size_t count)
    {
        return test::othersOf(desk, id, count);
    }
    /// Of the token's newest row in the journal.
    domain::JournalPhase lastPhase(const Token &token)
    {
        return await(memory.journal.read({.token = token.key}))->front().entry.phase;
    }
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
    QVERIFY(bench.played.spoil(R"({"method":"PUT","kind":"pretend"})"));
    const auto outcome = await(flow.send(token, TokenEdit {.name = u"mine"_s}));
    QVERIFY(outcome);
    QVERIFY(outcome->isChecked);
    QCOMPARE(outcome->missing.fields.size(), std::size_t {1});
    QCOMPARE(outcome->missing.fields.front().before, token.name);
    QTRY_COMPARE(bench.lastPhase(token), domain::JournalPhase::Contradicted);
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
    QVERIFY(bench.played.elsewhere(vendor, token->key.remoteId, "narrow"));
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
    QVERIFY(bench.played.elsewhere(vendor, token.key.remoteId, "delete"));
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
    QVERIFY(bench.played.spoil(vendor == Vendor::Lightspark
            ? R"({"path":"/graphql","kind":"pretend"})"
            : R"({"method":"DELETE","kind":"pretend"})"));
    const auto said = await(bench.desk.remove(token.key));
    QVERIFY(!said); // A second look shows it.
    QCOMPARE(said.error().kind, ErrorKind::Contradicted);
    QVERIFY(bench.desk.changes().find(token.key));
    QCOMPARE(bench.lastPhase(token), domain::JournalPhase::Contradicted);
    // The same once more, honestly.
    QCOMPARE(await(bench.desk.remove(token.key)).value_or(domain::DeleteOutcome::AlreadyGone),
        domain::DeleteOutcome::Deleted);
    QCOMPARE(await(bench.client(id).readToken(token)).error().kind, ErrorKind::NotFound);
    QVERIFY(!bench.desk.changes().find(token.key));
    QCOMPARE(bench.lastPhase(token), domain::JournalPhase::Done);
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
    QVERIFY(bench.played.spoil(vendor == Vendor::Lightspark
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
    QVERIFY(bench.played.spoil(
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
    QVERIFY(bench.played.spoil(R"({"path":"*/deactivate","kind":"otherId"})"));
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
    QVERIFY(bench.played.spoil(fault));
    const auto said = await(bench.client(id).deleteToken(token));
    QVERIFY(!said);
    QCOMPARE(said.error().kind, ErrorKind::OutcomeUnknown); // It may have happened.
    QVERIFY(base::mayHaveHappened(said.error()));
    const auto now = await(bench.client(id).readToken(token));
    QCOMPARE(now.has_value(), !fault.contains("after"));
}

void BadInputTest::findsOutADisableThatWasOnlySaid()
{
    Bench bench;
    const QString id = bench.open(Vendor::SoftwareOne);
    const auto tokens = bench.others(id, 2);
    QVERIFY(bench.played.spoil(R"({"method":"POST","path":"*/disable","kind":"pretend"})"));
    const auto outcomes
        = await(bench.desk.setEnabled({tokens[0].key, tokens[1].key}, false)).value();
    QVERIFY(!outcomes[0].result != !outcomes[1].result); // Whichever arrived first.
    for (std::size_t i = 0; i < 2; ++i) {
        const bool isDone = outcomes[i].result.has_value();
        if (!isDone)
            QCOMPARE(outcomes[i].result.error().kind, ErrorKind::Contradicted);
        QCOMPARE(bench.desk.changes().find(tokens[i].key)->status,
            isDone ? TokenStatus::Disabled : TokenStatus::Active);
        QCOMPARE(bench.lastPhase(tokens[i]),
            isDone ? domain::JournalPhase::Done : domain::JournalPhase::Contradicted);
    }
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
    QVERIFY(bench.played.spoil(fault));
    const auto now = await(bench.client(id).readToken(token));
    QVERIFY(now);
    QCOMPARE(now->name, token.name);
}

QTEST_GUILESS_MAIN(BadInputTest)
#include "tst_badinput.moc"
