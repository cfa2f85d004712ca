// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/credentialstore.h"

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

Task<Unit> readExtras(Vault &vault, const QString &connectionId, QStringList fields,
    const std::shared_ptr<Credentials> &into)
{
    if (fields.isEmpty())
        return Task<Unit>::ready(Unit {});
    const QString field = fields.takeFirst();
    return vault.read({connectionId, field})
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

} // namespace

Task<Credentials> readCredentials(Vault &vault, const Connection &connection)
{
    auto into = std::make_shared<Credentials>();
    return vault.read({connection.id, domain::field::credentialOf(connection)})
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

Task<Unit> removeCredentials(Vault &vault, const Connection &connection)
{
    const QStringList both {QString::fromLatin1(domain::field::credential),
        QString::fromLatin1(domain::field::spareCredential)};
    return removeAll(vault, connection.id, both + extraFields(connection));
}

} // namespace work
