// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A job at a vendor that counts calls: as fast as it allows, and nothing lost where it says no.

#include "speed.h"
#include "stricttest.h"
#include "witness.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;
using bulk::ItemState;
using domain::Vendor;
using test::await;

class BulkThroughputTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    // BULK-06, BULK-07
    void reachesWhatTheVendorAllows_data();
    void reachesWhatTheVendorAllows();
};

void BulkThroughputTest::reachesWhatTheVendorAllows_data()
{
    QTest::addColumn<int>("allowed"); // a second
    QTest::addColumn<double>("asked");
    QTest::addColumn<int>("count");
    QTest::newRow("as fast as allowed") << 80 << 80.0 << 1000;
    QTest::newRow("twice as fast") << 20 << 40.0 << 120;
}

void BulkThroughputTest::reachesWhatTheVendorAllows()
{
    QFETCH(int, allowed);
    QFETCH(double, asked);
    QFETCH(int, count);
    sandbox::SandboxThread sandbox(
        {.tokens = static_cast<quint32>(count + 50), .ratePerSecond = allowed});
    QVERIFY(sandbox.start().isEmpty());
    test::Witness witness(sandbox, Vendor::Mist);
    QVERIFY(witness.open());
    bulk::Plan plan;
    for (const QString &id : witness.ids().mid(0, count))
        plan.rows.push_back({{witness.connection, id}, id, {}, false});
    QCOMPARE(static_cast<int>(plan.rows.size()), count);
    bulk::Limits limits;
    limits.looks = {std::chrono::milliseconds(0)};
    for (auto &one : limits.vendors)
        one.callsPerSecond = asked;
    base::SystemClock clock;
    bulk::Jobs jobs(witness.desk, clock);
    jobs.setLimits(limits);
    int refused = 0;
    connect(&witness.desk.log(), &work::Logbook::written, this,
        [&refused](const domain::JournalEntry &row) {
            refused += row.details.value("reason"_L1) == "RateLimited"_L1;
        });
    const auto id = await(jobs.start(std::move(plan)));
    QVERIFY(id);
    const bulk::Job *job = jobs.find(*id);
    QElapsedTimer timer;
    timer.start();
    QVERIFY(test::wait(*job, [job] { return job->state() != bulk::JobState::Running; }));
    const double seconds = static_cast<double>(timer.nsecsElapsed()) / 1e9;
    const double reached = count / seconds / allowed;
    qInfo("%d accepted in %.1f s, %.2f of what is allowed; %d refused with 429", count, seconds,
        reached, refused);
    QVERIFY2(test::finish(job), qPrintable(job->report()));
    QVERIFY(job->isVerified());
    QCOMPARE(job->counts()[ItemState::Done], count);
    QCOMPARE(refused > 0, asked > allowed);
    VERIFY_SPEED(reached >= 0.9, QString::number(reached));
    // The vendor did count: a second's worth at once, and then so many a second.
    QVERIFY(reached * seconds <= seconds + 1.1);
}

QTEST_GUILESS_MAIN(BulkThroughputTest)
#include "tst_bulkthroughput.moc"
