// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Where an answer ends, by its own headers (RFC 9112, section 6.3). Pure.

#include "http/request.h"

namespace http {

enum class Framing {
    Sound,
    /// The answer can be read, but one who reads it otherwise would see another end: the connection
    /// must not be used for the next one.
    Doubtful,
    /// Nobody can say where it ends: it must not be believed.
    Broken,
};

Framing framingOf(int status, const HeaderList &headers);

} // namespace http
