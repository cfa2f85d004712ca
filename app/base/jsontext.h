// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// JSON as text that may be looked at in a terminal. Pure.

#include <QJsonDocument>

class QJsonObject;

namespace base {

/// The object as UTF-8. Characters that steer a terminal, turn the text around or show nothing
/// (controls, format characters, line separators, unassigned ones) are written as \uXXXX: a
/// program reads the same values. Copies made on the way are overwritten, since a new token's key
/// may be in it; what is returned is the caller's to wipe.
QByteArray jsonText(const QJsonObject &object, QJsonDocument::JsonFormat format);

} // namespace base
