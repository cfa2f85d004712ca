// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A desk over HTTP on the sandbox: to run jobs with, or to see what they left.

#include "await.h"
#include "bulk/jobs.h"
#include "sandboxdesk.h"

namespace test {

/// What a vendor lists, asked by a desk that has nothing to do with the jobs.
class Witness
{
public:
    Witness(const sandbox::SandboxThread &sandbox, domain::Vendor vendor)
        : played(sandbox.readyLine())
        , m_vendor(vendor)
    {
    }

    bool open()
    {
        connection = openConnection(desk, played, m_vendor, "secret");
        return !connection.isEmpty() && rest();
    }
    bool rest() { return test::rest(desk, connection); }
    /// Ids now listed that are not the own one.
    QStringList ids()
    {
        desk.refresh(connection);
        QStringList all;
        if (!rest())
            return all;
        for (work::RowId row = 0; row < desk.tokens().rowCount(); ++row) {
            if (!desk.tokens().isPresent(row))
                continue;
            const domain::Token token = desk.tokens().token(row);
            if (!token.isOwnCredential && token.status != domain::TokenStatus::Deleted)
                all.append(token.key.remoteId);
        }
        all.sort();
        return all;
    }

    PlayedVendors played;
    QString connection;

private:
    domain::Vendor m_vendor;
    base::SystemClock clock;
    DeskMemory memory;

public:
    work::Desk desk {memory.parts(clock)};
};

/// Until a job is as it should be; false after patience().
inline bool wait(const bulk::Job &job, const std::function<bool()> &isSo)
{
    QEventLoop loop;
    QObject::connect(&job, &bulk::Job::changed, &loop, [&] {
        if (isSo())
            loop.quit();
    });
    limit(loop);
    if (!isSo())
        loop.exec();
    return isSo();
}

/// Not test::waitUntil(), which sleeps 10 ms between looks: several times a call.
inline bool finish(const bulk::Job *job)
{
    QEventLoop loop;
    QObject::connect(job, &bulk::Job::changed, &loop, [&loop, job] {
        if (job->state() == bulk::JobState::Finished || job->state() == bulk::JobState::Asking)
            loop.quit();
    });
    limit(loop);
    if (job->state() != bulk::JobState::Finished)
        loop.exec();
    return job->state() == bulk::JobState::Finished;
}

} // namespace test
