// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a new token cannot take over from an old one, or cannot be given later.

#include "domain/capabilities.h"
#include "domain/draft.h"
#include "domain/token.h"

#include <QStringList>

namespace dialogs {

/// Sentences; empty = everything was taken over and can be changed later.
QStringList cloneRemarks(const domain::Token &old, const domain::DraftForm &form,
    const domain::Capabilities &capabilities);

/// "ci" -> "ci 2", "ci 2" -> "ci 3": a name for the token that takes over.
QString nextName(const QString &name);

} // namespace dialogs
