// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/softwareone/estate.h"

#include <algorithm>
#include <array>

namespace sandbox::softwareone {

using namespace Qt::StringLiterals;

namespace {

constexpr char realm[] = "softwareone";
constexpr int operationsAccount = 1;
constexpr qint64 sessionMs = 60'000;

/// The accounts of the first tokens; all after them belong to account 0.
constexpr std::array<int, 17> firstOwners {1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 0, 0, 0};
constexpr quint32 firstDeleted = 14; ///< the last of them are deleted ones

int generatedOwner(quint32 index)
{
    return index < firstOwners.size() ? firstOwners.at(index) : 0;
}

} // namespace

bool Token::isActive() const
{
    return status == "Active"_L1;
}

bool Token::isDeleted() const
{
    return status == "Deleted"_L1;
}

TokenEstate::TokenEstate(quint64 seed, quint32 tokens, const Clock &clock)
    : m_clock(clock)
    , m_make(seed, clock.nowMs())
    , m_catalog(m_make)
    , m_generatedCount(static_cast<quint32>(firstOwners.size()) + std::max(tokens, 1U))
    , m_tokens(m_generatedCount, [this](quint32 index) { return generated(index); })
    , m_visible(static_cast<size_t>(m_catalog.accounts().size()))
{
    for (quint32 index = 0; index < m_generatedCount; ++index) {
        m_visible[operationsAccount].push_back(index);
        const int owner = generatedOwner(index);
        const bool isDeleted = index >= firstDeleted && index < firstOwners.size();
        if (owner != operationsAccount && !isDeleted)
            m_visible[static_cast<size_t>(owner)].push_back(index);
    }
}

const std::vector<quint32> &TokenEstate::visibleTo(int account) const
{
    return m_visible.at(static_cast<size_t>(account));
}

Token TokenEstate::at(quint32 index) const
{
    return *m_tokens.find(index);
}

std::optional<Token> TokenEstate::find(const QString &id, int seenBy) const
{
    if (!id.startsWith("TKN-"_L1))
        return std::nullopt;
    const auto index = m_make.indexOfDigits(realm, id.mid(4));
    auto token = index ? m_tokens.find(*index) : std::nullopt;
    const bool seesAll = m_catalog.account(seenBy).isOperations();
    if (!token || (!seesAll && (token->account != seenBy || token->isDeleted())))
        return std::nullopt;
    return token;
}

std::optional<Token> TokenEstate::bySecret(const QString &secret) const
{
    const auto token = find(secret.section(u':', 1, 1), operationsAccount);
    if (!token || !token->isActive() || secretOf(token->index) != secret)
        return std::nullopt;
    return token;
}

QString TokenEstate::secretOf(quint32 index) const
{
    return u"idt:TKN-%1:%2"_s.arg(m_make.digits(realm, index), m_make.secret(realm, index, 64));
}

quint32 TokenEstate::clientConsole() const
{
    return static_cast<quint32>(firstOwners.size());
}

Token TokenEstate::create(Token draft, const Event &by)
{
    draft.index = m_tokens.nextIndex();
    draft.id = u"TKN-"_s + m_make.digits(realm, draft.index);
    draft.status = u"Active"_s;
    draft.created = by;
    m_visible[operationsAccount].push_back(draft.index);
    if (draft.account != operationsAccount)
        m_visible[static_cast<size_t>(draft.account)].push_back(draft.index);
    m_tokens.put(draft.index, draft);
    ++m_changes;
    return draft;
}

void TokenEstate::put(const Token &token)
{
    m_tokens.put(token.index, token);
    ++m_changes;
}

void TokenEstate::remove(Token token)
{
    token.status = u"Deleted"_s;
    ++token.revision;
    if (token.account != operationsAccount) {
        auto &visible = m_visible[static_cast<size_t>(token.account)];
        const auto place = std::lower_bound(visible.begin(), visible.end(), token.index);
        visible.erase(place);
    }
    put(token);
}

void TokenEstate::touch(const Token &token)
{
    const qint64 now = m_clock.nowMs();
    if (token.lastAccessMs && now - *token.lastAccessMs < sessionMs)
        return;
    Token used = token;
    used.lastAccessMs = now;
    m_tokens.put(used.index, used);
    ++m_uses;
}

QStringList TokenEstate::generatedModules(quint32 index, int account) const
{
    QStringList modules;
    for (const QString &id : m_catalog.defaultGroup(account).modules) {
        const auto salt = static_cast<quint64>(id.mid(4).toInt());
        if (m_make.below(3, realm, index, salt) == 0)
            modules.append(id);
    }
    return m_catalog.completed(modules, account);
}

Token TokenEstate::generatedOutline(quint32 index) const
{
    Token token;
    token.index = index;
    token.account = generatedOwner(index);
    token.status = u"Active"_s;
    generateHistory(token);
    if (index == clientConsole() || index == operationsConsole()) {
        token.status = u"Active"_s;
        token.disabled.reset();
    }
    return token;
}

Token TokenEstate::generated(quint32 index) const
{
    Token token = generatedOutline(index);
    token.id = u"TKN-"_s + m_make.digits(realm, index);
    token.name = m_make.tokenName(realm, index, NameStyle::Letters);
    token.modules = generatedModules(index, token.account);
    if (index % 29 == 7)
        token.name += u" (legacy)"_s; // brackets are refused today, but were not always
    if (index % 3 == 1)
        token.description = u"%1, for %2"_s.arg(m_make.tokenName("softwareone.text", index),
            m_make.person(m_make.below(Generator::peopleCount, realm, index, 'o')).email);
    if (index % 11 == 3)
        token.icon = u"/v1/accounts/api-tokens/%1/icon"_s.arg(token.id);
    if (index % 19 == 4)
        token.extensions = QStringList();
    if (index % 23 == 6)
        token.extensions = QStringList {u"EXT-"_s + m_make.digits("softwareone.extension", index)};
    if (index == clientConsole() || index == operationsConsole()) {
        token.name = u"Token administration"_s;
        token.modules = m_catalog.defaultGroup(token.account).modules;
    }
    return token;
}

void TokenEstate::generateHistory(Token &token) const
{
    const quint32 index = token.index;
    const Life life = m_make.life(realm, index);
    const auto eventBy = [this](qint64 atMs, quint32 person, bool isGone) {
        const Person who = m_make.person(person);
        return Event {atMs, u"USR-"_s + m_make.digits("softwareone.user", person),
            isGone ? QString() : who.firstName + u' ' + who.lastName};
    };
    const auto later = [this, &life, index](quint64 salt) {
        const auto age = static_cast<quint64>(std::max(m_make.nowMs() - life.createdMs, qint64(1)));
        return life.createdMs + static_cast<qint64>(m_make.bits(realm, index, salt) % age);
    };
    token.created = eventBy(life.createdMs, life.creator, life.creatorDeleted);
    token.lastAccessMs = life.lastUsedMs;
    if (index % 3 == 0)
        token.updated = eventBy(later('U'), life.creator + 1, false);
    if (m_make.below(100, realm, index, 'd') < 12) {
        token.status = u"Disabled"_s;
        token.disabled = eventBy(later('D'), life.creator + 2, false);
    }
    if (index >= firstDeleted && index < firstOwners.size())
        token.status = u"Deleted"_s;
    token.revision = 1 + (token.updated ? 1 : 0) + (token.disabled ? 1 : 0);
}

std::function<void()> TokenEstate::remember()
{
    return [this, tokens = m_tokens, visible = m_visible] {
        m_tokens = tokens;
        m_visible = visible;
        ++m_changes; // What was picked from the lists meanwhile is out of date.
    };
}

bool TokenEstate::meddle(const QString &id, const Meddling &what)
{
    auto token = find(id, operationsAccount);
    if (!token || token->isDeleted())
        return false;
    if (what.act == "delete") {
        remove(*token);
        return true;
    }
    if (what.act == "rename")
        token->name = what.name;
    else if (what.act == "disable")
        token->status = u"Disabled"_s;
    else if (what.act == "narrow" && !token->modules.isEmpty())
        token->modules = {token->modules.first()};
    else
        return false;
    ++token->revision;
    put(*token);
    return true;
}

} // namespace sandbox::softwareone
