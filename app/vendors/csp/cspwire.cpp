// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/csp/cspwire.h"

#include "base/json.h"
#include "base/jsonreader.h"
#include "domain/oddities.h"
#include "http/redact.h"

#include <QJsonDocument>

namespace csp::wire {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using domain::FactState;
using domain::TimeForm;
using domain::TimeOf;
using domain::TokenRow;
using domain::TokenStatus;
using http::Response;

namespace json = base::json;

namespace {

QString personOf(const QJsonObject &object)
{
    for (const char *key : {"acct", "username"}) {
        const QString name = json::text(object, key);
        if (!name.isEmpty())
            return name;
    }
    return u"%1 %2"_s.arg(json::text(object, "firstName"), json::text(object, "lastName"))
        .trimmed();
}

enum TokenField {
    TokenId,
    TokenName,
    CreatedAt,
    LastUsedAt,
    ExpiresAt,
    Account,
    UserName,
    FirstName,
    LastName,
    Deactivated,
    Status,
    AllowedScopes,
    Scope,
    OrganisationId
};
constexpr json::Field tokenFields[] = {{"tokenId"}, {"tokenName"}, {"createdAt"}, {"lastUsedAt"},
    {"expiresAt"}, {"acct"}, {"username"}, {"firstName"}, {"lastName"}, {"deactivated"}, {"status"},
    {"allowedScopes"}, {"scope"}, {"orgId"}};

/// The governance list publishes no state at all, `details` says it in `deactivated`.
void readStatus(const json::Item &item, base::Instant now, TokenRow &row)
{
    const json::Value &deactivated = item[Deactivated];
    const std::string_view word = item[Status].text;
    if (deactivated.isTrue()
        || json::toQString(word).compare("deactivated"_L1, Qt::CaseInsensitive) == 0)
        row.status = TokenStatus::Disabled;
    else if (row.expires.isKnown() && row.expires.value <= now)
        row.status = TokenStatus::Expired;
    else if (deactivated.isBool())
        row.status = TokenStatus::Active;
    else
        row.rawStatus = word;
}

Result<std::vector<domain::Grant>> grantsIn(const json::Value &scopes)
{
    if (scopes.isObject())
        return grantsOf(json::toQJson(scopes).toObject());
    std::vector<domain::Grant> grants;
    const QStringList names = json::textList(scopes);
    for (const QString &name : names)
        grants.push_back(generalScope(name));
    return grants;
}

/// Reads the tokens of one reply.
class TokenReader final
{
public:
    TokenReader(const QByteArray &body, const Context &context)
        : batch(context.connectionId)
        , m_context(context)
        , m_grants(context.grants.get())
    {
        batch.keepBody(body);
    }

    Result<base::Unit> add(const json::Item &item)
    {
        const auto id = item.requireText(TokenId);
        if (!id)
            return base::fail(id.error());
        if (batch.isEmpty())
            batch.reserve(item.expectedCount(), 0);
        oddities.look(item);
        for (const int text : {TokenName, Account, UserName, FirstName, LastName, Status})
            oddities.isOdd(item, text, json::Value::Kind::Text);
        oddities.isOdd(item, Deactivated, json::Value::Kind::Bool);
        TokenRow row;
        row.id = *id;
        row.kind = domain::TokenKind::User;
        row.name = item[TokenName].text;
        // Seconds by the published schema, milliseconds by an older client of the vendor's (quirk
        // 1).
        constexpr auto form = TimeForm::EpochSecondsOrMillis;
        row.created = oddities.time(item, CreatedAt, form, TimeOf::Creation);
        row.lastUsed = oddities.time(item, LastUsedAt, form, TimeOf::LastUse);
        row.expires = oddities.time(item, ExpiresAt, form, TimeOf::End);
        const std::string_view person = personOf(item);
        if (!person.empty())
            row.creator = row.owner = TokenRow::Text::known(person);
        readStatus(item, m_context.now, row);
        readScopes(item, row);
        row.raw = item.raw();
        batch.add(row);
        return base::Unit {};
    }

    /// In a list, one row that cannot be shown is no reason to lose the others.
    Result<base::Unit> addOrDrop(const json::Item &item)
    {
        if (auto added = add(item); !added)
            oddities.drop(std::move(added.error()));
        return base::Unit {};
    }

    domain::TokenBatch batch;
    domain::Oddities oddities;

private:
    std::string_view personOf(const json::Item &item)
    {
        for (const int field : {Account, UserName}) {
            if (!item[field].text.empty())
                return item[field].text;
        }
        const QString name
            = json::toQString(item[FirstName].text) + u' ' + json::toQString(item[LastName].text);
        m_person = name.trimmed().toStdString();
        return m_person;
    }

    void readScopes(const json::Item &item, TokenRow &row)
    {
        row.grantsState = FactState::NotReported;
        const bool hasAll = !item[AllowedScopes].isAbsent() && !item[AllowedScopes].isNull();
        const int field = hasAll ? AllowedScopes : Scope;
        const json::Value &scopes = item[field];
        if (scopes.isAbsent() || scopes.isNull() || (!hasAll && scopes.isText()))
            return; // One text is the scope of an OAuth reply, which is not the token's.
        row.grantsState = FactState::NotUnderstood;
        // Mended scopes must not go into a token that is made after this one.
        const bool isSound = !scopes.isMended && (hasAll ? scopes.isObject() : scopes.isArray());
        auto grants = isSound ? m_grants.find(scopes.raw, [&scopes] { return grantsIn(scopes); })
                              : base::fail(item.wrong(field, hasAll ? "an object" : "an array"));
        if (!grants) {
            oddities.note(item, field);
            return;
        }
        row.grants = std::move(*grants);
        if (hasAll || row.grants)
            row.grantsState = FactState::Known;
        else
            row.grantsState = FactState::NotReported;
    }

    const Context &m_context;
    domain::GrantLookup m_grants;
    std::string m_person;
};

base::Secret takeText(const QJsonObject &object, const char *key)
{
    return base::Secret::take(json::text(object, key).toUtf8());
}

} // namespace

http::ErrorWords parseError(const Response &response)
{
    http::ErrorWords said;
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    if (!object) {
        said.words = QString::fromUtf8(response.body.left(4096)).trimmed();
        return said;
    }
    said.isVendors = true;
    said.words = json::text(*object, "message");
    for (const char *key : {"errorCode", "cspErrorCode"}) {
        if (said.words.isEmpty())
            said.words = json::text(*object, key);
    }
    said.requestId = json::text(*object, "requestId");
    if (said.requestId.isEmpty())
        said.requestId = json::text(*object, "traceId");
    QString squeezed = said.words.toLower();
    squeezed.remove(u' ').remove(u'_');
    if (response.status == 400 && squeezed.contains("idtoken"_L1))
        said.field = u"idToken"_s;
    return said;
}

Claims claimsOf(QByteArrayView accessToken)
{
    const qsizetype first = accessToken.indexOf('.');
    const qsizetype second = first < 0 ? -1 : accessToken.indexOf('.', first + 1);
    if (second < 0)
        return {};
    const QByteArray payload
        = QByteArray::fromBase64(accessToken.sliced(first + 1, second - first - 1).toByteArray(),
            QByteArray::Base64UrlEncoding);
    const auto object = json::parseObject(payload);
    if (!object)
        return {};
    return {json::text(*object, "context_name"), json::text(*object, "username")};
}

Result<AccessGrant> parseAccess(Response response)
{
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    base::wipe(response.body);
    if (!object)
        return base::fail(object.error());
    const auto access = json::requireExact(*object, "access_token", {});
    if (!access)
        return base::fail(access.error());
    // Not published as required; public clients keep a token this long where nothing is said.
    constexpr qint64 usual = 10 * 60;
    constexpr qint64 longest = 24 * 60 * 60;
    const qint64 seconds = json::integer(object->value("expires_in"_L1)).value_or(usual);
    AccessGrant grant;
    grant.access = base::Secret::take(access->toUtf8());
    grant.idToken = takeText(*object, "id_token");
    grant.lifetime = std::chrono::seconds(std::clamp<qint64>(seconds, 0, longest));
    grant.claims = claimsOf(grant.access.expose());
    return grant;
}

Result<Details> parseDetails(Response response, const Context &context)
{
    json::Reader body(response.body);
    const auto item = body.item({}, tokenFields);
    if (!item)
        return base::fail(item.error());
    TokenReader reader(response.body, context);
    if (const auto ok = reader.add(*item); !ok)
        return base::fail(ok.error());
    domain::TokenPage said;
    if (const auto ok = reader.oddities.sayIn(said, 1); !ok)
        return base::fail(ok.error());
    return Details {reader.batch.token(0), json::toQString((*item)[OrganisationId].text),
        std::move(said.remarks)};
}

Result<Dashboard> parseDashboard(Response response, const Context &context)
{
    constexpr json::Field frameFields[] = {{"totalResults"}};
    constexpr std::string_view path[] = {"results"};
    json::Reader body(response.body);
    const auto frame = body.members(frameFields);
    if (!frame)
        return base::fail(frame.error());
    TokenReader reader(response.body, context);
    Dashboard page {.total = json::integer((*frame)[0])};
    const auto add = [&](const json::Item &item) {
        ++page.items;
        return reader.addOrDrop(item);
    };
    const auto missing = page.total == 0 ? json::IfMissing::NoItems : json::IfMissing::Refuse;
    if (const auto read = body.items(path, tokenFields, add, missing); !read)
        return base::fail(read.error());
    domain::TokenPage said;
    if (const auto ok = reader.oddities.sayIn(said, reader.batch.size()); !ok)
        return base::fail(ok.error());
    page.tokens = std::move(reader.batch);
    page.lacksTokens = said.lacksTokens;
    page.warnings = std::move(said.warnings);
    page.remarks = std::move(said.remarks);
    return page;
}

Result<base::Secret> parseCreated(Response response)
{
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    base::wipe(response.body);
    if (!object)
        return base::fail(object.error());
    const auto value = json::requireExact(*object, "apiToken", {});
    if (!value)
        return base::fail(value.error());
    return base::Secret::take(value->toUtf8());
}

Result<StatusChange> parseStatusChange(const Response &response)
{
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    if (!object)
        return base::fail(object.error());
    StatusChange change;
    change.done = json::textList(object->value("successes"_L1));
    const QJsonArray failures = object->value("failures"_L1).toArray();
    for (const QJsonValue &item : failures) {
        const QJsonObject failure = item.toObject();
        change.failed.insert(
            json::text(failure, "id"), http::redact(json::text(failure, "message")));
    }
    return change;
}

Result<QString> parseUserName(const Response &response)
{
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    if (!object)
        return base::fail(object.error());
    const QString person = personOf(*object);
    return person.isEmpty() ? json::text(*object, "email") : person;
}

Result<QString> parseOrganisationName(const Response &response)
{
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    if (!object)
        return base::fail(object.error());
    const QString name = json::text(*object, "displayName");
    return name.isEmpty() ? json::text(*object, "name") : name;
}

} // namespace csp::wire
