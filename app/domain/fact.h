// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A value that a vendor may not report: unknown is not never.

#include "base/clock.h"

#include <QString>

#include <optional>
#include <utility>

namespace domain {

enum class FactState {
    Known,
    Never, ///< the vendor says: it has not happened
    NotReported, ///< the vendor has no such field
    NotPermitted, ///< the vendor has it, this credential may not see it
    NotFetched, ///< could be asked for, has not been
    NotUnderstood, ///< the vendor says something that cannot be read, or cannot be true
};

enum class Precision { Exact, Approximate };

template <typename T>
struct Fact
{
    FactState state = FactState::NotFetched;
    Precision precision = Precision::Exact;
    T value {}; ///< meaningful only when Known
    QString wording {}; ///< of a time that is NotUnderstood: what the vendor says, raw and cut

    static Fact known(T v, Precision p = Precision::Exact)
    {
        return {FactState::Known, p, std::move(v)};
    }
    static Fact never() { return {FactState::Never, Precision::Exact, T {}}; }
    static Fact notReported() { return {FactState::NotReported, Precision::Exact, T {}}; }
    static Fact notPermitted() { return {FactState::NotPermitted, Precision::Exact, T {}}; }
    static Fact notUnderstood(QString said = {})
    {
        return {FactState::NotUnderstood, Precision::Exact, T {}, std::move(said)};
    }

    bool isKnown() const { return state == FactState::Known; }

    friend bool operator==(const Fact &, const Fact &) = default;
};

using TimeFact = Fact<base::Instant>;

} // namespace domain
