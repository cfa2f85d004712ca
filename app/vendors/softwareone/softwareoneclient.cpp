// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/softwareone/softwareoneclient.h"

#include "base/gather.h"
#include "domain/paging.h"

namespace softwareone {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::ChangeOutcome;
using domain::Operation;
using domain::Token;
using http::Response;
using requests::Select;

namespace {

constexpr std::size_t requestsAtOnce = 4; // NET-05

domain::Capabilities initialCapabilities()
{
    using domain::Support;
    domain::Capabilities can;
    for (const auto operation : {Operation::List, Operation::Create, Operation::Rename,
             Operation::EditDescription, Operation::EditGrants})
        can.set(operation, {.support = Support::Native});
    for (const auto operation : {Operation::Disable, Operation::Enable})
        can.set(operation, {.support = Support::Native, .reversible = true});
    can.set(Operation::Delete,
        {.support = Support::Native,
            .reason = u"Final. Operations accounts still see the token as deleted."_s});
    can.set(Operation::EditAddresses,
        {.support = Support::Unsupported,
            .reason = u"SoftwareOne tokens work from any address."_s});
    can.set(Operation::Track,
        {.support = Support::Unsupported, .reason = u"SoftwareOne lists every token by itself."_s});
    return can;
}

QString refusalOf(const Error &error)
{
    return error.vendorWords.isEmpty()
        ? u"SoftwareOne refused this: the credential may lack the Access Management module."_s
        : u"SoftwareOne refused this: %1"_s.arg(error.vendorWords);
}

bool isHidden(const Error &error)
{
    return error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Forbidden;
}

bool stopsAll(const Error &error)
{
    return error.kind == ErrorKind::Unauthorized || error.kind == ErrorKind::RateLimited
        || error.kind == ErrorKind::Offline;
}

domain::Identity identityOf(const wire::OwnToken &own)
{
    domain::Identity identity;
    identity.name = own.token.name;
    identity.account = own.account.name;
    identity.organisation = own.account.id;
    identity.role = own.account.type;
    identity.ownTokenId = own.token.key.remoteId;
    identity.creatorNames = {identity.name, identity.ownTokenId};
    if (own.token.status == domain::TokenStatus::Disabled
        || own.token.status == domain::TokenStatus::Deleted)
        identity.note = u"SoftwareOne calls this token disabled or deleted: it may stop working."_s;
    return identity;
}

/// The first page tells how many there are: the others can be asked for side by side. The step is
/// what came, as the vendor gives less than was asked for without saying so.
Result<domain::TokenPage> withPlacesAhead(
    Result<domain::TokenPage> page, const wire::Position &asked)
{
    if (!page || asked.offset != 0 || !page->next || !page->part.total)
        return page;
    const auto next = wire::fromCursor(page->next->position);
    if (!next)
        return page;
    for (const qint64 start : domain::startsAhead(next->offset, next->offset, *page->part.total))
        page->ahead.push_back({wire::toCursor({start, asked.hidesDeleted})});
    return page;
}

} // namespace

SoftwareOneClient::SoftwareOneClient(domain::Connection connection, domain::Credentials credentials,
    std::unique_ptr<http::Transport> transport)
    : m_reader {connection.id, wire::tokenIdOf(credentials.main.expose()),
        std::make_shared<domain::GrantCache>()}
    , m_baseUrl(connection.baseUrl)
    , m_capabilities(initialCapabilities())
    , m_transport(std::move(transport))
    , m_api(m_baseUrl, *m_transport,
          std::make_unique<http::WordAuthorizer>("Bearer"_ba, std::move(credentials.main)),
          &wire::parseError)
{
    if (m_reader.ownTokenId.isEmpty())
        m_reader.ownTokenId = connection.ownTokenId.trimmed();
}

template <typename T>
Task<T> SoftwareOneClient::noting(Operations operations, Task<T> task)
{
    return std::move(task)
        .map(m_life.guard([this, operations](T value) -> Result<T> {
            for (const auto operation : operations) {
                if (m_capabilities[operation].support == domain::Support::Unsupported)
                    m_capabilities.set(operation, initialCapabilities()[operation]);
            }
            return value;
        }))
        .orElse(m_life.guard([this, operations](Error error) {
            for (const auto operation : operations) {
                if (error.kind == ErrorKind::Forbidden && error.isVendors)
                    m_capabilities.downgrade(operation, refusalOf(error));
            }
            return Task<T>::failed(std::move(error));
        }));
}

/// Asks for an answer without the key. A server that does not know how to leave a member out says
/// 400: then the key comes along and is blanked before parsing, from then on at once.
Task<Response> SoftwareOneClient::readLean(std::function<Result<http::Request>(Select)> make)
{
    auto task = m_api.send(make(m_select));
    if (m_select == Select::Everything)
        return task;
    return std::move(task).orElse(m_life.guard([this, make](Error error) {
        if (error.httpStatus != 400)
            return Task<Response>::failed(std::move(error));
        return m_api.send(make(Select::Everything))
            .map(m_life.guard([this](Response response) -> Result<Response> {
                m_select = Select::Everything;
                return response;
            }));
    }));
}

Task<wire::OwnToken> SoftwareOneClient::readOwnToken()
{
    auto reply
        = readLean([id = m_reader.ownTokenId](Select select) { return requests::one(id, select); });
    return http::parsed(std::move(reply), [reader = m_reader](Response response) {
        return wire::parseOwnToken(std::move(response.body), reader);
    }).map(m_life.guard([this](wire::OwnToken own) -> Result<wire::OwnToken> {
        m_account = own.account;
        m_ownModules = own.token.grants;
        return own;
    }));
}

Task<domain::Identity> SoftwareOneClient::whoAmI()
{
    if (m_reader.ownTokenId.isEmpty()) {
        return askForAccount(u"The key does not name its own token. Enter the token's id (TKN-...) "
                             "to have it recognised in the list."_s);
    }
    return readOwnToken()
        .map([](const wire::OwnToken &own) -> Result<domain::Identity> { return identityOf(own); })
        .orElse(m_life.guard([this](Error error) {
            if (!isHidden(error))
                return Task<domain::Identity>::failed(std::move(error));
            return askForAccount(
                u"The key works, but it may not see its own token: it may lack the Access "
                "Management module."_s);
        }));
}

/// Works for any credential: everybody sees the own account. Operations see all, so that the first
/// one need not be theirs; it is shown, not used.
Task<domain::Identity> SoftwareOneClient::askForAccount(const QString &note)
{
    return m_api.send(requests::anyAccount())
        .map([note, ownId = m_reader.ownTokenId](Response response) -> Result<domain::Identity> {
            const auto accounts = wire::parseAccounts(std::move(response.body));
            if (!accounts)
                return base::fail(accounts.error());
            domain::Identity identity;
            identity.note = note;
            identity.ownTokenId = ownId;
            if (!accounts->empty()) {
                identity.name = accounts->front().name;
                identity.account = accounts->front().name;
                identity.organisation = accounts->front().id;
                identity.role = accounts->front().type;
            }
            return identity;
        });
}

Task<domain::TokenPage> SoftwareOneClient::listTokens(
    const domain::PageCursor &cursor, const domain::NextPageNotice &)
{
    auto position = wire::fromCursor(cursor.position);
    if (!position)
        return Task<domain::TokenPage>::failed(
            {.kind = ErrorKind::Invalid, .detail = u"unknown page"_s, .field = u"cursor"_s});
    if (cursor.position.isEmpty())
        position->hidesDeleted = m_account.isOperations();
    auto reply = readLean([at = *position](Select select) -> Result<http::Request> {
        return requests::list(at, select);
    });
    return noting({Operation::List},
        http::parsed(std::move(reply), [reader = m_reader, at = *position](Response response) {
            return withPlacesAhead(wire::parsePage(std::move(response.body), reader, at), at);
        }));
}

/// The account is needed for a new token and for its form; not to see it is no reason to stop.
Task<Unit> SoftwareOneClient::learnAccount()
{
    if (!m_account.id.isEmpty() || m_reader.ownTokenId.isEmpty())
        return Task<Unit>::ready(Unit {});
    return readOwnToken()
        .map([](const wire::OwnToken &) -> Result<Unit> { return Unit {}; })
        .orElse([](Error error) {
            return isHidden(error) ? Task<Unit>::ready(Unit {})
                                   : Task<Unit>::failed(std::move(error));
        });
}

Task<domain::IssuedToken> SoftwareOneClient::createToken(domain::TokenDraft draft)
{
    if (const auto fits = requests::create(draft, draft.accountId); !fits)
        return Task<domain::IssuedToken>::failed(fits.error());
    auto known = draft.accountId.isEmpty() ? learnAccount() : Task<Unit>::ready(Unit {});
    const auto kept = std::make_shared<const domain::TokenDraft>(std::move(draft));
    return noting({Operation::Create},
        std::move(known).andThen(m_life.guard([this, kept](Unit) { return sendCreate(*kept); })));
}

Task<domain::IssuedToken> SoftwareOneClient::sendCreate(const domain::TokenDraft &draft)
{
    const QString account = draft.accountId.isEmpty() ? m_account.id : draft.accountId;
    return http::readChange(
        m_api.send(requests::create(draft, account)), [reader = m_reader](Response response) {
            return wire::parseIssued(std::move(response.body), reader);
        });
}

/// Sends a change whose reply is the token as it is afterwards.
Task<Token> SoftwareOneClient::change(const Token &before, const Result<http::Request> &request)
{
    return http::readChange(
        m_api.send(request), [reader = m_reader, before](Response response) -> Result<Token> {
            auto token = wire::parseToken(std::move(response.body), reader);
            return token ? wire::keepUnreported(before, std::move(*token)) : token;
        });
}

Task<Token> SoftwareOneClient::updateToken(const Token &before, const domain::TokenEdit &edit)
{
    if (edit.isEmpty())
        return Task<Token>::ready(before);
    Operations operations;
    if (edit.name)
        operations.push_back(Operation::Rename);
    if (edit.description)
        operations.push_back(Operation::EditDescription);
    if (edit.grants)
        operations.push_back(Operation::EditGrants);
    return noting(
        std::move(operations), change(before, requests::update(before.key.remoteId, edit)));
}

/// One request a token, as the vendor has no call for many. What stops one stops all: once the key
/// is refused, the vendor asks to wait or cannot be reached, the rest is not worth a request each.
Task<std::vector<ChangeOutcome>> SoftwareOneClient::setEnabled(
    const std::vector<Token> &tokens, bool enabled)
{
    using Rows = std::vector<Result<Token>>;
    using Outcomes = std::vector<ChangeOutcome>;
    const auto all = std::make_shared<const std::vector<Token>>(tokens);
    const auto stopped = std::make_shared<std::optional<Error>>();
    const auto one = [this, all, stopped, enabled](std::size_t index) {
        if (*stopped)
            return Task<Token>::failed(**stopped);
        const Token &before = (*all)[index];
        auto after = change(before, requests::setEnabled(before.key.remoteId, enabled));
        return noting({enabled ? Operation::Enable : Operation::Disable}, std::move(after))
            .orElse([stopped](Error error) {
                if (stopsAll(error))
                    *stopped = error;
                return Task<Token>::failed(std::move(error));
            });
    };
    return base::gather<Token>(all->size(), requestsAtOnce, m_life.guard(one))
        .map([all](Rows rows) -> Result<Outcomes> {
            Outcomes outcomes;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                ChangeOutcome outcome {(*all)[i].key.remoteId, Unit {}, {}};
                if (rows[i])
                    outcome.token = std::move(*rows[i]);
                else
                    outcome.result = base::fail(rows[i].error());
                outcomes.push_back(std::move(outcome));
            }
            return outcomes;
        });
}

Task<domain::DeleteOutcome> SoftwareOneClient::deleteToken(const Token &token)
{
    using domain::DeleteOutcome;
    auto deleted
        = m_api.send(requests::remove(token.key.remoteId))
              .map([](const Response &) -> Result<DeleteOutcome> { return DeleteOutcome::Deleted; })
              .orElse([](Error error) {
                  return error.kind == ErrorKind::NotFound
                      ? Task<DeleteOutcome>::ready(DeleteOutcome::AlreadyGone)
                      : Task<DeleteOutcome>::failed(std::move(error));
              });
    return noting({Operation::Delete}, std::move(deleted));
}

} // namespace softwareone
