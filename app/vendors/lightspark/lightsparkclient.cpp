// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/lightspark/lightsparkclient.h"

#include "base/textrules.h"
#include "http/parsed.h"

namespace lightspark {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::Operation;
using domain::Token;
using http::Response;

namespace {

domain::Capabilities initialCapabilities()
{
    using domain::Support;
    domain::Capabilities can;
    for (const auto operation : {Operation::List, Operation::Create, Operation::Delete})
        can.set(operation, {.support = Support::Native});
    const auto cannot = [&can](Operation operation, const QString &reason) {
        can.set(operation, {.support = Support::Unsupported, .reason = reason});
    };
    const QString fixed
        = u"Lightspark tokens cannot be changed: make a new one, then delete this one."_s;
    cannot(Operation::Rename, fixed);
    cannot(Operation::EditGrants, fixed);
    cannot(Operation::EditDescription, u"Lightspark tokens have no description."_s);
    cannot(Operation::EditAddresses, u"Lightspark tokens work from any address."_s);
    cannot(Operation::Disable, u"Lightspark tokens cannot be disabled, only deleted."_s);
    cannot(Operation::Enable, u"Lightspark tokens cannot be disabled or enabled."_s);
    cannot(Operation::Track, u"Lightspark lists every token by itself."_s);
    return can;
}

QString refusalOf(const Error &error)
{
    return error.vendorWords.isEmpty()
        ? u"Lightspark refused this: the credential lacks a permission."_s
        : u"Lightspark refused this: %1"_s.arg(error.vendorWords);
}

} // namespace

LightsparkClient::LightsparkClient(domain::Connection connection, domain::Credentials credentials,
    std::unique_ptr<http::Transport> transport)
    : m_reader {connection.id, connection.clientId.trimmed(),
        std::make_shared<domain::GrantCache>()}
    , m_capabilities(initialCapabilities())
    , m_transport(std::move(transport))
    , m_api(connection.baseUrl, *m_transport,
          std::make_unique<http::BasicAuthorizer>(
              m_reader.clientId.toUtf8(), std::move(credentials.main)),
          &wire::parseError)
{
}

template <typename T>
Task<T> LightsparkClient::noting(Operation operation, Task<T> task)
{
    return std::move(task)
        .map(m_life.guard([this, operation](T value) -> Result<T> {
            m_capabilities.set(operation, initialCapabilities()[operation]);
            return value;
        }))
        .orElse(m_life.guard([this, operation](Error error) {
            if (error.kind == ErrorKind::Forbidden && error.isVendors)
                m_capabilities.downgrade(operation, refusalOf(error));
            return Task<T>::failed(std::move(error));
        }));
}

Error LightsparkClient::unsupported(Operation operation) const
{
    return {.kind = ErrorKind::Unsupported, .detail = initialCapabilities()[operation].reason};
}

Task<domain::Identity> LightsparkClient::whoAmI()
{
    return m_api.send(wire::whoAmI()).map([clientId = m_reader.clientId](const Response &response) {
        return identityOf(response, clientId);
    });
}

Result<domain::Identity> LightsparkClient::identityOf(
    const Response &response, const QString &clientId)
{
    const auto account = wire::parseAccount(response.body);
    if (!account)
        return base::fail(account.error());
    domain::Identity identity;
    identity.name = account->name.isEmpty() ? clientId : account->name;
    identity.account = account->name;
    identity.organisation = account->id;
    return identity;
}

Task<domain::TokenPage> LightsparkClient::listTokens(
    const domain::PageCursor &cursor, const domain::NextPageNotice &foresee)
{
    auto reply = m_api.send(wire::list(cursor.position))
                     .map([foresee, at = cursor.position](Response response) -> Result<Response> {
                         const auto next
                             = foresee ? wire::peekNext(response.body, at) : std::nullopt;
                         if (next)
                             foresee(*next);
                         return response;
                     });
    auto page = http::parsed(
        std::move(reply), [reader = m_reader, at = cursor.position](Response response) {
            return wire::parsePage(std::move(response.body), reader, at);
        });
    return noting(Operation::List, std::move(page));
}

Task<std::vector<domain::DraftForm>> LightsparkClient::draftForms()
{
    return Task<std::vector<domain::DraftForm>>::ready(std::vector {wire::form()});
}

Task<domain::IssuedToken> LightsparkClient::createToken(domain::TokenDraft draft)
{
    auto issued
        = http::readChange(m_api.send(wire::create(draft)), [reader = m_reader](Response response) {
              return wire::parseIssued(std::move(response.body), reader);
          });
    return noting(Operation::Create, std::move(issued));
}

Task<Token> LightsparkClient::updateToken(const Token &before, const domain::TokenEdit &edit)
{
    if (edit.isEmpty())
        return Task<Token>::ready(before);
    const bool onlyDescription = edit.description && !edit.name && !edit.grants;
    return Task<Token>::failed(
        unsupported(onlyDescription ? Operation::EditDescription : Operation::Rename));
}

Task<std::vector<domain::ChangeOutcome>> LightsparkClient::setEnabled(
    const std::vector<Token> &, bool enabled)
{
    return Task<std::vector<domain::ChangeOutcome>>::failed(
        unsupported(enabled ? Operation::Enable : Operation::Disable));
}

Task<domain::DeleteOutcome> LightsparkClient::deleteToken(const Token &token)
{
    using domain::DeleteOutcome;
    auto deleted = http::readChange(m_api.send(wire::remove(token.key.remoteId)),
        [](const Response &response) -> Result<DeleteOutcome> {
            const auto removed = wire::parseRemoved(response.body);
            if (!removed)
                return base::fail(removed.error());
            return DeleteOutcome::Deleted;
        }).orElse(m_life.guard([this, id = token.key.remoteId](Error error) {
        if (error.kind == ErrorKind::NotFound)
            return Task<DeleteOutcome>::ready(DeleteOutcome::AlreadyGone);
        if (error.httpStatus == 200 && error.kind == ErrorKind::Invalid)
            return judgeRefusedDelete(id, std::move(error));
        return Task<DeleteOutcome>::failed(std::move(error));
    }));
    return noting(Operation::Delete, std::move(deleted));
}

/// The vendor does not publish what it calls a token that is not there, so a refusal it words
/// otherwise is settled by asking for the token.
Task<domain::DeleteOutcome> LightsparkClient::judgeRefusedDelete(const QString &id, Error refusal)
{
    using domain::DeleteOutcome;
    return m_api.send(wire::one(id))
        .map([reader = m_reader, refusal](const Response &response) -> Result<DeleteOutcome> {
            const auto token = wire::parseEntity(response.body, reader);
            const bool isGone = token ? !*token || (*token)->status == domain::TokenStatus::Deleted
                                      : token.error().kind == ErrorKind::NotFound;
            if (isGone)
                return DeleteOutcome::AlreadyGone;
            return base::fail(refusal);
        })
        .orElse([refusal](const Error &) { return Task<DeleteOutcome>::failed(refusal); });
}

std::optional<domain::RequestSketch> LightsparkClient::sketch(
    Operation operation, const Token *token) const
{
    const QString id = token ? token->key.remoteId : u"ApiToken:..."_s;
    Result<http::Request> request = base::fail(ErrorKind::Unsupported);
    if (operation == Operation::List)
        request = wire::list({});
    if (operation == Operation::Delete)
        request = wire::remove(id);
    if (operation == Operation::Create) {
        domain::TokenDraft draft;
        draft.name = token ? token->name : u"New token"_s;
        draft.grants = token ? token->grants : wire::form().presets.front().grants;
        request = wire::create(draft);
    }
    if (!request)
        return std::nullopt;
    // TOKEN is what Basic takes: base64 of "client id:client secret".
    domain::RequestSketch sketch {http::verbName(request->verb), m_api.urlOf(*request),
        {{"Authorization"_ba, "Basic $TOKEN"_ba}, {"Accept"_ba, "application/json"_ba},
            {"Content-Type"_ba, request->contentType}},
        request->body};
    sketch.headers.append(request->headers);
    return sketch;
}

QUrl LightsparkClient::consoleLink(const Token *) const
{
    return QUrl(u"https://app.lightspark.com/api-config"_s);
}

domain::ConnectionForm connectionForm()
{
    domain::ConnectionForm form;
    form.vendor = domain::Vendor::Lightspark;
    form.hosts
        = {{u"Lightspark"_s, QUrl(u"https://api.lightspark.com"_s), u"app.lightspark.com"_s}};
    form.apiPaths = {u"/graphql"_s};
    form.takesClientId = true;
    form.clientIdHint = u"shown beside the token's name in the Lightspark dashboard"_s;
    form.secretLabel = u"Client secret"_s;
    form.secretHint = u"shown once, when the API token was made"_s;
    return form;
}

Result<Unit> checkConnection(const domain::Connection &connection, const base::Secret *secret)
{
    if (auto fits = http::checkBaseUrl(connection.baseUrl); !fits)
        return fits;
    const QString field = u"clientId"_s;
    const QString id = connection.clientId.trimmed();
    if (id.isEmpty())
        return base::invalid(field, u"the client id is required"_s);
    if (id.size() > 256)
        return base::invalid(field, u"the client id is longer than 256 characters"_s);
    for (qsizetype i = 0; i < id.size(); ++i) {
        const char16_t c = id.at(i).unicode();
        if (c <= 0x20 || c >= 0x7f || c == u':')
            return base::invalid(field,
                u"the client id contains a space, a colon or an unusual character at position %1"_s
                    .arg(i + 1));
    }
    if (!secret)
        return Unit {};
    const auto key = base::cleanKey(*secret);
    if (!key)
        return base::fail(key.error());
    return Unit {};
}

} // namespace lightspark
