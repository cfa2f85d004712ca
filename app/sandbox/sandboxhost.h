// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The four vendors on one port of loopback, with a generated estate.

#include "sandbox/clock.h"
#include "sandbox/faults.h"
#include "sandbox/ratelimit.h"
#include "sandbox/requestlog.h"
#include "sandbox/wireserver.h"

#include <QObject>

#include <memory>
#include <vector>

namespace sandbox {

struct Options
{
    quint16 port = 0; ///< 0 takes a free one
    quint32 tokens = 120; ///< for each vendor
    quint64 seed = 1;
    std::chrono::milliseconds latency {0};
    std::optional<TlsFiles> tls;
    std::optional<qint64> nowMs; ///< a clock that stands still, for tests
    int accessTokenSeconds = 1799; ///< how long CSP's access tokens live
    bool acceptAuthorizeIdToken = false; ///< CSP: create takes the id token that authorize gave
    int mistRequestLimit = 5000; ///< Mist: calls an hour
    int ratePerSecond = 0; ///< every vendor: calls a second for each credential; 0 = no limit
};

/// Lives in the thread that calls start(); see SandboxThread for one beside a window.
class Sandbox final : public QObject
{
    Q_OBJECT

public:
    explicit Sandbox(Options options, QObject *parent = nullptr);
    ~Sandbox() override;

    /// Returns what went wrong, or nothing.
    QString start();
    QString url() const;
    /// What the ready line says: the address, and each vendor's credentials.
    QJsonObject readyLine() const;

    Clock &clock() { return m_clock; }

private:
    Answer answer(const HttpRequest &request);
    HttpReply ask(
        VendorRoutes &vendor, const HttpRequest &request, const std::optional<Fault> &fault);
    HttpReply control(const HttpRequest &request);
    HttpReply controlFaults(const HttpRequest &request);
    HttpReply controlElsewhere(const HttpRequest &request);
    VendorRoutes *ownerOf(const QByteArray &path) const;

    Options m_options;
    Clock m_clock;
    std::vector<std::unique_ptr<VendorRoutes>> m_vendors;
    Faults m_faults;
    RateLimit m_rate;
    RequestLog m_log;
    std::unique_ptr<WireServer> m_server;
};

} // namespace sandbox
