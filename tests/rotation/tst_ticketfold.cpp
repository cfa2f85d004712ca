// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What the rows of a rotation add up to, and what that means at a moment. A ticket that is read
/// again after any of its rows (a restart) is the same as one that saw them come.

#include "rotation/ticket.h"
#include "stricttest.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Instant;
using domain::JournalAction;
using domain::JournalEntry;
using domain::JournalPhase;
using domain::TokenKey;
using rotation::Stage;

namespace {

const Instant start {std::chrono::milliseconds {1'760'000'000'000}};
const TokenKey oldKey {u"c"_s, u"old"_s};
const TokenKey newKey {u"c"_s, u"new"_s};

/// A row in a few letters: "own:used@3" is a step of the ticket three days after its start,
/// "create:unknown", "delete old:done", "delete new:done" are what they say.
JournalEntry row(const QString &text)
{
    JournalEntry entry;
    const QString what = text.section(u'@', 0, 0);
    const int day = text.section(u'@', 1).toInt();
    const QString subject = what.section(u':', 0, 0);
    const QString word = what.section(u':', 1);
    entry.group = u"T"_s;
    entry.at = start + std::chrono::days(day);
    entry.token = oldKey;
    entry.tokenName = u"ci"_s;
    if (subject == "own"_L1) {
        entry.operation = u"T"_s;
        entry.action = JournalAction::Rotate;
        entry.phase = JournalPhase::Step;
        if (const auto phase = domain::journalPhaseFromId(word))
            entry.phase = *phase;
        else
            entry.details = {{u"step"_s, word}};
        if (word == "begun"_L1)
            entry.details.insert(u"days"_s, 7);
        if (word == "begun as own"_L1)
            entry.details = {{u"step"_s, u"begun"_s}, {u"own"_s, true}};
        if (word == "used"_L1)
            entry.details.insert(
                u"lastUsed"_s, static_cast<qint64>(entry.at.time_since_epoch().count()));
        if (word == "days 0"_L1)
            entry.details = {{u"step"_s, u"days"_s}, {u"days"_s, 0}};
        return entry;
    }
    const QString action = subject.section(u' ', 0, 0);
    entry.action = *domain::journalActionFromId(action);
    entry.operation = subject;
    entry.phase = *domain::journalPhaseFromId(word.section(u' ', 0, 0));
    if (subject.endsWith("new"_L1))
        entry.token = newKey;
    if (action == "create"_L1) {
        entry.tokenName = u"ci-2"_s;
        entry.token = {u"c"_s, entry.phase == JournalPhase::Created ? u"new"_s : QString()};
        if (entry.phase == JournalPhase::FoundDone)
            entry.details = {{u"found"_s, QJsonArray {u"a"_s, u"b"_s}}};
        if (const QString decision = word.section(u' ', 1); !decision.isEmpty())
            entry.details = {{u"decision"_s, decision}};
    }
    return entry;
}

std::vector<JournalEntry> rows(const QString &script)
{
    std::vector<JournalEntry> all;
    const QStringList words = script.split(u", "_s, Qt::SkipEmptyParts);
    for (const QString &word : words)
        all.push_back(row(word));
    return all;
}

const QString created = u"own:begun, create:intent, create:created, "_s;
const QString stored = created + u"create:acknowledged, "_s;
const QString watched = stored + u"own:verified, own:watch@1, "_s;

} // namespace

class TicketFoldTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void knowsItsStage_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<Stage>("stage");
        const auto is = [](const char *name, const QString &script, Stage stage) {
            QTest::newRow(name) << script << stage;
        };
        is("begun", u"own:begun"_s, Stage::Create);
        is("sent, and the program died (ONE-01)", u"own:begun, create:intent"_s, Stage::Unsure);
        is("reply lost (ONE-03)", u"own:begun, create:intent, create:unknown"_s, Stage::Unsure);
        is("refused", u"own:begun, create:intent, create:refused"_s, Stage::Create);
        is("lost, nothing there",
            u"own:begun, create:intent, create:unknown, create:found-undone"_s, Stage::Create);
        is("lost, found without a key",
            u"own:begun, create:intent, create:unknown, create:found-done"_s, Stage::Unsure);
        is("what was found was deleted",
            u"own:begun, create:intent, create:found-done, create:resolved deleted"_s,
            Stage::Create);
        is("lost, tried again",
            u"own:begun, create:intent, create:found-undone, create:intent, "
            "create:created"_s,
            Stage::HandOver);
        is("created (ONE-02)", created, Stage::HandOver);
        is("key said to be stored later", created + u"create:resolved kept"_s, Stage::Verify);
        is("stored", stored, Stage::Verify);
        is("went on unverified", stored + u"own:unverified, own:watch"_s, Stage::Watch);
        is("verified", watched, Stage::Watch);
        is("used meanwhile", watched + u"own:used@3"_s, Stage::Watch);
        is("disabling was sent", watched + u"disable old:intent"_s, Stage::Watch);
        is("disabled", watched + u"disable old:intent, disable old:done"_s, Stage::Disabled);
        is("found disabled", watched + u"disable old:intent, disable old:found-done"_s,
            Stage::Disabled);
        is("said to be disabled and is not",
            watched + u"disable old:intent, disable old:done, disable old:contradicted"_s,
            Stage::Watch);
        is("enabled again",
            watched + u"disable old:done, enable old:intent, enable old:done, own:watch@4"_s,
            Stage::Watch);
        is("deleting was refused", watched + u"delete old:intent, delete old:refused"_s,
            Stage::Watch);
        is("deleting was not answered", watched + u"delete old:intent, delete old:unknown"_s,
            Stage::Watch);
        is("deleted", watched + u"delete old:intent, delete old:done"_s, Stage::Link);
        is("already gone", watched + u"delete old:intent, delete old:already-gone"_s, Stage::Link);
        is("found deleted after a lost reply",
            watched + u"delete old:unknown, delete old:found-done"_s, Stage::Link);
        is("said to be deleted and is not, disabled before",
            watched + u"disable old:done, delete old:done, delete old:contradicted"_s,
            Stage::Disabled);
        is("the new one was taken back", watched + u"delete new:intent, delete new:done"_s,
            Stage::Create);
        is("taken back and created again",
            watched + u"delete new:done, create:intent, create:created"_s, Stage::HandOver);
        is("linked", watched + u"delete old:done, own:done"_s, Stage::Closed);
        is("cancelled", created + u"own:cancelled"_s, Stage::Closed);
        is("own: stored is not enough",
            u"own:begun as own, create:intent, create:created, create:acknowledged"_s,
            Stage::HandOver);
        is("own: swapped, key not yet acknowledged",
            u"own:begun as own, create:intent, create:created, own:swapped, own:watch"_s,
            Stage::HandOver);
        is("own: swapped",
            u"own:begun as own, create:intent, create:created, own:swapped, own:watch, "
            "create:acknowledged"_s,
            Stage::Watch);
    }
    void knowsItsStage()
    {
        QFETCH(QString, script);
        QFETCH(Stage, stage);
        QCOMPARE(rotation::fold(rows(script)).stage, stage);
    }

    void remembersWhatItIsAbout()
    {
        const auto ticket = rotation::fold(rows(watched + u"own:used@3"_s));
        QCOMPARE(ticket.id, u"T"_s);
        QCOMPARE(ticket.old, oldKey);
        QCOMPARE(ticket.created, newKey);
        QCOMPARE(ticket.oldName, u"ci"_s);
        QCOMPARE(ticket.newName, u"ci-2"_s);
        QCOMPARE(ticket.days, 7);
        QVERIFY(ticket.verified);
        QCOMPARE(ticket.uses.size(), std::size_t {1});
        QVERIFY(ticket.quietSince() == start + std::chrono::days(3));
        const auto lost = rotation::fold(rows(u"own:begun, create:intent, create:found-done"_s));
        QCOMPARE(lost.found, (QStringList {u"a"_s, u"b"_s}));
        QVERIFY(lost.isFoundDoubtful); // Nobody knows which.
        auto known = rows(u"own:begun, create:intent, create:found-done"_s);
        known.back().token.remoteId = u"a"_s;
        known.back().details = {{u"found"_s, QJsonArray {u"a"_s}}};
        QVERIFY(!rotation::fold(known).isFoundDoubtful);
        known.back().details.insert(u"against"_s, QJsonObject {{u"a"_s, QJsonArray {u"used"_s}}});
        QVERIFY(rotation::fold(known).isFoundDoubtful);
        QCOMPARE(rotation::fold(known).against, QStringList {u"used"_s});
    }

    void forgetsTheUsesOfAnEarlierWatch()
    {
        const auto ticket
            = rotation::fold(rows(watched + u"own:used@3, own:overridden, own:watch@5"_s));
        QVERIFY(ticket.uses.empty());
        QVERIFY(!ticket.isOverridden);
        QVERIFY(ticket.quietSince() == start + std::chrono::days(5));
    }

    void saysWhatIsDue_data()
    {
        QTest::addColumn<QString>("script");
        QTest::addColumn<QString>("lastUse"); ///< "" = never, "hidden", a day, "gone"
        QTest::addColumn<int>("listed"); ///< day; -1 = not in this run
        QTest::addColumn<int>("now"); ///< day
        QTest::addColumn<QString>("says");
        const auto is = [](const char *name, const QString &script, const char *lastUse, int listed,
                            int now, const char *says) {
            QTest::newRow(name) << script << QString::fromLatin1(lastUse) << listed << now
                                << QString::fromLatin1(says);
        };
        // The watch begins on day 1 and takes seven days.
        is("first day", watched, "0", 1, 1, "until 8");
        is("a day before", watched, "0", 7, 7, "until 8");
        is("quiet for seven days", watched, "0", 8, 8, "until 8 over due");
        is("never used", watched, "", 8, 8, "until 8 over due");
        is("quiet, but nobody has looked", watched, "0", 3, 8, "until 8 look");
        is("quiet, but this run has no list", watched, "0", -1, 20, "until 8 look");
        is("used on day 4, not yet noted", watched, "4", 8, 8, "until 11");
        is("used on day 4, noted", watched + u"own:used@4"_s, "4", 8, 8, "until 11");
        is("used on day 4, then quiet", watched + u"own:used@4"_s, "4", 11, 11,
            "until 11 over due");
        is("used, and the admin knows better", watched + u"own:used@4, own:overridden"_s, "4", 5, 5,
            "until 11 over due");
        is("grace of zero", watched + u"own:days 0"_s, "1", 1, 1, "until 1 over due");
        is("grace of zero, no report", watched + u"own:days 0"_s, "hidden", 1, 1,
            "until 1 over due");
        is("not reported, time not over", watched, "hidden", 2, 2, "until 8 word");
        is("not reported, time over", watched, "hidden", 8, 8, "until 8 word due");
        is("not reported, and no list", watched, "hidden", -1, 8, "until 8 word due");
        is("not reported, said to be unused", watched + u"own:unused"_s, "hidden", 8, 8,
            "until 8 over due");
        is("said to be unused too early", watched + u"own:unused"_s, "hidden", 3, 3, "until 8");
        is("gone by another hand", watched, "gone", 3, 3, "until 8 over missing due");
        is("disabled", watched + u"disable old:done"_s, "0", 2, 2, "until 8 due");
        is("not begun to watch", stored, "0", 2, 2, "until 7");
        is("clock set back", watched, "0", 1, -30, "until 8");
    }
    void saysWhatIsDue()
    {
        QFETCH(QString, script);
        QFETCH(QString, lastUse);
        QFETCH(int, listed);
        QFETCH(int, now);
        rotation::Look look;
        look.isNewListed = true;
        look.isComplete = true;
        if (listed >= 0)
            look.listed = start + std::chrono::days(listed);
        if (lastUse != "gone"_L1) {
            look.old.emplace();
            look.old->lastUsed = lastUse.isEmpty() ? domain::TimeFact::never()
                : lastUse == "hidden"_L1
                ? domain::TimeFact::notReported()
                : domain::TimeFact::known(start + std::chrono::days(lastUse.toInt()));
        }
        const auto outlook = rotation::outlookOf(
            rotation::fold(rows(script)), look, start + std::chrono::days(now));
        QStringList says {u"until %1"_s.arg((outlook.due - start) / std::chrono::days(1))};
        if (outlook.isOver)
            says += u"over"_s;
        if (outlook.needsLook)
            says += u"look"_s;
        if (outlook.needsWord)
            says += u"word"_s;
        if (outlook.isOldMissing)
            says += u"missing"_s;
        if (outlook.isDue)
            says += u"due"_s;
        QTEST(says.join(u' '), "says");
    }
};

QTEST_GUILESS_MAIN(TicketFoldTest)
#include "tst_ticketfold.moc"
