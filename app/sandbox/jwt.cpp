// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/jwt.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr auto encoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray encoded(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toBase64(encoding);
}

} // namespace

QString Jwt::sign(const QJsonObject &claims) const
{
    const QJsonObject header {{u"alg"_s, u"HS256"_s}, {u"typ"_s, u"JWT"_s}};
    const QByteArray text = encoded(header) + '.' + encoded(claims);
    return QString::fromLatin1(text + '.' + signature(text));
}

std::optional<QJsonObject> Jwt::verify(const QString &token, qint64 nowMs) const
{
    const QList<QByteArray> parts = token.toLatin1().split('.');
    if (parts.size() != 3 || signature(parts[0] + '.' + parts[1]) != parts[2])
        return std::nullopt;
    const QJsonObject claims
        = QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], encoding)).object();
    if (claims.value("exp"_L1).toInteger() * 1000 <= nowMs)
        return std::nullopt;
    return claims;
}

QByteArray Jwt::signature(const QByteArray &text) const
{
    return QMessageAuthenticationCode::hash(text, m_key, QCryptographicHash::Sha256)
        .toBase64(encoding);
}

} // namespace sandbox
