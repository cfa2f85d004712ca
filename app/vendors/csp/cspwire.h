// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// VMware Cloud Services' side of the wire as values: reply bodies to domain values and drafts to
/// bodies. Pure and total: any body gives a value or an error that names the place.

#include "domain/grantcache.h"
#include "domain/vendorclient.h"
#include "http/apiclient.h"

#include <QHash>

namespace csp::wire {

/// What a row needs besides the reply it comes from.
struct Context
{
    QString connectionId;
    base::Instant now; ///< a token past its expiry is Expired, whatever else is said
    std::shared_ptr<domain::GrantCache> grants; ///< null = each reply for itself
};

/// What public clients read out of an access token, unverified: hints, no proof.
struct Claims
{
    QString organisation;
    QString user;
};

/// What an API token is exchanged for.
struct AccessGrant
{
    base::Secret access;
    base::Secret idToken; ///< empty = the vendor sent none
    std::chrono::seconds lifetime {0};
    Claims claims;
};

struct Details
{
    domain::Token token;
    QString organisation;
    QStringList remarks; ///< see TokenPage
};

/// One page of the organisation's governance list.
struct Dashboard
{
    domain::TokenBatch tokens;
    int items = 0; ///< all that the page held, with those that could not be read
    bool lacksTokens = false; ///< see TokenPage, as the next two
    QStringList warnings;
    QStringList remarks;
    std::optional<qint64> total;
};

/// Answer to (de)activate: ids that changed, ids that did not and why.
struct StatusChange
{
    QStringList done;
    QHash<QString, QString> failed;
};

using Choices = std::vector<domain::GrantChoice>;

http::ErrorWords parseError(const http::Response &response);
base::Result<AccessGrant> parseAccess(http::Response response);
Claims claimsOf(QByteArrayView accessToken);

/// The reply echoes the token's value: it is overwritten while the body is parsed (IN-10).
base::Result<Details> parseDetails(http::Response response, const Context &context);
base::Result<Dashboard> parseDashboard(http::Response response, const Context &context);
base::Result<base::Secret> parseCreated(http::Response response);
base::Result<StatusChange> parseStatusChange(const http::Response &response);

base::Result<QString> parseUserName(const http::Response &response);
base::Result<QString> parseOrganisationName(const http::Response &response);
/// Names of the organisation roles out of "my roles in the organisation".
base::Result<QStringList> parseOwnRoles(const http::Response &response);
base::Result<Choices> parseOrganisationRoles(const http::Response &response);
base::Result<Choices> parseCustomRoles(const http::Response &response);
/// The shape is not published: what looks like a service with roles is taken, the rest left.
base::Result<Choices> parseServiceRoles(const http::Response &response);

/// Scopes as grants. Targets: "general", "org", "service:ID".
std::vector<domain::Grant> grantsOf(const QJsonObject &allowedScopes);
QJsonObject scopesOf(const std::vector<domain::Grant> &grants);
/// The grants that say "everything"; the vendor refuses them in a new token.
bool isAllOf(const domain::Grant &grant);
domain::Grant generalScope(const QString &name);
domain::Grant organisationRole(const QString &name, const QString &label = {});

QByteArray formBody(const QList<QPair<QByteArray, QByteArrayView>> &fields);
QByteArray detailsBody(const base::Secret &value);
QByteArray createBody(const domain::TokenDraft &draft, const base::Secret &idToken);
QByteArray idsBody(const QStringList &ids);

} // namespace csp::wire
