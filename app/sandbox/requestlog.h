// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What arrived, for tests to ask after: never a secret, wherever the client may have put one.

#include "sandbox/exchange.h"

#include <deque>

namespace sandbox {

class RequestLog
{
public:
    static constexpr std::size_t limit = 20'000;

    /// Status 0 = the connection was dropped without an answer.
    void add(
        const QByteArray &vendor, const HttpRequest &request, int status, const QByteArray &fault);
    void clear() { m_entries.clear(); }
    QJsonArray toJson() const;

private:
    struct Entry
    {
        QByteArray vendor;
        QByteArray method;
        QByteArray path;
        QByteArray query;
        QByteArray scheme;
        QByteArray fault;
        int status = 0;
    };
    std::deque<Entry> m_entries;
};

} // namespace sandbox
