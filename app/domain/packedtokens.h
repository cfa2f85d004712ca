// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Tokens as columns of numbers and two buffers of UTF-8: a fifth of the memory of a vector of
/// Token, and what is searched or sorted by lies together. Values that many rows share (creator,
/// owner, grants) are places in dictionaries that somebody else keeps.

#include "domain/grantset.h"
#include "domain/token.h"

#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace domain {

/// A text that many tokens share: as the vendor wrote it, and folded for searching and sorting.
struct SharedText
{
    QString text;
    std::string folded;

    static SharedText of(std::string_view utf8);
};

/// A time as one number: milliseconds since 1970, or one of the numbers from firstMissingTime on,
/// which hold the FactState. So known times sort before "never", and that before what nobody knows.
using PackedTime = qint64;
inline constexpr PackedTime firstMissingTime = std::numeric_limits<qint64>::max() - 15;

PackedTime packTime(const TimeFact &fact);
constexpr bool isKnownTime(PackedTime time)
{
    return time < firstMissingTime;
}
constexpr FactState stateOf(PackedTime time)
{
    return isKnownTime(time) ? FactState::Known : static_cast<FactState>(time - firstMissingTime);
}

/// A place in a dictionary, or, below firstPlace, the FactState of a value there is not.
using Place = quint32;
inline constexpr Place firstPlace = 8;
constexpr bool isPlace(Place place)
{
    return place >= firstPlace;
}
constexpr FactState stateOfPlace(Place place)
{
    return isPlace(place) ? FactState::Known : static_cast<FactState>(place);
}

/// The small fields of a row in one number.
class RowFlags final
{
public:
    RowFlags() = default;
    RowFlags(TokenStatus status, TokenKind kind, FactState grantsState, bool isOwn);

    TokenStatus status() const { return static_cast<TokenStatus>(m_bits & 7); }
    TokenKind kind() const { return static_cast<TokenKind>(m_bits >> 3 & 3); }
    FactState grantsState() const { return static_cast<FactState>(m_bits >> 5 & 7); }
    bool isOwnCredential() const { return (m_bits & 1 << 8) != 0; }

    enum Mark : quint16 {
        ApproximateLastUsed = 1 << 9,
        ApproximateCreated = 1 << 10,
        ApproximateExpires = 1 << 11,
        HasExtras = 1 << 12, ///< the exact text goes on with what few tokens have
        HasWordings = 1 << 13, ///< and ends with what the vendor says of times not understood
    };
    bool has(Mark mark) const { return (m_bits & mark) != 0; }
    quint16 bits() const { return m_bits; }
    void set(Mark mark) { m_bits = static_cast<quint16>(m_bits | mark); }

    friend bool operator==(const RowFlags &, const RowFlags &) = default;

private:
    quint16 m_bits = 0;
};

/// The four texts that are a token's own; their order is that of the lines of the search text.
enum class OwnText { Name, Id, KeyHint, Description };

/// A token as a parser sees it: texts are UTF-8 that outlives the call that takes the row.
struct TokenRow
{
    using Text = Fact<std::string_view>;

    std::string_view id;
    TokenKind kind = TokenKind::Account;
    std::string_view name;
    Text description = Text::notReported();
    TokenStatus status = TokenStatus::Unknown;
    std::string_view rawStatus;
    TimeFact created;
    TimeFact lastUsed;
    TimeFact expires = TimeFact::notReported();
    TimeFact removedWhenIdle = TimeFact::notReported();
    Text creator = Text::notReported();
    Text owner = Text::notReported();
    GrantSetPtr grants; ///< null = none
    FactState grantsState = FactState::Known;
    QStringList allowedAddresses;
    std::string_view keyHint;
    std::string_view trackedSlot;
    bool isOwnCredential = false;
    std::string_view raw; ///< the vendor's JSON for it, secrets removed
};

struct PackedTokens
{
    // A row each. Public as they are: scanning them is what this layout is for.
    std::vector<PackedTime> lastUsed;
    std::vector<PackedTime> created;
    std::vector<PackedTime> expires;
    std::vector<quint64> digest; ///< of everything in the row, JSON included: equal = unchanged
    std::vector<Place> creator;
    std::vector<Place> owner;
    std::vector<Place> grants; ///< below firstPlace = no grants; the state is in the flags
    std::vector<RowFlags> flags;
    std::vector<quint32> searchEnd;
    std::vector<quint32> exactEnd;
    /// Four folded lines a row, see OwnText: what a free text filter runs over.
    std::string search;
    /// What folding lost, and what few tokens have; only decoding reads it.
    std::string exact;

    std::size_t size() const { return digest.size(); }
    void reserve(std::size_t rows);

    /// Folded, all four lines, each with its line break.
    std::string_view searchText(std::size_t row) const;
    /// One of them, folded, without the line break.
    std::string_view folded(std::size_t row, OwnText text) const;
    /// As the vendor wrote it.
    std::string_view text(std::size_t row, OwnText text) const;
    /// Encoded; for comparing only.
    std::string_view exactText(std::size_t row) const;
    FactState descriptionState(std::size_t row) const;
    TimeFact createdFact(std::size_t row) const;
    TimeFact lastUsedFact(std::size_t row) const;
    TimeFact expiresFact(std::size_t row) const;
    /// As the vendor wrote it; empty for nearly all.
    std::string_view rawStatus(std::size_t row) const;
    /// An estimate.
    TimeFact removedWhenIdle(std::size_t row) const;

    /// Adds a row but its digest, which needs the shared texts and the JSON.
    void append(const TokenRow &row, Place creatorPlace, Place ownerPlace, Place grantsPlace);
    /// Adds a row of another, with the places it has in the dictionaries of this one.
    void append(const PackedTokens &from, std::size_t row, Place creatorPlace, Place ownerPlace,
        Place grantsPlace);
    // For giving rows other texts: both buffers are written anew, the other columns stay.
    void reserveTexts(const PackedTokens &like);
    void appendTexts(const PackedTokens &from, std::size_t row);
    void takeTexts(PackedTokens &&from);

    /// Everything that is in the columns; creator, owner, grants, key.connectionId and raw are not.
    Token ownPart(std::size_t row) const;
};

} // namespace domain
