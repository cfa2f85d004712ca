// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/textrules.h"
#include "vendors/softwareone/softwareoneclient.h"

#include <QRegularExpression>

// What the client offers before anything is changed: forms, sketches, links and the connection's
// form.
namespace softwareone {

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

const QUrl &productionPortal()
{
    static const QUrl url(
        u"https://portal.platform.softwareone.com/administration/settings/api-tokens"_s);
    return url;
}

/// The change behind an operation, with the token's own values or such as show where they go.
Result<http::Request> exampleOf(Operation operation, const Token *token, const QString &account)
{
    const QString id = token ? token->key.remoteId : u"TKN-0000-0000"_s;
    const auto grants = token ? token->grants : std::vector<domain::Grant> {};
    domain::TokenDraft draft;
    switch (operation) {
    case Operation::Create:
        draft.name = token ? token->name : u"New token"_s;
        draft.grants = grants;
        return requests::create(draft, account);
    case Operation::Rename:
        return requests::update(id, {.name = token ? token->name : u"New name"_s});
    case Operation::EditDescription:
        return requests::update(id, {.description = token ? token->description.value : QString()});
    case Operation::EditGrants:
        return requests::update(id, {.grants = grants});
    case Operation::Disable:
    case Operation::Enable:
        return requests::setEnabled(id, operation == Operation::Enable);
    case Operation::Delete:
        return requests::remove(id);
    case Operation::List:
    case Operation::EditAddresses:
    case Operation::Track:
        break;
    }
    return base::fail(ErrorKind::Unsupported);
}

/// The vendor answers, but not with this list: then what the credential has itself is offered, and
/// module ids can be typed.
bool isWithheld(const Error &error)
{
    return error.kind == ErrorKind::Forbidden || error.kind == ErrorKind::NotFound
        || error.kind == ErrorKind::Invalid || error.kind == ErrorKind::UnexpectedReply;
}

} // namespace

Task<std::vector<domain::DraftForm>> SoftwareOneClient::draftForms()
{
    using Forms = std::vector<domain::DraftForm>;
    return learnAccount()
        .andThen(m_life.guard([this](Unit) { return loadChoices(); }))
        .andThen(m_life.guard([this](Choices choices) {
            return loadAccounts().map(
                [choices = std::move(choices)](
                    const std::vector<wire::Account> &accounts) -> Result<Forms> {
                    return Forms {form::make(choices, accounts)};
                });
        }));
}

/// From the best source that this credential may read down to its own modules.
Task<SoftwareOneClient::Choices> SoftwareOneClient::loadChoices()
{
    const bool maySeeModules = m_account.type.isEmpty() || m_account.isOperations();
    return (maySeeModules ? loadModules() : loadDefaultGroup())
        .orElse([](Error error) {
            return isWithheld(error) ? Task<Choices>::ready(Choices {})
                                     : Task<Choices>::failed(std::move(error));
        })
        .map([own = m_ownModules](Choices found) -> Result<Choices> {
            return found.empty() ? form::choicesOf(own) : found;
        });
}

Task<SoftwareOneClient::Choices> SoftwareOneClient::loadModules()
{
    QStringList types;
    if (m_account.isOperations())
        types = {m_account.type, u"Client"_s};
    return http::parsed(m_api.send(requests::modules()), [types](Response response) {
        return form::parseModules(std::move(response.body), types);
    }).orElse(m_life.guard([this](Error error) {
        return isWithheld(error) ? loadDefaultGroup() : Task<Choices>::failed(std::move(error));
    }));
}

Task<SoftwareOneClient::Choices> SoftwareOneClient::loadDefaultGroup()
{
    const QString account = m_account.isOperations() ? m_account.id : QString();
    return http::parsed(m_api.send(requests::userGroups(account)),
        [](Response response) { return form::parseDefaultGroup(std::move(response.body)); });
}

/// The own account, and for operations the clients' too.
Task<std::vector<wire::Account>> SoftwareOneClient::loadAccounts()
{
    using Accounts = std::vector<wire::Account>;
    Accounts own;
    if (!m_account.id.isEmpty())
        own.push_back(m_account);
    if (!m_account.isOperations())
        return Task<Accounts>::ready(own);
    return http::parsed(m_api.send(requests::clientAccounts()),
        [](Response response) { return wire::parseAccounts(std::move(response.body)); })
        .map([own](const Accounts &clients) -> Result<Accounts> {
            Accounts all = own;
            all.insert(all.end(), clients.begin(), clients.end());
            return all;
        })
        .orElse([own](Error error) {
            return isWithheld(error) ? Task<Accounts>::ready(own)
                                     : Task<Accounts>::failed(std::move(error));
        });
}

std::optional<domain::RequestSketch> SoftwareOneClient::sketch(
    Operation operation, const Token *token) const
{
    auto request = exampleOf(operation, token, m_account.id);
    if (operation == Operation::List)
        request = requests::list({0, m_account.isOperations()}, m_select);
    if (!request)
        return std::nullopt;
    domain::RequestSketch sketch {http::verbName(request->verb), m_api.urlOf(*request),
        {{"Authorization"_ba, "Bearer $TOKEN"_ba}, {"Accept"_ba, "application/json"_ba}},
        request->body};
    if (!request->contentType.isEmpty())
        sketch.headers.append({"Content-Type"_ba, request->contentType});
    return sketch;
}

/// Another environment's token must not open the production portal at the same id.
QUrl SoftwareOneClient::consoleLink(const Token *token) const
{
    QUrl link = productionPortal();
    const bool hasPortal = m_baseUrl.host().startsWith("api."_L1);
    if (hasPortal)
        link.setHost(u"portal."_s + m_baseUrl.host().mid(4));
    if (hasPortal && token && base::isSafePathId(token->key.remoteId))
        link.setPath(link.path() + u'/' + token->key.remoteId);
    return link;
}

domain::ConnectionForm connectionForm()
{
    domain::ConnectionForm form;
    form.vendor = domain::Vendor::SoftwareOne;
    form.hosts = {{u"Production"_s, QUrl(u"https://api.platform.softwareone.com"_s),
                      u"portal.platform.softwareone.com"_s},
        {u"Non-production (s1.show)"_s, QUrl(u"https://api.s1.show"_s), u"portal.s1.show"_s}};
    form.apiPaths = {u"/public"_s};
    form.takesOwnTokenId = true;
    form.secretLabel = u"API token"_s;
    form.secretHint
        = u"idt:TKN-1234-5678:..., from Settings > API tokens in the Marketplace portal"_s;
    return form;
}

Result<Unit> checkConnection(const domain::Connection &connection, const base::Secret *secret)
{
    if (auto fits = http::checkBaseUrl(connection.baseUrl); !fits)
        return fits;
    static const QRegularExpression id(
        QRegularExpression::anchoredPattern(u"TKN-[0-9]{4}-[0-9]{4}"_s));
    const QString own = connection.ownTokenId.trimmed();
    if (!own.isEmpty() && !id.match(own).hasMatch())
        return base::invalid(u"ownTokenId"_s, u"a token id looks like TKN-1234-5678"_s);
    if (!secret)
        return Unit {};
    const auto key = base::cleanKey(*secret);
    if (!key)
        return base::fail(key.error());
    if (key->expose().startsWith("idt:") && wire::tokenIdOf(key->expose()).isEmpty())
        return base::invalid(u"secret"_s, u"the key is cut: it looks like idt:TKN-1234-5678:..."_s);
    return Unit {};
}

} // namespace softwareone
