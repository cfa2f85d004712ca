// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightsparkgraph.h"

#include "base/utc.h"

#include <QDateTime>

namespace sandbox {

using namespace Qt::StringLiterals;
using graphql::ObjectPtr;
using graphql::PlainObject;
using graphql::Problem;
using graphql::Value;

namespace {

constexpr int defaultFirst = 50;
constexpr int maxFirst = 100;

Problem refusal(const QString &errorName, const QString &message)
{
    return {message, {}, {}, errorName};
}

Problem forbidden()
{
    return refusal(u"Forbidden"_s, u"You do not have permission to access this resource."_s);
}

/// Microseconds and a numeric offset; "Z" would break some of the SDKs.
QJsonValue timeJson(qint64 us)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(us / 1000, base::utc);
    return time.toString(u"yyyy-MM-ddTHH:mm:ss."_s)
        + u"%1+00:00"_s.arg(us % 1'000'000, 6, 10, QChar(u'0'));
}

// A cursor names the token it stands behind, so it stays good when others come and go.
QJsonValue cursorOf(quint32 index)
{
    const QByteArray plain = "token:" + QByteArray::number(index);
    return QString::fromLatin1(plain.toBase64(QByteArray::Base64UrlEncoding));
}

std::optional<quint32> indexOfCursor(const QString &cursor)
{
    const QByteArray plain
        = QByteArray::fromBase64(cursor.toLatin1(), QByteArray::Base64UrlEncoding);
    bool isNumber = false;
    const quint32 index = plain.mid(6).toUInt(&isNumber);
    if (!isNumber || cursorOf(index) != cursor)
        return std::nullopt;
    return index;
}

ObjectPtr tokenObject(const LightsparkToken &token)
{
    return std::make_shared<PlainObject>(u"ApiToken"_s,
        std::map<QString, Value> {
            {u"id"_s, QJsonValue(token.id)},
            {u"created_at"_s, timeJson(token.createdUs)},
            {u"updated_at"_s, timeJson(token.updatedUs)},
            {u"client_id"_s, QJsonValue(token.clientId)},
            {u"name"_s, QJsonValue(token.name)},
            {u"permissions"_s, QJsonValue(QJsonArray::fromStringList(token.permissions))},
            {u"is_deleted"_s, QJsonValue(token.isDeleted)},
        });
}

ObjectPtr pageObject(const LightsparkEstate &estate, const LightsparkEstate::Page &page)
{
    std::vector<ObjectPtr> entities;
    for (const LightsparkToken &token : page.tokens)
        entities.push_back(tokenObject(token));
    QJsonValue start = QJsonValue::Null;
    QJsonValue end = QJsonValue::Null;
    if (!page.tokens.empty()) {
        start = cursorOf(page.tokens.front().index);
        end = cursorOf(page.tokens.back().index);
    }
    const ObjectPtr info = std::make_shared<PlainObject>(u"PageInfo"_s,
        std::map<QString, Value> {{u"has_next_page"_s, QJsonValue(page.hasNext)},
            {u"has_previous_page"_s, QJsonValue(page.hasPrevious)}, {u"start_cursor"_s, start},
            {u"end_cursor"_s, end}});
    return std::make_shared<PlainObject>(u"AccountToApiTokensConnection"_s,
        std::map<QString, Value> {{u"count"_s, QJsonValue(static_cast<qint64>(estate.count()))},
            {u"page_info"_s, info}, {u"entities"_s, std::move(entities)}});
}

/// The two things that every object needs to answer.
struct Session
{
    LightsparkEstate &estate;
    LightsparkToken caller;
};

class AccountObject : public graphql::Object
{
public:
    explicit AccountObject(Session session)
        : m_session(std::move(session))
    {
    }

    QString typeName() const override { return u"Account"_s; }

    Value field(const QString &name, const QJsonObject &arguments) override
    {
        const LightsparkEstate &estate = m_session.estate;
        if (name == "id"_L1)
            return QJsonValue(estate.accountId());
        if (name == "name"_L1)
            return QJsonValue(estate.accountName());
        if (name == "api_tokens"_L1)
            return tokens(arguments);
        return timeJson(estate.accountCreatedUs());
    }

private:
    Value tokens(const QJsonObject &arguments) const
    {
        if (!m_session.caller.maySeeTokens())
            return forbidden();
        const int first = arguments.value("first"_L1).toInt(defaultFirst);
        if (first < 1)
            return refusal(u"InvalidInput"_s, u"\"first\" must be at least 1."_s);
        std::optional<quint32> after;
        if (const QJsonValue cursor = arguments.value("after"_L1); cursor.isString()) {
            after = indexOfCursor(cursor.toString());
            if (!after)
                return refusal(u"InvalidInput"_s, u"\"after\" is not a valid cursor."_s);
        }
        const auto size = static_cast<quint32>(std::min(first, maxFirst));
        return pageObject(m_session.estate, m_session.estate.page(after, size));
    }

    Session m_session;
};

class QueryRoot : public graphql::Object
{
public:
    explicit QueryRoot(Session session)
        : m_session(std::move(session))
    {
    }

    QString typeName() const override { return u"Query"_s; }

    Value field(const QString &name, const QJsonObject &arguments) override
    {
        const QString id = arguments.value("id"_L1).toString();
        if (name == "current_account"_L1 || id == m_session.estate.accountId())
            return std::make_shared<AccountObject>(m_session);
        const auto token = m_session.estate.byId(id);
        if (!token)
            return QJsonValue(QJsonValue::Null);
        if (!m_session.caller.maySeeTokens() && token->id != m_session.caller.id)
            return forbidden();
        return tokenObject(*token);
    }

private:
    Session m_session;
};

class MutationRoot : public graphql::Object
{
public:
    explicit MutationRoot(Session session)
        : m_session(std::move(session))
    {
    }

    QString typeName() const override { return u"Mutation"_s; }

    Value field(const QString &name, const QJsonObject &arguments) override
    {
        const QJsonObject input = arguments.value("input"_L1).toObject();
        return name == "create_api_token"_L1 ? create(input) : remove(input);
    }

private:
    Value create(const QJsonObject &input)
    {
        if (!m_session.caller.mayManageTokens())
            return forbidden();
        const QString name = input.value("name"_L1).toString();
        if (name.trimmed().isEmpty())
            return refusal(u"InvalidInput"_s, u"The name of an API token must not be empty."_s);
        QStringList permissions;
        for (const QJsonValue &permission : input.value("permissions"_L1).toArray())
            permissions.append(permission.toString());
        permissions.removeDuplicates();
        if (permissions.isEmpty())
            return refusal(u"InvalidInput"_s, u"An API token needs at least one permission."_s);
        const LightsparkToken token = m_session.estate.create(name, permissions);
        const QString secret = m_session.estate.secretOf(token.index);
        return std::make_shared<PlainObject>(u"CreateApiTokenOutput"_s,
            std::map<QString, Value> {
                {u"api_token"_s, tokenObject(token)}, {u"client_secret"_s, QJsonValue(secret)}});
    }

    Value remove(const QJsonObject &input)
    {
        const auto token = m_session.estate.byId(input.value("api_token_id"_L1).toString());
        const bool isOwn = token && token->id == m_session.caller.id;
        if (!isOwn && !m_session.caller.mayManageTokens())
            return forbidden();
        if (!token || token->isDeleted)
            return refusal(u"EntityNotFound"_s, u"There is no such API token."_s);
        m_session.estate.remove(*token);
        const ObjectPtr account = std::make_shared<AccountObject>(m_session);
        return std::make_shared<PlainObject>(
            u"DeleteApiTokenOutput"_s, std::map<QString, Value> {{u"account"_s, account}});
    }

    Session m_session;
};

} // namespace

ObjectPtr lightsparkRoot(
    const QString &operationKind, LightsparkEstate &estate, const LightsparkToken &caller)
{
    const Session session {estate, caller};
    if (operationKind == "mutation"_L1)
        return std::make_shared<MutationRoot>(session);
    return std::make_shared<QueryRoot>(session);
}

} // namespace sandbox
