// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The access token behind an API token: got when it is needed, renewed before it ends and once
/// when the vendor refuses it; in memory only. Calls that need one at the same time share one
/// exchange.

#include "base/clock.h"
#include "base/lifeline.h"
#include "vendors/csp/cspwire.h"

namespace csp {

/// What the vendor says of a key that is unknown, revoked or expired: 404, or 400 in the older
/// form. Such an error becomes Unauthorized; a gateway's page stays what it is. Source: CSP
/// authentication API, POST auth/api-tokens/authorize and auth/api-tokens/details.
base::Error asRefusedKey(base::Error error);

class Access final
{
public:
    enum class OnRefusal {
        RenewOnce, ///< a 401 may only mean that the access token ended: get another and ask again
        Report, ///< for creates, which are sent exactly once
    };

    /// All three outlive the object; the value is the API token itself.
    Access(http::ApiClient &api, const base::Secret &apiToken, const base::Clock &clock);

    /// Sends with an access token.
    base::Task<http::Response> send(const http::Request &request, OnRefusal onRefusal);
    /// What the access token says of itself.
    base::Task<wire::Claims> claims();
    /// Makes the next call exchange anew.
    void forget();
    /// The ID token that came along; empty = none. Ask after send() or claims().
    base::Secret idToken() const { return m_idToken.clone(); }

private:
    /// Settles with the number of the exchange whose token is in force.
    base::Task<int> ready();
    void exchange();
    base::Result<int> accept(wire::AccessGrant grant);
    void settle(const base::Result<int> &outcome);

    http::ApiClient &m_api;
    const base::Secret &m_apiToken;
    const base::Clock &m_clock;
    base::Secret m_idToken;
    wire::Claims m_claims;
    base::Instant m_renewAt {};
    int m_number = 0; ///< of exchanges so far
    std::vector<base::Promise<int>> m_waiting;
    base::Task<base::Unit> m_exchange;
    base::Lifeline m_life;
};

} // namespace csp
