// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Every request this program makes of SoftwareOne. Pure. The query string is RQL itself, so it is
/// written by hand: a query builder would encode its parentheses and commas.

#include "vendors/softwareone/softwareonewire.h"

namespace softwareone::requests {

/// What a read leaves out: the key, unless the server does not understand that.
enum class Select { WithoutKey, Everything };

http::Request list(const wire::Position &position, Select select);
base::Result<http::Request> one(const QString &id, Select select);
/// accountId may be empty: then the vendor takes the credential's own account.
base::Result<http::Request> create(const domain::TokenDraft &draft, const QString &accountId);
/// A delta: only what the edit sets is sent, so that members unknown here stay as they are.
base::Result<http::Request> update(const QString &id, const domain::TokenEdit &edit);
base::Result<http::Request> setEnabled(const QString &id, bool enabled);
base::Result<http::Request> remove(const QString &id);

http::Request modules();
/// accountId: of the account to look at, for operations; else empty.
http::Request userGroups(const QString &accountId);
http::Request anyAccount();
http::Request clientAccounts();

/// "MOD-1756" and "ACC-1234-5678": the forms that the vendor's own specification demands.
bool isModuleId(const QString &id);
bool isAccountId(const QString &id);

} // namespace softwareone::requests
