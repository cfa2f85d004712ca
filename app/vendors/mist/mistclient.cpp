// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/mist/mistclient.h"

namespace mist {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using domain::DraftForm;
using domain::Identity;
using domain::IssuedToken;
using domain::NextPageNotice;
using domain::Operation;
using domain::PageCursor;
using domain::Token;
using domain::TokenDraft;
using domain::TokenEdit;
using domain::TokenKind;
using domain::TokenPage;
using http::Request;
using http::Response;
using http::Verb;

namespace {

constexpr int mostPages = 20000; // IN-09: a million tokens, fifty a page
/// Parts of the list, where there are both: Mist counts each by itself.
const QString organisationPart = u"the organisation's tokens"_s;
const QString ownPart = u"your own tokens"_s;

QString refusal(const Error &error)
{
    return error.vendorWords.isEmpty() ? u"Mist refused it (403)."_s
                                       : u"Mist refused it (403): %1"_s.arg(error.vendorWords);
}

Result<Request> get(const Result<QString> &path, const QByteArray &query = {})
{
    if (!path)
        return base::fail(path.error());
    return Request::get(*path, query);
}

/// Who signs in and what is left to them: small, so that a small cap does (NET-06).
Request aboutMe(const QString &path)
{
    Request request = Request::get(path);
    request.maximumBody = 256 * 1024;
    return request;
}

/// "org:3" -> {"org", 3}
std::pair<QString, int> readCursor(const PageCursor &cursor)
{
    return {cursor.position.section(u':', 0, 0), cursor.position.section(u':', 1).toInt()};
}

} // namespace

MistClient::MistClient(domain::Connection connection, domain::Credentials credentials,
    std::unique_ptr<http::Transport> transport)
    : m_connection(std::move(connection))
    , m_ownHint(wire::maskedHint(credentials.main.expose()))
    , m_transport(std::move(transport))
    , m_api(m_connection.baseUrl, *m_transport,
          std::make_unique<http::WordAuthorizer>("Token"_ba, std::move(credentials.main)),
          &wire::parseError)
{
}

wire::Context MistClient::context() const
{
    return {m_connection.id, m_ownHint,
        m_self && m_self->isUser ? m_self->identity.name : QString(), m_grants};
}

Task<Identity> MistClient::whoAmI()
{
    m_self.reset();
    return fetchSelf().andThen(m_life.guard([this](const wire::Self &self) {
        m_capabilities = startingCapabilities(); // A new look at the credential: refusals are over.
        m_noOrganisationTokens.clear();
        return withBudget(identityAt(self));
    }));
}

Task<wire::Self> MistClient::self()
{
    return m_self ? Task<wire::Self>::ready(*m_self) : fetchSelf();
}

Task<wire::Self> MistClient::fetchSelf()
{
    return m_api.send(aboutMe(u"/api/v1/self"_s))
        .map(&wire::parseSelf)
        .andThen(
            m_life.guard([this](wire::Self self) { return withMspOrganisations(std::move(self)); }))
        .map(m_life.guard([this](wire::Self self) -> Result<wire::Self> {
            m_self = self;
            return self;
        }));
}

/// An administrator of a managed service provider sees organisations only by asking for them.
Task<wire::Self> MistClient::withMspOrganisations(wire::Self self)
{
    if (self.msps.isEmpty() || !self.identity.organisations.empty())
        return Task<wire::Self>::ready(std::move(self));
    const auto path = http::path("/api/v1/msps/%1/orgs", {self.msps.first()});
    return m_api.send(get(path))
        .map(&wire::parseMspOrganisations)
        .orElse([](const Error &) { return Task<Organisations>::ready(Organisations {}); })
        .map([self](Organisations found) -> Result<wire::Self> {
            wire::Self complete = self;
            complete.identity.organisations = std::move(found);
            return complete;
        });
}

Task<Identity> MistClient::withBudget(Identity identity)
{
    return m_api.send(aboutMe(u"/api/v1/self/usage"_s))
        .map(&wire::parseUsage)
        .map([identity](const wire::Budget &budget) -> Result<Identity> {
            Identity complete = identity;
            complete.budgetUsed = budget.used;
            complete.budgetLimit = budget.limit;
            return complete;
        })
        .orElse([identity](const Error &) { return Task<Identity>::ready(identity); });
}

Identity MistClient::identityAt(const wire::Self &self) const
{
    Identity identity = self.identity;
    identity.organisation = organisationOf(self).value_or(QString());
    for (const auto &one : identity.organisations) {
        if (one.id == identity.organisation)
            identity.account = one.name;
    }
    return identity;
}

Result<QString> MistClient::organisationOf(const wire::Self &self) const
{
    const QString field = u"organisation"_s;
    if (!m_connection.organisation.isEmpty())
        return m_connection.organisation;
    const auto &seen = self.identity.organisations;
    if (seen.size() == 1)
        return seen.front().id;
    if (seen.empty())
        return base::invalid(field, u"the token sees no organisation; enter its id"_s);
    QStringList names;
    for (const auto &one : seen)
        names.append(one.name.isEmpty() ? one.id : one.name);
    return base::invalid(field,
        u"the token sees %1 organisations; choose one of: %2"_s.arg(
            QString::number(seen.size()), names.join(u", "_s)));
}

Task<QString> MistClient::organisation()
{
    if (!m_connection.organisation.isEmpty())
        return Task<QString>::ready(m_connection.organisation);
    return self().map(
        m_life.guard([this](const wire::Self &self) { return organisationOf(self); }));
}

Task<TokenPage> MistClient::listTokens(const PageCursor &cursor, const NextPageNotice &foresee)
{
    return self().andThen(m_life.guard([this, cursor, foresee](const wire::Self &self) {
        if (cursor.position.isEmpty())
            return firstPage(self, foresee);
        const auto [part, number] = readCursor(cursor);
        const auto organisation = organisationOf(self);
        if (number >= 1 && number <= mostPages) {
            if (part == "self"_L1)
                return ownPage(number, foresee);
            if (part == "org"_L1 && organisation)
                return organisationPage(*organisation, number, foresee);
        }
        return Task<TokenPage>::failed(
            {.kind = ErrorKind::UnexpectedReply, .detail = u"there is no such page"_s});
    }));
}

Task<TokenPage> MistClient::firstPage(const wire::Self &self, const NextPageNotice &foresee)
{
    const auto organisation = organisationOf(self);
    if (organisation)
        return organisationPage(*organisation, 1, foresee);
    if (!self.isUser || !self.identity.organisations.empty())
        return Task<TokenPage>::failed(organisation.error());
    return ownPage(1, foresee).map([](TokenPage page) -> Result<TokenPage> {
        page.warnings.append(u"The token sees no organisation: these are your own tokens only."_s);
        return page;
    });
}

Task<TokenPage> MistClient::organisationPage(
    const QString &organisation, int number, const NextPageNotice &foresee)
{
    const bool hasOwn = m_self && m_self->isUser;
    auto read = page(http::path("/api/v1/orgs/%1/apitokens", {organisation}),
        TokenKind::Organisation, number, foresee)
                    .map(m_life.guard([this, hasOwn](TokenPage page) -> Result<TokenPage> {
                        m_hasListedOrganisation = true;
                        if (!page.next && hasOwn)
                            page.next = PageCursor {u"self:1"_s};
                        if (hasOwn)
                            page.part.name = organisationPart;
                        return page;
                    }));
    if (!hasOwn)
        return noting(std::move(read), TokenKind::Organisation, Operation::List);
    return std::move(read).orElse(m_life.guard([this](const Error &error) {
        if (error.kind != ErrorKind::Forbidden)
            return Task<TokenPage>::failed(error);
        TokenPage none;
        none.part.name = organisationPart;
        // Whoever was shown them before lacks them now; they are not gone.
        none.lacksTokens = m_hasListedOrganisation;
        none.next = PageCursor {u"self:1"_s};
        none.warnings.append(u"The organisation's tokens are not shown: %1"_s.arg(refusal(error)));
        return Task<TokenPage>::ready(std::move(none));
    }));
}

Task<TokenPage> MistClient::ownPage(int number, const NextPageNotice &foresee)
{
    return page(http::path("/api/v1/self/apitokens"), TokenKind::User, number, foresee)
        .map([](TokenPage page) -> Result<TokenPage> {
            page.part.name = ownPart;
            return page;
        });
}

Task<TokenPage> MistClient::page(
    Result<QString> path, TokenKind kind, int number, const NextPageNotice &foresee)
{
    if (!path)
        return Task<TokenPage>::failed(path.error());
    Request request = Request::get(
        *path, number > 1 ? QByteArray("page=") + QByteArray::number(number) : QByteArray());
    request.deadline = std::chrono::seconds(60);
    request.maximumBody = 64 * 1024 * 1024; // Mist does not page these lists.
    const QString part = kind == TokenKind::User ? u"self:%1"_s : u"org:%1"_s;
    const bool ownFollow = kind == TokenKind::Organisation && m_self && m_self->isUser;
    auto reply = m_api.send(request).map(
        [foresee, part, number, ownFollow](Response response) -> Result<Response> {
            const auto next = wire::parsePaging(response).next;
            if (foresee && next == number + 1)
                foresee({part.arg(*next)});
            else if (foresee && !next && ownFollow)
                foresee({u"self:1"_s}); // The long list may take a second to read.
            return response;
        });
    return http::parsed(std::move(reply),
        [kind, number, part, context = context()](Response response) -> Result<TokenPage> {
            const auto next = wire::parsePaging(response).next;
            auto page = wire::parseTokens(std::move(response), kind, context);
            if (!page || !next)
                return page;
            if (*next != number + 1)
                return base::fail(ErrorKind::UnexpectedReply,
                    u"X-Page-Page is %1 on page %2"_s.arg(
                        QString::number(*next - 1), QString::number(number)));
            page->next = PageCursor {part.arg(*next)};
            return page;
        });
}

/// A user's token that may not touch the organisation's tokens may still handle that user's own:
/// the operation then stays open, with the reason.
void MistClient::noteRefusal(TokenKind kind, Operation operation, const Error &error)
{
    const QString reason = refusal(error);
    const bool hasOwn = m_self && m_self->isUser && kind == TokenKind::Organisation;
    if (!hasOwn || operation == Operation::EditGrants) {
        m_capabilities.downgrade(operation, reason);
        return;
    }
    if (operation == Operation::Create)
        m_noOrganisationTokens = reason;
    domain::Capability cell = m_capabilities[operation];
    cell.support = domain::Support::Unknown;
    cell.reason = u"Organisation tokens: %1"_s.arg(reason);
    m_capabilities.set(operation, cell);
}

} // namespace mist
