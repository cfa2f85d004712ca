// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What was measured, as a table of ratios and as data.

#include <QJsonObject>
#include <QString>

#include <map>
#include <optional>

namespace bench {

class Results final
{
public:
    /// Milliseconds of one thing done by one side ("stock", "ours") at a number of rows. The best
    /// of several counts: what other programs took of the machine only ever adds.
    void add(const QString &what, const QString &side, int rows, double milliseconds);
    /// A figure of its own: bytes a token, the longest stall.
    void addFigure(const QString &what, int rows, double value, const QString &unit, double target);

    QString text() const;
    QJsonObject json() const;

private:
    std::optional<double> at(const QString &what, const QString &side, int rows) const;
    /// The power of the number of rows that the cost grows with, from the two largest numbers.
    std::optional<double> exponent(const QString &what, const QString &side) const;
    QString timesText() const;
    QString figuresText() const;

    struct Figure
    {
        QString what;
        int rows = 0;
        double value = 0;
        QString unit;
        double target = 0;
    };
    QStringList m_order; ///< of the things, as they were measured
    std::map<QString, std::map<QString, std::map<int, double>>> m_times; ///< what, side, rows
    QList<Figure> m_figures;
};

/// How many times faster than the stock way a thing must be at a million rows; 0 = no target.
double requiredRatio(const QString &what);

} // namespace bench
