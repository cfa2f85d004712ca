// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Fills a vendor's create form from `--set KEY=VALUE` words. Pure.

#include "domain/draft.h"

#include <utility>
#include <vector>

namespace cli {

using Settings = std::vector<std::pair<QString, QString>>;

struct FilledForm
{
    domain::DraftForm form;
    domain::TokenDraft draft;
};

/// Without a preset or a grant among the settings: the form's first, least privileged preset.
/// Errors are Invalid; their field is the key that does not fit and their detail names what would.
base::Result<FilledForm> fillForm(
    const std::vector<domain::DraftForm> &forms, const QString &name, const Settings &settings);

/// "30d", "12h", "90m", "3600s" or plain seconds.
base::Result<std::chrono::seconds> parseLifetime(const QString &text);

} // namespace cli
