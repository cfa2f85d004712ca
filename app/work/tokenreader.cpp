// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/tokenreader.h"

namespace work {

domain::Token tokenOf(const TokenSnapshot &snapshot, RowId row)
{
    const TokenSegment &segment = snapshot.segmentOf(row);
    const std::size_t at = TokenSnapshot::indexOf(row);
    domain::Token token = segment.rows.ownPart(at);
    token.key.connectionId = snapshot.connectionIds.at(segment.connection[at]);
    const auto fact = [&snapshot](domain::Place place) -> domain::Fact<QString> {
        if (domain::isPlace(place))
            return domain::Fact<QString>::known(snapshot.text(place).text);
        return {.state = domain::stateOfPlace(place)};
    };
    token.creator = fact(segment.rows.creator[at]);
    token.owner = fact(segment.rows.owner[at]);
    if (const domain::GrantSet *grants = snapshot.grantSet(segment.rows.grants[at]))
        token.grants = grants->grants();
    return token;
}

bool isPresent(const TokenSnapshot &snapshot, RowId row)
{
    return row < snapshot.rowCount
        && snapshot.segmentOf(row).present.test(TokenSnapshot::indexOf(row));
}

} // namespace work
