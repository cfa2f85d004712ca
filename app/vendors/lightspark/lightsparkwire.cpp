// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/lightspark/lightsparkwire.h"

#include "base/json.h"
#include "base/jsonreader.h"
#include "domain/oddities.h"
#include "http/redact.h"

#include <QJsonDocument>
#include <QScopeGuard>

namespace lightspark::wire {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using domain::TimeFact;
using domain::Token;

namespace json = base::json;

namespace {

constexpr qsizetype mostErrors = 3;

QString errorNameOf(const QJsonObject &error)
{
    return json::text(error.value("extensions"_L1).toObject(), "error_name");
}

/// "message (ERROR_NAME)" of the first few errors.
QString wordsOf(const QJsonArray &errors)
{
    QStringList sentences;
    for (qsizetype i = 0; i < std::min(errors.size(), mostErrors); ++i) {
        const QJsonObject error = errors.at(i).toObject();
        const QString message
            = errors.at(i).isString() ? errors.at(i).toString() : json::text(error, "message");
        const QString name = errorNameOf(error);
        const QString sentence = name.isEmpty() ? message : u"%1 (%2)"_s.arg(message, name);
        if (!sentence.trimmed().isEmpty() && !sentences.contains(sentence.trimmed()))
            sentences.append(sentence.trimmed());
    }
    return sentences.join(u' ');
}

/// The vendor publishes no list of names, so whole words in them are all there is to go by. A name
/// at all means that the request was understood and refused; no name means that the server itself
/// failed.
ErrorKind kindOf(const QString &name, const QString &message)
{
    if (name.isEmpty())
        return ErrorKind::VendorFault;
    const QString words = QString(name).replace(u'_', QString()).toLower();
    const auto has = [&words](auto... parts) { return (words.contains(parts) || ...); };
    if (has("notfound"_L1, "doesnotexist"_L1))
        return ErrorKind::NotFound;
    if (has("unauthorized"_L1, "unauthenticated"_L1, "authentication"_L1, "invalidcredential"_L1))
        return ErrorKind::Unauthorized;
    if (has("forbidden"_L1, "permissiondenied"_L1, "insufficientpermission"_L1,
            "missingpermission"_L1, "accessdenied"_L1, "notallowed"_L1, "notpermitted"_L1))
        return ErrorKind::Forbidden;
    if (has("ratelimit"_L1, "toomanyrequests"_L1, "throttl"_L1))
        return ErrorKind::RateLimited;
    if (has("conflict"_L1, "alreadyexists"_L1, "duplicate"_L1))
        return ErrorKind::Conflict;
    if (has("internal"_L1, "unavailable"_L1))
        return ErrorKind::VendorFault;
    const bool saysMissing = message.contains("not found"_L1, Qt::CaseInsensitive)
        || message.contains("does not exist"_L1, Qt::CaseInsensitive);
    return saysMissing ? ErrorKind::NotFound : ErrorKind::Invalid;
}

QString pathOf(const QJsonObject &error)
{
    QStringList steps;
    const QJsonArray path = error.value("path"_L1).toArray();
    for (const QJsonValue &step : path)
        steps.append(
            http::redact(step.isString() ? step.toString() : QString::number(step.toInt())));
    return steps.join(u'.');
}

Error errorOf(const QJsonArray &errors)
{
    const QJsonObject first = errors.first().toObject();
    Error error;
    error.kind = kindOf(errorNameOf(first), json::text(first, "message"));
    error.vendorWords = http::redact(wordsOf(errors));
    error.detail = pathOf(first);
    error.httpStatus = 200;
    error.isVendors = true;
    return error;
}

/// The order of the checks is the contract's: errors first, whatever data says, then data itself.
Result<base::Unit> checkErrors(const json::Value &errors)
{
    const QJsonArray list = json::toQJson(errors).toArray();
    if (!list.isEmpty())
        return base::fail(errorOf(list));
    return base::Unit {};
}

Result<QJsonObject> dataOf(const QByteArray &body)
{
    const auto reply = json::parseObject(body, json::BrokenText::Replace);
    if (!reply)
        return base::fail(reply.error());
    const QJsonArray errors = reply->value("errors"_L1).toArray();
    if (!errors.isEmpty())
        return base::fail(errorOf(errors));
    return json::requireObject(*reply, "data", {});
}

enum TokenField { Id, ClientId, Name, CreatedAt, Permissions, IsDeleted };
constexpr json::Field tokenFields[]
    = {{"id"}, {"client_id"}, {"name"}, {"created_at"}, {"permissions"}, {"is_deleted"}};

constexpr std::string_view pathOfList[] = {"data", "current_account", "api_tokens", "entities"};
constexpr std::string_view pathOfEntity[] = {"data", "entity"};
constexpr std::string_view pathOfIssued[] = {"data", "create_api_token", "api_token"};

Result<std::vector<domain::Grant>> permissionsOf(const json::Value &permissions)
{
    if (!json::isListOfTexts(permissions))
        return base::fail(ErrorKind::UnexpectedReply, u"a permission is not a string"_s);
    std::vector<domain::Grant> grants;
    const QStringList names = json::textList(permissions);
    for (const QString &name : names) {
        if (name.isEmpty())
            return base::fail(ErrorKind::UnexpectedReply, u"a permission is empty"_s);
        grants.push_back({.name = name, .broad = isBroadPermission(name)});
    }
    return grants;
}

/// Reads the tokens of one reply.
class TokenReader final
{
public:
    TokenReader(const QByteArray &body, const Reader &reader)
        : batch(reader.connectionId)
        , m_ownClientId(reader.clientId.toStdString())
        , m_grants(reader.grants.get())
    {
        batch.keepBody(body);
    }

    Result<base::Unit> add(const json::Item &item)
    {
        const auto id = item.requireText(Id);
        if (!id)
            return base::fail(id.error());
        if (batch.isEmpty())
            batch.reserve(item.expectedCount(), 0);
        oddities.look(item);
        domain::TokenRow row;
        row.id = *id;
        for (const int text : {Name, ClientId})
            oddities.isOdd(item, text, json::Value::Kind::Text);
        oddities.isOdd(item, IsDeleted, json::Value::Kind::Bool);
        row.name = item[Name].text;
        // Older versions of the API do not know is_deleted, and then list no deleted tokens.
        row.status
            = item[IsDeleted].isTrue() ? domain::TokenStatus::Deleted : domain::TokenStatus::Active;
        row.created
            = oddities.time(item, CreatedAt, domain::TimeForm::Iso, domain::TimeOf::Creation);
        row.lastUsed = TimeFact::notReported();
        readPermissions(item, row);
        // It signs in, so that one that was mended is of no use.
        row.keyHint = item[ClientId].isMended ? std::string_view() : item[ClientId].text;
        row.isOwnCredential = !row.keyHint.empty() && row.keyHint == m_ownClientId;
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
    void readPermissions(const json::Item &item, domain::TokenRow &row)
    {
        const json::Value &permissions = item[Permissions];
        row.grantsState = domain::FactState::NotReported;
        if (permissions.isAbsent() || permissions.isNull())
            return;
        const auto grants = permissions.isMended
            ? base::fail(item.wrong(Permissions, "sound"))
            : m_grants.find(permissions.raw, [&permissions] { return permissionsOf(permissions); });
        if (!grants) {
            oddities.note(item, Permissions);
            row.grantsState = domain::FactState::NotUnderstood;
            return;
        }
        row.grants = *grants;
        row.grantsState = domain::FactState::Known;
    }

    std::string m_ownClientId;
    domain::GrantLookup m_grants;
};

/// One token at a place in a reply.
Result<Token> tokenAt(json::Path path, QByteArray &body, const Reader &reader)
{
    json::Reader json(body);
    const auto item = json.item(path, tokenFields);
    if (!item)
        return base::fail(item.error());
    TokenReader tokens(body, reader);
    if (const auto ok = tokens.add(*item); !ok)
        return base::fail(ok.error());
    return tokens.batch.token(0);
}

// What a page says besides its tokens.
enum FrameField { Errors, Data, CurrentAccount, Tokens, Count, PageInfo, HasNextPage, EndCursor };
constexpr json::Field frameFields[] = {{"errors"}, {"data"}, {"current_account", Data},
    {"api_tokens", CurrentAccount}, {"count", Tokens}, {"page_info", Tokens},
    {"has_next_page", PageInfo}, {"end_cursor", PageInfo}};

/// Where the next page starts; empty where there is none although there should be.
std::optional<QString> nextOf(const json::Item &frame, const QString &cursor)
{
    if (!frame[HasNextPage].isTrue())
        return std::nullopt;
    const QString next = json::toQString(frame[EndCursor].text);
    return next == cursor ? QString() : next;
}

} // namespace

Result<Account> parseAccount(const QByteArray &body)
{
    const auto data = dataOf(body);
    if (!data)
        return base::fail(data.error());
    const auto account = json::requireObject(*data, "current_account", u"data"_s);
    if (!account)
        return base::fail(account.error());
    const auto id = json::requireExact(*account, "id", u"data.current_account"_s);
    if (!id)
        return base::fail(id.error());
    return Account {*id, json::text(*account, "name")};
}

Result<domain::TokenPage> parsePage(QByteArray body, const Reader &reader, const QString &cursor)
{
    json::Reader json(body);
    const auto frame = json.members(frameFields);
    if (!frame)
        return base::fail(frame.error());
    if (const auto ok = checkErrors((*frame)[Errors]); !ok)
        return base::fail(ok.error());
    TokenReader tokens(body, reader);
    const auto count = json::integer((*frame)[Count]);
    // Only a count of none says that a missing list is an empty one.
    const auto read = json.items(
        pathOfList, tokenFields,
        [&tokens](const json::Item &item) { return tokens.addOrDrop(item); },
        count == 0 ? json::IfMissing::NoItems : json::IfMissing::Refuse);
    if (!read)
        return base::fail(read.error());
    domain::TokenPage page {.tokens = std::move(tokens.batch)};
    if (const auto said = tokens.oddities.sayIn(page, page.tokens.size()); !said)
        return base::fail(said.error());
    page.part.total = count;
    const auto next = nextOf(*frame, cursor);
    if (next && next->isEmpty()) {
        page.lacksTokens = true;
        page.warnings.append(u"the vendor announced another page but not where it starts"_s);
    } else if (next) {
        page.next = domain::PageCursor {*next};
    }
    return page;
}

std::optional<domain::PageCursor> peekNext(const QByteArray &body, const QString &cursor)
{
    json::Reader json(body);
    const auto frame = json.members(frameFields);
    if (!frame || (*frame)[Errors].raw.size() > 2)
        return std::nullopt;
    const auto next = nextOf(*frame, cursor);
    return next && !next->isEmpty() ? std::optional(domain::PageCursor {*next}) : std::nullopt;
}

Result<std::optional<Token>> parseEntity(QByteArray body, const Reader &reader)
{
    enum { Entity = Data + 1 };
    constexpr json::Field fields[] = {{"errors"}, {"data"}, {"entity", Data}};
    json::Reader json(body);
    const auto frame = json.members(fields);
    if (!frame)
        return base::fail(frame.error());
    if (const auto ok = checkErrors((*frame)[Errors]); !ok)
        return base::fail(ok.error());
    if ((*frame)[Entity].isNull())
        return std::optional<Token> {};
    auto token = tokenAt(pathOfEntity, body, reader);
    if (!token)
        return base::fail(token.error());
    return std::optional<Token>(std::move(*token));
}

Result<domain::IssuedToken> parseIssued(QByteArray body, const Reader &reader)
{
    enum { Output = Data + 1, ClientSecret };
    constexpr json::Field fields[]
        = {{"errors"}, {"data"}, {"create_api_token", Data}, {"client_secret", Output}};
    const auto wipe = qScopeGuard([&body] { base::wipe(body); });
    json::Reader json(body);
    const auto frame = json.members(fields);
    if (!frame)
        return base::fail(frame.error());
    if (const auto ok = checkErrors((*frame)[Errors]); !ok)
        return base::fail(ok.error());
    auto token = tokenAt(pathOfIssued, body, reader);
    if (!token)
        return base::fail(token.error());
    const auto key = frame->requireText(ClientSecret);
    if (!key)
        return base::fail(key.error());
    const QString advice = token->keyHint.isEmpty()
        ? u"The secret works only together with its client id, which could not be read: look it up "
          u"in "
          "the Lightspark dashboard."_s
        : u"The secret works only together with its client id, %1."_s.arg(token->keyHint);
    return domain::IssuedToken {.token = std::move(*token),
        .secret = base::Secret::copyOf(json::bytesOf(*key)),
        .advice = advice};
}

Result<base::Unit> parseRemoved(const QByteArray &body)
{
    const auto data = dataOf(body);
    if (!data)
        return base::fail(data.error());
    const auto output = json::requireObject(*data, "delete_api_token", u"data"_s);
    if (!output)
        return base::fail(output.error());
    return base::Unit {};
}

http::ErrorWords parseError(const http::Response &response)
{
    const QJsonDocument document = QJsonDocument::fromJson(response.body);
    const QJsonObject object = document.object();
    QString words = wordsOf(object.value("errors"_L1).toArray());
    for (const char *key : {"message", "error", "detail"}) {
        if (words.isEmpty())
            words = json::text(object, key);
    }
    if (words.isEmpty() && !document.isObject())
        words = QString::fromUtf8(response.body.left(4000));
    // GraphQL answers with 200 and errors in it. HTTP's own 404 speaks of the address, whatever its
    // body says; a refusal with errors in it is the vendor's.
    const bool isVendors
        = response.status != 404 && response.status != 410 && object.value("errors"_L1).isArray();
    return {.words = words, .requestId = {}, .field = {}, .isVendors = isVendors};
}

} // namespace lightspark::wire
