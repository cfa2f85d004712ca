// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/selection.h"

#include "work/tokenreader.h"

#include <string_view>
#include <unordered_map>

namespace bulk {

using domain::OwnText;
using domain::TokenKey;
using work::RowId;
using work::TokenSnapshot;

namespace {

using Wanted = std::unordered_map<std::string_view, std::optional<RowId>>;

void find(const TokenSnapshot &snapshot, std::vector<Wanted> &wanted)
{
    for (RowId row = 0; row < snapshot.rowCount; ++row) {
        const work::TokenSegment &segment = snapshot.segmentOf(row);
        const std::size_t at = TokenSnapshot::indexOf(row);
        Wanted &here = wanted[segment.connection[at]];
        if (here.empty() || !segment.present.test(at))
            continue;
        const auto one = here.find(segment.rows.text(at, OwnText::Id));
        if (one != here.end())
            one->second = row;
    }
}

} // namespace

std::vector<std::optional<RowId>> rowsOf(
    const TokenSnapshot &snapshot, const std::vector<TokenKey> &keys)
{
    std::vector<Wanted> wanted(static_cast<std::size_t>(snapshot.connectionIds.size()));
    std::vector<std::string> ids;
    ids.reserve(keys.size()); // What is wanted points into them.
    std::vector<const std::optional<RowId> *> found;
    found.reserve(keys.size());
    static const std::optional<RowId> nothing;
    for (const TokenKey &key : keys) {
        const qsizetype place = snapshot.connectionIds.indexOf(key.connectionId);
        if (place < 0) {
            found.push_back(&nothing);
            continue;
        }
        ids.push_back(key.remoteId.toStdString());
        const auto [one, isNew] = wanted[static_cast<std::size_t>(place)].try_emplace(ids.back());
        found.push_back(&one->second); // Stays where it is when others are added.
    }
    find(snapshot, wanted);
    std::vector<std::optional<RowId>> rows;
    rows.reserve(keys.size());
    for (const auto *row : found)
        rows.push_back(*row);
    return rows;
}

std::vector<Candidate> candidatesOf(
    const TokenSnapshot &snapshot, const std::vector<TokenKey> &keys)
{
    const auto rows = rowsOf(snapshot, keys);
    std::vector<Candidate> candidates;
    candidates.reserve(keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
        candidates.push_back(
            {keys[i], rows[i] ? std::optional(work::tokenOf(snapshot, *rows[i])) : std::nullopt});
    return candidates;
}

} // namespace bulk
