// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// "Whose key is this?": finds what looks like a key in a text and says which listed tokens it may
/// belong to. On this computer only; nothing is sent, and no key is copied out of the text.

#include "base/secret.h"
#include "base/task.h"
#include "domain/vendor.h"
#include "work/tokensnapshot.h"

#include <QHash>

#include <memory>

namespace work {

/// Longer texts are refused before they are read.
inline constexpr qint64 longestKeyText = 1024 * 1024;

enum class Certainty {
    ExactId, ///< the key names its token (SoftwareOne)
    ClientId, ///< the client id of the token stands in the text (Lightspark)
    Ends, ///< the first and last four characters are the token's (Mist)
};

struct KeyMatch
{
    domain::TokenKey token;
    Certainty how = Certainty::Ends;
    int line = 1; ///< of the text, from 1; the first where it is

    friend bool operator==(const KeyMatch &, const KeyMatch &) = default;
};

/// A place in the text that looks like a key and fits no token.
struct KeyPlace
{
    std::size_t at = 0;
    std::size_t length = 0;
    int line = 1;
};

struct KeySearch
{
    int places = 0; ///< that look like a key
    std::vector<KeyMatch> matches; ///< the surest first
    std::vector<KeyPlace> unknown; ///< the first few
};

using ConnectionVendors = QHash<QString, domain::Vendor>;

/// Pure. Text of any kind: a key alone, .env, JSON, YAML, scripts, logs; in UTF-8 or UTF-16.
KeySearch findKeys(
    const base::Secret &text, const TokenSnapshot &tokens, const ConnectionVendors &vendors);
/// The same in the pool; the text lives until it is done.
base::Task<KeySearch> searchKeys(
    std::shared_ptr<const base::Secret> text, TokenSnapshot tokens, ConnectionVendors vendors);

/// The bytes of one place, for the one look-up that a vendor offers.
base::Secret keyAt(const base::Secret &text, const KeyPlace &place);

/// A text as it came from a file: UTF-16 becomes bytes like UTF-8, as keys are ASCII.
base::Secret plainKeyText(base::Secret text);

} // namespace work
