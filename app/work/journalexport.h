// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Writes the whole journal to a file, oldest row first, with its seals: either wholly or not at
/// all, and only its owner may read it (IN-11).

#include "work/journalwalk.h"

#include <QSaveFile>

#include <memory>

namespace work {

class JournalExport final : public QObject
{
    Q_OBJECT

public:
    enum class Format { JsonLines, Csv };

    explicit JournalExport(domain::Journal &journal, QObject *parent = nullptr);

    /// One at a time; what runs is given up.
    void start(const QString &path, Format format, base::Instant now);
    /// A file that was there before stays as it was.
    void cancel();
    bool isRunning() const { return m_walk.isRunning(); }

signals:
    void progressed(qint64 rows, qint64 all);
    void finished(const base::Result<int> &rows);

private:
    void writeHead(const domain::JournalRecord &newest);
    void writeRows(const JournalWalk::Records &records);
    void write(const QByteArray &bytes);
    void end(const base::Result<base::Unit> &outcome);
    void fail(const QString &why);

    JournalWalk m_walk;
    std::unique_ptr<QSaveFile> m_file;
    Format m_format = Format::JsonLines;
    base::Instant m_now {};
    qint64 m_rows = 0;
    qint64 m_all = 0;
};

} // namespace work
