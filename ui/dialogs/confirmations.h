// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The ladder of confirmations as data: what is asked before a change, and when nothing is.
/// Questions that come too often train people to click through them, so a change that can be undone
/// with one click asks nothing; one that cannot says what will stop working.

#include "base/clock.h"
#include "domain/connection.h"
#include "domain/token.h"
#include "support/prompter.h"

#include <optional>
#include <vector>

namespace dialogs {

/// A token a question is about.
struct Subject
{
    domain::Token token;
    QString connectionName;
    QString vendorName;
    domain::Environment environment = domain::Environment::Production;
    bool canDisable = false; ///< a gentler way exists
};

/// Used within the last seven days, or it is not known that it was not.
bool isInUse(const domain::Token &token, base::Instant now);

/// Nothing outside production: that is undone with one click.
std::optional<support::Question> disableQuestion(const Subject &subject, base::Instant now);

/// Always asks.
support::Question deleteQuestion(const Subject &subject, base::Instant now);

/// A leaked key: what will happen to which token, in one question. deletes: there is no gentler
/// way.
support::Question containQuestion(const Subject &subject, bool deletes, base::Instant now);

/// The separate path for the credential Tokendesk signs in with: its name must be typed.
support::Question ownCredentialQuestion(const Subject &subject, bool deletes, base::Instant now);

} // namespace dialogs
