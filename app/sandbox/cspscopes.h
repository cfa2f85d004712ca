// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Whether the body of "generate an API token" is valid.

#include "sandbox/cspestate.h"

namespace sandbox {

/// What is wrong with everything but the id token; empty = nothing.
QString problemOfCspCreate(const QJsonObject &body, const CspEstate &estate);

/// Whether an id token has only characters that one may have.
bool isCspIdTokenText(const QString &text);

} // namespace sandbox
