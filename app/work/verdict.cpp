// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/verdict.h"

#include <QJsonArray>

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using domain::JournalAction;
using domain::Token;
using domain::TokenStatus;

namespace {

/// How far the vendor's time of creation may be from ours.
constexpr auto clockSlack = std::chrono::minutes(10);

enum class Fit { None, Doubtful, Good };

Fit fitOf(const OpenOperation &create, const Token &token)
{
    if (create.details.contains("mark"_L1))
        return Fit::Good; // The name says it.
    const bool knewTheList = create.details.contains("known"_L1);
    if (!token.created.isKnown())
        return knewTheList ? Fit::Good : Fit::Doubtful;
    const auto apart = token.created.value - create.begun;
    if (apart <= clockSlack && -apart <= clockSlack)
        return Fit::Good;
    // With the list from before it is new for certain; one of the clocks may be wrong.
    return knewTheList ? Fit::Doubtful : Fit::None;
}

Shown statusShows(const Token &listed, TokenStatus wanted)
{
    if (listed.status == wanted)
        return Shown::Made;
    return listed.status == TokenStatus::Unknown ? Shown::Untold : Shown::NotMade;
}

Shown editShown(const QJsonObject &after, const Token &listed)
{
    bool isUntold = false;
    bool isOther = false;
    const auto compare = [&](QLatin1StringView field, bool isTold, const QJsonValue &now) {
        if (!after.contains(field))
            return;
        isUntold |= !isTold;
        isOther |= isTold && after.value(field) != now;
    };
    compare("name"_L1, true, listed.name);
    compare("description"_L1, listed.description.isKnown(), listed.description.value);
    compare("grants"_L1, listed.grantsState == domain::FactState::Known, grantTexts(listed.grants));
    return isOther ? Shown::NotMade : isUntold ? Shown::Untold : Shown::Made;
}

} // namespace

QJsonArray grantTexts(const std::vector<domain::Grant> &grants)
{
    QStringList texts;
    for (const domain::Grant &grant : grants)
        texts.append(domain::grantText(grant));
    texts.sort();
    return QJsonArray::fromStringList(texts);
}

Candidates candidatesFor(const OpenOperation &create, const std::vector<Token> &namesakes,
    const QSet<QString> &accountedFor)
{
    const QJsonArray known = create.details.value("known"_L1).toArray();
    Candidates good;
    Candidates doubtful {.isDoubtful = true};
    for (const Token &token : namesakes) {
        const QString &id = token.key.remoteId;
        if (token.isOwnCredential || accountedFor.contains(id) || known.contains(id))
            continue;
        switch (fitOf(create, token)) {
        case Fit::Good:
            good.ids.append(id);
            break;
        case Fit::Doubtful:
            doubtful.ids.append(id);
            break;
        case Fit::None:
            break;
        }
    }
    return good.ids.isEmpty() ? doubtful : good;
}

Shown shownBy(const OpenOperation &change, const std::optional<Token> &listed)
{
    const bool isGone = !listed || listed->status == TokenStatus::Deleted;
    if (change.action == JournalAction::Delete)
        return isGone ? Shown::Made : Shown::NotMade;
    if (isGone)
        return Shown::NotMade;
    switch (change.action) {
    case JournalAction::Disable:
        return statusShows(*listed, TokenStatus::Disabled);
    case JournalAction::Enable:
        return statusShows(*listed, TokenStatus::Active);
    case JournalAction::Edit:
        return editShown(change.details.value("after"_L1).toObject(), *listed);
    case JournalAction::Delete:
    case JournalAction::Create:
    case JournalAction::Job:
    case JournalAction::Rotate:
    case JournalAction::Connection:
    case JournalAction::Plan:
    case JournalAction::Journal:
        break;
    }
    return Shown::Untold;
}

} // namespace work
