// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/tokenstore.h"

#include "work/tokenreader.h"

#include <QHashFunctions>

#include <algorithm>

namespace work {

using domain::OwnText;
using domain::PackedTokens;
using domain::Place;
using domain::Token;
using domain::TokenBatch;
using domain::TokenKey;

namespace {

constexpr Place unmapped = 0xffff'ffff;
/// Of a row that put() changed before its page came: it may have been written before the change.
constexpr quint8 seenByPut = 0x80;
constexpr std::size_t lastPart = 6;

QString toQString(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

} // namespace

/// One call of merge(): where the batch's dictionaries ended up here, and what came of its rows.
struct TokenStore::Merge
{
    explicit Merge(const TokenBatch &from)
        : batch(from)
        , textPlaces(from.texts().size(), unmapped)
        , grantPlaces(from.grantSets().size(), unmapped)
    {
    }
    const TokenBatch &batch;
    std::vector<Place> textPlaces;
    std::vector<Place> grantPlaces;
    std::size_t connection = 0;
    RowId firstNew = 0;
    std::vector<RowId> changed;
    /// Rows whose texts have another length now, with their row in the batch.
    std::vector<std::pair<RowId, std::size_t>> newTexts;
    SeenIn as = 1; ///< the bit for the part of the list
    Repeats repeats;
};

bool TokenStore::isPresent(RowId row) const
{
    return row < m_rowCount && segmentOf(row).present.test(TokenSnapshot::indexOf(row));
}

Token TokenStore::token(RowId row) const
{
    return unpacked(segmentOf(row), TokenSnapshot::indexOf(row), m_shared);
}

Token TokenStore::wholeToken(RowId row) const
{
    Token whole = token(row);
    whole.raw = rawJson(row);
    return whole;
}

TokenKey TokenStore::keyOf(RowId row) const
{
    const TokenSegment &segment = segmentOf(row);
    const std::size_t at = TokenSnapshot::indexOf(row);
    return {m_shared.connectionIds.at(segment.connection[at]),
        toQString(segment.rows.text(at, OwnText::Id))};
}

quint64 TokenStore::hashOf(std::size_t connection, std::string_view id) const
{
    return qHashBits(id.data(), id.size(), QHashSeed::globalSeed() + connection);
}

std::optional<RowId> TokenStore::find(
    std::size_t connection, std::string_view id, quint64 hash) const
{
    return m_index.find(hash, [this, connection, id](RowId row) {
        return isConnection(row, connection)
            && segmentOf(row).rows.text(TokenSnapshot::indexOf(row), OwnText::Id) == id;
    });
}

int TokenStore::count(const QString &connectionId) const
{
    const qsizetype connection = m_shared.connectionIds.indexOf(connectionId);
    return connection < 0 ? 0 : m_counts[static_cast<std::size_t>(connection)];
}

std::optional<RowId> TokenStore::find(const TokenKey &key) const
{
    const qsizetype connection = m_shared.connectionIds.indexOf(key.connectionId);
    if (connection < 0)
        return std::nullopt;
    const std::string id = key.remoteId.toStdString();
    const auto place = static_cast<std::size_t>(connection);
    return find(place, id, hashOf(place, id));
}

TokenSnapshot TokenStore::snapshot() const
{
    return {m_shared, {m_segments.begin(), m_segments.end()}, m_rowCount};
}

// Listing

std::size_t TokenStore::placeOfConnection(const QString &connectionId)
{
    qsizetype place = m_shared.connectionIds.indexOf(connectionId);
    if (place < 0) {
        place = m_shared.connectionIds.size();
        m_shared.connectionIds.append(connectionId);
        m_listings.emplace_back();
        m_counts.push_back(0);
    }
    return static_cast<std::size_t>(place);
}

void TokenStore::beginSync(const QString &connectionId)
{
    const std::size_t connection = placeOfConnection(connectionId);
    m_listings[connection] = {.isRunning = true};
    for (RowId row = 0; row < m_rowCount; ++row) {
        if (isConnection(row, connection))
            m_seen[row] = 0;
    }
}

Repeats TokenStore::merge(
    const TokenBatch &batch, std::size_t first, std::size_t count, std::size_t part)
{
    if (batch.isEmpty())
        return {};
    Merge merge(batch);
    merge.as = static_cast<SeenIn>(1U << std::min(part, lastPart));
    merge.connection = placeOfConnection(batch.connectionId());
    merge.firstNew = m_rowCount;
    const std::size_t end = std::min(batch.size(), first + count);
    for (std::size_t row = first; row < end; ++row)
        take(merge, row);
    rebuildTexts(merge);
    announce(merge);
    return merge.repeats;
}

void TokenStore::take(Merge &merge, std::size_t batchRow)
{
    Listing &listing = m_listings[merge.connection];
    const quint64 digest = merge.batch.rows().digest[batchRow];
    // A list that comes again mostly comes in the same order and unchanged. The digest covers the
    // id, so this needs no look at the texts.
    if (isPresent(listing.expected) && isConnection(listing.expected, merge.connection)
        && digestOf(listing.expected) == digest) {
        noteSeen(merge, listing.expected);
        return;
    }
    const std::string_view id = merge.batch.id(batchRow);
    const quint64 hash = hashOf(merge.connection, id);
    const auto known = find(merge.connection, id, hash);
    if (!known) {
        append(merge, batchRow, hash);
        listing.seen += listing.isRunning ? 1 : 0;
        return;
    }
    if (noteSeen(merge, *known) && digestOf(*known) != digest)
        replace(merge, batchRow, *known);
}

/// False for a row that came before in the same listing.
bool TokenStore::noteSeen(Merge &merge, RowId row)
{
    Listing &listing = m_listings[merge.connection];
    listing.expected = row + 1;
    if (!listing.isRunning)
        return true;
    const SeenIn before = std::exchange(m_seen[row], m_seen[row] | merge.as);
    if (before & merge.as)
        ++merge.repeats.inPart;
    else if (before & ~seenByPut)
        ++merge.repeats.inOtherParts;
    if (before)
        return false;
    ++listing.seen;
    return true;
}

void TokenStore::append(Merge &merge, std::size_t batchRow, quint64 hash)
{
    if (m_rowCount % rowsPerSegment == 0) {
        if (!m_segments.empty()) {
            TokenSegment &full = writableSegment(m_segments.size() - 1);
            full.rows.search.shrink_to_fit();
            full.rows.exact.shrink_to_fit();
        }
        m_segments.push_back(std::make_shared<TokenSegment>());
        m_segments.back()->rows.reserve(rowsPerSegment);
        m_segments.back()->connection.reserve(rowsPerSegment);
    }
    TokenSegment &segment = writableSegment(m_segments.size() - 1);
    const PackedTokens &from = merge.batch.rows();
    segment.present.set(segment.size());
    segment.rows.append(from, batchRow, textPlace(merge, from.creator[batchRow]),
        textPlace(merge, from.owner[batchRow]), grantPlace(merge, from.grants[batchRow]));
    segment.connection.push_back(static_cast<quint16>(merge.connection));
    m_rawRefs.push_back(m_raw.add(merge.batch.raw(batchRow)));
    m_seen.push_back(merge.as);
    m_index.insert(hash, m_rowCount);
    ++m_rowCount;
    ++m_count;
    ++m_counts[merge.connection];
}

void TokenStore::replace(Merge &merge, std::size_t batchRow, RowId row)
{
    const PackedTokens &from = merge.batch.rows();
    TokenSegment &segment = writableSegment(row / rowsPerSegment);
    PackedTokens &to = segment.rows;
    const std::size_t at = TokenSnapshot::indexOf(row);
    const bool sameTexts = to.searchText(at) == from.searchText(batchRow)
        && to.exactText(at) == from.exactText(batchRow);
    to.lastUsed[at] = from.lastUsed[batchRow];
    to.created[at] = from.created[batchRow];
    to.expires[at] = from.expires[batchRow];
    to.digest[at] = from.digest[batchRow];
    to.flags[at] = from.flags[batchRow];
    to.creator[at] = textPlace(merge, from.creator[batchRow]);
    to.owner[at] = textPlace(merge, from.owner[batchRow]);
    to.grants[at] = grantPlace(merge, from.grants[batchRow]);
    if (!sameTexts)
        merge.newTexts.emplace_back(row, batchRow);
    m_raw.drop(m_rawRefs[row]);
    m_rawRefs[row] = m_raw.add(merge.batch.raw(batchRow));
    merge.changed.push_back(row);
}

/// A segment's texts lie end to end, so another length moves all that follow: each segment once.
void TokenStore::rebuildTexts(Merge &merge)
{
    auto &texts = merge.newTexts;
    std::sort(texts.begin(), texts.end());
    for (auto next = texts.begin(); next != texts.end();) {
        const std::size_t number = next->first / rowsPerSegment;
        PackedTokens &rows = writableSegment(number).rows;
        PackedTokens rebuilt;
        rebuilt.reserveTexts(rows);
        for (std::size_t at = 0; at < rows.size(); ++at) {
            const bool isNew = next != texts.end() && next->first / rowsPerSegment == number
                && TokenSnapshot::indexOf(next->first) == at;
            if (isNew)
                rebuilt.appendTexts(merge.batch.rows(), next++->second);
            else
                rebuilt.appendTexts(rows, at);
        }
        rows.takeTexts(std::move(rebuilt));
    }
}

void TokenStore::announce(const Merge &merge)
{
    if (m_rowCount > merge.firstNew || !merge.changed.empty())
        ++m_revision;
    if (m_rowCount > merge.firstNew)
        emit appended(merge.firstNew, m_rowCount - 1);
    if (!merge.changed.empty())
        emit changed(merge.changed);
}

void TokenStore::endSync(const QString &connectionId, bool complete)
{
    const std::size_t connection = placeOfConnection(connectionId);
    const Listing listing = std::exchange(m_listings[connection], {});
    if (!complete || !listing.isRunning || m_counts[connection] == listing.seen)
        return;
    std::vector<RowId> gone;
    for (RowId row = 0; row < m_rowCount; ++row) {
        if (!m_seen[row] && isPresent(row) && isConnection(row, connection))
            gone.push_back(row);
    }
    for (const RowId row : gone)
        drop(row);
    if (!gone.empty())
        emit removed(gone);
}

// Single rows

void TokenStore::put(const Token &token)
{
    const TokenBatch batch = TokenBatch::of({token});
    Merge merge(batch);
    merge.connection = placeOfConnection(token.key.connectionId);
    merge.firstNew = m_rowCount;
    // A listing under way may have passed this token's page: it must not sweep the row away. If the
    // page is still to come, it may have been written before the change: it is passed over then,
    // and is no repetition.
    Listing &listing = m_listings[merge.connection];
    merge.as = seenByPut;
    const auto known = find(token.key);
    if (!known) {
        take(merge, 0);
    } else {
        if (listing.isRunning && !m_seen[*known]) {
            m_seen[*known] = seenByPut;
            ++listing.seen;
        }
        if (digestOf(*known) != batch.rows().digest.front())
            replace(merge, 0, *known);
    }
    rebuildTexts(merge);
    announce(merge);
}

void TokenStore::remove(const TokenKey &key)
{
    const auto row = find(key);
    if (!row)
        return;
    drop(*row);
    emit removed({*row});
}

void TokenStore::removeConnection(const QString &connectionId)
{
    beginSync(connectionId);
    endSync(connectionId, true);
}

void TokenStore::drop(RowId row)
{
    const TokenSegment &segment = segmentOf(row);
    const std::size_t at = TokenSnapshot::indexOf(row);
    const std::size_t connection = segment.connection[at];
    m_index.remove(hashOf(connection, segment.rows.text(at, OwnText::Id)), row);
    --m_counts[connection];
    --m_count;
    ++m_revision;
    if (m_listings[connection].isRunning && m_seen[row])
        --m_listings[connection].seen;
    // The row stays as a tombstone so that ids never shift; its JSON need not.
    m_raw.drop(std::exchange(m_rawRefs[row], RawArchive::nothing));
    writableSegment(row / rowsPerSegment).present.reset(at);
}

// Segments and dictionaries

/// A snapshot in use keeps the segment as it was.
TokenSegment &TokenStore::writableSegment(std::size_t number)
{
    auto &segment = m_segments[number];
    if (segment.use_count() > 1) {
        auto own = std::make_shared<TokenSegment>();
        if (segment->size() < rowsPerSegment) {
            own->rows.reserve(rowsPerSegment);
            own->connection.reserve(rowsPerSegment);
        }
        *own = *segment;
        segment = std::move(own);
    }
    return *segment;
}

Place TokenStore::textPlace(Merge &merge, Place inBatch)
{
    if (!domain::isPlace(inBatch))
        return inBatch;
    const std::size_t entry = inBatch - domain::firstPlace;
    Place &place = merge.textPlaces[entry];
    if (place == unmapped) {
        const domain::SharedText &text = merge.batch.texts()[entry];
        const auto known = m_textPlaces.constFind(text.text);
        if (known != m_textPlaces.constEnd()) {
            place = *known;
        } else {
            place = static_cast<Place>(m_shared.texts.size()) + domain::firstPlace;
            m_shared.texts.append(std::make_shared<const domain::SharedText>(text));
            m_textPlaces.insert(text.text, place);
        }
    }
    return place;
}

Place TokenStore::grantPlace(Merge &merge, Place inBatch)
{
    if (!domain::isPlace(inBatch))
        return inBatch;
    const std::size_t entry = inBatch - domain::firstPlace;
    Place &place = merge.grantPlaces[entry];
    if (place != unmapped)
        return place;
    const domain::GrantSetPtr &grants = merge.batch.grantSets()[entry];
    const auto [first, last] = std::as_const(m_grantPlaces).equal_range(grants->digest());
    const auto same = std::find_if(first, last, [this, &grants](Place candidate) {
        const domain::GrantSet *known = m_shared.grantSet(candidate);
        return known == grants.get()
            || *known == *grants; // Mostly the parser's cache gave the same.
    });
    if (same != last) {
        place = *same;
    } else {
        place = static_cast<Place>(m_shared.grantSets.size()) + domain::firstPlace;
        m_shared.grantSets.append(grants);
        m_grantPlaces.insert(grants->digest(), place);
    }
    return place;
}

} // namespace work
