// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Lightspark's GraphQL as values: the five documents this program sends, and what comes back.
/// Pure.

#include "domain/grantcache.h"
#include "domain/vendorclient.h"
#include "http/apiclient.h"

namespace lightspark::wire {

/// Whose eyes a reply is read with.
struct Reader
{
    QString connectionId;
    QString clientId; ///< user name of the credential: the own token carries it
    std::shared_ptr<domain::GrantCache> grants; ///< null = each reply for itself
};

http::Request whoAmI();
http::Request list(const QString &cursor);
http::Request one(const QString &id);
/// Invalid when the draft names no permission, or a placeholder of some client library.
base::Result<http::Request> create(const domain::TokenDraft &draft);
http::Request remove(const QString &id);

struct Account
{
    QString id;
    QString name; ///< may be empty: the vendor allows accounts without one
};

base::Result<Account> parseAccount(const QByteArray &body);
/// cursor: the one that was sent, so that a list that goes in circles is noticed.
base::Result<domain::TokenPage> parsePage(
    QByteArray body, const Reader &reader, const QString &cursor);
/// Where the next page starts, found without reading the tokens, so that it can be asked for before
/// they are. Nothing where there is none, or where parsePage() will say what is wrong.
std::optional<domain::PageCursor> peekNext(const QByteArray &body, const QString &cursor);
/// Nothing where the token does not exist.
base::Result<std::optional<domain::Token>> parseEntity(QByteArray body, const Reader &reader);
/// The only function that keeps a key; wipes the body.
base::Result<domain::IssuedToken> parseIssued(QByteArray body, const Reader &reader);
base::Result<base::Unit> parseRemoved(const QByteArray &body);

/// The words of a status that is no success; the body may be anything.
http::ErrorWords parseError(const http::Response &response);

/// Permissions as a checklist, in the vendor's order. Those that move money or change things are
/// broad.
domain::DraftForm form();
bool isBroadPermission(const QString &permission);
/// An upper-case word that is no client library's placeholder. Unknown ones are for the server to
/// judge.
bool isPermission(const QString &text);

} // namespace lightspark::wire
