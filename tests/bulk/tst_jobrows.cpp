// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A job is what the rows of its group add up to: there and back (BULK-01, BULK-05).

#include "bulk/jobrows.h"
#include "stricttest.h"
#include "tokens.h"

using namespace Qt::StringLiterals;
using bulk::Deed;
using bulk::ItemState;
using domain::JournalPhase;
using domain::JournalRecord;

namespace {

bulk::Opening job()
{
    bulk::Plan plan {.deed = Deed::Disable, .includesOwn = true};
    plan.rows.push_back({{u"c"_s, u"a"_s}, u"name a"_s, test::FixedClock().time, false});
    plan.rows.push_back({{u"c"_s, u"b"_s}, u"name b"_s, {}, false});
    plan.rows.push_back({{u"d"_s, u"a"_s}, u"mine"_s, {}, true});
    return bulk::openingOf(plan, test::FixedClock().time);
}

std::vector<JournalRecord> recordsOf(const bulk::Opening &opening)
{
    std::vector<JournalRecord> records;
    const auto rows = bulk::rowsOf(opening, [](const QString &id) {
        return bulk::ConnectionName {u"name of "_s + id, domain::Vendor::Csp};
    });
    for (const work::Beginning &row : rows) {
        JournalRecord record;
        record.sequence = static_cast<qint64>(records.size()) + 1;
        record.entry.operation = row.operation;
        record.entry.group = row.group;
        record.entry.action = row.action;
        record.entry.phase = row.phase;
        record.entry.token = row.token;
        record.entry.tokenName = row.tokenName;
        record.entry.connectionName = row.connectionName;
        record.entry.vendor = row.vendor;
        record.entry.details = row.details;
        record.entry.at = opening.begun;
        records.push_back(std::move(record));
    }
    return records;
}

/// A later row of an item.
JournalRecord after(const JournalRecord &first, JournalPhase phase, const QJsonObject &details = {})
{
    JournalRecord record = first;
    record.entry.phase = phase;
    record.entry.details = details;
    return record;
}

} // namespace

class JobRowsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void namesEveryTokenBeforeTheFirstCall();
    void comesBackAsItWas();
    void addsUpToTheLastRow_data();
    void addsUpToTheLastRow();
    void isNothingOnceItHasEnded();
    void followsATokenToItsNewOperation();
    void usesAllowedDetailsOnly();
};

void JobRowsTest::namesEveryTokenBeforeTheFirstCall()
{
    const auto opening = job();
    const auto records = recordsOf(opening);
    QCOMPARE(records.size(), std::size_t(4));
    QCOMPARE(records[0].entry.operation, opening.id);
    for (const JournalRecord &record : records) {
        QCOMPARE(record.entry.group, opening.id);
        QCOMPARE(record.entry.phase, JournalPhase::Planned);
    }
    QCOMPARE(records[1].entry.connectionName, u"name of c"_s);
    QCOMPARE(records[1].entry.vendor, domain::Vendor::Csp);
    QCOMPARE(records[0].entry.details.value("count"_L1).toInt(), 3);
}

void JobRowsTest::comesBackAsItWas()
{
    const auto before = job();
    const auto now = bulk::jobOf(recordsOf(before));
    QVERIFY(now);
    QVERIFY(now->isInterrupted);
    QCOMPARE(now->id, before.id);
    QCOMPARE(now->deed, before.deed);
    QCOMPARE(now->begun, before.begun);
    QCOMPARE(now->items.size(), before.items.size());
    for (std::size_t i = 0; i < now->items.size(); ++i) {
        QCOMPARE(now->items[i].operation, before.items[i].operation);
        QCOMPARE(now->items[i].key, before.items[i].key);
        QCOMPARE(now->items[i].name, before.items[i].name);
        QCOMPARE(now->items[i].isOwn, before.items[i].isOwn);
        QVERIFY(now->items[i].created == before.items[i].created);
        QCOMPARE(now->items[i].state, ItemState::Queued);
    }
}

void JobRowsTest::addsUpToTheLastRow_data()
{
    QTest::addColumn<JournalPhase>("phase");
    QTest::addColumn<ItemState>("state");
    const auto row = [](JournalPhase phase, ItemState state) {
        QTest::newRow(qPrintable(domain::journalPhaseId(phase))) << phase << state;
    };
    row(JournalPhase::Planned, ItemState::Queued);
    row(JournalPhase::Intent, ItemState::Sent);
    row(JournalPhase::Unknown, ItemState::Unknown);
    row(JournalPhase::Done, ItemState::Done);
    row(JournalPhase::AlreadyGone, ItemState::AlreadyGone);
    row(JournalPhase::Refused, ItemState::Failed);
    row(JournalPhase::FoundDone, ItemState::Done);
    row(JournalPhase::FoundUndone, ItemState::Queued); // By a look at the start.
    row(JournalPhase::Contradicted, ItemState::Contradicted);
    row(JournalPhase::Skipped, ItemState::Skipped);
    row(JournalPhase::Cancelled, ItemState::Skipped);
}

void JobRowsTest::addsUpToTheLastRow()
{
    QFETCH(JournalPhase, phase);
    QFETCH(ItemState, state);
    auto records = recordsOf(job());
    records.push_back(after(records[2], JournalPhase::Intent, {{u"attempt"_s, 2}}));
    records.push_back(after(records[2], phase));
    const auto now = bulk::jobOf(records);
    QVERIFY(now);
    QCOMPARE(now->items[1].state, state);
    QCOMPARE(now->items[1].attempts, 2);
    QCOMPARE(now->items[0].state, ItemState::Queued);
    QCOMPARE(now->items[2].state, ItemState::Queued);
}

void JobRowsTest::isNothingOnceItHasEnded()
{
    auto records = recordsOf(job());
    records.push_back(after(records[0], JournalPhase::Done));
    QVERIFY(!bulk::jobOf(records));
    QVERIFY(!bulk::jobOf({}));
}

void JobRowsTest::followsATokenToItsNewOperation()
{
    auto records = recordsOf(job());
    records.push_back(after(records[1], JournalPhase::FoundUndone));
    JournalRecord again = after(records[1], JournalPhase::Intent);
    again.entry.operation = u"new"_s;
    records.push_back(again);
    const auto now = bulk::jobOf(records);
    QVERIFY(now);
    QCOMPARE(now->items.size(), std::size_t(3));
    QCOMPARE(now->items[0].operation, u"new"_s);
    QCOMPARE(now->items[0].state, ItemState::Sent);
    QVERIFY(now->items[0].created); // From its first row.
}

void JobRowsTest::usesAllowedDetailsOnly()
{
    for (const JournalRecord &record : recordsOf(job())) {
        for (const QString &name : record.entry.details.keys())
            QVERIFY2(domain::journalDetailNames().contains(name), qPrintable(name));
    }
}

QTEST_GUILESS_MAIN(JobRowsTest)
#include "tst_jobrows.moc"
