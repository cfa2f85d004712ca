// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/journalfile.h"

#include "store/journalrecovery.h"
#include "store/journaltable.h"
#include "store/lane.h"
#include "store/openfile.h"

#include <mutex>

namespace store {

using base::fail;
using base::Result;
using base::Task;
using base::Unit;
using domain::JournalEntry;

namespace {

constexpr int busyCode = 5;

using Entries = std::vector<JournalEntry>;
using Outcomes = std::vector<Result<JournalRecords>>;

/// All of them in one transaction.
Result<std::vector<JournalRecords>> writeTogether(
    Database &database, const std::vector<const Entries *> &parts)
{
    return database.write([&]() -> Result<std::vector<JournalRecords>> {
        std::vector<JournalRecords> written;
        for (const Entries *part : parts) {
            auto records = JournalTable(database).append(*part);
            if (!records)
                return fail(std::move(records.error()));
            written.push_back(std::move(*records));
        }
        return written;
    });
}

Outcomes failAll(std::size_t count, const base::Error &error)
{
    Outcomes outcomes;
    for (std::size_t i = 0; i < count; ++i)
        outcomes.emplace_back(fail(error));
    return outcomes;
}

/// Together, else each for itself: one that cannot be written must not take others down.
Outcomes writeParts(OpenFile &file, const std::vector<const Entries *> &parts)
{
    const auto database = file.useForWriting();
    if (!database)
        return failAll(parts.size(), database.error());
    auto together = file.checked(writeTogether(**database, parts));
    Outcomes outcomes;
    if (together) {
        for (JournalRecords &records : *together)
            outcomes.emplace_back(std::move(records));
        return outcomes;
    }
    const base::Error error = together.error();
    if (parts.size() == 1 || isDamage(error) || sqliteCode(error) == busyCode)
        return failAll(parts.size(), error);
    for (const Entries *part : parts)
        outcomes.push_back(std::move(writeParts(file, {part}).front()));
    return outcomes;
}

} // namespace

struct JournalFile::Batch
{
    struct Part
    {
        Entries entries;
        base::Promise<JournalRecords> promise;
    };

    std::mutex mutex;
    bool isTaken = false;
    std::vector<Part> parts;

    bool add(Part &part)
    {
        const std::lock_guard lock(mutex);
        if (!isTaken)
            parts.push_back(std::move(part));
        return !isTaken;
    }

    std::vector<Part> take()
    {
        const std::lock_guard lock(mutex);
        isTaken = true;
        return std::move(parts);
    }
};

JournalFile::JournalFile(Lane &lane, OpenFile &file)
    : m_lane(lane)
    , m_file(file)
{
}

JournalFile::~JournalFile() = default;

Task<JournalRecords> JournalFile::append(std::vector<JournalEntry> entries)
{
    if (entries.empty())
        return Task<JournalRecords>::ready(JournalRecords {});
    for (const JournalEntry &entry : entries) {
        if (auto fine = acceptable(entry); !fine)
            return Task<JournalRecords>::failed(std::move(fine.error()));
    }
    Batch::Part part {std::move(entries), {}};
    auto task = part.promise.task();
    if (m_batch && m_batch->add(part))
        return task;
    m_batch = std::make_shared<Batch>();
    m_batch->add(part);
    m_lane.post([&file = m_file, batch = m_batch] {
        // The promises go back to the thread that they are of, whatever happens.
        auto parts = std::make_shared<std::vector<Batch::Part>>(batch->take());
        std::vector<const Entries *> entriesOfParts;
        for (const Batch::Part &one : *parts)
            entriesOfParts.push_back(&one.entries);
        auto outcomes = std::make_shared<Outcomes>(writeParts(file, entriesOfParts));
        for (Batch::Part &one : *parts)
            one.entries = {}; // Not on the thread that draws: there may be very many.
        base::deliver([parts = std::move(parts), outcomes] {
            for (std::size_t i = 0; i < parts->size(); ++i)
                parts->at(i).promise.settle(std::move(outcomes->at(i)));
        });
    });
    return task;
}

template <typename Work>
auto JournalFile::inOrder(Work work)
{
    m_batch.reset();
    return m_lane.call(
        [&file = m_file, work = std::move(work)]() -> std::invoke_result_t<Work, JournalTable> {
            const auto database = file.use();
            if (!database)
                return fail(database.error());
            return file.checked(work(JournalTable(**database)));
        });
}

Task<JournalRecords> JournalFile::read(domain::JournalQuery query)
{
    return inOrder([query = std::move(query)](JournalTable table) { return table.read(query); });
}

Task<JournalRecords> JournalFile::readOpen()
{
    return inOrder([](JournalTable table) { return table.readOpen(); });
}

Task<domain::JournalCheck> JournalFile::verify()
{
    return inOrder([](JournalTable table) { return table.verify(); });
}

Task<Recovery> JournalFile::recover(base::Instant now)
{
    m_batch.reset();
    return m_lane.call([&file = m_file, now] { return recoverJournal(file, now); });
}

} // namespace store
