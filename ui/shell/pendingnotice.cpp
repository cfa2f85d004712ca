// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/pendingnotice.h"

#include "models/historytext.h"
#include "support/banner.h"
#include "support/plaintext.h"

#include <QCoreApplication>

namespace shell {

using namespace Qt::StringLiterals;
using domain::JournalAction;
using domain::JournalPhase;
using support::Banner;
using work::PendingKey;

namespace {

constexpr qsizetype mostIdsNamed = 6;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(shell::PendingNotice)
};

/// Adds the buttons of one message.
class Buttons
{
public:
    Buttons(Banner *banner, const PendingRequested &requested)
        : m_banner(banner)
        , m_requested(requested)
    {
    }

    void add(const QString &label, const QString &name, PendingRequest request) const
    {
        m_banner->addAction(
            label, name, [requested = m_requested, request] { requested(request); });
    }
    void addDelete(const PendingKey &pending) const
    {
        add(pending.canBeDeleted ? Texts::tr("Delete Token...") : Texts::tr("Disable Token"),
            u"pendingDeleteButton"_s, PendingRequest::Delete);
    }
    void addReplace() const
    {
        add(Texts::tr("Replace Token..."), u"pendingReplaceButton"_s, PendingRequest::Replace);
    }
    void addStored() const
    {
        add(Texts::tr("I Have Its Key"), u"pendingStoredButton"_s, PendingRequest::Stored);
    }
    void addKeep(const QString &label) const
    {
        add(label, u"pendingKeepButton"_s, PendingRequest::Keep);
    }
    void addLook() const
    {
        add(Texts::tr("Look Again"), u"pendingLookButton"_s, PendingRequest::Look);
    }

private:
    Banner *m_banner;
    const PendingRequested &m_requested;
};

QString adviceOn(const PendingKey &pending)
{
    return pending.canBeDeleted
        ? Texts::tr("Delete it, or replace it by another one like it.")
        : Texts::tr("Disable it, or replace it by another one like it; deleting takes its value.");
}

void showCreated(Banner *banner, const PendingKey &pending, const Buttons &buttons)
{
    const QString name = support::shown(pending.name);
    const QString title = Texts::tr("The key of “%1” was not confirmed as stored").arg(name);
    if (pending.token.remoteId.isEmpty()) {
        banner->showMessage(Banner::Severity::Warning, title,
            Texts::tr("The token exists and works. The vendor has not told its id yet; the next "
                      "list will."));
        buttons.addStored();
        buttons.addLook();
        return;
    }
    banner->showMessage(Banner::Severity::Warning, title,
        Texts::tr("The token exists and works. If nobody has its key: %1").arg(adviceOn(pending)));
    buttons.addStored();
    buttons.addReplace();
    buttons.addDelete(pending);
}

void showMayExist(Banner *banner, const PendingKey &pending, const Buttons &buttons)
{
    banner->showMessage(Banner::Severity::Warning,
        Texts::tr("The vendor may have created the key of “%1”").arg(support::shown(pending.name)),
        Texts::tr("No answer came. Tokendesk looks for the token in the list of “%1” and does not "
                  "create it again by itself.")
            .arg(support::shown(pending.connectionName)));
    buttons.addLook();
    buttons.addKeep(Texts::tr("It Is Not There"));
}

/// What is found, and what speaks against it being ours.
QString withFacts(const PendingKey &pending, const QString &found)
{
    return pending.against.isEmpty()
        ? found
        : u"%1 %2"_s.arg(found, models::contradictionText(pending.against));
}

void showFound(Banner *banner, const PendingKey &pending, const Buttons &buttons)
{
    const QString name = support::shown(pending.name);
    const QString connection = support::shown(pending.connectionName);
    if (!pending.token.remoteId.isEmpty()) {
        banner->showMessage(Banner::Severity::Warning,
            Texts::tr("A token was created and its key was never seen: “%1”").arg(name),
            Texts::tr("It is in the list of “%1” and works, but nobody has its key. %2")
                .arg(connection, adviceOn(pending)));
        buttons.addDelete(pending);
        buttons.addReplace();
        buttons.addKeep(Texts::tr("Keep"));
        return;
    }
    QStringList ids;
    for (const QString &id : pending.found.mid(0, mostIdsNamed))
        ids.append(support::shown(id, 60));
    if (pending.found.size() > mostIdsNamed)
        ids.append(u"…"_s);
    banner->showMessage(Banner::Severity::Warning,
        Texts::tr("A token may have been created and its key was never seen: “%1”").arg(name),
        withFacts(pending,
            Texts::tr("%n tokens of this name in the list of “%1” may be it: %2. Somebody else may "
                      "have made them, so Tokendesk chooses none.",
                nullptr, int(pending.found.size()))
                .arg(connection, ids.join(u", "_s)))
            + u' '
            + Texts::tr("Compare before you delete anything: it may be a token that is in use."));
    buttons.add(Texts::tr("Show in List"), u"pendingShowButton"_s, PendingRequest::Show);
    buttons.addKeep(Texts::tr("Nothing to Delete"));
}

QString settledTitle(JournalAction action, bool wasMade)
{
    switch (action) {
    case JournalAction::Create:
        return wasMade ? QString() : Texts::tr("“%1” was not created");
    case JournalAction::Delete:
        return wasMade ? Texts::tr("“%1” was deleted") : Texts::tr("“%1” was not deleted");
    case JournalAction::Disable:
        return wasMade ? Texts::tr("“%1” was disabled") : Texts::tr("“%1” was not disabled");
    case JournalAction::Enable:
        return wasMade ? Texts::tr("“%1” was enabled") : Texts::tr("“%1” was not enabled");
    case JournalAction::Edit:
        return wasMade ? Texts::tr("“%1” was changed") : Texts::tr("“%1” was not changed");
    case JournalAction::Job:
    case JournalAction::Rotate:
    case JournalAction::Connection:
    case JournalAction::Plan:
    case JournalAction::Journal:
        break;
    }
    return {};
}

} // namespace

void showPendingKey(Banner *banner, const PendingKey &pending, const PendingRequested &requested)
{
    const Buttons buttons(banner, requested);
    switch (pending.state) {
    case PendingKey::State::Created:
        return showCreated(banner, pending, buttons);
    case PendingKey::State::MayExist:
        return showMayExist(banner, pending, buttons);
    case PendingKey::State::Found:
        return showFound(banner, pending, buttons);
    }
}

bool showSettled(Banner *banner, const work::OpenOperation &operation, JournalPhase verdict)
{
    if (verdict == JournalPhase::Resolved && operation.action != JournalAction::Create) {
        banner->showMessage(Banner::Severity::Warning,
            Texts::tr("Nobody knows whether “%1” was changed")
                .arg(support::shown(operation.tokenName)),
            Texts::tr("The vendor's answer was lost, and its list at “%1” does not tell. Look in "
                      "the vendor's console, or do it once more.")
                .arg(support::shown(operation.connectionName)));
        banner->setDismissible(true);
        return true;
    }
    if (verdict != JournalPhase::FoundDone && verdict != JournalPhase::FoundUndone)
        return false;
    const bool wasMade = verdict == JournalPhase::FoundDone;
    const QString title = settledTitle(operation.action, wasMade);
    if (title.isEmpty())
        return false;
    banner->showMessage(wasMade ? Banner::Severity::Information : Banner::Severity::Warning,
        title.arg(support::shown(operation.tokenName)),
        Texts::tr("The vendor's answer was lost; its list at “%1” shows this now.")
            .arg(support::shown(operation.connectionName)));
    banner->setDismissible(true);
    return true;
}

} // namespace shell
