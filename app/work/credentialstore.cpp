// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/credentialstore.h"

#include "base/textrules.h"

#include <deque>

namespace work {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Secret;
using base::Task;
using base::Unit;
using domain::Connection;
using domain::Credentials;
using domain::Vault;
using domain::VaultKey;

namespace {

QString oauthField()
{
    return QString::fromLatin1(domain::field::oauthSecret);
}

/// The entries beside the credential itself.
QStringList extraFields(const Connection &connection)
{
    QStringList fields;
    if (connection.vendor == domain::Vendor::Csp)
        fields.append(oauthField());
    for (const QString &slot : connection.tracked)
        fields.append(domain::field::tracked(slot));
    return fields;
}

void place(Credentials &credentials, const QString &field, Secret secret)
{
    if (field == oauthField())
        credentials.oauthSecret = std::move(secret);
    else
        credentials.tracked.push_back(
            {field.mid(domain::field::tracked({}).size()), std::move(secret)});
}

/// Cleaned: a key that was changed by hand, or stored by an older Tokendesk, may have a line break.
Task<Secret> readKey(Vault &vault, const VaultKey &key)
{
    return vault.read(key).map([key](const Secret &stored) -> Result<Secret> {
        auto clean = base::cleanKey(stored);
        if (!clean)
            return base::fail(ErrorKind::VaultUnusable,
                u"the entry %1/%2: %3"_s.arg(key.connectionId, key.field, clean.error().detail));
        return clean;
    });
}

Task<Unit> readExtras(Vault &vault, const QString &connectionId, QStringList fields,
    const std::shared_ptr<Credentials> &into)
{
    if (fields.isEmpty())
        return Task<Unit>::ready(Unit {});
    const QString field = fields.takeFirst();
    return readKey(vault, {connectionId, field})
        .map([into, field](Secret secret) -> Result<Unit> {
            place(*into, field, std::move(secret));
            return Unit {};
        })
        .orElse([](Error error) {
            return error.kind == ErrorKind::VaultMissing ? Task<Unit>::ready(Unit {})
                                                         : Task<Unit>::failed(std::move(error));
        })
        .andThen([&vault, connectionId, fields, into](
                     Unit) { return readExtras(vault, connectionId, fields, into); });
}

struct Entry
{
    VaultKey key;
    Secret secret;
};

Task<Unit> writeAll(Vault &vault, const std::shared_ptr<std::deque<Entry>> &entries)
{
    if (entries->empty())
        return Task<Unit>::ready(Unit {});
    Entry entry = std::move(entries->front());
    entries->pop_front();
    return vault.write(entry.key, std::move(entry.secret)).andThen([&vault, entries](Unit) {
        return writeAll(vault, entries);
    });
}

Task<Unit> removeAll(Vault &vault, const QString &connectionId, QStringList fields)
{
    if (fields.isEmpty())
        return Task<Unit>::ready(Unit {});
    const QString field = fields.takeFirst();
    return vault.remove({connectionId, field}).andThen([&vault, connectionId, fields](Unit) {
        return removeAll(vault, connectionId, fields);
    });
}

Task<bool> hasAny(Vault &vault, const QString &connectionId, QStringList fields)
{
    if (fields.isEmpty())
        return Task<bool>::ready(false);
    const QString field = fields.takeFirst();
    return vault.read({connectionId, field})
        .map([](const Secret &) -> Result<bool> { return true; })
        .orElse([&vault, connectionId, fields](Error error) {
            return error.kind == ErrorKind::VaultMissing ? hasAny(vault, connectionId, fields)
                                                         : Task<bool>::failed(std::move(error));
        });
}

} // namespace

Task<Credentials> readCredentials(Vault &vault, const Connection &connection)
{
    auto into = std::make_shared<Credentials>();
    return readKey(vault, {connection.id, domain::field::credentialOf(connection)})
        .andThen([&vault, connection, into](Secret secret) {
            into->main = std::move(secret);
            return readExtras(vault, connection.id, extraFields(connection), into);
        })
        .map([into](Unit) -> Result<Credentials> { return std::move(*into); });
}

Task<Unit> writeCredentials(
    Vault &vault, const Connection &connection, const Credentials &credentials)
{
    auto entries = std::make_shared<std::deque<Entry>>();
    if (!credentials.main.isEmpty())
        entries->push_back(
            {{connection.id, domain::field::credentialOf(connection)}, credentials.main.clone()});
    if (!credentials.oauthSecret.isEmpty())
        entries->push_back({{connection.id, oauthField()}, credentials.oauthSecret.clone()});
    for (const auto &tracked : credentials.tracked) {
        entries->push_back(
            {{connection.id, domain::field::tracked(tracked.slot)}, tracked.value.clone()});
    }
    return writeAll(vault, entries);
}

Task<bool> hasCredentials(Vault &vault, const Connection &connection)
{
    const QStringList both {QString::fromLatin1(domain::field::credential),
        QString::fromLatin1(domain::field::spareCredential)};
    return hasAny(vault, connection.id, both + extraFields(connection));
}

Task<Unit> removeCredentials(Vault &vault, const Connection &connection)
{
    const QStringList both {QString::fromLatin1(domain::field::credential),
        QString::fromLatin1(domain::field::spareCredential)};
    return removeAll(vault, connection.id, both + extraFields(connection));
}

} // namespace work
