// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/commoncafile.h"

#include "work/profilefile.h"

#include <QDir>

namespace work {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;

namespace {

constexpr char member[] = "caFiles";

QString fileIn(const QString &profileFolder)
{
    return QDir(profileFolder).filePath(u"trust.json"_s);
}

} // namespace

Result<QString> readCommonCaFile(const QString &profileFolder)
{
    if (profileFolder.isEmpty())
        return QString();
    const QString file = fileIn(profileFolder);
    const auto items = readProfileFile(file, member);
    if (!items)
        return base::fail(items.error());
    if (items->isEmpty())
        return QString();
    // More than one cannot be shown in the settings; to drop one in silence would be a surprise.
    const QString caFile = items->first().toString();
    if (items->size() != 1 || caFile.isEmpty())
        return base::fail(
            base::ErrorKind::LocalFile, u"%1: \"caFiles\" must name one file"_s.arg(file));
    return caFile;
}

Result<Unit> writeCommonCaFile(const QString &profileFolder, const QString &caFile)
{
    if (profileFolder.isEmpty())
        return base::fail(
            base::ErrorKind::LocalFile, u"there is no profile to keep the setting in"_s);
    QJsonArray items;
    if (!caFile.isEmpty())
        items.append(caFile);
    return changeProfileFile(fileIn(profileFolder), member,
        [&items](const std::optional<QJsonArray> &) -> Result<QJsonArray> { return items; });
}

} // namespace work
