// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/mist/mistclient.h"

namespace mist {

using namespace Qt::StringLiterals;
using domain::Operation;
using domain::RequestSketch;
using domain::Token;
using domain::TokenKind;
using http::Request;
using http::Verb;

namespace {

std::optional<Verb> verbOf(Operation operation)
{
    switch (operation) {
    case Operation::List:
        return Verb::Get;
    case Operation::Create:
        return Verb::Post;
    case Operation::Rename:
    case Operation::EditGrants:
        return Verb::Put;
    case Operation::Delete:
        return Verb::Delete;
    default:
        return std::nullopt;
    }
}

QByteArray bodyOf(Operation operation, const Token *token)
{
    if (operation == Operation::Create) {
        domain::TokenDraft draft;
        draft.kind = TokenKind::Organisation;
        draft.name = u"NAME"_s;
        draft.grants = organisationForm().presets.front().grants;
        return wire::createBody(draft);
    }
    if (operation == Operation::Delete || !token)
        return {};
    return wire::updateBody(token->name, token->kind == TokenKind::User ? nullptr : &token->grants);
}

} // namespace

std::optional<RequestSketch> MistClient::sketch(Operation operation, const Token *token) const
{
    const auto verb = verbOf(operation);
    const bool isAboutOne = operation != Operation::List && operation != Operation::Create;
    if (!verb || (isAboutOne && !token))
        return std::nullopt;
    const QString organisation
        = m_self ? organisationOf(*m_self).value_or(QString()) : m_connection.organisation;
    const bool isOwn = token ? token->kind == TokenKind::User : organisation.isEmpty();
    auto path = isOwn ? http::path("/api/v1/self/apitokens")
                      : http::path("/api/v1/orgs/%1/apitokens", {organisation});
    if (path && isAboutOne)
        path = http::path("%1", {token->key.remoteId}).map([&path](const QString &id) {
            return *path + u'/' + id;
        });
    if (!path)
        return std::nullopt;
    const QByteArray body = *verb == Verb::Get ? QByteArray() : bodyOf(operation, token);
    RequestSketch sketch {http::verbName(*verb), m_api.urlOf(Request::get(*path)),
        {{"Authorization", "Token $TOKEN"}, {"Accept", "application/json"}}, body};
    if (!body.isEmpty())
        sketch.headers.emplace_back("Content-Type", "application/json");
    return sketch;
}

QUrl MistClient::consoleLink(const Token *) const
{
    return portalOf(m_connection.baseUrl);
}

} // namespace mist
