// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/changecommand.h"

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;
using base::Result;
using domain::ChangeOutcome;
using domain::DeleteOutcome;

ChangeCommand::ChangeCommand(work::Desk &desk, Console &console, ChangeTokens job)
    : Command(desk, console)
    , m_job(std::move(job))
    , m_listing(desk, [this](const work::Session &session) { return hasAllOf(session); })
{
    connect(&m_listing, &Listing::finished, this, &ChangeCommand::change);
}

void ChangeCommand::start()
{
    QStringList ids;
    for (const QString &token : std::as_const(m_job.tokens)) {
        // Names may hold a slash, ids may not.
        const qsizetype slash = token.lastIndexOf(u'/');
        const domain::Connection *connection = connectionNamed(token.left(slash));
        if (!connection) {
            emit finished(exitcode::usage);
            return;
        }
        const domain::TokenKey key {connection->id, token.mid(slash + 1)};
        if (std::find(m_keys.begin(), m_keys.end(), key) == m_keys.end())
            m_keys.push_back(key);
        if (!ids.contains(connection->id))
            ids.append(connection->id);
    }
    m_listing.start(ids);
}

bool ChangeCommand::hasAllOf(const work::Session &session) const
{
    const QString id = session.connection().id;
    return session.state() == work::Session::State::Loading
        && std::all_of(m_keys.begin(), m_keys.end(), [&](const domain::TokenKey &key) {
               return key.connectionId != id || desk().tokens().find(key);
           });
}

void ChangeCommand::change()
{
    // A token that did not turn up because its list broke off fails for that reason.
    std::erase_if(m_keys, [this](const domain::TokenKey &key) {
        const auto &error = desk().session(key.connectionId)->error();
        if (!error || desk().tokens().find(key))
            return false;
        report(key, {}, &*error);
        return true;
    });
    if (m_job.change == TokenChange::Delete)
        deleteNext();
    else
        setEnabled(m_job.change == TokenChange::Enable);
}

void ChangeCommand::setEnabled(bool enabled)
{
    desk()
        .setEnabled(m_keys, enabled)
        .then(this, [this, enabled](const Result<std::vector<ChangeOutcome>> &outcomes) {
            for (std::size_t i = 0; i < m_keys.size(); ++i) {
                const base::Error *error = nullptr;
                if (!outcomes)
                    error = &outcomes.error();
                else if (!(*outcomes)[i].result)
                    error = &(*outcomes)[i].result.error();
                report(m_keys[i], enabled ? u"enabled"_s : u"disabled"_s, error);
            }
            emit finished(m_tally.exitCode());
        });
}

void ChangeCommand::deleteNext()
{
    if (m_next == m_keys.size()) {
        emit finished(m_tally.exitCode());
        return;
    }
    const domain::TokenKey key = m_keys[m_next++];
    desk().remove(key).then(this, [this, key](const Result<DeleteOutcome> &outcome) {
        if (!outcome)
            report(key, {}, &outcome.error());
        else
            report(key, *outcome == DeleteOutcome::AlreadyGone ? u"already gone"_s : u"deleted"_s,
                nullptr);
        deleteNext();
    });
}

void ChangeCommand::report(
    const domain::TokenKey &key, const QString &word, const base::Error *error)
{
    const domain::Connection *connection = desk().connections().find(key.connectionId);
    const QString name = connection->name + u'/' + key.remoteId;
    if (error) {
        m_tally.failed(*error);
        console().complain(name, *error);
    } else {
        m_tally.succeeded();
        console().tell(u"%1: %2"_s.arg(name, word));
    }
}

} // namespace cli
