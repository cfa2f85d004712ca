// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Writes the whole journal to a file, oldest row first, with its seals: either wholly or not at
/// all, and only its owner may read it.

#include "domain/journal.h"
#include "work/fileexport.h"

namespace work {

class JournalExport final : public QObject
{
    Q_OBJECT

public:
    enum class Format { JsonLines, Csv };

    explicit JournalExport(domain::Journal &journal, QObject *parent = nullptr);
    ~JournalExport() override;

    /// One at a time; what runs is given up.
    void start(const QString &path, Format format, base::Instant now);
    void cancel();
    bool isRunning() const { return m_isRunning; }

signals:
    /// Rows read so far; nobody knows how many there are.
    void progressed(qint64 rows);
    void finished(const base::Result<int> &rows);

private:
    void readNext();
    void take(const std::vector<domain::JournalRecord> &records);
    void write();
    void finish(const base::Result<int> &rows);

    domain::Journal &m_journal;
    FileExport m_file;
    base::Task<std::vector<domain::JournalRecord>> m_task;
    bool m_isRunning = false;
    QString m_path;
    Format m_format = Format::JsonLines;
    base::Instant m_now {};
    QByteArray m_headHash;
    qint64 m_before = 0;
    std::vector<QByteArray> m_lines; ///< newest first, as they are read
};

} // namespace work
