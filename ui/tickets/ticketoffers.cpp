// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tickets/ticketoffers.h"

#include "domain/deletable.h"

#include <QCoreApplication>

namespace tickets {

using domain::Operation;
using rotation::Stage;
using rotation::Ticket;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("tickets::TicketOffers", text);
}

class Offering
{
public:
    explicit Offering(const Situation &situation)
        : m_is(situation)
        , m_ticket(situation.ticket)
    {
    }

    Offers run()
    {
        offerForth();
        offerWayBack();
        return std::move(m_offers);
    }

private:
    bool can(Operation operation) const { return m_is.capabilities[operation].isPossible(); }
    QString whyNot(Operation operation) const
    {
        return can(operation) ? QString() : reasonAgainst(operation);
    }
    QString whyNotDelete(bool isTracked) const
    {
        return domain::canDelete(m_is.capabilities, isTracked) ? QString()
                                                               : reasonAgainst(Operation::Delete);
    }
    QString whyNotDeleteOld() const
    {
        return whyNotDelete(m_is.look.old && !m_is.look.old->trackedSlot.isEmpty());
    }
    QString reasonAgainst(Operation operation) const
    {
        const domain::Capability &cell = m_is.capabilities[operation];
        return cell.reason.isEmpty()
            ? tr("This vendor cannot do that")
            : QCoreApplication::translate("vendors", cell.reason.toUtf8().constData());
    }

    void add(Move move, const QString &text, bool isBack = false, const QString &whyNot = {})
    {
        const QString barred = whyBarred(move);
        m_offers.all.push_back({move, text, isBack, barred.isEmpty() ? whyNot : barred});
    }

    /// Another window may have the profile, or the vendor may be out of reach.
    QString whyBarred(Move move) const
    {
        using Kind = work::Barrier::Kind;
        if (!m_is.barrier || move == Move::Refresh || move == Move::OpenConsole)
            return {};
        switch (m_is.barrier->kind) {
        case Kind::ProfileInUse:
            return tr("%1 has this profile open. Change things there.").arg(m_is.barrier->detail);
        case Kind::JournalUnusable:
            return tr("Nothing is changed while the journal cannot be used.");
        case Kind::NotesUnread: // Of annotations alone.
        case Kind::NotOpen:
        case Kind::Offline:
            break;
        }
        return needsVendor(move) ? tr("The connection is not open, or its vendor out of reach.")
                                 : QString();
    }

    static bool needsVendor(Move move)
    {
        switch (move) {
        case Move::Create:
        case Move::DeleteFound:
        case Move::DisableFound:
        case Move::Verify:
        case Move::Swap:
        case Move::Disable:
        case Move::Delete:
        case Move::Enable:
        case Move::DeleteNew:
            return true;
        default:
            return false;
        }
    }

    void offerForth()
    {
        switch (m_ticket.stage) {
        case Stage::Create:
            if (m_ticket.isByHand()) {
                add(Move::OpenConsole, tr("&Open the Vendor's Page"));
                add(Move::Swap, tr("&Prove and Swap"));
            } else {
                add(Move::Create, tr("&Create New Token..."), false, whyNot(Operation::Create));
            }
            break;
        case Stage::Unsure:
            add(Move::Refresh, tr("&Refresh and Look"));
            if (!m_ticket.found.isEmpty())
                offerEndOfFound();
            break;
        case Stage::HandOver:
            if (!m_ticket.stored)
                add(Move::SayStored, tr("I &Have Its Key"));
            else
                add(Move::Swap, tr("&Prove and Swap"));
            break;
        case Stage::Verify:
            add(Move::Verify, tr("&Verify Key"));
            add(Move::StartWatch,
                m_ticket.days > 0 ? tr("&Start the Watch") : tr("&Go On to Retire"));
            break;
        case Stage::Watch:
            offerWatch();
            break;
        case Stage::Disabled:
            add(Move::Delete, tr("De&lete Old Token..."), false, whyNotDeleteOld());
            add(Move::Finish, tr("Leave It Disabled and &Finish"));
            break;
        case Stage::Link:
            add(Move::Finish, tr("Link and &Finish"));
            break;
        case Stage::Closed:
            break;
        }
    }

    /// Nobody has its value, so it cannot be tracked.
    void offerEndOfFound()
    {
        const QString whyNot = whyNotDelete(false);
        if (!whyNot.isEmpty() && can(Operation::Disable))
            add(Move::DisableFound, tr("&Disable What Was Found..."));
        add(Move::DeleteFound, tr("De&lete What Was Found..."), false, whyNot);
    }

    void offerWatch()
    {
        if (m_is.outlook.isOldMissing) {
            add(Move::Finish, tr("Link and &Finish"));
            return;
        }
        if (!m_is.outlook.isOver) {
            if (m_is.outlook.needsWord)
                add(Move::SayUnused, tr("&Nothing Uses the Old Token"));
            else
                add(Move::Refresh, tr("&Refresh and Look"));
            add(Move::StopWaiting, tr("Do Not Wai&t..."));
            return;
        }
        if (can(Operation::Disable))
            add(Move::Disable, tr("&Disable Old Token"));
        add(Move::Delete, tr("De&lete Old Token..."), false, whyNotDeleteOld());
    }

    void offerWayBack()
    {
        switch (m_ticket.stage) {
        case Stage::Disabled:
            m_offers.wayBack
                = tr("Enabling the old token makes it work again at once; the watch then "
                     "starts again.");
            add(Move::Enable, tr("E&nable Old Token"), true, whyNot(Operation::Enable));
            return;
        case Stage::Watch:
        case Stage::Verify:
        case Stage::HandOver:
            offerDeletingNew();
            break;
        case Stage::Link:
            m_offers.wayBack
                = tr("The old token is gone for good; there is no way back from here.");
            return;
        case Stage::Create:
            m_offers.wayBack = tr("Nothing was changed yet.");
            break;
        case Stage::Unsure:
            m_offers.wayBack
                = tr("Cancelling ends the rotation only; what the vendor may have created "
                     "stays in the messages above the list.");
            break;
        case Stage::Closed:
            return;
        }
        add(Move::Cancel, tr("Canc&el Rotation..."), true);
    }

    void offerDeletingNew()
    {
        if (m_ticket.isOverridden || m_ticket.isSaidUnused)
            add(Move::WatchAgain, tr("&Back to Watching"), true);
        if (m_ticket.swapped) {
            m_offers.wayBack = tr("Tokendesk signs in with the new token by now. The old one still "
                                  "works until you retire it.");
            return;
        }
        m_offers.wayBack
            = tr("Deleting the new token leaves the old one as it is; you can then create "
                 "another. Cancelling keeps both.");
        add(Move::DeleteNew, tr("Delete &New Token..."), true,
            whyNotDelete(m_is.look.isNewTracked));
    }

    const Situation &m_is;
    const Ticket &m_ticket;
    Offers m_offers;
};

} // namespace

Offers offersOf(const Situation &situation)
{
    return Offering(situation).run();
}

} // namespace tickets
