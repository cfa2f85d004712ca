// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the tests of the vendors share: fixtures, and a client over a scripted wire.

#include "await.h"
#include "domain/vendorclient.h"
#include "scriptedtransport.h"
#include "stricttest.h"

#include <QFile>

namespace test {

inline constexpr char connectionId[] = "0f4d2d0e-3f5b-4a6c-9a43-0d6f3c1b7a11";

/// The bytes of tests/vendors/<name>.
inline QByteArray fixture(const char *name)
{
    QFile file(QStringLiteral(TD_TEST_DATA "/") + QString::fromLatin1(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline domain::Credentials credentials(const QByteArray &key)
{
    domain::Credentials all;
    all.main = base::Secret::copyOf(key);
    return all;
}

/// A client whose wire the test goes on holding: `wire` lives as long as the client.
template <typename Client>
struct Wired
{
    Wired(const domain::Connection &connection, const QByteArray &key)
    {
        auto transport = std::make_unique<ScriptedTransport>();
        wire = transport.get();
        client = std::make_unique<Client>(connection, credentials(key), std::move(transport));
    }

    ScriptedTransport *wire = nullptr;
    std::unique_ptr<Client> client;
};

/// A token as far as a change needs it.
inline domain::Token tokenCalled(const QString &remoteId, const QString &name = {})
{
    domain::Token token;
    token.key = {QString::fromLatin1(connectionId), remoteId};
    token.name = name;
    return token;
}

inline base::Instant instant(const char *iso)
{
    const auto time = QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODateWithMs);
    return base::Instant {std::chrono::milliseconds {time.toMSecsSinceEpoch()}};
}

} // namespace test
