// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/tokenbatch.h"

#include <QHashFunctions>

#include <functional>

namespace domain {

namespace {

/// The bytes of a token's texts, for as long as its row is being packed.
struct TextBytes
{
    explicit TextBytes(const Token &token)
        : id(token.key.remoteId.toStdString())
        , name(token.name.toStdString())
        , description(token.description.value.toStdString())
        , rawStatus(token.rawStatus.toStdString())
        , creator(token.creator.value.toStdString())
        , owner(token.owner.value.toStdString())
        , keyHint(token.keyHint.toStdString())
        , trackedSlot(token.trackedSlot.toStdString())
    {
    }
    std::string id, name, description, rawStatus, creator, owner, keyHint, trackedSlot;
};

TokenRow::Text textFact(const Fact<QString> &fact, const std::string &bytes)
{
    return {fact.state, fact.precision, bytes};
}

std::size_t hashOf(std::string_view bytes, std::size_t seed)
{
    return qHashBits(bytes.data(), bytes.size(), seed);
}

} // namespace

TokenBatch::TokenBatch(QString connectionId)
    : m_connectionId(std::move(connectionId))
{
}

TokenBatch TokenBatch::of(const std::vector<Token> &tokens)
{
    TokenBatch batch(tokens.empty() ? QString() : tokens.front().key.connectionId);
    for (const Token &token : tokens)
        batch.add(token);
    return batch;
}

void TokenBatch::reserve(std::size_t rows, std::size_t rawBytes)
{
    m_rows.reserve(rows);
    m_raw.reserve(rawBytes);
    m_rawPlaces.reserve(rows);
}

void TokenBatch::add(const TokenRow &row)
{
    m_rows.append(row, placeOf(row.creator), placeOf(row.owner), placeOf(row.grants));
    m_rawPlaces.push_back(keepRaw(row.raw));
    m_rows.digest.push_back(digestOf(m_rows.flags.size() - 1, row));
}

void TokenBatch::add(const Token &token)
{
    const TextBytes bytes(token);
    TokenRow row;
    row.id = bytes.id;
    row.kind = token.kind;
    row.name = bytes.name;
    row.description = textFact(token.description, bytes.description);
    row.status = token.status;
    row.rawStatus = bytes.rawStatus;
    row.created = token.created;
    row.lastUsed = token.lastUsed;
    row.expires = token.expires;
    row.removedWhenIdle = token.removedWhenIdle;
    row.creator = textFact(token.creator, bytes.creator);
    row.owner = textFact(token.owner, bytes.owner);
    row.grants = GrantSet::of(token.grants);
    row.grantsState = token.grantsState;
    row.allowedAddresses = token.allowedAddresses;
    row.keyHint = bytes.keyHint;
    row.trackedSlot = bytes.trackedSlot;
    row.isOwnCredential = token.isOwnCredential;
    row.raw = {token.raw.constData(), static_cast<std::size_t>(token.raw.size())};
    add(row);
}

Token TokenBatch::token(std::size_t row) const
{
    Token token = m_rows.ownPart(row);
    token.key.connectionId = m_connectionId;
    const auto textAt = [this](Place place) -> Fact<QString> {
        if (isPlace(place))
            return Fact<QString>::known(m_texts[place - firstPlace].text);
        return {.state = stateOfPlace(place)};
    };
    token.creator = textAt(m_rows.creator[row]);
    token.owner = textAt(m_rows.owner[row]);
    if (isPlace(m_rows.grants[row]))
        token.grants = m_grantSets[m_rows.grants[row] - firstPlace]->grants();
    token.raw = QByteArray(raw(row).data(), static_cast<qsizetype>(raw(row).size()));
    return token;
}

std::vector<Token> TokenBatch::tokens() const
{
    std::vector<Token> all;
    all.reserve(size());
    for (std::size_t row = 0; row < size(); ++row)
        all.push_back(token(row));
    return all;
}

TokenBatch::RawPlace TokenBatch::keepRaw(std::string_view raw)
{
    const char *const begin = m_body.constData();
    const char *const end = begin + m_body.size();
    const std::less_equal<const char *> isBefore; // An order for any two pointers.
    if (isBefore(begin, raw.data()) && isBefore(raw.data() + raw.size(), end))
        return {static_cast<std::size_t>(raw.data() - begin), raw.size()};
    m_raw += raw;
    return {static_cast<std::size_t>(m_body.size()) + m_raw.size() - raw.size(), raw.size()};
}

std::string_view TokenBatch::raw(std::size_t row) const
{
    const auto [start, size] = m_rawPlaces[row];
    const auto bodySize = static_cast<std::size_t>(m_body.size());
    return start < bodySize ? std::string_view(m_body.constData() + start, size)
                            : std::string_view(m_raw).substr(start - bodySize, size);
}

Place TokenBatch::placeOf(const TokenRow::Text &text)
{
    if (!text.isKnown())
        return static_cast<Place>(text.state);
    if (const auto known = m_textPlaces.find(text.value); known != m_textPlaces.end())
        return known->second;
    const auto place = static_cast<Place>(m_texts.size()) + firstPlace;
    m_texts.push_back(SharedText::of(text.value));
    m_textPlaces.emplace(text.value, place);
    return place;
}

Place TokenBatch::placeOf(const GrantSetPtr &grants)
{
    if (!grants)
        return 0;
    const auto [at, isNew] = m_grantPlaces.try_emplace(
        grants.get(), static_cast<Place>(m_grantSets.size()) + firstPlace);
    if (isNew)
        m_grantSets.push_back(grants);
    return at->second;
}

quint64 TokenBatch::digestOf(std::size_t row, const TokenRow &source) const
{
    // Seeded anew in every run, so that nobody can prepare two rows that look the same to it.
    const struct
    {
        PackedTime lastUsed, created, expires;
        std::size_t grants, flags, creatorState, ownerState;
    } numbers {m_rows.lastUsed[row], m_rows.created[row], m_rows.expires[row],
        source.grants ? source.grants->digest() : 0, m_rows.flags[row].bits(),
        static_cast<std::size_t>(source.creator.state),
        static_cast<std::size_t>(source.owner.state)};
    std::size_t digest = qHashBits(&numbers, sizeof numbers, QHashSeed::globalSeed());
    digest = hashOf(m_rows.searchText(row), digest);
    digest = hashOf(m_rows.exactText(row), digest);
    digest = hashOf(source.creator.value, digest);
    if (source.owner.value != source.creator.value) // Often one and the same person.
        digest = hashOf(source.owner.value, digest);
    return hashOf(source.raw, digest);
}

} // namespace domain
