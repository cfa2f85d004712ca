// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"
#include "cases.h"
#include "patience.h"
#include "vendors/catalog.h"
#include "work/session.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryFile>
#include <QUrl>

#include <cstdio>
#include <sys/resource.h>

namespace bench {

using namespace Qt::StringLiterals;
using domain::Vendor;

namespace {

struct Cost
{
    double wall = 1e9; ///< milliseconds
    double processor = 1e9;

    void keepBest(const Cost &other)
    {
        wall = std::min(wall, other.wall);
        processor = std::min(processor, other.processor);
    }
};

double processorTime(int who)
{
    rusage used {};
    getrusage(who, &used);
    const auto ms = [](const timeval &time) {
        return double(time.tv_sec) * 1000 + double(time.tv_usec) / 1000;
    };
    return ms(used.ru_utime) + ms(used.ru_stime);
}

/// The sandbox as a program of its own, so that its work is not counted as ours.
class Sandbox final
{
public:
    Sandbox(const QString &program, int tokens)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(program, {u"--tokens"_s, QString::number(tokens)});
        while (m_process.state() != QProcess::NotRunning && !m_process.canReadLine())
            m_process.waitForReadyRead(test::patienceMs());
        m_said = QJsonDocument::fromJson(m_process.readLine()).object();
    }
    ~Sandbox()
    {
        m_process.terminate();
        m_process.waitForFinished(test::patienceMs());
    }
    bool isUp() const { return m_said.contains("url"_L1); }
    QString url() const { return m_said.value("url"_L1).toString(); }
    QString said(Vendor vendor, QLatin1StringView member) const
    {
        return m_said.value(domain::vendorId(vendor)).toObject().value(member).toString();
    }

private:
    QProcess m_process;
    QJsonObject m_said;
};

/// The same pages by curl, with the same number of them at once.
Cost byCurl(const Sandbox &sandbox, Vendor vendor, int tokens)
{
    QStringList urls;
    QString authorization;
    if (vendor == Vendor::Mist) {
        authorization = u"Token "_s;
        urls.append(
            sandbox.url() + u"/api/v1/orgs/"_s + sandbox.said(vendor, "org"_L1) + u"/apitokens"_s);
    } else {
        authorization = u"Bearer "_s;
        for (int offset = 0; offset < tokens; offset += 100)
            urls.append(sandbox.url()
                + u"/public/v1/accounts/api-tokens?select=audit,-token&limit=100&offset=%1"_s.arg(
                    offset));
    }
    QTemporaryFile config;
    if (!config.open())
        return {};
    config.write(QString(u"header = \"Authorization: "_s + authorization
        + sandbox.said(vendor, "secret"_L1) + u"\"\n"_s)
                     .toUtf8());
    for (const QString &url : std::as_const(urls))
        config.write("url = \"" + url.toUtf8() + "\"\noutput = \"/dev/null\"\n");
    config.close();
    const double before = processorTime(RUSAGE_CHILDREN);
    QElapsedTimer timer;
    timer.start();
    QProcess curl;
    curl.start(u"curl"_s,
        {u"-sS"_s, u"--fail"_s, u"--parallel"_s, u"--parallel-max"_s, u"4"_s, u"-K"_s,
            config.fileName()});
    curl.waitForFinished(-1);
    const double wall = double(timer.nsecsElapsed()) / 1e6;
    if (curl.exitCode() != 0)
        std::fprintf(stderr, "curl: %s\n", curl.readAllStandardError().constData());
    return {wall, processorTime(RUSAGE_CHILDREN) - before};
}

Cost byUs(const Sandbox &sandbox, Vendor vendor, int tokens)
{
    domain::Connection connection;
    connection.id = u"c"_s;
    connection.name = u"bench"_s;
    connection.vendor = vendor;
    connection.baseUrl = QUrl(sandbox.url());
    connection.organisation = sandbox.said(vendor, "org"_L1);
    domain::Credentials credentials;
    credentials.main = base::Secret::take(sandbox.said(vendor, "secret"_L1).toUtf8());
    work::TokenStore store;
    const base::SystemClock clock;
    work::Session session(connection, store, clock);
    const double before = processorTime(RUSAGE_SELF);
    QElapsedTimer timer;
    timer.start();
    session.open(vendors::makeHttpClient(connection, std::move(credentials)));
    while (session.state() == work::Session::State::Loading)
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const double wall = double(timer.nsecsElapsed()) / 1e6;
    while (store.isSettling())
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    if (session.state() != work::Session::State::Ready || store.count() < tokens)
        std::fprintf(stderr, "the listing ended with %d of %d tokens: %s\n", store.count(), tokens,
            session.error() ? qPrintable(session.error()->detail) : "no error");
    return {wall, processorTime(RUSAGE_SELF) - before};
}

} // namespace

void measureListing(Results &results, const QString &program, int tokens)
{
    const Sandbox sandbox(program, tokens);
    if (!sandbox.isUp()) {
        std::fprintf(stderr, "the sandbox did not start: %s\n", qPrintable(program));
        return;
    }
    for (const Vendor vendor : {Vendor::SoftwareOne, Vendor::Mist}) {
        Cost curl;
        Cost ours;
        for (int run = 0; run < 3; ++run) {
            curl.keepBest(byCurl(sandbox, vendor, tokens));
            ours.keepBest(byUs(sandbox, vendor, tokens));
        }
        const QString name = domain::vendorId(vendor);
        results.addFigure(name + u": processor, curl"_s, tokens, curl.processor, u"ms"_s, 0);
        results.addFigure(
            name + u": processor / curl"_s, tokens, ours.processor / curl.processor, u"x"_s, 3);
        results.addFigure(name + u": wall, curl"_s, tokens, curl.wall, u"ms"_s, 0);
        results.addFigure(name + u": wall / curl"_s, tokens, ours.wall / curl.wall, u"x"_s, 1.2);
    }
}

} // namespace bench
