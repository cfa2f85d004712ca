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

bool hasField(const QJsonObject &after, QLatin1StringView field, const QJsonValue &now)
{
    return !after.contains(field) || after.value(field) == now;
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

bool isMade(const OpenOperation &change, const std::optional<Token> &listed)
{
    switch (change.action) {
    case JournalAction::Delete:
        return !listed || listed->status == TokenStatus::Deleted;
    case JournalAction::Disable:
        return listed && listed->status == TokenStatus::Disabled;
    case JournalAction::Enable:
        return listed && listed->status == TokenStatus::Active;
    case JournalAction::Edit: {
        if (!listed)
            return false;
        const QJsonObject after = change.details.value("after"_L1).toObject();
        return hasField(after, "name"_L1, listed->name)
            && hasField(after, "description"_L1, listed->description.value)
            && hasField(after, "grants"_L1, grantTexts(listed->grants));
    }
    case JournalAction::Create:
    case JournalAction::Job:
    case JournalAction::Rotate:
    case JournalAction::Connection:
    case JournalAction::Journal:
        break;
    }
    return false;
}

} // namespace work
