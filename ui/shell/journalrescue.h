// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The way out when the journal is damaged and so nothing may be changed: set it aside and go on
/// with what can still be read of it (DB-03).

#include "base/task.h"

#include <QObject>

#include <functional>

namespace support {
class Banner;
}

namespace work {
class Desk;
}

namespace shell {

class JournalRescue final : public QObject
{
    Q_OBJECT

public:
    /// What became of the damaged journal.
    struct Saved
    {
        QString keptAs; ///< its file's name now
        qint64 rows = 0;
        qint64 lost = 0;
    };
    using Recover = std::function<base::Task<Saved>()>;
    /// Where to say it; a banner that was dismissed is made again.
    using BannerOf = std::function<support::Banner *()>;

    JournalRescue(work::Desk &desk, Recover recover, BannerOf bannerOf, QObject *parent = nullptr);

    void offer(const base::Error &problem);

private:
    void show(const base::Error &problem, const QString &title, const QString &text);
    void run();
    void finish(const Saved &saved);

    work::Desk &m_desk;
    Recover m_recover;
    BannerOf m_bannerOf;
    bool m_isRunning = false;
};

} // namespace shell
