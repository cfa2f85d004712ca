// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What CSP's connections and new tokens look like, as data.

#include "domain/vendorclient.h"

namespace csp {

domain::ConnectionForm connectionForm();
base::Result<base::Unit> checkConnection(
    const domain::Connection &connection, const base::Secret *secret);

/// A token of the signed-in user. `roles` are what the organisation offers; where they could not be
/// read the member role stands alone and names may be typed.
domain::DraftForm userForm(std::vector<domain::GrantChoice> roles, const QUrl &console);
/// checkDraft and what only this vendor asks for.
base::Result<base::Unit> checkUserDraft(const domain::TokenDraft &draft);

/// What is possible before anything was tried.
domain::Capabilities startingCapabilities(const domain::Connection &connection);

/// The page "My Account > API Tokens" of the console.
QUrl tokenPage(const QUrl &console);

} // namespace csp
