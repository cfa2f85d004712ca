// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/storedtoken.h"

#include "store/inventoryshape.h"
#include "store/statement.h"

#include <algorithm>
#include <functional>

namespace store {

using namespace Qt::StringLiterals;
using domain::FactState;
using domain::Precision;
using domain::TimeFact;
using domain::Token;
using domain::TokenRow;

namespace {

enum Shift { Status = 0, Kind = 3, Grants = 6, Description = 9, Creator = 12, Owner = 15 };
enum Flag : qint64 {
    IsOwn = 1 << 18,
    ApproximateCreated = 1 << 19,
    ApproximateLastUsed = 1 << 20,
    ApproximateExpires = 1 << 21,
    ApproximateRemoval = 1 << 22,
};

template <typename Enum>
qint64 put(Enum value, Shift shift)
{
    return static_cast<qint64>(value) << shift;
}

template <typename Enum>
Enum get(qint64 marks, Shift shift)
{
    return static_cast<Enum>(marks >> shift & 7);
}

qint64 approximate(const TimeFact &fact, Flag flag)
{
    return fact.precision == Precision::Approximate ? qint64(flag) : 0;
}

QByteArray bytesOf(const QString &text, qsizetype longestText)
{
    return textOf(cut(text, longestText));
}

QByteArray bytesOf(const domain::Fact<QString> &fact, qsizetype longestText)
{
    return textOf(fact.isKnown() ? cut(fact.value, longestText) : QString());
}

std::string_view viewOf(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}

TokenRow::Text textFact(FactState state, const QByteArray &bytes)
{
    return {state, Precision::Exact, state == FactState::Known ? viewOf(bytes) : ""};
}

/// Before each of the wordings behind the status.
constexpr QChar wordingMark = u'\x1e';

QByteArray joined(const QByteArray &rawStatus, const StoredToken::Wordings &wordings)
{
    if (std::all_of(wordings.begin(), wordings.end(), std::mem_fn(&QString::isEmpty)))
        return rawStatus;
    QString all = cut(QString::fromUtf8(rawStatus), longest::name / 2);
    for (const QString &wording : wordings)
        all += wordingMark + wording;
    return textOf(all);
}

/// Takes the wordings off the status.
StoredToken::Wordings takeWordings(QByteArray &rawStatus)
{
    StoredToken::Wordings wordings;
    QStringList parts = QString::fromUtf8(rawStatus).split(wordingMark);
    if (parts.size() <= qsizetype(wordings.size()))
        return wordings;
    for (auto wording = wordings.rbegin(); wording != wordings.rend(); ++wording)
        *wording = parts.takeLast();
    rawStatus = textOf(parts.join(wordingMark));
    return wordings;
}

bool isOdd(domain::PackedTime time)
{
    return domain::stateOf(time) == FactState::NotUnderstood;
}

TimeFact timeFact(domain::PackedTime time, bool isApproximate, const QString &wording = {})
{
    TimeFact fact;
    fact.state = domain::stateOf(time);
    fact.wording = wording;
    fact.precision = isApproximate ? Precision::Approximate : Precision::Exact;
    if (fact.isKnown())
        fact.value = base::Instant(std::chrono::milliseconds(time));
    return fact;
}

} // namespace

QString cut(const QString &text, qsizetype longest)
{
    if (text.size() <= longest)
        return text;
    // Not through the middle of a character.
    const bool isInPair = text.at(longest - 1).isHighSurrogate();
    return text.first(isInPair ? longest - 1 : longest);
}

StoredToken StoredToken::of(const Token &token, qint64 grantSet)
{
    StoredToken stored;
    stored.id = textOf(token.key.remoteId);
    stored.marks = put(token.status, Status) | put(token.kind, Kind)
        | put(token.grantsState, Grants) | put(token.description.state, Description)
        | put(token.creator.state, Creator) | put(token.owner.state, Owner)
        | (token.isOwnCredential ? qint64(IsOwn) : 0)
        | approximate(token.created, ApproximateCreated)
        | approximate(token.lastUsed, ApproximateLastUsed)
        | approximate(token.expires, ApproximateExpires)
        | approximate(token.removedWhenIdle, ApproximateRemoval);
    stored.name = bytesOf(token.name, longest::name);
    stored.description = bytesOf(token.description, longest::text);
    stored.rawStatus = bytesOf(token.rawStatus, longest::name);
    const auto wordingOf = [](const TimeFact &fact) {
        return cut(QString(fact.wording).remove(wordingMark), longest::wording);
    };
    stored.wordings
        = {wordingOf(token.created), wordingOf(token.lastUsed), wordingOf(token.expires)};
    stored.created = packTime(token.created);
    stored.lastUsed = packTime(token.lastUsed);
    stored.expires = packTime(token.expires);
    stored.removedWhenIdle = packTime(token.removedWhenIdle);
    stored.creator = bytesOf(token.creator, longest::name);
    stored.owner = bytesOf(token.owner, longest::name);
    stored.grantSet = grantSet;
    stored.addresses = bytesOf(token.allowedAddresses.join(u'\n'), longest::text);
    stored.keyHint = bytesOf(token.keyHint, longest::name);
    stored.trackedSlot = bytesOf(token.trackedSlot, longest::name);
    return stored;
}

const QString &StoredToken::columns()
{
    // As bytes: Qt would make UTF-16 of it, and the rows are packed as UTF-8.
    static const QString all
        = u"CAST(id AS BLOB), marks, CAST(name AS BLOB), CAST(description AS BLOB), "
          "CAST(raw_status AS BLOB), created, last_used, expires, removed_when_idle, "
          "CAST(creator AS BLOB), CAST(owner AS BLOB), grant_set, CAST(addresses AS BLOB), "
          "CAST(key_hint AS BLOB), CAST(tracked_slot AS BLOB)"_s;
    return all;
}

const QString &StoredToken::assignments()
{
    static const QString all
        = u"id = CAST(? AS TEXT), marks = ?, name = CAST(? AS TEXT), "
          "description = CAST(? AS TEXT), raw_status = CAST(? AS TEXT), created = ?, "
          "last_used = ?, expires = ?, removed_when_idle = ?, creator = CAST(? AS TEXT), "
          "owner = CAST(? AS TEXT), grant_set = ?, addresses = CAST(? AS TEXT), "
          "key_hint = CAST(? AS TEXT), tracked_slot = CAST(? AS TEXT)"_s;
    return all;
}

const QString &StoredToken::insertion()
{
    static const QString all
        = u"(id, marks, name, description, raw_status, created, last_used, expires, "
          "removed_when_idle, creator, owner, grant_set, addresses, key_hint, tracked_slot, "
          "connection, hash, first_seen) VALUES (CAST(? AS TEXT), ?, CAST(? AS TEXT), "
          "CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?, ?, CAST(? AS TEXT), CAST(? AS TEXT), ?, "
          "CAST(? AS TEXT), CAST(? AS TEXT), CAST(? AS TEXT), ?, ?, ?)"_s;
    return all;
}

QVariantList StoredToken::values() const
{
    return {id, marks, name, description, joined(rawStatus, wordings), created, lastUsed, expires,
        removedWhenIdle, creator, owner, grantSet == 0 ? QVariant() : QVariant(grantSet), addresses,
        keyHint, trackedSlot};
}

StoredToken StoredToken::read(const Statement &statement, int first)
{
    int column = first;
    StoredToken stored;
    stored.id = statement.bytes(column++);
    stored.marks = statement.number(column++);
    stored.name = statement.bytes(column++);
    stored.description = statement.bytes(column++);
    stored.rawStatus = statement.bytes(column++);
    stored.created = statement.number(column++);
    stored.lastUsed = statement.number(column++);
    stored.expires = statement.number(column++);
    stored.removedWhenIdle = statement.number(column++);
    if (isOdd(stored.created) || isOdd(stored.lastUsed) || isOdd(stored.expires))
        stored.wordings = takeWordings(stored.rawStatus);
    stored.creator = statement.bytes(column++);
    stored.owner = statement.bytes(column++);
    stored.grantSet = statement.number(column++);
    stored.addresses = statement.bytes(column++);
    stored.keyHint = statement.bytes(column++);
    stored.trackedSlot = statement.bytes(column++);
    return stored;
}

TokenRow StoredToken::row(domain::GrantSetPtr grants) const
{
    TokenRow row;
    row.id = viewOf(id);
    row.kind = get<domain::TokenKind>(marks, Kind);
    row.name = viewOf(name);
    row.description = textFact(get<FactState>(marks, Description), description);
    row.status = get<domain::TokenStatus>(marks, Status);
    row.rawStatus = viewOf(rawStatus);
    row.created = timeFact(created, (marks & ApproximateCreated) != 0, wordings[0]);
    row.lastUsed = timeFact(lastUsed, (marks & ApproximateLastUsed) != 0, wordings[1]);
    row.expires = timeFact(expires, (marks & ApproximateExpires) != 0, wordings[2]);
    row.removedWhenIdle = timeFact(removedWhenIdle, (marks & ApproximateRemoval) != 0);
    row.creator = textFact(get<FactState>(marks, Creator), creator);
    row.owner = textFact(get<FactState>(marks, Owner), owner);
    row.grants = std::move(grants);
    row.grantsState = get<FactState>(marks, Grants);
    if (!addresses.isEmpty())
        row.allowedAddresses = QString::fromUtf8(addresses).split(u'\n');
    row.keyHint = viewOf(keyHint);
    row.trackedSlot = viewOf(trackedSlot);
    row.isOwnCredential = (marks & IsOwn) != 0;
    return row;
}

Token StoredToken::token(const QString &connectionId, const domain::GrantSetPtr &grants) const
{
    domain::TokenBatch batch(connectionId);
    batch.add(row(grants));
    return batch.token(0);
}

} // namespace store
