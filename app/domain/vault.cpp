// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/vault.h"

namespace domain {

using namespace Qt::StringLiterals;
using base::Task;
using base::Unit;

Task<Unit> Vault::writeNamed(const QString &, base::Secret)
{
    return Task<Unit>::failed({.kind = base::ErrorKind::Unsupported,
        .detail = u"entries of your own need the system's keychain"_s});
}

base::Result<Unit> Vault::checkNames(const Connection &, const std::vector<Connection> &) const
{
    return Unit {};
}

} // namespace domain
