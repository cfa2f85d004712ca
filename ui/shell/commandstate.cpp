// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/commandstate.h"

#include "domain/deletable.h"

#include <QCoreApplication>

namespace shell {

using domain::Operation;

namespace {

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("shell::CommandState", text, nullptr, count);
}

CommandState off(const QString &reason)
{
    return {false, reason};
}

// Reasons come from the vendors' folders as English literals and are translated here, where they
// show.
QString vendorReason(const domain::Capability &capability)
{
    return QCoreApplication::translate("vendors", capability.reason.toUtf8().constData());
}

/// Possible when it is at every connection; else the first reason, with the connection's name.
CommandState forAll(const Selection &selection, Operation operation)
{
    for (const Selection::Part &part : selection.parts) {
        const CommandState state = stateOf(part.capabilities[operation], part.barrier);
        if (!state.isEnabled) {
            return selection.parts.size() == 1
                ? state
                : off(tr("%1: %2").arg(part.connectionName, state.reason));
        }
    }
    return stateOf(selection.parts.front().capabilities[operation]);
}

/// Of tokens nobody looked at: possible if it is anywhere; which of them it is possible for comes
/// out when the command is chosen.
CommandState forAny(const Selection &selection, Operation operation)
{
    for (const Selection::Part &part : selection.parts) {
        if (stateOf(part.capabilities[operation], part.barrier).isEnabled)
            return {true,
                tr("%Ln tokens are selected: what is possible comes out when you choose it",
                    selection.count)};
    }
    const Selection::Part &first = selection.parts.front();
    return stateOf(first.capabilities[operation], first.barrier);
}

CommandState toggled(
    const Selection &selection, Operation operation, bool isDone, const QString &doneReason)
{
    const CommandState state = forAll(selection, operation);
    return state.isEnabled && isDone ? off(doneReason) : state;
}

bool anyEditable(const domain::Capabilities &capabilities)
{
    return capabilities[Operation::Rename].isPossible()
        || capabilities[Operation::EditDescription].isPossible()
        || capabilities[Operation::EditGrants].isPossible();
}

CommandState editOne(const Selection::Part &part)
{
    if (part.barrier.isEmpty() && anyEditable(part.capabilities))
        return {};
    return stateOf(part.capabilities[Operation::Rename], part.barrier);
}

/// The fastest stop there is: what can be disabled need not be deleted.
CommandState containOne(const Selection &selection)
{
    const Selection::Part &part = selection.parts.front();
    if (!part.barrier.isEmpty())
        return off(part.barrier);
    const domain::Capabilities &can = part.capabilities;
    if (can[Operation::Disable].isPossible()) {
        if (selection.allDisabled)
            return off(tr("Already disabled: its key does not work"));
        return {true, tr("Disables it at once")};
    }
    if (can[Operation::Delete].isPossible())
        return {true, tr("Deletes it at once: this vendor cannot disable")};
    return stateOf(can[Operation::Delete]);
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
    return off(
        capability.reason.isEmpty() ? tr("This vendor cannot do that") : vendorReason(capability));
}

CommandState stateOf(const domain::Capability &capability, const QString &barrier)
{
    return barrier.isEmpty() ? stateOf(capability) : off(barrier);
}

CommandState selectAllState(const QStringList &incomplete)
{
    return incomplete.isEmpty()
        ? CommandState {}
        : off(tr("Not all tokens are listed (%1). Continue the list or refresh it first.")
                  .arg(incomplete.join(QStringLiteral(", "))));
}

TokenCommandStates statesFor(const Selection &selection)
{
    if (selection.count == 0 || selection.parts.empty()) {
        const CommandState none = off(tr("Select a token first"));
        return {none, none, none, none, none, none, none};
    }
    const CommandState several = off(tr("Select a single token"));
    const bool single = selection.count == 1;
    const Selection::Part &first = selection.parts.front();
    TokenCommandStates states;
    states.edit = single ? editOne(first) : several;
    states.duplicate
        = single ? stateOf(first.capabilities[Operation::Create], first.barrier) : several;
    states.enable
        = toggled(selection, Operation::Enable, selection.allActive, tr("Already active"));
    states.disable
        = toggled(selection, Operation::Disable, selection.allDisabled, tr("Already disabled"));
    states.remove = forAll(selection, Operation::Delete);
    if (!selection.isLookedAt) {
        states.enable = forAny(selection, Operation::Enable);
        states.disable = forAny(selection, Operation::Disable);
        states.remove = forAny(selection, Operation::Delete);
    }
    if (single && states.remove.isEnabled
        && !domain::canDelete(first.capabilities, selection.isTracked))
        states.remove = off(vendorReason(first.capabilities[Operation::Delete]));
    states.contain = single ? containOne(selection) : several;
    states.untrack = single ? CommandState {} : several;
    if (single && !first.barrier.isEmpty())
        states.untrack = off(first.barrier);
    else if (single && !selection.isTracked)
        states.untrack = off(tr("The value of this token is not kept here"));
    if (!single && selection.isLookedAt && selection.hasOwnCredential) {
        for (CommandState *state : {&states.disable, &states.remove}) {
            if (state->isEnabled)
                state->reason = tr(
                    "The token that Tokendesk signs in with is left out when several are selected");
        }
    }
    return states;
}

} // namespace shell
