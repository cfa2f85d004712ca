// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/tokendifference.h"

#include "base/utc.h"
#include "domain/grantreach.h"

#include <algorithm>

namespace domain {

namespace {

using namespace Qt::StringLiterals;

/// Vendors that round times may be off by so much.
constexpr std::chrono::days roundedBy {1};

template <typename T>
bool isTold(const Fact<T> &fact)
{
    return fact.state == FactState::Known || fact.state == FactState::Never;
}

/// What a vendor says of a time without making sense is told as well: it may have been another one.
bool isTold(const TimeFact &fact)
{
    return isTold<base::Instant>(fact) || fact.state == FactState::NotUnderstood;
}

QString textOf(const TimeFact &fact)
{
    if (fact.state == FactState::NotUnderstood)
        return u"not understood: "_s + fact.wording;
    if (!fact.isKnown())
        return {};
    return base::utcTime(fact.value).toString(Qt::ISODate);
}

QString textOf(const Token &token)
{
    switch (token.status) {
    case TokenStatus::Active:
        return u"active"_s;
    case TokenStatus::Disabled:
        return u"disabled"_s;
    case TokenStatus::Expired:
        return u"expired"_s;
    case TokenStatus::Deleted:
        return u"deleted"_s;
    case TokenStatus::Unknown:
        return token.rawStatus;
    }
    return {};
}

QString textOf(const std::vector<Grant> &grants)
{
    QStringList lines;
    for (const Grant &grant : grants)
        lines.append(grantText(grant));
    lines.sort();
    return lines.join(u'\n');
}

QStringList sorted(QStringList list)
{
    list.sort();
    list.removeDuplicates();
    return list;
}

bool isApproximate(const TimeFact &fact)
{
    return fact.precision == Precision::Approximate;
}

std::chrono::milliseconds slackOf(const TimeFact &before, const TimeFact &after)
{
    return isApproximate(before) || isApproximate(after) ? std::chrono::milliseconds(roundedBy)
                                                         : std::chrono::milliseconds(0);
}

bool isOtherTime(const TimeFact &before, const TimeFact &after)
{
    if (before.state != after.state || before.wording != after.wording)
        return true;
    return before.isKnown()
        && std::chrono::abs(after.value - before.value) > slackOf(before, after);
}

/// Compares one token with itself.
class Comparison final
{
public:
    Comparison(
        const Token &before, const Token &after, const ListTimes &times, std::chrono::days limit)
        : m_before(before)
        , m_after(after)
        , m_times(times)
        , m_limit(limit)
    {
    }

    std::vector<TokenChange> run()
    {
        if (m_before.name != m_after.name)
            add(ChangeKind::Renamed, m_before.name, m_after.name);
        compareGrants();
        compareStatus();
        compareUse();
        if (isTold(m_before.description) && isTold(m_after.description)
            && m_before.description.value != m_after.description.value)
            add(ChangeKind::Redescribed, m_before.description.value, m_after.description.value);
        if (isTold(m_before.owner) && isTold(m_after.owner)
            && m_before.owner.value != m_after.owner.value)
            add(ChangeKind::OwnerChanged, m_before.owner.value, m_after.owner.value);
        if (isTold(m_before.expires) && isTold(m_after.expires)
            && isOtherTime(m_before.expires, m_after.expires))
            add(ChangeKind::ExpiryChanged, textOf(m_before.expires), textOf(m_after.expires));
        const QStringList from = sorted(m_before.allowedAddresses);
        const QStringList to = sorted(m_after.allowedAddresses);
        if (from != to)
            add(ChangeKind::AddressesChanged, from.join(u'\n'), to.join(u'\n'));
        return std::move(m_changes);
    }

private:
    void add(ChangeKind kind, const QString &before, const QString &after)
    {
        TokenChange change = presenceChange(m_after, kind, m_times);
        change.before = before;
        change.after = after;
        m_changes.push_back(std::move(change));
    }

    void compareGrants()
    {
        if (m_before.grantsState != FactState::Known || m_after.grantsState != FactState::Known)
            return;
        const auto kind = [this]() -> std::optional<ChangeKind> {
            switch (reachOf(m_before.grants, m_after.grants)) {
            case Reach::Same:
                return {};
            case Reach::Broader:
                return ChangeKind::GrantsBroadened;
            case Reach::Narrower:
                return ChangeKind::GrantsNarrowed;
            case Reach::Different:
                return ChangeKind::GrantsChanged;
            }
            return {};
        }();
        if (kind)
            add(*kind, textOf(m_before.grants), textOf(m_after.grants));
    }

    void compareStatus()
    {
        const QString from = textOf(m_before);
        const QString to = textOf(m_after);
        if (from == to || from.isEmpty() || to.isEmpty())
            return;
        // "Expired" is told by our clock: a token that stops being it, or is so in an earlier time,
        // without another expiry, says that the clock was set.
        const bool wasExpired = m_before.status == TokenStatus::Expired;
        const bool isExpired = m_after.status == TokenStatus::Expired;
        const bool clockWentBack = m_times.noticed < m_times.previous;
        if (m_before.expires == m_after.expires && (wasExpired || (isExpired && clockWentBack))
            && m_after.expires.isKnown())
            return;
        add(ChangeKind::StatusChanged, from, to);
    }

    bool isIdle(const TimeFact &lastUsed, base::Instant at) const
    {
        return at - lastUsed.value >= m_limit + slackOf(lastUsed, lastUsed);
    }

    void compareUse()
    {
        const TimeFact &from = m_before.lastUsed;
        const TimeFact &to = m_after.lastUsed;
        if (!to.isKnown())
            return;
        if (from.state == FactState::Never) {
            add(ChangeKind::CameIntoUse, {}, textOf(to));
            return;
        }
        if (!from.isKnown())
            return;
        // The vendor's times alone say how long the pause was; that it was idle when the earlier
        // list was made says that no use in between was missed.
        if (to.value - from.value >= m_limit && isIdle(from, m_times.previous)) {
            add(ChangeKind::CameIntoUse, textOf(from), textOf(to));
            return;
        }
        const TimeFact &last = to.value < from.value ? from : to; // A use cannot be undone.
        if (!isIdle(from, m_times.previous) && isIdle(last, m_times.noticed))
            add(ChangeKind::WentIdle, textOf(from), textOf(last));
    }

    const Token &m_before;
    const Token &m_after;
    const ListTimes &m_times;
    std::chrono::days m_limit;
    std::vector<TokenChange> m_changes;
};

template <typename T>
void keepTold(const Fact<T> &before, Fact<T> &after)
{
    const bool isLeftOut
        = after.state == FactState::NotFetched || after.state == FactState::NotPermitted;
    if (isLeftOut && isTold(before))
        after = before;
}

} // namespace

std::vector<TokenChange> differences(
    const Token &before, const Token &after, const ListTimes &times, std::chrono::days limit)
{
    return Comparison(before, after, times, limit).run();
}

TokenChange presenceChange(const Token &token, ChangeKind kind, const ListTimes &times)
{
    return {.token = token.key,
        .tokenName = token.name,
        .kind = kind,
        .noticed = times.noticed,
        .previous = times.previous};
}

Token withoutGaps(const Token &before, Token after)
{
    keepTold(before.description, after.description);
    keepTold(before.created, after.created);
    keepTold(before.lastUsed, after.lastUsed);
    keepTold(before.expires, after.expires);
    keepTold(before.creator, after.creator);
    keepTold(before.owner, after.owner);
    if (after.grantsState != FactState::Known && before.grantsState == FactState::Known
        && after.grantsState != FactState::NotReported) {
        after.grants = before.grants;
        after.grantsState = FactState::Known;
    }
    return after;
}

} // namespace domain
