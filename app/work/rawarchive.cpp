// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/rawarchive.h"

#include "base/poolrun.h"

#include <algorithm>
#include <cstring>
#include <lz4.h>

namespace work {

namespace {

// A Ref is the block's number and the place in it.
constexpr quint32 placeBits = 12;
constexpr quint32 mostPlaces = 1U << placeBits;
constexpr std::size_t blockSize = 64 * 1024;

/// LZ4, not zlib: it keeps a third instead of a quarter, but costs a tenth of the time, and every
/// row of every listing goes through here.
QByteArray compressed(const std::string &plain)
{
    const int size = static_cast<int>(plain.size());
    QByteArray packed(LZ4_compressBound(size), Qt::Uninitialized);
    packed.resize(
        LZ4_compress_default(plain.data(), packed.data(), size, static_cast<int>(packed.size())));
    packed.squeeze();
    return packed;
}

} // namespace

RawArchive::~RawArchive()
{
    for (const auto &block : m_blocks) {
        if (block)
            block->compressing.cancel();
    }
}

RawArchive::Ref RawArchive::add(std::string_view text)
{
    if (text.empty())
        return nothing;
    const auto size = static_cast<quint32>(text.size());
    char head[sizeof size];
    std::memcpy(head, &size, sizeof size);
    m_open.append(head, sizeof size);
    m_open += text;
    const Ref ref = static_cast<quint32>(m_blocks.size()) << placeBits | m_openCount;
    ++m_openLive;
    if (++m_openCount == mostPlaces || m_open.size() >= blockSize)
        close();
    return ref;
}

void RawArchive::close()
{
    auto block = std::make_unique<Block>();
    block->plainSize = static_cast<qsizetype>(m_open.size());
    block->plain = std::make_shared<const std::string>(std::exchange(m_open, {}));
    block->live = std::exchange(m_openLive, 0);
    m_openCount = 0;
    m_open.reserve(blockSize + blockSize / 8);
    if (block->live == 0) {
        m_blocks.push_back(nullptr);
        return;
    }
    Block *kept = block.get();
    m_blocks.push_back(std::move(block));
    kept->compressing = base::runInPool(
        [plain = kept->plain] { return base::Result<QByteArray>(compressed(*plain)); });
    kept->compressing.then(&m_guard, [kept](base::Result<QByteArray> packed) {
        if (!packed || packed->isEmpty())
            return; // It stays as it is.
        kept->packed = std::move(*packed);
        kept->plain.reset();
    });
}

std::string RawArchive::plainOf(quint32 number) const
{
    if (number == m_blocks.size())
        return m_open;
    const Block &block = *m_blocks[number];
    if (block.plain)
        return *block.plain;
    std::string plain(static_cast<std::size_t>(block.plainSize), '\0');
    LZ4_decompress_safe(block.packed.constData(), plain.data(),
        static_cast<int>(block.packed.size()), static_cast<int>(plain.size()));
    return plain;
}

QByteArray RawArchive::text(Ref ref) const
{
    if (ref == nothing)
        return {};
    const std::string plain = plainOf(ref >> placeBits);
    std::string_view rest = plain;
    quint32 size = 0;
    for (quint32 place = ref & (mostPlaces - 1);; --place) {
        std::memcpy(&size, rest.data(), sizeof size);
        rest.remove_prefix(sizeof size);
        if (place == 0)
            return QByteArray(rest.data(), static_cast<qsizetype>(size));
        rest.remove_prefix(size);
    }
}

void RawArchive::drop(Ref ref)
{
    if (ref == nothing)
        return;
    const quint32 number = ref >> placeBits;
    if (number == m_blocks.size()) {
        --m_openLive;
        return;
    }
    auto &block = m_blocks[number];
    if (--block->live == 0) {
        block->compressing.cancel();
        block.reset();
    }
}

bool RawArchive::isBusy() const
{
    return std::any_of(
        m_blocks.begin(), m_blocks.end(), [](const auto &block) { return block && block->plain; });
}

} // namespace work
