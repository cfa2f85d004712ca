// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Contain now: a leaked key is stopped as fast as its vendor can, and what was done is told as it
/// is.

#include "bulk/contain.h"
#include "bulkbench.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using bulk::Contained;
using bulk::Containment;
using bulk::Deed;
using domain::Operation;
using domain::Support;
using domain::TokenStatus;
using test::await;

namespace {

struct Stage : test::BulkBench
{
    Stage()
    {
        estate.fill(10);
        desk = makeDesk();
        connection = connect(*desk);
    }
    domain::TokenKey key(const QString &id = u"t1"_s) const { return {connection, id}; }
    void cannot(Operation operation)
    {
        estate.capabilities.set(
            operation, {.support = Support::Unsupported, .reason = u"Not here."_s});
    }
    Contained run(std::optional<Deed> deed = {})
    {
        const auto outcome = await(bulk::contain(*desk, key(), deed));
        return outcome ? *outcome : Contained {.name = u"failed: "_s + outcome.error().detail};
    }
    QString story() const
    {
        QStringList phases;
        for (const auto &record : journal.records())
            phases.append(domain::journalPhaseId(record.entry.phase));
        return phases.join(u' ');
    }

    std::unique_ptr<work::Desk> desk;
    QString connection;
};

const Error lost {.kind = ErrorKind::OutcomeUnknown};

} // namespace

class ContainTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void disablesWhereThatIsPossible();
    void deletesWhereItIsNot();
    void deletesWhatIsDisabledAlready();
    void saysWhenThereIsNoWay();
    void triesAgainAtOnceWhenNoAnswerCame();
    void looksWhenNoAnswerComesAtAll_data();
    void looksWhenNoAnswerComesAtAll();
    void believesNoVendorThatCanBeAsked();
    void saysWhenNothingCouldBeChecked();
    void offersToDeleteWhenDisablingIsRefused();
    void waitsOnlyAMomentForALimit();
    void passesAJobThatRuns();
    void containsItsOwnCredential();
    // ONE-01
    void sendsNothingWithoutAJournal();
};

void ContainTest::disablesWhereThatIsPossible()
{
    Stage stage;
    stage.estate.canRead = true;
    const Contained done = stage.run();
    QCOMPARE(done.outcome, Containment::Stopped);
    QCOMPARE(*done.deed, Deed::Disable);
    QVERIFY(done.isVerified);
    QVERIFY(done.deleteIsLeft);
    QVERIFY(!done.mayDelete);
    QCOMPARE(stage.estate.tokens[u"t1"_s].status, TokenStatus::Disabled);
    QCOMPARE(stage.story(), u"intent done"_s);
    QCOMPARE(stage.estate.calls, 1);

    // The investigation is over.
    const Contained gone = stage.run(Deed::Delete);
    QCOMPARE(gone.outcome, Containment::Stopped);
    QVERIFY(!gone.deleteIsLeft);
    QVERIFY(!stage.estate.tokens.contains(u"t1"_s));
}

void ContainTest::deletesWhereItIsNot()
{
    Stage stage;
    stage.cannot(Operation::Disable);
    const Contained done = stage.run();
    QCOMPARE(done.outcome, Containment::Stopped);
    QCOMPARE(*done.deed, Deed::Delete);
    QVERIFY(!done.deleteIsLeft);
    QVERIFY(!stage.estate.tokens.contains(u"t1"_s));
    QVERIFY(!stage.desk->tokens().find(stage.key()));
}

void ContainTest::deletesWhatIsDisabledAlready()
{
    domain::Token token = test::token(u"c"_s, u"a"_s, u"a"_s);
    domain::Capabilities capabilities;
    QCOMPARE(*bulk::containingDeed(capabilities, token), Deed::Disable); // Unknown: worth a try.
    token.status = TokenStatus::Disabled;
    QCOMPARE(*bulk::containingDeed(capabilities, token), Deed::Delete);
}

void ContainTest::saysWhenThereIsNoWay()
{
    Stage stage;
    stage.cannot(Operation::Disable);
    stage.cannot(Operation::Delete);
    const Contained done = stage.run();
    QVERIFY(!done.deed);
    QCOMPARE(done.outcome, Containment::Refused);
    QCOMPARE(done.error->detail, u"Not here."_s);
    QCOMPARE(stage.estate.calls, 0);
    QCOMPARE(stage.story(), QString());

    const auto unlisted = await(bulk::contain(*stage.desk, stage.key(u"nobody"_s)));
    QVERIFY(!unlisted);
    QCOMPARE(unlisted.error().kind, ErrorKind::NotFound);
}

void ContainTest::triesAgainAtOnceWhenNoAnswerCame()
{
    Stage stage;
    stage.estate.fail(u"t1"_s, lost, false);
    const Contained done = stage.run();
    QCOMPARE(done.outcome, Containment::Stopped);
    QCOMPARE(done.attempts, 2);
    QVERIFY(!done.error);
    QCOMPARE(stage.estate.tokens[u"t1"_s].status, TokenStatus::Disabled);
}

void ContainTest::looksWhenNoAnswerComesAtAll_data()
{
    QTest::addColumn<bool>("canRead");
    QTest::addColumn<bool>("happens");
    QTest::addColumn<bool>("listFails");
    QTest::addColumn<Containment>("outcome");
    QTest::addColumn<QString>("story");
    QTest::newRow("read: disabled")
        << true << true << false << Containment::Stopped << u"intent found-done"_s;
    QTest::newRow("read: active") << true << false << false << Containment::Refused
                                  << u"intent contradicted"_s;
    QTest::newRow("listed: disabled")
        << false << true << false << Containment::Stopped << u"intent found-done"_s;
    QTest::newRow("listed: active")
        << false << false << false << Containment::Refused << u"intent contradicted"_s;
    QTest::newRow("no list either")
        << false << true << true << Containment::Unknown << u"intent unknown"_s;
}

void ContainTest::looksWhenNoAnswerComesAtAll()
{
    QFETCH(bool, canRead);
    QFETCH(bool, happens);
    QFETCH(bool, listFails);
    QFETCH(Containment, outcome);
    QFETCH(QString, story);
    Stage stage;
    stage.estate.canRead = canRead;
    stage.estate.fail(u"t1"_s, lost, happens, 99);
    if (listFails)
        stage.estate.listFails = Error {.kind = ErrorKind::Timeout};
    const Contained done = stage.run();
    QCOMPARE(done.outcome, outcome);
    QCOMPARE(done.isVerified, outcome != Containment::Unknown);
    QCOMPARE(done.attempts, 3);
    QCOMPARE(stage.story(), story);
    QCOMPARE(done.mayDelete, outcome != Containment::Stopped);
    QCOMPARE(stage.desk->log().open().size(), std::size_t(outcome == Containment::Unknown));
}

void ContainTest::believesNoVendorThatCanBeAsked()
{
    Stage stage;
    stage.estate.canRead = true;
    stage.estate.everyCall = [](const QString &) { return test::Estate::Fate {{}, false}; };
    const Contained done = stage.run();
    QCOMPARE(done.outcome, Containment::Refused);
    QVERIFY(done.isVerified);
    QCOMPARE(done.error->kind, ErrorKind::Contradicted);
    QVERIFY(done.mayDelete);
}

/// The vendor says that it is done; neither the token nor the list could be looked at.
void ContainTest::saysWhenNothingCouldBeChecked()
{
    Stage stage;
    stage.estate.canRead = false;
    stage.estate.listFails = Error {.kind = ErrorKind::UnexpectedReply};
    const Contained done = stage.run();
    QCOMPARE(done.outcome, Containment::Stopped);
    QVERIFY(!done.isVerified);
    QCOMPARE(stage.story(), u"intent unknown"_s); // Open, until a list tells.
    QCOMPARE(stage.desk->log().open().size(), std::size_t(1));
}

void ContainTest::offersToDeleteWhenDisablingIsRefused()
{
    Stage stage;
    stage.estate.fail(u"t1"_s, {.kind = ErrorKind::Forbidden, .httpStatus = 403});
    const Contained done = stage.run();
    QCOMPARE(done.outcome, Containment::Refused);
    QCOMPARE(done.error->kind, ErrorKind::Forbidden);
    QVERIFY(done.mayDelete);
    QVERIFY(stage.estate.tokens.contains(u"t1"_s)); // Nobody asked for that.
    QCOMPARE(stage.story(), u"intent refused"_s);
}

void ContainTest::waitsOnlyAMomentForALimit()
{
    Stage stage;
    Error limited {.kind = ErrorKind::RateLimited, .httpStatus = 429};
    limited.retryAfter = std::chrono::seconds(0);
    stage.estate.fail(u"t1"_s, limited);
    QCOMPARE(stage.run().outcome, Containment::Stopped);
    limited.retryAfter = std::chrono::seconds(600);
    stage.estate.fail(u"t1"_s, limited);
    const Contained refused = stage.run(Deed::Delete);
    QCOMPARE(refused.outcome, Containment::Refused);
    QCOMPARE(*refused.error->retryAfter, std::chrono::seconds(600));
}

void ContainTest::passesAJobThatRuns()
{
    Stage stage;
    stage.estate.latency = std::chrono::milliseconds(5);
    stage.limits.of(domain::Vendor::Lightspark).callsPerSecond = 0.001;
    bulk::Jobs jobs(*stage.desk, stage.clock);
    jobs.setLimits(stage.limits);
    const auto id = await(jobs.start(stage.planFor(stage.connection, 0, 10)));
    QVERIFY(id);
    QTRY_VERIFY(stage.estate.calls >= 1);
    const auto done = await(bulk::contain(*stage.desk, stage.key(u"t9"_s)));
    QVERIFY(done);
    QCOMPARE(done->outcome, Containment::Stopped);
    QCOMPARE(stage.estate.calls, 2); // It did not wait for its turn, which is far off.
    QVERIFY(jobs.isChosen(stage.key(u"t9"_s)));
}

void ContainTest::containsItsOwnCredential()
{
    Stage stage;
    stage.estate.tokens[u"t1"_s].isOwnCredential = true;
    stage.desk->refresh(stage.connection);
    QTRY_COMPARE(stage.desk->session(stage.connection)->state(), work::Session::State::Ready);
    const Contained done = stage.run();
    QCOMPARE(done.outcome, Containment::Stopped);
    QVERIFY(done.wasOwn);
    QVERIFY(!done.isVerified);
}

void ContainTest::sendsNothingWithoutAJournal()
{
    Stage stage;
    stage.journal.fails = true;
    const auto done = await(bulk::contain(*stage.desk, stage.key()));
    QVERIFY(!done);
    QCOMPARE(done.error().kind, ErrorKind::LocalFile);
    QCOMPARE(stage.estate.calls, 0);
}

QTEST_GUILESS_MAIN(ContainTest)
#include "tst_contain.moc"
