// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Takes bytes as they come and hands out whole HTTP/1.1 requests: strict where the standard is, so
/// that a client's slip shows here and not at the vendor.

#include "sandbox/exchange.h"

namespace sandbox {

/// A request with what the connection has to know about it.
struct ParsedRequest
{
    HttpRequest request;
    bool keepAlive = true;
};

class RequestParser
{
public:
    enum class State {
        NeedMore,
        WantsContinue, ///< the client waits for 100 Continue; told once
        Ready, ///< take() has a request
        Broken, ///< answer errorStatus() and close
    };

    static constexpr qsizetype headLimit = 32 * 1024;
    static constexpr qsizetype bodyLimit = 16 * 1024 * 1024;

    State feed(const QByteArray &bytes);
    /// Looks at what is left of earlier bytes: the next request of a pipeline may be there.
    State step();
    ParsedRequest take();

    int errorStatus() const { return m_errorStatus; }
    QByteArray errorText() const { return m_errorText; }

private:
    enum class Stage { Head, Body, ChunkSize, ChunkData, Trailer, Done, Error };

    bool advance();
    bool readHead();
    bool readRequestLine(QByteArrayView line);
    bool readHeaderLine(QByteArrayView line);
    bool chooseBody();
    bool chooseLength();
    bool readBody();
    bool readChunkSize();
    bool readChunkData();
    bool readTrailer();
    std::optional<QByteArray> line();
    bool fail(int status, QByteArrayView text);

    QByteArray m_bytes;
    ParsedRequest m_current;
    Stage m_stage = Stage::Head;
    qsizetype m_wanted = 0; ///< bytes of the body or chunk still to come
    bool m_isHttp10 = false;
    bool m_wantsContinue = false;
    int m_errorStatus = 0;
    QByteArray m_errorText;
};

} // namespace sandbox
