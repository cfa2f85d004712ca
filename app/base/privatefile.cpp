// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/privatefile.h"

#include <QFileInfo>

#ifdef Q_OS_WIN
#include <QDir>
#include <qt_windows.h>

#include <aclapi.h>
#include <algorithm>
#include <array>
#include <cstddef>
#include <io.h>
#include <memory>
#include <string>
#include <vector>
#endif

namespace base {

using namespace Qt::StringLiterals;

QString cannotBePrivate()
{
    return u"its permissions could not be restricted to its owner"_s;
}

#ifdef Q_OS_WIN

namespace {

using Sid = std::vector<std::byte>;

Sid wellKnown(WELL_KNOWN_SID_TYPE type)
{
    Sid sid(SECURITY_MAX_SID_SIZE);
    auto size = static_cast<DWORD>(sid.size());
    return ::CreateWellKnownSid(type, nullptr, sid.data(), &size) ? sid : Sid {};
}

/// Who this process runs as; empty when Windows does not tell.
Sid currentUser()
{
    HANDLE token = nullptr;
    if (!::OpenProcessToken(::GetCurrentProcess(), TOKEN_QUERY, &token))
        return {};
    DWORD size = 0;
    ::GetTokenInformation(token, TokenUser, nullptr, 0, &size);
    std::vector<std::byte> bytes(size);
    const bool isTold
        = size > 0 && ::GetTokenInformation(token, TokenUser, bytes.data(), size, &size);
    ::CloseHandle(token);
    if (!isTold)
        return {};
    PSID user = reinterpret_cast<const TOKEN_USER *>(bytes.data())->User.Sid;
    Sid sid(SECURITY_MAX_SID_SIZE);
    return ::CopySid(static_cast<DWORD>(sid.size()), sid.data(), user) ? sid : Sid {};
}

/// Whoever may read a private file; empty when Windows does not tell.
std::vector<Sid> owners()
{
    std::vector<Sid> all {
        currentUser(), wellKnown(WinLocalSystemSid), wellKnown(WinBuiltinAdministratorsSid)};
    if (std::any_of(all.begin(), all.end(), [](const Sid &sid) { return sid.empty(); }))
        all.clear();
    return all;
}

struct LocalFree
{
    void operator()(void *memory) const { ::LocalFree(memory); }
};

std::wstring native(const QString &path)
{
    return QDir::toNativeSeparators(path).toStdWString();
}

bool limitToOwners(std::wstring path, DWORD inheritance)
{
    std::vector<Sid> sids = owners();
    std::vector<EXPLICIT_ACCESSW> entries(sids.size());
    for (std::size_t i = 0; i < sids.size(); ++i) {
        entries[i].grfAccessPermissions = FILE_ALL_ACCESS;
        entries[i].grfAccessMode = SET_ACCESS;
        entries[i].grfInheritance = inheritance;
        entries[i].Trustee.TrusteeForm = TRUSTEE_IS_SID;
        entries[i].Trustee.ptstrName = reinterpret_cast<LPWSTR>(sids[i].data());
    }
    PACL made = nullptr;
    if (entries.empty()
        || ::SetEntriesInAclW(static_cast<ULONG>(entries.size()), entries.data(), nullptr, &made)
            != ERROR_SUCCESS)
        return false;
    const std::unique_ptr<ACL, LocalFree> list(made);
    return ::SetNamedSecurityInfoW(path.data(), SE_FILE_OBJECT,
               DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, nullptr, nullptr,
               list.get(), nullptr)
        == ERROR_SUCCESS;
}

} // namespace

bool makePrivate(QFileDevice &file)
{
    if (file.handle() == -1) // Which Microsoft's runtime ends the program for.
        return false;
    const auto handle = reinterpret_cast<HANDLE>(::_get_osfhandle(file.handle()));
    std::array<wchar_t, 32768> path {}; // The longest that Windows knows.
    const DWORD length = ::GetFinalPathNameByHandleW(
        handle, path.data(), static_cast<DWORD>(path.size()), FILE_NAME_NORMALIZED);
    return length > 0 && length < path.size()
        && limitToOwners({path.data(), length}, NO_INHERITANCE);
}

bool makePrivate(const QString &path)
{
    const QFileInfo there(path);
    return there.exists()
        && limitToOwners(
            native(path), there.isDir() ? SUB_CONTAINERS_AND_OBJECTS_INHERIT : NO_INHERITANCE);
}

bool isPrivate(const QString &path)
{
    std::wstring name = native(path);
    PACL list = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    if (::GetNamedSecurityInfoW(name.data(), SE_FILE_OBJECT, DACL_SECURITY_INFORMATION, nullptr,
            nullptr, &list, nullptr, &descriptor)
        != ERROR_SUCCESS)
        return false;
    const std::unique_ptr<void, LocalFree> kept(descriptor);
    if (!list) // No list at all lets everybody in.
        return false;
    std::vector<Sid> sids = owners();
    for (DWORD i = 0; i < list->AceCount; ++i) {
        void *entry = nullptr;
        if (!::GetAce(list, i, &entry))
            return false;
        if (static_cast<ACE_HEADER *>(entry)->AceType == ACCESS_DENIED_ACE_TYPE)
            continue;
        PSID whose = &static_cast<ACCESS_ALLOWED_ACE *>(entry)->SidStart;
        if (std::none_of(sids.begin(), sids.end(),
                [whose](Sid &sid) { return ::EqualSid(sid.data(), whose); }))
            return false;
    }
    return true;
}

#else

namespace {

constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther
    | QFile::WriteOther | QFile::ExeOther;
constexpr auto ownersFile = QFile::ReadOwner | QFile::WriteOwner;

} // namespace

bool makePrivate(QFileDevice &file)
{
    return file.setPermissions(ownersFile);
}

bool makePrivate(const QString &path)
{
    const auto wanted = QFileInfo(path).isDir() ? ownersFile | QFile::ExeOwner : ownersFile;
    return QFile::setPermissions(path, wanted);
}

bool isPrivate(const QString &path)
{
    const QFileInfo there(path);
    return there.exists() && !(there.permissions() & others);
}

#endif

} // namespace base
