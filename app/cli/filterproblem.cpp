// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/filterproblem.h"

#include "base/textrules.h"

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype shownBefore = 40;
constexpr qsizetype shownWithin = 60;
constexpr qsizetype shownAfter = 20;

/// Places a text takes in a terminal, near enough: what is wide counts once.
qsizetype widthOf(const QString &shown)
{
    const QList<uint> points = shown.toUcs4();
    return std::count_if(points.begin(), points.end(),
        [](char32_t c) { return QChar::category(c) != QChar::Mark_NonSpacing; });
}

} // namespace

QStringList filterProblem(const QString &text, const filter::FilterError &error)
{
    const qsizetype start = std::max(error.position - shownBefore, qsizetype(0));
    const qsizetype marked = std::min(error.length, shownWithin);
    const QString before = (start > 0 ? u"..."_s : QString())
        + base::displayForm(text.mid(start, error.position - start));
    const QString within = base::displayForm(text.mid(error.position, marked));
    const QString after = base::displayForm(text.mid(error.position + marked, shownAfter));
    const auto spaces = [](qsizetype count) { return QString(count, u' '); };

    QStringList lines {u"--filter: "_s + error.message};
    lines += u"    "_s + before + within + after;
    lines += u"    "_s + spaces(widthOf(before))
        + QString(std::max(widthOf(within), qsizetype(1)), u'^');
    if (!error.suggestion.isEmpty())
        lines += u"    instead: "_s + base::displayForm(filter::withSuggestion(text, error));
    return lines;
}

} // namespace cli
