// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A keychain that outlives a killed run: a file of the profile, each write on disk before it
/// counts. For the crash driver alone, whose keys are the sandbox's.

#include "domain/vault.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

class FileVault final : public domain::Vault
{
public:
    explicit FileVault(const QString &path)
        : m_path(path)
    {
        QFile file(path);
        if (file.open(QIODevice::ReadOnly))
            m_entries = QJsonDocument::fromJson(file.readAll()).object();
    }

    base::Task<domain::VaultState> probe() override
    {
        return base::Task<domain::VaultState>::ready(domain::VaultState::Ready);
    }
    base::Task<base::Unit> write(const domain::VaultKey &key, base::Secret secret) override
    {
        m_entries.insert(nameOf(key), QString::fromUtf8(secret.expose()));
        return save();
    }
    base::Task<base::Secret> read(const domain::VaultKey &key) override
    {
        const QJsonValue value = m_entries.value(nameOf(key));
        if (!value.isString())
            return base::Task<base::Secret>::failed({.kind = base::ErrorKind::VaultMissing});
        return base::Task<base::Secret>::ready(base::Secret::take(value.toString().toUtf8()));
    }
    base::Task<base::Unit> remove(const domain::VaultKey &key) override
    {
        m_entries.remove(nameOf(key));
        return save();
    }
    base::Task<base::Unit> unlock() override
    {
        return base::Task<base::Unit>::ready(base::Unit {});
    }
    bool isPersistent() const override { return true; }

private:
    static QString nameOf(const domain::VaultKey &key) { return key.connectionId + key.field; }

    base::Task<base::Unit> save()
    {
        QSaveFile file(m_path);
        const bool isSaved = file.open(QIODevice::WriteOnly)
            && file.write(QJsonDocument(m_entries).toJson()) > 0 && file.commit();
        return isSaved
            ? base::Task<base::Unit>::ready(base::Unit {})
            : base::Task<base::Unit>::failed({.kind = base::ErrorKind::VaultUnavailable});
    }

    QString m_path;
    QJsonObject m_entries;
};
