// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A rotation in words: its seven steps, what is next and when. Pure.

#include "domain/capabilities.h"
#include "rotation/ticket.h"
#include "work/barrier.h"

#include <QString>

#include <array>

namespace tickets {

enum class StepState { Done, Now, Later };

struct StepText
{
    QString title;
    QString text; ///< what was done, what is next, or what will be
    StepState state = StepState::Later;
};

inline constexpr int stepCount = 7;

/// What the words depend on.
struct Situation
{
    rotation::Ticket ticket;
    rotation::Look look;
    rotation::Outlook outlook;
    domain::Capabilities capabilities;
    base::Instant now {};
    std::optional<work::Barrier> barrier {}; ///< why nothing may be changed there now
};

struct TicketText
{
    QString title; ///< "Rotation of “ci”"
    QString subject; ///< "“ci” → “ci 2”, Juniper Mist, begun 3 days ago"
    QString next; ///< what is next, in a few words
    QString due; ///< when: "now", "in 3 days"; empty = whenever the admin likes
    std::array<StepText, stepCount> steps;
};

TicketText textOf(const Situation &situation);

/// A token's name as it stands in a sentence.
QString quoted(const QString &name);

} // namespace tickets
