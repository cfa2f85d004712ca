// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/csp/cspclient.h"

namespace csp {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using domain::ChangeOutcome;
using domain::DeleteOutcome;
using domain::Operation;
using domain::Token;
using domain::TokenStatus;
using http::Request;
using http::Response;
using http::Verb;

namespace {

ChangeOutcome changed(const Token &token, bool isEnabling)
{
    Token now = token;
    now.rawStatus.clear();
    now.status = isEnabling ? TokenStatus::Active : TokenStatus::Disabled;
    return {token.key.remoteId, base::Unit {}, std::move(now)};
}

ChangeOutcome outcomeOf(const Token &token, bool isEnabling, const wire::StatusChange &said)
{
    const QString &id = token.key.remoteId;
    if (said.failed.contains(id)) {
        const QString words = said.failed.value(id);
        const bool isUnknown = words.contains("not found"_L1, Qt::CaseInsensitive);
        return {id,
            base::fail({.kind = isUnknown ? ErrorKind::NotFound : ErrorKind::Conflict,
                .vendorWords = words}),
            {}};
    }
    if (said.done.contains(id))
        return changed(token, isEnabling);
    return {id,
        base::fail(ErrorKind::UnexpectedReply, u"the vendor does not say what became of it"_s), {}};
}

} // namespace

Task<domain::DeleteOutcome> CspClient::deleteToken(const Token &token)
{
    const base::Secret *value = valueOf(token);
    const domain::Capability can = m_capabilities[Operation::Delete];
    if (!can.isPossible() || !value) {
        return Task<DeleteOutcome>::failed({.kind = ErrorKind::Unsupported,
            .detail = can.isPossible()
                ? u"only a token whose value is tracked can be revoked; use the console"_s
                : can.reason});
    }
    return noting(revoke(*value), Operation::Delete)
        .map(m_life.guard([this, slot = token.trackedSlot](DeleteOutcome outcome) {
            m_lastKnown.remove(slot); // What we ended ourselves need not be remembered.
            return Result<DeleteOutcome>(outcome);
        }));
}

const base::Secret *CspClient::valueOf(const Token &token) const
{
    for (const auto &one : m_credentials.tracked) {
        if (!token.trackedSlot.isEmpty() && one.slot == token.trackedSlot)
            return &one.value;
    }
    const bool isOwn = !m_ownId.isEmpty() && token.key.remoteId == m_ownId;
    return isOwn ? &m_credentials.main : nullptr;
}

Task<DeleteOutcome> CspClient::revoke(const base::Secret &value)
{
    Request request = Request::change(Verb::Post, u"/csp/gateway/am/api/auth/revoke"_s);
    request.contentType = "application/x-www-form-urlencoded"_ba;
    request.body
        = wire::formBody({{"token", value.expose()}, {"token_type_hint", "refresh_token"}});
    request.holdsSecret = true;
    request.success = {200, 204};
    request.mayAnswerNothing = true;
    const http::BasicAuthorizer client(
        m_connection.clientId.toLatin1(), m_credentials.oauthSecret.clone());
    auto reply = m_api.sendAs(request, &client);
    base::wipe(request.body);
    auto kept = std::make_shared<base::Secret>(value.clone());
    return std::move(reply)
        .andThen(m_life.guard([this, kept](const Response &) { return confirmGone(*kept); }))
        .orElse([](Error error) {
            return error.kind == ErrorKind::NotFound
                ? Task<DeleteOutcome>::ready(DeleteOutcome::AlreadyGone)
                : Task<DeleteOutcome>::failed(std::move(error));
        });
}

/// The call is documented for refresh tokens, not for API tokens, and answers 200 without a body: a
/// token that still lives must not be shown as gone, and one that could not be looked at is
/// unknown.
Task<DeleteOutcome> CspClient::confirmGone(const base::Secret &value)
{
    return details(value)
        .map([](const wire::Details &seen) -> Result<DeleteOutcome> {
            if (seen.token.status == TokenStatus::Disabled)
                return DeleteOutcome::Deleted;
            return base::fail(ErrorKind::Conflict,
                u"the vendor accepted the request, but the token still lives; revoke it in the "
                "console or deactivate it"_s);
        })
        .orElse([](Error error) {
            const bool stillLives = error.kind == ErrorKind::Conflict && error.httpStatus == 0;
            if (stillLives)
                return Task<DeleteOutcome>::failed(std::move(error));
            if (asRefusedKey(error).kind == ErrorKind::Unauthorized)
                return Task<DeleteOutcome>::ready(DeleteOutcome::Deleted);
            error.detail = u"the vendor accepted the request, but whether the token is gone could "
                           "not be checked: %1"_s.arg(error.detail);
            error.kind = ErrorKind::OutcomeUnknown;
            return Task<DeleteOutcome>::failed(std::move(error));
        });
}

Task<std::vector<ChangeOutcome>> CspClient::setEnabled(
    const std::vector<Token> &tokens, bool enabled)
{
    auto change = std::make_shared<Change>();
    change->tokens = tokens;
    change->isEnabling = enabled;
    return organisation().andThen(m_life.guard([this, change](const QString &organisation) {
        change->organisation = organisation;
        return changeNext(change);
    }));
}

/// Sends one group of ids after the other, up to the first that fails as a whole.
Task<CspClient::Outcomes> CspClient::changeNext(std::shared_ptr<Change> change)
{
    const std::size_t done = change->outcomes.size();
    if (done == change->tokens.size())
        return Task<Outcomes>::ready(std::move(change->outcomes));
    const std::size_t end = std::min(done + std::size_t {idsPerCall}, change->tokens.size());
    QStringList ids;
    for (std::size_t i = done; i < end; ++i)
        ids.append(change->tokens[i].key.remoteId);
    const auto path
        = http::path(change->isEnabling ? "/csp/gateway/am/api/orgs/%1/api-tokens/activate"
                                        : "/csp/gateway/am/api/orgs/%1/api-tokens/deactivate",
            {change->organisation});
    if (!path)
        return Task<Outcomes>::failed(path.error());
    auto reply = m_access.send(
        Request::change(Verb::Post, *path, wire::idsBody(ids)), Access::OnRefusal::RenewOnce);
    const auto operation = change->isEnabling ? Operation::Enable : Operation::Disable;
    return http::readChange(noting(std::move(reply), operation), &wire::parseStatusChange)
        .andThen(m_life.guard([this, change, done, end](const wire::StatusChange &said) {
            for (std::size_t i = done; i < end; ++i)
                change->outcomes.push_back(outcomeOf(change->tokens[i], change->isEnabling, said));
            return changeNext(change);
        }))
        .orElse([change, end](const Error &error) {
            for (std::size_t i = change->outcomes.size(); i < change->tokens.size(); ++i) {
                const bool wasSent = i < end;
                change->outcomes.push_back({change->tokens[i].key.remoteId,
                    wasSent ? base::fail(error)
                            : base::fail(ErrorKind::Cancelled,
                                u"not sent, because those before it failed"_s),
                    {}});
            }
            return Task<Outcomes>::ready(std::move(change->outcomes));
        });
}

} // namespace csp
