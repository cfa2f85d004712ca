// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Drafts to create tokens from.

#include "domain/draft.h"

#include <algorithm>

namespace test {

/// A draft that every rule of the form is content with.
inline domain::TokenDraft draftFor(const domain::DraftForm &form, const QString &name)
{
    domain::TokenDraft draft;
    draft.kind = form.kind;
    draft.name = name;
    if (!form.presets.empty())
        draft.grants = form.presets.front().grants;
    for (const auto &choice : form.choices) {
        const bool isTicked = std::any_of(draft.grants.begin(), draft.grants.end(),
            [&choice](const domain::Grant &grant) { return grant.name == choice.grant.name; });
        if (choice.presence == domain::Presence::Mandatory && !isTicked)
            draft.grants.push_back(choice.grant);
    }
    if (form.lifetime)
        draft.lifetime = form.lifetime->suggested;
    if (!form.accounts.empty())
        draft.accountId = form.accounts.front().id;
    return draft;
}

} // namespace test
