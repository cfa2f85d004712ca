// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a filter may ask for, out of what is there: people and grants.

#include "filter/completion.h"
#include "work/tokensnapshot.h"

namespace tokens {

/// Of each dictionary some hundred entries, so that it takes the same time whatever the number of
/// tokens. The store keeps people once, whether they own or made a token.
filter::CompletionSource suggestionsFrom(
    const work::TokenSnapshot &snapshot, const QStringList &connections);

} // namespace tokens
