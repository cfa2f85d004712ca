// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Writes many rows to a file in the pool: a portion at a time, with progress, and either wholly or
/// not at all. Only the owner may read the file (IN-11).

#include "base/result.h"
#include "base/task.h"

#include <QObject>
#include <QTimer>

#include <memory>

namespace work {

class FileExport final : public QObject
{
    Q_OBJECT

public:
    struct Job
    {
        QString path;
        int rows = 0;
        QByteArray head;
        /// The bytes of rows from first up to, not including, end. Runs in the pool: a pure
        /// function of values it captured.
        std::function<QByteArray(int first, int end)> portion;
        QByteArray tail;
    };

    explicit FileExport(QObject *parent = nullptr);
    ~FileExport() override;

    /// One at a time; what runs is given up.
    void start(Job job);
    /// Stops within a portion; a file that was there before stays as it was.
    void cancel();
    bool isRunning() const { return m_task.isRunning(); }

signals:
    /// A few times a second.
    void progressed(int rows, int all);
    /// Never after cancel().
    void finished(const base::Result<int> &rows);

private:
    struct Shared;

    std::shared_ptr<Shared> m_shared; ///< with the pool: how far it is, whether to stop
    base::Task<int> m_task;
    QTimer m_progress;
    int m_rows = 0;
};

} // namespace work
