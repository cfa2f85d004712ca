// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which token commands are possible for a selection, and why not: pure, so that menus, toolbar, context
/// menu and tests all ask the same function.

#include "domain/capabilities.h"
#include "domain/token.h"

#include <QString>

#include <vector>

namespace shell {

/// A selected token with what its connection can do.
struct Selected
{
    domain::Token token;
    domain::Capabilities capabilities;
    QString connectionName;
};

struct CommandState
{
    bool isEnabled = true;
    QString reason; ///< translated; for the tooltip when disabled, or a remark when not
};

struct TokenCommandStates
{
    CommandState edit;
    CommandState duplicate;
    CommandState enable;
    CommandState disable;
    CommandState remove;
    CommandState untrack;
};

TokenCommandStates statesFor(const std::vector<Selected> &selection);

/// For one operation of one connection (Create, Track).
CommandState stateOf(const domain::Capability &capability);

} // namespace shell
