// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What Mist's connections and new tokens look like, as data.

#include "domain/vendorclient.h"

namespace mist {

domain::ConnectionForm connectionForm();
base::Result<base::Unit> checkConnection(
    const domain::Connection &connection, const base::Secret *secret);

/// An organisation's token. `places` are sites and site groups; the organisation itself is always
/// there.
domain::DraftForm organisationForm(std::vector<domain::TargetChoice> places = {});
/// The signed-in user's token: it may do what the user may.
domain::DraftForm userForm();

/// What Mist can do at all, before anything was tried.
domain::Capabilities startingCapabilities();

/// Mist's portal of the cloud whose API is at `api`: api.X -> manage.X/admin; else the host itself.
QUrl portalOf(const QUrl &api);

} // namespace mist
