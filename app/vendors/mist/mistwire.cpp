// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/mist/mistwire.h"

#include "base/json.h"
#include "base/jsonreader.h"
#include "domain/oddities.h"

#include <QJsonDocument>

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
using domain::TimeForm;
using domain::TimeOf;
using domain::Token;
using domain::TokenDraft;
using domain::TokenKind;
using domain::TokenPage;
using domain::TokenRow;
using http::Response;

namespace json = base::json;

namespace {

/// User tokens that nobody uses are removed after this time (quirk 4).
constexpr std::chrono::days idleLimit {90};

QString at(const QString &path, qsizetype index)
{
    return u"%1[%2]"_s.arg(path, QString::number(index));
}

enum TokenField { Id, Name, CreatedTime, LastUsed, CreatedBy, Privileges, Addresses, Key };
constexpr json::Field tokenFields[] = {{"id"}, {"name"}, {"created_time"}, {"last_used"},
    {"created_by"}, {"privileges"}, {"src_ips"}, {"key"}};

TimeFact idleRemoval(const TimeFact &lastUsed, const TimeFact &created)
{
    const TimeFact &since = lastUsed.isKnown() ? lastUsed : created;
    const bool neverOrKnown = lastUsed.isKnown() || lastUsed.state == FactState::Never;
    if (!neverOrKnown || !since.isKnown())
        return TimeFact::notReported();
    return TimeFact::known(since.value + idleLimit, Precision::Approximate);
}

bool isMasked(std::string_view key)
{
    return key.find("...") != std::string_view::npos;
}

/// Lists mask keys; should one ever not, it does not get past here (IN-10).
std::string hintOf(std::string_view key)
{
    // A mask of something this short would give most of it away.
    constexpr std::size_t shortest = 16;
    constexpr std::size_t longestMask = 4 + 3 + 4;
    if (key.size() <= longestMask && isMasked(key))
        return std::string(key);
    if (key.size() < shortest)
        return {};
    return std::string(key.substr(0, 4)).append("...").append(key.substr(key.size() - 4));
}

/// All or none: a change sends them back whole.
Result<std::vector<Grant>> grantsOf(const json::Value &privileges)
{
    std::vector<Grant> grants;
    const QJsonArray items = json::toQJson(privileges).toArray();
    for (const QJsonValue &item : items) {
        if (!item.isObject())
            return base::fail(ErrorKind::UnexpectedReply, u"a privilege is not an object"_s);
        grants.push_back(grantOf(item.toObject()));
    }
    return grants;
}

/// Reads the tokens of one reply.
class TokenReader final
{
public:
    TokenReader(const QByteArray &body, TokenKind kind, const Context &context)
        : batch(context.connectionId)
        , m_kind(kind)
        , m_ownHint(context.ownHint.toStdString())
        , m_userName(context.userName.toStdString())
        , m_grants(context.grants.get())
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
        TokenRow row;
        row.id = *id;
        row.kind = m_kind;
        oddities.isOdd(item, Name, json::Value::Kind::Text);
        row.name = item[Name].text;
        row.status = domain::TokenStatus::Active; // Mist lists what lives and has no other state.
        row.created = oddities.time(item, CreatedTime, TimeForm::EpochSeconds, TimeOf::Creation);
        row.lastUsed = item[LastUsed].isNull() // Null and 0 both say never (quirk 8).
            ? TimeFact::never()
            : oddities.time(item, LastUsed, TimeForm::EpochSeconds, TimeOf::LastUse);
        row.creator = creatorOf(item);
        if (m_kind == TokenKind::User) {
            row.removedWhenIdle = idleRemoval(row.lastUsed, row.created);
            row.owner = row.creator;
        }
        readGrants(item, row);
        readAddresses(item, row);
        oddities.isOdd(item, Key, json::Value::Kind::Text);
        const std::string hint = hintOf(item[Key].text);
        row.keyHint = hint;
        row.isOwnCredential = !hint.empty() && hint == m_ownHint;
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
    TokenRow::Text creatorOf(const json::Item &item)
    {
        if (m_kind == TokenKind::User)
            return m_userName.empty() ? TokenRow::Text::notReported()
                                      : TokenRow::Text::known(m_userName);
        const json::Value &by = item[CreatedBy];
        if (by.isNull())
            return TokenRow::Text::never();
        return by.isText() && by.text.empty() ? TokenRow::Text::notReported()
                                              : domain::textFact(oddities, item, CreatedBy);
    }

    void readGrants(const json::Item &item, TokenRow &row)
    {
        const json::Value &privileges = item[Privileges];
        row.grantsState = FactState::NotReported;
        if (privileges.isAbsent() || privileges.isNull())
            return;
        row.grantsState = FactState::NotUnderstood;
        // Mended privileges must not go back to the vendor with the next change.
        auto grants = privileges.isArray() && !privileges.isMended
            ? m_grants.find(privileges.raw, [&privileges] { return grantsOf(privileges); })
            : base::fail(item.wrong(Privileges, "an array"));
        if (!grants) {
            oddities.note(item, Privileges);
            return;
        }
        row.grants = std::move(*grants);
        row.grantsState = FactState::Known;
    }

    /// No address means "from anywhere", so what is not understood stays as it is written.
    void readAddresses(const json::Item &item, TokenRow &row)
    {
        const json::Value &addresses = item[Addresses];
        if (addresses.isAbsent() || addresses.isNull())
            return;
        if (json::isListOfTexts(addresses)) {
            row.allowedAddresses = json::textList(addresses);
            return;
        }
        oddities.note(item, Addresses);
        row.allowedAddresses = {json::toQString(addresses.raw)};
    }

    TokenKind m_kind;
    std::string m_ownHint;
    std::string m_userName;
    domain::GrantLookup m_grants;
};

/// Of the tokens in a reply to a create the new one: whose key is whole; of several the named,
/// newest.
struct Newest
{
    std::tuple<bool, bool, double> rank;
    Result<Token> token = base::fail(ErrorKind::UnexpectedReply, u"the reply is an empty list"_s);
    base::Secret key;

    void look(const json::Item &item, const TokenDraft &draft, const Context &context)
    {
        const std::string_view text = item[Key].text;
        const std::tuple<bool, bool, double> candidate {!text.empty() && !isMasked(text),
            item[Name].text == draft.name.toStdString(),
            json::number(item[CreatedTime]).value_or(0)};
        if (m_hasAny && candidate <= rank)
            return;
        m_hasAny = true;
        rank = candidate;
        token = read(item, draft.kind, context);
        key = base::Secret::copyOf(json::bytesOf(text));
    }

private:
    static Result<Token> read(const json::Item &item, TokenKind kind, const Context &context)
    {
        TokenReader reader({}, kind, context);
        if (const auto ok = reader.add(item); !ok)
            return base::fail(ok.error());
        Token token = reader.batch.token(0);
        const auto key = item.requireText(Key);
        if (!key)
            return base::fail(key.error());
        if (isMasked(*key))
            return base::fail(ErrorKind::UnexpectedReply,
                u"the reply holds the new key only in its masked form; token %1"_s.arg(
                    token.key.remoteId));
        return token;
    }

    bool m_hasAny = false;
};

/// What the vendor's reply to a create leaves out, from what was asked for.
void completeFromDraft(Token &token, const TokenDraft &draft)
{
    if (token.name.isEmpty())
        token.name = draft.name;
    if (!token.lastUsed.isKnown())
        token.lastUsed = TimeFact::never(); // Made a moment ago.
    if (token.kind == TokenKind::User) {
        token.removedWhenIdle = idleRemoval(token.lastUsed, token.created);
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
    return QString::fromStdString(hintOf({key.data(), static_cast<std::size_t>(key.size())}));
}

http::ErrorWords parseError(const Response &response)
{
    http::ErrorWords said;
    const auto object = json::parseObject(response.body, json::BrokenText::Replace);
    if (!object) {
        said.words = QString::fromUtf8(response.body.left(4096)).trimmed();
    } else {
        said.isVendors = true; // Its 404 may hold nothing but the id (mist_openapi, HTTP404).
        said.words = firstText(*object, {"detail", "reason", "error"});
        if (said.words.isEmpty() && response.status == 400)
            said = fieldWords(*object);
    }
    said.requestId = QString::fromUtf8(response.header("x-kong-request-id"));
    return said;
}

Result<Token> parseToken(Response response, TokenKind kind, const Context &context)
{
    json::Reader body(response.body);
    const auto item = body.item({}, tokenFields);
    if (!item)
        return base::fail(item.error());
    TokenReader reader(response.body, kind, context);
    if (const auto ok = reader.add(*item); !ok)
        return base::fail(ok.error());
    return reader.batch.token(0);
}

Result<TokenPage> parseTokens(Response response, TokenKind kind, const Context &context)
{
    json::Reader body(response.body, json::mostItemsUnpaged);
    TokenReader reader(response.body, kind, context);
    const auto read = body.items(
        {}, tokenFields, [&reader](const json::Item &item) { return reader.addOrDrop(item); });
    if (!read)
        return base::fail(read.error());
    TokenPage page {.tokens = std::move(reader.batch)};
    page.part.total = parsePaging(response).total;
    if (const auto said = reader.oddities.sayIn(page, page.tokens.size()); !said)
        return base::fail(said.error());
    return page;
}

Result<IssuedToken> parseIssued(Response response, const TokenDraft &draft, const Context &context)
{
    Newest newest;
    const auto look = [&](const json::Item &item) -> Result<base::Unit> {
        newest.look(item, draft, context);
        return base::Unit {};
    };
    json::Reader reader(response.body);
    const auto read = reader.isArray()
        ? reader.items({}, tokenFields, look)
        : reader.item({}, tokenFields).and_then([&look](const json::Item &item) {
              return look(item);
          });
    base::wipe(response.body);
    if (!read)
        return base::fail(read.error());
    if (!newest.token)
        return base::fail(newest.token.error());
    completeFromDraft(*newest.token, draft);
    return IssuedToken {std::move(*newest.token), std::move(newest.key), {}};
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
    const auto items = json::parseArray(response.body, json::BrokenText::Replace);
    if (!items)
        return base::fail(items.error());
    std::vector<domain::TargetChoice> places;
    for (qsizetype i = 0; i < items->size(); ++i) {
        const QJsonObject item = items->at(i).toObject();
        // One that cannot be named may still be typed.
        if (const auto id = json::requireExact(item, "id", at({}, i)))
            places.push_back({targetOf(scope, *id, json::text(item, "name")), scope});
    }
    return places;
}

} // namespace mist::wire
