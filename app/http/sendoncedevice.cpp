// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/sendoncedevice.h"

#include "base/crashpoint.h"
#include "base/secret.h"

#include <algorithm>
#include <cstring>

namespace http {

SendOnceDevice::SendOnceDevice(QByteArray body, QObject *parent)
    : QIODevice(parent)
    , m_body(std::move(body))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

SendOnceDevice::~SendOnceDevice()
{
    base::wipe(m_body);
}

qint64 SendOnceDevice::bytesAvailable() const
{
    return m_body.size() - m_position;
}

qint64 SendOnceDevice::readData(char *data, qint64 maximum)
{
    const qint64 count = std::min(maximum, bytesAvailable());
    if (count <= 0)
        return m_position >= m_body.size() ? -1 : 0;
    std::memcpy(data, m_body.constData() + m_position, static_cast<std::size_t>(count));
    m_position += count;
    if (m_position == m_body.size())
        TD_CRASH_POINT("change.sent");
    return count;
}

} // namespace http
