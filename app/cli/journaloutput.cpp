// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/journaloutput.h"

#include "work/exporttext.h"

#include <QJsonDocument>
#include <QStringList>

namespace cli {

using namespace Qt::StringLiterals;

QJsonObject journalJson(const domain::JournalRecord &record)
{
    const domain::JournalEntry &entry = record.entry;
    return {{u"row"_s, record.sequence}, {u"at"_s, work::exportTime(entry.at)},
        {u"change"_s, domain::journalActionId(entry.action)},
        {u"outcome"_s, domain::journalPhaseId(entry.phase)}, {u"operation"_s, entry.operation},
        {u"group"_s, entry.group}, {u"person"_s, entry.person}, {u"origin"_s, entry.origin},
        {u"run"_s, entry.run}, {u"connectionId"_s, entry.token.connectionId},
        {u"connection"_s, entry.connectionName}, {u"vendor"_s, domain::vendorId(entry.vendor)},
        {u"id"_s, entry.token.remoteId}, {u"name"_s, entry.tokenName},
        {u"details"_s, entry.details}, {u"hash"_s, QString::fromLatin1(record.hash.toHex())}};
}

QByteArray journalCsvTitles()
{
    return work::csvLine({u"row"_s, u"at"_s, u"change"_s, u"outcome"_s, u"connection"_s,
        u"vendor"_s, u"id"_s, u"name"_s, u"person"_s, u"origin"_s, u"operation"_s, u"group"_s,
        u"details"_s, u"hash"_s});
}

QByteArray journalCsv(const domain::JournalRecord &record)
{
    const domain::JournalEntry &entry = record.entry;
    return work::csvLine({QString::number(record.sequence), work::exportTime(entry.at),
        domain::journalActionId(entry.action), domain::journalPhaseId(entry.phase),
        entry.connectionName, domain::vendorId(entry.vendor), entry.token.remoteId, entry.tokenName,
        entry.person, entry.origin, entry.operation, entry.group,
        QString::fromUtf8(QJsonDocument(entry.details).toJson(QJsonDocument::Compact)),
        QString::fromLatin1(record.hash.toHex())});
}

} // namespace cli
