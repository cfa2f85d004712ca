// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/connectionrows.h"

#include "work/tokenreader.h"

namespace work {

using domain::OwnText;
using domain::TokenRow;

namespace {

/// Creators and owners as bytes, made once for all rows that have them.
class SharedBytes final
{
public:
    explicit SharedBytes(const SharedValues &shared)
        : m_shared(shared)
        , m_bytes(static_cast<std::size_t>(shared.texts.size()))
    {
    }
    TokenRow::Text at(domain::Place place)
    {
        if (!domain::isPlace(place))
            return {domain::stateOfPlace(place), domain::Precision::Exact, {}};
        auto &bytes = m_bytes[place - domain::firstPlace];
        if (!bytes)
            bytes = m_shared.text(place).text.toStdString();
        return TokenRow::Text::known(*bytes);
    }

private:
    const SharedValues &m_shared;
    std::vector<std::optional<std::string>> m_bytes;
};

domain::GrantSetPtr grantsAt(const SharedValues &shared, domain::Place place)
{
    return domain::isPlace(place)
        ? shared.grantSets.at(static_cast<qsizetype>(place - domain::firstPlace))
        : nullptr;
}

void add(const TokenSnapshot &snapshot, RowId row, SharedBytes &texts, domain::TokenBatch &batch)
{
    const domain::PackedTokens &rows = snapshot.segmentOf(row).rows;
    const std::size_t at = TokenSnapshot::indexOf(row);
    const domain::Token own = rows.ownPart(at);
    const std::string slot = own.trackedSlot.toStdString();
    TokenRow packed;
    packed.id = rows.text(at, OwnText::Id);
    packed.kind = own.kind;
    packed.name = rows.text(at, OwnText::Name);
    packed.description = {own.description.state, domain::Precision::Exact,
        own.description.isKnown() ? rows.text(at, OwnText::Description) : std::string_view()};
    packed.status = own.status;
    packed.rawStatus = rows.rawStatus(at);
    packed.created = own.created;
    packed.lastUsed = own.lastUsed;
    packed.expires = own.expires;
    packed.removedWhenIdle = own.removedWhenIdle;
    packed.creator = texts.at(rows.creator[at]);
    packed.owner = texts.at(rows.owner[at]);
    packed.grants = grantsAt(snapshot, rows.grants[at]);
    packed.grantsState = own.grantsState;
    packed.allowedAddresses = own.allowedAddresses;
    packed.keyHint = rows.text(at, OwnText::KeyHint);
    packed.trackedSlot = slot;
    packed.isOwnCredential = own.isOwnCredential;
    batch.add(packed);
}

} // namespace

domain::TokenBatch rowsOfConnection(
    const TokenSnapshot &snapshot, const QString &connectionId, const std::vector<bool> &listed)
{
    domain::TokenBatch batch(connectionId);
    const qsizetype place = snapshot.connectionIds.indexOf(connectionId);
    if (place < 0)
        return batch;
    SharedBytes texts(snapshot);
    for (RowId row = 0; row < snapshot.rowCount; ++row) {
        const auto connection = snapshot.segmentOf(row).connection[TokenSnapshot::indexOf(row)];
        if (connection == place && isPresent(snapshot, row) && (listed.empty() || listed[row]))
            add(snapshot, row, texts, batch);
    }
    return batch;
}

} // namespace work
