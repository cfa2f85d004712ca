// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace test {

/// Opens a file up, as one that another program left: for tests that see it closed again. False
/// where it could not be done.
bool letEverybodyRead(const QString &path);

} // namespace test
