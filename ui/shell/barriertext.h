// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Why nothing may be changed now, as one sentence for tool tips and banners.

#include "work/barrier.h"

#include <optional>

namespace shell {

/// Empty for none.
QString barrierText(const std::optional<work::Barrier> &barrier);

} // namespace shell
