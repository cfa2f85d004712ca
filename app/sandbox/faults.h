// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Misfortune by appointment: what goes wrong with which of the next requests.

#include "sandbox/misdeeds.h"
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
    int skip = 0; ///< so many that fit go well first
    int every = 1; ///< and then all but each so-many-th
    int seen = 0; ///< that fitted so far
    QByteArray kind;
    std::optional<HttpReply> reply; ///< instead of the vendor's
    bool changesFirst = true; ///< whether the vendor handles the request all the same
    Delivery delivery;
    std::optional<Misdeed> misdeed; ///< what the vendor does instead of what it was asked
    qint64 clockAhead = 0; ///< seconds; of the Date header, and of what counts from it
    std::optional<qint64> retryAfterDate; ///< seconds from now, said as a date

    /// Counts a request that fits, and says whether this is one to spoil.
    bool isDue();
};

/// A vendor's own way of saying 429 or 500.
QByteArray errorBody(const QByteArray &vendor, int status);

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
