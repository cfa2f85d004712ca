// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A request body that can be read only once. QNetworkAccessManager re-sends a POST when the server
/// hangs up before answering (measured: 2 times on http, 4 on https); it cannot when the body
/// refuses to rewind, and then reports ContentReSendError instead (NET-01).

#include <QByteArray>
#include <QIODevice>

namespace http {

class SendOnceDevice final : public QIODevice
{
    Q_OBJECT

public:
    explicit SendOnceDevice(QByteArray body, QObject *parent = nullptr);
    ~SendOnceDevice() override;

    bool isSequential() const override { return true; }
    bool reset() override { return false; }
    qint64 bytesAvailable() const override;
    bool atEnd() const override { return bytesAvailable() == 0; }
    qint64 size() const override { return m_body.size(); }

protected:
    qint64 readData(char *data, qint64 maximum) override;
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_body; ///< wiped at the end: it may hold a secret
    qint64 m_position = 0;
};

} // namespace http
