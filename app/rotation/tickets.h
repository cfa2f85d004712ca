// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// All rotations that are under way. Each is a group of rows in the journal and nothing else, so a
/// restart loses none. Looks at every list that comes in; does nothing else by itself.

#include "rotation/ticket.h"
#include "work/desk.h"

#include <QObject>
#include <QSet>

#include <map>

namespace rotation {

/// GUI thread only. Tasks may be dropped: the work goes on. A move that does not fit the ticket's
/// stage is a Conflict and sends nothing.
class Tickets final : public QObject
{
    Q_OBJECT

public:
    static constexpr int mostDays = 90;

    /// The references outlive the tickets. Rotations that were under way appear when the journal
    /// has been read.
    Tickets(work::Desk &desk, const base::Clock &clock, QObject *parent = nullptr);
    ~Tickets() override;

    /// Those under way, by id.
    const std::map<QString, Ticket> &all() const { return m_tickets; }
    const Ticket *find(const QString &id) const;
    /// The one that has this token as its old or its new one; null if there is none.
    const Ticket *findFor(const domain::TokenKey &key) const;
    Look look(const Ticket &ticket) const;
    Outlook outlook(const Ticket &ticket) const;
    int countDue() const;

    /// Begins one; the result is its id. Conflict when the token is in one already.
    base::Task<QString> begin(const domain::TokenKey &old, int days);
    base::Task<base::Unit> setDays(const QString &id, int days);
    /// Where the key went, for the record: "clipboard", "file", "env-file", "keychain".
    base::Task<base::Unit> noteDestination(const QString &id, const QString &destination);
    /// Signs in once with the new key, which is a use of it.
    base::Task<domain::Identity> verify(const QString &id, base::Secret key);
    /// The watch begins, the new key verified or not; also the way back from a later step.
    base::Task<base::Unit> watch(const QString &id);
    /// Uses seen and days left do not count: the admin knows better.
    base::Task<base::Unit> stopWaiting(const QString &id);
    /// "Nothing uses the old token", where the vendor does not tell.
    base::Task<base::Unit> sayUnused(const QString &id);
    /// Only for Tokendesk's own credential: the new key proves itself, then takes the old one's
    /// place in the keychain. Before a new token was created here only where that is done by hand.
    base::Task<domain::Identity> swap(const QString &id, base::Secret key);

    base::Task<base::Unit> disableOld(const QString &id);
    base::Task<base::Unit> enableOld(const QString &id);
    base::Task<domain::DeleteOutcome> deleteOld(const QString &id);
    /// Notes both tokens as each other's successor and closes. The old one is gone, or stays
    /// disabled.
    base::Task<base::Unit> finish(const QString &id);
    /// The way back: the new token is deleted, the old one keeps working. Then another can be
    /// created.
    base::Task<domain::DeleteOutcome> deleteNew(const QString &id);
    /// Ends the rotation and leaves both tokens as they are.
    base::Task<base::Unit> cancel(const QString &id);

signals:
    /// Of any ticket, or what the lists say about them.
    void changed();
    void closed(const rotation::Ticket &ticket);
    /// The journal could not be read: some rotations may be missing.
    void failed(const base::Error &error);

private:
    using Details = QJsonObject;

    void takeOpen();
    void readRows(const QString &id);
    void takeRow(const domain::JournalEntry &row);
    void refold(const QString &id);
    void lookAtAll();
    void lookAt(const Ticket &ticket);
    void identify(const Ticket &ticket);
    base::Result<Ticket> at(const QString &id, std::initializer_list<Stage> stages) const;
    base::Task<base::Unit> note(const QString &id, std::vector<Details> steps);
    base::Task<base::Unit> note(const QString &id, const char *word, Details details = {});
    Details watchDetails(const Ticket &ticket) const;
    /// Intent, the change, its outcome.
    base::Task<base::Unit> toggle(const Ticket &ticket, bool enabled);
    base::Task<domain::DeleteOutcome> remove(
        const Ticket &ticket, const domain::TokenKey &key, work::OwnCredential own);
    work::Beginning beginning(
        const Ticket &ticket, domain::JournalAction action, const domain::TokenKey &key) const;
    /// Conflict where another window has the profile.
    base::Result<base::Unit> checkProfile() const;
    /// `good` where it succeeded.
    template <typename T>
    base::Task<T> noteOutcome(
        const QString &operation, domain::JournalPhase good, base::Result<T> result);
    base::Task<base::Unit> link(const Ticket &ticket);

    work::Desk &m_desk;
    const base::Clock &m_clock;
    std::map<QString, std::vector<domain::JournalEntry>> m_rows; ///< by ticket
    std::map<QString, Ticket> m_tickets;
    QSet<QString> m_reading;
    QSet<QString> m_noting; ///< tickets about which a look is being written down
};

} // namespace rotation
