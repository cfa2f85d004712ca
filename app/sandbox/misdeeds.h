// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A vendor that answers nicely and does something else: what no status code tells.

#include "sandbox/exchange.h"

namespace sandbox {

struct Misdeed
{
    enum class Kind {
        Pretend, ///< says that it is done; nothing is
        Partial, ///< CSP: refuses some ids of a batch inside a 200
        OtherId, ///< answers about a token that nobody asked for
        ErrorsInside, ///< Lightspark: errors beside data, in a 200
        Elsewhere, ///< somebody else changes the token first
    };
    Kind kind = Kind::Pretend;
    int refuse = 1; ///< Partial: how many ids, from the end
    bool isDone = false; ///< ErrorsInside: the change was made all the same
    QString message;
    QString errorName;
    QString tokenId; ///< Elsewhere: empty = the one that the request names
    Meddling meddling;
};

/// The vendor's answer, misdeed included.
HttpReply commit(const Misdeed &misdeed, VendorRoutes &vendor, const HttpRequest &request);

/// The first token that a request names: in its path, among the ids of a batch, or in GraphQL
/// variables; empty where it names none.
QString tokenIn(const HttpRequest &request);

} // namespace sandbox
