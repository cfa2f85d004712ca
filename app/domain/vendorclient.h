// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the program asks of a vendor. One object per connection, on the GUI thread, without state
/// but its api client and what it learned about capabilities. Implemented in app/vendors.

#include "base/pause.h"
#include "base/task.h"
#include "domain/capabilities.h"
#include "domain/connection.h"
#include "domain/draft.h"
#include "domain/tokenbatch.h"

#include <functional>
#include <memory>
#include <optional>

namespace domain {

/// Who the credential belongs to, for the connection dialog and the status bar.
struct Identity
{
    QString name; ///< e-mail, token name or account name
    QString account; ///< organisation or account the tokens belong to, by name
    QString organisation; ///< its id
    QString role; ///< what the credential may do, raw, if told
    TokenKind credentialKind = TokenKind::Account;
    QString ownTokenId; ///< id of the token this console uses, if it can be known
    /// As which the vendor's lists name whoever creates a token with this credential, in any of the
    /// forms they may use; empty = not known.
    QStringList creatorNames;
    struct Organisation
    {
        QString id;
        QString name;
    };
    std::vector<Organisation> organisations; ///< to choose from, where a credential sees several
    std::optional<int> budgetUsed; ///< calls in this window (Mist)
    std::optional<int> budgetLimit;
    QString note; ///< English; anything an admin should know ("list of your own tokens only")
};

/// Where the next page starts; opaque outside the vendor. Empty = the first.
struct PageCursor
{
    QString position;

    friend bool operator==(const PageCursor &, const PageCursor &) = default;
};

/// The part of a list that a page belongs to. A vendor counts each part by itself: Mist the
/// organisation's tokens and the user's own, CSP the tracked ones and the organisation's.
struct ListPart
{
    QString name; ///< English: "your own tokens"; empty where the list has this one part only
    /// Tokens of this part over all its pages, as the vendor counts them, whatever that is; nothing
    /// = it does not say. Whether it can be true is judged by work::PagePlan, for all vendors.
    std::optional<qint64> total;
};

/// Tokens that a list may show in other parts as well are in each of them: the first one stays.
struct TokenPage
{
    TokenBatch tokens;
    std::optional<PageCursor> next; ///< nothing = this was the last
    /// Every page after this one, in order, where their places follow from the total. Said once,
    /// with the first page of such a part of the list.
    std::vector<PageCursor> ahead;
    ListPart part;
    /// Tokens are known to be missing: the list is incomplete, and a warning says why.
    bool lacksTokens = false;
    QStringList warnings; ///< English; what was odd, e.g. "2 tracked tokens could not be read: ..."
    QStringList remarks; ///< English; odd as well, but no token is missing from the list for it
};

/// Hears where the page after this one starts as soon as that is known, ahead of reading the rest:
/// at most once, on the GUI thread, before the page's own task ends. A hint; TokenPage::next
/// counts.
using NextPageNotice = std::function<void(const PageCursor &)>;

/// One row of a change that may partly succeed.
struct ChangeOutcome
{
    QString remoteId;
    base::Result<base::Unit> result;
    std::optional<Token> token; ///< the row as it is now, if the vendor said
};

enum class DeleteOutcome { Deleted, AlreadyGone };

/// A request as an admin could run it, without any secret, for "Copy as cURL".
struct RequestSketch
{
    QByteArray verb;
    QUrl url;
    QList<QPair<QByteArray, QByteArray>> headers; ///< the credential's place holds $TOKEN
    QByteArray body;
    /// $TOKEN and its kin in the body are a credential's place too. Elsewhere they are data: a
    /// token may be named so.
    bool bodyHoldsCredential = false;
};

class VendorClient
{
public:
    virtual ~VendorClient() = default;

    /// What is possible here as far as known now. May change after whoAmI(), listing, or a 403.
    virtual Capabilities capabilities() const = 0;

    /// Checks the credential and says whose it is.
    virtual base::Task<Identity> whoAmI() = 0;

    /// One page of tokens. Keys carry this connection's id.
    virtual base::Task<TokenPage> listTokens(
        const PageCursor &cursor, const NextPageNotice &foresee = {})
        = 0;

    /// The forms for every kind of token that can be made here, the usual one first.
    virtual base::Task<std::vector<DraftForm>> draftForms() = 0;

    /// Sent exactly once, never retried (NET-01). A lost reply is OutcomeUnknown.
    virtual base::Task<IssuedToken> createToken(TokenDraft draft) = 0;

    /// The token as it is after the edit. Members of the edit this vendor cannot change are
    /// Unsupported and nothing is sent.
    virtual base::Task<Token> updateToken(const Token &before, const TokenEdit &edit) = 0;

    /// Enables or disables; one outcome per token, in the order given. The task itself fails only
    /// when nothing was tried.
    virtual base::Task<std::vector<ChangeOutcome>> setEnabled(
        const std::vector<Token> &tokens, bool enabled)
        = 0;

    virtual base::Task<DeleteOutcome> deleteToken(const Token &token) = 0;

    /// The request behind an operation, for reading. `token` is null for List and Create.
    virtual std::optional<RequestSketch> sketch(Operation operation, const Token *token) const = 0;

    /// The token's page in the vendor's own console, if it has one; else the console.
    virtual QUrl consoleLink(const Token *token) const = 0;

    /// Whom to tell that requests wait before they are sent again; replaces whoever it was before.
    virtual void setPauseNotice(base::PauseNotice) { }

    /// Looks at a token by its value without storing it (CSP details; others: Unsupported).
    virtual base::Task<Token> inspectValue(base::Secret value);

    /// The token as the vendor has it now; NotFound when it is gone or marked deleted. Unsupported
    /// where a vendor only lists: then a listing has to tell.
    virtual base::Task<Token> readToken(const Token &token);

    /// Signs in once with the key of a token, with the cheapest call there is, and says whose it
    /// is. That is a use of the token: its last use moves. Unauthorized when the key does not work.
    virtual base::Task<Identity> verifyKey(const Token &token, base::Secret key);

    /// How many tokens one call of setEnabled() takes (CSP: 15); others are sent one by one.
    virtual int changesPerCall() const { return 1; }
};

/// What a read of one token may answer with: that token. Another one is UnexpectedReply, one that
/// the vendor marks deleted is NotFound.
base::Result<Token> onlyIfIs(const TokenKey &asked, Token found);

/// Everything secret that a connection needs, read from the vault when it is opened.
struct Credentials
{
    base::Secret main;
    base::Secret oauthSecret; ///< CSP; empty for a public OAuth client
    struct Tracked
    {
        QString slot;
        base::Secret value;
    };
    std::vector<Tracked> tracked;

    Credentials clone() const;
};

/// The same with every key that is there cleaned (base::cleanKey), as the wire keeps it: what is
/// compared with a vendor's hint is then what was sent. Invalid, with the field "secret",
/// "oauthSecret" or "tracked", for what cannot be a key.
base::Result<Credentials> cleaned(Credentials credentials);

/// Makes the client of a connection; given to whoever opens connections by the composition root.
using ClientFactory = std::function<std::unique_ptr<VendorClient>(const Connection &, Credentials)>;

/// What a vendor's connections look like in the connection dialog and the CLI.
struct ConnectionForm
{
    Vendor vendor = Vendor::Mist;
    struct Host
    {
        QString label; ///< "Global 01"
        QUrl url;
        QString consoleHost {}; ///< of its console, if that is another: "manage.mist.com"
    };
    std::vector<Host> hosts; ///< the first is the default; a custom URL is always possible
    /// Paths of its API and console that may be pasted with the address, without a slash at the
    /// end: "/api". They go, with all that follows.
    QStringList apiPaths;
    bool takesOrganisation = false;
    QString organisationHint; ///< English
    bool takesClientId = false; ///< as part of the credential (Lightspark)
    QString clientIdHint;
    bool takesOauthClient = false; ///< optional OAuth client (CSP)
    bool takesOwnTokenId = false; ///< optional TKN id (SoftwareOne)
    QString secretLabel; ///< English: "API token", "Client secret"
    QString secretHint;
};

/// Checks a typed connection (and, where given, its pasted key) before any request. Error.field is
/// one of "name", "url", "organisation", "clientId", "ownTokenId", "secret", "caFile".
using ConnectionCheck
    = std::function<base::Result<base::Unit>(const Connection &, const base::Secret *)>;

} // namespace domain
