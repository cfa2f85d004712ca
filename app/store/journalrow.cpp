// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalrow.h"

#include "store/statement.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace store {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using domain::JournalEntry;

namespace {

constexpr int hashSize = 32;
constexpr auto formatMark = "tokendesk journal 1";

QByteArray nameOf(const QString &name)
{
    if (name.size() <= longestName)
        return textOf(name);
    qsizetype end = longestName - 1;
    if (name.at(end - 1).isHighSurrogate())
        --end;
    return textOf(name.left(end) + u'…');
}

void addField(QCryptographicHash &hash, const QByteArray &field)
{
    hash.addData(QByteArray::number(field.size()) + ':');
    hash.addData(field);
    hash.addData(",");
}

} // namespace

Result<Unit> acceptable(const JournalEntry &entry)
{
    for (auto it = entry.details.begin(); it != entry.details.end(); ++it) {
        if (!domain::journalDetailNames().contains(it.key()))
            return base::invalid(it.key(), u"the journal has no such detail"_s);
    }
    if (entry.operation.isEmpty())
        return base::invalid(u"operation"_s, u"the journal needs an operation"_s);
    for (const QString &id : {entry.operation, entry.group, entry.run, entry.origin,
             entry.token.connectionId, entry.token.remoteId}) {
        if (id.size() > longestName)
            return base::invalid(u"id"_s, u"an id of %1 characters"_s.arg(id.size()));
    }
    return Unit {};
}

JournalRow rowOf(const JournalEntry &entry)
{
    return {.operation = textOf(entry.operation),
        .group = textOf(entry.group),
        .action = textOf(domain::journalActionId(entry.action)),
        .phase = textOf(domain::journalPhaseId(entry.phase)),
        .at = entry.at.time_since_epoch().count(),
        .person = nameOf(entry.person),
        .origin = textOf(entry.origin),
        .run = textOf(entry.run),
        .connectionId = textOf(entry.token.connectionId),
        .remoteId = textOf(entry.token.remoteId),
        .tokenName = nameOf(entry.tokenName),
        .connectionName = nameOf(entry.connectionName),
        .vendor = textOf(domain::vendorId(entry.vendor)),
        .details = QJsonDocument(entry.details).toJson(QJsonDocument::Compact)};
}

std::optional<JournalEntry> entryOf(const JournalRow &row)
{
    const auto action = domain::journalActionFromId(QString::fromUtf8(row.action));
    const auto phase = domain::journalPhaseFromId(QString::fromUtf8(row.phase));
    const auto vendor = domain::vendorFromId(QString::fromUtf8(row.vendor));
    if (!action || !phase || !vendor)
        return {};
    return JournalEntry {.operation = QString::fromUtf8(row.operation),
        .group = QString::fromUtf8(row.group),
        .action = *action,
        .phase = *phase,
        .at = base::Instant(std::chrono::milliseconds(row.at)),
        .person = QString::fromUtf8(row.person),
        .origin = QString::fromUtf8(row.origin),
        .run = QString::fromUtf8(row.run),
        .token = {QString::fromUtf8(row.connectionId), QString::fromUtf8(row.remoteId)},
        .tokenName = QString::fromUtf8(row.tokenName),
        .connectionName = QString::fromUtf8(row.connectionName),
        .vendor = *vendor,
        .details = QJsonDocument::fromJson(row.details).object()};
}

QByteArray firstHash()
{
    return QByteArray(hashSize, '\0');
}

QByteArray hashOf(const QByteArray &before, const JournalRow &row)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(before);
    addField(hash, formatMark);
    addField(hash, QByteArray::number(row.sequence));
    for (const QByteArray *field : {&row.operation, &row.group, &row.action, &row.phase})
        addField(hash, *field);
    addField(hash, QByteArray::number(row.at));
    for (const QByteArray *field : {&row.person, &row.origin, &row.run, &row.connectionId,
             &row.remoteId, &row.tokenName, &row.connectionName, &row.vendor, &row.details})
        addField(hash, *field);
    return hash.result();
}

} // namespace store
