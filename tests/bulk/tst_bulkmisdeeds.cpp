// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Vendors that answer nicely and do something else, in the middle of a job: told token by token,
/// and none stops the rest.

#include "stricttest.h"
#include "witness.h"

using namespace Qt::StringLiterals;
using bulk::Deed;
using bulk::ItemState;
using domain::Vendor;
using test::await;

class BulkMisdeedsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    // BULK-06, BULK-10, IN-09
    void tellsEachTokenAndStopsNone_data();
    void tellsEachTokenAndStopsNone();
};

void BulkMisdeedsTest::tellsEachTokenAndStopsNone_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<Deed>("deed");
    QTest::addColumn<QString>("path"); // Of the call that changes.
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<ItemState>("odd");
    QTest::addColumn<int>("count");
    const auto row = [](const char *name, Vendor vendor, Deed deed, const QString &path,
                         const QByteArray &fault, ItemState odd, int count = 1) {
        QTest::newRow(name) << int(vendor) << deed << path << fault << odd << count;
    };
    const QString mist = u"/api/v1/orgs/"_s;
    const QString softwareOne = u"*/api-tokens/*"_s;
    const QString lightspark = u"*"_s;
    const QString csp = u"*/deactivate"_s;
    row("mist: success and not done", Vendor::Mist, Deed::Delete, mist,
        R"({"method":"DELETE","kind":"pretend"})", ItemState::Contradicted);
    row("mist: deleted by somebody else", Vendor::Mist, Deed::Delete, mist,
        R"({"method":"DELETE","kind":"elsewhere","act":"delete"})", ItemState::AlreadyGone);
    row("mist: a web page", Vendor::Mist, Deed::Delete, mist,
        R"({"method":"DELETE","kind":"html"})", ItemState::Done); // Asked again.
    row("mist: the answer is lost", Vendor::Mist, Deed::Delete, mist,
        R"({"method":"DELETE","kind":"dropAfter"})", ItemState::AlreadyGone);
    row("softwareone: success and not done", Vendor::SoftwareOne, Deed::Delete, softwareOne,
        R"({"method":"DELETE","kind":"pretend"})", ItemState::Contradicted);
    row("softwareone: disabled and not done", Vendor::SoftwareOne, Deed::Disable, softwareOne,
        R"({"method":"POST","kind":"pretend"})", ItemState::Contradicted);
    row("softwareone: disabled, the answer is lost", Vendor::SoftwareOne, Deed::Disable,
        softwareOne, R"({"method":"POST","kind":"dropAfter"})", ItemState::Done);
    row("softwareone: disabled, somebody else was first", Vendor::SoftwareOne, Deed::Disable,
        softwareOne, R"({"method":"POST","kind":"elsewhere","act":"delete"})",
        ItemState::AlreadyGone);
    row("lightspark: success and not done", Vendor::Lightspark, Deed::Delete, lightspark,
        R"({"method":"POST","kind":"pretend"})", ItemState::Contradicted);
    row("lightspark: deleted by somebody else", Vendor::Lightspark, Deed::Delete, lightspark,
        R"({"method":"POST","kind":"elsewhere","act":"delete"})", ItemState::AlreadyGone);
    row("csp: two of a batch refused", Vendor::Csp, Deed::Disable, csp,
        R"({"method":"POST","kind":"partial","refuse":2})", ItemState::Failed, 2);
    row("csp: a fault, then the batch again", Vendor::Csp, Deed::Disable, csp,
        R"({"method":"POST","kind":"status","status":503})", ItemState::Done);
}

void BulkMisdeedsTest::tellsEachTokenAndStopsNone()
{
    constexpr int chosen = 20;
    QFETCH(int, vendor);
    QFETCH(Deed, deed);
    QFETCH(QString, path);
    QFETCH(QByteArray, fault);
    QFETCH(ItemState, odd);
    QFETCH(int, count);
    sandbox::SandboxThread sandbox({.tokens = 60});
    QVERIFY(sandbox.start().isEmpty());
    test::Witness witness(sandbox, static_cast<Vendor>(vendor));
    QVERIFY(witness.open());
    bulk::Plan plan {.deed = deed};
    for (const QString &id : witness.ids()) {
        const domain::TokenKey key {witness.connection, id};
        const auto token = witness.desk.changes().find(key);
        const bool isFit = deed == Deed::Delete || token->status == domain::TokenStatus::Active
            || token->status == domain::TokenStatus::Unknown;
        if (isFit && static_cast<int>(plan.rows.size()) < chosen)
            plan.rows.push_back({key, token->name, {}, false});
    }
    QCOMPARE(static_cast<int>(plan.rows.size()), chosen);
    QJsonObject made = QJsonDocument::fromJson(fault).object();
    made.insert(u"vendor"_s, domain::vendorId(static_cast<Vendor>(vendor)));
    made.insert(u"path"_s, path);
    made.insert(u"skip"_s, deed == Deed::Disable && vendor == int(Vendor::Csp) ? 1 : 5);
    QVERIFY(witness.played.spoil(made));

    base::SystemClock clock;
    bulk::Jobs jobs(witness.desk, clock);
    bulk::Limits limits;
    limits.firstBackoff = std::chrono::milliseconds(10);
    limits.looks = {std::chrono::milliseconds(0)};
    for (auto &one : limits.vendors)
        one = {.atOnce = 1, .callsPerSecond = 1000};
    jobs.setLimits(limits);
    const auto id = await(jobs.start(std::move(plan)));
    QVERIFY(id);
    const bulk::Job *job = jobs.find(*id);
    QVERIFY2(test::finish(job), qPrintable(bulk::jobStateId(job->state())));
    QVERIFY2(odd == ItemState::Done || job->counts()[odd] == count, qPrintable(job->report()));
    const int done = odd == ItemState::Done ? chosen : chosen - count;
    QVERIFY2(job->counts()[ItemState::Done] == done, qPrintable(job->report()));
}

QTEST_GUILESS_MAIN(BulkMisdeedsTest)
#include "tst_bulkmisdeeds.moc"
