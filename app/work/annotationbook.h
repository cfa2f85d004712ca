// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What admins noted about tokens, all of it, at hand: read once, and every change is on disk
/// before it counts.

#include "domain/annotation.h"
#include "work/barrier.h"

#include <QHash>
#include <QObject>

#include <optional>

namespace work {

/// By token. Implicitly shared: a copy for another thread costs nothing.
using AnnotationTable = QHash<domain::TokenKey, domain::Annotation>;

inline constexpr qsizetype longestTag = 60;
inline constexpr qsizetype mostTags = 50; ///< of one token
inline constexpr qsizetype longestNote = 10'000;
inline constexpr qsizetype longestOwner = 256;

/// One line without a comma, at most longestTag characters; empty = nothing that could be a tag.
QString cleanTag(const QString &typed);
/// Cleaned and sorted, each once, whatever the case of its letters.
QStringList cleanTags(const QStringList &typed);
/// Everything about an annotation as it may be stored (IN-12).
domain::Annotation cleaned(domain::Annotation annotation);

/// GUI thread only. The store outlives the book.
class AnnotationBook final : public QObject
{
    Q_OBJECT

public:
    explicit AnnotationBook(domain::Annotations &store, QObject *parent = nullptr);

    /// Until it has ended nothing is known, and nothing can be written: it would be over what is
    /// there. When it fails, its reason is why nothing can be written later.
    base::Task<base::Unit> load();
    bool isLoaded() const { return m_isLoaded; }

    const AnnotationTable &all() const { return m_all; }
    domain::Annotation of(const domain::TokenKey &key) const { return m_all.value(key); }
    /// Every tag in use, sorted.
    QStringList tags() const;
    /// Every owner that was written over the vendor's, sorted.
    QStringList owners() const;

    /// Who else writes to the profile: changes are refused from now on. Empty = they are taken
    /// again.
    void setProfileHolder(const QString &holder) { m_holder = holder; }
    /// Why nothing can be written now.
    std::optional<Barrier> barrier() const;

    /// Durable, and told of by changed(), when it succeeds; errorOf() the barrier where there is
    /// one. Dropping the task does not stop it.
    base::Task<base::Unit> set(domain::Annotations::All changed);
    base::Task<base::Unit> set(const domain::TokenKey &key, domain::Annotation annotation);

signals:
    void changed(const QList<domain::TokenKey> &keys);

private:
    void take(const domain::Annotations::All &changed);

    domain::Annotations &m_store;
    AnnotationTable m_all;
    bool m_isLoaded = false;
    QString m_holder;
    std::optional<base::Error> m_problem; ///< of loading
};

} // namespace work
