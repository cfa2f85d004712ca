// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stage.h"

#include "patience.h"
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
        m_process.waitForReadyRead(test::patienceMs());
    m_said = QJsonDocument::fromJson(m_process.readLine()).object();
}

SandboxProcess::~SandboxProcess()
{
    m_process.terminate();
    m_process.waitForFinished(test::patienceMs());
}

Stage::Stage(const QString &sandboxProgram, int tokens)
    : m_sandbox(sandboxProgram, tokens)
    , m_played(m_sandbox.said())
    , desk(m_memory.parts(m_clock))
    , window(desk, settings, m_clock, &vendors::connectionForm)
{
}

QString Stage::said(Vendor vendor, const char *member) const
{
    return m_played.said(vendor).value(QLatin1StringView(member)).toString();
}

void Stage::addConnections()
{
    for (const Vendor vendor : domain::allVendors) {
        desk.addConnection(
                m_played.connection(vendor), {m_played.key(vendor), {}, {}}, work::KeepIn::Memory)
            .then(&desk, [name = domain::vendorName(vendor)](const base::Result<QString> &added) {
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
