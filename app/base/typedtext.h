// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Foreign text that a person has to type, or names by typing it, as pure functions. A vendor's
/// name may hold what no keyboard makes: it is compared by what can be read and typed of it.

#include <QStringList>

namespace base {

/// The text as a person would type it: NFC, every run of white space (of any kind Unicode has) one
/// blank and none at the ends, dashes and quotation marks those of a keyboard, and without
/// characters that show nothing, such as a zero-width space.
QString typedForm(const QString &text);

/// Whether both are the same once they are as typed. Upper and lower case differ.
bool isTypedAs(const QString &typed, const QString &wanted);

/// Whether a person can be asked to type it: something is left of it as typed, no more than 100
/// characters of it, and all of them are letters, marks, digits, punctuation and signs of a
/// script: no control or direction characters, pictures or private ones.
bool canBeTyped(const QString &text);

/// The first of the texts that can be typed, as typed; empty = none of them.
QString firstThatCanBeTyped(const QStringList &texts);

} // namespace base
