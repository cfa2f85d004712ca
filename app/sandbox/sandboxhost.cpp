// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/sandboxhost.h"

#include "sandbox/csproutes.h"
#include "sandbox/lightsparkroutes.h"
#include "sandbox/mistroutes.h"
#include "sandbox/softwareoneroutes.h"

#include <QJsonDocument>

namespace sandbox {

using namespace Qt::StringLiterals;

namespace {

HttpReply refusal(int status, const QString &text)
{
    return HttpReply::json(status, QJsonObject {{u"error"_s, text}});
}

} // namespace

Sandbox::Sandbox(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_clock(m_options.nowMs)
    , m_rate(m_options.ratePerSecond)
{
    const quint32 tokens = m_options.tokens;
    const Generator make(m_options.seed, m_clock.nowMs());
    m_vendors.push_back(
        std::make_unique<MistRoutes>(make, m_clock, tokens, m_options.mistRequestLimit));
    m_vendors.push_back(std::make_unique<CspRoutes>(make, m_clock, tokens,
        CspRules {m_options.accessTokenSeconds, m_options.acceptAuthorizeIdToken}));
    m_vendors.push_back(std::make_unique<SoftwareOneRoutes>(m_options.seed, tokens, m_clock));
    m_vendors.push_back(std::make_unique<LightsparkRoutes>(m_options.seed, tokens, m_clock));
}

Sandbox::~Sandbox() = default;

QString Sandbox::start()
{
    m_server = std::make_unique<WireServer>(
        [this](const HttpRequest &request) { return answer(request); });
    return m_server->listen(m_options.port, m_options.tls);
}

QString Sandbox::url() const
{
    return u"%1://127.0.0.1:%2"_s.arg(m_options.tls ? u"https"_s : u"http"_s)
        .arg(m_server ? m_server->port() : 0);
}

QJsonObject Sandbox::readyLine() const
{
    QJsonObject line {{u"ready"_s, true}, {u"url"_s, url()}};
    for (const auto &vendor : m_vendors)
        line.insert(QString::fromLatin1(vendor->vendor()), vendor->credentials());
    return line;
}

VendorRoutes *Sandbox::ownerOf(const QByteArray &path) const
{
    for (const auto &vendor : m_vendors)
        if (vendor->owns(path))
            return vendor.get();
    return nullptr;
}

Answer Sandbox::answer(const HttpRequest &request)
{
    if (request.path.startsWith("/_sandbox/"))
        return {control(request), {}};

    VendorRoutes *const owner = ownerOf(request.path);
    const QByteArray vendor = owner ? owner->vendor() : QByteArray();
    auto fault = m_faults.take(vendor, request);
    Answer answer;
    if (!fault || fault->changesFirst) {
        answer.reply
            = owner ? ask(*owner, request, fault) : refusal(404, u"no vendor lives here"_s);
    }
    if (fault) {
        answer.delivery = fault->delivery;
        if (fault->reply)
            answer.reply = *fault->reply;
        answer.reply.clockAhead = fault->clockAhead;
        // -1 = nobody said where to cut or how to lie.
        if (answer.delivery.cutAfter == -1)
            answer.delivery.cutAfter = answer.reply.body.size() / 2;
        if (answer.delivery.claimedLength == -1)
            answer.delivery.claimedLength = answer.reply.body.size() + 100;
    }
    answer.delivery.delay += m_options.latency;
    const bool isAnswered = !answer.delivery.drop && !answer.delivery.rawBytes;
    m_log.add(
        vendor, request, isAnswered ? answer.reply.status : 0, fault ? fault->kind : QByteArray());
    return answer;
}

HttpReply Sandbox::ask(
    VendorRoutes &vendor, const HttpRequest &request, const std::optional<Fault> &fault)
{
    const QByteArray caller = vendor.vendor() + ' ' + request.header("Authorization");
    if (const auto seconds = m_rate.refuse(caller, m_clock.nowMs())) {
        HttpReply reply;
        reply.status = 429;
        reply.body = errorBody(vendor.vendor(), 429);
        reply.headers.append({"Retry-After", QByteArray::number(*seconds)});
        return reply;
    }
    HttpRequest asked = request;
    if (asked.method == "HEAD")
        asked.method = "GET"; // The connection leaves the body out.
    return fault && fault->misdeed ? commit(*fault->misdeed, vendor, asked) : vendor.handle(asked);
}

HttpReply Sandbox::control(const HttpRequest &request)
{
    if (request.path == "/_sandbox/faults")
        return controlFaults(request);
    if (request.path == "/_sandbox/elsewhere")
        return controlElsewhere(request);
    if (request.path != "/_sandbox/requests")
        return refusal(
            404, u"there are /_sandbox/faults, /_sandbox/elsewhere and /_sandbox/requests"_s);
    if (request.method == "GET")
        return HttpReply::json(200, QJsonObject {{u"requests"_s, m_log.toJson()}});
    if (request.method != "DELETE")
        return refusal(405, u"GET or DELETE"_s);
    m_log.clear();
    return HttpReply::json(200, QJsonObject {{u"requests"_s, QJsonArray()}});
}

/// Somebody else's change, at once.
HttpReply Sandbox::controlElsewhere(const HttpRequest &request)
{
    if (request.method != "POST")
        return refusal(405, u"POST"_s);
    const QJsonObject asked = QJsonDocument::fromJson(request.body).object();
    const auto text
        = [&asked](const char *name) { return asked.value(QLatin1StringView(name)).toString(); };
    const Meddling what {text("act").toLatin1(), text("name")};
    for (const auto &vendor : m_vendors) {
        if (QString::fromLatin1(vendor->vendor()) == text("vendor")
            && vendor->meddle(text("id"), what))
            return HttpReply::json(200, QJsonObject {{u"done"_s, true}});
    }
    return refusal(404, u"no such vendor, token or act"_s);
}

HttpReply Sandbox::controlFaults(const HttpRequest &request)
{
    if (request.method == "POST") {
        if (const QString problem = m_faults.add(request.body); !problem.isEmpty())
            return refusal(400, problem);
    } else if (request.method == "DELETE") {
        m_faults.clear();
    } else if (request.method != "GET") {
        return refusal(405, u"GET, POST or DELETE"_s);
    }
    return HttpReply::json(200, QJsonObject {{u"faults"_s, m_faults.toJson()}});
}

} // namespace sandbox
