// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/editdifference.h"

#include "domain/grantreach.h"

#include <algorithm>

namespace domain {

using namespace Qt::StringLiterals;
using Kind = GrantChange::Kind;
using Field = FieldChange::Field;

namespace {

bool isSame(const Grant &a, const Grant &b)
{
    return reachOf({a}, {b}) == Reach::Same;
}

/// Takes out of both lists what is in both.
void dropShared(std::vector<Grant> &some, std::vector<Grant> &others)
{
    std::erase_if(some, [&others](const Grant &one) {
        const auto same = std::find_if(others.begin(), others.end(),
            [&one](const Grant &other) { return isSame(one, other); });
        if (same == others.end())
            return false;
        others.erase(same);
        return true;
    });
}

/// Two grants of one place, of which one says more.
std::optional<Kind> pairing(const Grant &removed, const Grant &added)
{
    if (removed.target != added.target)
        return std::nullopt;
    if (covers(added, removed))
        return Kind::Broadened;
    if (covers(removed, added))
        return Kind::Narrowed;
    return std::nullopt;
}

QString textOf(const Fact<QString> &fact)
{
    return fact.isKnown() ? fact.value.trimmed() : QString();
}

bool isTold(const Fact<QString> &fact)
{
    return fact.state == FactState::Known || fact.state == FactState::Never;
}

QString linesOf(QStringList addresses)
{
    addresses.sort();
    return addresses.join(u", "_s);
}

void addChange(EditDifference &into, Field field, const QString &before, const QString &after)
{
    if (before != after)
        into.fields.push_back({field, before, after});
}

} // namespace

std::vector<GrantChange> compareGrants(
    const std::vector<Grant> &before, const std::vector<Grant> &after)
{
    std::vector<Grant> removed = before;
    std::vector<Grant> added = after;
    dropShared(removed, added);
    std::vector<GrantChange> changes;
    std::erase_if(removed, [&](const Grant &old) {
        const auto partner = std::find_if(added.begin(), added.end(),
            [&old](const Grant &one) { return pairing(old, one).has_value(); });
        if (partner == added.end())
            return false;
        changes.push_back({*pairing(old, *partner), old, *partner});
        added.erase(partner);
        return true;
    });
    for (Grant &grant : added)
        changes.push_back({Kind::Added, {}, std::move(grant)});
    for (Grant &grant : removed)
        changes.push_back({Kind::Removed, std::move(grant), {}});
    std::stable_partition(
        changes.begin(), changes.end(), [](const GrantChange &change) { return change.isMore(); });
    return changes;
}

bool EditDifference::broadens() const
{
    return std::any_of(
        grants.begin(), grants.end(), [](const GrantChange &change) { return change.isMore(); });
}

EditDifference differenceOf(const Token &token, const TokenEdit &edit)
{
    EditDifference difference;
    if (edit.name)
        addChange(difference, Field::Name, token.name, *edit.name);
    if (edit.description)
        addChange(
            difference, Field::Description, textOf(token.description), edit.description->trimmed());
    if (edit.grants)
        difference.grants = compareGrants(token.grants, *edit.grants);
    return difference;
}

EditDifference differenceOf(const Token &before, const Token &now)
{
    EditDifference difference;
    addChange(difference, Field::Name, before.name, now.name);
    if (isTold(before.description) || isTold(now.description))
        addChange(
            difference, Field::Description, textOf(before.description), textOf(now.description));
    const bool bothTellStatus
        = before.status != TokenStatus::Unknown && now.status != TokenStatus::Unknown;
    if (bothTellStatus)
        addChange(difference, Field::Status, statusText(before), statusText(now));
    addChange(difference, Field::Addresses, linesOf(before.allowedAddresses),
        linesOf(now.allowedAddresses));
    if (before.grantsState == FactState::Known && now.grantsState == FactState::Known)
        difference.grants = compareGrants(before.grants, now.grants);
    return difference;
}

EditDifference missingOf(const TokenEdit &wanted, const Token &now)
{
    EditDifference missing;
    if (wanted.name)
        addChange(missing, Field::Name, now.name.trimmed(), wanted.name->trimmed());
    if (wanted.description)
        addChange(
            missing, Field::Description, textOf(now.description), wanted.description->trimmed());
    if (wanted.grants && now.grantsState == FactState::Known)
        missing.grants = compareGrants(now.grants, *wanted.grants);
    return missing;
}

TokenEdit rebased(const TokenEdit &edit, const Token &seen, const Token &now)
{
    TokenEdit result;
    if (edit.name && edit.name->trimmed() != now.name.trimmed())
        result.name = edit.name;
    if (edit.description && edit.description->trimmed() != textOf(now.description))
        result.description = edit.description;
    if (!edit.grants)
        return result;
    std::vector<Grant> taken = seen.grants;
    std::vector<Grant> given = *edit.grants;
    dropShared(taken, given);
    std::vector<Grant> grants = now.grants;
    dropShared(grants, taken);
    for (const Grant &grant : given) {
        const bool isThere = std::any_of(grants.begin(), grants.end(),
            [&grant](const Grant &one) { return isSame(one, grant); });
        if (!isThere)
            grants.push_back(grant);
    }
    if (!compareGrants(now.grants, grants).empty())
        result.grants = std::move(grants);
    return result;
}

QString statusText(const Token &token)
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
        break;
    }
    return token.rawStatus.isEmpty() ? u"unknown"_s : token.rawStatus;
}

} // namespace domain
