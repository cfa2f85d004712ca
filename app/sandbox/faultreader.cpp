// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/faultreader.h"

#include <QJsonDocument>

#include <array>
#include <cmath>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array vendors {"mist"_L1, "csp"_L1, "softwareone"_L1, "lightspark"_L1};
constexpr std::array members {"vendor"_L1, "method"_L1, "path"_L1, "times"_L1, "kind"_L1, "ms"_L1,
    "retryAfter"_L1, "status"_L1, "body"_L1, "contentType"_L1, "headers"_L1, "bytes"_L1,
    "length"_L1, "location"_L1, "after"_L1, "skip"_L1, "every"_L1, "clockAhead"_L1,
    "retryAfterDate"_L1, "refuse"_L1, "message"_L1, "errorName"_L1, "act"_L1, "name"_L1, "id"_L1};
constexpr std::array acts {"delete"_L1, "rename"_L1, "disable"_L1, "narrow"_L1};

/// Reads the members of one fault; the first that does not fit becomes the problem.
class FaultReader
{
public:
    explicit FaultReader(const QJsonObject &object)
        : m_object(object)
    {
    }

    std::optional<Fault> read()
    {
        for (const QString &name : m_object.keys())
            if (std::find(members.begin(), members.end(), name) == members.end())
                complain(name, u"is not a member of a fault"_s);
        readTarget();
        readKind();
        if (!m_problem.isEmpty())
            return std::nullopt;
        return m_fault;
    }

    QString problem() const { return m_problem; }

private:
    void complain(const QString &member, const QString &text)
    {
        if (m_problem.isEmpty())
            m_problem = u"\"%1\" %2"_s.arg(member, text);
    }

    QString text(const QString &name, const QString &fallback = {})
    {
        const QJsonValue value = m_object.value(name);
        if (value.isUndefined())
            return fallback;
        if (!value.isString())
            complain(name, u"must be a string"_s);
        return value.toString();
    }

    qint64 number(const QString &name, qint64 fallback, qint64 low, qint64 high)
    {
        const QJsonValue value = m_object.value(name);
        if (value.isUndefined())
            return fallback;
        const double number = value.toDouble(-1);
        if (!value.isDouble() || number < static_cast<double>(low)
            || number > static_cast<double>(high) || number != std::floor(number)) {
            complain(name, u"must be a whole number from %1 to %2"_s.arg(low).arg(high));
            return fallback;
        }
        return static_cast<qint64>(number);
    }

    void readTarget()
    {
        const QString vendor = text(u"vendor"_s);
        if (!vendor.isEmpty() && vendor != u"*"
            && std::find(vendors.begin(), vendors.end(), vendor) == vendors.end())
            complain(u"vendor"_s, u"must be mist, csp, softwareone, lightspark or *"_s);
        m_fault.vendor = vendor == u"*" ? QByteArray() : vendor.toLatin1();
        const QString method = text(u"method"_s).toUpper();
        m_fault.method = method == u"*" ? QByteArray() : method.toLatin1();
        m_fault.pathText = text(u"path"_s, u"/"_s);
        if (!m_fault.pathText.startsWith(u'/') && !m_fault.pathText.startsWith(u'*'))
            complain(u"path"_s, u"must begin with / or *"_s);
        const bool isPattern = m_fault.pathText.contains(u'*');
        QString pattern = QRegularExpression::escape(m_fault.pathText).replace(u"\\*"_s, u".*"_s);
        pattern = u"\\A"_s + pattern + (isPattern ? u"\\z"_s : QString());
        m_fault.path = QRegularExpression(pattern, QRegularExpression::DotMatchesEverythingOption);
        m_fault.times = static_cast<int>(number(u"times"_s, 1, 1, 1'000'000));
        m_fault.skip = static_cast<int>(number(u"skip"_s, 0, 0, 1'000'000));
        m_fault.every = static_cast<int>(number(u"every"_s, 1, 1, 1'000'000));
    }

    void readKind()
    {
        const QJsonValue kind = m_object.value("kind"_L1);
        m_fault.kind
            = kind.isDouble() ? QByteArray::number(kind.toInt()) : kind.toString().toLatin1();
        m_fault.delivery.delay = std::chrono::milliseconds(
            number(u"ms"_s, m_fault.kind == "delay" ? 1000 : 0, 0, 600'000));
        m_fault.clockAhead = number(u"clockAhead"_s, 0, -10'000'000'000, 10'000'000'000);
        if (m_fault.kind == "delay" || readBrokenDelivery() || readMisdeed())
            return;
        readReply();
    }

    bool readMisdeed()
    {
        Misdeed misdeed;
        if (m_fault.kind == "pretend") {
            misdeed.kind = Misdeed::Kind::Pretend;
        } else if (m_fault.kind == "partial") {
            misdeed.kind = Misdeed::Kind::Partial;
            misdeed.refuse = static_cast<int>(number(u"refuse"_s, 1, 1, 1000));
            misdeed.message = text(u"message"_s, u"API token could not be changed"_s);
        } else if (m_fault.kind == "otherId") {
            misdeed.kind = Misdeed::Kind::OtherId;
        } else if (m_fault.kind == "errorsInside") {
            misdeed.kind = Misdeed::Kind::ErrorsInside;
            misdeed.isDone = m_object.value("after"_L1).toBool();
            misdeed.message = text(u"message"_s, u"Something went wrong."_s);
            misdeed.errorName = text(u"errorName"_s);
        } else if (m_fault.kind == "elsewhere") {
            misdeed.kind = Misdeed::Kind::Elsewhere;
            misdeed.tokenId = text(u"id"_s);
            const QString act = text(u"act"_s);
            if (std::find(acts.begin(), acts.end(), act) == acts.end())
                complain(u"act"_s, u"must be delete, rename, disable or narrow"_s);
            misdeed.meddling = {act.toLatin1(), text(u"name"_s)};
        } else {
            return false;
        }
        m_fault.misdeed = misdeed;
        return true;
    }

    bool readBrokenDelivery()
    {
        Delivery &delivery = m_fault.delivery;
        if (m_fault.kind == "dropBefore" || m_fault.kind == "dropAfter") {
            delivery.drop = true;
            m_fault.changesFirst = m_fault.kind == "dropAfter";
        } else if (m_fault.kind == "truncate") {
            delivery.cutAfter = number(u"bytes"_s, -1, 0, 1'000'000'000);
        } else if (m_fault.kind == "lie") {
            delivery.claimedLength = number(u"length"_s, -1, 0, 1'000'000'000);
        } else if (m_fault.kind == "drip") {
            delivery.dripBytes = number(u"bytes"_s, 16, 1, 1'000'000);
            delivery.dripEvery = std::chrono::milliseconds(number(u"ms"_s, 50, 1, 60'000));
            delivery.delay = {};
        } else if (m_fault.kind == "interim") {
            const auto status = number(u"status"_s, 103, 100, 199);
            delivery.interim = "HTTP/1.1 " + QByteArray::number(status)
                + " Interim\r\nLink: </style.css>; rel=preload\r\n\r\n";
        } else if (m_fault.kind == "raw") {
            delivery.rawBytes = text(u"body"_s, u"SSH-2.0-OpenSSH_9.2\r\n"_s).toUtf8();
            m_fault.changesFirst = m_object.value("after"_L1).toBool();
        } else {
            return false;
        }
        return true;
    }

    void readReply()
    {
        HttpReply reply;
        reply.contentType = text(u"contentType"_s, u"application/json"_s).toLatin1();
        if (m_fault.kind == "html") {
            reply.status = 502;
            reply.contentType = text(u"contentType"_s, u"text/html; charset=utf-8"_s).toLatin1();
            reply.body = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>"
                         "<body><h1>Bad Gateway</h1><p>nginx</p></body></html>\n";
        } else if (m_fault.kind == "garbage") {
            reply.body = "{\"data\":[{\"id\":\"4\x80\xff, \x01 [}";
        } else if (m_fault.kind == "redirect") {
            reply.status = 302;
            reply.headers.append({"Location", text(u"location"_s, u"/elsewhere"_s).toUtf8()});
        } else if (m_fault.kind == "429" || m_fault.kind == "500" || m_fault.kind == "status") {
            reply.status = m_fault.kind == "status" ? 0 : m_fault.kind.toInt();
        } else {
            complain(u"kind"_s,
                u"must be delay, 429, 500, status, html, garbage, raw, interim, redirect, "
                "truncate, lie, drip, dropBefore, dropAfter, pretend, partial, otherId, "
                "errorsInside or "
                "elsewhere"_s);
        }
        readReplyDetails(reply);
        m_fault.changesFirst = m_object.value("after"_L1).toBool();
        if (!m_object.value("after"_L1).isUndefined() && !m_object.value("after"_L1).isBool())
            complain(u"after"_s, u"must be true or false"_s);
        m_fault.reply = reply;
    }

    void readReplyDetails(HttpReply &reply)
    {
        reply.status = static_cast<int>(number(u"status"_s, reply.status, 200, 599));
        if (reply.status == 0)
            complain(u"status"_s, u"is needed when the kind is status"_s);
        const QJsonValue body = m_object.value("body"_L1);
        if (body.isString())
            reply.body = body.toString().toUtf8();
        else if (body.isObject())
            reply.body = QJsonDocument(body.toObject()).toJson(QJsonDocument::Compact);
        else if (body.isArray())
            reply.body = QJsonDocument(body.toArray()).toJson(QJsonDocument::Compact);
        else if (!body.isUndefined())
            complain(u"body"_s, u"must be a string, an object or an array"_s);

        const QJsonValue retryAfter = m_object.value("retryAfter"_L1);
        if (retryAfter.isDouble())
            reply.headers.append({"Retry-After", QByteArray::number(retryAfter.toInteger())});
        else if (retryAfter.isString()) // a date, or nonsense on purpose
            reply.headers.append({"Retry-After", retryAfter.toString().toUtf8()});
        else if (!retryAfter.isUndefined() && !retryAfter.isNull())
            complain(u"retryAfter"_s, u"must be a number of seconds or a string"_s);

        if (m_object.contains("retryAfterDate"_L1))
            m_fault.retryAfterDate
                = number(u"retryAfterDate"_s, 0, -10'000'000'000, 10'000'000'000);

        const QJsonValue headers = m_object.value("headers"_L1);
        if (!headers.isUndefined() && !headers.isObject())
            complain(u"headers"_s, u"must be an object"_s);
        const QJsonObject more = headers.toObject();
        for (auto at = more.begin(); at != more.end(); ++at)
            reply.headers.append({at.key().toUtf8(), at.value().toString().toUtf8()});
        for (const auto &[name, value] : reply.headers)
            if (name.contains('\n') || name.contains(':') || value.contains('\n'))
                complain(u"headers"_s, u"must not break the header"_s);
    }

    QJsonObject m_object;
    Fault m_fault;
    QString m_problem;
};

} // namespace

std::variant<Fault, QString> readFault(const QJsonObject &object)
{
    FaultReader reader(object);
    const auto fault = reader.read();
    if (!fault)
        return reader.problem();
    return *fault;
}

} // namespace sandbox
