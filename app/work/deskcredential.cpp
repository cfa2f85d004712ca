// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The desk's part that exchanges the key a connection signs in with, and hands keys to the
// keychain.

#include "work/credentialstore.h"
#include "work/desk.h"

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
using domain::Identity;

namespace {

/// After a failure: what was there goes back, the first error is the one that matters. When even
/// that fails the admin has to know, for the vault then holds nobody knows what.
Task<Unit> putBack(domain::Vault &vault, const domain::VaultKey &key,
    const std::shared_ptr<Secret> &before, const Error &first)
{
    return vault.write(key, before->clone())
        .orElse([first](const Error &second) {
            Error both = first;
            both.detail
                = u"%1; and the key before it could not be written back (%2): enter it again "
                  "in the connection"_s.arg(first.detail, second.detail);
            return Task<Unit>::failed(both);
        })
        .map([first](Unit) -> Result<Unit> { return base::fail(first); });
}

} // namespace

Task<Identity> Desk::replaceCredential(const Connection &connection, Secret key)
{
    if (const auto ours = checkProfile(); !ours)
        return Task<Identity>::failed(ours.error());
    const Connection *before = m_book.find(connection.id);
    if (!before || before->baseUrl != connection.baseUrl || before->vendor != connection.vendor)
        return Task<Identity>::failed({.kind = ErrorKind::NotFound});
    const Connection old = *before;
    domain::Vault &vault = vaultOf(keepsIn(connection.id));
    const domain::VaultKey place {connection.id, QLatin1StringView(domain::field::credential)};
    const auto fresh = std::make_shared<Secret>(std::move(key));
    const auto stored = std::make_shared<Secret>();
    const QPointer<Desk> desk(this);
    return readCredentials(vault, old)
        .andThen([desk, connection, fresh, stored](Credentials credentials) {
            *stored = std::move(credentials.main);
            credentials.main = fresh->clone();
            if (!desk)
                return Task<Identity>::failed({.kind = ErrorKind::Cancelled});
            return desk->tryConnection(connection, std::move(credentials)); // It proves itself.
        })
        .andThen([desk, connection, old, place, fresh, stored, &vault](const Identity &who) {
            return vault.write(place, fresh->clone())
                .andThen([desk, connection](Unit) {
                    const Result<Unit> saved = desk
                        ? desk->m_book.update(connection)
                        : Result<Unit>(base::fail(ErrorKind::Cancelled));
                    return Task<Unit>::ready(saved);
                })
                .orElse([place, stored, &vault](
                            const Error &error) { return putBack(vault, place, stored, error); })
                .map([desk, connection, who](Unit) -> Result<Identity> {
                    if (desk) {
                        if (Session *open = desk->session(connection.id))
                            open->setConnection(connection);
                        desk->reopen(connection.id);
                    }
                    return who;
                });
        });
}

Task<Unit> Desk::keepUnderName(const QString &name, Secret secret)
{
    return m_parts.keychain.writeNamed(name, std::move(secret));
}

} // namespace work
