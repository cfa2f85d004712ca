// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Whole jobs by the program's own parts against the sandbox over HTTP, with a journal on disk:
/// killed and taken up again, and measured.

#include "speed.h"
#include "store/store.h"
#include "stricttest.h"
#include "witness.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using domain::JournalPhase;
using domain::Vendor;
using test::await;
using test::Witness;

namespace {

/// Of the calls that end a token: each so-many-th.
QJsonObject each(int every, const QJsonObject &fault)
{
    QJsonObject made {{u"vendor"_s, u"mist"_s}, {u"method"_s, u"DELETE"_s}, {u"every"_s, every},
        {u"times"_s, 1000}};
    for (auto it = fault.begin(); it != fault.end(); ++it)
        made.insert(it.key(), it.value());
    return made;
}

/// One run of the child. Kills it when it says that so many items have ended; 0 = never.
struct Run
{
    Run(const QStringList &arguments, const QByteArray &key, int killAt)
    {
        QProcess child;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"TOKENDESK_TEST_KEY"_s, QString::fromUtf8(key));
        child.setProcessEnvironment(environment);
        child.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        child.start(
            QDir(QCoreApplication::applicationDirPath()).filePath(u"bulkchild"_s), arguments);
        while (child.state() != QProcess::NotRunning || child.canReadLine()) {
            if (!child.canReadLine() && !child.waitForReadyRead(test::patienceMs()))
                child.kill();
            while (child.canReadLine()) {
                const QString line = QString::fromUtf8(child.readLine()).trimmed();
                if (line.startsWith("ended "_L1))
                    ended = line.mid(6).toInt();
                else
                    lines.append(line);
                if (killAt > 0 && ended >= killAt)
                    child.kill();
            }
        }
        wasKilled = child.exitStatus() == QProcess::CrashExit;
        code = child.exitCode();
    }

    QStringList lines; ///< but those of progress
    int ended = 0;
    bool wasKilled = false;
    int code = 0;
};

} // namespace

class BulkKilledTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    // BULK-05, BULK-06, BULK-10; goal sheet 10.2
    void accountsForEveryTokenThoughKilledTwice();
    // BULK-07
    void reachesTheRateLimitOverTheWire();
};

void BulkKilledTest::accountsForEveryTokenThoughKilledTwice()
{
    sandbox::SandboxThread sandbox({.tokens = 1300, .mistRequestLimit = 1'000'000});
    QVERIFY(sandbox.start().isEmpty());
    Witness witness(sandbox, Vendor::Mist);
    QVERIFY(witness.open());
    const QStringList before = witness.ids();
    QVERIFY(before.size() >= 1200);
    QStringList chosen = before;
    QRandomGenerator random(20260301);
    std::shuffle(chosen.begin(), chosen.end(), random);
    chosen.resize(1000);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"ids"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(chosen.join(u'\n').toUtf8());
    file.close();
    // 5 % 503, half of them after the change was made; 1 % 429; 3 % lost replies.
    const QJsonObject fault {{u"kind"_s, u"status"_s}, {u"status"_s, 503}};
    QJsonObject late = fault;
    late.insert(u"after"_s, true);
    QVERIFY(witness.played.spoil(QJsonArray {each(40, fault), each(41, late),
        each(100, {{u"kind"_s, 429}}), each(33, {{u"kind"_s, u"dropAfter"_s}})}));

    const QString profile = folder.filePath(u"profile"_s);
    const QByteArray key = witness.played.key(Vendor::Mist).expose().toByteArray();
    const QStringList arguments {profile, u"mist"_s, witness.played.url().toString(),
        witness.played.said(Vendor::Mist).value("org"_L1).toString(), u"-"_s, file.fileName()};
    const Run first(arguments, key, 280);
    QVERIFY2(first.wasKilled, qPrintable(first.lines.join(u'\n')));
    const Run second(arguments, key, 640);
    QVERIFY2(second.wasKilled, qPrintable(second.lines.join(u'\n')));
    const Run third(arguments, key, 0);
    QVERIFY2(third.code == 0 && !third.wasKilled, qPrintable(third.lines.join(u'\n')));

    // Every token is accounted for.
    QCOMPARE(third.ended, 1000);
    QVERIFY(third.lines.contains(u"verified 1"_s));
    QStringList accounted;
    for (const QString &line : third.lines) {
        const QStringList words = line.split(u' ');
        if (words.front() != "item"_L1)
            continue;
        accounted.append(words.value(1));
        QVERIFY2(
            words.value(2) == "done"_L1 || words.value(2) == "already-gone"_L1, qPrintable(line));
    }
    accounted.sort();
    QStringList wanted = chosen;
    wanted.sort();
    QCOMPARE(accounted, wanted);
    // None was touched that was not chosen, and none was left.
    QStringList expected;
    for (const QString &id : before) {
        if (!chosen.contains(id))
            expected.append(id);
    }
    QCOMPARE(witness.ids(), expected);

    // The journal tells the same, and nobody wrote over it.
    store::Store store(profile);
    QVERIFY(await(store.open()));
    const auto check = await(store.journal().verify());
    QVERIFY(check && check->isWhole);
    const auto open = await(store.journal().readOpen());
    QVERIFY(open && open->empty());
    domain::JournalQuery query;
    query.limit = 1'000'000;
    const auto rows = await(store.journal().read(query));
    QVERIFY(rows);
    QMap<QString, int> intents;
    QSet<QString> runs;
    for (const auto &record : *rows) {
        runs.insert(record.entry.run);
        if (record.entry.action == domain::JournalAction::Delete
            && record.entry.phase == JournalPhase::Intent)
            ++intents[record.entry.token.remoteId];
    }
    QCOMPARE(runs.size(), 3);
    QCOMPARE(intents.size(), 1000);
    for (const int count : std::as_const(intents))
        QVERIFY(count <= 8); // Six attempts in a run at most, and once more after each kill.
}

void BulkKilledTest::reachesTheRateLimitOverTheWire()
{
    constexpr int count = 60;
    constexpr double perSecond = 12; // Four at once and 300 ms could do 13.3.
    sandbox::SandboxThread sandbox(
        {.tokens = 200, .latency = std::chrono::milliseconds(300), .mistRequestLimit = 1'000'000});
    QVERIFY(sandbox.start().isEmpty());
    Witness witness(sandbox, Vendor::Mist);
    QVERIFY(witness.open());
    bulk::Limits limits;
    limits.of(Vendor::Mist).callsPerSecond = perSecond;
    base::SystemClock clock;
    bulk::Jobs jobs(witness.desk, clock);
    jobs.setLimits(limits);
    bulk::Plan plan;
    for (const QString &id : witness.ids().mid(0, count))
        plan.rows.push_back({{witness.connection, id}, {}, {}, false});
    const auto id = await(jobs.start(plan));
    QVERIFY(id);
    const bulk::Job *job = jobs.find(*id);
    QElapsedTimer time;
    time.start();
    std::optional<double> took;
    connect(job, &bulk::Job::changed, this, [&] {
        if (!took && job->state() == bulk::JobState::Verifying)
            took = static_cast<double>(time.elapsed()) / 1000.0;
    });
    QVERIFY(test::finish(job));
    QCOMPARE(job->counts()[bulk::ItemState::Done], count);
    QVERIFY(took);
    // The last call's answer is not part of the pace.
    const double reached = (count - 1) / (*took - 0.3) / perSecond;
    VERIFY_SPEED(reached > 0.9, QString::number(reached));
}

QTEST_GUILESS_MAIN(BulkKilledTest)
#include "tst_bulkkilled.moc"
