// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A plan that one admin makes and another one carries out (BULK-11), as a value and as a file. It
/// says which tokens, never a key. README.md has the format, and how the code follows from it.

#include "bulk/plan.h"
#include "work/fileexport.h"

namespace bulk {

struct SharedPlan
{
    struct Row
    {
        domain::Vendor vendor = domain::Vendor::Mist;
        QString organisation; ///< its id; empty = not known
        QString id;
        QString name;
        std::optional<base::Instant> created;

        friend bool operator==(const Row &, const Row &) = default;
    };

    Deed deed = Deed::Delete;
    QString maker; ///< who was signed in to the computer
    QString second; ///< who the maker says will carry it out
    base::Instant made {};
    std::vector<Row> rows;
    QString hash; ///< SHA-256 of all the rest, in hex; sealed() sets it

    friend bool operator==(const SharedPlan &, const SharedPlan &) = default;
};

/// Rows sorted, and the hash over them; the order they came in makes no difference.
SharedPlan sealed(SharedPlan plan);
/// What the maker tells the second admin by another way: "7KQ2-M9TD-X4VA".
QString codeOf(const SharedPlan &plan);

enum class CodeState {
    Missing, ///< nothing typed, or not all of it
    Wrong,
    Right,
};
/// Case, blanks and dashes do not matter; O is 0, I and L are 1.
CodeState checkCode(const SharedPlan &plan, const QString &typed);

/// How a file is not a plan.
enum class PlanFault {
    TooLarge,
    NotJson,
    NotAPlan, ///< JSON of something else
    OtherVersion,
    UnknownDeed,
    BadHead, ///< who and when
    BadRow,
    UnknownVendor,
    DuplicateRow,
    NoRows,
    OtherHash, ///< changed since it was sealed
};

inline constexpr std::array allPlanFaults
    = {PlanFault::TooLarge, PlanFault::NotJson, PlanFault::NotAPlan, PlanFault::OtherVersion,
        PlanFault::UnknownDeed, PlanFault::BadHead, PlanFault::BadRow, PlanFault::UnknownVendor,
        PlanFault::DuplicateRow, PlanFault::NoRows, PlanFault::OtherHash};

/// Stable English word: "too-large", "other-hash" ...
QString planFaultId(PlanFault fault);

inline constexpr qint64 largestPlan = qint64 {64} * 1024 * 1024;

/// Writes a sealed plan; only its owner may read the file.
work::FileExport::Job planFile(const QString &path, SharedPlan plan);
/// Invalid with planFaultId() as its field, and what exactly as its detail.
base::Result<SharedPlan> readPlan(const QByteArray &bytes);
/// The same of a file; LocalFile when it cannot be read. For the pool.
base::Result<SharedPlan> readPlanFile(const QString &path);

/// Whether two names are those of one person: what "ada@desk" and "Ada" have in common.
bool isSamePerson(const QString &a, const QString &b);
/// "ada" of "ada@desk".
QString personName(const QString &person);

} // namespace bulk
