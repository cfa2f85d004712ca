// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A wire that follows a script: expects requests in order and answers each as told.

#include "http/transport.h"

#include <QPointer>

#include <deque>
#include <functional>

namespace test {

class ScriptedTransport final : public http::Transport
{
public:
    /// One expected request and its answer.
    class Step
    {
    public:
        Step &reply(int status, const QByteArray &body = {}, const http::HeaderList &headers = {});
        Step &fail(base::Error error);
        /// No answer until it is cancelled.
        Step &hang();
        /// Looks at the request: body, headers, flags. Runs when it arrives.
        Step &check(std::function<void(const http::Request &)> look);
        /// The Authorization value it must carry; empty = none at all.
        Step &authorizedBy(const QByteArray &value);
        /// The JSON body it must carry, compared as JSON.
        Step &json(const QByteArray &expected);

    private:
        friend class ScriptedTransport;
        http::Verb verb = http::Verb::Get;
        QByteArray target;
        base::Result<http::Response> answer = http::Response {};
        bool hangs = false;
        bool checksAuthorization = false;
        QByteArray authorization;
        QByteArray expectedJson;
        std::function<void(const http::Request &)> look;
    };

    /// target: path and query as on the wire, e.g. "/api/v1/self" or "/x?limit=100".
    Step &expect(http::Verb verb, const QByteArray &target);

    base::Task<http::Response> send(const QUrl &base, const http::Request &request,
        const http::Authorizer *authorizer) override;

    /// Fails the test when a step was not reached or something unexpected was sent.
    void verifyAllUsed() const;
    int sent() const { return m_sent; }
    /// How many hanging requests were cancelled.
    int cancelled() const { return *m_cancelled; }

private:
    std::deque<Step> m_steps; // References to steps stay valid while the script grows.
    std::size_t m_next = 0;
    int m_sent = 0;
    QStringList m_problems;
    std::vector<base::Promise<http::Response>> m_hanging;
    std::shared_ptr<int> m_cancelled = std::make_shared<int>(0);
};

} // namespace test
