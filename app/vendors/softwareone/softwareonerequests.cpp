// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/softwareone/softwareonerequests.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace softwareone::requests {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Result;
using http::Request;
using http::Verb;

namespace {

constexpr char tokensPath[] = "/public/v1/accounts/api-tokens";
constexpr char tokenPath[] = "/public/v1/accounts/api-tokens/%1";
constexpr int pageSize = 100; // The vendor's most; more is cut silently.

bool matches(const char *pattern, const QString &text)
{
    const QRegularExpression form(
        QRegularExpression::anchoredPattern(QString::fromLatin1(pattern)));
    return form.match(text).hasMatch();
}

QByteArray selectOf(Select select)
{
    // No "+audit": a plus sign in a query may arrive as a space.
    return select == Select::WithoutKey ? "select=audit,lastAccessAt,-token"_ba
                                        : "select=audit,lastAccessAt"_ba;
}

Request pageOf(const char *path, const QByteArray &query)
{
    Request request = Request::get(QString::fromLatin1(path), query);
    request.deadline = 60s;
    return request;
}

Result<QJsonArray> modulesOf(const std::vector<domain::Grant> &grants)
{
    QJsonArray modules;
    for (const domain::Grant &grant : grants) {
        if (!isModuleId(grant.name))
            return base::invalid(
                u"grants"_s, u"\"%1\" is not a module id like MOD-1756"_s.arg(grant.name.left(40)));
        modules.append(QJsonObject {{u"id"_s, grant.name}});
    }
    return modules;
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<Request> change(Verb verb, const char *pathTemplate, const QString &id)
{
    auto path = http::path(pathTemplate, {id});
    if (!path)
        return base::fail(path.error());
    return Request::change(verb, *path);
}

} // namespace

Request list(const wire::Position &position, Select select)
{
    QByteArray query = selectOf(select) + "&limit=" + QByteArray::number(pageSize)
        + "&offset=" + QByteArray::number(position.offset);
    if (position.hidesDeleted)
        query.prepend("ne(status,%22Deleted%22)&");
    return pageOf(tokensPath, query);
}

Result<Request> one(const QString &id, Select select)
{
    auto path = http::path(tokenPath, {id});
    if (!path)
        return base::fail(path.error());
    Request request = Request::get(*path, selectOf(select));
    request.maximumBody = 256 * 1024;
    return request;
}

Result<Request> create(const domain::TokenDraft &draft, const QString &accountId)
{
    if (draft.name.trimmed().isEmpty())
        return base::invalid(u"name"_s, u"name is required"_s);
    const auto modules = modulesOf(draft.grants);
    if (!modules)
        return base::fail(modules.error());
    QJsonObject body {{u"name"_s, draft.name}, {u"modules"_s, *modules}};
    if (!draft.description.isEmpty())
        body.insert("description"_L1, draft.description);
    if (!accountId.isEmpty()) {
        if (!isAccountId(accountId))
            return base::invalid(u"account"_s, u"an account id looks like ACC-1234-5678"_s);
        body.insert("account"_L1, QJsonObject {{u"id"_s, accountId}});
    }
    Request request = Request::change(Verb::Post, QString::fromLatin1(tokensPath), compact(body));
    request.success = {201, 200};
    return request;
}

Result<Request> update(const QString &id, const domain::TokenEdit &edit)
{
    auto request = change(Verb::Put, tokenPath, id);
    if (!request)
        return request;
    QJsonObject body;
    if (edit.name)
        body.insert("name"_L1, *edit.name);
    if (edit.description)
        body.insert("description"_L1, *edit.description);
    if (edit.grants) {
        const auto modules = modulesOf(*edit.grants);
        if (!modules)
            return base::fail(modules.error());
        body.insert("modules"_L1, *modules);
    }
    request->contentType = "application/json"_ba;
    request->body = compact(body);
    return request;
}

Result<Request> setEnabled(const QString &id, bool enabled)
{
    return change(Verb::Post,
        enabled ? "/public/v1/accounts/api-tokens/%1/enable"
                : "/public/v1/accounts/api-tokens/%1/disable",
        id);
}

Result<Request> remove(const QString &id)
{
    auto request = change(Verb::Delete, tokenPath, id);
    if (request) {
        request->success = {204, 200};
        request->mayAnswerNothing = true;
    }
    return request;
}

Request modules()
{
    return pageOf("/public/v1/accounts/modules", "limit=100"_ba);
}

Request userGroups(const QString &accountId)
{
    QByteArray query = "select=modules&limit=100"_ba;
    if (isAccountId(accountId))
        query.prepend("eq(account.id,%22" + accountId.toLatin1() + "%22)&");
    return pageOf("/public/v1/accounts/user-groups", query);
}

Request anyAccount()
{
    Request request = Request::get(u"/public/v1/accounts/accounts"_s, "limit=1"_ba);
    request.maximumBody = 256 * 1024;
    return request;
}

Request clientAccounts()
{
    return pageOf("/public/v1/accounts/accounts", "eq(type,%22Client%22)&order=name&limit=100"_ba);
}

bool isModuleId(const QString &id)
{
    return matches("MOD-[0-9]{4}", id);
}

bool isAccountId(const QString &id)
{
    return matches("ACC-[0-9]{4}-[0-9]{4}", id);
}

} // namespace softwareone::requests
