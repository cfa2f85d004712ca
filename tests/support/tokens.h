// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Tokens to test with, and a clock that stands still.

#include "base/clock.h"
#include "domain/token.h"

#include <QRandomGenerator>

namespace test {

class FixedClock final : public base::Clock
{
public:
    /// 2026-03-01 12:00:00 UTC.
    base::Instant time = base::Instant(std::chrono::milliseconds(1'772'366'400'000));

    base::Instant now() const override { return time; }
};

inline domain::Token token(const QString &connectionId, const QString &id, const QString &name)
{
    domain::Token made;
    made.key = {connectionId, id};
    made.name = name;
    made.status = domain::TokenStatus::Active;
    return made;
}

/// A token in which every field but the JSON has a value of its own, none of them the default.
inline domain::Token fullToken(const QString &connectionId)
{
    using domain::Fact;
    using domain::TimeFact;
    const auto at = [](int day) {
        return TimeFact::known(
            base::Instant(std::chrono::days(20'000 + day)), domain::Precision::Approximate);
    };
    domain::Token made = token(
        connectionId, QStringLiteral("Id-1"), QStringLiteral("\u00c9l\u00e8ve\tCI \U0001F511"));
    made.kind = domain::TokenKind::User;
    made.description = Fact<QString>::known(QStringLiteral("for\nbackups"));
    made.status = domain::TokenStatus::Unknown;
    made.rawStatus = QStringLiteral("SUSPENDED");
    made.created = at(1);
    made.lastUsed = at(2);
    made.expires = at(3);
    made.removedWhenIdle = at(4);
    made.creator = Fact<QString>::never();
    made.owner = Fact<QString>::known(QStringLiteral("Ana@Example.com"));
    made.grants = {{.name = QStringLiteral("admin"),
                       .label = QStringLiteral("Administrator"),
                       .target = QStringLiteral("org"),
                       .targetLabel = QStringLiteral("Main"),
                       .broad = true,
                       .wire = {{QStringLiteral("role"), QStringLiteral("admin")}}},
        {.name = QStringLiteral("read")}};
    made.allowedAddresses = {QStringLiteral("192.0.2.0/24"), QStringLiteral("198.51.100.7")};
    made.keyHint = QStringLiteral("1qkB...QQCL");
    made.trackedSlot = QStringLiteral("slot-2");
    made.isOwnCredential = true;
    return made;
}

/// A token in which everything is drawn by lot: every fact state, few enough values to have ties.
inline domain::Token randomToken(
    QRandomGenerator &random, const QString &connectionId, const QString &id)
{
    static const QStringList names = {QStringLiteral("ci-deploy"), QStringLiteral("Backup"),
        QStringLiteral("\u00c4rger"), QStringLiteral("zeta"), QStringLiteral("alpha"), QString()};
    const auto time = [&random] {
        const domain::TimeFact facts[] = {domain::TimeFact::never(),
            domain::TimeFact::notReported(), domain::TimeFact::notPermitted(), domain::TimeFact()};
        if (const auto which = random.bounded(8u); which < 4)
            return facts[which];
        const auto day = std::chrono::hours(24) * random.bounded(30);
        return domain::TimeFact::known(FixedClock().time - day);
    };
    domain::Token made = token(connectionId, id, names.at(random.bounded(int(names.size()))));
    made.status = static_cast<domain::TokenStatus>(random.bounded(5));
    made.created = time();
    made.lastUsed = time();
    made.expires = time();
    if (random.bounded(2) == 0)
        made.owner = domain::Fact<QString>::known(names.at(random.bounded(3)));
    if (random.bounded(3) == 0)
        made.grants.push_back({.name = QStringLiteral("read")});
    return made;
}

} // namespace test
