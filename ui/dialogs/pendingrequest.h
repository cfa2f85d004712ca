// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What an admin wants done about a key that nobody has stored or seen: asked in the dialog that
/// sent the creation, and above the list.

namespace dialogs {

enum class PendingRequest {
    Stored, ///< "I have its key"
    Delete,
    Replace, ///< another one like it, then the old one goes
    Keep, ///< nothing is to be done
    Look, ///< list again
    Show, ///< in the list
};

} // namespace dialogs
