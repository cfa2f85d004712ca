// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/inventoryfile.h"

#include "store/inventoryread.h"
#include "store/inventorysalvage.h"
#include "store/inventoryshape.h"
#include "store/inventorysync.h"

#include <QDir>
#include <QFileInfo>

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Task;
using base::Unit;
using domain::StoredListing;

class InventoryFile::OnLane final
{
public:
    OnLane(const QString &folder, bool mayWrite)
        : m_file(folder, inventoryShape(mayWrite))
    {
    }

    FileReport report()
    {
        static_cast<void>(reading([](Database &) -> Result<Unit> { return Unit {}; }));
        FileReport report = m_file.report();
        if (!m_salvaged.isEmpty())
            report.warning = (report.warning
                + u" %1 changes and %2 vanished tokens of its history were saved"_s
                      .arg(m_salvaged.changes)
                      .arg(m_salvaged.tombstones))
                                 .trimmed();
        return report;
    }

    template <typename Work>
    auto reading(const Work &work) -> std::invoke_result_t<Work, Database &>
    {
        auto database = m_file.use();
        if (!database)
            return fail(std::move(database.error()));
        salvage(**database);
        return m_file.checked(work(**database));
    }

    /// In one transaction.
    template <typename Work>
    auto writing(const Work &work) -> std::invoke_result_t<Work, Database &>
    {
        auto database = m_file.useForWriting();
        if (!database)
            return fail(std::move(database.error()));
        salvage(**database);
        return m_file.checked((*database)->write([&] { return work(**database); }));
    }

    void close() { m_file.close(); }

private:
    /// Once for every file that was moved aside.
    void salvage(Database &database)
    {
        const FileReport &report = m_file.report();
        if (report.state != FileReport::State::MovedAside || report.movedTo == m_movedTo)
            return;
        m_movedTo = report.movedTo;
        const auto found
            = salvageInventory(QFileInfo(m_file.path()).dir().filePath(report.movedTo), database);
        // Where the new file cannot be written either, the next write says so.
        if (found)
            m_salvaged = *found;
    }

    OpenFile m_file;
    QString m_movedTo;
    Salvaged m_salvaged;
};

InventoryFile::InventoryFile(const QString &folder, bool mayWrite)
    : m_there(std::make_shared<OnLane>(folder, mayWrite))
    , m_lane(u"inventory"_s)
{
}

InventoryFile::~InventoryFile()
{
    m_lane.post([there = m_there] { there->close(); }); // Where it was opened.
}

Task<FileReport> InventoryFile::report()
{
    return m_lane.call([there = m_there]() -> Result<FileReport> { return there->report(); });
}

Task<std::vector<StoredListing>> InventoryFile::load()
{
    return m_lane.call([there = m_there] {
        return there->reading([](Database &database) { return readListings(database); });
    });
}

Task<domain::SyncReport> InventoryFile::sync(StoredListing listing)
{
    // Shared, so that a hundred thousand rows are not copied on the way.
    const auto kept = std::make_shared<const StoredListing>(std::move(listing));
    return m_lane.call([there = m_there, kept] {
        return there->writing(
            [&kept](Database &database) { return InventorySync(database, *kept).run(); });
    });
}

Task<std::vector<domain::TokenChange>> InventoryFile::changes(domain::ChangeQuery query)
{
    return m_lane.call([there = m_there, query = std::move(query)] {
        return there->reading(
            [&query](Database &database) { return readChanges(database, query); });
    });
}

Task<std::vector<domain::Tombstone>> InventoryFile::tombstones(QString connectionId)
{
    return m_lane.call([there = m_there, connectionId = std::move(connectionId)] {
        return there->reading(
            [&connectionId](Database &database) { return readTombstones(database, connectionId); });
    });
}

Task<Unit> InventoryFile::forget(QString connectionId)
{
    return m_lane.call([there = m_there, connectionId = std::move(connectionId)] {
        return there->writing([&connectionId](Database &database) -> Result<Unit> {
            if (auto gone = database.run(u"DELETE FROM connections WHERE id = CAST(? AS TEXT)"_s,
                    {textOf(connectionId)});
                !gone)
                return gone;
            return GrantDictionary(database).sweep();
        });
    });
}

} // namespace store
