// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tickets/tickettext.h"

#include "models/celltext.h"
#include "models/historytext.h"
#include "support/plaintext.h"

#include <QCoreApplication>
#include <QLocale>

namespace tickets {

using namespace Qt::StringLiterals;
using domain::Operation;
using rotation::OldState;
using rotation::Stage;
using rotation::Ticket;

namespace {

/// The index of the step that is next; stepCount = none.
int currentStep(Stage stage)
{
    switch (stage) {
    case Stage::Create:
        return 0;
    case Stage::Unsure:
        return 1;
    case Stage::HandOver:
        return 2;
    case Stage::Verify:
        return 3;
    case Stage::Watch:
        return 4;
    case Stage::Disabled:
        return 5;
    case Stage::Link:
        return 6;
    case Stage::Closed:
        break;
    }
    return stepCount;
}

class Writer
{
    Q_DECLARE_TR_FUNCTIONS(tickets::TicketText)

public:
    explicit Writer(const Situation &situation)
        : m_is(situation)
        , m_ticket(situation.ticket)
    {
    }

    TicketText write()
    {
        m_text.title = tr("Rotation of %1").arg(quoted(m_ticket.oldName));
        m_text.subject = subject();
        m_text.due = due();
        writeSteps();
        m_text.next = next();
        return std::move(m_text);
    }

private:
    QString ago(base::Instant when, domain::Precision precision = domain::Precision::Exact) const
    {
        return models::relativeTime(when, m_is.now, precision);
    }
    bool can(Operation operation) const { return m_is.capabilities[operation].isPossible(); }
    bool isHidden() const { return m_is.look.old && rotation::hidesUse(*m_is.look.old); }
    /// The watch is done, so that step 6 is the one to click.
    bool mayRetire() const { return m_ticket.stage == Stage::Watch && m_is.outlook.isOver; }

    QString nameOfNew() const
    {
        return m_ticket.newName.isEmpty() ? tr("the new token") : quoted(m_ticket.newName);
    }

    QString subject() const
    {
        const QString pair = m_ticket.newName.isEmpty()
            ? quoted(m_ticket.oldName)
            : tr("%1 → %2").arg(quoted(m_ticket.oldName), quoted(m_ticket.newName));
        return tr("%1, %2, begun %3")
            .arg(pair, domain::vendorName(m_ticket.vendor), ago(m_ticket.begun));
    }

    QString due() const
    {
        if (m_is.outlook.isDue)
            return tr("now");
        if (m_ticket.stage != Stage::Watch)
            return {};
        return m_is.outlook.needsLook ? tr("after a refresh") : ago(m_is.outlook.due);
    }

    void writeSteps()
    {
        int current = currentStep(m_ticket.stage);
        if (mayRetire())
            current = 5;
        const std::array<QString, stepCount> titles {tr("Choose what the new token may do"),
            tr("Create the new token"), tr("Hand over its key"),
            m_ticket.isOwn ? tr("Prove the key and sign in with it") : tr("Verify the key"),
            tr("Watch the old token"), tr("Retire the old token"), tr("Link the two")};
        // Proving comes with handing over, while the key is at hand.
        if (m_ticket.isOwn && m_ticket.stage == Stage::HandOver && m_ticket.stored)
            current = 3;
        for (int i = 0; i < stepCount; ++i) {
            StepText &step = m_text.steps[static_cast<std::size_t>(i)];
            step.title = titles[static_cast<std::size_t>(i)];
            step.state = i < current ? StepState::Done
                : i == current       ? StepState::Now
                                     : StepState::Later;
            step.text = textOfStep(i, step.state);
        }
    }

    QString textOfStep(int index, StepState state) const
    {
        switch (index) {
        case 0:
            if (m_ticket.isByHand() && state == StepState::Now)
                return tr("Tokendesk signs in with this token, and %1 lets no call create one that "
                          "may do as much. Create it on the vendor's page, then enter its key "
                          "here: Tokendesk tries it, and only when it works does it take the old "
                          "one's place in the keychain.")
                    .arg(domain::vendorName(m_ticket.vendor));
            return state == StepState::Done
                ? tr("Taken over from the old token.")
                : tr("The form opens with what the old token has; change what you like. It says "
                     "what cannot be taken over.");
        case 1:
            return createText(state);
        case 2:
            return handOverText(state);
        case 3:
            return m_ticket.isOwn ? swapText(state) : verifyText(state);
        case 4:
            return watchText(state);
        case 5:
            return retireText(state);
        default:
            return tr("Each of the two notes the other, so that the history shows which took over "
                      "from which.");
        }
    }

    QString createText(StepState state) const
    {
        if (state == StepState::Done)
            return tr("%1 was created.").arg(nameOfNew());
        if (state == StepState::Later)
            return tr("It is sent once. The old token keeps working.");
        if (m_ticket.found.isEmpty())
            return tr("The request was sent and its answer is missing: the vendor may have created "
                      "the token. Refresh the list; what is found there is said here. Nothing is "
                      "sent again by itself.");
        const QString ids = u'\n' + support::shown(m_ticket.found.join(u", "_s), 200);
        if (m_ticket.isFoundDoubtful) {
            QStringList lines {tr("The answer was lost, and the list now has %n tokens that may be "
                                  "the new one, or somebody else's. Compare before you take any "
                                  "out of use.",
                nullptr, int(m_ticket.found.size()))};
            if (!m_ticket.against.isEmpty())
                lines += models::contradictionText(m_ticket.against);
            return lines.join(u' ') + ids;
        }
        return tr("The answer was lost, and the list now has %n tokens that may be the new one. "
                  "Their keys were never seen and are lost: take them out of use, then create "
                  "another.",
                   nullptr, int(m_ticket.found.size()))
            + ids;
    }

    QString handOverText(StepState state) const
    {
        if (state == StepState::Later)
            return tr("The key is shown once: copy it, save it as a file, as a variable of an .env "
                      "file, or in the keychain.");
        if (state == StepState::Now)
            return tr("Nobody has said that the key is stored, and it is not shown again. If you "
                      "have it, say so; if not, delete the new token and create another.");
        QStringList places;
        for (const QString &place : m_ticket.destinations) {
            const QString name = placeName(place);
            if (!name.isEmpty() && !places.contains(name))
                places += name;
        }
        return places.isEmpty() ? tr("You said that the key is stored.")
                                : tr("The key went to: %1.").arg(places.join(u", "_s));
    }

    static QString placeName(const QString &word)
    {
        if (word == "clipboard"_L1)
            return tr("clipboard");
        if (word == "file"_L1)
            return tr("file");
        if (word == "env-file"_L1)
            return tr(".env file");
        if (word == "keychain"_L1)
            return tr("keychain");
        return {};
    }

    QString verifyText(StepState state) const
    {
        if (m_ticket.verified)
            return tr("The key worked %1.").arg(ago(*m_ticket.verified));
        if (state == StepState::Done)
            return tr("Not verified.");
        return tr(
            "On request, Tokendesk signs in with the new key once. Using a key moves its last "
            "use. Put the new key to work where the old one is, then start the watch.");
    }

    QString swapText(StepState state) const
    {
        if (state == StepState::Done || m_ticket.swapped)
            return tr("Tokendesk signs in with the new token. The old one is not needed here any "
                      "more.");
        return tr(
            "Tokendesk tries the new key; only when it works does it take the old one's place "
            "in the keychain. If anything fails the old key stays.");
    }

    QString watchText(StepState state) const
    {
        if (state == StepState::Done)
            return m_ticket.days == 0   ? tr("Not watched: no days were asked for.")
                : m_ticket.isOverridden ? tr("Ended by you.")
                : m_ticket.isSaidUnused
                ? tr("You said that nothing uses the old token.")
                : tr("Nobody used the old token for %n days.", nullptr, m_ticket.days);
        if (state == StepState::Later)
            return tr("The old token has to stay unused for %n days. Every list is looked at.",
                nullptr, m_ticket.days);
        QStringList lines {isHidden() ? hiddenWatchText() : openWatchText()};
        lines += uses();
        if (m_is.outlook.needsLook)
            lines
                += tr("The time is over. Refresh the list, to see that it was not used meanwhile.");
        return lines.join(u'\n');
    }

    QString openWatchText() const
    {
        const QString until = models::isoTime(m_is.outlook.due).left(10);
        if (m_is.outlook.due <= m_is.now)
            return tr("Quiet since %1.").arg(ago(m_is.outlook.quietSince));
        return tr("Quiet since %1; it has to stay so until %2 (%3).")
            .arg(ago(m_is.outlook.quietSince), until, ago(m_is.outlook.due));
    }

    QString hiddenWatchText() const
    {
        const QString time = m_is.outlook.due <= m_is.now
            ? tr("The time you chose is over.")
            : tr("The time you chose is over %1.").arg(ago(m_is.outlook.due));
        return tr("%1 does not say when this token was used: nobody but you can know. %2")
            .arg(domain::vendorName(m_ticket.vendor), time);
    }

    QStringList uses() const
    {
        if (m_ticket.uses.empty())
            return {};
        const bool isRough
            = m_is.look.old && m_is.look.old->lastUsed.precision == domain::Precision::Approximate;
        QString line = tr("The old token was used %1. The count began again.")
                           .arg(ago(m_ticket.uses.back()));
        if (m_ticket.uses.size() > 1)
            line += u' ' + tr("Uses noted: %1.").arg(QLocale().toString(int(m_ticket.uses.size())));
        if (isRough)
            line += u' ' + tr("This vendor's times are approximate.");
        return {line};
    }

    QString retireText(StepState state) const
    {
        QStringList lines;
        if (m_ticket.unanswered)
            lines += tr("The last request got no answer. Refresh the list: it tells whether it was "
                        "done.");
        if (m_ticket.oldState == OldState::Gone)
            lines += tr("The old token is deleted.");
        else if (m_is.outlook.isOldMissing)
            lines += tr("The old token is not in the list any more: somebody else deleted it.");
        else if (m_ticket.oldState == OldState::Disabled)
            lines
                += tr("The old token is disabled. Delete it, or end the rotation and leave it so.");
        else if (state == StepState::Now && can(Operation::Disable))
            lines += tr(
                "Disable it first, to see whether anything stops working: that can be undone. "
                "Deleting cannot.");
        else if (state == StepState::Now)
            lines += tr("Deleting is final: %1 has no way to disable a token.")
                         .arg(domain::vendorName(m_ticket.vendor));
        else
            lines += tr("Disabled where the vendor can do that, or deleted; when you say so.");
        return lines.join(u'\n');
    }

    QString next() const
    {
        switch (m_ticket.stage) {
        case Stage::Create:
            return m_ticket.isByHand() ? tr("Create the new token on the vendor's page")
                                       : tr("Create the new token");
        case Stage::Unsure:
            if (m_ticket.found.isEmpty())
                return tr("Look whether it was created");
            return m_ticket.isFoundDoubtful ? tr("Compare what a lost answer may have left")
                                            : tr("Take out of use what a lost answer left");
        case Stage::HandOver:
            return m_ticket.stored ? tr("Prove the new key") : tr("Say that its key is stored");
        case Stage::Verify:
            return tr("Put the new key to work, then start the watch");
        case Stage::Watch:
            if (m_is.outlook.isOldMissing)
                return tr("Link the two");
            if (m_is.outlook.isOver)
                return tr("Retire the old token");
            return m_is.outlook.isDue ? tr("Say whether the old token is still used")
                                      : tr("Watching the old token");
        case Stage::Disabled:
            return tr("Delete the old token, or leave it disabled");
        case Stage::Link:
            return tr("Link the two");
        case Stage::Closed:
            break;
        }
        return {};
    }

    const Situation &m_is;
    const Ticket &m_ticket;
    TicketText m_text;
};

} // namespace

TicketText textOf(const Situation &situation)
{
    return Writer(situation).write();
}

QString quoted(const QString &name)
{
    return u"“%1”"_s.arg(support::shown(name, 80));
}

} // namespace tickets
