// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The audit trail: what happened to tokens before the sandbox began, and since.

#include "sandbox/rql.h"
#include "sandbox/softwareone/estate.h"

#include <QJsonObject>

#include <map>

namespace sandbox::softwareone {

struct AuditRecord
{
    QString id; ///< "AUD-nnnn-nnnn"
    QString what; ///< created, updated, enabled, disabled, deleted
    QString tokenId;
    QString tokenName;
    int account = 0;
    Event event;
    QString userAgent;
};

class AuditTrail
{
public:
    explicit AuditTrail(const TokenEstate &estate);

    void add(const QString &what, const Token &token, const Event &event, const QString &userAgent);

    /// The numbers of all records an account sees; the operator's sees all.
    const std::vector<quint32> &visibleTo(int account);

    /// Those about one token.
    std::vector<quint32> about(const QString &tokenId, int seenBy);

    AuditRecord at(quint32 number) const;
    qint64 timeOf(quint32 number) const;
    std::optional<AuditRecord> find(const QString &id, int seenBy) const;

    /// With everything; placeholders of details are filled when rendered.
    QJsonObject json(const AuditRecord &record, bool rendered) const;

private:
    std::vector<quint32> generatedNumbers(quint32 tokenIndex) const;
    std::optional<AuditRecord> generated(quint32 number) const;
    bool sees(int account, int owner) const;

    const TokenEstate &m_estate;
    std::vector<AuditRecord> m_added;
    std::map<int, std::vector<quint32>> m_visible; ///< made when first asked for
};

/// A record's values one by one, so that a filter need not build the whole object.
class AuditRow : public rql::Row
{
public:
    AuditRow(quint32 number, const AuditTrail &trail)
        : m_number(number)
        , m_trail(trail)
    {
    }
    QJsonValue value(const QString &path) const override;

private:
    quint32 m_number;
    const AuditTrail &m_trail;
};

} // namespace sandbox::softwareone
