// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What a look at the vendor's list makes of changes whose answer never came.

#include "deskfixture.h"
#include "stricttest.h"
#include "work/verdict.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using domain::JournalAction;
using domain::JournalPhase;
using domain::Token;
using domain::TokenKey;
using test::await;
using test::FakeVendor;
using work::Desk;
using work::OpenOperation;
using work::PendingKey;

namespace {

constexpr auto lostReply = ErrorKind::OutcomeUnknown;

work::Reconciler::Patience impatient()
{
    return {.waits = {1ms, 1ms}, .strangers = 0ms};
}

} // namespace

class ReconcileTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void findsTheTokenOfALostReply();
    void saysThatNothingWasCreatedAfterSeveralLooks();
    void waitsForAListThatLagsBehind();
    void picksNoneOfSeveral();
    void knowsATokenByItsMark();
    void leavesATokenAloneThatSomebodyKeeps();
    void believesNoListWithRemarks();
    void tellsThatAListLeavesATokenOut();
    void takesUpWhatAnotherRunLeft_data();
    void takesUpWhatAnotherRunLeft();
    void leavesACommandAtWorkAlone();
    void learnsTheIdOfAKeyThatCameAlone();
    void closesACreateWhoseTokenIsGone();
    void shrinksWithEachDeletion();
    void tellsWhatBecameOfAChange_data();
    void tellsWhatBecameOfAChange();
    void guessesNothingThatAListDoesNotTell();
    void leavesAJobsItemsToTheJob();
    void judgesByTime_data();
    void judgesByTime();
    void oneContradictionIsDoubt_data();
    void oneContradictionIsDoubt();
    void comparesOnlyWhatBothSidesKnow();
    void aKeyThatCameMayBeInUse();
    void leavesAColleaguesTokenInDoubt();
    void learnsLaterThatItIsSomebodyElses();
    void notesWhatATokenIsComparedWith();

private:
    struct Bench : test::DeskFixture
    {
        Bench()
        {
            desk.reconciler().setPatience(impatient());
            vendor.tokens = {FakeVendor::token({}, u"1"_s, u"bot"_s)};
            id = connect();
        }
        /// Creates "bot"; the answer is lost. `made`: the vendor has made it all the same.
        void loseACreate(const QStringList &made, const work::IssueTerms &terms = {})
        {
            vendor.createFails = base::Error {.kind = lostReply};
            QObject::connect(&desk.log(), &work::Logbook::changed, &desk, [this, made] {
                if (vendor.creates == 0 || !vendor.lastDraft || isMade)
                    return;
                isMade = true;
                for (const QString &one : made)
                    vendor.tokens.push_back(newToken(one, vendor.lastDraft->name));
            });
            const auto issued = await(desk.issue(id, FakeVendor::draft(u"bot"_s), terms));
            QCOMPARE_EQ(issued.error().kind, lostReply);
        }
        Token newToken(const QString &remoteId, const QString &name) const
        {
            Token token = FakeVendor::token(id, remoteId, name);
            token.created = domain::TimeFact::known(clock.time);
            return token;
        }
        PendingKey only() const
        {
            const auto pending = desk.pendingKeys();
            return pending.size() == 1 ? pending.front() : PendingKey();
        }
        JournalPhase lastPhase() const { return journal.records().back().entry.phase; }

        QString id;
        bool isMade = false;
    };
};

// ONE-03: without a second request the token is found by comparing lists.
void ReconcileTest::findsTheTokenOfALostReply()
{
    Bench bench;
    bench.loseACreate({u"2"_s});
    QTRY_COMPARE(bench.only().state, PendingKey::State::Found);
    QCOMPARE_EQ(bench.only().found, QStringList {u"2"_s});
    QCOMPARE_EQ(bench.only().token.remoteId, u"2"_s);
    QCOMPARE_EQ(bench.vendor.creates, 1);
    // Deleting it leaves nothing to decide.
    QVERIFY(await(bench.desk.remove({bench.id, u"2"_s})));
    QTRY_VERIFY(bench.desk.pendingKeys().empty());
    QCOMPARE_EQ(bench.vendor.deleted, QStringList {u"2"_s});
}

void ReconcileTest::saysThatNothingWasCreatedAfterSeveralLooks()
{
    Bench bench;
    const QSignalSpy settled(&bench.desk.reconciler(), &work::Reconciler::settled);
    const int before = bench.vendor.asked;
    bench.loseACreate({});
    QCOMPARE_EQ(bench.only().state, PendingKey::State::MayExist);
    QTRY_COMPARE(settled.count(), 1);
    QCOMPARE_EQ(settled.first().at(1).value<JournalPhase>(), JournalPhase::FoundUndone);
    QVERIFY(bench.desk.pendingKeys().empty());
    QCOMPARE_EQ(bench.vendor.asked - before, 3); // At once, and after both waits.
}

void ReconcileTest::waitsForAListThatLagsBehind()
{
    Bench bench;
    const int before = bench.vendor.asked;
    bench.vendor.beforeAsked = [&bench, before] { // The first look does not find it yet.
        if (bench.vendor.asked == before + 2)
            bench.vendor.tokens.push_back(bench.newToken(u"late"_s, u"bot"_s));
    };
    bench.loseACreate({});
    QTRY_COMPARE(bench.only().found, QStringList {u"late"_s});
}

void ReconcileTest::picksNoneOfSeveral()
{
    Bench bench;
    bench.loseACreate({u"2"_s, u"3"_s});
    QTRY_COMPARE(bench.only().found, (QStringList {u"2"_s, u"3"_s}));
    QVERIFY(bench.only().token.remoteId.isEmpty());
}

// ONE-05
void ReconcileTest::knowsATokenByItsMark()
{
    Bench bench;
    bench.loseACreate({u"2"_s}, {.isMarked = true});
    bench.vendor.tokens.push_back(bench.newToken(u"3"_s, u"bot"_s)); // A colleague's.
    static const QRegularExpression marked(u"\\Abot-[a-z0-9]{8}\\z"_s);
    QVERIFY(marked.match(bench.vendor.lastDraft->name).hasMatch());
    QTRY_COMPARE(bench.only().found, QStringList {u"2"_s});
    const auto &intent = bench.journal.records().front().entry;
    QCOMPARE_EQ(intent.details.value("mark"_L1).toString(), intent.tokenName.right(8));
}

void ReconcileTest::leavesATokenAloneThatSomebodyKeeps()
{
    Bench bench;
    bench.loseACreate({});
    bench.vendor.createFails.reset();
    // A second one of the same name comes through, and its key is stored.
    const auto issued = await(bench.desk.issue(bench.id, FakeVendor::draft(u"bot"_s)));
    QVERIFY(issued);
    bench.vendor.tokens.push_back(bench.newToken(issued->token.key.remoteId, u"bot"_s));
    QVERIFY(await(bench.desk.acknowledge(issued->operation)));
    QTRY_VERIFY(bench.desk.pendingKeys().empty());
    QCOMPARE_EQ(bench.lastPhase(), JournalPhase::FoundUndone);
}

void ReconcileTest::believesNoListWithRemarks()
{
    Bench bench;
    bench.vendor.listWarnings = QStringList {u"tracked tokens only"_s};
    const int before = bench.vendor.asked;
    bench.loseACreate({});
    QTRY_VERIFY(bench.vendor.asked > before);
    for (int i = 0; i < 4; ++i) {
        bench.desk.refresh(bench.id);
        test::settle(5ms);
    }
    QCOMPARE_EQ(bench.only().state, PendingKey::State::MayExist);
    // What such a list does show is there.
    bench.vendor.tokens.push_back(bench.newToken(u"2"_s, u"bot"_s));
    bench.desk.refresh(bench.id);
    QTRY_COMPARE(bench.only().found, QStringList {u"2"_s});
    QVERIFY(await(bench.desk.letBe(bench.only().operation)));
    QVERIFY(bench.desk.pendingKeys().empty());
}

/// A list that leaves tokens out says nothing of one that it lacks: that is said, and no guess.
void ReconcileTest::tellsThatAListLeavesATokenOut()
{
    Bench bench;
    bench.vendor.listWarnings = QStringList {u"tracked tokens only"_s};
    bench.vendor.deleteFails = base::Error {.kind = lostReply};
    bench.vendor.tokens.clear();
    QVERIFY(!await(bench.desk.remove({bench.id, u"1"_s})));
    QTRY_COMPARE(bench.lastPhase(), JournalPhase::Resolved);
}

void ReconcileTest::takesUpWhatAnotherRunLeft_data()
{
    QTest::addColumn<JournalPhase>("left");
    QTest::addColumn<QString>("id");
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<JournalPhase>("then");
    QTest::newRow("intent, made") << JournalPhase::Intent << QString() << true
                                  << JournalPhase::FoundDone;
    QTest::newRow("intent, not made")
        << JournalPhase::Intent << QString() << false << JournalPhase::FoundUndone;
    QTest::newRow("unknown, made")
        << JournalPhase::Unknown << QString() << true << JournalPhase::FoundDone;
    QTest::newRow("created, id unknown")
        << JournalPhase::Created << QString() << true << JournalPhase::Created;
    QTest::newRow("created, gone")
        << JournalPhase::Created << u"2"_s << false << JournalPhase::Resolved;
}

void ReconcileTest::takesUpWhatAnotherRunLeft()
{
    QFETCH(const JournalPhase, left);
    QFETCH(const QString, id);
    QFETCH(const bool, isThere);
    QFETCH(const JournalPhase, then);
    Bench bench;
    {
        work::Logbook crashed(bench.journal, bench.clock, u"window"_s);
        const auto operation = await(crashed.begin({.action = JournalAction::Create,
            .token = {bench.id, {}},
            .tokenName = u"bot"_s,
            .details = {{u"known"_s, QJsonArray {u"1"_s}}}}));
        if (left != JournalPhase::Intent)
            QVERIFY(await(crashed.note({*operation, left, {}, id})));
    }
    bench.clock.time += 1min;
    if (isThere)
        bench.vendor.tokens.push_back(bench.newToken(u"2"_s, u"bot"_s));
    Desk &desk = bench.desk;
    QVERIFY(await(desk.log().load()));
    desk.refresh(bench.id);
    QTRY_COMPARE(bench.lastPhase(), then);
    if (then == JournalPhase::Created)
        QTRY_COMPARE(bench.only().token.remoteId, u"2"_s);
    QCOMPARE_EQ(bench.vendor.creates, 0);
    QVERIFY(bench.vendor.deleted.isEmpty());
}

/// A command may be creating while a window starts: its answer is on the way.
void ReconcileTest::leavesACommandAtWorkAlone()
{
    Bench bench;
    bench.desk.reconciler().setPatience(
        {.waits = {1ms, 1ms}, .strangers = 2min, .endedOrigin = u"window"_s});
    work::Logbook command(bench.journal, bench.clock, u"cli"_s);
    QVERIFY(await(command.begin({.action = JournalAction::Create,
        .token = {bench.id, {}},
        .tokenName = u"bot"_s,
        .details = {{u"known"_s, QJsonArray {u"1"_s}}}})));
    bench.vendor.tokens.push_back(bench.newToken(u"2"_s, u"bot"_s));
    QVERIFY(await(bench.desk.log().load()));
    bench.desk.refresh(bench.id);
    QTRY_COMPARE(bench.desk.tokens().count(), 2);
    test::settle(50ms);
    QCOMPARE(bench.lastPhase(), JournalPhase::Intent);

    bench.clock.time += 3min; // No answer takes that long: the command is dead.
    bench.desk.refresh(bench.id);
    QTRY_COMPARE(bench.lastPhase(), JournalPhase::FoundDone);
}

void ReconcileTest::learnsTheIdOfAKeyThatCameAlone()
{
    Bench bench;
    bench.vendor.hidesNewId = true;
    const auto issued = await(bench.desk.issue(bench.id, FakeVendor::draft(u"bot"_s)));
    QVERIFY(issued);
    QVERIFY(issued->token.key.remoteId.isEmpty());
    QCOMPARE_EQ(bench.only().state, PendingKey::State::Created);
    bench.vendor.tokens.push_back(bench.newToken(u"2"_s, u"bot"_s));
    bench.desk.refresh(bench.id);
    QTRY_COMPARE(bench.only().token.remoteId, u"2"_s);
    QCOMPARE_EQ(bench.only().state, PendingKey::State::Created);
}

void ReconcileTest::closesACreateWhoseTokenIsGone()
{
    Bench bench;
    bench.loseACreate({u"2"_s});
    QTRY_COMPARE(bench.only().found, QStringList {u"2"_s});
    bench.vendor.tokens.pop_back(); // A colleague has deleted it.
    bench.desk.refresh(bench.id);
    QTRY_VERIFY(bench.desk.pendingKeys().empty());
    QCOMPARE_EQ(bench.lastPhase(), JournalPhase::Resolved);
}

void ReconcileTest::shrinksWithEachDeletion()
{
    Bench bench;
    bench.loseACreate({u"2"_s, u"3"_s});
    QTRY_COMPARE(bench.only().found.size(), 2);
    QVERIFY(await(bench.desk.remove({bench.id, u"3"_s})));
    QTRY_COMPARE(bench.only().found, QStringList {u"2"_s});
    QVERIFY(bench.only().token.remoteId.isEmpty()); // The other one may be somebody else's.
}

void ReconcileTest::tellsWhatBecameOfAChange_data()
{
    QTest::addColumn<JournalAction>("action");
    QTest::addColumn<bool>("wasMade");
    for (const bool wasMade : {true, false}) {
        for (const auto action : {JournalAction::Delete, JournalAction::Edit,
                 JournalAction::Disable, JournalAction::Enable})
            QTest::addRow("%s, %s", qPrintable(domain::journalActionId(action)),
                wasMade ? "made" : "not made")
                << action << wasMade;
    }
}

void ReconcileTest::tellsWhatBecameOfAChange()
{
    QFETCH(const JournalAction, action);
    QFETCH(const bool, wasMade);
    Bench bench;
    const TokenKey key {bench.id, u"1"_s};
    const QSignalSpy settled(&bench.desk.reconciler(), &work::Reconciler::settled);
    Token &row = bench.vendor.tokens.front();
    if (action == JournalAction::Enable) {
        row.status = domain::TokenStatus::Disabled;
        bench.desk.refresh(bench.id);
        QTRY_COMPARE(bench.desk.tokens().token(0).status, domain::TokenStatus::Disabled);
    }
    const base::Error lost {.kind = lostReply};
    bench.vendor.updateFails = bench.vendor.deleteFails = bench.vendor.toggleFails = lost;
    if (wasMade && action == JournalAction::Edit)
        row.name = u"renamed"_s;
    else if (wasMade && action != JournalAction::Delete)
        row.status = action == JournalAction::Enable ? domain::TokenStatus::Active
                                                     : domain::TokenStatus::Disabled;
    if (wasMade && action == JournalAction::Delete)
        bench.vendor.tokens.clear();
    if (action == JournalAction::Edit)
        QVERIFY(!await(bench.desk.edit(key, {.name = u"renamed"_s})));
    else if (action == JournalAction::Delete)
        QVERIFY(!await(bench.desk.remove(key)));
    else
        QVERIFY(
            !await(bench.desk.setEnabled({key}, action == JournalAction::Enable))->front().result);
    QTRY_COMPARE(settled.count(), 1);
    QCOMPARE_EQ(settled.first().at(1).value<JournalPhase>(),
        wasMade ? JournalPhase::FoundDone : JournalPhase::FoundUndone);
    QVERIFY(bench.desk.log().open().empty());
}

// CSP's list has no word for it: that is said, and nothing is guessed.
void ReconcileTest::guessesNothingThatAListDoesNotTell()
{
    OpenOperation disable {.action = JournalAction::Disable};
    Token token = FakeVendor::token(u"c"_s, u"1"_s, u"bot"_s);
    token.status = domain::TokenStatus::Unknown;
    QCOMPARE_EQ(work::shownBy(disable, token), work::Shown::Untold);
    token.status = domain::TokenStatus::Active;
    QCOMPARE_EQ(work::shownBy(disable, token), work::Shown::NotMade);
    OpenOperation edit {.action = JournalAction::Edit};
    edit.details.insert(u"after"_s, QJsonObject {{u"grants"_s, work::grantTexts(token.grants)}});
    QCOMPARE_EQ(work::shownBy(edit, token), work::Shown::Made);
    token.grantsState = domain::FactState::NotFetched;
    QCOMPARE_EQ(work::shownBy(edit, token), work::Shown::Untold);
}

void ReconcileTest::leavesAJobsItemsToTheJob()
{
    Bench bench;
    work::Logbook crashed(bench.journal, bench.clock, u"window"_s);
    QVERIFY(await(crashed.begin({.operation = u"job"_s,
        .group = u"job"_s,
        .action = JournalAction::Job,
        .phase = JournalPhase::Planned})));
    QVERIFY(await(crashed.begin({.group = u"job"_s,
        .action = JournalAction::Delete,
        .token = {bench.id, u"1"_s},
        .tokenName = u"bot"_s})));
    QVERIFY(await(bench.desk.log().load()));
    bench.vendor.tokens.clear();
    bench.desk.refresh(bench.id);
    QTRY_COMPARE(bench.desk.tokens().count(), 0);
    test::settle(20ms);
    QCOMPARE_EQ(bench.desk.log().open().size(), std::size_t {2});

    // A job that has ended takes up nothing any more.
    QVERIFY(await(bench.desk.log().note(
        {.operation = u"job"_s, .phase = JournalPhase::Done, .details = {}, .tokenId = {}})));
    bench.desk.refresh(bench.id);
    QTRY_VERIFY(bench.desk.log().open().empty());
}

void ReconcileTest::judgesByTime_data()
{
    QTest::addColumn<bool>("knewTheList");
    QTest::addColumn<int>("minutes"); // the vendor's time of creation after ours; 999 = untold
    QTest::addColumn<int>("verdict"); // 0 no, 1 doubtful, 2 yes
    QTest::newRow("known list, at once") << true << 0 << 2;
    QTest::newRow("known list, 10 min") << true << 10 << 2;
    QTest::newRow("known list, a clock is wrong") << true << -90 << 1;
    QTest::newRow("known list, no time told") << true << 999 << 2;
    QTest::newRow("no list, at once") << false << -2 << 2;
    QTest::newRow("no list, older") << false << -11 << 0;
    QTest::newRow("no list, much later") << false << 60 << 0;
    QTest::newRow("no list, no time told") << false << 999 << 1;
}

void ReconcileTest::judgesByTime()
{
    QFETCH(const bool, knewTheList);
    QFETCH(const int, minutes);
    QFETCH(const int, verdict);
    OpenOperation create {.id = u"op"_s, .begun = base::Instant(1000h)};
    if (knewTheList)
        create.details.insert(u"known"_s, QJsonArray());
    Token token = FakeVendor::token(u"c"_s, u"2"_s, u"bot"_s);
    token.created = minutes == 999
        ? domain::TimeFact::notReported()
        : domain::TimeFact::known(create.begun + std::chrono::minutes(minutes));
    const auto found = work::candidatesFor(create, {token}, {});
    QCOMPARE_EQ(found.ids.isEmpty(), verdict == 0);
    if (verdict > 0)
        QCOMPARE_EQ(found.isDoubtful, verdict == 1);
    QVERIFY(work::candidatesFor(create, {token}, {u"2"_s}).ids.isEmpty());
    token.isOwnCredential = true;
    QVERIFY(work::candidatesFor(create, {token}, {}).ids.isEmpty());
}

namespace {

/// A create of "bot" by Ada, of which the list before it is known, and the token that fits it.
OpenOperation lostCreate()
{
    OpenOperation create {
        .id = u"op"_s, .phase = JournalPhase::Unknown, .begun = base::Instant(1000h)};
    create.tokenName = u"bot"_s;
    create.details = {{u"known"_s, QJsonArray()}, {u"kind"_s, u"account"_s},
        {u"grants"_s, QJsonArray {u"VIEW"_s}}, {u"creators"_s, QJsonArray {u"ada@example.com"_s}}};
    return create;
}

Token fitting(const OpenOperation &create)
{
    Token token = FakeVendor::token(u"c"_s, u"2"_s, u"bot"_s);
    token.created = domain::TimeFact::known(create.begun + 2s);
    token.lastUsed = domain::TimeFact::never();
    token.creator = domain::Fact<QString>::known(u"Ada@example.com"_s);
    return token;
}

} // namespace

void ReconcileTest::oneContradictionIsDoubt_data()
{
    QTest::addColumn<QString>("what");
    QTest::newRow("nothing") << QString();
    for (const char *fact : {work::against::kind, work::against::grants, work::against::creator,
             work::against::created, work::against::used})
        QTest::newRow(fact) << QString::fromLatin1(fact);
}

void ReconcileTest::oneContradictionIsDoubt()
{
    QFETCH(const QString, what);
    const OpenOperation create = lostCreate();
    Token token = fitting(create);
    if (what == QLatin1StringView(work::against::kind))
        token.kind = domain::TokenKind::User;
    else if (what == QLatin1StringView(work::against::grants))
        token.grants.push_back(domain::Grant {.name = u"TRANSACT"_s});
    else if (what == QLatin1StringView(work::against::creator))
        token.creator = domain::Fact<QString>::known(u"grace@example.com"_s);
    else if (what == QLatin1StringView(work::against::created))
        token.created = domain::TimeFact::known(create.begun - 11min);
    else if (what == QLatin1StringView(work::against::used))
        token.lastUsed = domain::TimeFact::known(create.begun + 1min);
    const auto found = work::candidatesFor(create, {token}, {});
    QCOMPARE_EQ(found.ids, QStringList {u"2"_s});
    QCOMPARE_EQ(found.isDoubtful, !what.isEmpty());
    QCOMPARE_EQ(found.against.value(u"2"_s), what.isEmpty() ? QStringList() : QStringList {what});
    QCOMPARE_EQ(
        work::contradictionWords(found.against.value(u"2"_s)).join(u' ').isEmpty(), what.isEmpty());
    // The mark in the name says much, and not all.
    OpenOperation marked = create;
    marked.details.insert(u"mark"_s, u"abcd1234"_s);
    QCOMPARE_EQ(work::candidatesFor(marked, {token}, {}).isDoubtful, !what.isEmpty());
    // One that fits leaves no doubt about itself.
    Token ours = fitting(create);
    ours.key.remoteId = u"3"_s;
    const auto both = work::candidatesFor(create, {token, ours}, {});
    QCOMPARE_EQ(both.isDoubtful, false);
    QCOMPARE_EQ(both.ids.contains(u"3"_s), true);
    QCOMPARE_EQ(both.ids.size(), what.isEmpty() ? 2 : 1);
}

/// What a vendor does not report, or an older journal does not have, speaks neither for nor
/// against.
void ReconcileTest::comparesOnlyWhatBothSidesKnow()
{
    const OpenOperation create = lostCreate();
    Token silent = fitting(create);
    silent.created = domain::TimeFact::notReported();
    silent.lastUsed = domain::TimeFact::notReported();
    silent.creator = domain::Fact<QString>::notReported();
    silent.grantsState = domain::FactState::NotReported;
    silent.grants.clear();
    QVERIFY(work::contradictions(create, silent).isEmpty());

    OpenOperation old {.id = u"op"_s, .begun = create.begun};
    Token other = fitting(create);
    other.grants.clear();
    other.kind = domain::TokenKind::User;
    other.creator = domain::Fact<QString>::known(u"grace@example.com"_s);
    QVERIFY(work::contradictions(old, other).isEmpty());
    other.lastUsed = domain::TimeFact::known(create.begun);
    QCOMPARE_EQ(work::contradictions(old, other), QStringList {u"used"_s});
}

void ReconcileTest::aKeyThatCameMayBeInUse()
{
    OpenOperation create = lostCreate();
    Token token = fitting(create);
    token.lastUsed = domain::TimeFact::known(create.begun + 1min);
    create.phase = JournalPhase::Created; // Its key was shown; the id is missing.
    QVERIFY(work::contradictions(create, token).isEmpty());
    create.phase = JournalPhase::FoundDone;
    QCOMPARE_EQ(work::contradictions(create, token), QStringList {u"used"_s});
    create.details.insert(u"answered"_s, true);
    QVERIFY(work::contradictions(create, token).isEmpty());
}

/// Nothing was made, and a colleague's token of that name is in use.
void ReconcileTest::leavesAColleaguesTokenInDoubt()
{
    Bench bench;
    bench.loseACreate({});
    Token other = bench.newToken(u"2"_s, u"bot"_s);
    other.grants.push_back(domain::Grant {.name = u"TRANSACT"_s});
    other.lastUsed = domain::TimeFact::known(bench.clock.time);
    bench.vendor.tokens.push_back(other);
    bench.desk.refresh(bench.id);
    QTRY_COMPARE(bench.only().state, PendingKey::State::Found);
    QCOMPARE_EQ(bench.only().found, QStringList {u"2"_s});
    QCOMPARE_EQ(bench.only().against, (QStringList {u"grants"_s, u"used"_s}));
    QVERIFY(bench.only().token.remoteId.isEmpty());
    const auto row = bench.journal.records().back().entry;
    QVERIFY(row.token.remoteId.isEmpty());
    QVERIFY(row.details.value("detail"_L1).toString().contains("unless the key leaked"_L1));
    // Nothing new is nothing to note.
    const auto rows = bench.journal.records().size();
    bench.desk.refresh(bench.id);
    QTRY_COMPARE(bench.desk.session(bench.id)->state(), work::Session::State::Ready);
    test::settle();
    QCOMPARE_EQ(bench.journal.records().size(), rows);
}

void ReconcileTest::learnsLaterThatItIsSomebodyElses()
{
    Bench bench;
    bench.loseACreate({u"2"_s});
    QTRY_COMPARE(bench.only().token.remoteId, u"2"_s);
    QVERIFY(bench.only().against.isEmpty());
    bench.vendor.tokens.back().lastUsed = domain::TimeFact::known(bench.clock.time + 1min);
    bench.desk.refresh(bench.id);
    QTRY_COMPARE(bench.only().against, QStringList {u"used"_s});
    QVERIFY(bench.only().token.remoteId.isEmpty());
    QCOMPARE_EQ(bench.only().found, QStringList {u"2"_s});
}

void ReconcileTest::notesWhatATokenIsComparedWith()
{
    Bench bench;
    bench.vendor.identity.creatorNames = {u"ada@example.com"_s};
    bench.desk.refresh(bench.id);
    QTRY_VERIFY(!bench.desk.session(bench.id)->identity()->creatorNames.isEmpty());
    QVERIFY(await(bench.desk.issue(bench.id, FakeVendor::draft(u"robot"_s))));
    const auto &details = bench.journal.records().front().entry.details;
    QCOMPARE_EQ(details.value("creators"_L1).toArray(), QJsonArray {u"ada@example.com"_s});
    QCOMPARE_EQ(details.value("grants"_L1).toArray(), QJsonArray {u"VIEW"_s});
    QCOMPARE_EQ(details.value("kind"_L1).toString(), u"account"_s);
}

QTEST_GUILESS_MAIN(ReconcileTest)
#include "tst_reconcile.moc"
