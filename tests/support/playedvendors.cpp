// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "playedvendors.h"

#include "await.h"
#include "http/qnamtransport.h"

#include <QJsonDocument>

namespace test {

using namespace Qt::StringLiterals;
using domain::Vendor;

QUrl PlayedVendors::url() const
{
    return QUrl(m_said.value("url"_L1).toString());
}

QJsonObject PlayedVendors::said(Vendor vendor) const
{
    return m_said.value(domain::vendorId(vendor)).toObject();
}

base::Secret PlayedVendors::key(Vendor vendor, const char *member) const
{
    return base::Secret::take(said(vendor).value(QLatin1StringView(member)).toString().toUtf8());
}

domain::Connection PlayedVendors::connection(Vendor vendor) const
{
    domain::Connection made;
    made.name = domain::vendorName(vendor);
    made.vendor = vendor;
    made.environment = domain::Environment::Test;
    made.baseUrl = url();
    made.organisation = said(vendor).value("org"_L1).toString();
    made.clientId
        = said(vendor).value(vendor == Vendor::Csp ? "oauthClientId"_L1 : "clientId"_L1).toString();
    return made;
}

domain::Credentials PlayedVendors::trackingCredentials(Vendor vendor, const char *member) const
{
    domain::Credentials all;
    all.main = key(vendor, member);
    const QJsonArray tracked = said(vendor).value("trackedSecrets"_L1).toArray();
    for (qsizetype i = 0; i < tracked.size(); ++i)
        all.tracked.push_back(
            {u"s%1"_s.arg(i), base::Secret::take(tracked[i].toString().toUtf8())});
    return all;
}

QString PlayedVendors::creationPath(Vendor vendor)
{
    switch (vendor) {
    case Vendor::Mist:
        return u"/api/v1/orgs"_s;
    case Vendor::Csp:
        return u"/csp/gateway/am/api/loggedin/user/api-tokens"_s;
    case Vendor::SoftwareOne:
        return u"/public/v1/accounts/api-tokens"_s;
    case Vendor::Lightspark:
        return u"/graphql"_s;
    }
    return {};
}

bool PlayedVendors::dropNextCreation(Vendor vendor) const
{
    return spoil(QJsonObject {{u"vendor"_s, domain::vendorId(vendor)}, {u"method"_s, u"POST"_s},
        {u"path"_s, creationPath(vendor)}, {u"kind"_s, u"dropAfter"_s}});
}

bool PlayedVendors::post(const QString &path, const QByteArray &json) const
{
    http::QnamTransport transport;
    const auto answer = await(
        transport.send(url(), http::Request::change(http::Verb::Post, path, json), nullptr));
    return answer && answer->status < 300;
}

bool PlayedVendors::spoil(const QByteArray &json) const
{
    return post(u"/_sandbox/faults"_s, json);
}

bool PlayedVendors::spoil(const QJsonObject &fault) const
{
    return spoil(QJsonDocument(fault).toJson());
}

bool PlayedVendors::spoil(const QJsonArray &faults) const
{
    return spoil(QJsonDocument(faults).toJson());
}

bool PlayedVendors::elsewhere(Vendor vendor, const QString &id, const char *act) const
{
    const QJsonObject asked {{u"vendor"_s, domain::vendorId(vendor)}, {u"id"_s, id},
        {u"act"_s, QString::fromLatin1(act)}, {u"name"_s, u"theirs"_s}};
    return post(u"/_sandbox/elsewhere"_s, QJsonDocument(asked).toJson());
}

base::Result<QJsonArray> PlayedVendors::requests() const
{
    http::QnamTransport transport;
    const auto log
        = await(transport.send(url(), http::Request::get(u"/_sandbox/requests"_s), nullptr));
    if (!log)
        return base::fail(log.error());
    return QJsonDocument::fromJson(log->body).object().value("requests"_L1).toArray();
}

} // namespace test
