// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/tokenoutput.h"

#include "cli/texttable.h"
#include "filter/match.h"
#include "work/exporttext.h"

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;
using domain::Fact;
using domain::FactState;
using domain::Token;

namespace {

QString valueText(const QString &value)
{
    return value;
}

QString valueText(base::Instant time)
{
    return work::exportTime(time);
}

template <typename T>
QString oddText(const Fact<T> &fact)
{
    const QString words = u"not understood"_s;
    return fact.wording.isEmpty() ? words : words + u": "_s + fact.wording;
}

/// For CSV: the value, "never", "not understood: VALUE", or nothing.
template <typename T>
QString factText(const Fact<T> &fact)
{
    if (fact.isKnown())
        return valueText(fact.value);
    if (fact.state == FactState::NotUnderstood)
        return oddText(fact);
    return fact.state == FactState::Never ? u"never"_s : QString();
}

/// For the table: "-" says that nobody knows.
QString cellText(const domain::TimeFact &fact)
{
    if (fact.state == FactState::NotUnderstood)
        return oddText(fact);
    if (!fact.isKnown())
        return fact.state == FactState::Never ? u"never"_s : u"-"_s;
    const QString day = work::exportTime(fact.value).left(10);
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

} // namespace

QStringList tokenTable(const std::vector<ListedToken> &tokens)
{
    std::vector<QStringList> rows {{u"NAME"_s, u"STATUS"_s, u"LAST USED"_s, u"CREATED"_s,
        u"EXPIRES"_s, u"OWNER"_s, u"CONNECTION/ID"_s}};
    for (const auto &[connection, token, noted] : tokens) {
        rows.push_back({token->name, filter::statusWord(token->status), cellText(token->lastUsed),
            cellText(token->created), cellText(token->expires),
            noted.owner.isEmpty() ? ownerText(*token) : noted.owner, QString()});
        rows.back().back() = connection->name + u'/' + token->key.remoteId;
    }
    return textTable(std::move(rows));
}

QJsonObject tokenJson(const ListedToken &listed)
{
    return work::tokenJson(*listed.connection, *listed.token, listed.noted);
}

QByteArray tokenCsv(const std::vector<ListedToken> &tokens)
{
    QByteArray csv = work::csvLine(
        {u"connection"_s, u"vendor"_s, u"environment"_s, u"id"_s, u"kind"_s, u"name"_s, u"status"_s,
            u"created"_s, u"lastUsed"_s, u"expires"_s, u"creator"_s, u"owner"_s, u"grants"_s,
            u"keyHint"_s, u"description"_s, u"tags"_s, u"note"_s, u"ownerNoted"_s, u"reviewOn"_s});
    for (const auto &[connection, token, noted] : tokens) {
        csv += work::csvLine({connection->name, domain::vendorId(connection->vendor),
            domain::environmentId(connection->environment), token->key.remoteId,
            work::kindId(token->kind), token->name, filter::statusWord(token->status),
            factText(token->created), factText(token->lastUsed), factText(token->expires),
            factText(token->creator), factText(token->owner), grantsText(*token), token->keyHint,
            factText(token->description), noted.tags.join(u", "_s), noted.note, noted.owner,
            noted.reviewOn.toString(Qt::ISODate)});
    }
    return csv;
}

QJsonObject connectionJson(const domain::Connection &connection)
{
    return {{u"id"_s, connection.id}, {u"name"_s, connection.name},
        {u"vendor"_s, domain::vendorId(connection.vendor)},
        {u"environment"_s, domain::environmentId(connection.environment)},
        {u"url"_s, connection.baseUrl.toString()}, {u"organisation"_s, connection.organisation},
        {u"clientId"_s, connection.clientId}, {u"caFile"_s, connection.caFile}};
}

QStringList connectionTable(const std::vector<domain::Connection> &connections)
{
    std::vector<QStringList> rows {
        {u"NAME"_s, u"VENDOR"_s, u"ENVIRONMENT"_s, u"URL"_s, u"ORGANISATION"_s}};
    for (const domain::Connection &one : connections) {
        rows.push_back({one.name, domain::vendorId(one.vendor),
            domain::environmentId(one.environment), one.baseUrl.toString(), one.organisation});
    }
    return textTable(std::move(rows));
}

} // namespace cli
