// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The program without a window: connections, their sessions, the tokens, and everything an admin
/// can do with them. The window and tokendesk-cli both drive this and nothing below it.

#include "base/clock.h"
#include "domain/annotation.h"
#include "domain/inventory.h"
#include "domain/journal.h"
#include "domain/vault.h"
#include "domain/vendorclient.h"
#include "work/annotationbook.h"
#include "work/barrier.h"
#include "work/changes.h"
#include "work/connectionbook.h"
#include "work/keyregister.h"
#include "work/listkeeper.h"
#include "work/logbook.h"
#include "work/pendingkey.h"
#include "work/reconcile.h"
#include "work/session.h"
#include "work/tokenstore.h"

#include <QObject>

#include <map>
#include <memory>

namespace work {

/// Where a connection's credential is kept.
enum class KeepIn {
    Keychain,
    Memory, ///< "keep for this run only"
};

/// How a token is created, beside what it is to be.
struct IssueTerms
{
    QString operation; ///< of the journal, for whoever wants to follow it; empty = a new one
    QString group; ///< the ticket it belongs to; empty = none
    QString replaces; ///< id of the token that it takes over from; empty = none
    bool isMarked = false; ///< adds 8 characters to the name that nobody else uses (ONE-05)
};

struct DeskParts
{
    domain::Vault &keychain;
    domain::Vault &memory;
    domain::Journal &journal;
    domain::Inventory &inventory;
    domain::Annotations &annotations;
    domain::ClientFactory makeClient;
    domain::ConnectionCheck checkConnection;
    const base::Clock &clock;
    QString profileFolder; ///< empty = nothing is written to disk
    QString origin; ///< for the journal: "window", "cli"
    bool keepsLists = true; ///< reads and writes the inventory; the window alone does
    QString profileHolder; ///< who else writes to the profile: then we do not. Empty = nobody
};

/// GUI thread only. Tasks it returns may be dropped: the work goes on; their results also show in
/// the store and the sessions.
class Desk final : public QObject
{
    Q_OBJECT

public:
    explicit Desk(DeskParts parts, QObject *parent = nullptr);
    ~Desk() override;

    /// Reads the profile; call once before anything else. A damaged file is an error, the desk
    /// works on with what could be read.
    base::Result<base::Unit> load();
    /// Shows from now on what other programs make of the connections: new ones are opened, edited
    /// ones opened anew where that matters, removed ones told of and left as they are.
    void followProfile();

    const ConnectionBook &connections() const { return m_book; }
    TokenStore &tokens() { return m_store; }
    Logbook &log() { return m_log; }
    /// Without a word in the journal: for flows that write their own.
    Changes &changes() { return m_changes; }
    /// What is kept of lists and of how they changed, to read from.
    domain::Inventory &inventory() const { return m_parts.inventory; }
    AnnotationBook &annotations() { return m_annotations; }
    /// Finds out what became of changes whose answer never came.
    Reconciler &reconciler() { return m_reconciler; }
    /// Tokens made here whose key nobody has said to have stored, or that may exist. The oldest
    /// first.
    std::vector<PendingKey> pendingKeys() const;
    /// Null if there is no such connection.
    Session *session(const QString &connectionId) const;

    /// Who else writes to the profile; empty = nobody, so this desk does.
    const QString &profileHolder() const { return m_parts.profileHolder; }
    /// Why nothing may be changed at this connection now. Whatever changes something there fails
    /// with errorOf() it.
    std::optional<Barrier> barrier(const QString &connectionId) const;
    /// The journal cannot be used, or can again.
    void setJournalProblem(std::optional<base::Error> problem);

    /// Asks the vendor who a credential is, before anything is saved. Cancelling stops the request.
    base::Task<domain::Identity> tryConnection(
        const domain::Connection &connection, domain::Credentials credentials);

    /// Notes that there will be a key, writes it to its vault, reads it back, then saves the
    /// connection and opens it. On an error nothing is left behind; where that cannot be proven the
    /// error says so, and leftKeys() finds it. An empty connection.id gets a new one; the result is
    /// the id.
    base::Task<QString> addConnection(
        domain::Connection connection, domain::Credentials credentials, KeepIn keepIn);
    /// The same for a connection that exists; an empty credentials.main keeps the one in the vault.
    /// before: what the edit was made from; else as it is now. Conflict where another program has
    /// changed the same meanwhile, or removed it: nothing is written then.
    base::Task<QString> updateConnection(domain::Connection connection,
        domain::Credentials credentials, KeepIn keepIn,
        const std::optional<domain::Connection> &before = {});
    /// Removes its secrets (verified), then the connection. When the keychain cannot prove that the
    /// secret is gone the connection stays, unless `leaveSecret`.
    base::Task<base::Unit> removeConnection(const QString &id, bool leaveSecret = false);
    /// Saves one again that another program has removed. Its key may be gone.
    base::Result<base::Unit> restoreConnection(const QString &id);
    /// Keys that are in the keychain for connections that are not in the profile: a program was
    /// ended half way, or somebody removed the connection without its key. What another program is
    /// just adding is not among them.
    base::Task<std::vector<NotedKeys>> leftKeys();
    /// Removes such keys, verified. Conflict where the connection is in the profile all the same.
    base::Task<base::Unit> removeLeftKeys(const QString &connectionId);
    KeepIn keepsIn(const QString &id) const;

    /// Opens (reading the vault) and lists; a listing under way starts over.
    void refresh(const QString &connectionId);
    /// Goes on with a listing that lacks pages; else the same as refresh().
    void resume(const QString &connectionId);
    void refreshAll();
    /// Closes every connection and so wipes the keys read from a vault; refreshAll() reads them
    /// again.
    void lock();
    /// Waits for a locked keychain's own prompt, then opens what failed for it.
    void unlockKeychain();

    base::Task<std::vector<domain::DraftForm>> draftForms(const QString &connectionId);
    /// Sent once, after its intent is in the journal; LocalFile, with nothing sent, where it cannot
    /// be written (ONE-01). When it succeeds the token is in the store and among the pending keys,
    /// durably, before the result is delivered (ONE-02). A failed write of that is in
    /// IssuedToken.advice, never a lost key.
    base::Task<domain::IssuedToken> issue(
        const QString &connectionId, domain::TokenDraft draft, const IssueTerms &terms = {});
    /// "I have stored this key." Success also when nothing is open about it.
    base::Task<base::Unit> acknowledge(const QString &operation);
    /// Closes an open create by the admin's word: what it made stays, or there is nothing of it.
    base::Task<base::Unit> letBe(const QString &operation);
    /// Where what a lost create made cannot be deleted: disables it, then lets it be. Nobody has
    /// its key, so nobody misses it, and enabling it again is one click.
    base::Task<base::Unit> disableLost(
        const QString &operation, const std::vector<domain::TokenKey> &keys);

    /// A row about a token as it and its connection are called now, for flows that write their own.
    Beginning intentOf(domain::JournalAction action, const domain::TokenKey &key) const;

    // Changes of tokens that exist: the intent is in the journal before they are sent, and what
    // came of them before the result is delivered. LocalFile, with nothing sent, where the journal
    // cannot be written. Contradicted where the vendor says "done" and the token, read again, is as
    // it was.
    base::Task<domain::Token> edit(const domain::TokenKey &key, const domain::TokenEdit &edit);
    /// Every token may belong to another connection; one outcome per key, in order.
    base::Task<std::vector<domain::ChangeOutcome>> setEnabled(
        const std::vector<domain::TokenKey> &keys, bool enabled,
        OwnCredential own = OwnCredential::Refuse);
    /// Conflict for the console's own credential unless it is allowed.
    base::Task<domain::DeleteOutcome> remove(
        const domain::TokenKey &key, OwnCredential own = OwnCredential::Refuse);

    /// Lets a connection sign in with another key: tried first, then written to the vault beside
    /// the old one, which leaves it once the connection is saved. So one of the two works whenever
    /// the program ends. `connection` may name another client or own token id. The old key stays
    /// valid at the vendor.
    base::Task<domain::Identity> replaceCredential(
        const domain::Connection &connection, base::Secret key);
    /// An entry of the admin's own in the keychain, by a name of the admin's choice.
    base::Task<base::Unit> keepUnderName(const QString &name, base::Secret secret);

    /// CSP: looks at a token by its value, and on success keeps the value in the vault and the
    /// token in the list.
    base::Task<domain::Token> track(const QString &connectionId, base::Secret value);
    base::Task<base::Unit> untrack(const domain::TokenKey &key);

signals:
    void connectionsChanged();
    // By another program. A removed one stays here until removeConnection().
    void connectionAddedElsewhere(const QString &connectionId);
    void connectionRemovedElsewhere(const QString &connectionId);
    /// What another program left of connections.json cannot be read. The connections stay.
    void profileUnreadable(const base::Error &error);
    void keychainUnlocked();
    /// State, identity, capabilities, progress or error of one connection.
    void sessionChanged(const QString &connectionId);
    /// A list was kept and compared with the one before.
    void historyChanged(const domain::SyncReport &report);
    /// The inventory on disk could not be read or written. Lists on screen are right all the same.
    void inventoryFailed(const base::Error &error);
    /// But for what can be done about them, which is up to the session: sessionChanged().
    void pendingKeysChanged();

private:
    domain::Vault &vaultOf(KeepIn keepIn) const;
    Session *makeSession(const domain::Connection &connection);
    void openWith(const domain::Connection &connection, domain::Credentials credentials);
    void reopen(const QString &connectionId);
    void takeCredentials(
        const QString &connectionId, base::Result<domain::Credentials> &credentials);
    base::Result<base::Unit> checkTyped(const domain::Connection &connection,
        const domain::Credentials &credentials, const domain::Vault &vault) const;
    /// What a connection must fit that is saved with its key in this vault.
    static ConnectionBook::Check besideOthers(const domain::Vault &vault);
    base::Result<base::Unit> noteKeys(
        const domain::Vault &vault, const domain::Connection &connection) const;
    void takeUpdatedElsewhere(const QString &connectionId);
    void restoreLists(bool isBookWhole);
    void afterLists(std::function<void()> then);
    /// Conflict where somebody else has the profile.
    base::Result<base::Unit> checkProfile() const;
    /// The open client, or the reason why nothing may be changed with it.
    base::Result<domain::VendorClient *> clientOf(const QString &connectionId) const;
    base::Result<QString> finishAdding(
        const domain::Connection &connection, domain::Credentials credentials, KeepIn keepIn);
    Beginning intentOf(const QString &connectionId, const domain::TokenDraft &draft,
        const IssueTerms &terms) const;
    base::Task<domain::IssuedToken> send(const QString &operation, const QString &connectionId,
        std::shared_ptr<domain::TokenDraft> draft);
    base::Task<domain::IssuedToken> record(const QString &operation, domain::IssuedToken issued);
    base::Task<base::Unit> note(Progress row);
    base::Task<base::Unit> noteFailure(const QString &operation, const base::Error &error);
    base::Task<std::vector<domain::ChangeOutcome>> noteOutcomes(
        const QStringList &operations, std::vector<domain::ChangeOutcome> outcomes);
    /// After a change of which nobody knows whether it was made.
    void listAgain(const QString &connectionId);
    /// Removes a tracked value from the vault and lists again without it.
    base::Task<base::Unit> forgetValue(const QString &connectionId, const QString &slot);
    void takeRemoved(const domain::Token &token);
    bool canDeleteLost(const domain::TokenKey &key, const domain::Capabilities &can) const;
    /// What a create made, or may have made, is gone now.
    void closeCreatesOf(const domain::TokenKey &token);

    DeskParts m_parts;
    ConnectionBook m_book;
    KeyRegister m_register;
    TokenStore m_store;
    Logbook m_log;
    AnnotationBook m_annotations;
    Changes m_changes;
    ListKeeper m_lists;
    Reconciler m_reconciler;
    std::vector<std::function<void()>> m_afterLists; ///< waits until the last lists are there
    std::optional<base::Error> m_journalProblem;
    std::map<QString, std::unique_ptr<Session>> m_sessions;
    std::map<QString, base::Task<domain::Credentials>> m_opening;
    bool m_isOpen = false; ///< refreshAll() was called, and lock() not since
    QSet<QString> m_inMemory; ///< connections whose credential is kept for this run only
};

} // namespace work
