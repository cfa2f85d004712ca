// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandboxdesk.h"

#include "await.h"
#include "vendors/catalog.h"

namespace test {

using domain::TokenStatus;
using State = work::Session::State;

work::DeskParts DeskMemory::parts(const base::Clock &clock)
{
    return {.keychain = vault,
        .memory = vault,
        .journal = journal,
        .inventory = inventory,
        .annotations = annotations,
        .makeClient = &vendors::makeHttpClient,
        .checkConnection = &vendors::checkConnection,
        .clock = clock};
}

QString openConnection(
    work::Desk &desk, const PlayedVendors &played, domain::Vendor vendor, const char *member)
{
    const auto added = await(desk.addConnection(
        played.connection(vendor), {played.key(vendor, member), {}, {}}, work::KeepIn::Memory));
    if (!added)
        return {};
    static_cast<void>(rest(desk, *added));
    return *added;
}

bool rest(work::Desk &desk, const QString &connection)
{
    const auto state = [&] { return desk.session(connection)->state(); };
    static_cast<void>(
        test::waitUntil([&] { return state() == State::Ready || state() == State::Failed; }));
    return state() == State::Ready;
}

std::vector<domain::Token> othersOf(work::Desk &desk, const QString &connection, std::size_t count)
{
    std::vector<domain::Token> found;
    const auto &all = desk.tokens();
    for (work::RowId row = 0; row < all.rowCount() && found.size() < count; ++row) {
        if (!all.isPresent(row))
            continue;
        domain::Token token = all.wholeToken(row);
        const bool works
            = token.status == TokenStatus::Active || token.status == TokenStatus::Unknown;
        if (token.key.connectionId == connection && !token.isOwnCredential && works)
            found.push_back(std::move(token));
    }
    return found;
}

SandboxDesk::SandboxDesk(sandbox::Options options)
    : sandbox(options)
    , problem(sandbox.start())
    , played(sandbox.readyLine())
    , desk(memory.parts(clock))
{
}

} // namespace test
