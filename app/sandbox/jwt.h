// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Signs and checks JSON web tokens (HS256) with the sandbox's own key.

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace sandbox {

class Jwt
{
public:
    explicit Jwt(QByteArray key)
        : m_key(std::move(key))
    {
    }

    QString sign(const QJsonObject &claims) const;
    /// The claims of a token signed with this key; nothing when it is not one or "exp" has passed.
    std::optional<QJsonObject> verify(const QString &token, qint64 nowMs) const;

private:
    QByteArray signature(const QByteArray &text) const;

    QByteArray m_key;
};

} // namespace sandbox
