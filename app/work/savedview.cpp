// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/savedview.h"

#include "base/json.h"
#include "base/textrules.h"
#include "filter/parser.h"

#include <QJsonArray>

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostColumns = 100;

QJsonObject sortedBy(const QString &column)
{
    return {
        {u"sort"_s, QJsonArray {QJsonObject {{u"column"_s, column}, {u"descending"_s, false}}}}};
}

QString shown(const QString &foreign)
{
    return u'"' + base::displayForm(foreign, 60) + u'"';
}

/// The entries of an array that name a column that is known, with the members that are.
QJsonArray columnEntries(const QJsonValue &value, const QStringList &members,
    const QStringList &known, QStringList &unknown)
{
    QJsonArray entries;
    const QJsonArray found = value.toArray();
    for (const QJsonValue &one : found) {
        const QString column = base::json::text(one.toObject(), "column");
        if (column.isEmpty() || entries.size() >= mostColumns)
            continue;
        if (!known.isEmpty() && !known.contains(column)) {
            if (!unknown.contains(column) && unknown.size() < mostColumns)
                unknown += column;
            continue;
        }
        QJsonObject entry {{u"column"_s, column}};
        for (const QString &member : members) {
            if (const QJsonValue wanted = one.toObject().value(member); !wanted.isUndefined())
                entry.insert(member, wanted);
        }
        entries.append(entry);
    }
    return entries;
}

QJsonObject layoutFrom(const QJsonObject &object, const QStringList &known, QStringList &unknown)
{
    QJsonObject layout;
    if (object.value("sort"_L1).isArray()) {
        layout.insert(
            u"sort"_s, columnEntries(object.value("sort"_L1), {u"descending"_s}, known, unknown));
    }
    const QJsonArray columns
        = columnEntries(object.value("columns"_L1), {u"hidden"_s, u"width"_s}, known, unknown);
    if (!columns.isEmpty())
        layout.insert(u"columns"_s, columns);
    if (object.value("compact"_L1).isBool())
        layout.insert(u"compact"_s, object.value("compact"_L1));
    return layout;
}

} // namespace

const std::vector<SavedView> &shippedViews()
{
    static const std::vector<SavedView> views {{u"all"_s, u"All"_s, {}, {}},
        {u"active"_s, u"Active"_s, u"status:active"_s, {}},
        {u"never-used"_s, u"Never used"_s, u"used:never"_s, {}},
        {u"idle"_s, u"Idle over 90 days"_s, u"idle:>90d"_s, sortedBy(u"last-used"_s)},
        {u"expiring"_s, u"Expiring in 30 days"_s, u"expires:<=30d"_s, sortedBy(u"expires"_s)},
        {u"broad"_s, u"Broad rights"_s, u"broad:yes"_s, {}},
        {u"disabled"_s, u"Disabled"_s, u"status:disabled"_s, {}},
        {u"mine"_s, u"Mine"_s, u"own:yes"_s, {}},
        {u"review-due"_s, u"Review due"_s, u"review:past"_s, sortedBy(u"review"_s)}};
    return views;
}

QString viewNameProblem(const QString &name)
{
    if (name.trimmed().isEmpty())
        return u"the name is empty"_s;
    if (name.trimmed().size() > longestViewName)
        return u"the name is longer than %1 characters"_s.arg(longestViewName);
    if (base::displayForm(name) != name.normalized(QString::NormalizationForm_C))
        return u"the name has characters that cannot be shown"_s;
    return {};
}

QJsonObject toJson(const SavedView &view)
{
    QJsonObject object = view.layout;
    object.insert(u"name"_s, view.name);
    object.insert(u"filter"_s, view.filter);
    if (view.isHidden)
        object.insert(u"hidden"_s, true);
    return object;
}

std::optional<SavedView> viewFromJson(
    const QJsonObject &object, const QStringList &knownColumns, QStringList &remarks)
{
    SavedView view;
    view.name = base::json::text(object, "name").trimmed();
    view.filter = base::json::text(object, "filter");
    view.isHidden = object.value("hidden"_L1).toBool();
    if (const QString problem = viewNameProblem(view.name); !problem.isEmpty()) {
        remarks += u"a view was left out: %1"_s.arg(problem);
        return std::nullopt;
    }
    if (!object.value("filter"_L1).isString()) {
        remarks += u"the view %1 was left out: it has no filter"_s.arg(shown(view.name));
        return std::nullopt;
    }
    if (const auto error = filter::parse(view.filter).error) {
        remarks += u"the view %1 was left out: its filter cannot be read. %2"_s.arg(
            shown(view.name), base::displayForm(error->message));
        return std::nullopt;
    }
    QStringList unknown;
    view.layout = layoutFrom(object, knownColumns, unknown);
    if (!unknown.isEmpty()) {
        for (QString &column : unknown)
            column = shown(column);
        remarks += u"the view %1 names columns that are not known here: %2"_s.arg(
            shown(view.name), base::displayForm(unknown.join(u", "_s)));
    }
    return view;
}

} // namespace work
