// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/mist/mistwire.h"

#include "base/json.h"

#include <QJsonDocument>

#include <cmath>

namespace mist::wire {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using domain::Fact;
using domain::FactState;
using domain::Grant;
using domain::Identity;
using domain::IssuedToken;
using domain::Precision;
using domain::TimeFact;
using domain::Token;
using domain::TokenDraft;
using domain::TokenKind;
using domain::TokenPage;
using http::Response;

namespace json = base::json;

namespace {

/// User tokens that nobody uses are removed after this time (quirk 4).
constexpr std::chrono::days idleLimit {90};

QString at(const QString &path, qsizetype index)
{
    return u"%1[%2]"_s.arg(path, QString::number(index));
}

TimeFact createdTime(const QJsonValue &value)
{
    const auto time = json::fromEpochSeconds(value);
    return time ? TimeFact::known(*time) : TimeFact::notReported();
}

/// null and 0 both say never (quirk 8).
TimeFact lastUsedTime(const QJsonValue &value)
{
    if (value.isNull() || (value.isDouble() && value.toDouble() == 0))
        return TimeFact::never();
    const auto time = json::fromEpochSeconds(value);
    return time ? TimeFact::known(*time) : TimeFact::notReported();
}

TimeFact idleRemoval(const Token &token)
{
    const TimeFact &since = token.lastUsed.isKnown() ? token.lastUsed : token.created;
    const bool neverOrKnown = token.lastUsed.isKnown() || token.lastUsed.state == FactState::Never;
    if (!neverOrKnown || !since.isKnown())
        return TimeFact::notReported();
    return TimeFact::known(since.value + idleLimit, Precision::Approximate);
}

/// Lists mask keys; should one ever not, it does not get past here (IN-10).
QString hintOf(const QString &key)
{
    constexpr qsizetype longestMask = 4 + 3 + 4;
    if (key.contains("..."_L1) && key.size() <= longestMask)
        return key;
    return maskedHint(key.toUtf8());
}

Fact<QString> creatorOf(const QJsonObject &object, TokenKind kind, const Context &context)
{
    if (kind == TokenKind::User)
        return context.userName.isEmpty() ? Fact<QString>::notReported()
                                          : Fact<QString>::known(context.userName);
    const QJsonValue by = object.value("created_by"_L1);
    if (by.isNull())
        return Fact<QString>::never();
    return by.toString().isEmpty() ? Fact<QString>::notReported()
                                   : Fact<QString>::known(by.toString());
}

Result<base::Unit> readGrants(const QJsonObject &object, const QString &path, Token &token)
{
    const QJsonValue value = object.value("privileges"_L1);
    token.grantsState = FactState::NotReported;
    if (value.isUndefined() || value.isNull())
        return base::Unit {};
    if (!value.isArray())
        return base::fail(ErrorKind::UnexpectedReply, path + u"privileges is not an array"_s);
    const QJsonArray items = value.toArray();
    for (qsizetype i = 0; i < items.size(); ++i) {
        if (!items.at(i).isObject())
            return base::fail(
                ErrorKind::UnexpectedReply, at(path + u"privileges"_s, i) + u" is not an object"_s);
        token.grants.push_back(grantOf(items.at(i).toObject()));
    }
    token.grantsState = FactState::Known;
    return base::Unit {};
}

Result<Token> tokenOf(
    const QJsonObject &object, TokenKind kind, const Context &context, const QString &path)
{
    const auto id = json::requireString(object, "id", path);
    if (!id)
        return base::fail(id.error());
    Token token;
    token.key = {context.connectionId, *id};
    token.kind = kind;
    token.name = json::text(object, "name");
    token.status = domain::TokenStatus::Active; // Mist lists what lives and has no other state.
    token.created = createdTime(object.value("created_time"_L1));
    token.lastUsed = lastUsedTime(object.value("last_used"_L1));
    if (kind == TokenKind::User)
        token.removedWhenIdle = idleRemoval(token);
    token.creator = creatorOf(object, kind, context);
    if (kind == TokenKind::User)
        token.owner = token.creator;
    const QString prefix = path.isEmpty() ? QString() : path + u'.';
    if (const auto ok = readGrants(object, prefix, token); !ok)
        return base::fail(ok.error());
    token.allowedAddresses = json::textList(object.value("src_ips"_L1));
    token.keyHint = hintOf(json::text(object, "key"));
    token.isOwnCredential = !token.keyHint.isEmpty() && token.keyHint == context.ownHint;
    token.raw = QJsonDocument(json::withoutSecrets(object)).toJson(QJsonDocument::Compact);
    return token;
}

/// The element that is the new token: the one whose key is whole; of several the named, newest one.
qsizetype newest(const QJsonArray &items, const QString &name)
{
    qsizetype best = -1;
    std::tuple<bool, bool, double> bestRank;
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonObject item = items.at(i).toObject();
        const QString key = json::text(item, "key");
        const std::tuple<bool, bool, double> rank {!key.isEmpty() && !key.contains("..."_L1),
            json::text(item, "name") == name, item.value("created_time"_L1).toDouble()};
        if (best < 0 || rank > bestRank) {
            best = i;
            bestRank = rank;
        }
    }
    return best;
}

/// What the vendor's reply to a create leaves out, from what was asked for.
void completeFromDraft(Token &token, const TokenDraft &draft)
{
    if (token.name.isEmpty())
        token.name = draft.name;
    if (!token.lastUsed.isKnown())
        token.lastUsed = TimeFact::never(); // Made a moment ago.
    if (token.kind == TokenKind::User) {
        token.removedWhenIdle = idleRemoval(token);
        return;
    }
    if (token.allowedAddresses.isEmpty())
        token.allowedAddresses = draft.addresses;
    if (token.grantsState != FactState::Known) {
        token.grants = draft.grants;
        token.grantsState = FactState::NotFetched;
    }
}

std::optional<int> number(const QByteArray &header)
{
    bool ok = false;
    const int value = header.trimmed().toInt(&ok);
    return ok && value > 0 ? std::optional(value) : std::nullopt;
}

QString firstText(const QJsonObject &object, std::initializer_list<const char *> keys)
{
    for (const char *key : keys) {
        const QString text = json::text(object, key);
        if (!text.isEmpty())
            return text;
    }
    return {};
}

/// A REST framework's field errors: {"name": ["is too long"], ...}.
http::ErrorWords fieldWords(const QJsonObject &object)
{
    http::ErrorWords said;
    QStringList parts;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QStringList words
            = it->isString() ? QStringList {it->toString()} : json::textList(*it);
        if (words.isEmpty())
            continue;
        parts.append(u"%1: %2"_s.arg(it.key(), words.join(u' ')));
        if (said.field.isEmpty())
            said.field = it.key();
    }
    said.words = parts.join(u"; "_s);
    return said;
}

} // namespace

QString maskedHint(QByteArrayView key)
{
    // A mask of something this short would give most of it away.
    constexpr qsizetype shortest = 16;
    if (key.size() < shortest)
        return {};
    return QString::fromLatin1(key.first(4)) + u"..."_s + QString::fromLatin1(key.last(4));
}

http::ErrorWords parseError(const Response &response)
{
    http::ErrorWords said;
    const auto object = json::parseObject(response.body);
    if (!object) {
        said.words = QString::fromUtf8(response.body.left(4096)).trimmed();
    } else {
        said.words = firstText(*object, {"detail", "reason", "error"});
        if (said.words.isEmpty() && response.status == 400)
            said = fieldWords(*object);
    }
    said.requestId = QString::fromUtf8(response.header("x-kong-request-id"));
    return said;
}

Result<Token> parseToken(const Response &response, TokenKind kind, const Context &context)
{
    const auto object = json::parseObject(response.body);
    if (!object)
        return base::fail(object.error());
    return tokenOf(*object, kind, context, {});
}

Result<TokenPage> parseTokens(const Response &response, TokenKind kind, const Context &context)
{
    const auto items = json::parseArray(response.body);
    if (!items)
        return base::fail(items.error());
    TokenPage page {.tokens = domain::TokenBatch(context.connectionId)};
    for (qsizetype i = 0; i < items->size(); ++i) {
        const QString path = at({}, i);
        if (!items->at(i).isObject())
            return base::fail(ErrorKind::UnexpectedReply, path + u" is not an object"_s);
        auto token = tokenOf(items->at(i).toObject(), kind, context, path);
        if (!token)
            return base::fail(token.error());
        page.tokens.add(*token);
    }
    page.total = parsePaging(response).total;
    return page;
}

Result<IssuedToken> parseIssued(Response response, const TokenDraft &draft, const Context &context)
{
    const auto reply = json::parseAny(response.body);
    base::wipe(response.body);
    if (!reply)
        return base::fail(reply.error());
    QJsonObject object = reply->toObject();
    QString path;
    if (reply->isArray()) {
        const qsizetype index = newest(reply->toArray(), draft.name);
        if (index < 0)
            return base::fail(ErrorKind::UnexpectedReply, u"the reply is an empty list"_s);
        object = reply->toArray().at(index).toObject();
        path = at({}, index);
    }
    auto token = tokenOf(object, draft.kind, context, path);
    if (!token)
        return base::fail(token.error());
    const auto key = json::requireString(object, "key", path);
    if (!key)
        return base::fail(key.error());
    if (key->contains("..."_L1))
        return base::fail(ErrorKind::UnexpectedReply,
            u"the reply holds the new key only in its masked form; token %1"_s.arg(
                token->key.remoteId));
    completeFromDraft(*token, draft);
    return IssuedToken {std::move(*token), base::Secret::take(key->toUtf8()), {}};
}

Result<domain::DeleteOutcome> parseDeleted(const Response &response)
{
    if (response.status != 404 && response.status != 410)
        return domain::DeleteOutcome::Deleted;
    // A web page does not come from Mist: believing it would show a live token as gone.
    if (response.mediaType() == "text/html" || response.body.trimmed().startsWith('<'))
        return base::fail({.kind = ErrorKind::UnexpectedReply,
            .detail = u"a web page says \"not found\"; that is not the vendor's answer"_s,
            .httpStatus = response.status});
    return domain::DeleteOutcome::AlreadyGone;
}

Paging parsePaging(const Response &response)
{
    const auto total = number(response.header("x-page-total"));
    const auto limit = number(response.header("x-page-limit"));
    const auto page = number(response.header("x-page-page"));
    Paging paging;
    if (total)
        paging.total = *total;
    if (total && limit && page && qint64(*limit) * *page < *total)
        paging.next = *page + 1;
    return paging;
}

Result<std::vector<domain::TargetChoice>> parsePlaces(
    const Response &response, const QString &scope)
{
    const auto items = json::parseArray(response.body);
    if (!items)
        return base::fail(items.error());
    std::vector<domain::TargetChoice> places;
    for (qsizetype i = 0; i < items->size(); ++i) {
        const QJsonObject item = items->at(i).toObject();
        const auto id = json::requireString(item, "id", at({}, i));
        if (!id)
            return base::fail(id.error());
        places.push_back({targetOf(scope, *id, json::text(item, "name")), scope});
    }
    return places;
}

} // namespace mist::wire
