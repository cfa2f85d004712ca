// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vendors/csp/cspaccess.h"

namespace csp {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using http::Request;
using http::Response;

namespace {

constexpr std::chrono::minutes margin {3};

Request exchangeRequest(const base::Secret &apiToken)
{
    Request request;
    request.verb = http::Verb::Post;
    request.path = u"/csp/gateway/am/api/auth/api-tokens/authorize"_s;
    request.contentType = "application/x-www-form-urlencoded"_ba;
    request.body = wire::formBody({{"api_token", apiToken.expose()}});
    request.holdsSecret = true;
    request.isAnonymous = true;
    request.maximumBody = 256 * 1024;
    return request;
}

} // namespace

Error asRefusedKey(Error error)
{
    const bool isRefusal = error.kind == ErrorKind::NotFound
        || (error.kind == ErrorKind::Invalid && error.isVendors);
    if (isRefusal)
        error.kind = ErrorKind::Unauthorized;
    return error;
}

Access::Access(http::ApiClient &api, const base::Secret &apiToken, const base::Clock &clock)
    : m_api(api)
    , m_apiToken(apiToken)
    , m_clock(clock)
{
}

Task<Response> Access::send(const Request &request, OnRefusal onRefusal)
{
    auto kept = std::make_shared<Request>(request);
    return ready().andThen(m_life.guard([this, kept, onRefusal](int number) {
        auto reply = m_api.send(*kept);
        if (onRefusal == OnRefusal::Report)
            base::wipe(
                kept->body); // The transport's copy is then the last, and wiped after sending.
        return std::move(reply).orElse(m_life.guard([this, kept, onRefusal, number](Error error) {
            if (error.kind != ErrorKind::Unauthorized || onRefusal == OnRefusal::Report)
                return Task<Response>::failed(std::move(error));
            if (number == m_number)
                forget(); // Else somebody else has renewed it meanwhile.
            return ready().andThen(m_life.guard([this, kept](int) { return m_api.send(*kept); }));
        }));
    }));
}

Task<wire::Claims> Access::claims()
{
    return ready().map(m_life.guard([this](int) -> Result<wire::Claims> { return m_claims; }));
}

void Access::forget()
{
    m_renewAt = {};
}

Task<int> Access::ready()
{
    if (m_clock.now() < m_renewAt)
        return Task<int>::ready(m_number);
    const base::Promise<int> waiting;
    Task<int> task = waiting.task();
    m_waiting.push_back(waiting);
    if (m_waiting.size() == 1)
        exchange();
    return task;
}

/// Belongs to everybody who waits, so that one of them giving up does not end it.
void Access::exchange()
{
    Request request = exchangeRequest(m_apiToken);
    auto reply = m_api.send(request);
    base::wipe(request.body);
    m_exchange = std::move(reply)
                     .map(&wire::parseAccess)
                     .map(m_life.guard([this](wire::AccessGrant grant) -> Result<Unit> {
                         settle(accept(std::move(grant)));
                         return Unit {};
                     }))
                     .orElse(m_life.guard([this](Error error) {
                         settle(base::fail(asRefusedKey(std::move(error))));
                         return Task<Unit>::ready(Unit {});
                     }));
}

Result<int> Access::accept(wire::AccessGrant grant)
{
    m_api.setAuthorizer(
        std::make_unique<http::WordAuthorizer>("Bearer"_ba, std::move(grant.access)));
    m_idToken = std::move(grant.idToken);
    m_claims = std::move(grant.claims);
    m_renewAt = m_clock.now() + grant.lifetime - margin;
    return ++m_number;
}

void Access::settle(const Result<int> &outcome)
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &promise : waiting)
        promise.settle(outcome);
}

} // namespace csp
