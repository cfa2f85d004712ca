// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Changes of tokens that exist: sent to their vendor, and what came of it put into the store.
/// Nothing is written to the journal here; whoever calls this has written the intent first.

#include "domain/journal.h"
#include "domain/vendorclient.h"
#include "work/tokenstore.h"

#include <QObject>

#include <functional>
#include <optional>
#include <vector>

namespace work {

/// Whether the token is read again after the vendor called a change done. Who changes many looks at
/// one list in the end instead.
enum class SecondLook { None, AtEach };

/// Whether a change may touch the credential that Tokendesk itself signs in with.
enum class OwnCredential { Refuse, Allow };

/// GUI thread only. Tasks may be dropped: the work goes on.
class Changes final : public QObject
{
    Q_OBJECT

public:
    /// The open client of a connection, or the reason why there is none.
    using ClientOf
        = std::function<base::Result<domain::VendorClient *>(const QString &connectionId)>;

    Changes(TokenStore &store, ClientOf clientOf, QObject *parent = nullptr);

    base::Result<domain::VendorClient *> clientOf(const QString &connectionId) const
    {
        return m_clientOf(connectionId);
    }
    /// Nothing if it is not in the list.
    std::optional<domain::Token> find(const domain::TokenKey &key) const;
    /// Conflict for the console's own credential unless it is allowed, NotFound if not listed.
    base::Result<domain::Token> token(const domain::TokenKey &key, OwnCredential own) const;

    base::Task<domain::Token> edit(const domain::TokenKey &key, const domain::TokenEdit &edit);
    /// Every token may belong to another connection; one outcome per key, in order. With a second
    /// look Contradicted for a token that stayed as it was, and OutcomeUnknown where the look
    /// failed: what could not be checked is not checked. The vendor's word counts where no look is
    /// possible, as where the vendor has no such call or after the console's own credential went.
    base::Task<std::vector<domain::ChangeOutcome>> setEnabled(
        const std::vector<domain::TokenKey> &keys, bool enabled, OwnCredential own,
        SecondLook look = SecondLook::None);
    base::Task<domain::DeleteOutcome> remove(
        const domain::TokenKey &key, OwnCredential own, SecondLook look = SecondLook::None);

signals:
    /// The vendor says that it is gone, and it left the store.
    void removed(const domain::Token &token);

private:
    /// Contradicted when the token is still there, in use.
    base::Task<domain::DeleteOutcome> confirmRemoved(
        const domain::Token &token, domain::DeleteOutcome outcome);
    base::Task<std::vector<domain::ChangeOutcome>> confirmEnabled(
        const std::vector<domain::TokenKey> &keys, bool enabled,
        std::vector<domain::ChangeOutcome> outcomes);
    void takeOutcome(
        const domain::TokenKey &key, const domain::ChangeOutcome &outcome, bool enabled);

    TokenStore &m_store;
    ClientOf m_clientOf;
};

} // namespace work
