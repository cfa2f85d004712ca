// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/store.h"

#include "store/annotationfile.h"
#include "store/inventoryfile.h"
#include "store/journalschema.h"
#include "store/lane.h"

namespace store {

using namespace Qt::StringLiterals;

namespace {

QString wordsFor(const FileReport &file)
{
    using State = FileReport::State;
    switch (file.state) {
    case State::Usable:
        return file.warning;
    case State::MovedAside:
        return u"%1; it is kept as %2, a new one has been begun. %3"_s
            .arg(file.reason, file.movedTo, file.warning)
            .trimmed();
    case State::ReadOnly:
        return u"%1 can only be read: %2"_s.arg(file.file, file.reason);
    case State::Unusable:
        return file.isDamaged ? u"%1; nothing was changed in it"_s.arg(file.reason) : file.reason;
    }
    return {};
}

bool isDamagedJournal(const FileReport &file)
{
    return file.file == journalShape().name && file.state == FileReport::State::Unusable
        && file.isDamaged;
}

} // namespace

Problems OpenReport::problems() const
{
    Problems found;
    for (const FileReport &file : files) {
        const QString words = wordsFor(file);
        if (file.state == FileReport::State::MovedAside || isDamagedJournal(file))
            continue;
        if (!words.isEmpty())
            found.push_back({.kind = base::ErrorKind::LocalFile, .detail = words});
    }
    return found;
}

QStringList OpenReport::renewed() const
{
    QStringList found;
    for (const FileReport &file : files) {
        if (file.state == FileReport::State::MovedAside)
            found.append(wordsFor(file));
    }
    return found;
}

std::optional<base::Error> OpenReport::journalProblem() const
{
    using State = FileReport::State;
    for (const FileReport &file : files) {
        if (file.file == journalShape().name
            && (file.state == State::ReadOnly || file.state == State::Unusable))
            return base::Error {.kind = base::ErrorKind::LocalFile, .detail = wordsFor(file)};
    }
    return {};
}

bool OpenReport::isJournalDamaged() const
{
    return std::ranges::any_of(files, isDamagedJournal);
}

/// The lane stands behind the file, so that it has ended when the file goes.
struct Store::Parts
{
    Parts(const QString &folder, bool mayWriteThere)
        : mayWrite(mayWriteThere)
        , journalDatabase(folder, journalShape())
        , inventory(folder, mayWrite)
    {
    }
    ~Parts()
    {
        // On its own thread, as everything that Qt Sql is asked to do.
        journalLane.post([this] { journalDatabase.close(); });
    }

    bool mayWrite;
    OpenFile journalDatabase;
    InventoryFile inventory;
    Lane journalLane {u"journal"_s};
    JournalFile journal {journalLane, journalDatabase};
    AnnotationFile annotations {journalLane, journalDatabase};
};

Store::Store(const QString &profileFolder, bool mayWrite)
    : m_parts(std::make_unique<Parts>(profileFolder, mayWrite))
{
}

Store::~Store() = default;

base::Task<OpenReport> Store::open()
{
    auto journal = m_parts->journalLane.call(
        [&file = m_parts->journalDatabase]() -> base::Result<FileReport> { return file.report(); });
    if (!m_parts->mayWrite) // Whoever may write tells how the inventory stands.
        return std::move(journal).map([](FileReport file) -> base::Result<OpenReport> {
            return OpenReport {.files = {std::move(file)}};
        });
    // Both at once: each has its own thread.
    auto inventory = std::make_shared<base::Task<FileReport>>(m_parts->inventory.report());
    return std::move(journal).andThen([inventory](FileReport first) {
        return std::move(*inventory).map([first](FileReport listed) -> base::Result<OpenReport> {
            return OpenReport {.files = {first, std::move(listed)}};
        });
    });
}

domain::Journal &Store::journal() const
{
    return m_parts->journal;
}

domain::Annotations &Store::annotations() const
{
    return m_parts->annotations;
}

domain::Inventory &Store::inventory() const
{
    return m_parts->inventory;
}

base::Task<Recovery> Store::recoverJournal(base::Instant now)
{
    return m_parts->journal.recover(now);
}

} // namespace store
