// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Bytes that should be UTF-8 and are not. What has a mark in it was damaged before it came here:
/// it may be shown, but not sent back.

#include <QByteArray>
#include <QString>

#include <functional>
#include <string_view>

namespace base {

/// How errors go on behind the name of such a member.
inline constexpr QStringView brokenTextWords = u"holds characters that are broken";

/// Tells every run of bytes that is no character, as Unicode counts them: each stands for one
/// U+FFFD. `onBroken` gets its place and length; false ends the search. True = there was no end.
bool eachBroken(
    std::string_view bytes, const std::function<bool(std::size_t at, std::size_t size)> &onBroken);

/// The same text with U+FFFD for each of them.
QByteArray withReplacements(QByteArrayView bytes);

/// The text with U+FFFD for each half of a surrogate pair that stands alone.
QString withoutHalves(QString text);

} // namespace base
