// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/connectioncommands.h"

#include "cli/tokenoutput.h"
#include "domain/vendoraddress.h"
#include "work/exporttext.h"

#include <QJsonArray>

namespace cli {

using namespace Qt::StringLiterals;
using base::Result;

AddConnectionCommand::AddConnectionCommand(
    work::Desk &desk, Console &console, AddConnection job, AddingParts parts)
    : Command(desk, console)
    , m_job(std::move(job))
    , m_parts(std::move(parts))
{
}

void AddConnectionCommand::start()
{
    domain::Connection &connection = m_job.connection;
    connection.baseUrl = m_parts.addressOf(connection.vendor, m_job.url);
    const QString address = domain::addressText(connection.baseUrl);
    if (domain::isBareAddress(connection.baseUrl) && address != m_job.url)
        console().tell(u"the address used is %1"_s.arg(address));
    // Before anybody types a key for nothing.
    if (desk().connections().findByName(connection.name)) {
        console().tell(u"there is already a connection named \"%1\""_s.arg(connection.name));
        emit finished(exitcode::usage);
        return;
    }
    if (const auto fits = m_parts.check(connection, nullptr); !fits)
        return fail(fits.error());
    auto secret = m_parts.readSecret(connection);
    if (!secret)
        return fail(secret.error());
    domain::Credentials credentials;
    credentials.main = std::move(*secret);
    desk()
        .addConnection(connection, std::move(credentials), work::KeepIn::Keychain)
        .then(this, [this](const Result<QString> &added) {
            if (!added)
                return fail(added.error());
            console().tell(u"added \"%1\"; try: connections check"_s.arg(m_job.connection.name));
            emit finished(exitcode::done);
        });
}

void AddConnectionCommand::fail(const base::Error &error)
{
    console().complain(u"not added"_s, error);
    emit finished(exitCodeOf(error));
}

ListConnectionsCommand::ListConnectionsCommand(
    work::Desk &desk, Console &console, ListConnections job)
    : Command(desk, console)
    , m_job(job)
{
}

void ListConnectionsCommand::start()
{
    const auto &all = desk().connections().all();
    bool written = false;
    if (m_job.format == Format::Json) {
        QJsonArray items;
        for (const domain::Connection &connection : all)
            items.append(connectionJson(connection));
        const QJsonObject document {{u"version"_s, 1}, {u"connections"_s, items}};
        written = console().printJson(document);
    } else {
        written = console().print(connectionTable(all));
    }
    emit finished(written ? exitcode::done : exitcode::someFailed);
}

CheckConnectionsCommand::CheckConnectionsCommand(
    work::Desk &desk, Console &console, CheckConnections job)
    : Command(desk, console)
    , m_job(std::move(job))
    , m_listing(desk, [](const work::Session &session) { return session.identity().has_value(); })
{
    connect(&m_listing, &Listing::ended, this, &CheckConnectionsCommand::report);
    connect(&m_listing, &Listing::finished, this, [this] { emit finished(m_tally.exitCode()); });
}

void CheckConnectionsCommand::start()
{
    QStringList ids;
    for (const QString &name : std::as_const(m_job.names)) {
        const domain::Connection *connection = connectionNamed(name);
        if (!connection) {
            emit finished(exitcode::usage);
            return;
        }
        ids.append(connection->id);
    }
    if (ids.isEmpty()) {
        for (const domain::Connection &connection : desk().connections().all())
            ids.append(connection.id);
    }
    ids.removeDuplicates();
    m_listing.start(ids);
}

void CheckConnectionsCommand::report(const work::Session &session)
{
    const QString name = session.connection().name;
    if (!session.identity()) {
        const base::Error error
            = session.error().value_or(base::Error {.kind = base::ErrorKind::Cancelled});
        m_tally.failed(error);
        console().complain(name, error);
        return;
    }
    m_tally.succeeded();
    const domain::Identity &who = *session.identity();
    QStringList parts {u"ok"_s, who.name, who.account, who.role};
    if (who.budgetUsed && who.budgetLimit)
        parts.append(u"%1 of %2 calls used"_s.arg(*who.budgetUsed).arg(*who.budgetLimit));
    parts.removeAll(QString());
    console().print({name + u": "_s + parts.join(u", "_s)});
    if (!who.note.isEmpty())
        console().tell(u"%1: %2"_s.arg(name, who.note));
}

RemoveConnectionCommand::RemoveConnectionCommand(
    work::Desk &desk, Console &console, RemoveConnection job, bool leaveSecret)
    : Command(desk, console)
    , m_job(std::move(job))
    , m_leaveSecret(leaveSecret)
{
}

void RemoveConnectionCommand::start()
{
    const domain::Connection *connection = connectionNamed(m_job.name);
    if (!connection) {
        emit finished(exitcode::usage);
        return;
    }
    desk()
        .removeConnection(connection->id, m_leaveSecret)
        .then(this, [this](const Result<base::Unit> &removed) {
            if (!removed) {
                console().complain(u"not removed"_s, removed.error());
                emit finished(exitCodeOf(removed.error()));
                return;
            }
            console().tell((
                m_leaveSecret ? u"removed \"%1\""_s : u"removed \"%1\" and its stored credential"_s)
                               .arg(m_job.name));
            emit finished(exitcode::done);
        });
}

OrphansCommand::OrphansCommand(work::Desk &desk, Console &console, FindOrphans job)
    : Command(desk, console)
    , m_job(job)
{
}

void OrphansCommand::start()
{
    desk().leftKeys().then(this, [this](Result<std::vector<work::NotedKeys>> left) {
        if (!left) {
            console().complain(u"not looked"_s, left.error());
            emit finished(exitCodeOf(left.error()));
            return;
        }
        m_left = std::move(*left);
        if (m_job.removes)
            removeNext();
        else
            show(m_left);
    });
}

void OrphansCommand::show(const std::vector<work::NotedKeys> &left)
{
    QJsonArray items;
    QStringList lines;
    for (const work::NotedKeys &keys : left) {
        const QString noted = work::exportTime(keys.noted);
        items.append(QJsonObject {{u"id"_s, keys.id}, {u"name"_s, keys.name},
            {u"vendor"_s, domain::vendorId(keys.vendor)}, {u"noted"_s, noted}});
        lines += u"%1  %2  \"%3\"  %4"_s.arg(
            keys.id, domain::vendorId(keys.vendor), keys.name, noted);
    }
    const bool written = m_job.format == Format::Json
        ? console().printJson({{u"version"_s, 1}, {u"orphans"_s, items}})
        : console().print(lines);
    console().tell(left.empty()
            ? u"every key that this profile stored in the keychain belongs to a connection"_s
            : u"these keys are in the keychain, and no connection of this profile uses them; "
              "\"connections orphans --remove\" removes them"_s);
    emit finished(written && left.empty() ? exitcode::done : exitcode::someFailed);
}

void OrphansCommand::removeNext()
{
    if (m_left.empty()) {
        emit finished(m_tally.exitCode());
        return;
    }
    const work::NotedKeys keys = m_left.back();
    m_left.pop_back();
    desk().removeLeftKeys(keys.id).then(this, [this, keys](const Result<base::Unit> &removed) {
        if (removed) {
            m_tally.succeeded();
            console().tell(u"removed the key of \"%1\" (%2)"_s.arg(keys.name, keys.id));
        } else {
            m_tally.failed(removed.error());
            console().complain(u"\"%1\" (%2)"_s.arg(keys.name, keys.id), removed.error());
        }
        removeNext();
    });
}

} // namespace cli
