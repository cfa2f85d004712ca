// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A desk on the real clients and the real transport, over HTTP on a sandbox in a thread beside it.

#include "memorystore.h"
#include "playedvendors.h"
#include "sandbox/sandboxthread.h"
#include "vault/memoryvault.h"
#include "work/desk.h"

namespace test {

/// What a desk over HTTP keeps, in memory: outlives the desk, for one that is started anew.
struct DeskMemory
{
    vault::MemoryVault vault;
    MemoryJournal journal;
    MemoryInventory inventory;
    MemoryAnnotations annotations;

    work::DeskParts parts(const base::Clock &clock);
};

/// Adds the vendor's connection with the key that the sandbox announced under `member`, and waits
/// for its first listing. Empty when it was not added; the state of its session tells the rest.
QString openConnection(
    work::Desk &desk, const PlayedVendors &played, domain::Vendor vendor, const char *member);

/// Waits for the listing under way to end. Returns whether it ended well.
bool rest(work::Desk &desk, const QString &connection);

/// Listed tokens of a connection that work and are not its own, at most `count`.
std::vector<domain::Token> othersOf(work::Desk &desk, const QString &connection, std::size_t count);

class SandboxDesk
{
public:
    explicit SandboxDesk(sandbox::Options options = {});

    QString open(domain::Vendor vendor, const char *member = "secret")
    {
        return openConnection(desk, played, vendor, member);
    }
    bool rest(const QString &connection) { return test::rest(desk, connection); }

    base::SystemClock clock;
    DeskMemory memory;
    sandbox::SandboxThread sandbox;
    QString problem; ///< why the sandbox did not start, or empty
    PlayedVendors played;
    work::Desk desk;
};

} // namespace test
