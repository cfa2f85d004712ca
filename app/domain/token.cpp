// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/token.h"

namespace domain {

using namespace Qt::StringLiterals;

size_t qHash(const TokenKey &key, size_t seed)
{
    return qHashMulti(seed, key.connectionId, key.remoteId);
}

QString grantText(const Grant &grant)
{
    const QString what = grant.label.isEmpty() ? grant.name : grant.label;
    const QString where = grant.targetLabel.isEmpty() ? grant.target : grant.targetLabel;
    return where.isEmpty() ? what : u"%1 (%2)"_s.arg(what, where);
}

} // namespace domain
