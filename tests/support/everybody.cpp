// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "everybody.h"

#include <QDir>
#include <QFile>

#ifdef Q_OS_WIN
#include <qt_windows.h>

#include <aclapi.h>
#include <string>
#endif

namespace test {

bool letEverybodyRead(const QString &path)
{
#ifdef Q_OS_WIN
    // No access list at all lets everybody in.
    std::wstring name = QDir::toNativeSeparators(path).toStdWString();
    return ::SetNamedSecurityInfoW(name.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr,
               nullptr, nullptr, nullptr)
        == ERROR_SUCCESS;
#else
    return QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
#endif
}

} // namespace test
