// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/journalexport.h"

#include "work/journaltext.h"

namespace work {

using base::Result;
using domain::JournalRecord;

namespace {

constexpr int rowsAtOnce = 2000;

} // namespace

JournalExport::JournalExport(domain::Journal &journal, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
{
    connect(&m_file, &FileExport::finished, this, &JournalExport::finish);
}

JournalExport::~JournalExport()
{
    cancel();
}

void JournalExport::start(const QString &path, Format format, base::Instant now)
{
    cancel();
    m_path = path;
    m_format = format;
    m_now = now;
    m_isRunning = true;
    readNext();
}

void JournalExport::cancel()
{
    m_task.cancel();
    m_file.cancel();
    m_isRunning = false;
    m_before = 0;
    m_headHash.clear();
    m_lines.clear();
}

void JournalExport::readNext()
{
    domain::JournalQuery query;
    query.before = m_before;
    query.limit = rowsAtOnce;
    m_task = m_journal.read(query);
    m_task.then(this, [this](const Result<std::vector<JournalRecord>> &records) {
        if (records)
            take(*records);
        else
            finish(base::fail(records.error()));
    });
}

void JournalExport::take(const std::vector<JournalRecord> &records)
{
    if (m_before == 0 && !records.empty())
        m_headHash = records.front().hash;
    for (const JournalRecord &record : records) {
        m_lines.push_back(
            m_format == Format::JsonLines ? journalJsonLine(record) : journalCsvLine(record));
    }
    emit progressed(static_cast<qint64>(m_lines.size()));
    if (records.size() < rowsAtOnce) {
        write();
        return;
    }
    m_before = records.back().sequence;
    readNext();
}

void JournalExport::write()
{
    FileExport::Job job {.path = m_path, .rows = static_cast<int>(m_lines.size())};
    job.head = m_format == Format::JsonLines
        ? journalJsonHead({static_cast<qint64>(m_lines.size()), m_headHash, m_now})
        : journalCsvTitles();
    job.portion = [lines = std::exchange(m_lines, {})](int first, int end) {
        QByteArray bytes;
        for (int i = first; i < end; ++i)
            bytes += lines[lines.size() - 1 - static_cast<std::size_t>(i)];
        return bytes;
    };
    m_file.start(std::move(job));
}

void JournalExport::finish(const Result<int> &rows)
{
    const Result<int> outcome = rows; // It may live in what is cancelled.
    cancel();
    emit finished(outcome);
}

} // namespace work
