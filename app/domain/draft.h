// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What a new token is to be, and the form a vendor wants filled in for it. The form is data, so
/// that the create dialog and the CLI serve every vendor, and a fifth one needs no dialog of its
/// own.

#include "base/result.h"
#include "base/secret.h"
#include "domain/grant.h"
#include "domain/token.h"

#include <QUrl>

#include <chrono>
#include <optional>
#include <vector>

namespace domain {

struct TextRule
{
    int maximum = 256; ///< characters
    bool required = true;
    QString pattern; ///< regular expression the whole text must match; empty = anything
    QString hint; ///< English: which characters are allowed
    bool serverDecides = false; ///< a mismatch is a warning, not a refusal
};

enum class Presence { Optional, Mandatory, Forbidden };

/// One grant an admin can tick (Checklist), e.g. a permission, a module, a CSP role.
struct GrantChoice
{
    Grant grant;
    QString group; ///< heading: "Mainnet", "Organisation roles", a service's name
    QString description; ///< English; empty where the vendor publishes none
    Presence presence = Presence::Optional;
    QString reason; ///< why mandatory or forbidden
};

/// A role that is given on a place (RoleOnTarget; Mist).
struct RoleChoice
{
    QString role; ///< raw
    QString label; ///< the portal's word: "Observer"
    bool broadOnOrganisation = false;
    QStringList views; ///< optional narrowings of that role
};

struct TargetChoice
{
    Grant target; ///< Grant::target and targetLabel filled; wire = the members that name it
    QString kind; ///< "org", "site", "sitegroup", "orgsites"
};

enum class GrantStyle {
    Inherited, ///< nothing to choose (Mist user token: the user's own rights)
    Checklist,
    RoleOnTarget,
};

struct Preset
{
    QString id; ///< stable, for the CLI
    QString label; ///< English
    QString description;
    std::vector<Grant> grants;
};

struct LifetimeRule
{
    std::chrono::seconds minimum {0};
    std::chrono::seconds suggested {0};
    std::vector<std::chrono::seconds> choices;
};

struct AccountChoice
{
    QString id;
    QString name;
};

/// The form for one kind of token at one connection.
struct DraftForm
{
    TokenKind kind = TokenKind::Account;
    TextRule name;
    std::optional<TextRule> description;
    GrantStyle style = GrantStyle::Checklist;
    std::vector<GrantChoice> choices; ///< Checklist
    std::vector<RoleChoice> roles; ///< RoleOnTarget
    std::vector<TargetChoice> targets; ///< RoleOnTarget
    bool takesTypedGrants = false; ///< a raw name may be typed (unknown permission, MOD-nnnn)
    QString typedGrantPattern; ///< what a typed name must match
    int minimumGrants = 0;
    int maximumGrants = 10000;
    QString emptyGrantsWarning; ///< English; shown when nothing is ticked and that is allowed
    std::vector<Preset> presets; ///< the first is the least privilege one
    std::optional<LifetimeRule> lifetime; ///< CSP
    int maximumAddresses = 0; ///< 0 = the vendor has no address list (Mist org: 10)
    std::vector<AccountChoice>
        accounts; ///< SoftwareOne operations: to choose from; else empty or one
    bool mayNeedIdToken = false; ///< CSP: ask for one when the vendor refuses ours
    QUrl idTokenHelp; ///< where an admin gets one
    QString unavailable; ///< English; not empty = this kind cannot be created here, and why
};

/// Where the values of a form go.
struct TokenDraft
{
    TokenKind kind = TokenKind::Account;
    QString name;
    QString description;
    std::vector<Grant> grants;
    QStringList addresses;
    std::chrono::seconds lifetime {0};
    QString accountId;
    base::Secret idToken; ///< CSP, typed by the admin; empty = the client uses its own

    TokenDraft clone() const;
};

/// Checks a draft against the form before anything is sent; Error.field is one of "name",
/// "description", "grants", "addresses", "lifetime", "account".
base::Result<base::Unit> checkDraft(const DraftForm &form, const TokenDraft &draft);

/// What an edit changes: only the members that are set are sent.
struct TokenEdit
{
    std::optional<QString> name;
    std::optional<QString> description;
    std::optional<std::vector<Grant>> grants;

    bool isEmpty() const { return !name && !description && !grants; }
};

/// A token just made. `token` may be partial where the vendor's reply is; the secret is shown once.
struct IssuedToken
{
    Token token;
    base::Secret secret;
    QString advice; ///< English; e.g. that it needs about a minute before it works
    QString operation; ///< its creation in the journal, to be acknowledged; filled in by the desk
};

} // namespace domain
