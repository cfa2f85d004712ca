// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The last step of a program.

namespace base {

/// For main() to return, when everything of ours has ended and been written. Ends the process at
/// once where its libraries would not let it go: MinGW's libstdc++ was seen (under Wine) to wait
/// for ever while it is unloaded from a program that had used threads.
int leave(int code);

} // namespace base
