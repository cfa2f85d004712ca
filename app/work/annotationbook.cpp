// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/annotationbook.h"

#include <QPointer>

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::Annotation;
using domain::TokenKey;

namespace {

/// In this order a list of tags is read, and looked through.
bool isBefore(const QString &a, const QString &b)
{
    const int folded = a.compare(b, Qt::CaseInsensitive);
    return folded != 0 ? folded < 0 : a < b;
}

QStringList sortedOnce(QStringList texts)
{
    std::sort(texts.begin(), texts.end(), isBefore);
    const auto isSame
        = [](const QString &a, const QString &b) { return a.compare(b, Qt::CaseInsensitive) == 0; };
    texts.erase(std::unique(texts.begin(), texts.end(), isSame), texts.end());
    return texts;
}

} // namespace

QString cleanTag(const QString &typed)
{
    QString tag = typed;
    tag.replace(u',', u' ').remove(QChar(0));
    return tag.simplified().left(longestTag).trimmed();
}

QStringList cleanTags(const QStringList &typed)
{
    QStringList tags;
    for (const QString &one : typed) {
        if (const QString tag = cleanTag(one); !tag.isEmpty())
            tags += tag;
    }
    return sortedOnce(std::move(tags)).mid(0, mostTags);
}

Annotation cleaned(Annotation annotation)
{
    annotation.tags = cleanTags(annotation.tags);
    annotation.note = annotation.note.remove(QChar(0)).left(longestNote).trimmed();
    annotation.owner = annotation.owner.remove(QChar(0)).simplified().left(longestOwner);
    return annotation;
}

AnnotationBook::AnnotationBook(domain::Annotations &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
}

Task<Unit> AnnotationBook::load()
{
    const QPointer<AnnotationBook> book(this);
    return m_store.readAll()
        .map([book](const domain::Annotations::All &all) -> Result<Unit> {
            if (book) {
                book->m_isLoaded = true;
                book->m_problem.reset();
                book->take(all);
            }
            return Unit {};
        })
        .orElse([book](base::Error error) {
            if (book)
                book->m_problem = error;
            return Task<Unit>::failed(std::move(error));
        });
}

QStringList AnnotationBook::tags() const
{
    QStringList all;
    for (const Annotation &one : m_all)
        all += one.tags;
    return sortedOnce(std::move(all));
}

QStringList AnnotationBook::owners() const
{
    QStringList all;
    for (const Annotation &one : m_all) {
        if (!one.owner.isEmpty())
            all += one.owner;
    }
    return sortedOnce(std::move(all));
}

/// The notes are in the journal's file.
std::optional<Barrier> AnnotationBook::barrier() const
{
    if (!m_holder.isEmpty())
        return profileInUseBy(m_holder);
    if (m_isLoaded)
        return {};
    if (m_problem)
        return Barrier {Barrier::Kind::JournalUnusable, m_problem->detail, *m_problem};
    return Barrier {Barrier::Kind::NotesUnread, {}, {}};
}

Task<Unit> AnnotationBook::set(domain::Annotations::All changed)
{
    if (const auto inTheWay = barrier())
        return Task<Unit>::failed(errorOf(*inTheWay));
    for (auto &[key, annotation] : changed)
        annotation = cleaned(std::move(annotation));
    const QPointer<AnnotationBook> book(this);
    return m_store.write(changed).map([book, changed](Unit) -> Result<Unit> {
        if (book)
            book->take(changed);
        return Unit {};
    });
}

Task<Unit> AnnotationBook::set(const TokenKey &key, Annotation annotation)
{
    domain::Annotations::All one;
    one.emplace_back(key, std::move(annotation));
    return set(std::move(one));
}

void AnnotationBook::take(const domain::Annotations::All &changed)
{
    QList<TokenKey> keys;
    for (const auto &[key, annotation] : changed) {
        if (m_all.value(key) == annotation)
            continue;
        keys += key;
        if (annotation.isEmpty())
            m_all.remove(key);
        else
            m_all.insert(key, annotation);
    }
    if (!keys.isEmpty())
        emit this->changed(keys);
}

} // namespace work
