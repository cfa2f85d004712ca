// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// How values of a token read in a cell and in its tooltip. Everything that came from a vendor goes
/// through base::displayForm() here.

#include "domain/token.h"
#include "work/annotationbook.h"
#include "work/rowsort.h"

#include <QHash>
#include <QLocale>
#include <QString>
#include <QTimeZone>

namespace models {

/// What a token's row has to know about its connection.
using ConnectionText = work::ConnectionFacts;

/// Everything outside a token that its texts depend on.
struct TextContext
{
    QHash<QString, ConnectionText> connections; ///< by connection id
    work::AnnotationTable annotations; ///< what admins noted
    base::Instant now {};
    QLocale locale;
    QTimeZone zone = QTimeZone::systemTimeZone();

    /// Null for a connection that is not known (any more).
    const ConnectionText *connectionOf(const domain::Token &token) const;
};

/// "3 h ago", "in 12 days", "~3 days ago" when approximate.
QString relativeTime(base::Instant when, base::Instant now, domain::Precision precision);
/// Local time and UTC, one per line, each saying which it is.
QString exactTime(base::Instant when, const TextContext &context);
/// "2026-05-02T12:03:22Z", for copying and exports.
QString isoTime(base::Instant when);

/// "Never", "Not reported", "Not permitted", "Not fetched", "Not understood".
QString missingText(domain::FactState state);
/// The same of a time; of one that is not understood with what the vendor says: "Not understood:
/// 0001-02-03".
QString missingText(const domain::TimeFact &fact);
/// Why there is no value, in a sentence.
QString missingReason(domain::FactState state);

/// "Today", "In 12 days", "Overdue by 3 days"; days are those of UTC, as in filters.
QString reviewText(QDate on, base::Instant now);
/// "12 March 2026", as people here write it.
QString dayText(QDate date, const QLocale &locale);

/// "Active", or "Unknown (SUSPENDED)" with the vendor's own word.
QString statusText(const domain::Token &token);
/// Name of the icon that goes with a status.
QString statusIconName(domain::TokenStatus status);

/// "Production", "Staging", "Test".
QString environmentText(domain::Environment environment);

/// A token's name as one line; a nameless token is said to be one.
QString nameText(const domain::Token &token);
/// The grants in one line, as many as are worth reading in a cell.
QString grantsText(const domain::Token &token);

/// "ci-deploy, Juniper Mist, Active, last used 3 h ago": a row in one sentence, for screen readers.
QString rowText(const domain::Token &token, const TextContext &context);

/// Whether a text is not what it looks like: it holds characters that displayForm() had to replace.
bool hasHiddenCharacters(const QString &raw);
/// The text with such characters spelled out, e.g. "pay<U+202E>lap": what a look-alike really is.
QString escapedForm(const QString &raw);

/// A tooltip that stays plain text: Qt takes a tooltip that looks like markup for markup (IN-01).
QString plainToolTip(const QString &text);

} // namespace models
