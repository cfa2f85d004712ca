// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/mist/mistclient.h"

namespace mist {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using domain::DeleteOutcome;
using domain::DraftForm;
using domain::IssuedToken;
using domain::Operation;
using domain::Token;
using domain::TokenDraft;
using domain::TokenEdit;
using domain::TokenKind;
using http::Request;
using http::Response;
using http::Verb;

namespace {

const std::vector<int> anyDone = {200, 201, 202, 204};

Result<base::Unit> checkEdit(const Token &before, const TokenEdit &edit)
{
    const auto unsupported
        = [](const QString &why) { return base::fail(ErrorKind::Unsupported, why); };
    if (edit.description)
        return unsupported(u"Mist tokens have no description"_s);
    if (edit.grants && before.kind == TokenKind::User)
        return unsupported(u"a user token has its user's rights"_s);
    TokenDraft after;
    after.kind = before.kind;
    after.name = edit.name.value_or(before.name);
    if (edit.name && after.name.trimmed().isEmpty())
        return base::invalid(u"name"_s, u"name is required"_s);
    if (!edit.grants)
        return base::Unit {};
    after.grants = *edit.grants;
    if (after.name.isEmpty())
        after.name = u"-"_s; // Nameless tokens exist; they may be edited.
    return domain::checkDraft(organisationForm(), after);
}

Token applied(Token token, const TokenEdit &edit)
{
    if (edit.name)
        token.name = *edit.name;
    if (edit.grants) {
        token.grants = *edit.grants;
        token.grantsState = domain::FactState::Known;
    }
    return token;
}

} // namespace

Task<IssuedToken> MistClient::createToken(TokenDraft draft)
{
    auto kept = std::make_shared<TokenDraft>(std::move(draft));
    return self().andThen(m_life.guard(
        [this, kept](const wire::Self &self) { return create(std::move(*kept), self); }));
}

Task<IssuedToken> MistClient::create(TokenDraft draft, const wire::Self &self)
{
    const bool isOwn = draft.kind == TokenKind::User;
    const DraftForm form = isOwn ? judgedUserForm(self) : organisationForm();
    if (const auto fits = domain::checkDraft(form, draft); !fits)
        return Task<IssuedToken>::failed(fits.error());
    const auto organisation = isOwn ? Result<QString>(QString()) : organisationOf(self);
    if (!organisation)
        return Task<IssuedToken>::failed(organisation.error());
    const auto path = isOwn ? http::path("/api/v1/self/apitokens")
                            : http::path("/api/v1/orgs/%1/apitokens", {*organisation});
    if (!path)
        return Task<IssuedToken>::failed(path.error());
    Request request = Request::change(Verb::Post, *path, wire::createBody(draft));
    request.success = anyDone;
    const TokenKind kind = draft.kind;
    auto kept = std::make_shared<TokenDraft>(std::move(draft));
    auto made
        = http::readChange(m_api.send(request), [kept, context = context()](Response response) {
              return wire::parseIssued(std::move(response), *kept, context);
          }).andThen(m_life.guard([this](IssuedToken issued) {
              return completed(std::move(issued));
          }));
    return noting(std::move(made), kind, Operation::Create);
}

/// Reads the row again where the reply to the create left something out. From here on nothing may
/// lose the secret: what fails leaves the row as the draft described it.
Task<IssuedToken> MistClient::completed(IssuedToken issued)
{
    if (issued.token.grantsState != domain::FactState::NotFetched)
        return Task<IssuedToken>::ready(std::move(issued));
    issued.token.grantsState = domain::FactState::Known;
    auto kept = std::make_shared<IssuedToken>(std::move(issued));
    auto row = pathOf(kept->token).andThen(m_life.guard([this](const QString &path) {
        return fetch(path, TokenKind::Organisation);
    }));
    return std::move(row)
        .orElse([kept](const Error &) { return Task<Token>::ready(kept->token); })
        .map([kept](Token token) -> Result<IssuedToken> {
            if (token.key == kept->token.key && token.grantsState == domain::FactState::Known)
                kept->token = std::move(token);
            return std::move(*kept);
        });
}

Task<QString> MistClient::pathOf(const Token &token)
{
    const QString id = token.key.remoteId;
    if (token.kind == TokenKind::User)
        return Task<QString>::ready(http::path("/api/v1/self/apitokens/%1", {id}));
    return organisation().map([id](const QString &organisation) {
        return http::path("/api/v1/orgs/%1/apitokens/%2", {organisation, id});
    });
}

Task<Token> MistClient::fetch(const QString &path, TokenKind kind)
{
    Request request = Request::get(path);
    request.deadline = std::chrono::seconds(10); // Somebody waits for the change before it.
    return m_api.send(request).map([kind, context = context()](const Response &response) {
        return wire::parseToken(response, kind, context);
    });
}

Task<Token> MistClient::updateToken(const Token &before, const TokenEdit &edit)
{
    if (edit.isEmpty())
        return Task<Token>::ready(before);
    if (const auto fits = checkEdit(before, edit); !fits)
        return Task<Token>::failed(fits.error());
    const auto operation = edit.grants ? Operation::EditGrants : Operation::Rename;
    return noting(put(before, edit), before.kind, operation);
}

Task<Token> MistClient::put(const Token &before, const TokenEdit &edit)
{
    const bool needsGrants = before.kind == TokenKind::Organisation && !edit.grants
        && before.grantsState != domain::FactState::Known;
    return pathOf(before).andThen(m_life.guard([=, this](const QString &path) {
        if (!needsGrants)
            return putAt(path, before, edit);
        // PUT takes all privileges: a row that does not know them must not send none.
        return fetch(path, before.kind).andThen(m_life.guard([=, this](const Token &now) {
            return now.grantsState == domain::FactState::Known
                ? putAt(path, now, edit)
                : Task<Token>::failed(
                    {.kind = ErrorKind::UnexpectedReply, .detail = u"privileges is missing"_s});
        }));
    }));
}

Task<Token> MistClient::putAt(const QString &path, const Token &before, const TokenEdit &edit)
{
    const auto &grants = edit.grants ? *edit.grants : before.grants;
    Request request = Request::change(Verb::Put, path,
        wire::updateBody(
            edit.name.value_or(before.name), before.kind == TokenKind::User ? nullptr : &grants));
    request.success = anyDone;
    request.mayAnswerNothing = true;
    // The reply has no declared body, so the row is read anew; if that fails, the change was made
    // all the same.
    return m_api.send(request).andThen(m_life.guard([=, this](const Response &) {
        return fetch(path, before.kind).orElse([before, edit](const Error &) {
            return Task<Token>::ready(applied(before, edit));
        });
    }));
}

Task<std::vector<domain::ChangeOutcome>> MistClient::setEnabled(
    const std::vector<Token> &, bool enabled)
{
    return Task<std::vector<domain::ChangeOutcome>>::failed({.kind = ErrorKind::Unsupported,
        .detail = m_capabilities[enabled ? Operation::Enable : Operation::Disable].reason});
}

Task<DeleteOutcome> MistClient::deleteToken(const Token &token)
{
    auto gone
        = pathOf(token)
              .andThen(m_life.guard([this](const QString &path) {
                  Request request = Request::change(Verb::Delete, path);
                  request.success = anyDone;
                  request.mayAnswerNothing = true;
                  return m_api.send(request);
              }))
              .map([](const Response &) -> Result<DeleteOutcome> { return DeleteOutcome::Deleted; })
              .orElse([](Error error) {
                  return error.kind == ErrorKind::NotFound
                      ? Task<DeleteOutcome>::ready(DeleteOutcome::AlreadyGone)
                      : Task<DeleteOutcome>::failed(std::move(error));
              });
    return noting(std::move(gone), token.kind, Operation::Delete);
}

} // namespace mist
