// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/qnamtransport.h"

#include "base/memoryguard.h"
#include "http/apiclient.h"
#include "http/sendoncedevice.h"

#include <QNetworkAccessManager>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>

namespace http {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Promise;
using base::Result;
using base::Task;

namespace {

/// A jar that neither takes nor gives: Qt's own sends a cookie of one port to another (NET-10).
class NoCookies final : public QNetworkCookieJar
{
public:
    QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
};

std::unique_ptr<QNetworkAccessManager> makeManager()
{
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setCookieJar(new NoCookies); // The manager takes ownership.
    manager->setStrictTransportSecurityEnabled(false);
    manager->setAutoDeleteReplies(false);
    return manager;
}

bool isHeaderSafe(QByteArrayView value)
{
    return std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

/// Nothing is sent when this gives an error: NET-11 refuses what would break out of a header.
Result<QNetworkRequest> prepare(
    const QUrl &url, const Request &request, const Authorizer *authorizer)
{
    QNetworkRequest prepared(url);
    prepared.setAttribute(
        QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    prepared.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    prepared.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    prepared.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    prepared.setAttribute(
        QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    prepared.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    prepared.setRawHeader("User-Agent", "Tokendesk/" TOKENDESK_VERSION);
    prepared.setRawHeader("Accept", "application/json");
    for (const auto &[name, value] : request.headers) {
        if (!isHeaderSafe(value))
            return base::invalid(u"header"_s,
                u"an unusual character in the header %1"_s.arg(QLatin1StringView(name)));
        prepared.setRawHeader(name, value);
    }
    if (!request.contentType.isEmpty())
        prepared.setRawHeader("Content-Type", request.contentType);
    if (authorizer) {
        for (const AuthHeader &header : authorizer->headers()) {
            if (!isHeaderSafe(header.value.expose()))
                return base::invalid(
                    u"secret"_s, u"the key contains a line break or an unusual character"_s);
            prepared.setRawHeader(header.name, header.value.expose().toByteArray());
        }
    }
    return prepared;
}

bool isTlsError(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::SslHandshakeFailedError;
}

/// Errors after which it is certain that the server saw no request.
bool neverLeft(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::ConnectionRefusedError
        || error == QNetworkReply::HostNotFoundError || isTlsError(error)
        || error == QNetworkReply::ProxyConnectionRefusedError
        || error == QNetworkReply::ProxyNotFoundError
        || error == QNetworkReply::ProxyAuthenticationRequiredError;
}

/// Spare room behind a body: simdjson reads a little past the end and would copy it all otherwise.
constexpr qsizetype bodySlack = 64;

/// One request on its way. Settles its promise exactly once, also when it is destroyed.
class Exchange final : public QObject
{
public:
    Exchange(const QUrl &url, const Request &request)
        : m_host(url.host())
        , m_isChange(request.isChange)
        , m_maximumBody(request.maximumBody)
    {
        m_deadline.setSingleShot(true);
        m_idle.setSingleShot(true);
        m_deadline.setInterval(request.deadline);
        m_idle.setInterval(request.idle);
        connect(&m_deadline, &QTimer::timeout, this, [this, limit = request.deadline] {
            lost(ErrorKind::Timeout, u"no complete answer within %1 s"_s.arg(limit.count() / 1000));
        });
        connect(&m_idle, &QTimer::timeout, this, [this, limit = request.idle] {
            lost(ErrorKind::Timeout, u"silence for %1 s"_s.arg(limit.count() / 1000));
        });
    }

    ~Exchange() override
    {
        drop();
        settle(base::fail(m_isChange ? ErrorKind::OutcomeUnknown : ErrorKind::Cancelled,
            u"the connection was closed"_s));
    }

    Task<Response> task()
    {
        m_promise.onAbort([guard = QPointer<Exchange>(this)] {
            if (!guard)
                return;
            guard->m_settled = true;
            guard->drop();
            guard->deleteLater();
        });
        return m_promise.task();
    }

    /// A manager of its own makes the exchange its owner.
    void own(std::unique_ptr<QNetworkAccessManager> manager) { m_manager = std::move(manager); }

    void start(QNetworkReply *reply)
    {
        m_reply = reply;
        // Qt buffers at most this much, so that a flood is stopped by our cap and not by memory.
        reply->setReadBufferSize(1024 * 1024);
        connect(reply, &QNetworkReply::readyRead, this, [this] { receive(); });
        connect(reply, &QNetworkReply::uploadProgress, &m_idle, qOverload<>(&QTimer::start));
        connect(reply, &QNetworkReply::finished, this, [this] { finish(); });
        m_deadline.start();
        m_idle.start();
    }

private:
    void receive()
    {
        m_idle.start();
        const qint64 arrived = m_reply->bytesAvailable();
        const qint64 room = m_maximumBody - m_body.size();
        take(std::min(arrived, room));
        if (arrived > room)
            lost(ErrorKind::UnexpectedReply,
                u"the answer is larger than %1 bytes"_s.arg(m_maximumBody));
    }

    void take(qint64 arrived)
    {
        if (arrived <= 0)
            return;
        const qsizetype before = m_body.size();
        if (before == 0)
            m_body.reserve(expectedLength() + bodySlack);
        // Straight to its place: readAll() would make a second array of every piece.
        m_body.resize(before + arrived);
        const qint64 taken = m_reply->read(m_body.data() + before, arrived);
        m_body.resize(before + std::max<qint64>(taken, 0));
    }

    /// What the server says, as far as we would believe it; compressed bodies grow beyond it.
    qint64 expectedLength() const
    {
        const qint64 said = m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong();
        return std::clamp<qint64>(said, 0, m_maximumBody);
    }

    void finish()
    {
        const auto guard = QPointer<Exchange>(this);
        receive();
        if (!guard || m_settled)
            return;
        const auto error = m_reply->error();
        const int status = statusCode();
        // Qt reports 4xx and 5xx as errors of its own; anything else means that the answer is not
        // whole.
        const bool isStatusError = status >= 400 && error >= QNetworkReply::ContentAccessDenied
            && error <= QNetworkReply::UnknownServerError
            && error != QNetworkReply::ContentReSendError;
        if (status == 0 || (error != QNetworkReply::NoError && !isStatusError))
            return lost(kindOf(error), wordsOf(error), neverLeft(error), isRepeatable(error));
        if (!endsByStatus(status))
            end(response(status));
    }

    int statusCode() const
    {
        return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

    Response response(int status)
    {
        Response response;
        response.status = status;
        response.headers = m_reply->rawHeaderPairs();
        m_body.reserve(m_body.size() + bodySlack); // Only compressed ones may have outgrown it.
        response.body = std::move(m_body);
        return response;
    }

    /// A status that refuses or redirects decides by itself: whatever is missing of the body,
    /// because it is too large, cut off or late, changes nothing about that.
    bool endsByStatus(int status)
    {
        if (status < 300)
            return false;
        if (status < 400)
            end(base::fail(redirectError(status)));
        else
            end(response(status));
        return true;
    }

    Error redirectError(int status) const
    {
        const QUrl target
            = m_reply->url().resolved(QUrl::fromEncoded(m_reply->rawHeader("Location")));
        return {.kind = ErrorKind::UnexpectedRedirect,
            .detail = u"unexpected redirect from %1 to %2"_s.arg(m_host, target.host()),
            .httpStatus = status};
    }

    static ErrorKind kindOf(QNetworkReply::NetworkError error)
    {
        return isTlsError(error) ? ErrorKind::Tls : ErrorKind::Offline;
    }

    // Our own words: errorString() holds the full URL and the server's raw reason phrase.
    QString wordsOf(QNetworkReply::NetworkError error) const
    {
        switch (error) {
        case QNetworkReply::ConnectionRefusedError:
            return u"%1 refused the connection"_s.arg(m_host);
        case QNetworkReply::HostNotFoundError:
            return u"%1 was not found"_s.arg(m_host);
        case QNetworkReply::SslHandshakeFailedError:
            return u"%1 could not prove its identity"_s.arg(m_host);
        case QNetworkReply::RemoteHostClosedError:
        case QNetworkReply::ContentReSendError:
            return u"%1 closed the connection before its answer was complete"_s.arg(m_host);
        default:
            return u"the connection to %1 failed (code %2)"_s.arg(m_host, QString::number(error));
        }
    }

    /// Refused or reset before a byte of the answer came.
    bool isRepeatable(QNetworkReply::NetworkError error) const
    {
        return m_reply->rawHeaderPairs().isEmpty() && m_body.isEmpty()
            && (error == QNetworkReply::ConnectionRefusedError
                || error == QNetworkReply::RemoteHostClosedError);
    }

    void lost(ErrorKind kind, const QString &detail, bool certainlyNotSent = false,
        bool isRepeatable = false)
    {
        if (m_reply && endsByStatus(statusCode()))
            return;
        const bool unknown = m_isChange && !certainlyNotSent;
        end(base::fail(Error {.kind = unknown ? ErrorKind::OutcomeUnknown : kind,
            .detail = detail,
            .isRepeatable = isRepeatable && !m_isChange}));
    }

    void end(Result<Response> result)
    {
        drop();
        const QPointer<Exchange> alive(this);
        settle(std::move(result)); // Whoever hears of it may destroy the transport, and us with it.
        if (alive)
            deleteLater();
    }

    void settle(Result<Response> result)
    {
        if (m_settled)
            return;
        m_settled = true;
        m_promise.settle(std::move(result));
    }

    /// abort() emits finished() inside the call (Qt 6.4), hence: disconnect first.
    void drop()
    {
        m_deadline.stop();
        m_idle.stop();
        if (!m_reply)
            return;
        QNetworkReply *reply = m_reply;
        m_reply = nullptr;
        reply->disconnect(this);
        reply->disconnect(&m_idle);
        // After a status that is an error, Qt 6.4 warns of the second error that abort() would be.
        // Deleting the reply ends its connection as well.
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (reply->isRunning() && status < 400)
            reply->abort();
        reply->deleteLater();
    }

    Promise<Response> m_promise;
    QTimer m_deadline;
    QTimer m_idle;
    QString m_host;
    bool m_isChange = false;
    bool m_settled = false;
    qint64 m_maximumBody = 0;
    QByteArray m_body;
    QPointer<QNetworkReply> m_reply;
    std::unique_ptr<QNetworkAccessManager>
        m_manager; // After m_reply: its replies are its children.
};

QNetworkReply *dispatch(QNetworkAccessManager *manager, QNetworkRequest prepared,
    const Request &request, QObject *owner)
{
    if (request.verb == Verb::Get)
        return manager->get(prepared);
    if (!request.isChange && request.verb == Verb::Post)
        return manager->post(prepared, request.body);
    auto *body = new SendOnceDevice(request.body, owner);
    prepared.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    prepared.setHeader(QNetworkRequest::ContentLengthHeader, body->size());
    return manager->sendCustomRequest(prepared, verbName(request.verb), body);
}

} // namespace

QnamTransport::QnamTransport()
    : m_reads(makeManager())
    , m_exchanges(std::make_unique<QObject>())
{
}

QnamTransport::~QnamTransport() = default;

Task<Response> QnamTransport::send(
    const QUrl &base, const Request &request, const Authorizer *authorizer)
{
    if (const auto fits = checkBaseUrl(base); !fits)
        return Task<Response>::failed(
            {.kind = ErrorKind::ForbiddenHost, .detail = fits.error().detail});
    const QUrl url = buildUrl(base, request);
    if (!url.isValid())
        return Task<Response>::failed(
            {.kind = ErrorKind::Invalid, .detail = u"the request path is not clean"_s});
    auto prepared = prepare(url, request, authorizer);
    if (!prepared)
        return Task<Response>::failed(prepared.error());

    auto *exchange = new Exchange(url, request);
    exchange->setParent(m_exchanges.get()); // Ends with this transport.
    QNetworkAccessManager *manager = m_reads.get();
    // While a new key is about (MEM-02), what carries it must leave no buffers of a kept
    // connection.
    const bool leavesNothing = request.holdsSecret && base::FreedMemoryWipe::isOn();
    if (request.isChange || leavesNothing) {
        // A fresh manager has no kept-alive socket that the server may be closing just now: on a
        // stale one the send-once body would fail although nothing was wrong.
        auto fresh = makeManager();
        manager = fresh.get();
        exchange->own(std::move(fresh));
    }
    Task<Response> task = exchange->task();
    exchange->start(dispatch(manager, std::move(*prepared), request, exchange));
    return task;
}

} // namespace http
