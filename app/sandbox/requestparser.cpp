// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/requestparser.h"

#include <algorithm>

namespace sandbox {

namespace {

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
        || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

bool hasWord(const QByteArray &list, QByteArrayView word)
{
    for (const QByteArray &item : list.split(','))
        if (item.trimmed().compare(word, Qt::CaseInsensitive) == 0)
            return true;
    return false;
}

} // namespace

RequestParser::State RequestParser::feed(const QByteArray &bytes)
{
    m_bytes += bytes;
    return step();
}

RequestParser::State RequestParser::step()
{
    while (m_stage != Stage::Done && m_stage != Stage::Error) {
        if (!advance())
            break;
    }
    if (m_stage == Stage::Error)
        return State::Broken;
    if (m_stage == Stage::Done)
        return State::Ready;
    if (m_wantsContinue && m_stage != Stage::Head) {
        m_wantsContinue = false;
        return State::WantsContinue;
    }
    return State::NeedMore;
}

ParsedRequest RequestParser::take()
{
    m_stage = Stage::Head;
    m_wantsContinue = false;
    return std::exchange(m_current, {});
}

/// False when more bytes are needed.
bool RequestParser::advance()
{
    switch (m_stage) {
    case Stage::Head:
        return readHead();
    case Stage::Body:
        return readBody();
    case Stage::ChunkSize:
        return readChunkSize();
    case Stage::ChunkData:
        return readChunkData();
    case Stage::Trailer:
        return readTrailer();
    case Stage::Done:
    case Stage::Error:
        break;
    }
    return false;
}

bool RequestParser::readHead()
{
    while (m_bytes.startsWith("\r\n")) // tolerated between requests
        m_bytes.remove(0, 2);
    const qsizetype end = m_bytes.indexOf("\r\n\r\n");
    if (end > headLimit || (end < 0 && m_bytes.size() > headLimit))
        return fail(431, "The header of the request is too large.");
    if (end < 0)
        return false;
    const QByteArray head = m_bytes.left(end);
    m_bytes.remove(0, end + 4);

    bool isFirst = true;
    for (const QByteArray &line : head.split('\n')) {
        QByteArrayView text = line;
        if (text.endsWith('\r'))
            text.chop(1);
        if (!(isFirst ? readRequestLine(text) : readHeaderLine(text)))
            return true;
        isFirst = false;
    }
    return chooseBody();
}

bool RequestParser::readRequestLine(QByteArrayView line)
{
    const QList<QByteArray> words = line.toByteArray().split(' ');
    if (words.size() != 3 || !isToken(words[0]) || words[1].isEmpty())
        return fail(400, "The request line is not one of HTTP.");
    if (words[2] != "HTTP/1.1" && words[2] != "HTTP/1.0")
        return fail(505, "Only HTTP/1.1 is spoken here.");
    m_isHttp10 = words[2] == "HTTP/1.0";
    m_current.request.method = words[0];

    QByteArray target = words[1];
    const qsizetype scheme = target.indexOf("://");
    if (!target.startsWith('/') && scheme > 0) { // the absolute form, as sent to a proxy
        const qsizetype slash = target.indexOf('/', scheme + 3);
        target = slash < 0 ? QByteArray("/") : target.mid(slash);
    }
    if (!target.startsWith('/'))
        return fail(400, "The request target must be a path.");
    const bool isClean = std::all_of(target.begin(), target.end(),
        [](char c) { return static_cast<unsigned char>(c) > 0x20 && c != 0x7f; });
    if (!isClean || target.contains('#'))
        return fail(400, "The request target holds a character that must be escaped.");
    const qsizetype mark = target.indexOf('?');
    m_current.request.path = mark < 0 ? target : target.left(mark);
    m_current.request.query = mark < 0 ? QByteArray() : target.mid(mark + 1);
    return true;
}

bool RequestParser::readHeaderLine(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)))
        return fail(400, "A header line is malformed.");
    const QByteArrayView value = line.sliced(colon + 1).trimmed();
    if (std::any_of(value.begin(), value.end(),
            [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; }))
        return fail(400, "A header value holds a control character.");
    m_current.request.headers.append({line.first(colon).toByteArray(), value.toByteArray()});
    return true;
}

bool RequestParser::chooseBody()
{
    const HttpRequest &request = m_current.request;
    const auto hosts = std::count_if(request.headers.begin(), request.headers.end(),
        [](const auto &header) { return header.first.compare("host", Qt::CaseInsensitive) == 0; });
    if (hosts > 1 || (hosts == 0 && !m_isHttp10))
        return fail(400, "Exactly one Host header is needed.");

    const QByteArray connection = request.header("Connection");
    m_current.keepAlive
        = m_isHttp10 ? hasWord(connection, "keep-alive") : !hasWord(connection, "close");

    const QByteArray expect = request.header("Expect");
    if (!expect.isEmpty() && expect.compare("100-continue", Qt::CaseInsensitive) != 0)
        return fail(417, "Only 100-continue may be expected.");
    m_wantsContinue = !expect.isEmpty() && !m_isHttp10;

    const QByteArray coding = request.header("Transfer-Encoding");
    if (coding.isEmpty())
        return chooseLength();
    if (!request.header("Content-Length").isEmpty())
        return fail(400, "Content-Length and Transfer-Encoding exclude each other.");
    if (coding.compare("chunked", Qt::CaseInsensitive) != 0)
        return fail(501, "The only transfer encoding known here is chunked.");
    m_stage = Stage::ChunkSize;
    return true;
}

bool RequestParser::chooseLength()
{
    const QByteArray length = m_current.request.header("Content-Length");
    m_wanted = 0;
    if (!length.isEmpty()) {
        const bool isDigits = std::all_of(
            length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; });
        bool isNumber = false;
        m_wanted = length.toLongLong(&isNumber);
        if (!isDigits || !isNumber)
            return fail(400, "Content-Length is not a number.");
        if (m_wanted > bodyLimit)
            return fail(413, "The body of the request is too large.");
    }
    m_stage = m_wanted > 0 ? Stage::Body : Stage::Done;
    return true;
}

bool RequestParser::readBody()
{
    if (m_bytes.size() < m_wanted)
        return false;
    m_current.request.body = m_bytes.left(m_wanted);
    m_bytes.remove(0, m_wanted);
    m_stage = Stage::Done;
    return true;
}

std::optional<QByteArray> RequestParser::line()
{
    const qsizetype end = m_bytes.indexOf("\r\n");
    if (end < 0) {
        if (m_bytes.size() > headLimit)
            fail(400, "A line of the chunked body is too long.");
        return std::nullopt;
    }
    QByteArray text = m_bytes.left(end);
    m_bytes.remove(0, end + 2);
    return text;
}

bool RequestParser::readChunkSize()
{
    const auto text = line();
    if (!text)
        return m_stage == Stage::Error;
    const QByteArray digits
        = text->left(text->indexOf(';') < 0 ? text->size() : text->indexOf(';')).trimmed();
    bool isNumber = false;
    m_wanted = digits.toLongLong(&isNumber, 16);
    if (!isNumber || m_wanted < 0 || digits.startsWith('+') || digits.startsWith("0x"))
        return fail(400, "The size of a chunk is not a number.");
    if (m_wanted > bodyLimit - m_current.request.body.size())
        return fail(413, "The body of the request is too large.");
    m_stage = m_wanted > 0 ? Stage::ChunkData : Stage::Trailer;
    return true;
}

bool RequestParser::readChunkData()
{
    if (m_bytes.size() < m_wanted + 2)
        return false;
    if (m_bytes.mid(m_wanted, 2) != "\r\n")
        return fail(400, "A chunk is longer than it said.");
    m_current.request.body += m_bytes.left(m_wanted);
    m_bytes.remove(0, m_wanted + 2);
    m_stage = Stage::ChunkSize;
    return true;
}

bool RequestParser::readTrailer()
{
    const auto text = line();
    if (!text)
        return m_stage == Stage::Error;
    if (text->isEmpty())
        m_stage = Stage::Done;
    return true;
}

bool RequestParser::fail(int status, QByteArrayView text)
{
    m_stage = Stage::Error;
    m_errorStatus = status;
    m_errorText = text.toByteArray();
    return false;
}

} // namespace sandbox
