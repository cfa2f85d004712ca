// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The colours of the light and the dark theme.

#include <QPalette>

namespace support {

QPalette lightPalette();
QPalette darkPalette();

} // namespace support
