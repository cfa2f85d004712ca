// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One vendor's client over a scripted wire, asked for what the contract suite asks of all.

#include "contractvendor.h"
#include "vendors/catalog.h"

namespace test {

struct ContractBench
{
    explicit ContractBench(const ContractVendor &which)
        : vendor(which)
    {
        auto transport = std::make_unique<ScriptedTransport>();
        wire = transport.get();
        client = vendors::makeClient(vendor.connection, vendor.credentials(), std::move(transport));
    }

    ScriptedTransport::Step &list() { return vendor.expectList(*wire); }
    ScriptedTransport::Step &create() { return vendor.expectCreate(*wire); }
    ScriptedTransport::Step &remove() { return vendor.expectDelete(*wire); }
    base::Result<domain::TokenPage> listed() { return await(client->listTokens(vendor.cursor)); }
    base::Result<domain::IssuedToken> created()
    {
        return await(client->createToken(vendor.draft()));
    }
    base::Result<domain::DeleteOutcome> removed()
    {
        return await(client->deleteToken(vendor.token));
    }
    base::Result<domain::Token> read() { return await(client->readToken(vendor.token)); }
    base::Result<domain::Identity> verified()
    {
        return await(client->verifyKey(vendor.token, base::Secret::copyOf(vendor.tokenKey)));
    }

    const ContractVendor &vendor;
    ScriptedTransport *wire = nullptr;
    std::unique_ptr<domain::VendorClient> client;
};

} // namespace test
