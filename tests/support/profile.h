// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A profile on disk, and a program on it that may be started again. Needs Td::store.

#include "deskfixture.h"
#include "store/inventoryfile.h"

#include <QTemporaryDir>

#include <memory>

namespace test {

struct Profile : DeskFixture
{
    QTemporaryDir folder;
    std::unique_ptr<store::InventoryFile> lists;
    std::unique_ptr<work::Desk> program;
    std::vector<domain::SyncReport> reports;

    Profile()
    {
        for (const char *id : {"1", "2", "3"})
            vendor.tokens.push_back(
                FakeVendor::token({}, QStringLiteral("t-%1").arg(QLatin1StringView(id)),
                    QStringLiteral("token t-%1").arg(QLatin1StringView(id))));
    }
    /// holder: who else has the profile.
    work::Desk &start(const QString &holder = {})
    {
        stop();
        lists = std::make_unique<store::InventoryFile>(folder.path(), holder.isEmpty());
        work::DeskParts all = parts(folder.path());
        work::DeskParts mine {all.keychain, all.memory, all.journal, *lists, all.annotations,
            all.makeClient, all.checkConnection, all.clock, all.profileFolder, all.origin, true,
            holder};
        program = std::make_unique<work::Desk>(mine);
        QObject::connect(program.get(), &work::Desk::historyChanged,
            [this](const domain::SyncReport &report) { reports.push_back(report); });
        if (!program->load())
            qFatal("the profile could not be read");
        return *program;
    }
    void stop()
    {
        program.reset();
        lists.reset();
    }
    /// A connection whose list is kept.
    QString connectAndKeep(const QString &name = QStringLiteral("Payments"))
    {
        const std::size_t before = reports.size();
        domain::Connection connection;
        connection.name = name;
        connection.vendor = domain::Vendor::Lightspark;
        connection.baseUrl = QUrl(QStringLiteral("https://api.example"));
        const auto id = await(program->addConnection(
            connection, {base::Secret::copyOf("stored-key"), {}, {}}, work::KeepIn::Keychain));
        return id && waitForReports(before + 1) ? *id : QString();
    }
    bool waitForReports(std::size_t count)
    {
        return test::waitUntil([this, count] { return reports.size() >= count; });
    }
    bool waitForRows(int count)
    {
        return test::waitUntil([this, count] { return program->tokens().count() == count; });
    }
    bool waitForState(const QString &id, work::Session::State state)
    {
        return test::waitUntil(
            [this, &id, state] { return program->session(id)->state() == state; });
    }
};

} // namespace test
