// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the vendor sent for each row, compressed: a token's JSON is larger than all the rest of it,
/// and looked at once in a blue moon. Blocks are compressed in the pool as they fill up.

#include "base/task.h"

#include <QByteArray>
#include <QObject>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace work {

/// GUI thread only.
class RawArchive final
{
public:
    /// Names what was added; nothing stands for an empty text.
    using Ref = quint32;
    static constexpr Ref nothing = 0xffff'ffff;

    RawArchive() = default;
    ~RawArchive();
    Q_DISABLE_COPY_MOVE(RawArchive)

    Ref add(std::string_view text);
    /// Unpacks a block of up to 64 KiB: some 50 microseconds.
    QByteArray text(Ref ref) const;
    /// The memory comes back when nothing of the block is left.
    void drop(Ref ref);

    /// Blocks are being compressed.
    bool isBusy() const;

private:
    struct Block
    {
        std::shared_ptr<const std::string> plain; ///< until it is compressed
        QByteArray packed;
        qsizetype plainSize = 0;
        int live = 0;
        base::Task<QByteArray> compressing;
    };
    void close();
    std::string plainOf(quint32 block) const;

    std::vector<std::unique_ptr<Block>> m_blocks; ///< null = nothing left of it
    std::string m_open; ///< the block being filled, which will be m_blocks.size()
    quint32 m_openCount = 0;
    int m_openLive = 0;
    QObject m_guard; ///< without it a late result would find the block gone
};

} // namespace work
