// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A fault as it is written in JSON.

#include "sandbox/faults.h"

#include <variant>

namespace sandbox {

/// The fault, or what does not fit.
std::variant<Fault, QString> readFault(const QJsonObject &object);

} // namespace sandbox
