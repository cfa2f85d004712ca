// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/qnamtransport.h"

#include "base/memoryguard.h"
#include "http/apiclient.h"
#include "http/cafile.h"
#include "http/framing.h"
#include "http/keptconnections.h"
#include "http/networkwords.h"
#include "http/preparedrequest.h"
#include "http/sendoncedevice.h"
#include "http/tlswords.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QTimer>

namespace http {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Promise;
using base::Result;
using base::Task;

namespace {

bool isTlsError(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::SslHandshakeFailedError;
}

/// Errors that mean that no connection came about.
bool isOfTheWay(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::ConnectionRefusedError
        || error == QNetworkReply::HostNotFoundError || isTlsError(error)
        || error == QNetworkReply::ProxyConnectionRefusedError
        || error == QNetworkReply::ProxyNotFoundError
        || error == QNetworkReply::ProxyAuthenticationRequiredError;
}

/// Whether the answer cannot be one to this request, or to any.
bool isNobodysAnswer(int status)
{
    constexpr int requestTimeout = 408; // Said by a server that is tired of waiting, unasked.
    return (status > 0 && status < 200) || status == requestTimeout;
}

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

/// Spare room behind a body: simdjson reads a little past the end and would copy it all otherwise.
constexpr qsizetype bodySlack = 64;

/// One request on its way. Settles its promise exactly once, also when it is destroyed.
class Exchange final : public QObject
{
public:
    Exchange(const QUrl &url, const Request &request, ProxyRoute route)
        : m_host(url.host())
        , m_route(std::move(route))
        , m_isChange(request.isChange)
        , m_maximumBody(request.maximumBody)
    {
        m_deadline.setSingleShot(true);
        m_idle.setSingleShot(true);
        m_deadline.setInterval(request.deadline);
        m_idle.setInterval(request.idle);
        connect(&m_deadline, &QTimer::timeout, this, [this, limit = request.deadline] {
            lost(ErrorKind::Timeout,
                onTheWay() + u"no complete answer within %1 s"_s.arg(limit.count() / 1000));
        });
        connect(&m_idle, &QTimer::timeout, this, [this, limit = request.idle] {
            lost(ErrorKind::Timeout, onTheWay() + u"silence for %1 s"_s.arg(limit.count() / 1000));
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

    using Send = std::function<QNetworkReply *(QNetworkAccessManager *, QObject *owner)>;

    /// Over connections that reads share, which outlive the exchange; null = over its own. A read
    /// goes out once more where the answer is not its own.
    void begin(Send send, KeptConnections *kept)
    {
        m_kept = kept;
        m_manager = connections();
        start(send(m_manager.get(), this));
        if (!m_isChange)
            m_again = std::move(send);
    }

private:
    KeptConnections::Manager connections() const
    {
        return m_kept ? m_kept->forRead(m_route) : KeptConnections::makeManager(m_route);
    }

    void start(QNetworkReply *reply)
    {
        m_reply = reply;
        // Qt buffers at most this much, so that a flood is stopped by our cap and not by memory.
        reply->setReadBufferSize(1024 * 1024);
        connect(reply, &QNetworkReply::readyRead, this, [this] { receive(); });
        connect(reply, &QNetworkReply::uploadProgress, &m_idle, qOverload<>(&QTimer::start));
        connect(reply, &QNetworkReply::finished, this, [this] { finish(); });
        connect(reply, &QNetworkReply::socketStartedConnecting, this,
            [this] { m_wasConnecting = true; });
        connect(reply, &QNetworkReply::requestSent, this, [this] { m_isSent = true; });
        connect(reply, &QNetworkReply::sslErrors, this,
            [this](const QList<QSslError> &errors) { m_tlsErrors = errors; });
        if (!m_deadline.isActive()) // It holds for a second try as well.
            m_deadline.start();
        m_idle.start();
    }

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
        if (isNobodysAnswer(status) && m_again)
            return tryAgain();
        if (status > 0 && status < 200)
            return lost(ErrorKind::UnexpectedReply, interimWords(status));
        const Framing framing = framingOf(status, m_reply->rawHeaderPairs());
        if (framing == Framing::Broken)
            return lost(ErrorKind::UnexpectedReply,
                u"%1 does not say clearly where its answer ends"_s.arg(m_host));
        // Qt reports 4xx and 5xx as errors of its own; anything else means that the answer is not
        // whole.
        const bool isStatusError = status >= 400 && error >= QNetworkReply::ContentAccessDenied
            && error <= QNetworkReply::UnknownServerError
            && error != QNetworkReply::ContentReSendError;
        if (status == 0 || (error != QNetworkReply::NoError && !isStatusError))
            return lost(kindOf(error), wordsOf(error), neverLeft(error), isRepeatable(error));
        const bool isElsewhere = status >= 300 && status < 400;
        m_isSound = framing == Framing::Sound && !isElsewhere;
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
        constexpr int proxyWantsAKey = 407; // Said of the way, not of the request.
        if (status < 300 || status == proxyWantsAKey)
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

    QString interimWords(int status) const
    {
        return u"%1 sent the interim status %2 first, and Qt %3 takes that for the whole answer: "
               u"the "
               "real one could not be read"_s.arg(
                   m_host, QString::number(status), QString::fromLatin1(qVersion()));
    }

    QString wordsOf(QNetworkReply::NetworkError error) const
    {
        if (isTlsError(error))
            return tlsWords(m_host, m_tlsErrors)
                + (m_route.isDirect() ? QString()
                                      : u" (reached through %1)"_s.arg(m_route.words()));
        if (isAtProxy())
            return proxyWords(error, m_host, m_route, m_wasConnecting);
        return networkWords(error, m_host);
    }

    /// Whether the way through a proxy is not open yet, as far as we have heard.
    bool isAtProxy() const { return !m_route.isDirect() && !m_isSent; }

    QString onTheWay() const
    {
        return isAtProxy()
            ? u"waiting for %1 to open a connection to %2: "_s.arg(m_route.words(), m_host)
            : QString();
    }

    /// Whether it is certain that the server saw no request: Qt ended it, and had told us before if
    /// it had sent anything. Where we end it ourselves Qt may be about to send.
    bool neverLeft(QNetworkReply::NetworkError error) const
    {
        return !m_isSent && (isOfTheWay(error) || !m_route.isDirect());
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
        const bool isProxysFault
            = isAtProxy() && (kind == ErrorKind::Offline || kind == ErrorKind::Timeout);
        end(base::fail(Error {.kind = unknown ? ErrorKind::OutcomeUnknown : kind,
            .detail = detail,
            .field = isProxysFault ? u"proxy"_s : QString(),
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

    /// The old connection goes before the new request does. Not from inside the old reply's own
    /// signal, as its manager may end here.
    void tryAgain()
    {
        letGo();
        m_idle.stop();
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (m_settled)
                    return;
                m_body.clear();
                m_tlsErrors.clear();
                m_isSent = m_wasConnecting = false;
                if (m_kept)
                    m_kept->ended(m_manager, false);
                m_manager = connections();
                start(std::exchange(m_again, nullptr)(m_manager.get(), this));
            },
            Qt::QueuedConnection);
    }

    void drop()
    {
        m_deadline.stop();
        m_idle.stop();
        m_again = nullptr; // It holds the body, which may be a secret.
        letGo();
        if (m_kept)
            std::exchange(m_kept, nullptr)->ended(m_manager, m_isSound);
    }

    /// abort() emits finished() inside the call (Qt 6.4), hence: disconnect first.
    void letGo()
    {
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
    ProxyRoute m_route;
    QList<QSslError> m_tlsErrors;
    bool m_isChange = false;
    bool m_settled = false;
    bool m_wasConnecting = false;
    bool m_isSent = false; ///< or some of it
    bool m_isSound = false; ///< the answer was whole, and it is clear where it ended
    qint64 m_maximumBody = 0;
    QByteArray m_body;
    QPointer<QNetworkReply> m_reply;
    KeptConnections *m_kept = nullptr; ///< null = its connections are its own
    Send m_again; ///< null = it is not sent once more
    KeptConnections::Manager m_manager; // After m_reply: its replies are its children.
};

} // namespace

QnamTransport::QnamTransport(const Result<QStringList> &caFiles)
    : m_kept(std::make_unique<KeptConnections>())
    , m_exchanges(std::make_unique<QObject>())
{
    if (!caFiles)
        m_trust = base::fail(caFiles.error());
    QList<QSslCertificate> besides;
    for (const QString &file : caFiles.value_or(QStringList())) {
        const auto certificates = readCaFile(file);
        if (!certificates) {
            m_trust = base::fail(certificates.error());
            return;
        }
        besides += *certificates;
    }
    if (!besides.isEmpty())
        m_tls = std::make_unique<QSslConfiguration>(trustingAlso(besides));
}

QnamTransport::~QnamTransport() = default;

Task<Response> QnamTransport::send(
    const QUrl &base, const Request &request, const Authorizer *authorizer)
{
    if (const auto fits = checkBaseUrl(base); !fits)
        return Task<Response>::failed(
            {.kind = ErrorKind::ForbiddenHost, .detail = fits.error().detail});
    if (!m_trust)
        return Task<Response>::failed(m_trust.error());
    const QUrl url = buildUrl(base, request);
    if (!url.isValid())
        return Task<Response>::failed(
            {.kind = ErrorKind::Invalid, .detail = u"the request path is not clean"_s});
    auto prepared = prepareRequest(url, request, authorizer, m_tls.get());
    if (!prepared)
        return Task<Response>::failed(prepared.error());
    auto route = proxyRouteTo(url);
    if (!route)
        return Task<Response>::failed(route.error());

    auto *exchange = new Exchange(url, request, std::move(*route));
    exchange->setParent(m_exchanges.get()); // Ends with this transport.
    Task<Response> task = exchange->task();
    Exchange::Send send
        = [prepared = std::move(*prepared), request](QNetworkAccessManager *manager,
              QObject *owner) { return dispatch(manager, prepared, request, owner); };
    // A change goes out over fresh connections: on a kept one, which the server may be closing just
    // now, the send-once body would fail although nothing was wrong. And while a new key is about
    // (MEM-02), what carries it must leave no buffers of a kept connection.
    const bool leavesNothing = request.holdsSecret && base::FreedMemoryWipe::isOn();
    exchange->begin(std::move(send), request.isChange || leavesNothing ? nullptr : m_kept.get());
    return task;
}

} // namespace http
