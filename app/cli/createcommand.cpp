// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/createcommand.h"

#include "base/crashpoint.h"
#include "cli/draftsettings.h"
#include "cli/tokenoutput.h"
#include "domain/address.h"

#include <QJsonObject>

namespace cli {

using namespace Qt::StringLiterals;
using base::Result;

CreateCommand::CreateCommand(
    work::Desk &desk, Console &console, CreateToken job, ReadIdToken readIdToken)
    : Command(desk, console)
    , m_job(std::move(job))
    , m_readIdToken(std::move(readIdToken))
    // The list of tokens is of no use here: knowing who we are is enough.
    , m_listing(desk, [](const work::Session &session) { return session.identity().has_value(); })
{
    connect(&m_listing, &Listing::finished, this, &CreateCommand::askForForms);
}

void CreateCommand::start()
{
    const domain::Connection *connection = connectionNamed(m_job.connection);
    if (!connection) {
        emit finished(exitcode::usage);
        return;
    }
    m_connectionId = connection->id;
    if (m_job.readsIdToken) {
        auto idToken = m_readIdToken();
        if (!idToken)
            return fail(idToken.error());
        m_idToken = std::move(*idToken);
    }
    m_listing.start({m_connectionId});
}

void CreateCommand::askForForms()
{
    const work::Session *session = desk().session(m_connectionId);
    if (session->error())
        return fail(*session->error());
    desk()
        .draftForms(m_connectionId)
        .then(this, [this](Result<std::vector<domain::DraftForm>> forms) {
            if (forms)
                create(*forms);
            else
                fail(forms.error());
        });
}

void CreateCommand::create(const std::vector<domain::DraftForm> &forms)
{
    auto filled = fillForm(forms, m_job.name, m_job.settings);
    if (!filled)
        return fail(filled.error());
    if (filled->draft.grants.empty() && !filled->form.emptyGrantsWarning.isEmpty())
        console().tell(filled->form.emptyGrantsWarning);
    for (const QString &warning : domain::addressWarnings(filled->draft.addresses))
        console().tell(u"allowed addresses: %1"_s.arg(warning));
    filled->draft.idToken = std::move(m_idToken);
    desk()
        .issue(m_connectionId, std::move(filled->draft))
        .then(this, [this](const Result<domain::IssuedToken> &issued) {
            if (issued)
                show(*issued);
            else
                fail(issued.error());
        });
}

void CreateCommand::show(const domain::IssuedToken &issued)
{
    const domain::Connection *connection = desk().connections().find(m_connectionId);
    console().tell(u"created \"%1\" as %2/%3"_s.arg(
        issued.token.name, connection->name, issued.token.key.remoteId));
    if (!issued.advice.isEmpty())
        console().tell(issued.advice);
    TD_CRASH_POINT("create.shown");
    if (!printKey(issued)) {
        console().tell(
            u"the key could not be written to standard output; the token is there, its key is "
            "lost: delete it"_s);
        emit finished(exitcode::someFailed);
        return;
    }
    // Whoever called us has the key now: it was written and flushed.
    desk().acknowledge(issued.operation).then(this, [this](const Result<base::Unit> &noted) {
        if (!noted)
            console().complain({}, noted.error());
        emit finished(exitcode::done);
    });
}

bool CreateCommand::printKey(const domain::IssuedToken &issued)
{
    if (m_job.format != Format::Json)
        return console().printKey(issued.secret.expose());
    const ListedToken listed {desk().connections().find(m_connectionId), &issued.token};
    const QJsonObject document {{u"version"_s, 1}, {u"token"_s, tokenJson(listed)},
        {u"key"_s, QString::fromUtf8(issued.secret.expose())}};
    return console().printJson(document);
}

void CreateCommand::fail(const base::Error &error)
{
    console().complain(u"not created"_s, error);
    if (error.field == "idToken"_L1)
        console().tell(u"give an id token on standard input with --id-token"_s);
    emit finished(exitCodeOf(error));
}

} // namespace cli
