// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/inflate.h"

#include <array>
#include <zlib.h>

namespace sandbox {

namespace {

struct Inflater
{
    z_stream stream {};
    bool isOpen = inflateInit(&stream) == Z_OK;
    ~Inflater()
    {
        if (isOpen)
            inflateEnd(&stream);
    }
};

} // namespace

std::optional<QByteArray> inflateZlib(const QByteArray &packed, qsizetype limit)
{
    Inflater inflater;
    if (!inflater.isOpen || packed.isEmpty())
        return std::nullopt;
    QByteArray in = packed; // zlib wants to be able to write to it, by its type
    inflater.stream.next_in = reinterpret_cast<Bytef *>(in.data());
    inflater.stream.avail_in = static_cast<uInt>(in.size());
    QByteArray out;
    std::array<char, 16 * 1024> chunk {};
    int state = Z_OK;
    while (state == Z_OK) {
        inflater.stream.next_out = reinterpret_cast<Bytef *>(chunk.data());
        inflater.stream.avail_out = static_cast<uInt>(chunk.size());
        state = inflate(&inflater.stream, Z_NO_FLUSH);
        out.append(chunk.data(),
            static_cast<qsizetype>(chunk.size())
                - static_cast<qsizetype>(inflater.stream.avail_out));
        if (out.size() > limit)
            return std::nullopt;
    }
    // Bytes after the end are left alone: the vendor's JavaScript SDK sends "undefined" there.
    if (state != Z_STREAM_END)
        return std::nullopt;
    return out;
}

} // namespace sandbox
