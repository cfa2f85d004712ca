// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/mist/mistforms.h"

#include "base/textrules.h"
#include "http/apiclient.h"
#include "vendors/mist/mistwire.h"

#include <QRegularExpression>

namespace mist {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using domain::Capability;
using domain::DraftForm;
using domain::Operation;
using domain::Support;

namespace {

constexpr int mostPrivileges = 10;
constexpr int mostAddresses = 10;

const QString uuidPattern
    = u"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"_s;

domain::Grant onOrganisation(const QString &role)
{
    domain::Grant grant = wire::targetOf(u"org"_s);
    grant.wire.insert(u"role"_s, role);
    return wire::grantOf(grant.wire);
}

std::vector<domain::RoleChoice> roles()
{
    return {
        {u"read"_s, u"Observer"_s, false, {u"reporting"_s, u"marketing"_s, u"super_observer"_s}},
        {u"helpdesk"_s, u"Helpdesk"_s, false, {u"switch_admin"_s}},
        {u"installer"_s, u"Installer"_s, false, {}},
        {u"write"_s, u"Network Admin"_s, true, {u"location"_s, u"security"_s}},
        {u"admin"_s, u"Super User"_s, true, {u"mxedge_admin"_s, u"lobby_admin"_s}},
    };
}

std::vector<domain::Preset> presets()
{
    return {
        {u"observer"_s, u"Observer of the organisation"_s, u"Reads everything, changes nothing."_s,
            {onOrganisation(u"read"_s)}},
        {u"network-admin"_s, u"Network admin of the organisation"_s,
            u"Changes networks and sites, not administrators or tokens."_s,
            {onOrganisation(u"write"_s)}},
        {u"super-user"_s, u"Super user of the organisation"_s,
            u"May do everything, creating tokens included."_s, {onOrganisation(u"admin"_s)}},
    };
}

/// The vendor does not ask for a user token's name, we do: after a lost reply the new token can
/// only be found by it.
domain::TextRule nameRule()
{
    domain::TextRule rule;
    rule.serverDecides = true;
    return rule;
}

} // namespace

domain::ConnectionForm connectionForm()
{
    domain::ConnectionForm form;
    form.vendor = domain::Vendor::Mist;
    static constexpr std::pair<const char *, const char *> clouds[] = {
        {"Global 01", "api.mist.com"},
        {"Global 02", "api.gc1.mist.com"},
        {"Global 03", "api.ac2.mist.com"},
        {"Global 04", "api.gc2.mist.com"},
        {"Global 05", "api.gc4.mist.com"},
        {"EMEA 01", "api.eu.mist.com"},
        {"EMEA 02", "api.gc3.mist.com"},
        {"EMEA 03", "api.ac6.mist.com"},
        {"EMEA 04", "api.gc6.mist.com"},
        {"APAC 01", "api.ac5.mist.com"},
        {"APAC 02", "api.gc5.mist.com"},
        {"APAC 03", "api.gc7.mist.com"},
    };
    for (const auto &[label, host] : clouds) {
        const QUrl url(u"https://%1"_s.arg(QLatin1StringView(host)));
        form.hosts.push_back({QString::fromLatin1(label), url, portalOf(url).host()});
    }
    form.apiPaths = {u"/api"_s};
    form.takesOrganisation = true;
    form.organisationHint
        = u"Organisation id (UUID). May stay empty when the token sees only one organisation."_s;
    form.secretLabel = u"API token"_s;
    form.secretHint
        = u"An organisation token lists the organisation's tokens; a user token also lists your own."_s;
    return form;
}

Result<Unit> checkConnection(const domain::Connection &connection, const base::Secret *secret)
{
    if (connection.name.trimmed().isEmpty())
        return base::invalid(u"name"_s, u"the connection needs a name"_s);
    if (const auto url = http::checkBaseUrl(connection.baseUrl); !url)
        return url;
    static const QRegularExpression uuid(QRegularExpression::anchoredPattern(uuidPattern));
    if (!connection.organisation.isEmpty() && !uuid.match(connection.organisation).hasMatch())
        return base::invalid(u"organisation"_s, u"the organisation id is not a UUID"_s);
    if (!secret)
        return Unit {};
    if (const auto key = base::cleanKey(*secret); !key)
        return base::fail(key.error());
    return Unit {};
}

DraftForm organisationForm(std::vector<domain::TargetChoice> places)
{
    DraftForm form;
    form.kind = domain::TokenKind::Organisation;
    form.name = nameRule();
    form.style = domain::GrantStyle::RoleOnTarget;
    form.roles = roles();
    form.targets = {{wire::targetOf(u"org"_s, {}, u"Whole organisation"_s), u"org"_s},
        {wire::targetOf(u"orgsites"_s, {}, u"All sites"_s), u"orgsites"_s}};
    std::move(places.begin(), places.end(), std::back_inserter(form.targets));
    form.takesTypedGrants = true;
    form.typedGrantPattern = u"(site|sitegroup):"_s + uuidPattern;
    form.minimumGrants = 1;
    form.maximumGrants = mostPrivileges;
    form.maximumAddresses = mostAddresses;
    form.presets = presets();
    return form;
}

DraftForm userForm()
{
    DraftForm form;
    form.kind = domain::TokenKind::User;
    form.name = nameRule();
    form.style = domain::GrantStyle::Inherited;
    form.maximumGrants = 0;
    form.presets = {{u"own-rights"_s, u"Your own rights"_s,
        u"A user token may do everything its user may."_s, {}}};
    return form;
}

domain::Capabilities startingCapabilities()
{
    const auto native = [](const QString &reason = {}) {
        return Capability {.support = Support::Native, .reason = reason};
    };
    const auto none = [](const QString &reason) {
        return Capability {.support = Support::Unsupported, .reason = reason};
    };
    domain::Capabilities can;
    can.set(Operation::List, native());
    can.set(Operation::Create, native());
    can.set(Operation::Rename, native());
    can.set(Operation::EditDescription, none(u"Mist tokens have no description."_s));
    can.set(Operation::EditGrants,
        native(u"Organisation tokens only: a user token has its user's rights."_s));
    can.set(Operation::EditAddresses,
        none(u"Mist fixes the allowed addresses when a token is created."_s));
    can.set(Operation::Disable, none(u"Mist cannot disable a token; it can only be deleted."_s));
    can.set(Operation::Enable, none(u"Mist has no disabled tokens."_s));
    can.set(Operation::Delete, native(u"Deleting is final."_s));
    can.set(Operation::Track, none(u"Mist lists tokens itself; none is looked up by its value."_s));
    return can;
}

QUrl portalOf(const QUrl &api)
{
    if (!api.host().startsWith("api."_L1))
        return api;
    QUrl portal;
    portal.setScheme(u"https"_s);
    portal.setHost(u"manage."_s + api.host().sliced(4));
    portal.setPath(u"/admin/"_s);
    return portal;
}

} // namespace mist
