// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "scriptedtransport.h"

#include "http/apiclient.h"

#include <QJsonDocument>
#include <QTest>

namespace test {

using namespace Qt::StringLiterals;

ScriptedTransport::Step &ScriptedTransport::Step::reply(
    int status, const QByteArray &body, const http::HeaderList &headers)
{
    answer = http::Response {status, headers, body};
    return *this;
}

ScriptedTransport::Step &ScriptedTransport::Step::fail(base::Error error)
{
    answer = base::fail(std::move(error));
    return *this;
}

ScriptedTransport::Step &ScriptedTransport::Step::hang()
{
    hangs = true;
    return *this;
}

ScriptedTransport::Step &ScriptedTransport::Step::check(
    std::function<void(const http::Request &)> inspect)
{
    look = std::move(inspect);
    return *this;
}

ScriptedTransport::Step &ScriptedTransport::Step::authorizedBy(const QByteArray &value)
{
    checksAuthorization = true;
    authorization = value;
    return *this;
}

ScriptedTransport::Step &ScriptedTransport::Step::json(const QByteArray &expected)
{
    expectedJson = expected;
    return *this;
}

ScriptedTransport::Step &ScriptedTransport::expect(http::Verb verb, const QByteArray &target)
{
    Step &step = m_steps.emplace_back();
    step.verb = verb;
    step.target = target;
    return step;
}

base::Task<http::Response> ScriptedTransport::send(
    const QUrl &base, const http::Request &request, const http::Authorizer *authorizer)
{
    using base::Promise;
    using http::Response;
    ++m_sent;
    const QUrl url = http::buildUrl(base, request);
    QByteArray target = url.path(QUrl::FullyEncoded).toLatin1();
    if (!request.query.isEmpty())
        target += '?' + request.query;
    const QByteArray seen = http::verbName(request.verb) + ' ' + target;
    if (m_next >= m_steps.size()) {
        m_problems.append(u"unexpected request: %1"_s.arg(QString::fromLatin1(seen)));
        return base::Task<Response>::failed(
            {.kind = base::ErrorKind::Offline, .detail = m_problems.last()});
    }
    const Step &step = m_steps.at(m_next++);
    const QByteArray wanted = http::verbName(step.verb) + ' ' + step.target;
    if (seen != wanted)
        m_problems.append(
            u"expected %1, got %2"_s.arg(QString::fromLatin1(wanted), QString::fromLatin1(seen)));
    if (step.checksAuthorization) {
        QByteArray value;
        if (authorizer) {
            for (const auto &header : authorizer->headers()) {
                if (header.name.compare("authorization", Qt::CaseInsensitive) == 0)
                    value = header.value.expose().toByteArray();
            }
        }
        if (value != step.authorization)
            m_problems.append(u"wrong authorization for %1: %2"_s.arg(
                QString::fromLatin1(seen), QString::fromLatin1(value)));
    }
    if (!step.expectedJson.isEmpty()
        && QJsonDocument::fromJson(request.body) != QJsonDocument::fromJson(step.expectedJson)) {
        m_problems.append(u"wrong body for %1: %2"_s.arg(
            QString::fromLatin1(seen), QString::fromUtf8(request.body)));
    }
    if (step.look)
        step.look(request);
    if (!step.hangs)
        return base::Task<Response>::ready(step.answer);
    Promise<Response> promise;
    promise.onAbort([count = m_cancelled] { ++*count; });
    m_hanging.push_back(promise);
    return promise.task();
}

void ScriptedTransport::verifyAllUsed() const
{
    QVERIFY2(m_problems.isEmpty(), qPrintable(m_problems.join(u'\n')));
    QVERIFY2(m_next == m_steps.size(),
        qPrintable(u"%1 of %2 expected requests were sent"_s.arg(
            QString::number(m_next), QString::number(m_steps.size()))));
}

} // namespace test
