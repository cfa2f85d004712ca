// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a new SoftwareOne token may be: the modules with their rules, and the form around them.
/// Pure.

#include "vendors/softwareone/softwareonewire.h"

namespace softwareone::form {

/// The module list that operations see: those for one of the account types, each with its rule.
/// A module for only some of these types is never mandatory, since the account is yet to be chosen.
base::Result<std::vector<domain::GrantChoice>> parseModules(
    QByteArray body, const QStringList &accountTypes);

/// The modules of the default user group, which a token cannot exceed; empty if no group is the
/// default.
base::Result<std::vector<domain::GrantChoice>> parseDefaultGroup(QByteArray body);

/// For when no list may be read: what the console's own token has.
std::vector<domain::GrantChoice> choicesOf(const std::vector<domain::Grant> &modules);

domain::DraftForm make(
    std::vector<domain::GrantChoice> choices, const std::vector<wire::Account> &accounts);

} // namespace softwareone::form
