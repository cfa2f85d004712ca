// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which token commands are possible for a selection, and why not: pure, so that menus, toolbar,
/// context menu and tests all ask the same function.

#include "domain/capabilities.h"
#include "domain/token.h"

#include <QString>

#include <vector>

namespace shell {

/// What the commands need to know of a selection, however many tokens it has.
struct Selection
{
    /// One connection that selected tokens belong to.
    struct Part
    {
        domain::Capabilities capabilities;
        QString connectionName;
        QString barrier; ///< translated: why nothing may be changed there now; empty = it may
    };

    int count = 0;
    /// False for very many: parts are then the connections that any of them may belong to, and what
    /// follows is not known until a command asks for it.
    bool isLookedAt = true;
    std::vector<Part> parts;
    bool allActive = true;
    bool allDisabled = true;
    bool hasOwnCredential = false;
    bool isTracked = false; ///< of a single token: its value is kept here
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
    CommandState contain;
    CommandState untrack;
};

TokenCommandStates statesFor(const Selection &selection);

/// For one operation of one connection (Create, Track).
CommandState stateOf(const domain::Capability &capability);
/// The same, but off behind a barrier.
CommandState stateOf(const domain::Capability &capability, const QString &barrier);

/// Selecting everything, with the names of the connections whose lists lack something (IN-09): who
/// selects all must get all.
CommandState selectAllState(const QStringList &incomplete);

} // namespace shell
