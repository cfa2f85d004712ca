// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/tokenreader.h"

namespace work {

domain::Token unpacked(const TokenSegment &segment, std::size_t at, const SharedValues &shared)
{
    domain::Token token = segment.rows.ownPart(at);
    token.key.connectionId = shared.connectionIds.at(segment.connection[at]);
    const auto fact = [&shared](domain::Place place) -> domain::Fact<QString> {
        if (domain::isPlace(place))
            return domain::Fact<QString>::known(shared.text(place).text);
        return {.state = domain::stateOfPlace(place)};
    };
    token.creator = fact(segment.rows.creator[at]);
    token.owner = fact(segment.rows.owner[at]);
    if (const domain::GrantSet *grants = shared.grantSet(segment.rows.grants[at]))
        token.grants = grants->grants();
    return token;
}

domain::Token tokenOf(const TokenSnapshot &snapshot, RowId row)
{
    return unpacked(snapshot.segmentOf(row), TokenSnapshot::indexOf(row), snapshot);
}

domain::RowFlags flagsOf(const TokenSnapshot &snapshot, RowId row)
{
    return snapshot.segmentOf(row).rows.flags[TokenSnapshot::indexOf(row)];
}

bool isPresent(const TokenSnapshot &snapshot, RowId row)
{
    return row < snapshot.rowCount
        && snapshot.segmentOf(row).present.test(TokenSnapshot::indexOf(row));
}

} // namespace work
