// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Juniper Mist's side of the wire as values: reply bodies to domain values and drafts to bodies.
/// Pure and total: any body gives a value or an error that names the place.

#include "domain/grantcache.h"
#include "domain/vendorclient.h"
#include "http/apiclient.h"

namespace mist::wire {

/// What a row needs besides the reply it comes from.
struct Context
{
    QString connectionId;
    QString ownHint; ///< masked form of this console's own key
    QString userName; ///< e-mail of the user whose own tokens are read; empty if not known
    std::shared_ptr<domain::GrantCache> grants; ///< null = each reply for itself
};

/// `/self`: who signs in, and what that opens.
struct Self
{
    domain::Identity identity; ///< without organisation and account: those depend on the connection
    bool isUser = false; ///< else the credential is an organisation's token
    bool isSso = false; ///< signs in elsewhere: may not create tokens of its own
    QStringList msps;
};

struct Budget
{
    int used = 0;
    int limit = 0;
};

/// How a list goes on, by the X-Page headers where there are any.
struct Paging
{
    std::optional<int> next;
    std::optional<qint64> total;
};

/// "1qkb...QQCL", as Mist masks keys in lists (quirk 2); empty for what is too short to be a key.
QString maskedHint(QByteArrayView key);

http::ErrorWords parseError(const http::Response &response);
base::Result<Self> parseSelf(const http::Response &response);
base::Result<Budget> parseUsage(const http::Response &response);
base::Result<std::vector<domain::Identity::Organisation>> parseMspOrganisations(
    const http::Response &response);

base::Result<domain::Token> parseToken(
    http::Response response, domain::TokenKind kind, const Context &context);
/// `total` is set from the headers; the next page is the client's business.
base::Result<domain::TokenPage> parseTokens(
    http::Response response, domain::TokenKind kind, const Context &context);
/// The reply to a create: one object, or a list that holds the new token (quirk 1). Grants and
/// addresses that the reply leaves out are the draft's, and grantsState then says NotFetched.
base::Result<domain::IssuedToken> parseIssued(
    http::Response response, const domain::TokenDraft &draft, const Context &context);

Paging parsePaging(const http::Response &response);
/// `/sites` or `/sitegroups` as places for a privilege; scope is "site" or "sitegroup".
base::Result<std::vector<domain::TargetChoice>> parsePlaces(
    const http::Response &response, const QString &scope);

/// One privilege of an organisation's token.
domain::Grant grantOf(const QJsonObject &privilege);
QJsonObject privilegeOf(const domain::Grant &grant);
/// A privilege's place: "org", "orgsites", "site:ID", "sitegroup:ID".
domain::Grant targetOf(const QString &scope, const QString &id = {}, const QString &name = {});

QByteArray createBody(const domain::TokenDraft &draft);
/// Grants go whole: whether PUT is partial is not published (quirk 5). Never src_ips, never key.
QByteArray updateBody(const QString &name, const std::vector<domain::Grant> *grants);

} // namespace mist::wire
