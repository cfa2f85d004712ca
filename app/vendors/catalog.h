// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Lists the four vendors: the only place that names them all.

#include "domain/vendorclient.h"
#include "http/transport.h"

namespace vendors {

/// A client for the connection. The transport is the client's own and ends with it.
std::unique_ptr<domain::VendorClient> makeClient(const domain::Connection &connection,
    domain::Credentials credentials, std::unique_ptr<http::Transport> transport);

/// The same with a transport of its own over the network, paced as the vendor asks. The
/// connection's CA file counts beside the system's CAs.
std::unique_ptr<domain::VendorClient> makeHttpClient(
    const domain::Connection &connection, domain::Credentials credentials);

/// The CA file that counts for every connection, or empty. On an error nothing is sent.
using CommonCaFile = std::function<base::Result<QString>()>;

/// Makes clients as makeHttpClient() does that trust one more CA file, asked for with each.
domain::ClientFactory httpClientFactory(CommonCaFile commonCaFile);

/// What the connection dialog asks for at this vendor.
domain::ConnectionForm connectionForm(domain::Vendor vendor);

/// Checks a typed connection before any request; secret may be null where it is not typed anew.
base::Result<base::Unit> checkConnection(
    const domain::Connection &connection, const base::Secret *secret);

/// What is used of an address as an admin may paste it, see domain::addressOf().
QUrl addressOf(domain::Vendor vendor, const QString &typed);

} // namespace vendors
