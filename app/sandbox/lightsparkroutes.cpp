// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/lightsparkroutes.h"

#include "sandbox/graphql/executor.h"
#include "sandbox/inflate.h"
#include "sandbox/lightsparkgraph.h"
#include "sandbox/lightsparkschema.h"

#include <QJsonDocument>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxBody = 4 * 1024 * 1024;

HttpReply refused(int status, const QString &message)
{
    const QJsonObject error {{u"message"_s, message}};
    return HttpReply::json(status, QJsonObject {{u"errors"_s, QJsonArray {error}}});
}

HttpReply unauthorized()
{
    HttpReply reply = refused(401, u"Unauthorized"_s);
    reply.headers.emplaceBack("WWW-Authenticate", "Basic realm=\"lightspark\"");
    return reply;
}

bool isJson(const QByteArray &contentType)
{
    return contentType.split(';').first().trimmed().toLower() == "application/json";
}

/// The request in the body; what is wrong with it otherwise.
std::variant<graphql::Request, QString> readRequest(const QByteArray &body)
{
    QJsonParseError error {};
    const QJsonDocument document = QJsonDocument::fromJson(body, &error);
    if (!document.isObject())
        return u"The body is not a JSON object: %1"_s.arg(error.errorString());
    const QJsonObject object = document.object();
    const QJsonValue query = object.value("query"_L1);
    const QJsonValue variables = object.value("variables"_L1);
    const QJsonValue name = object.value("operationName"_L1);
    if (!query.isString())
        return u"Must provide query string."_s;
    if (!variables.isObject() && !variables.isNull() && !variables.isUndefined())
        return u"Variables must be an object."_s;
    if (!name.isString() && !name.isNull() && !name.isUndefined())
        return u"operationName must be a string."_s;
    return graphql::Request {query.toString(), variables.toObject(), name.toString()};
}

} // namespace

LightsparkRoutes::LightsparkRoutes(
    quint64 seed, quint32 tokens, const Clock &clock, bool unknownPermission)
    : m_estate(seed, tokens, clock, unknownPermission)
    , m_schema(lightsparkSchema())
{
}

bool LightsparkRoutes::owns(QByteArrayView path) const
{
    return path.startsWith("/graphql/");
}

QJsonObject LightsparkRoutes::credentials() const
{
    return {{u"clientId"_s, m_estate.clientIdOf(0)}, {u"secret"_s, m_estate.secretOf(0)},
        {u"account"_s, m_estate.accountId()}};
}

HttpReply LightsparkRoutes::handle(const HttpRequest &request)
{
    if (request.path != "/graphql/server/2023-09-13")
        return refused(404, u"Not Found"_s);
    if (request.method != "POST") {
        HttpReply reply = refused(405, u"Method Not Allowed"_s);
        reply.headers.emplaceBack("Allow", "POST");
        return reply;
    }
    const auto from = caller(request);
    if (!from)
        return unauthorized();
    if (!isJson(request.header("Content-Type")))
        return refused(415, u"The Content-Type must be application/json."_s);

    const QByteArray encoding = request.header("Content-Encoding").trimmed().toLower();
    if (encoding.isEmpty() || encoding == "identity")
        return execute(request.body, *from);
    if (encoding != "deflate") {
        return refused(415,
            u"The Content-Encoding \"%1\" is not supported; send deflate or none."_s.arg(
                QString::fromLatin1(encoding)));
    }
    const auto body = inflateZlib(request.body, maxBody);
    if (!body)
        return refused(
            400, u"The body is no zlib stream, although its Content-Encoding is deflate."_s);
    return execute(*body, *from);
}

std::optional<LightsparkToken> LightsparkRoutes::caller(const HttpRequest &request) const
{
    const QByteArray header = request.header("Authorization").trimmed();
    const qsizetype space = header.indexOf(' ');
    if (space < 0 || header.left(space).toLower() != "basic")
        return std::nullopt;
    const auto decoded = QByteArray::fromBase64Encoding(
        header.mid(space + 1).trimmed(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return std::nullopt;
    const QString pair = QString::fromUtf8(*decoded);
    const qsizetype colon = pair.indexOf(u':');
    if (colon < 0)
        return std::nullopt;
    return m_estate.byCredentials(pair.left(colon), pair.mid(colon + 1));
}

HttpReply LightsparkRoutes::execute(const QByteArray &body, const LightsparkToken &caller)
{
    const auto read = readRequest(body);
    if (const auto *fault = std::get_if<QString>(&read))
        return refused(400, *fault);
    const graphql::Answer answer = graphql::execute(m_schema, std::get<graphql::Request>(read),
        [this, &caller](const QString &kind) { return lightsparkRoot(kind, m_estate, caller); });
    return HttpReply::json(answer.executed ? 200 : 400, answer.toJson());
}

} // namespace sandbox
