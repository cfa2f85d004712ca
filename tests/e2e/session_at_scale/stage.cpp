// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stage.h"

#include "http/dispatcher.h"
#include "http/qnamtransport.h"
#include "vendors/catalog.h"

#include <QJsonDocument>

#include <algorithm>
#include <cstdio>

namespace e2e {

using namespace Qt::StringLiterals;
using domain::Vendor;
using State = work::Session::State;

SandboxProcess::SandboxProcess(const QString &program, int tokens)
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.start(program, {u"--tokens"_s, QString::number(tokens)});
    while (m_process.state() != QProcess::NotRunning && !m_process.canReadLine())
        m_process.waitForReadyRead(1000);
    m_said = QJsonDocument::fromJson(m_process.readLine()).object();
}

SandboxProcess::~SandboxProcess()
{
    m_process.terminate();
    m_process.waitForFinished();
}

Stage::Stage(const QString &sandboxProgram, int tokens)
    : m_sandbox(sandboxProgram, tokens)
    , desk({.keychain = m_vault,
          .memory = m_vault,
          .journal = m_journal,
          .inventory = m_inventory,
          .annotations = m_annotations,
          .makeClient =
              [](const domain::Connection &connection, domain::Credentials credentials) {
                  return vendors::makeClient(connection, std::move(credentials),
                      std::make_unique<http::Dispatcher>(std::make_unique<http::QnamTransport>()));
              },
          .checkConnection = &vendors::checkConnection,
          .clock = m_clock,
          .profileFolder = {}})
    , window(desk, settings, m_clock, &vendors::connectionForm)
{
}

QString Stage::said(Vendor vendor, const char *member) const
{
    const QJsonObject of = m_sandbox.said().value(domain::vendorId(vendor)).toObject();
    return of.value(QLatin1StringView(member)).toString();
}

void Stage::addConnections()
{
    for (const Vendor vendor : domain::allVendors) {
        const QJsonObject said = m_sandbox.said().value(domain::vendorId(vendor)).toObject();
        domain::Connection made;
        made.name = domain::vendorName(vendor);
        made.vendor = vendor;
        made.environment = domain::Environment::Test;
        made.baseUrl = QUrl(m_sandbox.said().value("url"_L1).toString());
        made.organisation = said.value("org"_L1).toString();
        made.clientId
            = said.value(vendor == Vendor::Csp ? "oauthClientId"_L1 : "clientId"_L1).toString();
        domain::Credentials credentials;
        credentials.main = base::Secret::take(said.value("secret"_L1).toString().toUtf8());
        desk.addConnection(made, std::move(credentials), work::KeepIn::Memory)
            .then(&desk, [name = made.name](const base::Result<QString> &added) {
                if (!added)
                    std::fprintf(
                        stderr, "%s: %s\n", qPrintable(name), qPrintable(added.error().detail));
            });
    }
}

bool Stage::isListed() const
{
    const auto &all = desk.connections().all();
    return all.size() == std::size(domain::allVendors)
        && std::all_of(all.begin(), all.end(), [this](const auto &connection) {
               const State state = desk.session(connection.id)->state();
               return state == State::Ready || state == State::Failed;
           });
}

QString Stage::trouble() const
{
    for (const auto &connection : desk.connections().all()) {
        const work::Session *session = desk.session(connection.id);
        if (session->error())
            return connection.name + u": "_s + session->error()->detail
                + session->error()->vendorWords;
        if (!session->isComplete())
            return connection.name + u": "_s + session->warnings().join(u"; "_s);
    }
    return {};
}

} // namespace e2e
