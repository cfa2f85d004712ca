// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The part of Lightspark's schema that administers API tokens.

#include "sandbox/graphql/schema.h"

namespace sandbox {

graphql::Schema lightsparkSchema();

} // namespace sandbox
