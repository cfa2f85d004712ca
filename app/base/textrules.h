// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rules for text that people type or vendors send, as pure functions.

#include "base/result.h"
#include "base/secret.h"

#include <QString>

#include <string>
#include <string_view>

namespace base {

/// Whether a character shows nothing by itself, steers a terminal or turns the text around it:
/// controls, format characters, line and paragraph separators, half a pair, unassigned ones.
bool isInvisible(char32_t c);

/// A vendor's or user's text as it may be painted in one line (IN-03): NFC, control, format,
/// unassigned and surrogate characters made visible as U+FFFD, line breaks as U+23CE, at most
/// maximum code points and 16 combining marks per base, cut in the middle with an ellipsis. Never
/// changes what is sent back to the vendor: keep the raw value for that.
QString displayForm(const QString &raw, int maximum = 256);

/// The one cleaning of keys, whichever way they come in: pasted, typed, piped, out of the
/// environment or the keychain. Outer white space, line breaks included, and a leading scheme word
/// ("Bearer ", "Token ") go. Anything but printable ASCII within is Invalid and says at which
/// position (NET-11); so are quotation marks around the key. The error never holds the key.
Result<QByteArray> cleanPastedKey(const QString &pasted);
/// The same for a key that is a secret already: as the wire will keep it.
Result<Secret> cleanKey(const Secret &raw);

/// An id that may go into a URL path (IN-05): 1..200 characters of [A-Za-z0-9._:~-], not "." or
/// "..".
bool isSafePathId(const QString &id);

/// Text with case, accents and compatibility forms taken away, for comparing and for sorting. Every
/// kind of white space becomes a blank, so that a line break never survives.
QString foldedText(const QString &text);
/// The same on UTF-8, appended; many times faster where the text is plain ASCII, as most is. True =
/// the folded text is the text itself.
bool appendFolded(std::string_view utf8, std::string &to);

} // namespace base
