// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/verdict.h"

#include "work/exporttext.h"

#include <QHash>
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

bool isNear(base::Instant created, base::Instant begun)
{
    const auto apart = created - begun;
    return apart <= clockSlack && -apart <= clockSlack;
}

/// A token that was there before, or was made at another time, is none; where neither is known
/// nobody can tell. What else speaks against it is told by contradictions().
Fit fitOf(const OpenOperation &create, const Token &token)
{
    if (create.details.contains("mark"_L1))
        return Fit::Good; // The name says it.
    if (create.details.contains("known"_L1))
        return Fit::Good; // It is new since then.
    if (!token.created.isKnown())
        return Fit::Doubtful;
    return isNear(token.created.value, create.begun) ? Fit::Good : Fit::None;
}

/// The vendor's answer came, and with it the key: whoever has it may use it.
bool mayBeInUse(const OpenOperation &create)
{
    return create.phase == domain::JournalPhase::Created || create.details.contains("answered"_L1);
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

QJsonArray grantIds(const std::vector<domain::Grant> &grants)
{
    QStringList ids;
    for (const domain::Grant &grant : grants)
        ids.append(grant.target.isEmpty() ? grant.name : grant.name + u'@' + grant.target);
    ids.sort();
    return QJsonArray::fromStringList(ids);
}

QStringList contradictions(const OpenOperation &create, const Token &token)
{
    const QJsonObject &asked = create.details;
    QStringList found;
    const auto add = [&found](const char *fact) { found.append(QLatin1StringView(fact)); };
    if (asked.contains("kind"_L1) && asked.value("kind"_L1).toString() != kindId(token.kind))
        add(against::kind);
    const bool hasOtherGrants = asked.contains("grantIds"_L1)
        ? asked.value("grantIds"_L1) != grantIds(token.grants)
        : asked.contains("grants"_L1) && asked.value("grants"_L1) != grantTexts(token.grants);
    if (hasOtherGrants && token.grantsState == domain::FactState::Known)
        add(against::grants);
    const QStringList creators = asked.value("creators"_L1).toVariant().toStringList();
    if (!creators.isEmpty() && token.creator.isKnown()
        && !creators.contains(token.creator.value, Qt::CaseInsensitive))
        add(against::creator);
    // With the list from before it is new for certain; still, one of the clocks may be wrong.
    if (token.created.isKnown() && !isNear(token.created.value, create.begun))
        add(against::created);
    if (token.lastUsed.isKnown() && !mayBeInUse(create))
        add(against::used);
    return found;
}

QStringList factsAgainst(const QJsonObject &details)
{
    const QJsonObject byId = details.value("against"_L1).toObject();
    QStringList facts;
    for (const QJsonValue &id : details.value("found"_L1).toArray())
        facts += byId.value(id.toString()).toVariant().toStringList();
    facts.removeDuplicates();
    return facts;
}

QStringList contradictionWords(const QStringList &facts)
{
    static const QHash<QString, QString> words {
        {QLatin1StringView(against::kind), u"it is of another kind than was asked for"_s},
        {QLatin1StringView(against::grants), u"it has other grants than were asked for"_s},
        {QLatin1StringView(against::creator), u"somebody else created it"_s},
        {QLatin1StringView(against::created), u"it was not created when the request was sent"_s},
        {QLatin1StringView(against::used),
            u"it was used, though nobody here has seen its key: unless the key leaked, it is not "
            "the one"_s}};
    QStringList said;
    for (const QString &fact : facts)
        said.append(words.value(fact, fact));
    return said;
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
        const Fit fit = fitOf(create, token);
        if (fit == Fit::None)
            continue;
        const QStringList facts = contradictions(create, token);
        Candidates &into = fit == Fit::Good && facts.isEmpty() ? good : doubtful;
        into.ids.append(id);
        if (!facts.isEmpty())
            into.against.insert(id, facts);
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
