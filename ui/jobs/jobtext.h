// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How jobs and their items read: the only place that makes sentences of them.

#include "bulk/job.h"
#include "bulk/stageddeletes.h"
#include "models/icons.h"

namespace jobs {

/// "Delete 40 tokens"
QString titleOf(const bulk::Job &job);
/// "Running", "Waiting 42 s: asked by Mist", "Paused" ...; a sentence without its full stop.
QString stateText(const bulk::Job &job, base::Instant now);
/// Where a job that runs waits: the shortest wait, when every connection with work left waits.
std::optional<bulk::ConnectionProgress> waitOf(const bulk::Job &job, base::Instant now);
/// "37 deleted, 2 already gone, 1 failed": what came of those that ended.
QString resultText(const bulk::Job &job);
/// "12 of 40"
QString progressText(const bulk::Job &job);
QString stateIcon(bulk::JobState state);

/// What a job asks, or says of itself, for a banner.
struct Message
{
    QString title;
    QString text;
    QString goOn; ///< the button's text: "Continue", "Try Again"
    QString leave; ///< "Stop", "Leave"
};
/// Nothing while it needs nobody.
std::optional<Message> messageOf(const bulk::Job &job);

/// "Done", "Already gone": the deed's own word for Done would differ by job.
QString itemStateText(bulk::ItemState state);
QString itemStateIcon(bulk::ItemState state);
models::Tone itemStateTone(bulk::ItemState state);
/// Why it is as it is, in one line; empty where the state says it all.
QString itemReason(const bulk::Item &item);
/// The same with what it means and what to do, for a tool tip.
QString itemDetails(const bulk::Item &item);

/// "in 6 days", "overdue", "deleting"
QString stagedText(const bulk::StagedDelete &staged, base::Instant now);
QString stagedReason(const bulk::StagedDelete &staged);
QString stagedDetails(const bulk::StagedDelete &staged);

/// "3 days 4 h", "2 h 5 min", "42 s": two units at most.
QString remainingText(std::chrono::milliseconds left);

} // namespace jobs
