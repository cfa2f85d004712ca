// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What rows of the journal leave open, as they are taken one by one. Pure.

#include "domain/journal.h"

#include <map>

namespace work {

/// An operation that nothing has closed, as its rows add up.
struct OpenOperation
{
    QString id;
    QString group;
    domain::JournalAction action = domain::JournalAction::Create;
    domain::JournalPhase phase = domain::JournalPhase::Intent; ///< of its last row
    domain::TokenKey token; ///< remoteId as soon as one is known
    QString tokenName;
    QString connectionName;
    domain::Vendor vendor = domain::Vendor::Mist;
    base::Instant begun {};
    base::Instant changed {};
    QString origin; ///< of its last row: "window", "cli"
    QString run; ///< that wrote the last row
    QJsonObject details; ///< of all its rows; a later row's count more
};

class OpenOperations final
{
public:
    using All = std::map<QString, OpenOperation>;
    using OfKind = std::map<QString, const OpenOperation *>;

    void take(const domain::JournalEntry &row);

    const OpenOperation *find(const QString &operation) const;
    /// By id.
    const All &all() const { return m_all; }
    /// Those of one kind. A job has a row a token: whoever looks for creations does not pay for its
    /// hundred thousand deletions.
    const OfKind &ofKind(domain::JournalAction action) const;

private:
    void close(const QString &operation);

    All m_all;
    std::map<domain::JournalAction, OfKind> m_ofKind;
};

} // namespace work
