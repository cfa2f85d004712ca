// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// An edit over a desk: what somebody else changed is seen before anything is sent, and what the
/// vendor only said that it did is found out and written down.

#include "deskfixture.h"
#include "stricttest.h"
#include "work/editflow.h"

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::TokenEdit;
using test::await;

class EditFlowTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void seesTheTokenAsItIs();
    void seesWhatSomebodyElseDid();
    void comparesWithTheListWhereNothingElseIsLeft();
    void saysThatATokenIsGone();
    void sendsNothingWhereTheLookFails();
    void checksWhatWasDone();
    void findsOutAVendorThatOnlySaysIt();
    void keepsAnEditThatCannotBeRead();

private:
    struct Bench
    {
        Bench()
        {
            fixture.vendor.tokens = {test::FakeVendor::token({}, u"t1"_s, u"old"_s)};
            const QString id = fixture.connect();
            seen = *fixture.desk.changes().find({id, u"t1"_s});
        }
        test::DeskFixture fixture;
        work::EditFlow flow {fixture.desk};
        domain::Token seen;
    };
};

void EditFlowTest::seesTheTokenAsItIs()
{
    Bench bench;
    const auto look = await(bench.flow.look(bench.seen));
    QVERIFY(look);
    QVERIFY(look->isFresh && look->meanwhile.isEmpty());
    QCOMPARE(bench.fixture.vendor.reads, 1);
}

void EditFlowTest::seesWhatSomebodyElseDid()
{
    Bench bench;
    bench.fixture.vendor.tokens.front().name = u"theirs"_s;
    bench.fixture.vendor.tokens.front().grants.clear();
    const auto look = await(bench.flow.look(bench.seen));
    QVERIFY(look);
    QCOMPARE(look->meanwhile.fields.front().after, u"theirs"_s);
    QVERIFY(!look->meanwhile.grants.empty());
    // The list knows it too: an edit of the name alone must not send back the old grants.
    QCOMPARE(bench.fixture.desk.changes().find(bench.seen.key)->name, u"theirs"_s);
    QVERIFY(bench.fixture.desk.changes().find(bench.seen.key)->grants.empty());
    QVERIFY(!bench.fixture.vendor.lastEdit);
}

void EditFlowTest::comparesWithTheListWhereNothingElseIsLeft()
{
    Bench bench;
    bench.fixture.vendor.readFails = base::Error {.kind = ErrorKind::Unsupported};
    auto listed = bench.seen;
    listed.name = u"listed since"_s;
    bench.fixture.desk.tokens().put(listed);
    const auto look = await(bench.flow.look(bench.seen));
    QVERIFY(look);
    QVERIFY(!look->isFresh);
    QVERIFY(look->listedAt);
    QCOMPARE(look->meanwhile.fields.front().after, u"listed since"_s);
}

void EditFlowTest::saysThatATokenIsGone()
{
    Bench bench;
    bench.fixture.vendor.tokens.clear();
    QCOMPARE(await(bench.flow.look(bench.seen)).error().kind, ErrorKind::NotFound);
    bench.fixture.vendor.readFails = base::Error {.kind = ErrorKind::Unsupported};
    bench.fixture.desk.tokens().remove(bench.seen.key);
    QCOMPARE(await(bench.flow.look(bench.seen)).error().kind, ErrorKind::NotFound);
}

void EditFlowTest::sendsNothingWhereTheLookFails()
{
    Bench bench;
    bench.fixture.vendor.readFails = base::Error {.kind = ErrorKind::Offline};
    QCOMPARE(await(bench.flow.look(bench.seen)).error().kind, ErrorKind::Offline);
    QVERIFY(!bench.fixture.vendor.lastEdit);
}

void EditFlowTest::checksWhatWasDone()
{
    Bench bench;
    const auto outcome = await(bench.flow.send(bench.seen, TokenEdit {.name = u"new"_s}));
    QVERIFY(outcome);
    QVERIFY(outcome->isChecked && outcome->missing.isEmpty());
    QCOMPARE(outcome->token.name, u"new"_s);
    QCOMPARE(bench.fixture.desk.changes().find(bench.seen.key)->name, u"new"_s);
}

void EditFlowTest::findsOutAVendorThatOnlySaysIt()
{
    Bench bench;
    bench.fixture.vendor.onlySaysIt = true;
    const auto outcome = await(bench.flow.send(bench.seen, TokenEdit {.name = u"new"_s}));
    QVERIFY(outcome);
    QVERIFY(outcome->isChecked);
    QCOMPARE(outcome->missing.fields.front().before, u"old"_s);
    QCOMPARE(outcome->missing.fields.front().after, u"new"_s);
    QCOMPARE(bench.fixture.desk.changes().find(bench.seen.key)->name, u"old"_s);
    QTRY_VERIFY(await(bench.fixture.journal.read({.token = bench.seen.key}))->front().entry.phase
        == domain::JournalPhase::Contradicted);
    const auto rows = await(bench.fixture.journal.read({.token = bench.seen.key}));
    QVERIFY(rows->size() >= 3); // Intent, done, contradicted: one operation.
    QCOMPARE(rows->front().entry.operation, (*rows)[1].entry.operation);
    QCOMPARE((*rows)[1].entry.phase, domain::JournalPhase::Done);
    QCOMPARE(rows->front().entry.phase, domain::JournalPhase::Contradicted);
    QCOMPARE(rows->front().entry.action, domain::JournalAction::Edit);
    QCOMPARE(rows->front().entry.connectionName, u"Payments"_s);
}

void EditFlowTest::keepsAnEditThatCannotBeRead()
{
    Bench bench;
    bench.fixture.vendor.readFails = base::Error {.kind = ErrorKind::Timeout};
    const auto outcome = await(bench.flow.send(bench.seen, TokenEdit {.name = u"new"_s}));
    QVERIFY(outcome);
    QVERIFY(!outcome->isChecked && outcome->missing.isEmpty());
    QCOMPARE(outcome->token.name, u"new"_s);
}

QTEST_GUILESS_MAIN(EditFlowTest)
#include "tst_editflow.moc"
