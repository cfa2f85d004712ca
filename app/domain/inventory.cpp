// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/inventory.h"

namespace domain {

using namespace Qt::StringLiterals;

QString changeKindId(ChangeKind kind)
{
    switch (kind) {
    case ChangeKind::Appeared:
        return u"appeared"_s;
    case ChangeKind::Vanished:
        return u"vanished"_s;
    case ChangeKind::Returned:
        return u"returned"_s;
    case ChangeKind::Renamed:
        return u"renamed"_s;
    case ChangeKind::GrantsBroadened:
        return u"grants-broadened"_s;
    case ChangeKind::GrantsNarrowed:
        return u"grants-narrowed"_s;
    case ChangeKind::GrantsChanged:
        return u"grants-changed"_s;
    case ChangeKind::StatusChanged:
        return u"status-changed"_s;
    case ChangeKind::CameIntoUse:
        return u"came-into-use"_s;
    case ChangeKind::WentIdle:
        return u"went-idle"_s;
    case ChangeKind::Redescribed:
        return u"redescribed"_s;
    case ChangeKind::OwnerChanged:
        return u"owner-changed"_s;
    case ChangeKind::ExpiryChanged:
        return u"expiry-changed"_s;
    case ChangeKind::AddressesChanged:
        return u"addresses-changed"_s;
    }
    return {};
}

std::optional<ChangeKind> changeKindFromId(const QString &id)
{
    for (const ChangeKind kind : allChangeKinds) {
        if (changeKindId(kind) == id)
            return kind;
    }
    return {};
}

} // namespace domain
