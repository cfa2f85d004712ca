// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The desk's part that exchanges the key a connection signs in with, and hands keys to the
// keychain.

#include "base/crashpoint.h"
#include "base/textrules.h"
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

/// Writes the key beside the old one, then saves the connection, from which moment on it counts,
/// then removes the old key. Where the saving fails the old one was never touched.
Task<Unit> switchKeys(domain::Vault &vault, const Connection &old, const Connection &next,
    Secret key, std::function<Result<Unit>()> save)
{
    const domain::VaultKey from {old.id, domain::field::credentialOf(old)};
    const domain::VaultKey to {next.id, domain::field::credentialOf(next)};
    return vault.write(to, std::move(key))
        .andThen([save = std::move(save), from, to, &vault](Unit) {
            TD_CRASH_POINT("swap.written");
            const Result<Unit> saved = save();
            TD_CRASH_POINT("swap.saved");
            // What stays in the vault is written over by the next exchange, and goes with the
            // connection.
            return vault.remove(saved ? from : to)
                .orElse([](const Error &) { return Task<Unit>::ready(Unit {}); })
                .map([saved](Unit) { return saved; });
        });
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
    Connection next = connection;
    next.usesSpare = !old.usesSpare;
    domain::Vault &vault = vaultOf(keepsIn(old.id));
    auto clean = base::cleanKey(key);
    if (!clean)
        return Task<Identity>::failed(clean.error());
    if (const auto noted = noteKeys(vault, next); !noted)
        return Task<Identity>::failed(noted.error());
    const auto fresh = std::make_shared<Secret>(std::move(*clean));
    const QPointer<Desk> desk(this);
    return readCredentials(vault, old)
        .andThen([desk, next, fresh](Credentials credentials) {
            credentials.main = fresh->clone();
            if (!desk)
                return Task<Identity>::failed({.kind = ErrorKind::Cancelled});
            return desk->tryConnection(next, std::move(credentials)); // It proves itself.
        })
        .andThen([desk, old, next, fresh, &vault](const Identity &who) {
            TD_CRASH_POINT("swap.proven");
            return switchKeys(vault, old, next, std::move(*fresh), [desk, old, next] {
                return desk ? desk->m_book.update(next, old) : base::fail(ErrorKind::Cancelled);
            }).map([desk, next, who](Unit) -> Result<Identity> {
                if (desk) {
                    if (Session *open = desk->session(next.id))
                        open->setConnection(next);
                    desk->reopen(next.id);
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
