// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// SoftwareOne's objects as they stand in a reply: what is null or empty is left out.

#include "sandbox/exchange.h"
#include "sandbox/rql.h"
#include "sandbox/softwareone/estate.h"

namespace sandbox::softwareone {

QJsonObject moduleJson(const Module &module);
QJsonObject accountJson(const Account &account);
QJsonObject groupJson(const UserGroup &group, const Catalog &catalog);

/// With everything: secret, audit.
QJsonObject tokenJson(const Token &token, const TokenEstate &estate);

/// With milliseconds or without them: the vendor writes both.
QString timeText(qint64 ms, bool withMilliseconds = true);

/// Sets a field unless the value is empty.
void put(QJsonObject &object, const QString &key, const QString &value);

/// A token's values one by one, so that a filter need not build the whole object.
class TokenRow : public rql::Row
{
public:
    TokenRow(Token token, const TokenEstate &estate)
        : m_token(std::move(token))
        , m_estate(estate)
    {
    }
    QJsonValue value(const QString &path) const override;

private:
    Token m_token;
    const TokenEstate &m_estate;
};

struct Complaint
{
    QString field;
    QString message;
};

/// The errors of a reply stand in one of two shapes.
enum class ErrorShape { ByField, List };

HttpReply problem(int status, const QString &title, const QString &detail,
    const QList<Complaint> &complaints = {}, ErrorShape shape = ErrorShape::ByField);
HttpReply notFound(const QString &id);

/// What the gateway before the API says, in its own shape.
HttpReply gatewayProblem(int status, const QString &message);

} // namespace sandbox::softwareone
