// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vault/envvault.h"

#include "domain/connection.h"

#include <QtGlobal>

namespace vault {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Secret;
using base::Task;
using base::Unit;
using domain::VaultKey;
using domain::VaultState;

namespace {

QString variablePart(const QString &text)
{
    QString part;
    for (const QChar c : text.toUpper()) {
        const bool plain = (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
        part += plain ? c : u'_';
    }
    return part;
}

Secret valueOf(const QString &variable)
{
    return Secret::take(qgetenv(variable.toLatin1().constData()));
}

} // namespace

EnvVault::EnvVault(NameOf nameOf)
    : m_nameOf(std::move(nameOf))
{
}

QString EnvVault::variableName(const QString &connectionName, const QString &field)
{
    const QString name = u"TOKENDESK_SECRET_"_s + variablePart(connectionName);
    const bool isCredential = field == QLatin1StringView(domain::field::credential)
        || field == QLatin1StringView(domain::field::spareCredential);
    return isCredential ? name : name + u'_' + variablePart(field);
}

QString EnvVault::variableOf(const VaultKey &key) const
{
    const QString name = m_nameOf(key.connectionId);
    return name.isEmpty() ? QString() : variableName(name, key.field);
}

Task<VaultState> EnvVault::probe()
{
    return Task<VaultState>::ready(VaultState::Ready);
}

Task<Unit> EnvVault::write(const VaultKey &key, Secret secret)
{
    const QString variable = variableOf(key);
    if (!secret.isEmpty() && valueOf(variable) == secret)
        return Task<Unit>::ready(Unit {});
    return Task<Unit>::failed({.kind = ErrorKind::VaultDenied,
        .detail = u"the environment is read only; set %1 to the credential"_s.arg(variable)});
}

Task<Secret> EnvVault::read(const VaultKey &key)
{
    const QString variable = variableOf(key);
    Secret value = valueOf(variable);
    if (value.isEmpty())
        return Task<Secret>::failed({.kind = ErrorKind::VaultMissing,
            .detail = u"the environment variable %1 is not set"_s.arg(variable)});
    return Task<Secret>::ready(std::move(value));
}

Task<Unit> EnvVault::remove(const VaultKey &key)
{
    const QString variable = variableOf(key);
    if (valueOf(variable).isEmpty())
        return Task<Unit>::ready(Unit {});
    return Task<Unit>::failed({.kind = ErrorKind::VaultDenied,
        .detail = u"unset the environment variable %1 yourself"_s.arg(variable)});
}

Task<Unit> EnvVault::unlock()
{
    return Task<Unit>::ready(Unit {});
}

} // namespace vault
