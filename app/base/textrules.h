// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Rules for text that people type or vendors send, as pure functions.

#include "base/result.h"

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

/// A pasted key: outer white space and a leading scheme word ("Bearer ", "Token ") go; anything but
/// printable ASCII within is Invalid and says at which position (NET-11). The error never holds the
/// key.
Result<QByteArray> cleanPastedKey(const QString &pasted);

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
