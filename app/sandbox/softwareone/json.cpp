// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/softwareone/json.h"

#include "base/utc.h"

#include <QDateTime>

namespace sandbox::softwareone {

using namespace Qt::StringLiterals;

namespace {

QJsonObject eventJson(const Event &event)
{
    QJsonObject by {{u"id"_s, event.byId}};
    put(by, u"name"_s, event.byName);
    return {{u"at"_s, timeText(event.atMs, event.atMs % 1000 != 0)}, {u"by"_s, by}};
}

QJsonObject auditJson(const Token &token)
{
    QJsonObject audit {{u"created"_s, eventJson(token.created)}};
    if (token.updated)
        audit.insert(u"updated"_s, eventJson(*token.updated));
    if (token.enabled)
        audit.insert(u"enabled"_s, eventJson(*token.enabled));
    if (token.disabled)
        audit.insert(u"disabled"_s, eventJson(*token.disabled));
    return audit;
}

QJsonArray modulesJson(const QStringList &ids, const Catalog &catalog)
{
    QJsonArray list;
    for (const QString &id : ids) {
        const Module &module = *catalog.module(id);
        list.append(QJsonObject {{u"id"_s, id}, {u"name"_s, module.name},
            {u"description"_s, module.description}, {u"code"_s, module.code}});
    }
    return list;
}

QString problemType(int status)
{
    static const QHash<int, int> sections {{400, 1}, {401, 2}, {403, 4}, {404, 5}};
    return u"https://tools.ietf.org/html/rfc9110#section-15.5.%1"_s.arg(sections.value(status, 1));
}

QJsonValue errorsJson(const QList<Complaint> &complaints, ErrorShape shape)
{
    QJsonArray list;
    QJsonObject byField;
    for (const Complaint &complaint : complaints) {
        list.append(QJsonObject {
            {u"message"_s, complaint.message}, {u"properties"_s, QJsonArray {complaint.field}}});
        QJsonArray messages = byField.value(complaint.field).toArray();
        messages.append(complaint.message);
        byField.insert(complaint.field, messages);
    }
    return shape == ErrorShape::List ? QJsonValue(list) : QJsonValue(byField);
}

} // namespace

void put(QJsonObject &object, const QString &key, const QString &value)
{
    if (!value.isEmpty())
        object.insert(key, value);
}

QString timeText(qint64 ms, bool withMilliseconds)
{
    return QDateTime::fromMSecsSinceEpoch(ms, base::utc)
        .toString(withMilliseconds ? u"yyyy-MM-ddTHH:mm:ss.zzzZ"_s : u"yyyy-MM-ddTHH:mm:ssZ"_s);
}

QJsonObject moduleJson(const Module &module)
{
    const QJsonObject settings {{u"sharedAccount"_s, false},
        {u"configurable"_s, module.configurable}, {u"default"_s, module.byDefault},
        {u"paid"_s, module.paid}, {u"type"_s, QJsonArray::fromStringList(module.accountTypes)}};
    return {{u"id"_s, module.id}, {u"name"_s, module.name}, {u"code"_s, module.code},
        {u"description"_s, module.description},
        {u"accountTypes"_s, QJsonArray::fromStringList(module.accountTypes)},
        {u"settings"_s, settings}, {u"filters"_s, QJsonObject {{u"group.buyers"_s, QJsonArray()}}},
        {u"isConfigurable"_s, module.configurable}, {u"isEnabledByDefault"_s, module.byDefault},
        {u"paid"_s, module.paid},
        {u"audit"_s,
            QJsonObject {{u"created"_s, QJsonObject {{u"at"_s, u"2023-02-01T00:00:00Z"_s}}}}}};
}

QJsonObject accountJson(const Account &account)
{
    return {{u"id"_s, account.id}, {u"name"_s, account.name}, {u"type"_s, account.type},
        {u"status"_s, account.status},
        {u"icon"_s, u"/v1/accounts/accounts/%1/icon"_s.arg(account.id)}};
}

QJsonObject groupJson(const UserGroup &group, const Catalog &catalog)
{
    QJsonObject json {{u"id"_s, group.id}, {u"name"_s, group.name},
        {u"account"_s, accountJson(catalog.account(group.account))},
        {u"isDefault"_s, group.isDefault}, {u"modules"_s, modulesJson(group.modules, catalog)},
        {u"audit"_s,
            QJsonObject {{u"created"_s, QJsonObject {{u"at"_s, u"2023-02-01T00:00:00Z"_s}}}}}};
    put(json, u"description"_s, group.description);
    return json;
}

QJsonObject tokenJson(const Token &token, const TokenEstate &estate)
{
    QJsonObject json {{u"id"_s, token.id}, {u"name"_s, token.name}, {u"status"_s, token.status},
        {u"token"_s, estate.secretOf(token.index)},
        {u"account"_s, accountJson(estate.catalog().account(token.account))},
        {u"revision"_s, token.revision}, {u"audit"_s, auditJson(token)}};
    put(json, u"description"_s, token.description);
    put(json, u"icon"_s, token.icon);
    if (!token.modules.isEmpty())
        json.insert(u"modules"_s, modulesJson(token.modules, estate.catalog()));
    if (token.lastAccessMs)
        json.insert(u"lastAccessAt"_s, timeText(*token.lastAccessMs));
    if (token.extensions) {
        QJsonArray extensions;
        for (const QString &id : *token.extensions)
            extensions.append(QJsonObject {{u"id"_s, id}});
        json.insert(u"extensions"_s, extensions);
    }
    return json;
}

QJsonValue TokenRow::value(const QString &path) const
{
    const auto text = [](const QString &value) {
        return value.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(value);
    };
    if (path == "id"_L1)
        return m_token.id;
    if (path == "name"_L1)
        return m_token.name;
    if (path == "status"_L1)
        return m_token.status;
    if (path == "description"_L1)
        return text(m_token.description);
    if (path == "modules"_L1)
        return modulesJson(m_token.modules, m_estate.catalog());
    if (path == "account.id"_L1)
        return m_estate.catalog().account(m_token.account).id;
    if (path == "audit.created.at"_L1)
        return timeText(m_token.created.atMs);
    if (path == "lastAccessAt"_L1)
        return text(m_token.lastAccessMs ? timeText(*m_token.lastAccessMs) : QString());
    return rql::JsonRow(tokenJson(m_token, m_estate)).value(path);
}

HttpReply problem(int status, const QString &title, const QString &detail,
    const QList<Complaint> &complaints, ErrorShape shape)
{
    QJsonObject json {{u"type"_s, problemType(status)}, {u"title"_s, title}, {u"status"_s, status},
        {u"detail"_s, detail},
        {u"traceId"_s, u"00-5a1e9c3d7b2f4e6088aa1c0d3b9e7f52-9d4c1b7a6e3f2058-00"_s}};
    if (!complaints.isEmpty())
        json.insert(u"errors"_s, errorsJson(complaints, shape));
    return HttpReply::json(status, json);
}

HttpReply notFound(const QString &id)
{
    return problem(404, u"Not Found"_s, u"Entity for given id %1 not found"_s.arg(id));
}

HttpReply gatewayProblem(int status, const QString &message)
{
    return HttpReply::json(
        status, QJsonObject {{u"statusCode"_s, status}, {u"message"_s, message}});
}

} // namespace sandbox::softwareone
