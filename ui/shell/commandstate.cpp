// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/commandstate.h"

#include <QCoreApplication>

namespace shell {

using domain::Operation;
using domain::TokenStatus;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("shell::CommandState", text);
}

CommandState off(const QString &reason)
{
    return {false, reason};
}

// Reasons come from the vendors' folders as English literals and are translated here, where they show.
QString vendorReason(const domain::Capability &capability)
{
    return QCoreApplication::translate("vendors", capability.reason.toUtf8().constData());
}

/// Possible when it is for every selected token; else the first reason, with the token's connection.
CommandState forAll(const std::vector<Selected> &selection, Operation operation)
{
    for (const Selected &one : selection) {
        const CommandState state = stateOf(one.capabilities[operation]);
        if (!state.isEnabled) {
            return selection.size() == 1
                ? state
                : off(tr("%1: %2").arg(one.connectionName, state.reason));
        }
    }
    return stateOf(selection.front().capabilities[operation]);
}

CommandState toggled(
    const std::vector<Selected> &selection, Operation operation, TokenStatus already)
{
    CommandState state = forAll(selection, operation);
    if (!state.isEnabled)
        return state;
    for (const Selected &one : selection) {
        if (one.token.status != already)
            return state;
    }
    return off(operation == Operation::Enable ? tr("Already active") : tr("Already disabled"));
}

bool anyEditable(const domain::Capabilities &capabilities)
{
    return capabilities[Operation::Rename].isPossible()
        || capabilities[Operation::EditDescription].isPossible()
        || capabilities[Operation::EditGrants].isPossible();
}

CommandState editOne(const Selected &one)
{
    if (anyEditable(one.capabilities))
        return {};
    return stateOf(one.capabilities[Operation::Rename]);
}

bool anyOwn(const std::vector<Selected> &selection)
{
    for (const Selected &one : selection) {
        if (one.token.isOwnCredential)
            return true;
    }
    return false;
}

} // namespace

CommandState stateOf(const domain::Capability &capability)
{
    switch (capability.support) {
    case domain::Support::Native:
    case domain::Support::Emulated:
        return {true, vendorReason(capability)};
    case domain::Support::Unknown:
        return {true, vendorReason(capability)};
    case domain::Support::ManualLink:
        return off(tr("Only in the vendor's console: %1").arg(vendorReason(capability)));
    case domain::Support::Unsupported:
        break;
    }
    return off(capability.reason.isEmpty() ? tr("This vendor cannot do that")
                                           : vendorReason(capability));
}

TokenCommandStates statesFor(const std::vector<Selected> &selection)
{
    TokenCommandStates states;
    if (selection.empty()) {
        const CommandState none = off(tr("Select a token first"));
        states = {none, none, none, none, none, none};
        return states;
    }
    const CommandState several = off(tr("Select a single token"));
    const bool single = selection.size() == 1;
    states.edit = single ? editOne(selection.front()) : several;
    states.duplicate = single ? stateOf(selection.front().capabilities[Operation::Create]) : several;
    states.enable = toggled(selection, Operation::Enable, TokenStatus::Active);
    states.disable = toggled(selection, Operation::Disable, TokenStatus::Disabled);
    states.remove = forAll(selection, Operation::Delete);
    states.untrack = single ? CommandState {} : several;
    if (single && selection.front().token.trackedSlot.isEmpty())
        states.untrack = off(tr("The value of this token is not kept here"));
    if (!single && anyOwn(selection)) {
        const QString remark
            = tr("The token that Tokendesk signs in with is left out of what is done to several");
        for (CommandState *state : {&states.disable, &states.remove}) {
            if (state->isEnabled)
                state->reason = remark;
        }
    }
    return states;
}

} // namespace shell
