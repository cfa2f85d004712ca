// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Misfortune by appointment: what goes wrong with which of the next requests.

#include "sandbox/wireserver.h"

#include <QJsonObject>
#include <QRegularExpression>

#include <vector>

namespace sandbox {

struct Fault
{
    QByteArray vendor; ///< empty = any
    QByteArray method; ///< empty = any
    QString pathText; ///< as it was given, for the list
    QRegularExpression path; ///< matched against the path without its query
    int times = 1; ///< requests it still waits for
    QByteArray kind;
    std::optional<HttpReply> reply; ///< instead of the vendor's
    bool changesFirst = true; ///< whether the vendor handles the request all the same
    Delivery delivery;
};

class Faults
{
public:
    /// One fault object, or an array of them: all are queued, or none and the reason is returned.
    QString add(const QByteArray &json);
    void clear() { m_queue.clear(); }
    QJsonArray toJson() const;

    /// The first fault that waits for such a request; one of its times is used up.
    std::optional<Fault> take(const QByteArray &vendor, const HttpRequest &request);

private:
    std::vector<Fault> m_queue;
};

} // namespace sandbox
