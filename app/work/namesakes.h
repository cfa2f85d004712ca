// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tokens of one connection that have a given name: what a create that lost its answer is
/// looked for among. Names are read where they lie; only the few that fit are unpacked.

#include "domain/token.h"

#include <vector>

namespace work {

class TokenStore;

/// Spaces around names do not count: some vendors cut them off.
std::vector<domain::Token> namesakes(
    const TokenStore &store, const QString &connectionId, const QString &name);

} // namespace work
