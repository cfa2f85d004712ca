// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/softwareoneroutes.h"

#include "sandbox/softwareone/shapes.h"

namespace sandbox {

using namespace Qt::StringLiterals;
using namespace softwareone;

namespace {

constexpr char prefix[] = "/public/v1/";

/// A path under the prefix, taken apart.
struct Route
{
    QString resource; ///< "accounts/api-tokens"; empty = there is none
    QString id;
    QString action;
    QByteArrayList methods;
};

QByteArrayList methodsOf(const Route &route)
{
    if (route.resource != "accounts/api-tokens"_L1)
        return {"GET"};
    if (!route.action.isEmpty())
        return {"POST"};
    return route.id.isEmpty() ? QByteArrayList {"GET", "POST"}
                              : QByteArrayList {"GET", "PUT", "DELETE"};
}

Route routeOf(const QByteArray &path)
{
    static const QStringList known {u"accounts/api-tokens"_s, u"accounts/modules"_s,
        u"accounts/accounts"_s, u"accounts/user-groups"_s, u"audit/records"_s};
    const QString rest
        = QString::fromUtf8(QByteArray::fromPercentEncoding(path.mid(sizeof prefix - 1)));
    const QStringList parts = rest.split(u'/');
    Route route {parts.mid(0, 2).join(u'/'), parts.value(2), parts.value(3), {}};
    const bool isAction = route.action == "enable"_L1 || route.action == "disable"_L1;
    const bool fits = known.contains(route.resource) && parts.size() <= 4
        && (parts.size() < 3 || !route.id.isEmpty())
        && (parts.size() < 4 || (isAction && route.resource == known.first()));
    if (!fits)
        return {};
    route.methods = methodsOf(route);
    return route;
}

bool isJson(const QByteArray &contentType)
{
    const QByteArray type = contentType.split(';').first().trimmed().toLower();
    return type == "application/json" || type == "text/json"
        || (type.startsWith("application/") && type.endsWith("+json"));
}

HttpReply badQuery(const rql::Fault &fault)
{
    return problem(400, u"Bad Request"_s, fault.detail);
}

HttpReply invalidDraft(const QList<Complaint> &complaints)
{
    return problem(400, u"Bad Request"_s, u"One or more validation errors occurred."_s, complaints);
}

HttpReply updateFailed(const QList<Complaint> &complaints)
{
    return problem(
        400, u"Update failed"_s, complaints.first().message, complaints, ErrorShape::List);
}

HttpReply forbidden(const QString &why)
{
    return problem(403, u"Forbidden"_s, why);
}

/// What tells one pick from another: the query without paging and selection.
QByteArray pickKey(const QByteArray &queryString)
{
    QByteArrayList parts;
    for (const QByteArray &part : queryString.split('&')) {
        if (!part.startsWith("limit=") && !part.startsWith("offset=")
            && !part.startsWith("select="))
            parts.append(part);
    }
    return parts.join('&');
}

} // namespace

SoftwareOneRoutes::SoftwareOneRoutes(quint64 seed, quint32 tokens, const Clock &clock)
    : m_estate(seed, tokens, clock)
    , m_audit(m_estate)
{
}

bool SoftwareOneRoutes::owns(QByteArrayView path) const
{
    return path.startsWith(prefix);
}

QJsonObject SoftwareOneRoutes::credentials() const
{
    return {{u"secret"_s, m_estate.secretOf(m_estate.clientConsole())},
        {u"account"_s, m_estate.catalog().account(0).id},
        {u"opsSecret"_s, m_estate.secretOf(m_estate.operationsConsole())}};
}

HttpReply SoftwareOneRoutes::handle(const HttpRequest &request)
{
    const Route route = routeOf(request.path);
    if (route.resource.isEmpty())
        return gatewayProblem(404, u"Resource not found"_s);
    if (!route.methods.contains(request.method)) {
        HttpReply reply = gatewayProblem(405, u"Method not allowed"_s);
        reply.headers.emplaceBack("Allow", route.methods.join(", "));
        return reply;
    }
    const auto from = caller(request);
    if (!from) {
        return problem(401, u"Authentication Failed"_s,
            u"The token is missing, unknown or no longer active."_s);
    }
    m_estate.touch(*from);
    const auto query = rql::parse(request.query);
    if (const auto *fault = std::get_if<rql::Fault>(&query))
        return badQuery(*fault);
    Call call {request, *from, std::get<rql::Query>(query), route.id, route.action,
        m_estate.catalog().account(from->account).isOperations()};
    return dispatch(route.resource, call);
}

std::optional<Token> SoftwareOneRoutes::caller(const HttpRequest &request) const
{
    const QByteArray header = request.header("Authorization").trimmed();
    const qsizetype space = header.indexOf(' ');
    if (space < 0 || header.left(space).toLower() != "bearer")
        return std::nullopt;
    return m_estate.bySecret(QString::fromUtf8(header.mid(space + 1)));
}

bool SoftwareOneRoutes::Call::mayManageTokens() const
{
    return caller.modules.contains(Catalog::accessManagement());
}

HttpReply SoftwareOneRoutes::dispatch(const QString &resource, Call &call)
{
    if (resource == "accounts/api-tokens"_L1)
        return tokens(call);
    if (resource == "accounts/modules"_L1)
        return modules(call);
    if (resource == "accounts/user-groups"_L1)
        return groups(call);
    return resource == "accounts/accounts"_L1 ? accounts(call) : auditRecords(call);
}

HttpReply SoftwareOneRoutes::tokens(const Call &call)
{
    if (!call.mayManageTokens())
        return forbidden(u"The module Access Management is required."_s);
    if (const auto fault = rql::check(call.query, tokenShape()))
        return badQuery(*fault);
    const QByteArray &method = call.request.method;
    const bool hasBody = method == "PUT" || (method == "POST" && call.action.isEmpty());
    if (hasBody && !isJson(call.request.header("Content-Type")))
        return problem(415, u"Unsupported Media Type"_s, u"The body must be JSON."_s);
    if (call.id.isEmpty())
        return method == "POST" ? createToken(call) : listTokens(call);

    const auto token = m_estate.find(call.id, call.caller.account);
    if (!token)
        return notFound(call.id);
    if (method == "GET")
        return tokenReply(200, *token, call);
    if (token->isDeleted())
        return updateFailed({{u"status"_s, u"The API token has been deleted."_s}});
    if (method == "DELETE")
        return deleteToken(call, *token);
    return method == "PUT" ? updateToken(call, *token) : switchToken(call, *token);
}

HttpReply SoftwareOneRoutes::listTokens(const Call &call)
{
    Source source;
    source.shape = tokenShape();
    source.row = [this](quint32 index) {
        return std::make_unique<TokenRow>(m_estate.at(index), m_estate);
    };
    source.json = [this](quint32 index) { return tokenJson(m_estate.at(index), m_estate); };
    const std::vector<quint32> &visible = m_estate.visibleTo(call.caller.account);
    if (call.query.filters.empty() && call.query.order.empty())
        return pageReply(call.query, source, visible);

    const bool dependsOnUse = rql::mentioned(call.query).contains("lastAccessAt"_L1);
    const QByteArray key = QByteArray::number(call.caller.account) + ' '
        + QByteArray::number(m_estate.changes()) + ' '
        + QByteArray::number(dependsOnUse ? m_estate.uses() : 0) + ' '
        + pickKey(call.request.query);
    auto known = m_picked.constFind(key);
    if (known == m_picked.cend()) {
        constexpr qsizetype enough = 8;
        if (m_picked.size() >= enough)
            m_picked.clear();
        source.items = visible;
        known = m_picked.insert(key, picked(call.query, source));
    }
    return pageReply(call.query, source, *known);
}

HttpReply SoftwareOneRoutes::createToken(const Call &call)
{
    const Catalog &catalog = m_estate.catalog();
    const auto draft = readDraft(call.request.body);
    if (!draft)
        return invalidDraft({{u"$"_s, u"The body is not a JSON object."_s}});
    std::optional<int> account = call.caller.account;
    if (draft->accountId)
        account = catalog.accountIndex(*draft->accountId);
    if (!account || (*account != call.caller.account && !call.isOperations))
        return invalidDraft({{u"account"_s, u"The account does not exist."_s}});
    if (!draft->accountId && call.isOperations)
        return invalidDraft({{u"account"_s, u"Account is required."_s}});
    if (const auto complaints = checkDraft(*draft, catalog, *account, true); !complaints.isEmpty())
        return invalidDraft(complaints);
    Token token;
    token.account = *account;
    apply(*draft, catalog, token);
    token = m_estate.create(token, eventBy(call));
    record(u"created"_s, token, call);
    return tokenReply(201, token, call);
}

HttpReply SoftwareOneRoutes::updateToken(const Call &call, Token token)
{
    const Catalog &catalog = m_estate.catalog();
    const auto draft = readDraft(call.request.body);
    if (!draft)
        return invalidDraft({{u"$"_s, u"The body is not a JSON object."_s}});
    if (draft->accountId && *draft->accountId != catalog.account(token.account).id)
        return updateFailed({{u"account"_s, u"The account cannot be changed."_s}});
    const auto complaints = checkDraft(*draft, catalog, token.account, false);
    if (!draft->complaints.isEmpty())
        return invalidDraft(complaints);
    if (!complaints.isEmpty())
        return updateFailed(complaints);
    apply(*draft, catalog, token);
    token.updated = eventBy(call);
    ++token.revision;
    m_estate.put(token);
    record(u"updated"_s, token, call);
    return tokenReply(200, token, call);
}

HttpReply SoftwareOneRoutes::switchToken(const Call &call, Token token)
{
    const bool enable = call.action == "enable"_L1;
    if (enable == token.isActive()) {
        return problem(400, u"Bad Request"_s,
            u"API token %1 is already %2."_s.arg(token.id, token.status.toLower()));
    }
    token.status = enable ? u"Active"_s : u"Disabled"_s;
    (enable ? token.enabled : token.disabled) = eventBy(call);
    ++token.revision;
    m_estate.put(token);
    record(call.action + u'd', token, call);
    return tokenReply(200, token, call);
}

HttpReply SoftwareOneRoutes::deleteToken(const Call &call, const Token &token)
{
    m_estate.remove(token);
    record(u"deleted"_s, token, call);
    HttpReply reply;
    reply.status = 204;
    reply.contentType.clear();
    return reply;
}

HttpReply SoftwareOneRoutes::tokenReply(int status, const Token &token, const Call &call) const
{
    return objectReply(status, tokenJson(token, m_estate), call.query, tokenShape().omitted);
}

Event SoftwareOneRoutes::eventBy(const Call &call) const
{
    return {m_estate.clock().nowMs(), call.caller.id, call.caller.name};
}

void SoftwareOneRoutes::record(const QString &what, const Token &token, const Call &call)
{
    m_audit.add(what, token, eventBy(call), QString::fromUtf8(call.request.header("User-Agent")));
}

HttpReply SoftwareOneRoutes::modules(const Call &call) const
{
    if (!call.isOperations)
        return forbidden(u"Modules are available to operations accounts only."_s);
    const rql::Shape shape = moduleShape();
    if (const auto fault = rql::check(call.query, shape))
        return badQuery(*fault);
    if (!call.id.isEmpty()) {
        const Module *module = m_estate.catalog().module(call.id);
        return module ? objectReply(200, moduleJson(*module), call.query, shape.omitted)
                      : notFound(call.id);
    }
    QList<QJsonObject> objects;
    for (const Module &module : m_estate.catalog().modules())
        objects.append(moduleJson(module));
    const Source source = sourceOf(objects, shape);
    return pageReply(call.query, source, picked(call.query, source));
}

HttpReply SoftwareOneRoutes::groups(const Call &call) const
{
    const rql::Shape shape = groupShape(call.id.isEmpty());
    if (const auto fault = rql::check(call.query, shape))
        return badQuery(*fault);
    QList<QJsonObject> objects;
    for (const UserGroup &group : m_estate.catalog().groups()) {
        if (!call.isOperations && group.account != call.caller.account)
            continue;
        objects.append(groupJson(group, m_estate.catalog()));
        if (group.id == call.id)
            return objectReply(200, objects.last(), call.query, shape.omitted);
    }
    if (!call.id.isEmpty())
        return notFound(call.id);
    const Source source = sourceOf(objects, shape);
    return pageReply(call.query, source, picked(call.query, source));
}

HttpReply SoftwareOneRoutes::accounts(const Call &call) const
{
    const rql::Shape shape = accountShape();
    if (const auto fault = rql::check(call.query, shape))
        return badQuery(*fault);
    const Catalog &catalog = m_estate.catalog();
    QList<QJsonObject> objects;
    for (const Account &account : catalog.accounts()) {
        if (!call.isOperations && account.id != catalog.account(call.caller.account).id)
            continue;
        objects.append(accountJson(account));
        if (account.id == call.id)
            return objectReply(200, objects.last(), call.query, shape.omitted);
    }
    if (!call.id.isEmpty())
        return notFound(call.id);
    const Source source = sourceOf(objects, shape);
    return pageReply(call.query, source, picked(call.query, source));
}

HttpReply SoftwareOneRoutes::auditRecords(const Call &call)
{
    const rql::Shape shape = auditShape();
    if (const auto fault = rql::check(call.query, shape))
        return badQuery(*fault);
    if (call.id.isEmpty())
        return listAuditRecords(call);
    const bool isClient = m_estate.catalog().account(call.caller.account).type == "Client"_L1;
    if (isClient)
        return forbidden(u"Single audit records are not available to client accounts."_s);
    const auto record = m_audit.find(call.id, call.caller.account);
    if (!record)
        return notFound(call.id);
    // Unlike the other resources a record has no $meta of its own.
    return HttpReply::json(
        200, rql::project(m_audit.json(*record, call.query.render), call.query, shape.omitted));
}

HttpReply SoftwareOneRoutes::listAuditRecords(const Call &call)
{
    Source source;
    source.shape = auditShape();
    source.json = [this, &call](quint32 number) {
        return m_audit.json(m_audit.at(number), call.query.render);
    };
    source.row
        = [&source](quint32 number) { return std::make_unique<rql::JsonRow>(source.json(number)); };
    // Nearly every question is about one token: it need not look at all others.
    std::optional<QString> token;
    for (const rql::Condition &filter : call.query.filters) {
        if (filter.op == "eq"_L1 && filter.property == "object.id"_L1)
            token = filter.operands.front().text;
    }
    source.items = token ? m_audit.about(*token, call.caller.account)
                         : m_audit.visibleTo(call.caller.account);
    return pageReply(call.query, source, picked(call.query, source));
}

} // namespace sandbox
