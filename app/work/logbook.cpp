// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/logbook.h"

#include <QDir>
#include <QFileInfo>
#include <QPointer>
#include <QSysInfo>
#include <QUuid>

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::JournalEntry;
using domain::JournalPhase;
using domain::JournalRecord;

namespace {

/// Who is signed in to this computer: the owner of the home folder, where the system tells, because
/// an environment variable says whatever somebody wrote into it.
QString personHere()
{
    QString name = QFileInfo(QDir::homePath()).owner();
    if (name.isEmpty())
        name = qEnvironmentVariable("USERNAME", qEnvironmentVariable("USER"));
    return u"%1@%2"_s.arg(name, QSysInfo::machineHostName());
}

} // namespace

QString newOperation()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

base::Error notBegun(base::Error error)
{
    error.detail = u"nothing was sent, because the journal could not be written: %1"_s.arg(
        error.detail.isEmpty() ? base::errorKindName(error.kind) : error.detail);
    return error;
}

JournalPhase phaseOf(const base::Error &error)
{
    return base::mayHaveHappened(error) ? JournalPhase::Unknown : JournalPhase::Refused;
}

QJsonObject detailsOf(const base::Error &error)
{
    QJsonObject details {{u"reason"_s, base::errorKindName(error.kind)}};
    if (!error.vendorWords.isEmpty())
        details.insert(u"words"_s, error.vendorWords);
    if (!error.detail.isEmpty())
        details.insert(u"detail"_s, error.detail);
    if (error.httpStatus != 0)
        details.insert(u"httpStatus"_s, error.httpStatus);
    if (!error.requestId.isEmpty())
        details.insert(u"requestId"_s, error.requestId);
    return details;
}

Logbook::Logbook(
    domain::Journal &journal, const base::Clock &clock, QString origin, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
    , m_clock(clock)
    , m_origin(std::move(origin))
    , m_person(personHere())
    , m_run(newOperation())
{
}

Logbook::~Logbook() = default;

Task<Unit> Logbook::load()
{
    const QPointer<Logbook> book(this);
    return m_journal.readOpen().map(
        [book](const std::vector<JournalRecord> &records) -> Result<Unit> {
            if (!book)
                return Unit {};
            for (const JournalRecord &record : records)
                book->take(record.entry);
            emit book->changed();
            return Unit {};
        });
}

Task<QStringList> Logbook::begin(std::vector<Beginning> beginnings)
{
    QStringList ids;
    std::vector<JournalEntry> entries;
    for (Beginning &beginning : beginnings) {
        if (beginning.operation.isEmpty())
            beginning.operation = newOperation();
        ids.append(beginning.operation);
        entries.push_back(entryOf(beginning));
    }
    return append(std::move(entries)).map([ids](Unit) -> Result<QStringList> { return ids; });
}

Task<QString> Logbook::begin(Beginning beginning)
{
    std::vector<Beginning> one;
    one.push_back(std::move(beginning));
    return begin(std::move(one)).map([](const QStringList &ids) -> Result<QString> {
        return ids.first();
    });
}

Task<Unit> Logbook::note(std::vector<Progress> rows)
{
    std::vector<JournalEntry> entries;
    for (const Progress &row : rows) {
        if (auto entry = entryOf(row))
            entries.push_back(std::move(*entry));
    }
    return entries.empty() ? Task<Unit>::ready(Unit {}) : append(std::move(entries));
}

Task<Unit> Logbook::note(Progress row)
{
    std::vector<Progress> one;
    one.push_back(std::move(row));
    return note(std::move(one));
}

const OpenOperation *Logbook::find(const QString &operation) const
{
    const auto it = m_open.find(operation);
    return it == m_open.end() ? nullptr : &it->second;
}

std::vector<const OpenOperation *> Logbook::membersOf(const QString &group) const
{
    std::vector<const OpenOperation *> members;
    for (const auto &[id, operation] : m_open) {
        if (operation.group == group && id != group)
            members.push_back(&operation);
    }
    std::stable_sort(members.begin(), members.end(),
        [](const auto *a, const auto *b) { return a->begun < b->begun; });
    return members;
}

JournalEntry Logbook::entryOf(const Beginning &beginning) const
{
    return {.operation = beginning.operation,
        .group = beginning.group,
        .action = beginning.action,
        .phase = beginning.phase,
        .at = m_clock.now(),
        .person = m_person,
        .origin = m_origin,
        .run = m_run,
        .token = beginning.token,
        .tokenName = beginning.tokenName,
        .connectionName = beginning.connectionName,
        .vendor = beginning.vendor,
        .details = beginning.details};
}

std::optional<JournalEntry> Logbook::entryOf(const Progress &row) const
{
    const OpenOperation *before = find(row.operation);
    if (!before)
        return {};
    domain::TokenKey token = before->token;
    if (!row.tokenId.isEmpty())
        token.remoteId = row.tokenId;
    return JournalEntry {.operation = before->id,
        .group = before->group,
        .action = before->action,
        .phase = row.phase,
        .at = m_clock.now(),
        .person = m_person,
        .origin = m_origin,
        .run = m_run,
        .token = token,
        .tokenName = before->tokenName,
        .connectionName = before->connectionName,
        .vendor = before->vendor,
        .details = row.details};
}

Task<Unit> Logbook::append(std::vector<JournalEntry> entries)
{
    if (m_barred)
        return Task<Unit>::failed(*m_barred);
    const QPointer<Logbook> book(this);
    return m_journal.append(std::move(entries))
        .map([book](const std::vector<JournalRecord> &written) -> Result<Unit> {
            if (!book)
                return Unit {};
            for (const JournalRecord &record : written) {
                book->take(record.entry);
                emit book->written(record.entry);
            }
            emit book->changed();
            return Unit {};
        });
}

void Logbook::take(const JournalEntry &entry)
{
    if (domain::closes(entry.action, entry.phase)) {
        m_open.erase(entry.operation);
        return;
    }
    OpenOperation &operation = m_open[entry.operation];
    if (operation.id.isEmpty()) {
        operation.id = entry.operation;
        operation.begun = entry.at;
    }
    operation.group = entry.group;
    operation.action = entry.action;
    operation.phase = entry.phase;
    operation.token = entry.token;
    operation.tokenName = entry.tokenName;
    operation.connectionName = entry.connectionName;
    operation.vendor = entry.vendor;
    operation.changed = entry.at;
    operation.origin = entry.origin;
    operation.run = entry.run;
    for (auto it = entry.details.begin(); it != entry.details.end(); ++it)
        operation.details.insert(it.key(), it.value());
}

} // namespace work
