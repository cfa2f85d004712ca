// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A program that runs one bulk job on a profile folder, to be killed in the middle of it: begins
/// the job, or goes on with the one that an earlier run left. Tells how far it is, line by line.
///
/// bulkchild FOLDER VENDOR URL ORGANISATION CLIENT_ID FILE_OF_IDS, with the key in
/// TOKENDESK_TEST_KEY.

#include "bulk/jobs.h"
#include "store/store.h"
#include "vault/memoryvault.h"
#include "vendors/catalog.h"
#include "work/desk.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimer>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

void say(const QString &line)
{
    std::puts(line.toUtf8().constData());
    std::fflush(stdout);
}

class Child final : public QObject
{
public:
    explicit Child(const QStringList &arguments)
        : m_arguments(arguments)
        , m_store(arguments.at(1))
        , m_desk({.keychain = m_vault,
              .memory = m_vault,
              .journal = m_store.journal(),
              .inventory = m_store.inventory(),
              .annotations = m_store.annotations(),
              .makeClient = &vendors::makeHttpClient,
              .checkConnection = &vendors::checkConnection,
              .clock = m_clock,
              .profileFolder = arguments.at(1),
              .origin = u"test"_s})
        , m_jobs(m_desk, m_clock)
    {
        bulk::Limits limits;
        limits.firstBackoff = std::chrono::milliseconds(20);
        limits.waitUnasked = std::chrono::milliseconds(100);
        for (auto &vendor : limits.vendors)
            vendor.callsPerSecond = 2000;
        m_jobs.setLimits(limits);
        connect(&m_jobs, &bulk::Jobs::changed, this, &Child::tell);
        connect(&m_jobs, &bulk::Jobs::finished, this, &Child::end);
    }

    void run()
    {
        m_store.open().then(this, [this](const base::Result<store::OpenReport> &) {
            if (!m_desk.load())
                return fail(u"the profile cannot be read"_s);
            if (m_desk.connections().all().empty())
                addConnection();
            else
                takeUp();
        });
    }

private:
    static base::Secret key() { return base::Secret::take(qgetenv("TOKENDESK_TEST_KEY")); }

    void fail(const QString &why)
    {
        say(u"failed: "_s + why);
        QCoreApplication::exit(1);
    }

    void addConnection()
    {
        domain::Connection connection;
        connection.name = u"killed"_s;
        connection.vendor = *domain::vendorFromId(m_arguments.at(2));
        connection.environment = domain::Environment::Test;
        connection.baseUrl = QUrl(m_arguments.at(3));
        connection.organisation = m_arguments.at(4);
        connection.clientId = m_arguments.at(5);
        m_desk.addConnection(connection, {key(), {}, {}}, work::KeepIn::Memory)
            .then(this, [this](const base::Result<QString> &id) {
                if (!id)
                    return fail(id.error().detail);
                m_connection = *id;
                connect(&m_desk, &work::Desk::sessionChanged, this, &Child::start);
            });
    }

    void start()
    {
        using State = work::Session::State;
        const work::Session *session = m_desk.session(m_connection);
        if (session->state() == State::Failed)
            return fail(session->error()->detail);
        if (session->state() != State::Ready || m_isStarted)
            return;
        m_isStarted = true;
        QFile file(m_arguments.at(6));
        if (!file.open(QIODevice::ReadOnly))
            return fail(u"no ids"_s);
        bulk::Plan plan;
        for (const QByteArray &id : file.readAll().trimmed().split('\n')) {
            const domain::TokenKey token {m_connection, QString::fromUtf8(id)};
            const auto known = m_desk.changes().find(token);
            plan.rows.push_back({token, known ? known->name : QString(), {}, false});
        }
        m_jobs.start(std::move(plan)).then(this, [this](const base::Result<QString> &id) {
            if (!id)
                fail(id.error().detail);
        });
    }

    void takeUp()
    {
        m_connection = m_desk.connections().all().front().id;
        m_vault.write({m_connection, QLatin1StringView(domain::field::credential)}, key())
            .andThen([this](base::Unit) { return m_desk.log().load(); })
            .andThen([this](base::Unit) { return m_jobs.load(); })
            .then(this, [this](const base::Result<base::Unit> &loaded) {
                if (!loaded || m_jobs.all().size() != 1)
                    return fail(u"there is no interrupted job"_s);
                m_jobs.all().front()->resume();
            });
    }

    void tell(const bulk::Job *job)
    {
        if (job->question()) {
            const auto &error = job->question()->error;
            return fail(u"asks %1: %2"_s.arg(
                QString::number(int(job->question()->doubt)), error ? error->detail : QString()));
        }
        say(u"ended %1"_s.arg(job->counts().ended()));
    }

    void end(const bulk::Job *job)
    {
        say(u"verified %1"_s.arg(job->isVerified()));
        for (const auto &item : job->items())
            say(u"item %1 %2"_s.arg(item.key.remoteId, bulk::itemStateId(item.state)));
        QCoreApplication::exit(0);
    }

    QStringList m_arguments;
    base::SystemClock m_clock;
    vault::MemoryVault m_vault;
    store::Store m_store;
    work::Desk m_desk;
    bulk::Jobs m_jobs;
    QString m_connection;
    bool m_isStarted = false;
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (app.arguments().size() != 7)
        return 2;
    Child child(app.arguments());
    QTimer::singleShot(0, &child, &Child::run);
    return app.exec();
}
