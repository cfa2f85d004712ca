// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/tokencolumns.h"

#include "base/textrules.h"

#include <QCoreApplication>

#include <algorithm>

namespace models {

using namespace Qt::StringLiterals;
using domain::Fact;
using domain::FactState;
using domain::TimeFact;
using domain::Token;

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(models::TokenColumns)
};

FactState alwaysKnown(const Token &, const TextContext &)
{
    return FactState::Known;
}

QString noExplanation(const Token &, const TextContext &)
{
    return {};
}

// Times

template <TimeFact Token::*member>
FactState timeState(const Token &token, const TextContext &)
{
    return (token.*member).state;
}

/// A moment that lies in the past by its meaning: another computer's clock may be a little ahead.
base::Instant withoutSkew(base::Instant when, base::Instant now)
{
    return when > now && when - now < std::chrono::minutes(5) ? now : when;
}

template <TimeFact Token::*member, bool isPast>
QString timeText(const Token &token, const TextContext &context)
{
    const TimeFact &fact = token.*member;
    if (!fact.isKnown())
        return missingText(fact);
    const auto when = isPast ? withoutSkew(fact.value, context.now) : fact.value;
    return relativeTime(when, context.now, fact.precision);
}

template <TimeFact Token::*member>
QString timeExplanation(const Token &token, const TextContext &context)
{
    const TimeFact &fact = token.*member;
    if (!fact.isKnown())
        return missingReason(fact.state);
    const QString exact = exactTime(fact.value, context);
    if (fact.precision == domain::Precision::Exact)
        return exact;
    return Texts::tr("%1\nThe vendor gives this time only approximately.").arg(exact);
}

template <TimeFact Token::*member>
QString timeValue(const Token &token, const TextContext &)
{
    const TimeFact &fact = token.*member;
    return fact.isKnown() ? isoTime(fact.value) : missingText(fact);
}

QString removalExplanation(const Token &token, const TextContext &context)
{
    if (!token.removedWhenIdle.isKnown())
        return Texts::tr("This vendor is not known to remove tokens nobody uses.");
    return Texts::tr("%1\nAn estimate: the vendor removes the token then if nobody uses it before.")
        .arg(exactTime(token.removedWhenIdle.value, context));
}

QString expiryExplanation(const Token &token, const TextContext &context)
{
    switch (token.expires.state) {
    case FactState::Never:
        return Texts::tr("It has no expiry date.");
    case FactState::NotReported:
        return Texts::tr("This vendor does not report an expiry date.");
    default:
        return timeExplanation<&Token::expires>(token, context);
    }
}

QString lastUsedExplanation(const Token &token, const TextContext &context)
{
    if (token.lastUsed.state == FactState::Never)
        return Texts::tr("The vendor says that it has never been used.");
    if (token.lastUsed.state == FactState::NotReported)
        return Texts::tr("This vendor does not report when a token was used. It may be in use.");
    return timeExplanation<&Token::lastUsed>(token, context);
}

// Texts

template <Fact<QString> Token::*member>
FactState textState(const Token &token, const TextContext &)
{
    return (token.*member).state;
}

template <Fact<QString> Token::*member>
QString factText(const Token &token, const TextContext &)
{
    const Fact<QString> &fact = token.*member;
    return fact.isKnown() ? base::displayForm(fact.value) : missingText(fact.state);
}

template <Fact<QString> Token::*member>
QString factExplanation(const Token &token, const TextContext &)
{
    const Fact<QString> &fact = token.*member;
    return fact.isKnown() ? base::displayForm(fact.value) : missingReason(fact.state);
}

QString creatorText(const Token &token, const TextContext &context)
{
    return token.creator.state == FactState::Never ? Texts::tr("Creator deleted")
                                                   : factText<&Token::creator>(token, context);
}

QString creatorExplanation(const Token &token, const TextContext &context)
{
    return token.creator.state == FactState::Never
        ? Texts::tr("The account that made this token no longer exists. The token still works.")
        : factExplanation<&Token::creator>(token, context);
}

QString ownerExplanation(const Token &token, const TextContext &context)
{
    const QString vendors = token.owner.state == FactState::Never
        ? Texts::tr("It has no owner.")
        : factExplanation<&Token::owner>(token, context);
    const QString own = context.annotations.value(token.key).owner;
    if (own.isEmpty())
        return vendors;
    //: %1 is an owner written by an admin, %2 is the vendor's owner or why there is none
    return Texts::tr("%1\nWritten here, over what the vendor says: %2")
        .arg(base::displayForm(own), vendors);
}

QString ownerText(const Token &token, const TextContext &context)
{
    const QString own = context.annotations.value(token.key).owner;
    return own.isEmpty() ? factText<&Token::owner>(token, context) : base::displayForm(own);
}

FactState ownerState(const Token &token, const TextContext &context)
{
    return domain::ownerOf(token, context.annotations.value(token.key)).state;
}

QString name(const Token &token, const TextContext &)
{
    return nameText(token);
}

QString nameExplanation(const Token &token, const TextContext &context)
{
    QStringList lines = {rowText(token, context)};
    if (token.description.isKnown() && !token.description.value.isEmpty())
        lines += base::displayForm(token.description.value, 500);
    return lines.join(u'\n');
}

QString vendor(const Token &token, const TextContext &context)
{
    const ConnectionText *connection = context.connectionOf(token);
    return connection ? domain::vendorName(connection->vendor) : QString();
}

QString connection(const Token &token, const TextContext &context)
{
    const ConnectionText *known = context.connectionOf(token);
    return known ? base::displayForm(known->name) : base::displayForm(token.key.connectionId);
}

QString connectionExplanation(const Token &token, const TextContext &context)
{
    const ConnectionText *known = context.connectionOf(token);
    //: %1 is a connection's name, %2 its environment, e.g. "Production"
    return known ? Texts::tr("%1 (%2)").arg(
               base::displayForm(known->name), environmentText(known->environment))
                 : QString();
}

// Status, grants, hint, id

QString status(const Token &token, const TextContext &)
{
    return statusText(token);
}

QString statusExplanation(const Token &token, const TextContext &)
{
    switch (token.status) {
    case domain::TokenStatus::Active:
        return Texts::tr("The vendor accepts this token.");
    case domain::TokenStatus::Disabled:
        return Texts::tr("The vendor refuses this token until it is enabled again.");
    case domain::TokenStatus::Expired:
        return Texts::tr("Its expiry date has passed. The vendor refuses it for good.");
    case domain::TokenStatus::Deleted:
        return Texts::tr("The vendor still lists it but it has been deleted for good.");
    case domain::TokenStatus::Unknown:
        break;
    }
    if (token.rawStatus.isEmpty())
        return Texts::tr("The vendor does not report whether it accepts this token.");
    return Texts::tr("The vendor reports a status this program does not know.");
}

FactState statusState(const Token &token, const TextContext &)
{
    return token.status == domain::TokenStatus::Unknown ? FactState::NotReported : FactState::Known;
}

QString grants(const Token &token, const TextContext &)
{
    return grantsText(token);
}

QString grantsExplanation(const Token &token, const TextContext &)
{
    if (token.grantsState != FactState::Known)
        return missingReason(token.grantsState);
    constexpr std::size_t shown = 20;
    QStringList lines;
    for (std::size_t i = 0; i < std::min(shown, token.grants.size()); ++i)
        lines += base::displayForm(domain::grantText(token.grants[i]), 120);
    if (token.grants.size() > shown)
        lines += Texts::tr("and %n more", nullptr, static_cast<int>(token.grants.size() - shown));
    return lines.join(u'\n');
}

FactState grantsState(const Token &token, const TextContext &)
{
    return token.grantsState;
}

QString keyHint(const Token &token, const TextContext &)
{
    return token.keyHint.isEmpty() ? missingText(FactState::NotReported)
                                   : base::displayForm(token.keyHint, 80);
}

QString keyHintExplanation(const Token &token, const TextContext &)
{
    return token.keyHint.isEmpty()
        ? Texts::tr("This vendor shows no part of the key by which it could be recognised.")
        : Texts::tr("Enough of the key to recognise it. The key itself is not known here.");
}

FactState keyHintState(const Token &token, const TextContext &)
{
    return token.keyHint.isEmpty() ? FactState::NotReported : FactState::Known;
}

QString id(const Token &token, const TextContext &)
{
    return base::displayForm(token.key.remoteId);
}

// The raw text, for the clipboard: what is pasted must be what the vendor has.
QString rawName(const Token &token, const TextContext &)
{
    return token.name;
}

QString rawId(const Token &token, const TextContext &)
{
    return token.key.remoteId;
}

template <Fact<QString> Token::*member>
QString rawFact(const Token &token, const TextContext &)
{
    const Fact<QString> &fact = token.*member;
    return fact.isKnown() ? fact.value : missingText(fact.state);
}

QString ownerValue(const Token &token, const TextContext &context)
{
    const auto owner = domain::ownerOf(token, context.annotations.value(token.key));
    return owner.isKnown() ? owner.value : missingText(owner.state);
}

// What admins noted

QString tagsText(const Token &token, const TextContext &context)
{
    return base::displayForm(context.annotations.value(token.key).tags.join(", "_L1));
}

QString tagsValue(const Token &token, const TextContext &context)
{
    return context.annotations.value(token.key).tags.join(", "_L1);
}

QString noteText(const Token &token, const TextContext &context)
{
    return base::displayForm(context.annotations.value(token.key).note.simplified(), 200);
}

QString noteExplanation(const Token &token, const TextContext &context)
{
    QStringList lines;
    const auto raw = context.annotations.value(token.key).note.split(u'\n');
    for (const QString &line : raw.mid(0, 20))
        lines += base::displayForm(line, 200);
    return lines.join(u'\n');
}

QString noteValue(const Token &token, const TextContext &context)
{
    return context.annotations.value(token.key).note;
}

QString review(const Token &token, const TextContext &context)
{
    return reviewText(context.annotations.value(token.key).reviewOn, context.now);
}

QString reviewExplanation(const Token &token, const TextContext &context)
{
    const QDate on = context.annotations.value(token.key).reviewOn;
    return on.isValid() ? Texts::tr("To be looked at again on %1").arg(dayText(on, context.locale))
                        : QString();
}

QString reviewValue(const Token &token, const TextContext &context)
{
    return context.annotations.value(token.key).reviewOn.toString(Qt::ISODate);
}

QString allGrants(const Token &token, const TextContext &)
{
    if (token.grantsState != FactState::Known)
        return missingText(token.grantsState);
    QStringList texts;
    for (const domain::Grant &grant : token.grants)
        texts += domain::grantText(grant);
    return texts.join("; "_L1);
}

#define TITLE(text) QT_TRANSLATE_NOOP("models::TokenColumns", text)

using Id = TokenColumnId;

constexpr TokenColumn columns[] = {
    {Id::Name, "name", TITLE("Name"), name, nameExplanation, rawName, alwaysKnown, 195},
    {Id::Vendor, "vendor", TITLE("Vendor"), vendor, noExplanation, vendor, alwaysKnown, 135},
    {Id::Connection, "connection", TITLE("Connection"), connection, connectionExplanation,
        connection, alwaysKnown, 130},
    {Id::Status, "status", TITLE("Status"), status, statusExplanation, status, statusState, 95},
    {Id::LastUsed, "last-used", TITLE("Last Used"), timeText<&Token::lastUsed, true>,
        lastUsedExplanation, timeValue<&Token::lastUsed>, timeState<&Token::lastUsed>, 115},
    {Id::Created, "created", TITLE("Created"), timeText<&Token::created, true>,
        timeExplanation<&Token::created>, timeValue<&Token::created>, timeState<&Token::created>,
        110},
    {Id::Expires, "expires", TITLE("Expires"), timeText<&Token::expires, false>, expiryExplanation,
        timeValue<&Token::expires>, timeState<&Token::expires>, 110},
    {Id::RemovedWhenIdle, "removed-when-idle", TITLE("Removed When Idle"),
        timeText<&Token::removedWhenIdle, false>, removalExplanation,
        timeValue<&Token::removedWhenIdle>, timeState<&Token::removedWhenIdle>, 130, false},
    {Id::Owner, "owner", TITLE("Owner"), ownerText, ownerExplanation, ownerValue, ownerState, 160},
    {Id::Creator, "creator", TITLE("Created By"), creatorText, creatorExplanation,
        rawFact<&Token::creator>, textState<&Token::creator>, 160},
    {Id::Grants, "grants", TITLE("Grants"), grants, grantsExplanation, allGrants, grantsState, 200},
    {Id::Tags, "tags", TITLE("Tags"), tagsText, tagsText, tagsValue, alwaysKnown, 110},
    {Id::KeyHint, "key-hint", TITLE("Key Hint"), keyHint, keyHintExplanation, keyHint, keyHintState,
        130},
    {Id::Note, "note", TITLE("Note"), noteText, noteExplanation, noteValue, alwaysKnown, 200,
        false},
    {Id::Review, "review", TITLE("Review"), review, reviewExplanation, reviewValue, alwaysKnown,
        120, false},
    {Id::Id, "id", TITLE("ID"), id, noExplanation, rawId, alwaysKnown, 260},
};

#undef TITLE

} // namespace

std::span<const TokenColumn> tokenColumns()
{
    return columns;
}

const TokenColumn &tokenColumn(TokenColumnId id)
{
    return columns[static_cast<std::size_t>(id)];
}

std::optional<TokenColumnId> columnFromWord(QStringView word)
{
    const auto it = std::find_if(std::begin(columns), std::end(columns),
        [word](const TokenColumn &column) { return word == QLatin1StringView(column.word); });
    return it == std::end(columns) ? std::nullopt : std::optional(it->id);
}

QString columnTitle(const TokenColumn &column)
{
    return QCoreApplication::translate("models::TokenColumns", column.title);
}

} // namespace models
