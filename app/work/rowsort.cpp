// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/rowsort.h"

#include "work/rownotes.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace work {

using domain::FactState;
using domain::OwnText;
using domain::Place;

namespace {

/// A row with what it is compared by now. Sorting moves these and looks at nothing else.
struct Keyed
{
    quint64 key;
    RowId row;
};
using Rows = std::span<Keyed>;

// A key's two highest bits are its rank.
constexpr int rankShift = 62;
constexpr quint64 neverKey = quint64(1) << rankShift;
constexpr quint64 unknownKey = quint64(2) << rankShift;
constexpr quint64 largestValue = neverKey - 1;

quint64 missingKey(FactState state)
{
    return state == FactState::Never ? neverKey : unknownKey;
}

quint64 valueKey(quint64 value, bool isDescending)
{
    return isDescending ? largestValue - value : value;
}

/// Byte by byte, lowest first: no comparisons, and passes in which all bytes agree cost nothing.
void radixSort(Rows rows, std::vector<Keyed> &scratch)
{
    std::array<std::array<quint32, 256>, 8> counts {};
    for (const Keyed &row : rows) {
        for (std::size_t byte = 0; byte < 8; ++byte)
            ++counts[byte][row.key >> 8 * byte & 0xff];
    }
    scratch.resize(std::max(scratch.size(), rows.size()));
    Rows from = rows;
    Rows to(scratch.data(), rows.size());
    for (std::size_t byte = 0; byte < 8; ++byte) {
        auto &count = counts[byte];
        if (count[from.front().key >> 8 * byte & 0xff] == rows.size())
            continue;
        std::exclusive_scan(count.begin(), count.end(), count.begin(), quint32(0));
        for (const Keyed &row : from)
            to[count[row.key >> 8 * byte & 0xff]++] = row;
        std::swap(from, to);
    }
    if (from.data() != rows.data())
        std::copy(from.begin(), from.end(), rows.begin());
}

/// Calls each(run) for rows of equal key.
template <typename Each>
void forEachRun(Rows rows, Each each)
{
    for (std::size_t from = 0; from < rows.size();) {
        std::size_t to = from + 1;
        while (to < rows.size() && rows[to].key == rows[from].key)
            ++to;
        each(rows.subspan(from, to - from));
        from = to;
    }
}

/// The place of each text among the others; equal texts have equal places.
std::vector<quint64> ranksOf(const std::vector<std::string> &texts)
{
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::sort(order.begin(), order.end(),
        [&texts](std::size_t a, std::size_t b) { return texts[a] < texts[b]; });
    std::vector<quint64> ranks(texts.size());
    quint64 rank = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (i > 0 && texts[order[i]] != texts[order[i - 1]])
            ++rank;
        ranks[order[i]] = rank;
    }
    return ranks;
}

std::string foldedOf(const QString &text)
{
    return domain::SharedText::of(text.toStdString()).folded;
}

/// As many as a cell shows.
std::string grantsText(const domain::GrantSet &set)
{
    QString text;
    const auto &grants = set.grants();
    for (std::size_t i = 0; i < std::min<std::size_t>(4, grants.size()); ++i)
        text += domain::grantText(grants[i]) + u' ';
    return foldedOf(text);
}

class Sorter final
{
public:
    Sorter(const TokenSnapshot &snapshot, const ConnectionTable &connections,
        const std::vector<SortBy> &sort, const std::stop_token &stop)
        : m_snapshot(snapshot)
        , m_sort(sort)
        , m_stop(stop)
    {
        prepare(connections);
    }

    RowOrder sorted()
    {
        std::vector<Keyed> rows;
        rows.reserve(m_snapshot.rowCount);
        for (RowId row = 0; row < m_snapshot.rowCount; ++row) {
            if (m_snapshot.segmentOf(row).present.test(TokenSnapshot::indexOf(row)))
                rows.push_back({0, row});
        }
        sortFrom(rows, 0);
        RowOrder order;
        order.reserve(static_cast<qsizetype>(rows.size()));
        for (const Keyed &row : rows)
            order.append(row.row);
        return order;
    }

private:
    /// Ranks of shared values, for the fields that are asked for.
    void prepare(const ConnectionTable &connections)
    {
        const auto isAsked = [this](auto... fields) {
            return std::any_of(m_sort.begin(), m_sort.end(),
                [=](const SortBy &by) { return ((by.field == fields) || ...); });
        };
        std::vector<std::string> texts;
        if (isAsked(SortField::Owner, SortField::Creator)) {
            for (const SharedTextPtr &text : m_snapshot.texts)
                texts.push_back(text->folded);
            // Owners of the admins' own stand among the vendors'.
            addNoted(texts, [](const domain::Annotation &one) { return one.owner; });
            m_textRanks = ranksOf(std::exchange(texts, {}));
        }
        if (isAsked(SortField::Grants)) {
            for (const domain::GrantSetPtr &set : m_snapshot.grantSets)
                texts.push_back(grantsText(*set));
            m_grantRanks = ranksOf(std::exchange(texts, {}));
        }
        for (const SortField field : {SortField::Tags, SortField::Note}) {
            if (isAsked(field)) {
                addNoted(texts, [field](const domain::Annotation &one) {
                    return field == SortField::Tags ? one.tags.join(u' ') : one.note;
                });
                (field == SortField::Tags ? m_tagRanks : m_noteRanks)
                    = ranksOf(std::exchange(texts, {}));
            }
        }
        std::vector<std::string> vendors;
        for (const QString &id : m_snapshot.connectionIds) {
            const auto facts = connections.constFind(id);
            const bool isKnown = facts != connections.constEnd();
            texts.push_back(foldedOf(isKnown ? facts->name : id));
            vendors.push_back(isKnown ? foldedOf(domain::vendorName(facts->vendor)) : "");
        }
        m_connectionRanks = ranksOf(texts);
        m_vendorRanks = ranksOf(vendors);
    }

    template <typename TextOf>
    void addNoted(std::vector<std::string> &texts, TextOf textOf) const
    {
        if (!m_snapshot.notes)
            return;
        for (const RowNotes::Entry &entry : m_snapshot.notes->all())
            texts.push_back(foldedOf(textOf(entry.annotation)));
    }

    /// Sorts rows that are equal in every field before this one. The level after the last field is
    /// the id.
    void sortFrom(Rows rows, std::size_t level)
    {
        if (rows.size() < 2 || m_stop.stop_requested())
            return;
        if (level > m_sort.size()) {
            std::sort(rows.begin(), rows.end(),
                [](const Keyed &a, const Keyed &b) { return a.row < b.row; });
            return;
        }
        if (level == m_sort.size()) {
            sortByText(rows, level, 0);
            return;
        }
        const SortBy by = m_sort[level];
        if (by.field == SortField::Name || by.field == SortField::KeyHint
            || by.field == SortField::Id) {
            sortByText(rows, level, 0);
            return;
        }
        for (Keyed &row : rows)
            row.key = numberKey(by, row.row);
        sortByKey(rows);
        forEachRun(rows, [this, level](Rows run) { sortFrom(run, level + 1); });
    }

    /// Seven bytes at a time: the eighth of a key says how many bytes there were, 8 for more.
    void sortByText(Rows rows, std::size_t level, std::size_t offset)
    {
        constexpr std::size_t longestCompared = 4096; // Nobody sees an order beyond.
        const bool isDescending = level < m_sort.size() && m_sort[level].isDescending;
        for (Keyed &row : rows)
            row.key = textKey(row.row, level, offset, isDescending);
        sortByKey(rows);
        forEachRun(rows, [&](Rows run) {
            if (run.size() < 2)
                return;
            const quint64 key = run.front().key;
            const quint64 upwards = isDescending ? ~key : key;
            const bool goesOn = key != ~quint64(0) && (upwards & 0xff) == 8;
            if (goesOn && offset < longestCompared)
                sortByText(run, level, offset + 7);
            else
                sortFrom(run, level + 1);
        });
    }

    void sortByKey(Rows rows)
    {
        constexpr std::size_t worthRadix = 1024;
        if (rows.size() >= worthRadix) {
            radixSort(rows, m_scratch);
            return;
        }
        std::sort(
            rows.begin(), rows.end(), [](const Keyed &a, const Keyed &b) { return a.key < b.key; });
    }

    quint64 textKey(RowId row, std::size_t level, std::size_t offset, bool isDescending) const
    {
        const domain::PackedTokens &rows = m_snapshot.segmentOf(row).rows;
        const std::size_t at = TokenSnapshot::indexOf(row);
        std::string_view text;
        if (level == m_sort.size()) {
            text = rows.text(at, OwnText::Id);
        } else {
            const SortField field = m_sort[level].field;
            text = rows.folded(at,
                field == SortField::Name     ? OwnText::Name
                    : field == SortField::Id ? OwnText::Id
                                             : OwnText::KeyHint);
            if (text.empty())
                return ~quint64(0); // Above every text: nothing comes last in both directions.
        }
        text = text.substr(std::min(offset, text.size()));
        quint64 key = 0;
        for (std::size_t byte = 0; byte < 7; ++byte)
            key = key << 8
                | (byte < text.size() ? static_cast<unsigned char>(text[byte]) : quint64(0));
        key = key << 8 | std::min<std::size_t>(text.size(), 8);
        return isDescending ? ~key : key;
    }

    quint64 numberKey(const SortBy &by, RowId row) const
    {
        const TokenSegment &segment = m_snapshot.segmentOf(row);
        const std::size_t at = TokenSnapshot::indexOf(row);
        const domain::PackedTokens &rows = segment.rows;
        switch (by.field) {
        case SortField::Vendor:
            return valueKey(m_vendorRanks[segment.connection[at]], by.isDescending);
        case SortField::Connection:
            return valueKey(m_connectionRanks[segment.connection[at]], by.isDescending);
        case SortField::Status:
            return rows.flags[at].status() == domain::TokenStatus::Unknown
                ? unknownKey
                : valueKey(static_cast<quint64>(rows.flags[at].status()), by.isDescending);
        case SortField::LastUsed:
            return timeKey(rows.lastUsed[at], by.isDescending);
        case SortField::Created:
            return timeKey(rows.created[at], by.isDescending);
        case SortField::Expires:
            return timeKey(rows.expires[at], by.isDescending);
        case SortField::RemovedWhenIdle:
            return timeKey(domain::packTime(rows.removedWhenIdle(at)), by.isDescending);
        case SortField::Owner:
            return ownerKey(row, rows.owner[at], by.isDescending);
        case SortField::Tags:
        case SortField::Note:
        case SortField::Review:
            return notedKey(row, by);
        case SortField::Creator:
            return placeKey(rows.creator[at], by.isDescending);
        case SortField::Grants:
            return grantsKey(rows.flags[at].grantsState(), rows.grants[at], by.isDescending);
        case SortField::Name:
        case SortField::KeyHint:
        case SortField::Id:
            break; // Text.
        }
        return 0;
    }

    static quint64 timeKey(domain::PackedTime time, bool isDescending)
    {
        constexpr qint64 middle = qint64(1) << (rankShift - 1); // Times before 1970 stay in order.
        if (!domain::isKnownTime(time))
            return missingKey(domain::stateOf(time));
        return valueKey(
            static_cast<quint64>(std::clamp(time, -middle, middle - 1) + middle), isDescending);
    }

    quint64 placeKey(Place place, bool isDescending) const
    {
        return domain::isPlace(place)
            ? valueKey(m_textRanks[place - domain::firstPlace], isDescending)
            : missingKey(domain::stateOfPlace(place));
    }

    quint64 ownerKey(RowId row, Place place, bool isDescending) const
    {
        const auto noted = m_snapshot.notes ? m_snapshot.notes->find(row) : std::nullopt;
        if (!noted || m_snapshot.notes->all()[*noted].annotation.owner.isEmpty())
            return placeKey(place, isDescending);
        const auto first = static_cast<std::size_t>(m_snapshot.texts.size());
        return valueKey(m_textRanks[first + *noted], isDescending);
    }

    quint64 notedKey(RowId row, const SortBy &by) const
    {
        const auto noted = m_snapshot.notes ? m_snapshot.notes->find(row) : std::nullopt;
        if (!noted)
            return neverKey;
        const domain::Annotation &annotation = m_snapshot.notes->all()[*noted].annotation;
        if (by.field == SortField::Review)
            return timeKey(domain::packTime(domain::reviewOf(annotation)), by.isDescending);
        if (by.field == SortField::Tags)
            return annotation.tags.isEmpty() ? neverKey
                                             : valueKey(m_tagRanks[*noted], by.isDescending);
        return annotation.note.isEmpty() ? neverKey
                                         : valueKey(m_noteRanks[*noted], by.isDescending);
    }

    quint64 grantsKey(FactState state, Place place, bool isDescending) const
    {
        if (state != FactState::Known)
            return missingKey(state);
        return domain::isPlace(place)
            ? valueKey(m_grantRanks[place - domain::firstPlace], isDescending)
            : neverKey;
    }

    const TokenSnapshot &m_snapshot;
    const std::vector<SortBy> &m_sort;
    const std::stop_token &m_stop;
    std::vector<quint64> m_textRanks;
    std::vector<quint64> m_grantRanks;
    std::vector<quint64> m_tagRanks; ///< by place among the notes
    std::vector<quint64> m_noteRanks; ///< likewise
    std::vector<quint64> m_connectionRanks;
    std::vector<quint64> m_vendorRanks;
    std::vector<Keyed> m_scratch;
};

} // namespace

RowOrder sortedRows(const TokenSnapshot &snapshot, const ConnectionTable &connections,
    const std::vector<SortBy> &sort, const std::stop_token &stop)
{
    return Sorter(snapshot, connections, sort, stop).sorted();
}

} // namespace work
