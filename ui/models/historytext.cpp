// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/historytext.h"

#include "base/textrules.h"
#include "work/verdict.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

namespace models {

using namespace Qt::StringLiterals;
using domain::ChangeKind;
using domain::JournalAction;
using domain::JournalEntry;
using domain::JournalPhase;
namespace against = work::against;

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(models::HistoryText)
};

constexpr int longestValue = 2000;

/// The names of domain::journalDetailNames() in words; an unknown one stands as it is.
QString detailTitle(const QString &name)
{
    static const QHash<QString, const char *> titles {
        {u"after"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Wanted")},
        {u"against"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Speaks against it being ours")},
        {u"answered"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Its key had come")},
        {u"attempt"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Attempt")},
        {u"before"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Before")},
        {u"count"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Tokens")},
        {u"created"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Created")},
        {u"creators"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Creator")},
        {u"days"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Days")},
        {u"decision"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Decision")},
        {u"destination"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Key handed to")},
        {u"detail"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Technical details")},
        {u"due"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Due")},
        {u"file"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Set aside")},
        {u"found"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Found")},
        {u"grantIds"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Grants by name")},
        {u"grants"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Grants")},
        {u"head"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Whole up to the seal")},
        {u"httpStatus"_s, QT_TRANSLATE_NOOP("models::HistoryText", "HTTP status")},
        {u"job"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Job")},
        {u"kind"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Kind")},
        {u"known"_s, QT_TRANSLATE_NOOP("models::HistoryText", "There before")},
        {u"lastUsed"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Last used")},
        {u"lifetime"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Lifetime in seconds")},
        {u"maker"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Plan made by")},
        {u"mark"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Mark in the name")},
        {u"own"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Tokendesk's own credential")},
        {u"plan"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Plan (SHA-256)")},
        {u"reason"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Reason")},
        {u"replacedBy"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Replaced by")},
        {u"replaces"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Replaces")},
        {u"requestId"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Request ID")},
        {u"second"_s,
            QT_TRANSLATE_NOOP("models::HistoryText", "Second admin, as named by the first")},
        {u"step"_s, QT_TRANSLATE_NOOP("models::HistoryText", "Step")},
        {u"words"_s, QT_TRANSLATE_NOOP("models::HistoryText", "The vendor says")}};
    const auto title = titles.constFind(name);
    return title == titles.constEnd() ? base::displayForm(name) : Texts::tr(*title);
}

base::Instant instant(double milliseconds)
{
    return base::Instant(std::chrono::milliseconds(static_cast<qint64>(milliseconds)));
}

QString detailValue(const QString &name, const QJsonValue &value, const TextContext &context)
{
    if (value.isDouble() && (name == "created"_L1 || name == "due"_L1 || name == "lastUsed"_L1))
        return eventTime(instant(value.toDouble()), context);
    if (value.isDouble())
        return context.locale.toString(value.toDouble(), 'f', QLocale::FloatingPointShortest);
    if (value.isBool())
        return value.toBool() ? Texts::tr("Yes") : Texts::tr("No");
    if (value.isArray()) {
        QStringList parts;
        const QJsonArray array = value.toArray();
        for (const QJsonValue &one : array)
            parts += detailValue({}, one, context);
        return parts.isEmpty() ? Texts::tr("None") : parts.join(", "_L1);
    }
    if (value.isObject()) {
        return base::displayForm(
            QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact)),
            longestValue);
    }
    return base::displayForm(value.toString(), longestValue);
}

/// What a lost create may have made, where nobody knows whether it is that.
bool isFoundInDoubt(const JournalEntry &entry)
{
    return entry.action == JournalAction::Create && entry.phase == JournalPhase::FoundDone
        && (entry.token.remoteId.isEmpty() || !work::factsAgainst(entry.details).isEmpty());
}

const char *outcome(JournalPhase phase)
{
    switch (phase) {
    case JournalPhase::Planned:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Planned");
    case JournalPhase::Intent:
        return QT_TRANSLATE_NOOP("models::HistoryText", "About to be sent");
    case JournalPhase::Done:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Done");
    case JournalPhase::Created:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Created, key not confirmed");
    case JournalPhase::Acknowledged:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Key stored");
    case JournalPhase::AlreadyGone:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Was gone already");
    case JournalPhase::Refused:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Refused");
    case JournalPhase::Unknown:
        return QT_TRANSLATE_NOOP("models::HistoryText", "No answer: it may have happened");
    case JournalPhase::FoundDone:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Found: it happened");
    case JournalPhase::FoundUndone:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Found: it did not happen");
    case JournalPhase::Contradicted:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Said to be done, but is not");
    case JournalPhase::Skipped:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Skipped");
    case JournalPhase::Cancelled:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Withdrawn");
    case JournalPhase::Resolved:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Decided");
    case JournalPhase::Step:
        return QT_TRANSLATE_NOOP("models::HistoryText", "Step");
    }
    return "";
}

} // namespace

QString journalActionText(JournalAction action)
{
    switch (action) {
    case JournalAction::Create:
        return Texts::tr("Create");
    case JournalAction::Edit:
        return Texts::tr("Edit");
    case JournalAction::Enable:
        return Texts::tr("Enable");
    case JournalAction::Disable:
        return Texts::tr("Disable");
    case JournalAction::Delete:
        return Texts::tr("Delete");
    case JournalAction::Job:
        return Texts::tr("Bulk Job");
    case JournalAction::Rotate:
        return Texts::tr("Rotation");
    case JournalAction::Connection:
        return Texts::tr("Connection");
    case JournalAction::Plan:
        return Texts::tr("Plan for a Second Admin");
    case JournalAction::Journal:
        return Texts::tr("Journal");
    }
    return {};
}

QString contradictionText(const QStringList &facts)
{
    static const QHash<QString, const char *> words {
        {QLatin1StringView(against::kind),
            QT_TRANSLATE_NOOP("models::HistoryText", "It is of another kind than you asked for.")},
        {QLatin1StringView(against::grants),
            QT_TRANSLATE_NOOP("models::HistoryText", "Its grants are not those you asked for.")},
        {QLatin1StringView(against::creator),
            QT_TRANSLATE_NOOP("models::HistoryText", "Somebody else created it.")},
        {QLatin1StringView(against::created),
            QT_TRANSLATE_NOOP(
                "models::HistoryText", "It was not created when the request was sent.")},
        {QLatin1StringView(against::used),
            QT_TRANSLATE_NOOP("models::HistoryText",
                "It was used, though nobody here has seen its key: unless that key leaked, it is "
                "not yours.")}};
    QStringList said;
    for (const QString &fact : facts) {
        const auto known = words.constFind(fact);
        said += known == words.constEnd() ? base::displayForm(fact, 80) : Texts::tr(*known);
    }
    return said.join(u' ');
}

QString journalOutcomeText(const JournalEntry &entry)
{
    if (isFoundInDoubt(entry))
        return Texts::tr("Found: it may have happened");
    const QString text = Texts::tr(outcome(entry.phase));
    const char *more = entry.phase == JournalPhase::Step ? "step"
        : entry.phase == JournalPhase::Resolved          ? "decision"
                                                         : "";
    const QString word = entry.details.value(QLatin1StringView(more)).toString();
    //: an outcome and what exactly: "Step: verify", "Decided: deleted"
    return word.isEmpty() ? text : Texts::tr("%1: %2").arg(text, base::displayForm(word, 80));
}

Tone journalOutcomeTone(const JournalEntry &entry)
{
    if (isFoundInDoubt(entry))
        return Tone::Warning;
    switch (entry.phase) {
    case JournalPhase::Done:
    case JournalPhase::Acknowledged:
    case JournalPhase::AlreadyGone:
    case JournalPhase::FoundDone:
        return closes(entry.action, entry.phase) ? Tone::Ok : Tone::Warning;
    case JournalPhase::Refused:
    case JournalPhase::Contradicted:
        return Tone::Error;
    case JournalPhase::Unknown:
    case JournalPhase::Created:
        return Tone::Warning;
    default:
        return Tone::Text;
    }
}

QString journalOriginText(const QString &origin)
{
    if (origin == "window"_L1)
        return Texts::tr("Window");
    return origin == "cli"_L1 ? Texts::tr("Command line") : base::displayForm(origin, 40);
}

QStringList journalDetailLines(const QJsonObject &details, const TextContext &context)
{
    QStringList lines;
    for (auto it = details.begin(); it != details.end(); ++it) {
        //: a detail of a row of the journal: title, value
        lines += Texts::tr("%1: %2").arg(
            detailTitle(it.key()), detailValue(it.key(), it.value(), context));
    }
    return lines;
}

QString changeKindText(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Appeared:
        return Texts::tr("New");
    case ChangeKind::Vanished:
        return Texts::tr("Vanished");
    case ChangeKind::Returned:
        return Texts::tr("Listed Again");
    case ChangeKind::Renamed:
        return Texts::tr("Renamed");
    case ChangeKind::GrantsBroadened:
        return Texts::tr("Grants Broadened");
    case ChangeKind::GrantsNarrowed:
        return Texts::tr("Grants Narrowed");
    case ChangeKind::GrantsChanged:
        return Texts::tr("Grants Changed");
    case ChangeKind::StatusChanged:
        return Texts::tr("Status Changed");
    case ChangeKind::CameIntoUse:
        return Texts::tr("Came Into Use");
    case ChangeKind::WentIdle:
        return Texts::tr("Went Idle");
    case ChangeKind::Redescribed:
        return Texts::tr("Description Changed");
    case ChangeKind::OwnerChanged:
        return Texts::tr("Owner Changed");
    case ChangeKind::ExpiryChanged:
        return Texts::tr("Expiry Changed");
    case ChangeKind::AddressesChanged:
        return Texts::tr("Addresses Changed");
    }
    return {};
}

Tone changeKindTone(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Appeared:
    case ChangeKind::Returned:
        return Tone::Info;
    case ChangeKind::Vanished:
    case ChangeKind::GrantsBroadened:
    case ChangeKind::GrantsChanged:
        return Tone::Warning;
    default:
        return Tone::Text;
    }
}

QString changeSummary(const std::array<int, domain::allChangeKinds.size()> &counts)
{
    QStringList parts;
    const auto add = [&](ChangeKind kind, const char *text) {
        const int count = counts[static_cast<std::size_t>(kind)];
        if (count > 0)
            parts += Texts::tr(text).arg(QLocale().toString(count));
    };
    add(ChangeKind::Appeared, QT_TRANSLATE_NOOP("models::HistoryText", "+%1 new"));
    add(ChangeKind::Vanished, QT_TRANSLATE_NOOP("models::HistoryText", "\u2212%1 vanished"));
    add(ChangeKind::Returned, QT_TRANSLATE_NOOP("models::HistoryText", "%1 listed again"));
    add(ChangeKind::GrantsBroadened, QT_TRANSLATE_NOOP("models::HistoryText", "%1 broadened"));
    add(ChangeKind::GrantsNarrowed, QT_TRANSLATE_NOOP("models::HistoryText", "%1 narrowed"));
    add(ChangeKind::GrantsChanged,
        QT_TRANSLATE_NOOP("models::HistoryText", "%1 with other grants"));
    add(ChangeKind::StatusChanged,
        QT_TRANSLATE_NOOP("models::HistoryText", "%1 with another status"));
    add(ChangeKind::CameIntoUse, QT_TRANSLATE_NOOP("models::HistoryText", "%1 came into use"));
    add(ChangeKind::WentIdle, QT_TRANSLATE_NOOP("models::HistoryText", "%1 went idle"));
    add(ChangeKind::Renamed, QT_TRANSLATE_NOOP("models::HistoryText", "%1 renamed"));
    add(ChangeKind::Redescribed,
        QT_TRANSLATE_NOOP("models::HistoryText", "%1 with another description"));
    add(ChangeKind::OwnerChanged,
        QT_TRANSLATE_NOOP("models::HistoryText", "%1 with another owner"));
    add(ChangeKind::ExpiryChanged,
        QT_TRANSLATE_NOOP("models::HistoryText", "%1 with another expiry"));
    add(ChangeKind::AddressesChanged,
        QT_TRANSLATE_NOOP("models::HistoryText", "%1 with other addresses"));
    return parts.join(", "_L1);
}

QString changeValueText(ChangeKind kind, const QString &value, const TextContext &context)
{
    switch (kind) {
    case ChangeKind::ExpiryChanged:
    case ChangeKind::CameIntoUse:
    case ChangeKind::WentIdle: {
        const auto time = QDateTime::fromString(value, Qt::ISODateWithMs);
        if (time.isValid())
            return eventTime(instant(static_cast<double>(time.toMSecsSinceEpoch())), context);
        return base::displayForm(value, longestValue);
    }
    case ChangeKind::GrantsBroadened:
    case ChangeKind::GrantsNarrowed:
    case ChangeKind::GrantsChanged:
    case ChangeKind::Vanished:
    case ChangeKind::AddressesChanged:
        return base::displayForm(
            value.split(u'\n', Qt::SkipEmptyParts).join(", "_L1), longestValue);
    default:
        return base::displayForm(value, longestValue);
    }
}

QString eventTime(base::Instant when, const TextContext &context)
{
    return QDateTime::fromMSecsSinceEpoch(when.time_since_epoch().count(), context.zone)
        .toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

} // namespace models
