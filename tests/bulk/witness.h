// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A desk over HTTP on the sandbox: to run jobs with, or to see what they left.

#include "await.h"
#include "bulk/jobs.h"
#include "http/dispatcher.h"
#include "http/qnamtransport.h"
#include "memorystore.h"
#include "sandbox/sandboxthread.h"
#include "vault/memoryvault.h"
#include "vendors/catalog.h"
#include "work/desk.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace test {

/// What a vendor lists, asked by a desk that has nothing to do with the jobs.
class Witness
{
public:
    Witness(const sandbox::SandboxThread &sandbox, domain::Vendor vendor)
        : m_said(sandbox.readyLine().value(domain::vendorId(vendor)).toObject())
        , desk({.keychain = vault,
              .memory = vault,
              .journal = journal,
              .inventory = inventory,
              .annotations = annotations,
              .makeClient =
                  [](const domain::Connection &to, domain::Credentials credentials) {
                      return vendors::makeClient(to, std::move(credentials),
                          std::make_unique<http::Dispatcher>(
                              std::make_unique<http::QnamTransport>()));
                  },
              .checkConnection = &vendors::checkConnection,
              .clock = clock})
    {
        made.name = domain::vendorName(vendor);
        made.vendor = vendor;
        made.environment = domain::Environment::Test;
        made.baseUrl = QUrl(sandbox.readyLine().value(QLatin1StringView("url")).toString());
        made.organisation = m_said.value(QLatin1StringView("org")).toString();
        made.clientId = m_said.value(QLatin1StringView("clientId")).toString();
    }

    QByteArray key() const { return m_said.value(QLatin1StringView("secret")).toString().toUtf8(); }

    bool open()
    {
        const auto id = await(
            desk.addConnection(made, {base::Secret::take(key()), {}, {}}, work::KeepIn::Memory));
        if (!id)
            return false;
        connection = *id;
        return rest();
    }
    bool rest()
    {
        return QTest::qWaitFor(
            [this] { return desk.session(connection)->state() == work::Session::State::Ready; },
            30'000);
    }
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

    domain::Connection made;
    QString connection;

private:
    QJsonObject m_said;
    base::SystemClock clock;
    vault::MemoryVault vault;
    MemoryJournal journal;
    MemoryInventory inventory;
    MemoryAnnotations annotations;

public:
    work::Desk desk;
};

/// Not QTest::qWaitFor(), which sleeps 10 ms between looks: several times a call.
inline bool finish(const bulk::Job *job)
{
    QEventLoop loop;
    QObject::connect(job, &bulk::Job::changed, &loop, [&loop, job] {
        if (job->state() == bulk::JobState::Finished || job->state() == bulk::JobState::Asking)
            loop.quit();
    });
    QTimer::singleShot(30'000, &loop, &QEventLoop::quit);
    if (job->state() != bulk::JobState::Finished)
        loop.exec();
    return job->state() == bulk::JobState::Finished;
}

inline bool spoil(const sandbox::SandboxThread &sandbox, const QJsonArray &faults)
{
    http::QnamTransport transport;
    const auto answer
        = await(transport.send(QUrl(sandbox.readyLine().value(QLatin1StringView("url")).toString()),
            http::Request::change(http::Verb::Post, QStringLiteral("/_sandbox/faults"),
                QJsonDocument(faults).toJson()),
            nullptr));
    return answer && answer->status < 300;
}

} // namespace test
