// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The saved views of a profile, in the order in which they are offered: those that come with the
/// program, and the admin's own. Every change is made to what is on disk then, and is on disk
/// before it counts.

#include "base/result.h"
#include "work/savedview.h"

#include <QJsonArray>
#include <QObject>

#include <functional>

namespace work {

class SavedViews final : public QObject
{
    Q_OBJECT

public:
    struct Imported
    {
        QStringList names; ///< as they are called now
        QStringList remarks; ///< English sentences: what was left out
    };

    static constexpr qsizetype largestFile = 1024 * 1024;
    static constexpr std::size_t mostViews = 200;

    /// file: empty = this run only. knownColumns: what a view may name; empty = anything.
    SavedViews(QString file, QStringList knownColumns, QObject *parent = nullptr);

    /// For a second window on the profile: every change fails with Conflict and this reason.
    void forbidWriting(const QString &reason) { m_forbidden = reason; }
    /// Usable afterwards in any case. An error says what was odd, and where a damaged file is now.
    base::Result<base::Unit> load();

    const std::vector<SavedView> &all() const { return m_views; }
    /// Its place, in any case of letters; nothing if there is none.
    std::optional<std::size_t> indexOf(const QString &name) const;
    const SavedView *find(const QString &name) const;

    base::Result<base::Unit> add(const SavedView &view);
    /// At its old place again, for undoing.
    base::Result<base::Unit> insert(std::size_t index, const SavedView &view);
    /// Those that come with the program are not changed, only hidden and moved.
    base::Result<base::Unit> replace(const QString &name, const SavedView &view);
    base::Result<base::Unit> remove(const QString &name);
    base::Result<base::Unit> setHidden(const QString &name, bool isHidden);
    base::Result<base::Unit> move(std::size_t from, std::size_t to);

    /// The name, with a number behind it if it is taken: "Old", "Old 2".
    QString freeName(const QString &wanted) const;

    bool hasOwn() const;
    /// The admin's own, for another profile.
    QByteArray exported() const;
    /// All that can be used is added, or nothing and an error.
    base::Result<Imported> import(const QByteArray &json);

signals:
    void changed();

private:
    using Views = std::vector<SavedView>;
    /// Runs `edit` over the views as they are on disk, saves what comes of it and takes it over.
    base::Result<base::Unit> change(const std::function<base::Result<base::Unit>(Views &)> &edit);
    /// The same for one view; NotFound where there is none of that name.
    base::Result<base::Unit> changeOne(const QString &name,
        const std::function<base::Result<base::Unit>(Views &, Views::iterator)> &edit);
    Views viewsOf(const std::optional<QJsonArray> &items);
    base::Result<base::Unit> addAll(const QJsonArray &items, Views &now, Imported &done) const;
    base::Result<base::Unit> putAside(const QString &why, bool keepsOriginal);
    std::vector<SavedView> fromItems(const QJsonArray &items, QStringList &remarks) const;

    QString m_file;
    QStringList m_knownColumns;
    std::vector<SavedView> m_views;
    QJsonArray m_seen; ///< what was read or written last
    QString m_forbidden; ///< why nothing is written; empty = it may be
    bool m_isStuck = false; ///< a damaged file is in the way
};

} // namespace work
