// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/journaltext.h"

#include "base/jsontext.h"
#include "base/utc.h"
#include "work/exporttext.h"

#include <QJsonObject>

namespace work {

using namespace Qt::StringLiterals;
using domain::JournalEntry;
using domain::JournalRecord;
using domain::TokenChange;

namespace {

/// With milliseconds: two rows of a change are seldom a second apart.
QString exactText(base::Instant time)
{
    return base::utcTime(time).toString(Qt::ISODateWithMs);
}

QByteArray line(const QJsonObject &object)
{
    return base::jsonText(object, QJsonDocument::Compact) + '\n';
}

/// Formulas in its texts are written as JSON's own escapes, which leave it the same JSON.
QString jsonCell(const QJsonObject &object)
{
    if (object.isEmpty())
        return {};
    const auto json = QString::fromUtf8(base::jsonText(object, QJsonDocument::Compact));
    QString cell;
    cell.reserve(json.size());
    FormulaWatch watch;
    bool isInText = false;
    bool isEscaped = false;
    for (const QChar c : json) {
        if (c == u'"' && !isEscaped)
            isInText = !isInText;
        isEscaped = c == u'\\' && !isEscaped;
        const bool starts = watch.startsFormula(c);
        if (starts && isInText)
            cell += u"\\u%1"_s.arg(c.unicode(), 4, 16, QChar(u'0'));
        else
            cell += c;
    }
    return cell;
}

QString hex(const QByteArray &hash)
{
    return QString::fromLatin1(hash.toHex());
}

} // namespace

QByteArray journalJsonHead(const JournalHead &head)
{
    return line({{u"version"_s, 1}, {u"exported"_s, exactText(head.exported)},
        {u"rows"_s, head.rows}, {u"head"_s, hex(head.hash)}});
}

QJsonObject journalJson(const JournalRecord &record)
{
    const JournalEntry &entry = record.entry;
    return {{u"sequence"_s, record.sequence}, {u"hash"_s, hex(record.hash)},
        {u"operation"_s, entry.operation}, {u"group"_s, entry.group},
        {u"action"_s, domain::journalActionId(entry.action)},
        {u"phase"_s, domain::journalPhaseId(entry.phase)}, {u"at"_s, exactText(entry.at)},
        {u"person"_s, entry.person}, {u"origin"_s, entry.origin}, {u"run"_s, entry.run},
        {u"connectionId"_s, entry.token.connectionId}, {u"connection"_s, entry.connectionName},
        {u"vendor"_s, domain::vendorId(entry.vendor)}, {u"tokenId"_s, entry.token.remoteId},
        {u"token"_s, entry.tokenName}, {u"details"_s, entry.details}};
}

QByteArray journalJsonLine(const JournalRecord &record)
{
    return line(journalJson(record));
}

QByteArray journalCsvTitles()
{
    return csvLine({u"sequence"_s, u"at"_s, u"action"_s, u"phase"_s, u"token"_s, u"tokenId"_s,
        u"connection"_s, u"connectionId"_s, u"vendor"_s, u"person"_s, u"origin"_s, u"operation"_s,
        u"group"_s, u"run"_s, u"details"_s, u"hash"_s});
}

QByteArray journalCsvLine(const JournalRecord &record)
{
    const JournalEntry &entry = record.entry;
    return csvLine({QString::number(record.sequence), exactText(entry.at),
        domain::journalActionId(entry.action), domain::journalPhaseId(entry.phase), entry.tokenName,
        entry.token.remoteId, entry.connectionName, entry.token.connectionId,
        domain::vendorId(entry.vendor), entry.person, entry.origin, entry.operation, entry.group,
        entry.run, jsonCell(entry.details), hex(record.hash)});
}

QByteArray changeJsonLine(const TokenChange &change, const QString &connectionName)
{
    return line(
        {{u"noticed"_s, exactText(change.noticed)}, {u"previous"_s, exactText(change.previous)},
            {u"change"_s, domain::changeKindId(change.kind)}, {u"token"_s, change.tokenName},
            {u"tokenId"_s, change.token.remoteId}, {u"connection"_s, connectionName},
            {u"connectionId"_s, change.token.connectionId}, {u"before"_s, change.before},
            {u"after"_s, change.after}});
}

QByteArray changeCsvTitles()
{
    return csvLine({u"noticed"_s, u"previous"_s, u"change"_s, u"token"_s, u"tokenId"_s,
        u"connection"_s, u"connectionId"_s, u"before"_s, u"after"_s});
}

QByteArray changeCsvLine(const TokenChange &change, const QString &connectionName)
{
    return csvLine({exactText(change.noticed), exactText(change.previous),
        domain::changeKindId(change.kind), change.tokenName, change.token.remoteId, connectionName,
        change.token.connectionId, change.before, change.after});
}

} // namespace work
