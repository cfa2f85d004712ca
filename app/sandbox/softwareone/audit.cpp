// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/softwareone/audit.h"

#include "sandbox/softwareone/json.h"

namespace sandbox::softwareone {

using namespace Qt::StringLiterals;

namespace {

constexpr char realm[] = "softwareone.audit";
constexpr quint32 kinds = 3; ///< a generated token has up to as many records
constexpr quint32 firstAdded = 90'000'000; ///< numbers from here on are of what happened since

std::optional<Event> eventOf(const Token &token, quint32 kind)
{
    if (kind == 0)
        return token.created;
    return kind == 1 ? token.updated : token.disabled;
}

} // namespace

AuditTrail::AuditTrail(const TokenEstate &estate)
    : m_estate(estate)
{
}

bool AuditTrail::sees(int account, int owner) const
{
    return account == owner || m_estate.catalog().account(account).isOperations();
}

void AuditTrail::add(
    const QString &what, const Token &token, const Event &event, const QString &userAgent)
{
    const quint32 number = firstAdded + static_cast<quint32>(m_added.size());
    m_added.push_back({u"AUD-"_s + m_estate.make().digits(realm, number), what, token.id,
        token.name, token.account, event, userAgent});
    for (auto &[account, numbers] : m_visible) {
        if (sees(account, token.account))
            numbers.push_back(number);
    }
}

std::optional<AuditRecord> AuditTrail::generated(quint32 number) const
{
    static const QStringList names {u"created"_s, u"updated"_s, u"disabled"_s};
    const quint32 kind = number % kinds;
    if (number / kinds >= m_estate.generatedCount())
        return std::nullopt;
    const Token token = m_estate.generated(number / kinds);
    const std::optional<Event> event = eventOf(token, kind);
    if (!event)
        return std::nullopt;
    return AuditRecord {u"AUD-"_s + m_estate.make().digits(realm, number), names.at(kind), token.id,
        token.name, token.account, *event, u"Mozilla/5.0"_s};
}

std::vector<quint32> AuditTrail::generatedNumbers(quint32 tokenIndex) const
{
    const Token token = m_estate.generatedOutline(tokenIndex);
    std::vector<quint32> numbers {tokenIndex * kinds};
    if (token.updated)
        numbers.push_back(tokenIndex * kinds + 1);
    if (token.disabled)
        numbers.push_back(tokenIndex * kinds + 2);
    return numbers;
}

const std::vector<quint32> &AuditTrail::visibleTo(int account)
{
    const auto known = m_visible.find(account);
    if (known != m_visible.end())
        return known->second;
    std::vector<quint32> &numbers = m_visible[account];
    for (quint32 index = 0; index < m_estate.generatedCount(); ++index) {
        if (!sees(account, m_estate.generatedOutline(index).account))
            continue;
        for (const quint32 number : generatedNumbers(index))
            numbers.push_back(number);
    }
    for (size_t i = 0; i < m_added.size(); ++i) {
        if (sees(account, m_added[i].account))
            numbers.push_back(firstAdded + static_cast<quint32>(i));
    }
    return numbers;
}

std::vector<quint32> AuditTrail::about(const QString &tokenId, int seenBy)
{
    std::vector<quint32> numbers;
    const auto index = m_estate.make().indexOfDigits("softwareone", tokenId.mid(4));
    if (index && *index < m_estate.generatedCount()
        && sees(seenBy, m_estate.generatedOutline(*index).account))
        numbers = generatedNumbers(*index);
    for (size_t i = 0; i < m_added.size(); ++i) {
        if (m_added[i].tokenId == tokenId && sees(seenBy, m_added[i].account))
            numbers.push_back(firstAdded + static_cast<quint32>(i));
    }
    return numbers;
}

AuditRecord AuditTrail::at(quint32 number) const
{
    return number >= firstAdded ? m_added.at(number - firstAdded) : *generated(number);
}

qint64 AuditTrail::timeOf(quint32 number) const
{
    if (number >= firstAdded)
        return m_added.at(number - firstAdded).event.atMs;
    return eventOf(m_estate.generatedOutline(number / kinds), number % kinds)->atMs;
}

std::optional<AuditRecord> AuditTrail::find(const QString &id, int seenBy) const
{
    const auto number = m_estate.make().indexOfDigits(realm, id.mid(4));
    if (!number || !id.startsWith("AUD-"_L1))
        return std::nullopt;
    std::optional<AuditRecord> record;
    if (*number < firstAdded)
        record = generated(*number);
    else if (*number - firstAdded < m_added.size())
        record = m_added.at(*number - firstAdded);
    return record && sees(seenBy, record->account) ? record : std::nullopt;
}

QJsonObject AuditTrail::json(const AuditRecord &record, bool rendered) const
{
    const Account &account = m_estate.catalog().account(record.account);
    QJsonObject actor {{u"id"_s, record.event.byId},
        {u"account"_s,
            QJsonObject {{u"id"_s, account.id}, {u"name"_s, account.name},
                {u"accountType"_s, account.type}}}};
    put(actor, u"name"_s, record.event.byName);
    QString details = u"{{actor.name}} has %1 the API token {{object.name}} ({{object.id}})."_s.arg(
        record.what);
    if (rendered) {
        details.replace("{{object.id}}"_L1, record.tokenId);
        details.replace("{{actor.name}}"_L1, record.event.byName);
        details.replace("{{object.name}}"_L1, record.tokenName); // last: it may hold anything
    }
    const QJsonObject place {{u"countryCode"_s, u"DE"_s}, {u"countryName"_s, u"Germany"_s}};
    const QJsonObject api {{u"ip"_s, u"198.51.100.17"_s}, {u"geolocation"_s, place},
        {u"userAgent"_s, record.userAgent}};
    return {{u"id"_s, record.id}, {u"event"_s, u"accounts.api-token."_s + record.what},
        {u"summary"_s, u"API token was %1"_s.arg(record.what)}, {u"details"_s, details},
        {u"object"_s,
            QJsonObject {{u"id"_s, record.tokenId}, {u"name"_s, record.tokenName},
                {u"objectType"_s, u"ApiToken"_s}}},
        {u"timestamp"_s, timeText(record.event.atMs)}, {u"actor"_s, actor},
        {u"type"_s, u"Public"_s}, {u"request"_s, QJsonObject {{u"api"_s, api}}},
        {u"documents"_s, QJsonObject()},
        {u"viewers"_s,
            QJsonArray {QJsonObject {
                {u"id"_s, account.id}, {u"name"_s, account.name}, {u"type"_s, u"Account"_s}}}}};
}

QJsonValue AuditRow::value(const QString &path) const
{
    if (path == "timestamp"_L1)
        return timeText(m_trail.timeOf(m_number));
    return rql::JsonRow(m_trail.json(m_trail.at(m_number), false)).value(path);
}

} // namespace sandbox::softwareone
