// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What answers and lists mean for a token of a job, as tables (BULK-06, BULK-10), and the pace of
/// calls.

#include "bulk/pacer.h"
#include "bulk/verdict.h"
#include "stricttest.h"

#include <deque>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using bulk::Deed;
using bulk::ItemState;
using bulk::Sight;
using bulk::Verdict;
using domain::JournalPhase;
using domain::TokenStatus;

class VerdictTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    // BULK-06
    void knowsWhatEveryAnswerMeans_data();
    void knowsWhatEveryAnswerMeans();
    // BULK-10
    void readsTheListThatWasMadeAfterwards_data();
    void readsTheListThatWasMadeAfterwards();
    void tellsWhatBecomesOfAnItem_data();
    void tellsWhatBecomesOfAnItem();
    // BULK-07
    void keepsThePaceWithoutBursts();
    void catchesUpWithLateCalls();
};

void VerdictTest::knowsWhatEveryAnswerMeans_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::addColumn<Verdict>("verdict");
    const std::map<ErrorKind, Verdict> table {
        {ErrorKind::NotFound, Verdict::AlreadyGone}, // 404, 410
        {ErrorKind::Unauthorized, Verdict::Stops}, // 401: nothing about this token
        {ErrorKind::Forbidden, Verdict::StopsAndRefused}, // 403
        {ErrorKind::RateLimited, Verdict::WaitAsked}, // 429
        {ErrorKind::Offline, Verdict::WaitOffline}, // never sent
        {ErrorKind::VendorFault, Verdict::Unknown}, // 5xx
        {ErrorKind::OutcomeUnknown, Verdict::Unknown}, // lost
        {ErrorKind::Timeout, Verdict::Unknown},
        {ErrorKind::UnexpectedReply, Verdict::Unknown}, // a 200 that is not an answer
        {ErrorKind::UnexpectedRedirect, Verdict::Unknown},
        {ErrorKind::Cancelled, Verdict::Unknown},
        {ErrorKind::Conflict, Verdict::Refused}, // 409
        {ErrorKind::Contradicted, Verdict::Refused}, // seen to be as it was
        {ErrorKind::Invalid, Verdict::Refused}, // 400, 422
        {ErrorKind::Unsupported, Verdict::Refused},
        {ErrorKind::LocalFile, Verdict::Refused},
        {ErrorKind::Tls, Verdict::Stops},
        {ErrorKind::ForbiddenHost, Verdict::Stops},
        {ErrorKind::VaultLocked, Verdict::Stops},
        {ErrorKind::VaultMissing, Verdict::Stops},
        {ErrorKind::VaultUnavailable, Verdict::Stops},
        {ErrorKind::VaultDenied, Verdict::Stops},
        {ErrorKind::VaultUnusable, Verdict::Stops},
    };
    for (const ErrorKind kind : base::allErrorKinds) {
        QVERIFY(table.contains(kind));
        QTest::newRow(qPrintable(base::errorKindName(kind))) << kind << table.at(kind);
    }
}

void VerdictTest::knowsWhatEveryAnswerMeans()
{
    QFETCH(ErrorKind, kind);
    QFETCH(Verdict, verdict);
    QCOMPARE(bulk::verdictOn({.kind = kind}), verdict);
}

void VerdictTest::readsTheListThatWasMadeAfterwards_data()
{
    QTest::addColumn<Deed>("deed");
    QTest::addColumn<int>("listed"); // A status; -1 = not in the list.
    QTest::addColumn<bool>("isWhole");
    QTest::addColumn<Sight>("sight");
    const auto row = [](const char *name, Deed deed, int listed, bool isWhole, Sight sight) {
        QTest::newRow(name) << deed << listed << isWhole << sight;
    };
    const int active = int(TokenStatus::Active);
    const int disabled = int(TokenStatus::Disabled);
    const int deleted = int(TokenStatus::Deleted);
    const int unknown = int(TokenStatus::Unknown);
    row("delete, absent", Deed::Delete, -1, true, Sight::AsWanted);
    row("delete, absent from half a list", Deed::Delete, -1, false, Sight::CannotTell);
    row("delete, listed", Deed::Delete, active, true, Sight::NotAsWanted);
    row("delete, listed in half a list", Deed::Delete, active, false, Sight::NotAsWanted);
    row("delete, listed as deleted", Deed::Delete, deleted, true, Sight::AsWanted);
    row("delete, disabled only", Deed::Delete, disabled, true, Sight::NotAsWanted);
    row("disable, disabled", Deed::Disable, disabled, true, Sight::AsWanted);
    row("disable, active", Deed::Disable, active, true, Sight::NotAsWanted);
    row("disable, absent", Deed::Disable, -1, true, Sight::AsWanted);
    row("disable, no state told", Deed::Disable, unknown, true, Sight::CannotTell);
    row("enable, active", Deed::Enable, active, true, Sight::AsWanted);
    row("enable, disabled", Deed::Enable, disabled, true, Sight::NotAsWanted);
    row("enable, absent", Deed::Enable, -1, true, Sight::NotAsWanted);
}

void VerdictTest::readsTheListThatWasMadeAfterwards()
{
    QFETCH(Deed, deed);
    QFETCH(int, listed);
    QFETCH(bool, isWhole);
    QFETCH(Sight, sight);
    std::optional<domain::Token> token;
    if (listed >= 0) {
        token.emplace();
        token->status = static_cast<TokenStatus>(listed);
    }
    QCOMPARE(bulk::sightOf(deed, token, isWhole), sight);
}

void VerdictTest::tellsWhatBecomesOfAnItem_data()
{
    QTest::addColumn<ItemState>("state");
    QTest::addColumn<bool>("isInDoubt");
    QTest::addColumn<Sight>("sight");
    QTest::addColumn<ItemState>("after");
    QTest::addColumn<QString>("phase"); // Empty = nothing is written.
    const auto row = [](const char *name, ItemState state, bool isInDoubt, Sight sight,
                         ItemState after, const QString &phase) {
        QTest::newRow(name) << state << isInDoubt << sight << after << phase;
    };
    row("done and gone", ItemState::Done, false, Sight::AsWanted, ItemState::Done, {});
    row("success and not done", ItemState::Done, false, Sight::NotAsWanted, ItemState::Contradicted,
        u"contradicted"_s);
    row("done, who knows", ItemState::Done, false, Sight::CannotTell, ItemState::Done, {});
    row("404 and still there", ItemState::AlreadyGone, false, Sight::NotAsWanted,
        ItemState::Contradicted, u"contradicted"_s);
    row("unknown, gone", ItemState::Unknown, true, Sight::AsWanted, ItemState::Done,
        u"found-done"_s);
    row("unknown, there", ItemState::Unknown, true, Sight::NotAsWanted, ItemState::Failed,
        u"found-undone"_s);
    row("unknown, still", ItemState::Unknown, true, Sight::CannotTell, ItemState::Unknown, {});
    row("refused", ItemState::Failed, false, Sight::NotAsWanted, ItemState::Failed, {});
    row("refused, by then gone", ItemState::Failed, false, Sight::AsWanted, ItemState::Failed, {});
    row("refused after a lost answer", ItemState::Failed, true, Sight::AsWanted, ItemState::Done,
        u"found-done"_s);
    row("never sent", ItemState::Skipped, false, Sight::NotAsWanted, ItemState::Skipped, {});
}

void VerdictTest::tellsWhatBecomesOfAnItem()
{
    QFETCH(ItemState, state);
    QFETCH(bool, isInDoubt);
    QFETCH(Sight, sight);
    QFETCH(ItemState, after);
    QFETCH(QString, phase);
    const bulk::Item item {.state = state, .isInDoubt = isInDoubt};
    const bulk::Finding finding = bulk::findingOf(item, sight);
    QCOMPARE(finding.state, after);
    QCOMPARE(finding.phase ? domain::journalPhaseId(*finding.phase) : QString(), phase);
}

void VerdictTest::keepsThePaceWithoutBursts()
{
    bulk::Pacer pacer(5);
    int taken = 0;
    double most = 0;
    std::deque<double> window;
    // After an hour of rest, ten seconds in steps of a millisecond.
    for (int ms = 0; ms < 10'000; ++ms) {
        const double now = 3600 + ms / 1000.0;
        while (pacer.take(bulk::Pacer::Time(now))) {
            ++taken;
            window.push_back(now);
        }
        while (!window.empty() && window.front() <= now - 1)
            window.pop_front();
        most = std::max(most, double(window.size()));
    }
    QVERIFY2(taken >= 50 && taken <= 51, qPrintable(QString::number(taken)));
    QVERIFY2(most <= 6, qPrintable(QString::number(most)));
}

void VerdictTest::catchesUpWithLateCalls()
{
    bulk::Pacer pacer(10);
    int taken = 0;
    // Looked at every 130 ms only: late by 30 ms each time, but never by more than half a call.
    for (int ms = 0; ms < 10'000; ms += 33)
        taken += pacer.take(bulk::Pacer::Time(100 + ms / 1000.0));
    QVERIFY2(taken >= 99 && taken <= 101, qPrintable(QString::number(taken)));
}

QTEST_GUILESS_MAIN(VerdictTest)
#include "tst_verdict.moc"
