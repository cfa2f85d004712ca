// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A request as a value: without its credential, so that it can be compared, recorded and shown.

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>

#include <chrono>
#include <vector>

namespace http {

using namespace std::chrono_literals;

using HeaderList = QList<QPair<QByteArray, QByteArray>>;

enum class Verb { Get, Post, Put, Delete };

QByteArray verbName(Verb verb);

struct Request
{
    Verb verb = Verb::Get;
    QString path; ///< decoded, from path(); starts with a slash
    QByteArray query; ///< already percent-encoded, without the question mark
    HeaderList headers; ///< beyond what every request has; never a credential
    QByteArray contentType; ///< empty = no body
    QByteArray body;
    bool holdsSecret = false; ///< the body does: wiped after sending, never recorded
    bool isAnonymous = false; ///< no Authorization header at all
    /// Whether the vendor's state changes. Such a request is sent exactly once (NET-01), and when
    /// its answer is lost the outcome is unknown. Reads by POST (GraphQL queries) set it to false.
    bool isChange = false;
    std::vector<int> success = {200}; ///< any other status is an error (NET-03)
    /// Whether an empty body is an answer, too; one that is not empty must be whole JSON. Else the
    /// answer must be JSON, which the vendor's wire reads.
    bool mayAnswerNothing = false;
    std::chrono::milliseconds deadline = 30s; ///< wall clock, from dispatch to last byte (NET-04)
    std::chrono::milliseconds idle = 15s; ///< longest silence
    qint64 maximumBody = 8 * 1024 * 1024; ///< decompressed bytes (NET-06)

    static Request get(QString path, QByteArray query = {});
    /// A change with a JSON body; success defaults to {200}.
    static Request change(Verb verb, QString path, QByteArray json = {});
};

/// Fills %1, %2 ... of a path template with ids. An id that is not safe in a path (IN-05) is
/// Invalid with the field "id", and nothing is sent.
base::Result<QString> path(const char *pathTemplate, const QStringList &ids = {});

} // namespace http
