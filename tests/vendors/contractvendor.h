// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How one vendor's wire is scripted for the contract suite: what the suite needs to know, and no
/// more.

#include "vendortest.h"

namespace test {

struct ContractVendor
{
    using Script = std::function<ScriptedTransport::Step &(ScriptedTransport &)>;

    const char *name = nullptr;
    domain::Connection connection;
    QByteArray key; ///< the console's own
    std::vector<QByteArray> tracked;

    /// Everything up to the request that the operation is about, which is returned for its answer.
    /// On a fresh client.
    Script expectList;
    Script expectCreate;
    Script expectDelete;
    Script retryOn401; ///< where a client renews its access and asks once more
    Script retryOn400; ///< where a client asks in another way

    domain::PageCursor cursor; ///< of the list that expectList() scripts
    QByteArray noTokens;
    /// The first has "fieldFromTheFuture" and a grant FUTURE_GRANT, and both a key CANARY.
    QByteArray twoTokens;
    bool refusalSwitchesListOff = true;

    std::function<domain::TokenDraft()> draft;
    int createdStatus = 200;
    QByteArray created;
    QByteArray createdKey;
    std::function<void(ScriptedTransport &)> afterCreate;

    domain::Token token; ///< what expectDelete() deletes
    int deletedStatus = 200;
    QByteArray deleted;
    std::function<void(ScriptedTransport &)> afterDelete;
    int goneStatus = 404;
    QByteArray gone;

    Script expectRead; ///< up to the request that reads `token` alone
    QByteArray read; ///< with a key CANARY
    QByteArray readAnother; ///< the same shape, another id
    QByteArray tokenKey; ///< the key of `token`, to be tried
    QByteArray keyHeader; ///< how that key signs in; empty = it travels in the body
    Script expectVerify; ///< up to the request that tries it
    QByteArray verified;
    int refusedKeyStatus = 401;

    QByteArray refusal; ///< an error body of the vendor's shape that holds "vendor says no"

    domain::Credentials credentials() const;
};

const std::vector<ContractVendor> &contractVendors();

} // namespace test
