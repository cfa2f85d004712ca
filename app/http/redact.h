// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Makes a vendor's words fit to be shown, logged and copied: no key survives in them (MEM-08).

#include <QString>

namespace http {

/// Masks token-shaped words (20 and more of [A-Za-z0-9_.~+/=:-] without a space, but not plain
/// UUIDs and not ordinary words), drops markup of HTML pages, folds white space, cuts to 300
/// characters.
QString redact(const QString &words);

} // namespace http
