// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "http/networkwords.h"

namespace http {

using namespace Qt::StringLiterals;

QString networkWords(QNetworkReply::NetworkError error, const QString &host)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return u"%1 refused the connection"_s.arg(host);
    case QNetworkReply::HostNotFoundError:
        return u"%1 was not found"_s.arg(host);
    case QNetworkReply::RemoteHostClosedError:
    case QNetworkReply::ContentReSendError:
        return u"%1 closed the connection before its answer was complete"_s.arg(host);
    case QNetworkReply::TimeoutError:
        return u"%1 did not answer in time"_s.arg(host);
    case QNetworkReply::OperationCanceledError:
        return u"the request to %1 was stopped"_s.arg(host);
    case QNetworkReply::SslHandshakeFailedError:
        return u"%1 could not prove its identity"_s.arg(host);
    case QNetworkReply::BackgroundRequestNotAllowedError:
        return u"this system lets no program use the network just now"_s;
    case QNetworkReply::TooManyRedirectsError:
    case QNetworkReply::InsecureRedirectError:
        return u"%1 sent us elsewhere"_s.arg(host);
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return u"a proxy on the way to %1 failed"_s.arg(host);
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolFailure:
        return u"what %1 answered is not HTTP"_s.arg(host);
    case QNetworkReply::ContentAccessDenied:
    case QNetworkReply::ContentOperationNotPermittedError:
    case QNetworkReply::ContentNotFoundError:
    case QNetworkReply::AuthenticationRequiredError:
    case QNetworkReply::ContentConflictError:
    case QNetworkReply::ContentGoneError:
    case QNetworkReply::UnknownContentError:
    case QNetworkReply::InternalServerError:
    case QNetworkReply::OperationNotImplementedError:
    case QNetworkReply::ServiceUnavailableError:
    case QNetworkReply::UnknownServerError:
        return u"the answer of %1 could not be read"_s.arg(host);
    case QNetworkReply::NoError:
        return u"%1 ended the connection without an answer"_s.arg(host);
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
        break;
    }
    return u"no connection to %1 came about, or it broke off"_s.arg(host);
}

QString proxyWords(QNetworkReply::NetworkError error, const QString &host, const ProxyRoute &route,
    bool wasConnecting)
{
    const auto say = [&route](const QString &what) { return route.words() + u' ' + what; };
    switch (error) {
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return say(route.proxy.user().isEmpty()
                ? u"asks for a user name and a password"_s
                : u"did not accept the user name and the password configured for it"_s);
    case QNetworkReply::ProxyNotFoundError:
        return say(u"was not found"_s);
    case QNetworkReply::HostNotFoundError:
        return say(wasConnecting ? u"could not find %1"_s.arg(host) : u"was not found"_s);
    case QNetworkReply::ConnectionRefusedError:
        return say(u"could not reach %1"_s.arg(host));
    case QNetworkReply::ProxyConnectionRefusedError:
        return say(u"refused the connection"_s);
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::RemoteHostClosedError:
        return say(u"closed the connection before there was one to %1"_s.arg(host));
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::TimeoutError:
        return say(u"opened no connection to %1 in time"_s.arg(host));
    default: // Qt 6.4 tells a proxy that is not there and one that says no by words alone.
        return say(
            u"opened no connection to %1: it does not run there, does not allow it, or wants "
            "another way of signing in"_s.arg(host));
    }
}

} // namespace http
