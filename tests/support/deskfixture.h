// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A desk with one fake vendor, fake vaults and a clock that stands still.

#include "await.h"
#include "fakevault.h"
#include "fakevendor.h"
#include "memorystore.h"
#include "work/desk.h"

namespace test {

struct StillClock final : base::Clock
{
    base::Instant now() const override { return time; }
    base::Instant time {std::chrono::milliseconds {1'760'000'000'000}};
};

struct DeskFixture
{
    FakeVendor vendor;
    FakeVault keychain;
    FakeVault memory {false};
    StillClock clock;
    MemoryJournal journal;
    MemoryInventory inventory;
    MemoryAnnotations annotations;
    work::Desk desk {parts()};

    /// For another desk on the same vendor, vaults and store.
    work::DeskParts parts(const QString &profileFolder = {})
    {
        return {.keychain = keychain,
            .memory = memory,
            .journal = journal,
            .inventory = inventory,
            .annotations = annotations,
            .makeClient = vendor.factory(),
            .checkConnection = FakeVendor::check(),
            .clock = clock,
            .profileFolder = profileFolder,
            .origin = QStringLiteral("window")};
    }

    /// Adds a connection, waits until its tokens are listed, returns its id.
    QString connect(const QString &name = QStringLiteral("Payments"),
        domain::Environment environment = domain::Environment::Test)
    {
        domain::Connection connection;
        connection.name = name;
        connection.vendor = domain::Vendor::Lightspark;
        connection.environment = environment;
        connection.baseUrl = QUrl(QStringLiteral("https://api.example"));
        const auto id = await(desk.addConnection(
            connection, {base::Secret::copyOf("stored-key"), {}, {}}, work::KeepIn::Keychain));
        if (!id)
            return {};
        const bool isReady = test::waitUntil(
            [this, &id] { return desk.session(*id)->state() == work::Session::State::Ready; });
        return isReady ? *id : QString();
    }
};

} // namespace test
