// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What Lightspark's root fields answer to the token that asks.

#include "sandbox/graphql/executor.h"
#include "sandbox/lightsparkestate.h"

namespace sandbox {

/// The root of queries or mutations. The estate must outlive it.
graphql::ObjectPtr lightsparkRoot(
    const QString &operationKind, LightsparkEstate &estate, const LightsparkToken &caller);

} // namespace sandbox
