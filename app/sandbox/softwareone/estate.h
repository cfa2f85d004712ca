// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The API tokens of all SoftwareOne accounts, with their secrets.

#include "sandbox/clock.h"
#include "sandbox/estate.h"
#include "sandbox/exchange.h"
#include "sandbox/softwareone/catalog.h"

namespace sandbox::softwareone {

struct Event
{
    qint64 atMs = 0;
    QString byId; ///< USR-... or TKN-...
    QString byName; ///< empty when that user is gone
};

struct Token
{
    quint32 index = 0;
    int account = 0;
    QString id; ///< "TKN-nnnn-nnnn"
    QString name;
    QString description;
    QString icon;
    QString status; ///< Active, Disabled, Deleted
    QStringList modules;
    std::optional<QStringList> extensions; ///< none = all extensions
    std::optional<qint64> lastAccessMs;
    int revision = 1;
    Event created;
    std::optional<Event> updated;
    std::optional<Event> enabled;
    std::optional<Event> disabled;

    bool isActive() const;
    bool isDeleted() const;
};

class TokenEstate
{
public:
    /// The first account gets that many tokens; the others have a handful.
    TokenEstate(quint64 seed, quint32 tokens, const Clock &clock);
    Q_DISABLE_COPY_MOVE(TokenEstate)

    const Catalog &catalog() const { return m_catalog; }

    /// The tokens an account sees, in order of creation; the operator's sees all, deleted ones too.
    const std::vector<quint32> &visibleTo(int account) const;
    Token at(quint32 index) const;

    /// Nothing when that account does not see it.
    std::optional<Token> find(const QString &id, int seenBy) const;

    /// The active token that has this secret ("idt:TKN-nnnn-nnnn:...").
    std::optional<Token> bySecret(const QString &secret) const;
    QString secretOf(quint32 index) const;

    /// The tokens that credentials() hands out.
    quint32 clientConsole() const;
    quint32 operationsConsole() const { return 0; }

    Token create(Token draft, const Event &by);
    void put(const Token &token);
    void remove(Token token);

    /// What puts every token back to where it is now.
    std::function<void()> remember();
    bool meddle(const QString &id, const Meddling &what);

    /// Notes that a token was used. Sessions are refreshed once a minute, so it is not exact.
    void touch(const Token &token);

    /// As it was when the sandbox began.
    Token generated(quint32 index) const;
    /// The same with owner, status and history only, which costs less.
    Token generatedOutline(quint32 index) const;
    quint32 generatedCount() const { return m_generatedCount; }

    /// Grows when tokens change; the other one when only their last use does.
    quint64 changes() const { return m_changes; }
    quint64 uses() const { return m_uses; }

    const Generator &make() const { return m_make; }
    const Clock &clock() const { return m_clock; }

    /// How many tokens were looked at so far.
    quint64 lookedAt() const { return m_tokens.lookedAt(); }

private:
    void generateHistory(Token &token) const;
    QStringList generatedModules(quint32 index, int account) const;

    const Clock &m_clock;
    Generator m_make;
    Catalog m_catalog;
    quint32 m_generatedCount;
    Estate<Token> m_tokens;
    std::vector<std::vector<quint32>> m_visible;
    quint64 m_changes = 0;
    quint64 m_uses = 0;
};

} // namespace sandbox::softwareone
