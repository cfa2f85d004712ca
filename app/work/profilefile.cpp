// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/profilefile.h"

#include "base/json.h"
#include "base/privatefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

namespace work {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Unit;

namespace {

auto fileProblem(const QString &file, const QString &what)
{
    return base::fail(ErrorKind::LocalFile, u"%1: %2"_s.arg(file, what));
}

} // namespace

Result<QJsonArray> readProfileFile(const QString &file, const char *member)
{
    QFile source(file);
    if (!source.exists())
        return QJsonArray();
    if (!source.open(QIODevice::ReadOnly))
        return fileProblem(file, source.errorString());
    const auto object = base::json::parseObject(source.readAll());
    if (!object)
        return fileProblem(file, object.error().detail);
    const auto version = base::json::integer(object->value("version"_L1));
    if (version != 1)
        return fileProblem(file, u"it was written by another version of Tokendesk"_s);
    const auto items = base::json::requireArray(*object, member, {});
    if (!items)
        return fileProblem(file, items.error().detail);
    return *items;
}

Result<Unit> writeProfileFile(const QString &file, const char *member, const QJsonArray &items)
{
    const QString folder = QFileInfo(file).absolutePath();
    if (!QDir().mkpath(folder))
        return fileProblem(folder, u"the folder cannot be made"_s);
    if (!base::isPrivate(folder)) // Windows hands it down to all that lies there.
        base::makePrivate(folder);
    QSaveFile target(file);
    if (!target.open(QIODevice::WriteOnly))
        return fileProblem(file, target.errorString());
    // Before the first byte, so that nobody else can have opened it.
    base::makePrivate(target);
    const QJsonObject object {{u"version"_s, 1}, {QString::fromLatin1(member), items}};
    target.write(QJsonDocument(object).toJson());
    if (!target.commit())
        return fileProblem(file, target.errorString());
    return Unit {};
}

} // namespace work
