// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/misdeeds.h"

#include <QJsonDocument>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

QJsonObject objectIn(const QByteArray &body)
{
    return QJsonDocument::fromJson(body).object();
}

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

HttpReply pretend(VendorRoutes &vendor, const HttpRequest &request)
{
    const auto restore = vendor.remember();
    HttpReply reply = vendor.handle(request);
    restore();
    return reply;
}

HttpReply refuseSome(const Misdeed &misdeed, VendorRoutes &vendor, const HttpRequest &request)
{
    QJsonObject body = objectIn(request.body);
    QJsonArray ids = body.value("ids"_L1).toArray();
    QJsonArray refused;
    while (!ids.isEmpty() && refused.size() < misdeed.refuse)
        refused.prepend(ids.takeAt(ids.size() - 1));
    body.insert("ids"_L1, ids);
    HttpRequest rest = request;
    rest.body = compact(body);
    HttpReply reply = vendor.handle(rest);
    QJsonObject answer = objectIn(reply.body);
    if (reply.status != 200 || !answer.contains("failures"_L1))
        return reply; // No batch.
    QJsonArray failures = answer.value("failures"_L1).toArray();
    for (const QJsonValue id : refused)
        failures.append(QJsonObject {{u"id"_s, id}, {u"message"_s, misdeed.message}});
    answer.insert("failures"_L1, failures);
    reply.body = compact(answer);
    return reply;
}

/// Another id of the same form: its last letter or digit is the next one.
QString neighbourOf(QString id)
{
    const QChar last = id.back();
    id.back() = last == u'9' ? u'0' : last == u'f' ? u'a' : QChar(last.unicode() + 1);
    return id;
}

HttpReply withOtherId(VendorRoutes &vendor, const HttpRequest &request)
{
    HttpReply reply = vendor.handle(request);
    const QString id = tokenIn(request);
    if (!id.isEmpty())
        reply.body.replace(id.toUtf8(), neighbourOf(id).toUtf8());
    return reply;
}

HttpReply withErrors(const Misdeed &misdeed, VendorRoutes &vendor, const HttpRequest &request)
{
    HttpReply reply = misdeed.isDone ? vendor.handle(request) : pretend(vendor, request);
    QJsonObject answer = objectIn(reply.body);
    QJsonObject error {{u"message"_s, misdeed.message}};
    if (!misdeed.errorName.isEmpty())
        error.insert("extensions"_L1, QJsonObject {{u"error_name"_s, misdeed.errorName}});
    answer.insert("errors"_L1, QJsonArray {error});
    reply.body = compact(answer);
    return reply;
}

} // namespace

QString tokenIn(const HttpRequest &request)
{
    const QList<QByteArray> parts = request.path.split('/');
    for (qsizetype i = 0; i + 1 < parts.size(); ++i) {
        const bool isList = parts[i] == "apitokens" || parts[i] == "api-tokens";
        const QByteArray &next = parts[i + 1];
        if (isList && next != "activate" && next != "deactivate")
            return QString::fromUtf8(next);
    }
    const QJsonObject body = objectIn(request.body);
    const QJsonArray ids = body.value("ids"_L1).toArray();
    if (!ids.isEmpty())
        return ids.first().toString();
    const QJsonObject variables = body.value("variables"_L1).toObject();
    const QString deleted = variables.value("api_token_id"_L1).toString();
    return deleted.isEmpty() ? variables.value("id"_L1).toString() : deleted;
}

HttpReply commit(const Misdeed &misdeed, VendorRoutes &vendor, const HttpRequest &request)
{
    switch (misdeed.kind) {
    case Misdeed::Kind::Pretend:
        return pretend(vendor, request);
    case Misdeed::Kind::Partial:
        return refuseSome(misdeed, vendor, request);
    case Misdeed::Kind::OtherId:
        return withOtherId(vendor, request);
    case Misdeed::Kind::ErrorsInside:
        return withErrors(misdeed, vendor, request);
    case Misdeed::Kind::Elsewhere:
        break;
    }
    vendor.meddle(misdeed.tokenId.isEmpty() ? tokenIn(request) : misdeed.tokenId, misdeed.meddling);
    return vendor.handle(request);
}

} // namespace sandbox
