// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A vendor without a wire: answers from its members, fails as it is told, remembers what was
/// asked.

#include "domain/vendorclient.h"

#include <functional>
#include <optional>

namespace test {

/// Outlives the clients it makes. All of them share its tokens.
class FakeVendor final
{
public:
    FakeVendor();

    /// The factory for work::DeskParts.
    domain::ClientFactory factory();
    /// The check for work::DeskParts: a name, an https or loopback address, a printable key.
    static domain::ConnectionCheck check();
    /// A token of this vendor, active, with a grant.
    static domain::Token token(const QString &connectionId, const QString &id, const QString &name);
    /// A draft that asks for what token() has.
    static domain::TokenDraft draft(const QString &name);
    /// A form with two permission groups, one mandatory, one forbidden choice and two presets.
    static domain::DraftForm checklistForm();
    static domain::DraftForm roleForm();
    static domain::DraftForm inheritedForm();

    domain::Identity identity;
    domain::Capabilities capabilities;
    std::vector<domain::Token> tokens;
    std::vector<domain::DraftForm> forms;
    QByteArray secretOfNewToken = "new-key-value-0123456789";

    std::function<void()> beforeAsked; ///< hears of each whoAmI call, with which a listing begins
    std::optional<base::Error> whoAmIFails;
    std::optional<base::Error> listFails;
    std::optional<base::Error> formsFail;
    std::optional<base::Error> createFails;
    std::optional<base::Error> updateFails;
    std::optional<base::Error> readFails;
    std::optional<base::Error> deleteFails;
    std::optional<base::Error> inspectFails;
    bool onlySaysIt = false; ///< changes are answered with success and not made
    int reads = 0; ///< readToken calls
    std::optional<base::Error> toggleFails; ///< each token of setEnabled()
    QStringList listWarnings;
    bool hidesNewId = false; ///< a create is answered with the key alone
    bool holdsCreate = false; ///< no answer until finishCreate()

    void finishCreate();

    int asked = 0; ///< whoAmI calls
    int creates = 0;
    std::optional<domain::TokenDraft> lastDraft;
    std::optional<domain::TokenEdit> lastEdit;
    QStringList deleted;
    std::vector<base::Secret> inspected; ///< values that were looked up

private:
    class Client;
    base::Result<domain::IssuedToken> answerCreate();

    QString m_connectionId;
    std::optional<base::Promise<domain::IssuedToken>> m_heldCreate;
};

} // namespace test
