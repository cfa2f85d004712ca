// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Undoes "Content-Encoding: deflate", which by HTTP means the zlib format (RFC 1950), not raw
/// deflate.

#include <QByteArray>

#include <optional>

namespace sandbox {

/// Nothing when the data does not begin with a whole zlib stream, or would grow beyond the limit.
std::optional<QByteArray> inflateZlib(const QByteArray &packed, qsizetype limit);

} // namespace sandbox
