// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/lightspark/lightsparkwire.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace lightspark::wire {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Result;
using http::Request;

namespace {

constexpr char endpoint[] = "/graphql/server/2023-09-13";
constexpr char tokenFields[] = "id created_at updated_at client_id name permissions is_deleted";
constexpr int pageSize = 100;

enum class Effect { Read, Change };

Request graphql(Effect effect, const QString &operation, const QString &document,
    const QJsonObject &variables = {})
{
    const QJsonObject body {
        {u"query"_s, document}, {u"variables"_s, variables}, {u"operationName"_s, operation}};
    Request request = Request::change(http::Verb::Post, QString::fromLatin1(endpoint),
        QJsonDocument(body).toJson(QJsonDocument::Compact));
    request.isChange = effect == Effect::Change;
    request.headers = {{"X-GraphQL-Operation"_ba, operation.toLatin1()},
        {"X-Lightspark-SDK"_ba, "tokendesk/" TOKENDESK_VERSION ""_ba}};
    return request;
}

} // namespace

Request whoAmI()
{
    return graphql(
        Effect::Read, u"GetAccount"_s, u"query GetAccount { current_account { id name } }"_s);
}

Request list(const QString &cursor)
{
    QJsonObject variables {{u"first"_s, pageSize}};
    if (!cursor.isEmpty())
        variables.insert("after"_L1, cursor);
    Request request = graphql(Effect::Read, u"FetchAccountToApiTokensConnection"_s,
        u"query FetchAccountToApiTokensConnection($first: Int, $after: String) { current_account { "
        "api_tokens(first: $first, after: $after) { count page_info { has_next_page end_cursor } "
        "entities { %1 } } } }"_s.arg(QLatin1StringView(tokenFields)),
        variables);
    request.maximumBody = 8 * 1024 * 1024;
    request.deadline = 60s;
    return request;
}

Request one(const QString &id)
{
    return graphql(Effect::Read, u"GetApiToken"_s,
        u"query GetApiToken($id: ID!) { entity(id: $id) { ... on ApiToken { %1 } } }"_s.arg(
            QLatin1StringView(tokenFields)),
        {{u"id"_s, id}});
}

Result<Request> create(const domain::TokenDraft &draft)
{
    if (draft.name.trimmed().isEmpty())
        return base::invalid(u"name"_s, u"name is required"_s);
    if (draft.grants.empty())
        return base::invalid(u"grants"_s, u"choose at least one permission"_s);
    QJsonArray permissions;
    for (const domain::Grant &grant : draft.grants) {
        if (!isPermission(grant.name))
            return base::invalid(u"grants"_s,
                u"\"%1\" is not a permission: they look like MAINNET_VIEW"_s.arg(
                    grant.name.left(40)));
        permissions.append(grant.name);
    }
    return graphql(Effect::Change, u"CreateApiToken"_s,
        u"mutation CreateApiToken($name: String!, $permissions: [Permission!]!) { "
        "create_api_token(input: {name: $name, permissions: $permissions}) { api_token { %1 } "
        "client_secret } }"_s.arg(QLatin1StringView(tokenFields)),
        {{u"name"_s, draft.name}, {u"permissions"_s, permissions}});
}

Request remove(const QString &id)
{
    return graphql(Effect::Change, u"DeleteApiToken"_s,
        u"mutation DeleteApiToken($api_token_id: ID!) { delete_api_token(input: {api_token_id: "
        "$api_token_id}) { account { id } } }"_s,
        {{u"api_token_id"_s, id}});
}

} // namespace lightspark::wire
