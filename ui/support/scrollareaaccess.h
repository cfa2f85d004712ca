// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Lets a screen reader ask a scroll area for a child that has just gone. Qt 6.4 reads past the end
/// of its list then (a scroll bar that hides between two questions is enough) and the program dies.

namespace support {

/// Answers for QScrollArea and its subclasses instead of Qt. Call once, after QApplication was
/// made.
void installScrollAreaAccess();

} // namespace support
