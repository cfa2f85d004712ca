// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "results.h"

#include <QJsonArray>

#include <cmath>

namespace bench {

using namespace Qt::StringLiterals;

namespace {

QString number(std::optional<double> value, int decimals = 1)
{
    return value ? QString::number(*value, 'f', decimals) : u"-"_s;
}

QString line(const QStringList &cells)
{
    static constexpr int widths[] = {34, 10, 12, 12, 10, 9, 9, 9};
    QString text;
    for (qsizetype i = 0; i < cells.size(); ++i)
        text += i == 0 ? cells.at(i).leftJustified(widths[i])
                       : cells.at(i).rightJustified(widths[i]);
    return text + u'\n';
}

} // namespace

double requiredRatio(const QString &what)
{
    static const std::map<QString, double> required = {{u"sort by last used"_s, 12},
        {u"sort by name"_s, 10}, {u"filter by free text"_s, 100}, {u"clear the filter"_s, 1000}};
    const auto known = required.find(what);
    return known == required.end() ? 0 : known->second;
}

void Results::add(const QString &what, const QString &side, int rows, double milliseconds)
{
    if (!m_order.contains(what))
        m_order.append(what);
    auto [at, isNew] = m_times[what][side].try_emplace(rows, milliseconds);
    at->second = std::min(at->second, milliseconds);
}

void Results::addFigure(
    const QString &what, int rows, double value, const QString &unit, double target)
{
    m_figures.append({what, rows, value, unit, target});
}

std::optional<double> Results::at(const QString &what, const QString &side, int rows) const
{
    const auto thing = m_times.find(what);
    if (thing == m_times.end() || !thing->second.contains(side))
        return std::nullopt;
    const auto &times = thing->second.at(side);
    const auto time = times.find(rows);
    return time == times.end() ? std::nullopt : std::optional(time->second);
}

std::optional<double> Results::exponent(const QString &what, const QString &side) const
{
    const auto thing = m_times.find(what);
    if (thing == m_times.end() || !thing->second.contains(side))
        return std::nullopt;
    const auto &times = thing->second.at(side);
    if (times.size() < 2)
        return std::nullopt;
    const auto last = std::prev(times.end());
    const auto before = std::prev(last);
    return std::log(last->second / before->second)
        / std::log(double(last->first) / double(before->first));
}

QString Results::text() const
{
    return timesText() + u'\n' + figuresText();
}

QString Results::timesText() const
{
    QString text = line({u"what"_s, u"rows"_s, u"stock ms"_s, u"ours ms"_s, u"ratio"_s,
        u"required"_s, u"n^stock"_s, u"n^ours"_s});
    for (const QString &what : m_order) {
        std::map<int, int> counts;
        for (const auto &[side, times] : m_times.at(what)) {
            for (const auto &[rows, time] : times)
                counts[rows] = 0;
        }
        for (const auto &[rows, unused] : counts) {
            const auto stock = at(what, u"stock"_s, rows);
            const auto ours = at(what, u"ours"_s, rows);
            const bool isLast = rows == counts.rbegin()->first;
            const double required = isLast ? requiredRatio(what) : 0;
            text += line({what, QString::number(rows), number(stock), number(ours, 2),
                stock && ours ? number(*stock / *ours) : u"-"_s,
                required > 0 ? number(required, 0) : QString(),
                isLast ? number(exponent(what, u"stock"_s), 2) : QString(),
                isLast ? number(exponent(what, u"ours"_s), 2) : QString()});
        }
    }
    return text;
}

QString Results::figuresText() const
{
    QString text = line({u"figure"_s, u"rows"_s, u"value"_s, u"required"_s});
    for (const Figure &figure : m_figures) {
        text += line({figure.what, QString::number(figure.rows),
            number(figure.value, 2) + u' ' + figure.unit,
            figure.target > 0 ? u"<= "_s + number(figure.target, 1) : QString()});
    }
    return text;
}

QJsonObject Results::json() const
{
    QJsonArray times;
    for (const QString &what : m_order) {
        for (const auto &[side, byRows] : m_times.at(what)) {
            for (const auto &[rows, time] : byRows)
                times.append(QJsonObject {{u"what"_s, what}, {u"side"_s, side}, {u"rows"_s, rows},
                    {u"milliseconds"_s, time}});
        }
    }
    QJsonArray figures;
    for (const Figure &figure : m_figures)
        figures.append(QJsonObject {{u"what"_s, figure.what}, {u"rows"_s, figure.rows},
            {u"value"_s, figure.value}, {u"unit"_s, figure.unit}, {u"required"_s, figure.target}});
    return {{u"version"_s, 1}, {u"times"_s, times}, {u"figures"_s, figures}};
}

} // namespace bench
