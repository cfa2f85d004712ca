// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/jobtext.h"

#include "bulk/limits.h"
#include "support/errortext.h"
#include "support/plaintext.h"

#include <QCoreApplication>
#include <QLocale>

namespace jobs {

using namespace Qt::StringLiterals;
using bulk::Deed;
using bulk::Doubt;
using bulk::Item;
using bulk::ItemState;
using bulk::Job;
using bulk::JobState;

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(jobs::JobText)
};

QString connectionName(const Job &job, const QString &id)
{
    for (const auto &connection : job.connections()) {
        if (connection.id == id)
            return support::shown(connection.name, 60);
    }
    return Texts::tr("the connection");
}

QString doneText(Deed deed, int count)
{
    switch (deed) {
    case Deed::Disable:
        return Texts::tr("%Ln disabled", nullptr, count);
    case Deed::Enable:
        return Texts::tr("%Ln enabled", nullptr, count);
    case Deed::Delete:
        break;
    }
    return Texts::tr("%Ln deleted", nullptr, count);
}

Message asked(const Job &job, const bulk::Question &question)
{
    const QString name = connectionName(job, question.connectionId);
    const QString why = question.error
        ? support::errorParagraph(*question.error, {.connection = name})
        : QString();
    switch (question.doubt) {
    case Doubt::Refusals:
        return {Texts::tr("“%1” refused many in a row").arg(name), why, Texts::tr("Go On"),
            Texts::tr("Stop")};
    case Doubt::Unknowns:
        return {Texts::tr("Too many requests to “%1” stay without an answer").arg(name),
            Texts::tr("What happened to them is looked up in the list at the end. %1")
                .arg(why)
                .trimmed(),
            Texts::tr("Go On"), Texts::tr("Stop")};
    case Doubt::ConnectionStopped:
        return {Texts::tr("“%1” takes no more requests").arg(name), why, Texts::tr("Try Again"),
            Texts::tr("Stop")};
    case Doubt::CannotVerify:
        return {Texts::tr("The list of “%1” could not be read again").arg(name),
            Texts::tr(
                "Everything was sent. Without the list, what the vendor said cannot be checked. %1")
                .arg(why)
                .trimmed(),
            Texts::tr("Try Again"), Texts::tr("Leave")};
    case Doubt::JournalFailed:
        break;
    }
    return {Texts::tr("The journal cannot be written"),
        Texts::tr("Nothing is sent without a note of it first. %1").arg(why).trimmed(),
        Texts::tr("Try Again"), Texts::tr("Stop")};
}

/// What all connections that have something left wait for, if they do.
std::optional<bulk::ConnectionProgress> heldOf(const Job &job)
{
    std::optional<bulk::ConnectionProgress> held;
    for (auto &connection : job.connections()) {
        if (connection.counts.ended() == connection.counts.total() || connection.stopped)
            continue;
        if (!connection.waitsFor)
            return std::nullopt;
        held = connection;
    }
    return held;
}

} // namespace

QString titleOf(const Job &job)
{
    const int count = static_cast<int>(job.items().size());
    switch (job.deed()) {
    case Deed::Disable:
        return Texts::tr("Disable %Ln tokens", nullptr, count);
    case Deed::Enable:
        return Texts::tr("Enable %Ln tokens", nullptr, count);
    case Deed::Delete:
        break;
    }
    return Texts::tr("Delete %Ln tokens", nullptr, count);
}

std::optional<bulk::ConnectionProgress> waitOf(const Job &job, base::Instant now)
{
    std::optional<bulk::ConnectionProgress> shortest;
    for (const auto &connection : job.connections()) {
        if (connection.counts.ended() == connection.counts.total() || connection.stopped)
            continue;
        if (!connection.waitsUntil || *connection.waitsUntil <= now)
            return std::nullopt; // One of them works on.
        if (!shortest || *connection.waitsUntil < *shortest->waitsUntil)
            shortest = connection;
    }
    return shortest;
}

QString stateText(const Job &job, base::Instant now)
{
    switch (job.state()) {
    case JobState::Running:
        if (const auto held = heldOf(job)) {
            return Texts::tr("“%1” waits: %2")
                .arg(support::shown(held->name, 40), support::errorParagraph(*held->waitsFor));
        }
        if (const auto wait = waitOf(job, now)) {
            const auto left = std::chrono::ceil<std::chrono::seconds>(*wait->waitsUntil - now);
            const QString time = support::durationText(left);
            if (wait->asked && *wait->asked > bulk::Limits().maxAskedWait) {
                //: %1 and %3 are durations, %2 a vendor
                return Texts::tr("Trying again in %1: %2 asked to wait %3")
                    .arg(time, domain::vendorName(wait->vendor),
                        support::durationText(*wait->asked));
            }
            return wait->isAsked
                ? Texts::tr("Waiting %1: asked by %2").arg(time, domain::vendorName(wait->vendor))
                : Texts::tr("Waiting %1 before “%2” is asked again")
                      .arg(time, support::shown(wait->name, 40));
        }
        return Texts::tr("Running");
    case JobState::Paused:
        return Texts::tr("Paused");
    case JobState::Asking:
        return Texts::tr("Needs an answer");
    case JobState::Stopping:
        return Texts::tr("Stopping: waiting for what was sent");
    case JobState::Interrupted:
        return Texts::tr("Interrupted when Tokendesk ended");
    case JobState::Verifying:
        return Texts::tr("Checking the lists");
    case JobState::Finished:
        break;
    }
    if (job.counts().troubled() > 0)
        return Texts::tr("Finished, not everything succeeded");
    return job.isVerified() ? Texts::tr("Finished, the lists agree") : Texts::tr("Finished");
}

QString resultText(const Job &job)
{
    const bulk::Counts &counts = job.counts();
    QStringList parts;
    const auto add = [&parts](int count, const QString &text) {
        if (count > 0)
            parts += text;
    };
    add(counts[ItemState::Done], doneText(job.deed(), counts[ItemState::Done]));
    add(counts[ItemState::AlreadyGone],
        Texts::tr("%Ln already gone", nullptr, counts[ItemState::AlreadyGone]));
    add(counts[ItemState::Failed], Texts::tr("%Ln failed", nullptr, counts[ItemState::Failed]));
    add(counts[ItemState::Unknown], Texts::tr("%Ln unknown", nullptr, counts[ItemState::Unknown]));
    add(counts[ItemState::Contradicted],
        Texts::tr("%Ln contradicted", nullptr, counts[ItemState::Contradicted]));
    add(counts[ItemState::Skipped], Texts::tr("%Ln skipped", nullptr, counts[ItemState::Skipped]));
    return parts.isEmpty() ? Texts::tr("Nothing has ended yet") : parts.join(u", "_s);
}

QString progressText(const Job &job)
{
    const QLocale locale;
    return Texts::tr("%1 of %2")
        .arg(locale.toString(job.counts().ended()), locale.toString(job.counts().total()));
}

QString stateIcon(JobState state)
{
    switch (state) {
    case JobState::Paused:
        return u"disable"_s; // two bars
    case JobState::Asking:
    case JobState::Interrupted:
        return u"warning"_s;
    case JobState::Finished:
        return u"ok"_s;
    default:
        return u"loading"_s;
    }
}

std::optional<Message> messageOf(const Job &job)
{
    if (job.state() == JobState::Asking && job.question())
        return asked(job, *job.question());
    if (job.state() != JobState::Interrupted)
        return std::nullopt;
    const int left = job.counts().total() - job.counts().ended();
    return Message {Texts::tr("Tokendesk ended before this job did"),
        Texts::tr(
            "%Ln tokens are left. Nothing is sent unless you continue; what is done is not done "
            "again.",
            nullptr, left),
        Texts::tr("Continue"), Texts::tr("Leave")};
}

QString itemStateText(ItemState state)
{
    switch (state) {
    case ItemState::Queued:
        return Texts::tr("Queued");
    case ItemState::Sent:
        return Texts::tr("Sent");
    case ItemState::Done:
        return Texts::tr("Done");
    case ItemState::AlreadyGone:
        return Texts::tr("Already gone");
    case ItemState::Failed:
        return Texts::tr("Failed");
    case ItemState::Unknown:
        return Texts::tr("Unknown");
    case ItemState::Skipped:
        return Texts::tr("Skipped");
    case ItemState::Contradicted:
        break;
    }
    return Texts::tr("Contradicted");
}

QString itemStateIcon(ItemState state)
{
    switch (state) {
    case ItemState::Queued:
        return u"expired"_s; // a clock
    case ItemState::Sent:
        return u"loading"_s;
    case ItemState::Done:
    case ItemState::AlreadyGone:
        return u"ok"_s;
    case ItemState::Failed:
        return u"error"_s;
    case ItemState::Unknown:
        return u"unknown"_s;
    case ItemState::Skipped:
        return u"skip"_s;
    case ItemState::Contradicted:
        break;
    }
    return u"warning"_s;
}

models::Tone itemStateTone(ItemState state)
{
    switch (state) {
    case ItemState::Done:
        return models::Tone::Ok;
    case ItemState::Sent:
        return models::Tone::Info;
    case ItemState::Failed:
    case ItemState::Contradicted:
        return models::Tone::Error;
    case ItemState::Unknown:
        return models::Tone::Warning;
    default:
        return models::Tone::Muted;
    }
}

QString itemReason(const Item &item)
{
    switch (item.state) {
    case ItemState::Queued:
        return item.attempts > 0
            ? Texts::tr("Tried %Ln times, will be tried again", nullptr, item.attempts)
            : QString();
    case ItemState::Sent:
        return item.attempts > 1 ? Texts::tr("Tried %Ln times", nullptr, item.attempts) : QString();
    case ItemState::Done:
        return item.isVerified ? Texts::tr("The list agrees") : QString();
    case ItemState::AlreadyGone:
        return item.attempts > 1
            ? Texts::tr("By somebody else, or by an attempt whose answer was lost")
            : Texts::tr("Deleted before by somebody else");
    case ItemState::Contradicted:
        return Texts::tr("The vendor said “done”, but the list shows that it did not happen");
    default:
        break;
    }
    if (item.error)
        return support::errorLine(*item.error);
    return item.state == ItemState::Unknown ? Texts::tr("No answer came: it may have happened")
                                            : QString();
}

QString itemDetails(const Item &item)
{
    const bool isAboutError = item.state == ItemState::Failed || item.state == ItemState::Unknown
        || item.state == ItemState::Skipped;
    return isAboutError && item.error ? support::errorParagraph(*item.error) : itemReason(item);
}

QString remainingText(std::chrono::milliseconds left)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(left).count();
    if (seconds < 3600)
        return support::durationText(std::chrono::seconds {qMax(seconds, qint64(0))});
    const auto minutes = seconds / 60;
    if (minutes < 60 * 48)
        return minutes % 60 == 0 ? Texts::tr("%1 h").arg(minutes / 60)
                                 : Texts::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
    const int days = static_cast<int>(minutes / (60 * 24));
    const auto hours = minutes / 60 % 24;
    return hours == 0 ? Texts::tr("%n days", nullptr, days)
                      : Texts::tr("%n days %1 h", nullptr, days).arg(hours);
}

QString stagedText(const bulk::StagedDelete &staged, base::Instant now)
{
    using State = bulk::StagedDelete::State;
    switch (staged.state) {
    case State::Waiting:
        return Texts::tr("in %1").arg(remainingText(staged.due - now));
    case State::Overdue:
        return Texts::tr("overdue, waits for you");
    case State::Deleting:
        return Texts::tr("now");
    case State::Failed:
        break;
    }
    return Texts::tr("failed");
}

QString stagedReason(const bulk::StagedDelete &staged)
{
    using Reason = bulk::StagedDelete::Reason;
    if (staged.state == bulk::StagedDelete::State::Failed && staged.error)
        return support::errorLine(*staged.error);
    if (staged.reason == Reason::NotRunning)
        return Texts::tr("Its time came while Tokendesk did not run");
    if (staged.reason == Reason::ClockJumped)
        return Texts::tr("The clock of this computer was changed");
    if (staged.reason == Reason::Unanswered)
        return Texts::tr("Tokendesk ended before the answer came: the next list will tell");
    if (staged.reason == Reason::StillListed)
        return Texts::tr("Was sent before Tokendesk ended, and did not happen");
    return staged.wasDisabled ? Texts::tr("Disabled until then")
                              : Texts::tr("Stays in use until then");
}

QString stagedDetails(const bulk::StagedDelete &staged)
{
    return staged.state == bulk::StagedDelete::State::Failed && staged.error
        ? support::errorParagraph(*staged.error)
        : stagedReason(staged);
}

} // namespace jobs
