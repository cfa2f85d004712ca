// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/catalog.h"

#include "domain/vendoraddress.h"
#include "http/cafile.h"
#include "http/dispatcher.h"
#include "http/qnamtransport.h"
#include "vendors/csp/cspclient.h"
#include "vendors/lightspark/lightsparkclient.h"
#include "vendors/mist/mistclient.h"
#include "vendors/softwareone/softwareoneclient.h"

namespace vendors {

using namespace Qt::StringLiterals;
using domain::Vendor;

namespace {

std::unique_ptr<domain::VendorClient> httpClient(const domain::Connection &connection,
    domain::Credentials credentials, const base::Result<QString> &commonCaFile)
{
    const auto caFiles = commonCaFile.map([&connection](const QString &common) {
        QStringList files {common, connection.caFile};
        files.removeAll(QString());
        return files;
    });
    return makeClient(connection, std::move(credentials),
        std::make_unique<http::Dispatcher>(std::make_unique<http::QnamTransport>(caFiles)));
}

/// As it is called: a profile may hold the address with the API's path at its end.
domain::Connection reached(domain::Connection connection)
{
    connection.baseUrl
        = domain::withoutApiPath(connection.baseUrl, connectionForm(connection.vendor).apiPaths);
    return connection;
}

} // namespace

std::unique_ptr<domain::VendorClient> makeClient(const domain::Connection &connection,
    domain::Credentials credentials, std::unique_ptr<http::Transport> transport)
{
    const domain::Connection there = reached(connection);
    // As the wire keeps it: a client knows its own token by its key. What cannot be a key is left
    // for the transport to refuse.
    if (auto clean = domain::cleaned(credentials.clone()))
        credentials = std::move(*clean);
    switch (connection.vendor) {
    case Vendor::Mist:
        return std::make_unique<mist::MistClient>(
            there, std::move(credentials), std::move(transport));
    case Vendor::Csp:
        return std::make_unique<csp::CspClient>(
            there, std::move(credentials), std::move(transport));
    case Vendor::SoftwareOne:
        return std::make_unique<softwareone::SoftwareOneClient>(
            there, std::move(credentials), std::move(transport));
    case Vendor::Lightspark:
        return std::make_unique<lightspark::LightsparkClient>(
            there, std::move(credentials), std::move(transport));
    }
    return nullptr;
}

std::unique_ptr<domain::VendorClient> makeHttpClient(
    const domain::Connection &connection, domain::Credentials credentials)
{
    return httpClient(connection, std::move(credentials), QString());
}

domain::ClientFactory httpClientFactory(CommonCaFile commonCaFile)
{
    return [commonCaFile = std::move(commonCaFile)](
               const domain::Connection &connection, domain::Credentials credentials) {
        return httpClient(connection, std::move(credentials), commonCaFile());
    };
}

domain::ConnectionForm connectionForm(Vendor vendor)
{
    switch (vendor) {
    case Vendor::Mist:
        return mist::connectionForm();
    case Vendor::Csp:
        return csp::connectionForm();
    case Vendor::SoftwareOne:
        return softwareone::connectionForm();
    case Vendor::Lightspark:
        return lightspark::connectionForm();
    }
    return {};
}

base::Result<base::Unit> checkConnection(
    const domain::Connection &connection, const base::Secret *secret)
{
    const domain::Connection there = reached(connection);
    if (connection.name.trimmed().isEmpty())
        return base::invalid(u"name"_s, u"the connection needs a name"_s);
    if (!connection.caFile.isEmpty()) {
        if (const auto usable = http::checkCaFile(connection.caFile); !usable)
            return base::invalid(u"caFile"_s, usable.error().detail);
    }
    switch (connection.vendor) {
    case Vendor::Mist:
        return mist::checkConnection(there, secret);
    case Vendor::Csp:
        return csp::checkConnection(there, secret);
    case Vendor::SoftwareOne:
        return softwareone::checkConnection(there, secret);
    case Vendor::Lightspark:
        return lightspark::checkConnection(there, secret);
    }
    return base::Unit {};
}

QUrl addressOf(Vendor vendor, const QString &typed)
{
    return domain::addressOf(connectionForm(vendor), typed);
}

} // namespace vendors
