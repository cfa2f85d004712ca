// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// What a change of many tokens takes of the thread that draws, before the first call is sent.

#include "bulk/jobrows.h"
#include "bulk/jobs.h"
#include "cases.h"
#include "deskfixture.h"
#include "stallwatch.h"
#include "store/store.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <cstdio>

namespace bench {

using namespace Qt::StringLiterals;

namespace {

double milliseconds(test::StallWatch::Time time)
{
    return std::chrono::duration<double, std::milli>(time).count();
}

/// A listed connection, and a journal on disk.
struct Office
{
    explicit Office(int tokens)
    {
        const auto opened = test::await(files.open());
        if (!opened || !opened->problems().empty())
            qFatal("the profile cannot be opened");
        for (int i = 0; i < tokens; ++i) {
            vendor.tokens.push_back(test::FakeVendor::token(
                {}, u"token-%1"_s.arg(i), u"Deploys of service %1"_s.arg(i)));
        }
        domain::Connection connection;
        connection.name = u"Payments"_s;
        connection.vendor = domain::Vendor::Lightspark;
        connection.baseUrl = QUrl(u"https://api.example"_s);
        connectionId
            = test::await(desk.addConnection(connection,
                              {base::Secret::copyOf("stored-key"), {}, {}}, work::KeepIn::Keychain))
                  .value_or(QString());
        const bool isReady = test::waitUntil(
            [this] { return desk.session(connectionId)->state() == work::Session::State::Ready; });
        if (!isReady)
            qFatal("the connection cannot be listed");
        for (const domain::Token &token : vendor.tokens)
            selection.push_back({connectionId, token.key.remoteId});
    }

    QTemporaryDir profile;
    store::Store files {profile.path(), true};
    test::FakeVendor vendor;
    test::FakeVault keychain;
    test::FakeVault memory {false};
    test::StillClock clock;
    test::MemoryInventory inventory;
    test::MemoryAnnotations annotations;
    work::Desk desk {{.keychain = keychain,
        .memory = memory,
        .journal = files.journal(),
        .inventory = inventory,
        .annotations = annotations,
        .makeClient = vendor.factory(),
        .checkConnection = test::FakeVendor::check(),
        .clock = clock,
        .profileFolder = {},
        .origin = u"bench"_s}};
    QString connectionId;
    std::vector<domain::TokenKey> selection;
};

/// The same work in one go: how long the window would stand still.
void measureInOneGo(Results &results, Office &office, int rows)
{
    work::TokenStore &tokens = office.desk.tokens();
    const base::Instant now = office.clock.now();
    const auto add = [&](const QString &what, const QElapsedTimer &timer) {
        results.add(what, u"stock"_s, rows, double(timer.nsecsElapsed()) / 1e6);
    };
    QElapsedTimer timer;
    timer.start();
    std::vector<bulk::Candidate> candidates;
    for (const domain::TokenKey &key : office.selection) {
        const auto row = tokens.find(key);
        candidates.push_back({key, row ? std::optional(tokens.token(*row)) : std::nullopt});
    }
    const bulk::Review review = bulk::review(bulk::Deed::Delete, candidates, {}, now);
    add(u"stall: review many"_s, timer);

    timer.start();
    bulk::Plan plan;
    for (const bulk::ReviewRow &row : review.rows)
        plan.rows.push_back({row.key, row.name, row.created, row.isOwn});
    const bulk::Opening opening = bulk::openingOf(plan, now);
    const auto begun = bulk::rowsOf(opening, [](const QString &id) {
        return bulk::ConnectionName {id, {}};
    });
    add(u"stall: begin a job of many"_s, timer);
}

} // namespace

void measureManyTokens(Results &results, int rows)
{
    Office office(rows);
    measureInOneGo(results, office, rows);
    bulk::Jobs jobs(office.desk, office.clock);
    test::StallWatch stalls;
    const auto begin = [&stalls] {
        for (int turn = 0; turn < 10; ++turn)
            QCoreApplication::processEvents();
        stalls.restart();
    };
    const auto end = [&](const QString &what) {
        for (int turn = 0; turn < 10; ++turn)
            QCoreApplication::processEvents();
        results.add(u"stall: "_s + what, u"ours"_s, rows, milliseconds(stalls.longest()));
        results.addFigure(u"busy: "_s + what, rows, milliseconds(stalls.busy()), u"ms"_s, 16);
    };

    begin();
    auto review = test::await(
        bulk::review(office.desk, bulk::Deed::Delete, office.selection, office.clock.now()));
    end(u"review many"_s);
    if (!review)
        qFatal("the tokens cannot be reviewed");
    for (bulk::ReviewRow &row : review->rows)
        row.isTicked = true;
    bulk::Plan plan = bulk::planOf(*review);

    begin();
    const auto id = test::await(jobs.start(std::move(plan)));
    end(u"begin a job of many"_s);
    if (!id)
        qFatal("the job cannot be begun: %s", qPrintable(id.error().detail));

    begin();
    QTest::qWait(3000);
    end(u"run a job of many"_s);

    bulk::Job *job = jobs.find(*id);
    const auto hasEnded = [job] { return job->state() == bulk::JobState::Finished; };
    begin();
    job->stop();
    if (!test::waitUntil(hasEnded))
        qFatal("the job does not end");
    end(u"stop a job of many, with its last look"_s);
}

} // namespace bench
