// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/contain.h"

namespace bulk {

using base::Task;
using domain::Capabilities;
using domain::Operation;
using domain::Token;

std::optional<Deed> containingDeed(const Capabilities &capabilities, const Token &token)
{
    const bool isDisabled = token.status == domain::TokenStatus::Disabled;
    if (capabilities[Operation::Disable].isPossible() && !isDisabled)
        return Deed::Disable;
    if (capabilities[Operation::Delete].isPossible())
        return Deed::Delete;
    return {};
}

Task<Contained> contain(work::Desk &, const domain::TokenKey &, std::optional<Deed>)
{
    return Task<Contained>::failed({.kind = base::ErrorKind::Unsupported});
}

} // namespace bulk
