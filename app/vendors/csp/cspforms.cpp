// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/csp/cspforms.h"

#include "base/textrules.h"
#include "http/apiclient.h"
#include "vendors/csp/cspwire.h"

#include <QRegularExpression>

#include <limits>

namespace csp {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Result;
using base::Unit;
using domain::Capability;
using domain::DraftForm;
using domain::Grant;
using domain::GrantChoice;
using domain::Operation;
using domain::Support;

namespace {

constexpr std::chrono::seconds shortestLife {1800};
constexpr std::chrono::days day {1};

GrantChoice generalChoice(const QString &name, const QString &description)
{
    return {wire::generalScope(name), u"General"_s, description};
}

bool isOffered(const std::vector<GrantChoice> &choices, const Grant &grant)
{
    return std::any_of(choices.begin(), choices.end(), [&grant](const GrantChoice &choice) {
        return choice.grant.name == grant.name && choice.grant.target == grant.target;
    });
}

domain::TextRule nameRule()
{
    domain::TextRule rule;
    rule.maximum = 64;
    rule.pattern = u"[\\p{L}\\p{M}\\p{N}\\-_.`':@& ]+"_s;
    rule.hint = u"letters, digits, spaces and - _ . ` ' : @ & only"_s;
    return rule;
}

Result<Unit> checkIdToken(const base::Secret &idToken)
{
    for (const char c : idToken.expose()) {
        const bool isPlain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z')
            || (c >= 'a' && c <= 'z') || QByteArrayView("-._ ").contains(c);
        if (!isPlain)
            return base::invalid(
                u"idToken"_s, u"an ID token holds only letters, digits, - . and _"_s);
    }
    return Unit {};
}

Capability deleting(const domain::Connection &connection)
{
    if (connection.clientId.isEmpty())
        return {.support = Support::ManualLink,
            .reason
            = u"Revoking needs an OAuth client in the connection; or revoke in the console, "
              "or deactivate the token here."_s,
            .link = tokenPage(connection.baseUrl)};
    return {.support = Support::Native,
        .reason = u"Only tokens whose value is tracked here can be deleted. That is final."_s};
}

} // namespace

domain::ConnectionForm connectionForm()
{
    domain::ConnectionForm form;
    form.vendor = domain::Vendor::Csp;
    form.hosts = {{u"VMware Cloud Services"_s, QUrl(u"https://console.cloud.vmware.com"_s)},
        {u"Broadcom Tanzu"_s, QUrl(u"https://console.tanzu.broadcom.com"_s)}};
    form.apiPaths = {u"/csp/gateway"_s};
    form.takesOrganisation = true;
    form.organisationHint
        = u"Organisation id. May stay empty: an API token belongs to one organisation."_s;
    form.clientIdHint = u"Optional OAuth client, needed only for revoking tokens from here."_s;
    form.takesOauthClient = true;
    form.secretLabel = u"API token"_s;
    form.secretHint = u"From My Account > API Tokens in the console."_s;
    return form;
}

Result<Unit> checkConnection(const domain::Connection &connection, const base::Secret *secret)
{
    if (connection.name.trimmed().isEmpty())
        return base::invalid(u"name"_s, u"the connection needs a name"_s);
    if (const auto url = http::checkBaseUrl(connection.baseUrl); !url)
        return url;
    if (!connection.organisation.isEmpty() && !base::isSafePathId(connection.organisation))
        return base::invalid(
            u"organisation"_s, u"an organisation id holds only letters, digits and - . _ : ~"_s);
    static const QRegularExpression clientId(u"^[\\x21-\\x39\\x3b-\\x7e]*$"_s);
    if (!clientId.match(connection.clientId).hasMatch())
        return base::invalid(
            u"clientId"_s, u"a client id holds no spaces, colons or unusual characters"_s);
    if (!secret)
        return Unit {};
    if (const auto key = base::cleanKey(*secret); !key)
        return base::fail(key.error());
    return Unit {};
}

DraftForm userForm(std::vector<GrantChoice> roles, const QUrl &console)
{
    const Grant member = wire::organisationRole(u"org_member"_s, u"Organization Member"_s);
    DraftForm form;
    form.kind = domain::TokenKind::User;
    form.name = nameRule();
    form.style = domain::GrantStyle::Checklist;
    form.choices = std::move(roles);
    if (!isOffered(form.choices, member))
        form.choices.insert(
            form.choices.begin(), GrantChoice {member, u"Organisation roles"_s, {}});
    form.choices.push_back(generalChoice(u"openid"_s, u"Tells who the user is."_s));
    form.choices.push_back(generalChoice(u"group_names"_s, u"Names of the user's groups."_s));
    form.choices.push_back(generalChoice(u"group_ids"_s, u"Ids of the user's groups."_s));
    form.takesTypedGrants = true;
    form.typedGrantPattern = u"[A-Za-z0-9_.:\\-]+"_s;
    form.minimumGrants = 1;
    form.presets = {
        {u"member"_s, u"Organization member"_s, u"Belongs to the organisation, manages nothing."_s,
            {member, wire::generalScope(u"openid"_s)}}};
    form.lifetime = domain::LifetimeRule {
        shortestLife, 90 * day, {1h, day, 7 * day, 30 * day, 90 * day, 180 * day, 365 * day}};
    form.mayNeedIdToken = true;
    form.idTokenHelp = tokenPage(console);
    return form;
}

Result<Unit> checkUserDraft(const domain::TokenDraft &draft)
{
    if (const auto fits = domain::checkDraft(userForm({}, {}), draft); !fits)
        return fits;
    if (draft.lifetime.count() > std::numeric_limits<qint32>::max())
        return base::invalid(u"lifetime"_s, u"the lifetime is too long"_s);
    if (std::any_of(draft.grants.begin(), draft.grants.end(), &wire::isAllOf))
        return base::invalid(
            u"grants"_s, u"\"all roles\" and \"all permissions\" are refused in a token"_s);
    return checkIdToken(draft.idToken);
}

domain::Capabilities startingCapabilities(const domain::Connection &connection)
{
    const QUrl link = tokenPage(connection.baseUrl);
    const Capability manual {.support = Support::ManualLink,
        .reason = u"There is no public call for it; the console can."_s,
        .link = link};
    const Capability owners {
        .support = Support::Native, .reason = u"For organisation owners."_s, .reversible = true};
    const auto none = [](const QString &reason) {
        return Capability {.support = Support::Unsupported, .reason = reason};
    };
    domain::Capabilities can;
    can.set(Operation::List,
        {.support = Support::Native,
            .reason = u"Tracked tokens, and the organisation's list where the vendor gives it "
                      "(not a published call)."_s,
            .experimental = true});
    can.set(Operation::Create,
        {.support = Support::Native,
            .reason = u"For yourself. The vendor may ask for an ID token from a browser sign-in."_s,
            .link = link});
    can.set(Operation::Rename, manual);
    can.set(Operation::EditGrants, manual);
    can.set(Operation::EditDescription, none(u"CSP tokens have no description."_s));
    can.set(Operation::EditAddresses, none(u"CSP tokens have no address list."_s));
    can.set(Operation::Disable, owners);
    can.set(Operation::Enable, owners);
    can.set(Operation::Delete, deleting(connection));
    can.set(Operation::Track, {.support = Support::Native});
    return can;
}

QUrl tokenPage(const QUrl &console)
{
    QUrl page = console;
    page.setPath(u"/csp/gateway/portal/"_s);
    page.setFragment(u"/user/tokens"_s);
    return page;
}

} // namespace csp
