// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/softwareone/softwareonewire.h"

#include "base/json.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace softwareone::wire {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using domain::Fact;
using domain::FactState;
using domain::Grant;
using domain::TimeFact;
using domain::Token;
using domain::TokenStatus;

namespace json = base::json;

namespace {

/// A member that null suppression may have removed: empty then, but never of another type.
Result<QString> optionalText(const QJsonObject &object, const char *key, const QString &path)
{
    const QJsonValue value = object.value(QLatin1StringView(key));
    if (value.isUndefined() || value.isNull())
        return QString();
    if (!value.isString())
        return base::fail(ErrorKind::UnexpectedReply,
            u"%1.%2 is not a string"_s.arg(path, QLatin1StringView(key)));
    return value.toString();
}

QStringList omittedIn(const QJsonObject &object)
{
    return json::textList(object.value("$meta"_L1).toObject().value("omitted"_L1));
}

TimeFact timeOf(const QJsonObject &object, const char *key, domain::Precision precision)
{
    const auto time = json::fromIso(json::text(object, key));
    return time ? TimeFact::known(*time, precision) : TimeFact::notReported();
}

TimeFact lastUsedOf(const QJsonObject &object, const QStringList &omitted)
{
    const QJsonValue value = object.value("lastAccessAt"_L1);
    if (!value.isUndefined() && !value.isNull())
        return timeOf(object, "lastAccessAt", domain::Precision::Approximate);
    // Null suppression: absent is "never", unless the vendor says that it was left out.
    return omitted.contains("lastAccessAt"_L1) ? TimeFact {} : TimeFact::never();
}

TokenStatus statusOf(const QString &word)
{
    if (word == "Active"_L1)
        return TokenStatus::Active;
    if (word == "Disabled"_L1)
        return TokenStatus::Disabled;
    return word == "Deleted"_L1 ? TokenStatus::Deleted : TokenStatus::Unknown;
}

Result<std::vector<Grant>> grantsOf(const QJsonObject &object, const QString &path)
{
    std::vector<Grant> grants;
    const QJsonValue modules = object.value("modules"_L1);
    if (modules.isUndefined() || modules.isNull())
        return grants;
    if (!modules.isArray())
        return base::fail(ErrorKind::UnexpectedReply, u"%1.modules is not an array"_s.arg(path));
    const QJsonArray items = modules.toArray();
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonObject item = items.at(i).toObject();
        const auto id = json::requireString(item, "id", u"%1.modules[%2]"_s.arg(path).arg(i));
        if (!id)
            return base::fail(id.error());
        const QString name = json::text(item, "name");
        grants.push_back({.name = *id,
            .label = name,
            .broad = isBroadModule(*id, json::text(item, "code"), name)});
    }
    return grants;
}

void readAudit(const QJsonObject &object, Token &token)
{
    const QJsonValue audit = object.value("audit"_L1);
    if (!audit.isObject()) {
        token.creator = {}; // Not fetched: "audit" is left out unless asked for.
        return;
    }
    const QJsonObject created = audit.toObject().value("created"_L1).toObject();
    token.created = timeOf(created, "at", domain::Precision::Exact);
    const QJsonObject by = created.value("by"_L1).toObject();
    const QString name = json::text(by, "name");
    const QString who = name.isEmpty() ? json::text(by, "id") : name;
    if (!who.isEmpty())
        token.creator = Fact<QString>::known(who);
}

Fact<QString> ownerOf(const QJsonObject &object)
{
    const QJsonObject account = object.value("account"_L1).toObject();
    const QString name = json::text(account, "name");
    const QString owner = name.isEmpty() ? json::text(account, "id") : name;
    return owner.isEmpty() ? Fact<QString>::notReported() : Fact<QString>::known(owner);
}

Result<Token> tokenOf(const QJsonObject &object, const QString &path, const Reader &reader,
    const QStringList &omittedInList = {})
{
    const auto id = json::requireString(object, "id", path);
    if (!id)
        return base::fail(id.error());
    const auto name = optionalText(object, "name", path);
    const auto description = optionalText(object, "description", path);
    const auto status = optionalText(object, "status", path);
    auto grants = grantsOf(object, path);
    for (const auto &text : {name, description, status}) {
        if (!text)
            return base::fail(text.error());
    }
    if (!grants)
        return base::fail(grants.error());

    const QStringList omitted = omittedIn(object) + omittedInList;
    Token token;
    token.key = {reader.connectionId, *id};
    token.name = *name;
    token.description = omitted.contains("description"_L1) && description->isEmpty()
        ? Fact<QString> {}
        : Fact<QString>::known(*description);
    token.status = statusOf(*status);
    if (token.status == TokenStatus::Unknown)
        token.rawStatus = *status;
    token.lastUsed = lastUsedOf(object, omitted);
    readAudit(object, token);
    token.owner = ownerOf(object);
    token.grants = std::move(*grants);
    if (token.grants.empty() && omitted.contains("modules"_L1))
        token.grantsState = FactState::NotFetched;
    token.keyHint = u"idt:%1:..."_s.arg(*id);
    token.isOwnCredential = *id == reader.ownTokenId;
    token.raw = QJsonDocument(json::withoutSecrets(object)).toJson(QJsonDocument::Compact);
    return token;
}

Account accountOf(const QJsonObject &object)
{
    return {json::text(object, "id"), json::text(object, "name"), json::text(object, "type")};
}

/// Parses a body whose keys are blanked, and wipes it.
Result<QJsonObject> readObject(QByteArray &body)
{
    json::blankSecrets(body);
    auto object = json::parseObject(body);
    base::wipe(body);
    return object;
}

/// Says in page what came of the paging members, and where the next page starts.
void readPaging(
    const QJsonObject &pagination, const Position &asked, qint64 size, domain::TokenPage &page)
{
    const auto total = json::integer(pagination.value("total"_L1));
    if (total && *total >= 0)
        page.total = *total;
    const auto offset = json::integer(pagination.value("offset"_L1));
    if (offset && *offset != asked.offset) {
        page.warnings.append(
            u"the list may be incomplete: the vendor answered with offset %1 when asked for %2"_s
                .arg(QString::number(*offset), QString::number(asked.offset)));
        return;
    }
    const qint64 next = asked.offset + size;
    if (size == 0) {
        if (page.total && next < *page.total)
            page.warnings.append(
                u"the list ended after %1 of %2 tokens"_s.arg(next).arg(*page.total));
        return;
    }
    if (!page.total || next < *page.total)
        page.next = domain::PageCursor {toCursor({next, asked.hidesDeleted})};
}

} // namespace

QString toCursor(const Position &position)
{
    return u"%1%2"_s.arg(
        QString::number(position.offset), position.hidesDeleted ? u",not-deleted"_s : QString());
}

std::optional<Position> fromCursor(const QString &cursor)
{
    if (cursor.isEmpty())
        return Position {};
    static const QRegularExpression form(
        QRegularExpression::anchoredPattern(u"([0-9]{1,9})(,not-deleted)?"_s));
    const auto match = form.match(cursor);
    if (!match.hasMatch())
        return std::nullopt;
    return Position {match.captured(1).toLongLong(), match.capturedLength(2) > 0};
}

QString tokenIdOf(QByteArrayView credential)
{
    const QString start
        = QString::fromLatin1(credential.first(std::min<qsizetype>(18, credential.size())));
    static const QRegularExpression form(u"^idt:(TKN-[0-9]{4}-[0-9]{4}):"_s);
    return form.match(start).captured(1);
}

Result<domain::TokenPage> parsePage(QByteArray body, const Reader &reader, const Position &asked)
{
    const auto object = readObject(body);
    if (!object)
        return base::fail(object.error());
    const auto data = json::requireArray(*object, "data", {});
    if (!data)
        return base::fail(data.error());
    const QStringList omitted = omittedIn(*object);
    domain::TokenPage page {.tokens = domain::TokenBatch(reader.connectionId)};
    for (qsizetype i = 0; i < data->size(); ++i) {
        const QString path = u"data[%1]"_s.arg(i);
        if (!data->at(i).isObject())
            return base::fail(ErrorKind::UnexpectedReply, u"%1 is not an object"_s.arg(path));
        auto token = tokenOf(data->at(i).toObject(), path, reader, omitted);
        if (!token)
            return base::fail(token.error());
        page.tokens.add(*token);
    }
    const QJsonObject meta = object->value("$meta"_L1).toObject();
    readPaging(meta.value("pagination"_L1).toObject(), asked, data->size(), page);
    return page;
}

Result<Token> parseToken(QByteArray body, const Reader &reader)
{
    const auto object = readObject(body);
    if (!object)
        return base::fail(object.error());
    return tokenOf(*object, u"$"_s, reader);
}

Result<OwnToken> parseOwnToken(QByteArray body, const Reader &reader)
{
    const auto object = readObject(body);
    if (!object)
        return base::fail(object.error());
    auto token = tokenOf(*object, u"$"_s, reader);
    if (!token)
        return base::fail(token.error());
    return OwnToken {std::move(*token), accountOf(object->value("account"_L1).toObject())};
}

Result<domain::IssuedToken> parseIssued(QByteArray body, const Reader &reader)
{
    const auto object = json::parseObject(body);
    base::wipe(body);
    if (!object)
        return base::fail(object.error());
    auto token = tokenOf(*object, u"$"_s, reader);
    if (!token)
        return base::fail(token.error());
    auto key = json::requireString(*object, "token", u"$"_s);
    if (!key)
        return base::fail(key.error());
    auto secret = base::Secret::take(key->toUtf8());
    key->fill(u'*');
    return domain::IssuedToken {.token = std::move(*token),
        .secret = std::move(secret),
        .advice = u"A new token may need about a minute before it works."_s};
}

Result<std::vector<Account>> parseAccounts(QByteArray body)
{
    const auto object = readObject(body);
    if (!object)
        return base::fail(object.error());
    const auto data = json::requireArray(*object, "data", {});
    if (!data)
        return base::fail(data.error());
    std::vector<Account> accounts;
    for (qsizetype i = 0; i < data->size(); ++i) {
        const QJsonObject item = data->at(i).toObject();
        if (const auto id = json::requireString(item, "id", u"data[%1]"_s.arg(i)); !id)
            return base::fail(id.error());
        accounts.push_back(accountOf(item));
    }
    return accounts;
}

Token keepUnreported(const Token &before, Token after)
{
    if (!after.created.isKnown())
        after.created = before.created;
    if (!after.creator.isKnown())
        after.creator = before.creator;
    if (!after.owner.isKnown())
        after.owner = before.owner;
    if (!after.lastUsed.isKnown())
        after.lastUsed = before.lastUsed; // A use cannot be undone by an edit.
    if (!after.description.isKnown())
        after.description = before.description;
    if (after.name.isEmpty())
        after.name = before.name;
    if (after.status == TokenStatus::Unknown && after.rawStatus.isEmpty()) {
        after.status = before.status;
        after.rawStatus = before.rawStatus;
    }
    if (after.grantsState != FactState::Known) {
        after.grants = before.grants;
        after.grantsState = before.grantsState;
    }
    return after;
}

bool isBroadModule(const QString &id, const QString &code, const QString &name)
{
    return id == "MOD-1756"_L1 || code == "access-management"_L1
        || name.compare("Access Management"_L1, Qt::CaseInsensitive) == 0;
}

} // namespace softwareone::wire
