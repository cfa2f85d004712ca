// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Tokens that were created here and whose key nobody has acknowledged yet: known before the key is
/// painted, so that a crash between the two is not silent (ONE-02). Holds names and ids, never
/// keys.

#include "base/clock.h"
#include "base/result.h"
#include "domain/token.h"

#include <QObject>

#include <vector>

namespace work {

struct PendingKey
{
    domain::TokenKey key;
    QString name;
    base::Instant created;
};

class PendingKeys final : public QObject
{
    Q_OBJECT

public:
    /// file: full path; empty = memory only.
    explicit PendingKeys(QString file, QObject *parent = nullptr);

    /// A damaged file is LocalFile; it is kept, and nothing is saved over it.
    base::Result<base::Unit> load();
    const std::vector<PendingKey> &all() const { return m_pending; }
    bool contains(const domain::TokenKey &key) const;
    /// Durable (written and flushed to disk) when this returns success.
    base::Result<base::Unit> add(const PendingKey &pending);
    base::Result<base::Unit> remove(const domain::TokenKey &key);

signals:
    void changed();

private:
    base::Result<base::Unit> save(const std::vector<PendingKey> &pending) const;

    QString m_file;
    bool m_isDamaged = false;
    std::vector<PendingKey> m_pending;
};

} // namespace work
