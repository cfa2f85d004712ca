// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/tokenoutput.h"

#include "base/textrules.h"

#include <QDateTime>
#include <QJsonArray>

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;
using domain::Fact;
using domain::FactState;
using domain::Token;
using domain::TokenKind;
using domain::TokenStatus;

namespace {

QString kindWord(TokenKind kind)
{
    switch (kind) {
    case TokenKind::Account:
        return u"account"_s;
    case TokenKind::Organisation:
        return u"organisation"_s;
    case TokenKind::User:
        return u"user"_s;
    }
    return {};
}

QString statusWord(TokenStatus status)
{
    switch (status) {
    case TokenStatus::Active:
        return u"active"_s;
    case TokenStatus::Disabled:
        return u"disabled"_s;
    case TokenStatus::Expired:
        return u"expired"_s;
    case TokenStatus::Deleted:
        return u"deleted"_s;
    case TokenStatus::Unknown:
        break;
    }
    return u"unknown"_s;
}

QString stateWord(FactState state)
{
    switch (state) {
    case FactState::Known:
        return u"known"_s;
    case FactState::Never:
        return u"never"_s;
    case FactState::NotReported:
        return u"not-reported"_s;
    case FactState::NotPermitted:
        return u"not-permitted"_s;
    case FactState::NotFetched:
        break;
    }
    return u"not-fetched"_s;
}

QString timeText(base::Instant time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count(), Qt::UTC)
        .toString(Qt::ISODate);
}

QString valueText(const QString &value)
{
    return value;
}

QString valueText(base::Instant time)
{
    return timeText(time);
}

template <typename T>
QJsonObject factJson(const Fact<T> &fact)
{
    QJsonObject object {{u"state"_s, stateWord(fact.state)}};
    if (fact.isKnown()) {
        object.insert(u"value"_s, valueText(fact.value));
        object.insert(u"exact"_s, fact.precision == domain::Precision::Exact);
    }
    return object;
}

/// For CSV: the value, "never", or nothing.
template <typename T>
QString factText(const Fact<T> &fact)
{
    if (fact.isKnown())
        return valueText(fact.value);
    return fact.state == FactState::Never ? u"never"_s : QString();
}

/// For the table: "-" says that nobody knows.
QString cellText(const domain::TimeFact &fact)
{
    if (!fact.isKnown())
        return fact.state == FactState::Never ? u"never"_s : u"-"_s;
    const QString day = timeText(fact.value).left(10);
    return fact.precision == domain::Precision::Approximate ? u"~"_s + day : day;
}

QString grantsText(const Token &token)
{
    QStringList grants;
    for (const domain::Grant &grant : token.grants)
        grants.append(domain::grantText(grant));
    return grants.join(u"; "_s);
}

QString ownerText(const Token &token)
{
    const QString owner = factText(token.owner);
    return owner.isEmpty() || owner == "never"_L1 ? factText(token.creator) : owner;
}

QString table(std::vector<QStringList> rows)
{
    std::vector<qsizetype> widths;
    for (QStringList &row : rows) {
        widths.resize(std::max(widths.size(), std::size_t(row.size())));
        for (qsizetype i = 0; i < row.size(); ++i) {
            // The last column holds what will be copied: it is never cut.
            row[i] = base::displayForm(row.at(i), i + 1 == row.size() ? 400 : 60);
            auto &width = widths[static_cast<std::size_t>(i)];
            width = std::max(width, row.at(i).size());
        }
    }
    QString text;
    for (const QStringList &row : rows) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i)
            line += row.at(i).leftJustified(widths[static_cast<std::size_t>(i)] + 2);
        while (line.endsWith(u' '))
            line.chop(1);
        text += line + u'\n';
    }
    return text;
}

} // namespace

QString tokenTable(const std::vector<ListedToken> &tokens)
{
    std::vector<QStringList> rows {{u"NAME"_s, u"STATUS"_s, u"LAST USED"_s, u"CREATED"_s,
        u"EXPIRES"_s, u"OWNER"_s, u"CONNECTION/ID"_s}};
    for (const auto &[connection, token] : tokens) {
        rows.push_back({token->name, statusWord(token->status), cellText(token->lastUsed),
            cellText(token->created), cellText(token->expires), ownerText(*token), QString()});
        rows.back().back() = connection->name + u'/' + token->key.remoteId;
    }
    return table(std::move(rows));
}

QJsonObject tokenJson(const ListedToken &listed)
{
    const Token &token = *listed.token;
    QJsonArray grants;
    for (const domain::Grant &grant : token.grants) {
        grants.append(QJsonObject {{u"name"_s, grant.name}, {u"label"_s, grant.label},
            {u"target"_s, grant.target}, {u"targetLabel"_s, grant.targetLabel},
            {u"broad"_s, grant.broad}});
    }
    return {{u"connection"_s, listed.connection->name}, {u"connectionId"_s, listed.connection->id},
        {u"vendor"_s, domain::vendorId(listed.connection->vendor)},
        {u"environment"_s, domain::environmentId(listed.connection->environment)},
        {u"id"_s, token.key.remoteId}, {u"kind"_s, kindWord(token.kind)}, {u"name"_s, token.name},
        {u"description"_s, factJson(token.description)}, {u"status"_s, statusWord(token.status)},
        {u"rawStatus"_s, token.rawStatus}, {u"created"_s, factJson(token.created)},
        {u"lastUsed"_s, factJson(token.lastUsed)}, {u"expires"_s, factJson(token.expires)},
        {u"removedWhenIdle"_s, factJson(token.removedWhenIdle)},
        {u"creator"_s, factJson(token.creator)}, {u"owner"_s, factJson(token.owner)},
        {u"grants"_s, grants}, {u"grantsState"_s, stateWord(token.grantsState)},
        {u"allowedAddresses"_s, QJsonArray::fromStringList(token.allowedAddresses)},
        {u"keyHint"_s, token.keyHint}, {u"isOwnCredential"_s, token.isOwnCredential}};
}

QByteArray csvField(const QString &text)
{
    // The full-width forms are formulas, too, once a spreadsheet has normalised them.
    static const QString dangerous = u"=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"_s;
    QString safe = text;
    if (!safe.isEmpty() && dangerous.contains(safe.front()))
        safe.prepend(u'\'');
    safe.replace(u'"', u"\"\""_s);
    return '"' + safe.toUtf8() + '"';
}

QByteArray tokenCsv(const std::vector<ListedToken> &tokens)
{
    QByteArray csv = "\"connection\",\"vendor\",\"environment\",\"id\",\"kind\",\"name\","
                     "\"status\",\"created\",\"lastUsed\",\"expires\",\"creator\",\"owner\","
                     "\"grants\",\"keyHint\",\"description\"\r\n"_ba;
    for (const auto &[connection, token] : tokens) {
        const QStringList fields {connection->name, domain::vendorId(connection->vendor),
            domain::environmentId(connection->environment), token->key.remoteId,
            kindWord(token->kind), token->name, statusWord(token->status), factText(token->created),
            factText(token->lastUsed), factText(token->expires), factText(token->creator),
            factText(token->owner), grantsText(*token), token->keyHint,
            factText(token->description)};
        for (qsizetype i = 0; i < fields.size(); ++i)
            csv += (i == 0 ? "" : ",") + csvField(fields.at(i));
        csv += "\r\n";
    }
    return csv;
}

QJsonObject connectionJson(const domain::Connection &connection)
{
    return {{u"id"_s, connection.id}, {u"name"_s, connection.name},
        {u"vendor"_s, domain::vendorId(connection.vendor)},
        {u"environment"_s, domain::environmentId(connection.environment)},
        {u"url"_s, connection.baseUrl.toString()}, {u"organisation"_s, connection.organisation},
        {u"clientId"_s, connection.clientId}};
}

QString connectionTable(const std::vector<domain::Connection> &connections)
{
    std::vector<QStringList> rows {
        {u"NAME"_s, u"VENDOR"_s, u"ENVIRONMENT"_s, u"URL"_s, u"ORGANISATION"_s}};
    for (const domain::Connection &one : connections) {
        rows.push_back({one.name, domain::vendorId(one.vendor),
            domain::environmentId(one.environment), one.baseUrl.toString(), one.organisation});
    }
    return table(std::move(rows));
}

} // namespace cli
