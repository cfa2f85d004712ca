// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/csp/cspclient.h"

namespace csp {

using namespace Qt::StringLiterals;
using domain::Operation;
using domain::RequestSketch;
using domain::Token;
using http::Request;

namespace {

constexpr char detailsPath[] = "/csp/gateway/am/api/auth/api-tokens/details";
constexpr char igaPath[] = "/csp/gateway/iga/api/orgs/%1/api-tokens";

domain::TokenDraft exampleDraft()
{
    const domain::DraftForm form = userForm({}, {});
    domain::TokenDraft draft;
    draft.name = u"NAME"_s;
    draft.lifetime = form.lifetime->suggested;
    draft.grants = form.presets.front().grants;
    return draft;
}

} // namespace

std::optional<RequestSketch> CspClient::sketch(Operation operation, const Token *token) const
{
    const QString &organisation = m_connection.organisation;
    RequestSketch sketch {"POST", {}, {{"Accept", "application/json"}}, {}};
    base::Result<QString> path = http::path(detailsPath);
    bool isAnonymous = false;
    switch (operation) {
    case Operation::List:
    case Operation::Track:
        isAnonymous = m_dashboard != Dashboard::There || organisation.isEmpty() || token;
        if (isAnonymous) {
            sketch.body = "{\"tokenValue\":\"$TOKEN\"}";
            sketch.bodyHoldsCredential = true;
            break;
        }
        sketch.verb = "GET";
        path = http::path(igaPath, {organisation});
        break;
    case Operation::Create:
        path = http::path("/csp/gateway/am/api/loggedin/user/api-tokens");
        sketch.body = wire::createBody(exampleDraft(), base::Secret::copyOf("$ID_TOKEN"));
        sketch.bodyHoldsCredential = true;
        break;
    case Operation::Disable:
    case Operation::Enable:
        if (!token)
            return std::nullopt;
        path = http::path(operation == Operation::Enable
                ? "/csp/gateway/am/api/orgs/%1/api-tokens/activate"
                : "/csp/gateway/am/api/orgs/%1/api-tokens/deactivate",
            {organisation});
        sketch.body = wire::idsBody({token->key.remoteId});
        break;
    default:
        return std::nullopt;
    }
    if (!path)
        return std::nullopt;
    sketch.url = m_api.urlOf(Request::get(*path));
    if (!isAnonymous)
        sketch.headers.emplace_back("Authorization", "Bearer $ACCESS_TOKEN");
    if (!sketch.body.isEmpty())
        sketch.headers.emplace_back("Content-Type", "application/json");
    return sketch;
}

} // namespace csp
