// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One request and one reply as the sandbox sees them on the wire, and the interface of a vendor's
/// side.

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QPair>

#include <functional>
#include <optional>

namespace sandbox {

using Headers = QList<QPair<QByteArray, QByteArray>>;

/// A complete request. The body is as it arrived; Content-Encoding has not been undone.
struct HttpRequest
{
    QByteArray method; ///< upper case
    QByteArray path; ///< as sent, still percent-encoded, without the query
    QByteArray query; ///< as sent, without the question mark
    Headers headers;
    QByteArray body;

    /// The first header of that name (any case), or an empty array.
    QByteArray header(QByteArrayView name) const;
};

struct HttpReply
{
    int status = 200;
    QByteArray contentType = "application/json"; ///< empty = no Content-Type header
    QByteArray body;
    Headers headers;
    qint64 clockAhead = 0; ///< seconds by which the server's clock, and so its Date, is wrong

    static HttpReply json(int status, const QJsonObject &object);
    static HttpReply json(int status, const QJsonArray &array);
};

/// What somebody else does to a token, past all rights and rules.
struct Meddling
{
    QByteArray act; ///< delete, rename, disable, narrow (only the first grant stays)
    QString name; ///< for rename
};

/// One vendor's side of the wire. Single-threaded: called from the server's thread only.
class VendorRoutes
{
public:
    virtual ~VendorRoutes() = default;

    /// Lower-case vendor name as used by /_sandbox/faults: "mist", "csp", "softwareone",
    /// "lightspark".
    virtual QByteArray vendor() const = 0;

    /// Whether the path belongs to this vendor.
    virtual bool owns(QByteArrayView path) const = 0;

    /// Answers a request. Any change it makes has been made when this returns.
    virtual HttpReply handle(const HttpRequest &request) = 0;

    /// What puts every token back to where it is now.
    virtual std::function<void()> remember() = 0;

    /// False = there is no such token, or this vendor has nothing to do it with.
    virtual bool meddle(const QString &tokenId, const Meddling &what) = 0;

    /// What the ready line says of this vendor: org, secret, clientId ...
    virtual QJsonObject credentials() const = 0;
};

} // namespace sandbox
