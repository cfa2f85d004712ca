// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/savesecretfile.h"

#include <QFileInfo>
#include <QSaveFile>

namespace support {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Unit;

namespace {

constexpr auto ownerOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

Result<Unit> refuse(const QString &path, const QString &why)
{
    return base::fail(ErrorKind::LocalFile, u"%1: %2"_s.arg(path, why));
}

} // namespace

Result<Unit> saveSecretFile(const QString &path, const base::Secret &secret)
{
    const QFileInfo there(path);
    if (there.isSymLink())
        return refuse(path, u"is a symbolic link; choose an ordinary file"_s);
    if (there.exists() && !there.isFile())
        return refuse(path, u"is not an ordinary file"_s);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return refuse(path, file.errorString());
    // Before the first byte: an existing file lends its own, wider permissions to its replacement.
    if (!file.setPermissions(ownerOnly))
        return refuse(path, u"its permissions could not be restricted to its owner"_s);
    const QByteArrayView bytes = secret.expose();
    const bool written
        = file.write(bytes.data(), bytes.size()) == bytes.size() && file.write("\n", 1) == 1;
    if (!written || !file.commit())
        return refuse(path, file.errorString());
    return Unit {};
}

} // namespace support
