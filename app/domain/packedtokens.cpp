// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/packedtokens.h"

#include "base/textrules.h"

#include <algorithm>
#include <array>

namespace domain {

namespace {

constexpr std::array ownTexts
    = {OwnText::Name, OwnText::Id, OwnText::KeyHint, OwnText::Description};

constexpr unsigned bitOf(OwnText text)
{
    return 1U << static_cast<unsigned>(text);
}

constexpr unsigned descriptionStateShift = 4;

QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

// The exact text of a row: one byte that says which own texts are spelled out, because folding
// changed them, and the state of the description; those texts; the extras. Every text has its
// length before it. Last, where the row has any, what the vendor says of times nobody understands.

void putNumber(quint64 number, std::string &to)
{
    while (number >= 0x80) {
        to += static_cast<char>(number | 0x80);
        number >>= 7;
    }
    to += static_cast<char>(number);
}

void putText(std::string_view text, std::string &to)
{
    putNumber(text.size(), to);
    to += text;
}

class Reader final
{
public:
    explicit Reader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }
    unsigned byte()
    {
        const auto first = static_cast<unsigned char>(m_bytes.front());
        m_bytes.remove_prefix(1);
        return first;
    }
    quint64 number()
    {
        quint64 number = 0;
        for (int shift = 0;; shift += 7) {
            const quint64 part = byte();
            number |= (part & 0x7f) << shift;
            if (part < 0x80)
                return number;
        }
    }
    std::string_view text()
    {
        const auto size = static_cast<std::size_t>(number());
        const std::string_view text = m_bytes.substr(0, size);
        m_bytes.remove_prefix(size);
        return text;
    }

private:
    std::string_view m_bytes;
};

void putTime(const TimeFact &fact, std::string &to)
{
    putNumber(static_cast<quint64>(packTime(fact)), to);
    to += static_cast<char>(fact.precision == Precision::Approximate);
}

TimeFact factOf(PackedTime time, bool isApproximate)
{
    TimeFact fact;
    fact.state = stateOf(time);
    fact.precision = isApproximate ? Precision::Approximate : Precision::Exact;
    if (fact.isKnown())
        fact.value = base::Instant(std::chrono::milliseconds(time));
    return fact;
}

TimeFact getTime(Reader &reader)
{
    const auto time = static_cast<PackedTime>(reader.number());
    return factOf(time, reader.byte() != 0);
}

/// Behind what is there of the own texts.
Reader extrasOf(std::string_view exactText)
{
    Reader reader(exactText);
    const unsigned spelledOut = reader.byte();
    for (const OwnText one : ownTexts) {
        if ((spelledOut & bitOf(one)) != 0)
            reader.text();
    }
    return reader;
}

/// The times a vendor may say in a way that nobody understands; removal is our own estimate.
std::array<const TimeFact *, 3> spokenTimes(const TokenRow &row)
{
    return {&row.created, &row.lastUsed, &row.expires};
}

bool hasWordings(const TokenRow &row)
{
    const auto times = spokenTimes(row);
    return std::any_of(
        times.begin(), times.end(), [](const TimeFact *time) { return !time->wording.isEmpty(); });
}

bool hasExtras(const TokenRow &row)
{
    return hasWordings(row) || !row.rawStatus.empty() || !row.trackedSlot.empty()
        || !row.allowedAddresses.isEmpty() || row.removedWhenIdle != TimeFact::notReported();
}

std::string_view ownText(const TokenRow &row, OwnText text)
{
    switch (text) {
    case OwnText::Name:
        return row.name;
    case OwnText::Id:
        return row.id;
    case OwnText::KeyHint:
        return row.keyHint;
    case OwnText::Description:
        return row.description.isKnown() ? row.description.value : std::string_view();
    }
    return {};
}

/// What the vendor says of one of spokenTimes().
QString wordingOf(const PackedTokens &rows, std::size_t row, PackedTime time, std::size_t which)
{
    if (stateOf(time) != FactState::NotUnderstood || !rows.flags[row].has(RowFlags::HasWordings))
        return {};
    Reader reader = extrasOf(rows.exactText(row));
    reader.text(); // raw status
    reader.text(); // slot
    getTime(reader); // removal
    for (quint64 addresses = reader.number(); addresses > 0; --addresses)
        reader.text();
    std::string_view wording = reader.text();
    for (; which > 0; --which)
        wording = reader.text();
    return toQString(wording);
}

} // namespace

SharedText SharedText::of(std::string_view utf8)
{
    SharedText shared {toQString(utf8), {}};
    base::appendFolded(utf8, shared.folded);
    return shared;
}

PackedTime packTime(const TimeFact &fact)
{
    return fact.isKnown() ? fact.value.time_since_epoch().count()
                          : firstMissingTime + static_cast<PackedTime>(fact.state);
}

RowFlags::RowFlags(TokenStatus status, TokenKind kind, FactState grantsState, bool isOwn)
    : m_bits(static_cast<quint16>(static_cast<unsigned>(status) | static_cast<unsigned>(kind) << 3
        | static_cast<unsigned>(grantsState) << 5 | (isOwn ? 1U << 8 : 0U)))
{
}

void PackedTokens::reserve(std::size_t rows)
{
    constexpr std::size_t usualText = 80;
    lastUsed.reserve(rows);
    created.reserve(rows);
    expires.reserve(rows);
    digest.reserve(rows);
    creator.reserve(rows);
    owner.reserve(rows);
    grants.reserve(rows);
    flags.reserve(rows);
    searchEnd.reserve(rows);
    exactEnd.reserve(rows);
    search.reserve(rows * usualText);
    exact.reserve(rows * usualText / 4);
}

std::string_view PackedTokens::searchText(std::size_t row) const
{
    const std::size_t start = row == 0 ? 0 : searchEnd[row - 1];
    return std::string_view(search).substr(start, searchEnd[row] - start);
}

std::string_view PackedTokens::exactText(std::size_t row) const
{
    const std::size_t start = row == 0 ? 0 : exactEnd[row - 1];
    return std::string_view(exact).substr(start, exactEnd[row] - start);
}

std::string_view PackedTokens::folded(std::size_t row, OwnText text) const
{
    std::string_view rest = searchText(row);
    for (auto line = 0; line < static_cast<int>(text); ++line)
        rest.remove_prefix(rest.find('\n') + 1);
    return rest.substr(0, rest.find('\n'));
}

std::string_view PackedTokens::text(std::size_t row, OwnText text) const
{
    Reader reader(exactText(row));
    const unsigned spelledOut = reader.byte();
    if ((spelledOut & bitOf(text)) == 0)
        return folded(row, text);
    for (const OwnText one : ownTexts) {
        if ((spelledOut & bitOf(one)) == 0)
            continue;
        const std::string_view exactly = reader.text();
        if (one == text)
            return exactly;
    }
    return {};
}

FactState PackedTokens::descriptionState(std::size_t row) const
{
    return static_cast<FactState>(Reader(exactText(row)).byte() >> descriptionStateShift);
}

TimeFact PackedTokens::createdFact(std::size_t row) const
{
    TimeFact fact = factOf(created[row], flags[row].has(RowFlags::ApproximateCreated));
    fact.wording = wordingOf(*this, row, created[row], 0);
    return fact;
}

TimeFact PackedTokens::lastUsedFact(std::size_t row) const
{
    TimeFact fact = factOf(lastUsed[row], flags[row].has(RowFlags::ApproximateLastUsed));
    fact.wording = wordingOf(*this, row, lastUsed[row], 1);
    return fact;
}

TimeFact PackedTokens::expiresFact(std::size_t row) const
{
    TimeFact fact = factOf(expires[row], flags[row].has(RowFlags::ApproximateExpires));
    fact.wording = wordingOf(*this, row, expires[row], 2);
    return fact;
}

std::string_view PackedTokens::rawStatus(std::size_t row) const
{
    return flags[row].has(RowFlags::HasExtras) ? extrasOf(exactText(row)).text()
                                               : std::string_view();
}

TimeFact PackedTokens::removedWhenIdle(std::size_t row) const
{
    if (!flags[row].has(RowFlags::HasExtras))
        return TimeFact::notReported();
    Reader reader = extrasOf(exactText(row));
    reader.text(); // raw status
    reader.text(); // slot
    return getTime(reader);
}

void PackedTokens::append(
    const TokenRow &row, Place creatorPlace, Place ownerPlace, Place grantsPlace)
{
    lastUsed.push_back(packTime(row.lastUsed));
    created.push_back(packTime(row.created));
    expires.push_back(packTime(row.expires));
    creator.push_back(creatorPlace);
    owner.push_back(ownerPlace);
    grants.push_back(grantsPlace);
    RowFlags marks(row.status, row.kind, row.grantsState, row.isOwnCredential);
    if (row.lastUsed.precision == Precision::Approximate)
        marks.set(RowFlags::ApproximateLastUsed);
    if (row.created.precision == Precision::Approximate)
        marks.set(RowFlags::ApproximateCreated);
    if (row.expires.precision == Precision::Approximate)
        marks.set(RowFlags::ApproximateExpires);

    const std::size_t head = exact.size();
    exact += '\0';
    unsigned spelledOut = static_cast<unsigned>(row.description.state) << descriptionStateShift;
    for (const OwnText one : ownTexts) {
        const std::string_view text = ownText(row, one);
        if (!base::appendFolded(text, search)) {
            spelledOut |= bitOf(one);
            putText(text, exact);
        }
        search += '\n';
    }
    exact[head] = static_cast<char>(spelledOut);
    if (hasExtras(row)) {
        marks.set(RowFlags::HasExtras);
        putText(row.rawStatus, exact);
        putText(row.trackedSlot, exact);
        putTime(row.removedWhenIdle, exact);
        putNumber(static_cast<quint64>(row.allowedAddresses.size()), exact);
        for (const QString &address : row.allowedAddresses)
            putText(address.toStdString(), exact);
    }
    if (hasWordings(row)) {
        marks.set(RowFlags::HasWordings);
        for (const TimeFact *time : spokenTimes(row))
            putText(time->wording.toStdString(), exact);
    }
    flags.push_back(marks);
    searchEnd.push_back(static_cast<quint32>(search.size()));
    exactEnd.push_back(static_cast<quint32>(exact.size()));
}

void PackedTokens::append(const PackedTokens &from, std::size_t row, Place creatorPlace,
    Place ownerPlace, Place grantsPlace)
{
    lastUsed.push_back(from.lastUsed[row]);
    created.push_back(from.created[row]);
    expires.push_back(from.expires[row]);
    digest.push_back(from.digest[row]);
    creator.push_back(creatorPlace);
    owner.push_back(ownerPlace);
    grants.push_back(grantsPlace);
    flags.push_back(from.flags[row]);
    appendTexts(from, row);
}

void PackedTokens::reserveTexts(const PackedTokens &like)
{
    searchEnd.reserve(like.searchEnd.capacity());
    exactEnd.reserve(like.exactEnd.capacity());
    search.reserve(like.search.size());
    exact.reserve(like.exact.size());
}

void PackedTokens::appendTexts(const PackedTokens &from, std::size_t row)
{
    search += from.searchText(row);
    exact += from.exactText(row);
    searchEnd.push_back(static_cast<quint32>(search.size()));
    exactEnd.push_back(static_cast<quint32>(exact.size()));
}

void PackedTokens::takeTexts(PackedTokens &&from)
{
    search = std::move(from.search);
    exact = std::move(from.exact);
    searchEnd = std::move(from.searchEnd);
    exactEnd = std::move(from.exactEnd);
}

Token PackedTokens::ownPart(std::size_t row) const
{
    Token token;
    token.status = flags[row].status();
    token.kind = flags[row].kind();
    token.grantsState = flags[row].grantsState();
    token.isOwnCredential = flags[row].isOwnCredential();
    token.lastUsed = lastUsedFact(row);
    token.created = createdFact(row);
    token.expires = expiresFact(row);

    Reader reader(exactText(row));
    const unsigned spelledOut = reader.byte();
    std::array<std::string_view, ownTexts.size()> texts;
    std::string_view lines = searchText(row);
    for (const OwnText one : ownTexts) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(line.size() + 1);
        texts[static_cast<std::size_t>(one)]
            = (spelledOut & bitOf(one)) != 0 ? reader.text() : line;
    }
    token.name = toQString(texts[static_cast<std::size_t>(OwnText::Name)]);
    token.key.remoteId = toQString(texts[static_cast<std::size_t>(OwnText::Id)]);
    token.keyHint = toQString(texts[static_cast<std::size_t>(OwnText::KeyHint)]);
    token.description.state = static_cast<FactState>(spelledOut >> descriptionStateShift);
    if (token.description.isKnown())
        token.description.value = toQString(texts[static_cast<std::size_t>(OwnText::Description)]);
    if (flags[row].has(RowFlags::HasExtras)) {
        token.rawStatus = toQString(reader.text());
        token.trackedSlot = toQString(reader.text());
        token.removedWhenIdle = getTime(reader);
        const quint64 addresses = reader.number();
        for (quint64 i = 0; i < addresses; ++i)
            token.allowedAddresses.append(toQString(reader.text()));
    }
    return token;
}

} // namespace domain
