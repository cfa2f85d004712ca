// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/mist/mistclient.h"

namespace mist {

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using base::Task;
using domain::DraftForm;
using http::Request;
using http::Response;

namespace {

constexpr int mostPages = 1000; // IN-09

Result<Request> get(const Result<QString> &path, const QByteArray &query = {})
{
    if (!path)
        return base::fail(path.error());
    return Request::get(*path, query);
}

} // namespace

Task<std::vector<DraftForm>> MistClient::draftForms()
{
    return self().andThen(m_life.guard([this](const wire::Self &self) { return formsFor(self); }));
}

Task<std::vector<DraftForm>> MistClient::formsFor(const wire::Self &self)
{
    using Forms = std::vector<DraftForm>;
    const auto organisation = organisationOf(self);
    DraftForm own = judgedUserForm(self);
    if (!organisation) {
        DraftForm none = organisationForm();
        none.unavailable = organisation.error().detail;
        return Task<Forms>::ready(Forms {own, none});
    }
    return places(*organisation, "/api/v1/orgs/%1/sites", u"site"_s, 1, {})
        .andThen(m_life.guard([this, organisation = *organisation](Places sites) {
            return places(
                organisation, "/api/v1/orgs/%1/sitegroups", u"sitegroup"_s, 1, std::move(sites));
        }))
        .map([own, refused = m_noOrganisationTokens](Places found) -> Result<Forms> {
            DraftForm form = organisationForm(std::move(found));
            form.unavailable = refused;
            return Forms {std::move(form), own};
        });
}

/// All sites or site groups; where they cannot be read, those found so far, as ids can be typed.
Task<MistClient::Places> MistClient::places(
    const QString &organisation, const char *path, const QString &scope, int page, Places soFar)
{
    constexpr int size = 100;
    const auto filled = http::path(path, {organisation});
    const QByteArray query
        = "limit=" + QByteArray::number(size) + "&page=" + QByteArray::number(page);
    auto read = http::parsed(m_api.send(get(filled, query)),
        [scope](const Response &response) -> Result<std::pair<Places, bool>> {
            auto found = wire::parsePlaces(response, scope);
            if (!found)
                return base::fail(found.error());
            const bool goesOn = wire::parsePaging(response).next.has_value();
            return std::pair {std::move(*found), goesOn};
        });
    return std::move(read)
        .andThen(m_life.guard([=, this](std::pair<Places, bool> found) {
            Places all = soFar;
            std::move(found.first.begin(), found.first.end(), std::back_inserter(all));
            if (!found.second || page >= mostPages)
                return Task<Places>::ready(std::move(all));
            return places(organisation, path, scope, page + 1, std::move(all));
        }))
        .orElse([soFar](const Error &) { return Task<Places>::ready(soFar); });
}

DraftForm MistClient::judgedUserForm(const wire::Self &self) const
{
    DraftForm form = userForm();
    if (!self.isUser)
        form.unavailable
            = u"This connection signs in with an organisation token, which belongs to no user."_s;
    else if (self.isSso)
        form.unavailable = u"Accounts that sign in through SSO cannot create user tokens."_s;
    return form;
}

} // namespace mist
