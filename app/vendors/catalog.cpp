// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/catalog.h"

namespace vendors {

std::unique_ptr<domain::VendorClient> makeClient(
    const domain::Connection &, domain::Credentials, std::unique_ptr<http::Transport>)
{
    return nullptr;
}

domain::ConnectionForm connectionForm(domain::Vendor)
{
    return {};
}

base::Result<base::Unit> checkConnection(const domain::Connection &, const base::Secret *)
{
    return base::Unit {};
}

} // namespace vendors
