// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/journalexport.h"

#include "base/privatefile.h"
#include "work/journaltext.h"

#include <QFileInfo>

namespace work {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using domain::JournalRecord;

JournalExport::JournalExport(domain::Journal &journal, QObject *parent)
    : QObject(parent)
    , m_walk(journal)
{
    connect(&m_walk, &JournalWalk::begun, this, &JournalExport::writeHead);
    connect(&m_walk, &JournalWalk::portion, this, &JournalExport::writeRows);
    connect(&m_walk, &JournalWalk::finished, this, &JournalExport::end);
}

void JournalExport::start(const QString &path, Format format, base::Instant now)
{
    cancel();
    m_format = format;
    m_now = now;
    m_rows = 0;
    m_file = std::make_unique<QSaveFile>(path);
    m_walk.start();
}

void JournalExport::cancel()
{
    m_walk.cancel();
    m_file.reset(); // Uncommitted: nothing is left of it.
}

void JournalExport::writeHead(const JournalRecord &newest)
{
    m_all = newest.sequence;
    const QFileInfo there(m_file->fileName());
    if (there.isSymLink() || (there.exists() && !there.isFile()))
        return fail(u"is not an ordinary file"_s);
    // Before the first byte: an existing file lends its own, wider permissions.
    if (!m_file->open(QIODevice::WriteOnly))
        return fail(m_file->errorString());
    if (!base::makePrivate(*m_file))
        return fail(base::cannotBePrivate());
    write(m_format == Format::JsonLines ? journalJsonHead({newest.sequence, newest.hash, m_now})
                                        : journalCsvTitles());
}

void JournalExport::writeRows(const JournalWalk::Records &records)
{
    QByteArray bytes;
    for (const JournalRecord &record : records)
        bytes += m_format == Format::JsonLines ? journalJsonLine(record) : journalCsvLine(record);
    m_rows += static_cast<qint64>(records.size());
    write(bytes);
    if (isRunning())
        emit progressed(m_rows, m_all);
}

void JournalExport::write(const QByteArray &bytes)
{
    if (m_file->write(bytes) != bytes.size())
        fail(m_file->errorString());
}

void JournalExport::end(const Result<Unit> &outcome)
{
    if (outcome && !m_file->commit())
        return fail(m_file->errorString());
    m_file.reset();
    if (outcome)
        emit finished(static_cast<int>(m_rows));
    else
        emit finished(base::fail(outcome.error()));
}

void JournalExport::fail(const QString &why)
{
    const QString words = u"%1: %2"_s.arg(m_file->fileName(), why);
    cancel();
    emit finished(base::fail(base::ErrorKind::LocalFile, words));
}

} // namespace work
