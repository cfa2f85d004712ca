// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A filter and a way of looking at what it lets through, under a name.

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace work {

struct SavedView
{
    QString id; ///< of those that come with the program: "never-used"; else empty
    QString name;
    QString filter; ///< in the filter language, without an error
    /// Any of "sort", "columns" and "compact", see README.md. What is not in it is left alone when
    /// the view is chosen.
    QJsonObject layout;
    bool isHidden = false;

    bool isShipped() const { return !id.isEmpty(); }
    friend bool operator==(const SavedView &, const SavedView &) = default;
};

/// Those that come with the program, in their order.
const std::vector<SavedView> &shippedViews();

inline constexpr qsizetype longestViewName = 60;
/// What is wrong with the name itself, in English; empty = nothing.
QString viewNameProblem(const QString &name);

QJsonObject toJson(const SavedView &view);
/// What cannot be used is left out and said in `remarks`; nothing if there is no view without it.
/// knownColumns: empty = any column is taken as it is.
std::optional<SavedView> viewFromJson(
    const QJsonObject &object, const QStringList &knownColumns, QStringList &remarks);

} // namespace work
