// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A request as a command line an admin can run in a POSIX shell.

#include "domain/vendorclient.h"

#include <QString>

namespace work {

/// One shell word that stands for exactly this text, whatever is in it. NUL cannot be passed and
/// goes.
QString shellQuoted(const QString &text);

/// `curl ...`, one option per line. The places of credentials ($TOKEN, $ACCESS_TOKEN, $ID_TOKEN) in
/// headers, and in the body where the sketch says so, are left to the shell to fill in; anywhere
/// else those letters are data: a token may be named "$TOKEN".
QString curlCommand(const domain::RequestSketch &sketch);

} // namespace work
