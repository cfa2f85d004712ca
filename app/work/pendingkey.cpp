// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/pendingkey.h"

#include "work/reconcile.h"
#include "work/verdict.h"

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using domain::JournalPhase;

namespace {

PendingKey pendingOf(const OpenOperation &create, const QString &run)
{
    PendingKey pending;
    pending.operation = create.id;
    pending.group = create.group;
    pending.token = create.token;
    pending.name = create.tokenName;
    pending.connectionName = create.connectionName;
    pending.vendor = create.vendor;
    pending.begun = create.begun;
    pending.isOfThisRun = create.run == run;
    if (create.phase == JournalPhase::Created) {
        pending.state = PendingKey::State::Created;
    } else if (create.phase == JournalPhase::FoundDone) {
        pending.state = PendingKey::State::Found;
        pending.found = create.details.value("found"_L1).toVariant().toStringList();
        pending.against = factsAgainst(create.details);
        // Whoever found it first may not have known yet.
        if (!pending.against.isEmpty())
            pending.token.remoteId.clear();
    } else {
        pending.state = PendingKey::State::MayExist;
    }
    return pending;
}

} // namespace

std::vector<PendingKey> pendingKeys(const Logbook &log, const Reconciler &reconciler)
{
    std::vector<PendingKey> pending;
    for (const auto &[id, create] : log.open(domain::JournalAction::Create)) {
        if (create->phase == JournalPhase::Planned)
            continue;
        const bool isOnItsWay = create->phase == JournalPhase::Intent && create->run == log.run()
            && !reconciler.isWatched(id);
        if (!isOnItsWay)
            pending.push_back(pendingOf(*create, log.run()));
    }
    std::stable_sort(pending.begin(), pending.end(),
        [](const PendingKey &a, const PendingKey &b) { return a.begun < b.begun; });
    return pending;
}

} // namespace work
