// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/queryreader.h"

#include <algorithm>

namespace sandbox {

namespace {

constexpr qint64 largest = 1'000'000'000'000;

QString decoded(QByteArray text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.replace('+', ' ')));
}

} // namespace

QueryReader::QueryReader(const QByteArray &bytes)
{
    for (const QByteArray &pair : bytes.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        const QString name = decoded(equals < 0 ? pair : pair.left(equals));
        if (!name.isEmpty() && !m_values.contains(name))
            m_values.insert(name, equals < 0 ? QString() : decoded(pair.mid(equals + 1)));
    }
}

qint64 QueryReader::number(const QString &name, qint64 fallback) const
{
    bool isNumber = false;
    const qint64 value = text(name).toLongLong(&isNumber);
    return isNumber ? std::clamp(value, -largest, largest) : fallback;
}

} // namespace sandbox
