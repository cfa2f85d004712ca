// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vault/envvault.h"

#include "base/textrules.h"
#include "vault/variablenames.h"

#include <QtGlobal>

#include <algorithm>

namespace vault {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Secret;
using base::Task;
using base::Unit;
using domain::Connection;
using domain::VaultKey;
using domain::VaultState;

namespace {

Secret valueOf(const QString &variable)
{
    return Secret::take(qgetenv(variable.toLatin1().constData()));
}

bool isSet(const QString &variable)
{
    return !valueOf(variable).isEmpty();
}

QString whose(const NamedSecret &secret)
{
    const bool isCredential = secret.field == QLatin1StringView(domain::field::credential);
    return isCredential ? u"\"%1\""_s.arg(secret.connectionName)
                        : u"\"%1\" (%2)"_s.arg(secret.connectionName, secret.field);
}

auto sharedBy(const QString &variable, const NamedSecret &one, const NamedSecret &other)
{
    const QString way = one.names.exact == variable || other.names.exact == variable
        ? u"rename one of them"_s
        : u"set %1 and %2 instead, and unset it"_s.arg(one.names.exact, other.names.exact);
    return base::fail({.kind = ErrorKind::VaultUnusable,
        .detail
        = u"the variable %1 could be meant for %2 and for %3, so it is used for neither; %4"_s.arg(
            variable, whose(one), whose(other), way),
        .field = u"name"_s});
}

} // namespace

EnvVault::EnvVault(Connections connections)
    : m_connections(std::move(connections))
{
}

Result<QString> EnvVault::variableOf(const VaultKey &key) const
{
    const auto all = m_connections();
    const auto it = std::find_if(all.begin(), all.end(),
        [&key](const Connection &one) { return one.id == key.connectionId; });
    if (it == all.end())
        return base::fail(ErrorKind::VaultMissing, u"there is no such connection"_s);
    const NamedSecret wanted {it->id, it->name, key.field, variableNames(it->name, key.field)};
    const auto secrets = namedSecrets(all);
    const auto &[exact, plain] = wanted.names;
    if (const NamedSecret *rival = rivalOf(wanted, exact, secrets))
        return sharedBy(exact, wanted, *rival);
    if (plain == exact || isSet(exact))
        return exact;
    const NamedSecret *rival = rivalOf(wanted, plain, secrets);
    if (!rival)
        return plain;
    if (isSet(plain))
        return sharedBy(plain, wanted, *rival);
    return exact;
}

Result<Unit> EnvVault::checkNames(
    const Connection &connection, const std::vector<Connection> &others) const
{
    const auto taken = namedSecrets(others);
    for (const NamedSecret &one : namedSecrets({connection})) {
        const auto &[exact, plain] = one.names;
        if (const NamedSecret *rival = rivalOf(one, exact, taken))
            return sharedBy(exact, one, *rival);
        const NamedSecret *rival = rivalOf(one, plain, taken);
        // A variable of its own is left to each, unless somebody relies on the common one.
        if (rival && (rival->names.exact == plain || isSet(plain)))
            return sharedBy(plain, one, *rival);
    }
    return Unit {};
}

Task<VaultState> EnvVault::probe()
{
    return Task<VaultState>::ready(VaultState::Ready);
}

Task<Unit> EnvVault::write(const VaultKey &key, Secret secret)
{
    const auto held = readNow(key);
    if (held && *held == secret)
        return Task<Unit>::ready(Unit {});
    if (!held && held.error().kind != ErrorKind::VaultMissing)
        return Task<Unit>::failed(held.error());
    return Task<Unit>::failed({.kind = ErrorKind::VaultDenied,
        .detail = u"the environment is read only; set %1 to the credential"_s.arg(
            variableOf(key).value_or(QString()))});
}

Result<Secret> EnvVault::readNow(const VaultKey &key) const
{
    const auto variable = variableOf(key);
    if (!variable)
        return base::fail(variable.error());
    const Secret value = valueOf(*variable);
    if (value.isEmpty())
        return base::fail(
            ErrorKind::VaultMissing, u"the environment variable %1 is not set"_s.arg(*variable));
    auto clean = base::cleanKey(value);
    if (!clean)
        return base::fail(ErrorKind::VaultUnusable,
            u"the environment variable %1: %2"_s.arg(*variable, clean.error().detail));
    return clean;
}

Task<Secret> EnvVault::read(const VaultKey &key)
{
    return Task<Secret>::ready(readNow(key));
}

Task<Unit> EnvVault::remove(const VaultKey &key)
{
    const auto variable = variableOf(key);
    if (!variable && variable.error().kind == ErrorKind::VaultMissing)
        return Task<Unit>::ready(Unit {});
    if (!variable)
        return Task<Unit>::failed(variable.error());
    if (!isSet(*variable))
        return Task<Unit>::ready(Unit {});
    return Task<Unit>::failed({.kind = ErrorKind::VaultDenied,
        .detail = u"unset the environment variable %1 yourself"_s.arg(*variable)});
}

Task<Unit> EnvVault::unlock()
{
    return Task<Unit>::ready(Unit {});
}

} // namespace vault
