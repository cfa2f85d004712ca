// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// A leaked key: one question, the fastest stop there is, and what came of it.

#include "bulk/contain.h"
#include "models/celltext.h"
#include "shell/noticearea.h"
#include "shell/tokencommands.h"
#include "support/errortext.h"
#include "support/plaintext.h"

#include <QClipboard>
#include <QGuiApplication>

namespace shell {

using namespace Qt::StringLiterals;
using base::Result;
using bulk::Contained;
using bulk::Containment;
using bulk::Deed;
using domain::TokenKey;
using support::Answer;
using Severity = support::Banner::Severity;

namespace {

QString bannerOf(const TokenKey &key)
{
    return u"contain/%1/%2"_s.arg(key.connectionId, key.remoteId);
}

} // namespace

void TokenCommands::contain(const TokenKey &key)
{
    const auto subjects = subjectsOf({key});
    const work::Session *session = m_desk.session(key.connectionId);
    if (subjects.empty() || !session)
        return;
    const auto deed = bulk::containingDeed(session->capabilities(), subjects.front().token);
    if (!deed) {
        m_notices.showOutcomeText(
            tr("%1 cannot be stopped from here").arg(nameOf(subjects.front().token)),
            tr("Stop it in the vendor's own console: Token > Open Vendor's Console."));
        return;
    }
    ask(dialogs::containQuestion(subjects.front(), *deed == Deed::Delete, m_clock.now()),
        [this, key, deed](const Answer &) { containNow(key, *deed); });
}

void TokenCommands::containNow(const TokenKey &key, bulk::Deed deed)
{
    const auto token = tokenOf(key);
    if (!token)
        return m_notices.showOutcomeText(
            tr("Nothing was sent"), tr("The token is not in the list any more."));
    const QString name = nameOf(*token);
    m_notices.showActions(bannerOf(key), Severity::Information, tr("Stopping %1 ...").arg(name),
        deed == Deed::Disable ? tr("The vendor is asked to disable it.")
                              : tr("The vendor is asked to delete it."),
        {});
    bulk::contain(m_desk, key, deed)
        .then(this, [this, key, token = *token](const Result<Contained> &contained) {
            m_notices.withdraw(bannerOf(key));
            if (contained)
                sayContained(*contained, token);
            else
                m_notices.showOutcome(contained.error(), tr("Contain token"), key.connectionId);
        });
}

void TokenCommands::sayContained(const Contained &contained, const domain::Token &token)
{
    const QString name = u"“%1”"_s.arg(support::shown(contained.name));
    QStringList lines;
    QString title;
    Severity severity = Severity::Information;
    const bool disabled = contained.deed == Deed::Disable;
    switch (contained.outcome) {
    case Containment::Stopped:
        if (contained.isVerified) {
            title = disabled ? tr("%1 is disabled: its key does not work any more").arg(name)
                             : tr("%1 is deleted: its key does not work any more").arg(name);
            lines += tr("The vendor was asked again and agrees.");
        } else {
            title = disabled ? tr("The vendor says that %1 is disabled").arg(name)
                             : tr("The vendor says that %1 is deleted").arg(name);
        }
        break;
    case Containment::AlreadyGone:
        title = contained.isVerified ? tr("%1 was gone already").arg(name)
                                     : tr("The vendor says that %1 was gone already").arg(name);
        break;
    case Containment::Refused:
        severity = Severity::Error;
        title = tr("%1 was not stopped: its key still works").arg(name);
        break;
    case Containment::Unknown:
        severity = Severity::Error;
        title = tr("Nobody knows whether %1 was stopped: its key may still work").arg(name);
        break;
    }
    const bool isWordOnly = !contained.isVerified
        && (contained.outcome == Containment::Stopped
            || contained.outcome == Containment::AlreadyGone);
    if (isWordOnly) {
        severity = Severity::Warning;
        lines
            += tr("This could not be checked, so the key may still work. Refresh the list, or try "
                  "the key with Whose Key Is This?");
    }
    if (contained.error)
        lines += support::errorParagraph(*contained.error);
    if (contained.wasOwn)
        lines += tr("Tokendesk signed in with it: give the connection another credential.");
    m_notices.showActions(bannerOf(contained.key), severity, title, lines.join(u'\n'),
        afterContaining(contained, token));
}

/// What is to be done next: stop it after all, give what used it another key, clean up, tell.
std::vector<NoticeAction> TokenCommands::afterContaining(
    const Contained &contained, const domain::Token &token)
{
    std::vector<NoticeAction> actions;
    if (contained.outcome == Containment::Refused || contained.outcome == Containment::Unknown)
        actions.push_back({tr("Try Again"), u"containAgainButton"_s, [this, contained] {
                               containNow(contained.key, contained.deed.value_or(Deed::Delete));
                           }});
    const bool isGone = contained.outcome == Containment::AlreadyGone
        || (contained.outcome == Containment::Stopped && contained.deed == Deed::Delete);
    // What signed in with it is off now. One that is gone cannot be rotated, but made again.
    if (canCreate(contained.key.connectionId) && isGone)
        actions.push_back({tr("Create Like This..."), u"containRecreateButton"_s,
            [this, token] { recreate(token); }});
    else if (canCreate(contained.key.connectionId))
        actions.push_back({tr("Rotate..."), u"containRotateButton"_s,
            [this, key = contained.key] { emit rotateRequested(key); }});
    if (contained.deleteIsLeft || contained.mayDelete)
        actions.push_back({tr("Delete..."), u"containDeleteButton"_s,
            [this, key = contained.key] { remove({key}); }});
    actions.push_back({tr("Copy Report"), u"containReportButton"_s,
        [this, report = containmentReport(contained)] {
            QGuiApplication::clipboard()->setText(report);
            emit done(tr("Report copied"), {});
        }});
    return actions;
}

bool TokenCommands::canCreate(const QString &connectionId) const
{
    const work::Session *session = m_desk.session(connectionId);
    return session && session->capabilities()[domain::Operation::Create].isPossible();
}

/// For whoever handles the incident: plain text, without any key.
QString TokenCommands::containmentReport(const Contained &contained) const
{
    const domain::Connection *connection = m_desk.connections().find(contained.key.connectionId);
    const QString outcomes[] = {tr("stopped"), tr("gone already"), tr("not stopped: still works"),
        tr("not known: may still work")};
    QStringList lines {tr("Token: %1").arg(support::shown(contained.name)),
        tr("ID: %1").arg(support::shown(contained.key.remoteId))};
    if (connection)
        lines += tr("Connection: %1 (%2)")
                     .arg(support::shown(connection->name), domain::vendorName(connection->vendor));
    lines += tr("Time: %1").arg(models::isoTime(m_clock.now()));
    if (contained.deed)
        lines += tr("Tried: %1").arg(bulk::deedId(*contained.deed));
    lines += tr("Outcome: %1").arg(outcomes[static_cast<std::size_t>(contained.outcome)]);
    lines += contained.isVerified ? tr("Checked: yes") : tr("Checked: no");
    lines += tr("Attempts: %1").arg(contained.attempts);
    if (contained.error)
        lines += support::errorDetails(*contained.error);
    return lines.join(u'\n');
}

} // namespace shell
