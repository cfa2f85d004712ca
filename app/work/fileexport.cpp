// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/fileexport.h"

#include "base/poolrun.h"
#include "base/privatefile.h"

#include <QFileInfo>
#include <QSaveFile>

#include <algorithm>
#include <atomic>

namespace work {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;

struct FileExport::Shared
{
    std::atomic<int> rows = 0;
    std::atomic<bool> stop = false;
};

namespace {

constexpr int portionSize = 2000; // Some hundred KiB: a write worth its call, an instant to cancel.
constexpr int progressInterval = 100;

auto refusal(const QString &path, const QString &why)
{
    return base::fail(ErrorKind::LocalFile, u"%1: %2"_s.arg(path, why));
}

bool writeAll(QSaveFile &file, const QByteArray &bytes)
{
    return file.write(bytes) == bytes.size();
}

/// Everything between opening and committing; false = the file says why.
bool writeRows(QSaveFile &file, const FileExport::Job &job, std::atomic<int> &done,
    const std::atomic<bool> &stop)
{
    if (!writeAll(file, job.head))
        return false;
    for (int first = 0; first < job.rows && !stop; first += portionSize) {
        const int end = std::min(job.rows, first + portionSize);
        if (!writeAll(file, job.portion(first, end)))
            return false;
        done = end;
    }
    return writeAll(file, job.tail);
}

} // namespace

FileExport::FileExport(QObject *parent)
    : QObject(parent)
{
    m_progress.setInterval(progressInterval);
    connect(
        &m_progress, &QTimer::timeout, this, [this] { emit progressed(m_shared->rows, m_rows); });
}

FileExport::~FileExport()
{
    cancel();
}

void FileExport::start(Job job)
{
    cancel();
    m_rows = job.rows;
    m_shared = std::make_shared<Shared>();
    m_progress.start();
    m_task = base::runInPool([job = std::move(job), shared = m_shared]() -> Result<int> {
        const QFileInfo there(job.path);
        if (there.isSymLink() || (there.exists() && !there.isFile()))
            return refusal(job.path, u"is not an ordinary file"_s);
        QSaveFile file(job.path);
        // Before the first byte: an existing file lends its own, wider permissions.
        if (!file.open(QIODevice::WriteOnly))
            return refusal(job.path, file.errorString());
        if (!base::makePrivate(file))
            return refusal(job.path, base::cannotBePrivate());
        if (!writeRows(file, job, shared->rows, shared->stop))
            return refusal(job.path, file.errorString());
        if (shared->stop) {
            file.cancelWriting();
            return base::fail(ErrorKind::Cancelled);
        }
        if (!file.commit())
            return refusal(job.path, file.errorString());
        return job.rows;
    });
    m_task.then(this, [this](const Result<int> &rows) {
        m_progress.stop();
        emit finished(rows);
    });
}

void FileExport::cancel()
{
    if (m_shared)
        m_shared->stop = true;
    m_task.cancel();
    m_progress.stop();
}

} // namespace work
