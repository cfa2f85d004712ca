// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/softwareone/softwareonewire.h"

#include "base/json.h"
#include "base/jsonreader.h"
#include "domain/oddities.h"

#include <QRegularExpression>

namespace softwareone::wire {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using domain::FactState;
using domain::Grant;
using domain::TimeFact;
using domain::TimeForm;
using domain::TimeOf;
using domain::Token;
using domain::TokenRow;
using domain::TokenStatus;

namespace json = base::json;

namespace {

enum TokenField {
    Id,
    Name,
    Description,
    Status,
    LastAccessAt,
    Modules,
    TokenAccount,
    AccountId,
    AccountName,
    AccountType,
    Audit,
    Created,
    CreatedAt,
    CreatedBy,
    CreatedById,
    CreatedByName,
    Meta,
    Omitted,
    Key ///< wanted by the reader of new tokens only
};
constexpr json::Field allFields[] = {{"id"}, {"name"}, {"description"}, {"status"},
    {"lastAccessAt"}, {"modules"}, {"account"}, {"id", TokenAccount}, {"name", TokenAccount},
    {"type", TokenAccount}, {"audit"}, {"created", Audit}, {"at", Created}, {"by", Created},
    {"id", CreatedBy}, {"name", CreatedBy}, {"$meta"}, {"omitted", Meta}, {"token"}};
constexpr json::Fields tokenFields(allFields, Key);

enum FrameField { PageMeta, PageOmitted, Pagination, Total, Offset };
constexpr json::Field frameFields[] = {{"$meta"}, {"omitted", PageMeta}, {"pagination", PageMeta},
    {"total", Pagination}, {"offset", Pagination}};

TokenStatus statusOf(std::string_view word)
{
    if (word == "Active")
        return TokenStatus::Active;
    if (word == "Disabled")
        return TokenStatus::Disabled;
    return word == "Deleted" ? TokenStatus::Deleted : TokenStatus::Unknown;
}

Result<std::vector<Grant>> grantsOf(const json::Value &modules)
{
    std::vector<Grant> grants;
    const QJsonArray items = json::toQJson(modules).toArray();
    for (qsizetype i = 0; i < items.size(); ++i) {
        const QJsonObject module = items.at(i).toObject();
        const auto id = json::requireExact(module, "id", u"modules[%1]"_s.arg(i));
        if (!id)
            return base::fail(id.error());
        const QString name = json::text(module, "name");
        grants.push_back({.name = *id,
            .label = name,
            .broad = isBroadModule(*id, json::text(module, "code"), name)});
    }
    return grants;
}

/// The first text that says anything.
TokenRow::Text firstOf(const json::Value &name, const json::Value &id)
{
    const std::string_view text = name.text.empty() ? id.text : name.text;
    return text.empty() ? TokenRow::Text::notReported() : TokenRow::Text::known(text);
}

/// Reads the tokens of one reply.
class TokenReader final
{
public:
    TokenReader(const QByteArray &body, const Reader &reader, QStringList omittedInList = {})
        : batch(reader.connectionId)
        , m_ownId(reader.ownTokenId.toStdString())
        , m_omittedInList(std::move(omittedInList))
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
        TokenRow row;
        row.id = *id;
        for (const int text : {Name, Status, AccountName, AccountId, CreatedById, CreatedByName})
            oddities.isOdd(item, text, json::Value::Kind::Text);
        row.name = item[Name].text;
        row.status = statusOf(item[Status].text);
        if (row.status == TokenStatus::Unknown)
            row.rawStatus = item[Status].text;
        row.owner = oddities.isOdd(item, TokenAccount, json::Value::Kind::Object)
            ? TokenRow::Text::notUnderstood()
            : firstOf(item[AccountName], item[AccountId]);
        const QStringList omitted = json::textList(item[Omitted]) + m_omittedInList;
        readModules(item, omitted, row);
        readAudit(item, row);
        readWhatMayBeLeftOut(item, omitted, row);
        m_hint.assign("idt:").append(row.id).append(":...");
        row.keyHint = m_hint;
        row.isOwnCredential = row.id == m_ownId;
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
    void readModules(const json::Item &item, const QStringList &omitted, TokenRow &row)
    {
        const json::Value &modules = item[Modules];
        if (modules.isAbsent() || modules.isNull()) {
            if (omitted.contains("modules"_L1))
                row.grantsState = FactState::NotFetched;
            return;
        }
        auto grants = modules.isArray()
            ? m_grants.find(modules.raw, [&modules] { return grantsOf(modules); })
            : base::fail(item.wrong(Modules, "an array"));
        if (grants) {
            row.grants = std::move(*grants);
            return;
        }
        oddities.note(item, Modules);
        row.grantsState = FactState::NotUnderstood;
    }

    void readAudit(const json::Item &item, TokenRow &row)
    {
        for (const int part : {Audit, Created}) {
            if (oddities.isOdd(item, part, json::Value::Kind::Object)) {
                row.created = TimeFact::notUnderstood(domain::wordingOf(item[part]));
                row.creator = TokenRow::Text::notUnderstood();
                return;
            }
        }
        if (!item[Audit].isObject()) {
            row.creator = {}; // Not fetched: "audit" is left out unless asked for.
            return;
        }
        row.created = oddities.time(item, CreatedAt, TimeForm::Iso, TimeOf::Creation);
        row.creator = firstOf(item[CreatedByName], item[CreatedById]);
    }

    /// Null suppression: what is empty is absent, unless the vendor says that it was left out.
    void readWhatMayBeLeftOut(const json::Item &item, const QStringList &omitted, TokenRow &row)
    {
        const bool hasNoDescription = item[Description].text.empty();
        const bool isOmitted = hasNoDescription && omitted.contains("description"_L1);
        row.description = domain::textFact(
            oddities, item, Description, TokenRow::Text::known(std::string_view()));
        if (isOmitted && row.description.isKnown())
            row.description = {};
        row.lastUsed = oddities.time(
            item, LastAccessAt, TimeForm::Iso, TimeOf::LastUse, domain::Precision::Approximate);
        if (row.lastUsed.state == FactState::NotReported)
            row.lastUsed = omitted.contains("lastAccessAt"_L1) ? TimeFact {} : TimeFact::never();
    }

    std::string m_ownId;
    QStringList m_omittedInList;
    domain::GrantLookup m_grants;
    std::string m_hint;
};

/// A reply that is one token. `use` may take more of it. Wipes the body.
template <typename T, typename Use>
Result<T> readToken(QByteArray &body, json::Fields fields, const Reader &reader, const Use &use)
{
    const auto read = [&]() -> Result<T> {
        json::Reader json(body);
        const auto item = json.item({}, fields, u"$"_s);
        if (!item)
            return base::fail(item.error());
        TokenReader tokens(body, reader);
        if (const auto ok = tokens.add(*item); !ok)
            return base::fail(ok.error());
        return use(tokens.batch.token(0), *item);
    };
    auto result = read();
    base::wipe(body);
    return result;
}

Account accountOf(const QJsonObject &object)
{
    return {json::text(object, "id"), json::text(object, "name"), json::text(object, "type")};
}

/// Parses a body whose keys are blanked, and wipes it.
Result<QJsonObject> readObject(QByteArray &body)
{
    json::blankSecrets(body);
    auto object = json::parseObject(body, json::BrokenText::Replace);
    base::wipe(body);
    return object;
}

/// Says in page what came of the paging members, and where the next page starts.
void readPaging(
    const json::Item &frame, const Position &asked, qint64 size, domain::TokenPage &page)
{
    const auto total = json::integer(frame[Total]);
    page.part.total = total;
    const auto offset = json::integer(frame[Offset]);
    if (offset && *offset != asked.offset) {
        page.lacksTokens = true;
        page.warnings.append(u"the vendor answered with offset %1 when asked for %2"_s.arg(
            QString::number(*offset), QString::number(asked.offset)));
        return;
    }
    // A total that is less than what came is none to stop at.
    const qint64 next = asked.offset + size;
    if (size > 0 && next != total)
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
    constexpr std::string_view path[] = {"data"};
    json::Reader json(body);
    const auto frame = json.members(frameFields);
    if (!frame)
        return base::fail(frame.error());
    TokenReader tokens(body, reader, json::textList((*frame)[PageOmitted]));
    // Only a total of none says that a missing list is an empty one.
    const bool isEmpty = json::integer((*frame)[Total]) == 0;
    qint64 rows = 0;
    const auto read = json.items(
        path, tokenFields,
        [&](const json::Item &item) {
            ++rows;
            return tokens.addOrDrop(item);
        },
        isEmpty ? json::IfMissing::NoItems : json::IfMissing::Refuse);
    domain::TokenPage page;
    auto said = read ? tokens.oddities.sayIn(page, tokens.batch.size()) : read;
    if (!said) {
        tokens.batch = {};
        base::wipe(body); // There may be keys in what was not read.
        return base::fail(said.error());
    }
    page.tokens = std::move(tokens.batch);
    readPaging(*frame, asked, rows, page);
    return page;
}

Result<Token> parseToken(QByteArray body, const Reader &reader)
{
    return readToken<Token>(body, tokenFields, reader,
        [](Token token, const json::Item &) -> Result<Token> { return token; });
}

Result<OwnToken> parseOwnToken(QByteArray body, const Reader &reader)
{
    const auto use = [](Token token, const json::Item &item) -> Result<OwnToken> {
        const Account account {json::toQString(item[AccountId].text),
            json::toQString(item[AccountName].text), json::toQString(item[AccountType].text)};
        return OwnToken {std::move(token), account};
    };
    return readToken<OwnToken>(body, tokenFields, reader, use);
}

Result<domain::IssuedToken> parseIssued(QByteArray body, const Reader &reader)
{
    const auto use = [](Token token, const json::Item &item) -> Result<domain::IssuedToken> {
        const auto key = item.requireText(Key);
        if (!key)
            return base::fail(key.error());
        return domain::IssuedToken {.token = std::move(token),
            .secret = base::Secret::copyOf(json::bytesOf(*key)),
            .advice = u"A new token may need about a minute before it works."_s};
    };
    return readToken<domain::IssuedToken>(body, allFields, reader, use);
}

Result<std::vector<Account>> parseAccounts(QByteArray body)
{
    const auto object = readObject(body);
    if (!object)
        return base::fail(object.error());
    const auto data = json::arrayOrNone(*object, "data", {});
    if (!data)
        return base::fail(data.error());
    std::vector<Account> accounts;
    for (qsizetype i = 0; i < data->size(); ++i) {
        const QJsonObject item = data->at(i).toObject();
        if (json::requireExact(item, "id", u"data[%1]"_s.arg(i))) // Others cannot be chosen.
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
