// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "store/annotationfile.h"

#include "store/lane.h"
#include "store/openfile.h"

namespace store {

using namespace Qt::StringLiterals;
using base::fail;
using base::Result;
using base::Task;
using base::Unit;
using domain::Annotation;
using All = domain::Annotations::All;

namespace {

constexpr auto tagSeparator = u','; // Tags have none.

QVariantList valuesOf(const domain::TokenKey &key, const Annotation &annotation)
{
    return {textOf(key.connectionId), textOf(key.remoteId), textOf(annotation.note),
        textOf(annotation.tags.join(tagSeparator)), textOf(annotation.owner),
        textOf(annotation.reviewOn.toString(Qt::ISODate)), textOf(annotation.replaces),
        textOf(annotation.replacedBy)};
}

std::pair<domain::TokenKey, Annotation> annotationOf(const Statement &row)
{
    return {{row.text(0), row.text(1)},
        {.note = row.text(2),
            .tags = row.text(3).split(tagSeparator, Qt::SkipEmptyParts),
            .owner = row.text(4),
            .reviewOn = QDate::fromString(row.text(5), Qt::ISODate),
            .replaces = row.text(6),
            .replacedBy = row.text(7)}};
}

} // namespace

Result<All> readAnnotations(Database &database)
{
    auto statement = database.prepare(
        u"SELECT connection_id, remote_id, note, tags, owner, review_on, replaces, replaced_by "
        "FROM annotation"_s);
    if (!statement)
        return fail(std::move(statement.error()));
    if (auto started = statement->start(); !started)
        return fail(std::move(started.error()));
    All all;
    while (true) {
        const auto isThere = statement->next();
        if (!isThere)
            return fail(isThere.error());
        if (!*isThere)
            return all;
        all.push_back(annotationOf(*statement));
    }
}

Result<Unit> writeAnnotations(Database &database, const All &changed)
{
    const QString marks = QStringList(8, u"CAST(? AS TEXT)"_s).join(u", "_s);
    auto put = database.prepare(
        u"INSERT OR REPLACE INTO annotation (connection_id, remote_id, note, tags, "
        "owner, review_on, replaces, replaced_by) VALUES (%1)"_s.arg(marks));
    if (!put)
        return fail(std::move(put.error()));
    auto remove = database.prepare(u"DELETE FROM annotation WHERE connection_id = CAST(? AS TEXT) "
                                   "AND remote_id = CAST(? AS TEXT)"_s);
    if (!remove)
        return fail(std::move(remove.error()));
    for (const auto &[key, annotation] : changed) {
        const auto done = annotation.isEmpty()
            ? remove->start({textOf(key.connectionId), textOf(key.remoteId)})
            : put->start(valuesOf(key, annotation));
        if (!done)
            return done;
    }
    return Unit {};
}

AnnotationFile::AnnotationFile(Lane &lane, OpenFile &file)
    : m_lane(lane)
    , m_file(file)
{
}

Task<All> AnnotationFile::readAll()
{
    return m_lane.call([&file = m_file]() -> Result<All> {
        const auto database = file.use();
        if (!database)
            return fail(database.error());
        return file.checked(readAnnotations(**database));
    });
}

Task<Unit> AnnotationFile::write(All changed)
{
    return m_lane.call([&file = m_file, changed = std::move(changed)]() -> Result<Unit> {
        const auto database = file.useForWriting();
        if (!database)
            return fail(database.error());
        return file.checked(
            (*database)->write([&] { return writeAnnotations(**database, changed); }));
    });
}

} // namespace store
