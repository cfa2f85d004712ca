// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A vendor's time as a fact: known, the vendor's word for never, or something that cannot be true.

#include "base/jsonvalue.h"
#include "domain/fact.h"

namespace domain {

/// How a vendor writes times.
enum class TimeForm {
    Iso,
    EpochSeconds,
    EpochSecondsOrMillis, ///< told apart by their size, see base::json
};

/// What the time is of: it decides what is plausible and what the vendor's zero means.
enum class TimeOf {
    Creation, ///< has happened, so zero says nothing that could be true
    LastUse, ///< zero: never used
    End, ///< may lie far ahead; zero: does not end
};

/// Absent, null and "" are NotReported: where one of them means never, the caller knows. Zero is 0,
/// or midnight of 0001-01-01 or 1970-01-01, in any zone. Creation and use are believed between 2000
/// and 2100, an end until the year 9999; all else is NotUnderstood, with what the vendor says.
TimeFact timeFact(const base::json::Value &value, TimeForm form, TimeOf what,
    Precision precision = Precision::Exact);

/// What the vendor says in a member that is not understood, for showing: cut, an object or a list
/// as its brackets only.
QString wordingOf(const base::json::Value &value);

} // namespace domain
