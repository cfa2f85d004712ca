// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/item.h"

#include <numeric>

namespace bulk {

using namespace Qt::StringLiterals;

QString deedId(Deed deed)
{
    switch (deed) {
    case Deed::Disable:
        return u"disable"_s;
    case Deed::Enable:
        return u"enable"_s;
    case Deed::Delete:
        return u"delete"_s;
    }
    return {};
}

std::optional<Deed> deedFromId(const QString &id)
{
    for (const Deed deed : allDeeds) {
        if (deedId(deed) == id)
            return deed;
    }
    return {};
}

domain::Operation operationOf(Deed deed)
{
    switch (deed) {
    case Deed::Disable:
        return domain::Operation::Disable;
    case Deed::Enable:
        return domain::Operation::Enable;
    case Deed::Delete:
        break;
    }
    return domain::Operation::Delete;
}

domain::JournalAction actionOf(Deed deed)
{
    switch (deed) {
    case Deed::Disable:
        return domain::JournalAction::Disable;
    case Deed::Enable:
        return domain::JournalAction::Enable;
    case Deed::Delete:
        break;
    }
    return domain::JournalAction::Delete;
}

QString itemStateId(ItemState state)
{
    switch (state) {
    case ItemState::Queued:
        return u"queued"_s;
    case ItemState::Sent:
        return u"sent"_s;
    case ItemState::Done:
        return u"done"_s;
    case ItemState::AlreadyGone:
        return u"already-gone"_s;
    case ItemState::Failed:
        return u"failed"_s;
    case ItemState::Unknown:
        return u"unknown"_s;
    case ItemState::Skipped:
        return u"skipped"_s;
    case ItemState::Contradicted:
        return u"contradicted"_s;
    }
    return {};
}

bool isFinal(ItemState state)
{
    return state != ItemState::Queued && state != ItemState::Sent;
}

int Counts::total() const
{
    return std::accumulate(m_counts.begin(), m_counts.end(), 0);
}

int Counts::ended() const
{
    return total() - (*this)[ItemState::Queued] - (*this)[ItemState::Sent];
}

int Counts::troubled() const
{
    return (*this)[ItemState::Failed] + (*this)[ItemState::Unknown]
        + (*this)[ItemState::Contradicted];
}

} // namespace bulk
