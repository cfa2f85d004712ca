// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The review of a selection (BULK-02), what must be typed (BULK-03), the frozen plan (BULK-01) and
/// where the own credential stands in it (BULK-04).

#include "bulk/plan.h"
#include "stricttest.h"
#include "tokens.h"

using namespace Qt::StringLiterals;
using bulk::Candidate;
using bulk::ConnectionFacts;
using bulk::Deed;
using bulk::Lock;
using bulk::Use;
using domain::Operation;
using domain::Support;
using domain::TimeFact;
using std::chrono::hours;

namespace {

const base::Instant now = test::FixedClock().time;

ConnectionFacts facts(int tokens = 1000)
{
    ConnectionFacts made {.name = u"Payments"_s,
        .organisation = u"Analytical Engines"_s,
        .vendor = domain::Vendor::Csp,
        .listed = now,
        .tokens = tokens};
    for (const Operation operation : domain::allOperations)
        made.capabilities.set(operation, {.support = Support::Native, .reversible = true});
    made.capabilities.set(Operation::Track, {.support = Support::Unsupported});
    return made;
}

Candidate used(const QString &id, const TimeFact &lastUsed)
{
    domain::Token token = test::token(u"c"_s, id, u"name of "_s + id);
    token.lastUsed = lastUsed;
    return {token.key, token};
}

Candidate idle(const QString &id)
{
    return used(id, TimeFact::known(now - hours(24 * 100)));
}

std::vector<Candidate> many(int count)
{
    std::vector<Candidate> all;
    for (int i = 0; i < count; ++i)
        all.push_back(idle(u"i%1"_s.arg(i)));
    return all;
}

bulk::Review reviewOf(const std::vector<Candidate> &selection, Deed deed = Deed::Delete,
    bool includesOwn = false, const ConnectionFacts &connection = facts())
{
    return bulk::review(deed, selection, {{u"c"_s, connection}}, now, includesOwn);
}

} // namespace

class PlanTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    // BULK-02
    void ticksOnlyWhatIsSurelyUnused_data();
    void ticksOnlyWhatIsSurelyUnused();
    void locksWhatCannotBeDone_data();
    void locksWhatCannotBeDone();
    void locksWhatOnlyItsValueRevokes();
    void countsWhatTheReviewShows();
    void offersDisablingFirstWhereItExists();
    void wantsAFreshList();
    // BULK-03
    void asksForAsMuchTypingAsTheDeedIsWorth_data();
    void asksForAsMuchTypingAsTheDeedIsWorth();
    void asksForTheOrganisationOfTheOwnOrLastToken();
    void asksOnlyForWhatCanBeTyped();
    // BULK-01, BULK-04
    void freezesWhatIsTicked();
    void putsTheOwnCredentialLast();
};

void PlanTest::ticksOnlyWhatIsSurelyUnused_data()
{
    QTest::addColumn<TimeFact>("lastUsed");
    QTest::addColumn<Use>("use");
    QTest::addColumn<bool>("isTicked");
    const auto row = [](const char *name, const TimeFact &lastUsed, Use use, bool isTicked) {
        QTest::newRow(name) << lastUsed << use << isTicked;
    };
    row("an hour ago", TimeFact::known(now - hours(1)), Use::Recent, false);
    row("in the future", TimeFact::known(now + hours(9000)), Use::Recent, false);
    row("nearly 7 days", TimeFact::known(now - hours(7 * 24 - 1)), Use::Recent, false);
    row("7 days", TimeFact::known(now - hours(7 * 24)), Use::Earlier, true);
    row("a year ago", TimeFact::known(now - hours(24 * 365)), Use::Earlier, true);
    row("never", TimeFact::never(), Use::Never, true);
    row("not reported", TimeFact::notReported(), Use::Unknown, false);
    row("not permitted", TimeFact::notPermitted(), Use::Unknown, false);
    row("not fetched", TimeFact(), Use::Unknown, false);
}

void PlanTest::ticksOnlyWhatIsSurelyUnused()
{
    QFETCH(TimeFact, lastUsed);
    QFETCH(Use, use);
    QFETCH(bool, isTicked);
    const auto review = reviewOf({used(u"a"_s, lastUsed)});
    QCOMPARE(review.rows.front().use, use);
    QCOMPARE(review.rows.front().isTicked, isTicked);
    QCOMPARE(review.rows.front().lock, Lock::None); // Unticked can be ticked.
}

void PlanTest::locksWhatCannotBeDone_data()
{
    QTest::addColumn<int>("lock");
    for (const Lock lock : {Lock::OwnCredential, Lock::CannotDo, Lock::Barrier, Lock::NotListed,
             Lock::AlreadySo, Lock::NoConnection})
        QTest::newRow(qPrintable(QString::number(int(lock)))) << int(lock);
}

void PlanTest::locksWhatCannotBeDone()
{
    QFETCH(int, lock);
    ConnectionFacts connection = facts();
    Candidate candidate = idle(u"a"_s);
    QString reason;
    switch (static_cast<Lock>(lock)) {
    case Lock::OwnCredential:
        candidate.token->isOwnCredential = true;
        break;
    case Lock::CannotDo:
        reason = u"Only in the vendor's console."_s;
        connection.capabilities.set(
            Operation::Disable, {.support = Support::Unsupported, .reason = reason});
        break;
    case Lock::Barrier:
        reason = connection.barrier = u"Three changes are still open."_s;
        break;
    case Lock::NotListed:
        candidate.token.reset();
        break;
    case Lock::AlreadySo:
        candidate.token->status = domain::TokenStatus::Disabled;
        break;
    case Lock::NoConnection:
        connection.isOpen = false;
        break;
    case Lock::NotHere: // Of another admin's plan; see tst_sharedplan.
    case Lock::None:
        break;
    }
    const auto review = reviewOf({candidate}, Deed::Disable, false, connection);
    QCOMPARE(int(review.rows.front().lock), lock);
    QCOMPARE(review.rows.front().reason, reason);
    QVERIFY(!review.rows.front().isTicked);
    QVERIFY(bulk::planOf(review).rows.empty());
}

/// CSP: only what is tracked can be deleted; anything can be disabled.
void PlanTest::locksWhatOnlyItsValueRevokes()
{
    ConnectionFacts connection = facts();
    connection.capabilities.set(Operation::Track, {.support = Support::Native});
    const QString reason = u"For tokens whose value is tracked here."_s;
    connection.capabilities.set(Operation::Delete, {.support = Support::Native, .reason = reason});
    Candidate tracked = idle(u"tracked"_s);
    tracked.token->trackedSlot = u"slot"_s;
    const std::vector<Candidate> both {tracked, idle(u"untracked"_s)};
    const auto review = reviewOf(both, Deed::Delete, false, connection);
    QCOMPARE(review.rows[0].lock, Lock::None);
    QCOMPARE(review.rows[1].lock, Lock::CannotDo);
    QCOMPARE(review.rows[1].reason, reason);
    QCOMPARE(bulk::planOf(review).rows.size(), std::size_t(1));
    QCOMPARE(reviewOf(both, Deed::Disable, false, connection).rows[1].lock, Lock::None);
}

void PlanTest::countsWhatTheReviewShows()
{
    Candidate own = idle(u"own"_s);
    own.token->isOwnCredential = true;
    const auto review = reviewOf({idle(u"a"_s), used(u"b"_s, TimeFact::known(now - hours(2))),
        used(u"c"_s, TimeFact::notReported()), {{u"c"_s, u"gone"_s}, {}}, own});
    const auto all = review.totals();
    QCOMPARE(all.perVendor[std::size_t(domain::Vendor::Csp)], 5);
    QCOMPARE(all.ticked, 1);
    QCOMPARE(all.locked, 2);
    QCOMPARE(all.recent, 1);
    QCOMPARE(all.unknownUse, 2); // The one that is not listed, too.
    QCOMPARE(all.notListed, 1);
    QVERIFY(all.hasOwn);
    QCOMPARE(*all.oldestUse, now - hours(24 * 100));
    QCOMPARE(*all.newestUse, now - hours(2));
    QVERIFY(!review.chosen().hasOwn);
    QCOMPARE(*review.chosen().newestUse, now - hours(24 * 100));
}

void PlanTest::offersDisablingFirstWhereItExists()
{
    QVERIFY(reviewOf({idle(u"a"_s)}).rows.front().canDisable);
    Candidate disabled = idle(u"a"_s);
    disabled.token->status = domain::TokenStatus::Disabled;
    QVERIFY(!reviewOf({disabled}).rows.front().canDisable);
    ConnectionFacts cannot = facts();
    cannot.capabilities.set(Operation::Disable, {.support = Support::Unsupported});
    QVERIFY(!reviewOf({idle(u"a"_s)}, Deed::Delete, false, cannot).rows.front().canDisable);
}

void PlanTest::wantsAFreshList()
{
    ConnectionFacts connection = facts();
    QVERIFY(bulk::staleOf({{u"c"_s, connection}}, now).isEmpty());
    for (const auto &listed : {std::optional<base::Instant>(),
             std::optional(now - std::chrono::seconds(61)), std::optional(now + hours(1))}) {
        connection.listed = listed;
        QCOMPARE(bulk::staleOf({{u"c"_s, connection}}, now), QStringList {u"c"_s});
    }
}

void PlanTest::asksForAsMuchTypingAsTheDeedIsWorth_data()
{
    QTest::addColumn<Deed>("deed");
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("isUsed");
    QTest::addColumn<bool>("asksCount");
    QTest::addColumn<bool>("asksName");
    const auto row
        = [](const char *name, Deed deed, int count, bool isUsed, bool asksCount, bool asksName) {
              QTest::newRow(name) << deed << count << isUsed << asksCount << asksName;
          };
    row("delete 1", Deed::Delete, 1, false, false, false);
    row("delete 1 in use", Deed::Delete, 1, true, true, false);
    row("delete 2", Deed::Delete, 2, false, true, false);
    row("delete 25", Deed::Delete, 25, false, true, false);
    row("delete 26", Deed::Delete, 26, false, true, true);
    row("disable 7", Deed::Disable, 7, false, false, false);
    row("disable 7 with one in use", Deed::Disable, 7, true, true, false);
    row("disable 26", Deed::Disable, 26, false, true, false);
    row("enable 100", Deed::Enable, 100, false, false, false);
}

void PlanTest::asksForAsMuchTypingAsTheDeedIsWorth()
{
    QFETCH(Deed, deed);
    QFETCH(int, count);
    QFETCH(bool, isUsed);
    QFETCH(bool, asksCount);
    QFETCH(bool, asksName);
    auto selection = many(count);
    if (isUsed)
        selection.front() = used(u"i0"_s, TimeFact::known(now - hours(1)));
    if (deed == Deed::Enable) {
        for (Candidate &one : selection)
            one.token->status = domain::TokenStatus::Disabled;
    }
    auto review = reviewOf(selection, deed);
    review.rows.front().isTicked = true;
    const bulk::Gate gate = bulk::gateOf(review);
    QCOMPARE(gate.asksCount, asksCount);
    QCOMPARE(!gate.names.isEmpty(), asksName);
    QCOMPARE(gate.isOpen(), !asksCount && !asksName);
    if (asksCount)
        QCOMPARE(gate.count, count);
    if (asksName)
        QCOMPARE(gate.names, QStringList {u"Analytical Engines"_s});
}

void PlanTest::asksForTheOrganisationOfTheOwnOrLastToken()
{
    Candidate own = idle(u"own"_s);
    own.token->isOwnCredential = true;
    QCOMPARE(bulk::gateOf(reviewOf({own}, Deed::Delete, true)).names,
        QStringList {u"Analytical Engines"_s});
    QCOMPARE(bulk::gateOf(reviewOf({own}, Deed::Disable, true)).names,
        QStringList {u"Analytical Engines"_s});
    QCOMPARE(bulk::gateOf(reviewOf(many(3), Deed::Delete, false, facts(3))).names,
        QStringList {u"Analytical Engines"_s});
    QVERIFY(bulk::gateOf(reviewOf(many(3), Deed::Delete, false, facts(4))).names.isEmpty());
    ConnectionFacts unnamed = facts(1);
    unnamed.organisation.clear();
    QCOMPARE(bulk::gateOf(reviewOf(many(1), Deed::Delete, false, unnamed)).names,
        QStringList {u"Payments"_s});
}

void PlanTest::asksOnlyForWhatCanBeTyped()
{
    ConnectionFacts odd = facts(1);
    odd.organisation = u"Acme\u00a0Corp"_s;
    QCOMPARE(bulk::gateOf(reviewOf(many(1), Deed::Delete, false, odd)).names,
        QStringList {u"Acme Corp"_s});
    odd.organisation = u"Acme\u202eproC"_s;
    QCOMPARE(bulk::gateOf(reviewOf(many(1), Deed::Delete, false, odd)).names,
        QStringList {u"Payments"_s});
    // Nothing that can be typed: the count, even for one.
    odd.name = u"\u200b"_s;
    const bulk::Gate counted = bulk::gateOf(reviewOf(many(1), Deed::Delete, false, odd));
    QCOMPARE(counted.names, QStringList());
    QVERIFY(counted.asksCount);
    QCOMPARE(counted.count, 1);
}

void PlanTest::freezesWhatIsTicked()
{
    auto review = reviewOf({idle(u"a"_s), idle(u"b"_s), used(u"c"_s, TimeFact::notReported())});
    review.rows[1].isTicked = false;
    review.rows[2].isTicked = true; // By hand.
    const bulk::Plan plan = bulk::planOf(review);
    QCOMPARE(plan.rows.size(), std::size_t(2));
    QCOMPARE(plan.rows[0].key, (domain::TokenKey {u"c"_s, u"a"_s}));
    QCOMPARE(plan.rows[0].name, u"name of a"_s);
    QCOMPARE(plan.rows[1].key, (domain::TokenKey {u"c"_s, u"c"_s}));
    QVERIFY(!plan.includesOwn);
}

void PlanTest::putsTheOwnCredentialLast()
{
    Candidate own = idle(u"own"_s);
    own.token->isOwnCredential = true;
    QVERIFY(bulk::planOf(reviewOf({own, idle(u"a"_s)})).rows.size() == 1);
    const bulk::Plan plan = bulk::planOf(reviewOf({own, idle(u"a"_s)}, Deed::Delete, true));
    QCOMPARE(plan.rows.size(), std::size_t(2));
    QVERIFY(plan.includesOwn);
    QVERIFY(!plan.rows.front().isOwn);
    QVERIFY(plan.rows.back().isOwn);
}

QTEST_GUILESS_MAIN(PlanTest)
#include "tst_plan.moc"
