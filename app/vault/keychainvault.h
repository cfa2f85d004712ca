// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The operating system's keychain, made trustworthy: plain QtKeychain calls a locked entry
/// missing, a failed delete done, and crashes when a running job is deleted.

#include "domain/vault.h"
#include "vault/lockprobe.h"

#include <QObject>
#include <QPointer>

#include <deque>
#include <functional>

namespace QKeychain {
class Job;
}

namespace vault {

/// Operations run one after another in the order asked; each begins with the lock probe. Cancelling
/// an operation drops its result, never a running job.
class KeychainVault final : public QObject, public domain::Vault
{
    Q_OBJECT

public:
    struct Options
    {
        QString application = QStringLiteral("io.github.tokendesk.Tokendesk");
        /// How long a keychain job may take before we report and leave it alone (KEY-05).
        std::chrono::milliseconds patience = std::chrono::seconds(20);
        std::chrono::milliseconds probeLimit = std::chrono::seconds(3);
    };

    KeychainVault();
    explicit KeychainVault(Options options, QObject *parent = nullptr);

    base::Task<domain::VaultState> probe() override;
    /// Invalid, and nothing is written, when the stored form would exceed 2048 bytes (KEY-07).
    base::Task<base::Unit> write(const domain::VaultKey &key, base::Secret secret) override;
    base::Task<base::Secret> read(const domain::VaultKey &key) override;
    base::Task<base::Unit> remove(const domain::VaultKey &key) override;
    base::Task<base::Unit> unlock() override;
    /// As text, with the name as service and as user: what other programs look for.
    base::Task<base::Unit> writeNamed(const QString &name, base::Secret secret) override;
    bool isPersistent() const override { return true; }

private:
    struct Ending; ///< How a keychain job ended.

    /// Runs work when all earlier operations have ended.
    template <typename T>
    base::Task<T> inTurn(std::function<base::Task<T>()> work);
    void nextTurn();
    base::Task<base::Unit> ensureReady();
    base::Task<Ending> run(QKeychain::Job *job);
    base::Task<Ending> runRead(const QString &name);
    base::Task<base::Secret> readNow(const QString &name);
    base::Task<base::Unit> writeNow(
        const QString &name, const std::shared_ptr<base::Secret> &secret);
    base::Task<base::Unit> removeNow(const QString &name);
    base::Task<base::Unit> writeNamedNow(
        const QString &name, const std::shared_ptr<base::Secret> &secret);
    QString nameOf(const domain::VaultKey &key) const;

    Options m_options;
    LockProbe m_probe;
    std::deque<std::function<void()>> m_waiting;
    bool m_isBusy = false;
    QPointer<QKeychain::Job>
        m_abandoned; ///< still running somewhere; every other job waits behind it
};

} // namespace vault
