// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalrecovery.h"

#include "store/annotationfile.h"
#include "store/files.h"
#include "store/journalschema.h"
#include "store/journaltable.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QUuid>

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Unit;
using domain::JournalEntry;

namespace {

struct Salvage
{
    std::vector<JournalRow> rows;
    qint64 lastNumber = 0; ///< the highest number known to have been given
    domain::Annotations::All annotations;
};

/// From a sequence on until the end (true) or an error (false).
bool readOn(Database &database, qint64 from, std::vector<JournalRow> &rows)
{
    auto statement = database.prepare(
        u"SELECT %1 FROM journal WHERE sequence >= ? ORDER BY sequence"_s.arg(journalColumns()));
    if (!statement || !statement->start({from}))
        return false;
    while (true) {
        const auto isThere = statement->next();
        if (!isThere)
            return false;
        if (!*isThere)
            return true;
        rows.push_back(journalRowOf(*statement));
    }
}

std::optional<qint64> nextReadable(Database &database, qint64 from, qint64 last)
{
    for (qint64 sequence = from; sequence <= last; ++sequence) {
        const auto found
            = database.value(u"SELECT hash FROM journal WHERE sequence = ?"_s, {sequence});
        if (found && found->isValid())
            return sequence;
    }
    return {};
}

qint64 numberOf(Database &database, const QString &sql)
{
    const auto value = database.value(sql);
    return value ? value->toLongLong() : 0;
}

/// Reads around the damage: where a page cannot be read, the next one perhaps can.
Salvage salvage(Database &database)
{
    Salvage saved;
    saved.lastNumber
        = std::max(numberOf(database, u"SELECT seq FROM sqlite_sequence WHERE name = 'journal'"_s),
            numberOf(database, u"SELECT max(sequence) FROM journal"_s));
    std::optional<qint64> from = 1;
    while (from && !readOn(database, *from, saved.rows)) {
        const qint64 reached = saved.rows.empty() ? 0 : saved.rows.back().sequence;
        from = nextReadable(database, std::max(reached, *from - 1) + 1, saved.lastNumber);
    }
    if (auto annotations = readAnnotations(database))
        saved.annotations = std::move(*annotations);
    return saved;
}

/// Hash of the last row up to which the chain is whole.
QByteArray headOf(const std::vector<JournalRow> &rows)
{
    QByteArray head = firstHash();
    qint64 expected = 1;
    for (const JournalRow &row : rows) {
        if (row.sequence != expected++ || row.hash != hashOf(head, row))
            break;
        head = row.hash;
    }
    return head;
}

JournalEntry beginning(const Salvage &saved, const QString &keptAs, base::Instant now)
{
    const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto count = static_cast<qint64>(saved.rows.size());
    return {.operation = id,
        .action = domain::JournalAction::Journal,
        .phase = domain::JournalPhase::Done,
        .at = now,
        .origin = u"store"_s,
        .details = {{u"file"_s, keptAs}, {u"count"_s, count},
            {u"head"_s, QString::fromLatin1(headOf(saved.rows).toHex())}}};
}

Result<Unit> fill(OpenFile &file, const Salvage &saved, const JournalEntry &first)
{
    const auto database = file.useForWriting();
    if (!database)
        return fail(database.error());
    return (*database)->write([&]() -> Result<Unit> {
        std::vector<JournalEntry> entries {first};
        for (const JournalRow &row : saved.rows) {
            if (auto entry = entryOf(row))
                entries.push_back(std::move(*entry));
        }
        if (auto written = JournalTable(**database).append(entries); !written)
            return fail(std::move(written.error()));
        return writeAnnotations(**database, saved.annotations);
    });
}

Salvage salvageFrom(const QString &path)
{
    using Access = Database::Access;
    for (const Access access : {Access::ReadOnly, Access::Immutable}) {
        Database database;
        if (!database.open(path, access))
            continue;
        Salvage saved = salvage(database);
        if (!saved.rows.empty() || access == Access::Immutable)
            return saved;
    }
    return {};
}

/// A new journal beside the old one, whole and closed.
Result<Unit> makeReplacement(const QString &path, const Salvage &saved, const JournalEntry &first)
{
    for (const char *suffix : {"", "-wal", "-shm", "-journal"})
        QFile::remove(path + QLatin1StringView(suffix)); // An attempt that was cut short.
    const QFileInfo where(path);
    {
        Shape shape = journalShape();
        shape.name = where.fileName();
        OpenFile made(where.absolutePath(), shape);
        if (auto filled = fill(made, saved, first); !filled)
            return filled;
    }
    if (QFileInfo(path + u"-wal"_s).size() > 0)
        return fail(fileError(path, u"its write-ahead log could not be written back"_s));
    return Unit {};
}

} // namespace

Result<Recovery> recoverJournal(OpenFile &file, base::Instant now)
{
    if (!file.report().isDamaged || file.report().state != FileReport::State::Unusable)
        return base::invalid(u"journal"_s, u"the journal is not damaged"_s);
    const Salvage saved = salvageFrom(file.path());
    const QString aside = asidePath(file.path());
    const QString keptAs = QFileInfo(aside).fileName();
    const auto made = makeReplacement(file.replacementPath(), saved, beginning(saved, keptAs, now));
    if (!made)
        return fail(made.error());
    if (auto moved = file.replace(aside); !moved)
        return fail(std::move(moved.error()));
    const auto rows = static_cast<qint64>(saved.rows.size());
    return Recovery {keptAs, rows, std::max<qint64>(0, saved.lastNumber - rows)};
}

} // namespace store
