// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The grant sets of inventory.db: each kept once, known again by a hash of its content.

#include "domain/grantset.h"
#include "store/database.h"

#include <QHash>

#include <unordered_map>

namespace store {

/// The vendor's object without members that are named like a secret, at any depth (DB-01).
QJsonObject withoutSecrets(const QJsonObject &object);

/// For one reading or writing of the file.
class GrantDictionary final
{
public:
    explicit GrantDictionary(Database &database)
        : m_database(database)
    {
    }

    /// Of all that is kept of it; the same in every run. Empty for no grants.
    const QByteArray &hashOf(const domain::GrantSetPtr &grants);
    /// Adds it if need be; 0 for no grants.
    base::Result<qint64> placeOf(const domain::GrantSetPtr &grants);
    /// Null for place 0.
    base::Result<domain::GrantSetPtr> at(qint64 place);
    /// All of them at once, for reading everything.
    base::Result<base::Unit> readAll();
    /// Removes those that no token has.
    base::Result<base::Unit> sweep();

private:
    base::Result<qint64> insert(const domain::GrantSet &grants, const QByteArray &hash);

    Database &m_database;
    struct Known
    {
        domain::GrantSetPtr keepsAlive; ///< so that no other set comes to lie at its address
        QByteArray hash;
        qint64 place = -1;
    };
    std::unordered_map<const domain::GrantSet *, Known> m_known;
    QHash<qint64, domain::GrantSetPtr> m_read;
};

} // namespace store
