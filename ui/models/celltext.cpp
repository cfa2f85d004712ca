// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/celltext.h"

#include "base/textrules.h"
#include "domain/vendor.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>
#include <array>

namespace models {

using namespace Qt::StringLiterals;
using domain::FactState;
using domain::TokenStatus;

namespace {

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(models::CellText)
};

struct Unit
{
    qint64 upTo; ///< seconds from which the next unit is used
    qint64 seconds;
};

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr std::array units = {Unit {hour, minute}, Unit {day, hour}, Unit {60 * day, day},
    Unit {730 * day, 30 * day + 10 * hour}, Unit {0, 365 * day + 6 * hour}};

/// "3 days". Both forms are there so that English needs no plural file.
QString amountText(std::size_t unit, int n)
{
    switch (unit) {
    case 0:
        return Texts::tr("%n min", nullptr, n);
    case 1:
        return Texts::tr("%n h", nullptr, n);
    case 2:
        return n == 1 ? Texts::tr("1 day") : Texts::tr("%n days", nullptr, n);
    case 3:
        return n == 1 ? Texts::tr("1 month") : Texts::tr("%n months", nullptr, n);
    default:
        return n == 1 ? Texts::tr("1 year") : Texts::tr("%n years", nullptr, n);
    }
}

QDateTime dateTime(base::Instant when, const QTimeZone &zone)
{
    return QDateTime::fromMSecsSinceEpoch(when.time_since_epoch().count(), zone);
}

} // namespace

const ConnectionText *TextContext::connectionOf(const domain::Token &token) const
{
    const auto it = connections.constFind(token.key.connectionId);
    return it == connections.constEnd() ? nullptr : &*it;
}

QString relativeTime(base::Instant when, base::Instant now, domain::Precision precision)
{
    const bool isPast = when <= now;
    const auto distance
        = std::chrono::duration_cast<std::chrono::seconds>(isPast ? now - when : when - now)
              .count();
    if (distance < minute)
        return isPast ? Texts::tr("just now") : Texts::tr("in under a minute");
    std::size_t unit = 0;
    while (units[unit].upTo != 0 && distance >= units[unit].upTo)
        ++unit;
    QString amount = amountText(unit, static_cast<int>(distance / units[unit].seconds));
    if (precision == domain::Precision::Approximate)
        //: A time the vendor gives only roughly, e.g. "~3 days"
        amount = Texts::tr("~%1").arg(amount);
    return (isPast ? Texts::tr("%1 ago") : Texts::tr("in %1")).arg(amount);
}

QString exactTime(base::Instant when, const TextContext &context)
{
    const QDateTime local = dateTime(when, context.zone);
    const QString there = context.locale.toString(local.date(), QLocale::ShortFormat) + u' '
        + local.time().toString(u"HH:mm:ss"_s) + u' ' + local.timeZoneAbbreviation();
    const QString utc = dateTime(when, QTimeZone::utc()).toString(u"yyyy-MM-dd HH:mm:ss"_s);
    //: %1 is a local date and time with its zone, %2 the same moment in UTC
    return Texts::tr("%1 (local)\n%2 UTC").arg(there, utc);
}

QString reviewText(QDate on, base::Instant now)
{
    if (!on.isValid())
        return {};
    const auto days = static_cast<int>(dateTime(now, QTimeZone::utc()).date().daysTo(on));
    if (days == 0)
        return Texts::tr("Today");
    return days > 0 ? Texts::tr("In %n days", nullptr, days)
                    : Texts::tr("Overdue by %n days", nullptr, -days);
}

QString dayText(QDate date, const QLocale &locale)
{
    return locale.toString(date, QLocale::LongFormat);
}

QString isoTime(base::Instant when)
{
    return dateTime(when, QTimeZone::utc()).toString(u"yyyy-MM-ddTHH:mm:ss"_s) + u'Z';
}

QString missingText(FactState state)
{
    switch (state) {
    case FactState::Never:
        return Texts::tr("Never");
    case FactState::NotReported:
        return Texts::tr("Not reported");
    case FactState::NotPermitted:
        return Texts::tr("Not permitted");
    case FactState::NotFetched:
        return Texts::tr("Not fetched");
    case FactState::NotUnderstood:
        return Texts::tr("Not understood");
    case FactState::Known:
        break;
    }
    return {};
}

QString missingText(const domain::TimeFact &fact)
{
    if (fact.wording.isEmpty())
        return missingText(fact.state);
    //: %1 is what a vendor says where a time is expected
    return Texts::tr("Not understood: %1").arg(base::displayForm(fact.wording, 60));
}

QString missingReason(FactState state)
{
    switch (state) {
    case FactState::Never:
        return Texts::tr("The vendor says that this has never happened.");
    case FactState::NotReported:
        return Texts::tr("This vendor does not report it, so nothing can be said about it.");
    case FactState::NotPermitted:
        return Texts::tr("The vendor has it, but this connection's credential may not see it.");
    case FactState::NotFetched:
        return Texts::tr("It has not been asked for. The vendor may know it.");
    case FactState::NotUnderstood:
        return Texts::tr(
            "The vendor's answer cannot be read here, or cannot be true. Look the token "
            "up in the vendor's console.");
    case FactState::Known:
        break;
    }
    return {};
}

QString statusText(const domain::Token &token)
{
    switch (token.status) {
    case TokenStatus::Active:
        return Texts::tr("Active");
    case TokenStatus::Disabled:
        return Texts::tr("Disabled");
    case TokenStatus::Expired:
        return Texts::tr("Expired");
    case TokenStatus::Deleted:
        return Texts::tr("Deleted");
    case TokenStatus::Unknown:
        break;
    }
    if (token.rawStatus.isEmpty())
        return Texts::tr("Unknown");
    //: %1 is the vendor's own word for a status this program does not know
    return Texts::tr("Unknown (%1)").arg(base::displayForm(token.rawStatus, 40));
}

QString statusIconName(TokenStatus status)
{
    switch (status) {
    case TokenStatus::Active:
        return u"ok"_s;
    case TokenStatus::Disabled:
        return u"disabled"_s;
    case TokenStatus::Expired:
        return u"expired"_s;
    case TokenStatus::Deleted:
        return u"delete"_s;
    case TokenStatus::Unknown:
        break;
    }
    return u"unknown"_s;
}

QString environmentText(domain::Environment environment)
{
    switch (environment) {
    case domain::Environment::Production:
        return Texts::tr("Production");
    case domain::Environment::Staging:
        return Texts::tr("Staging");
    case domain::Environment::Test:
        return Texts::tr("Test");
    }
    return {};
}

QString nameText(const domain::Token &token)
{
    return token.name.isEmpty() ? Texts::tr("(no name)") : base::displayForm(token.name);
}

QString grantsText(const domain::Token &token)
{
    if (token.grantsState != FactState::Known)
        return missingText(token.grantsState);
    if (token.grants.empty())
        return Texts::tr("None");
    constexpr std::size_t shown = 4;
    QStringList texts;
    for (std::size_t i = 0; i < std::min(shown, token.grants.size()); ++i)
        texts += base::displayForm(domain::grantText(token.grants[i]), 60);
    const QString list = texts.join(", "_L1);
    if (token.grants.size() <= shown)
        return list;
    //: %1 is a list of permissions, %n how many more there are
    return Texts::tr("%1 and %n more", nullptr, static_cast<int>(token.grants.size() - shown))
        .arg(list);
}

QString rowText(const domain::Token &token, const TextContext &context)
{
    const ConnectionText *connection = context.connectionOf(token);
    const QString vendor = connection ? domain::vendorName(connection->vendor) : QString();
    const QString used = token.lastUsed.isKnown()
        ? relativeTime(token.lastUsed.value, context.now, token.lastUsed.precision)
        : missingText(token.lastUsed).toLower();
    //: A row for screen readers: token name, vendor, status, when it was last used
    const QString row = Texts::tr("%1, %2, %3, last used: %4")
                            .arg(nameText(token), vendor, statusText(token), used);
    return token.isOwnCredential ? Texts::tr("%1. This console signs in with it.").arg(row) : row;
}

namespace {

bool isHidden(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        // Blanks that are no ordinary blank make two names look the same.
        return QChar::isSpace(c) && c != U' ';
    }
}

} // namespace

bool hasHiddenCharacters(const QString &raw)
{
    const QList<uint> points = raw.toUcs4();
    return std::any_of(points.begin(), points.end(), isHidden);
}

QString escapedForm(const QString &raw)
{
    constexpr qsizetype longest = 2000;
    QString escaped;
    const QList<uint> points = raw.left(longest).toUcs4();
    for (const char32_t c : points) {
        if (isHidden(c))
            escaped += u"<U+%1>"_s.arg(uint(c), 4, 16, QChar(u'0')).toUpper();
        else
            escaped += QString::fromUcs4(&c, 1);
    }
    return escaped;
}

QString plainToolTip(const QString &text)
{
    if (text.isEmpty())
        return {};
    return "<qt>"_L1 + text.toHtmlEscaped().replace(u'\n', "<br>"_L1) + "</qt>"_L1;
}

} // namespace models
