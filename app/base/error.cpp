// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/error.h"

namespace base {

bool mayHaveHappened(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::OutcomeUnknown:
    case ErrorKind::Timeout:
    case ErrorKind::UnexpectedReply:
    case ErrorKind::UnexpectedRedirect:
    case ErrorKind::VendorFault:
    case ErrorKind::Cancelled:
        return true;
    default:
        return false;
    }
}

QString errorKindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::Cancelled:
        return QStringLiteral("Cancelled");
    case ErrorKind::Offline:
        return QStringLiteral("Offline");
    case ErrorKind::Timeout:
        return QStringLiteral("Timeout");
    case ErrorKind::Tls:
        return QStringLiteral("Tls");
    case ErrorKind::UnexpectedRedirect:
        return QStringLiteral("UnexpectedRedirect");
    case ErrorKind::ForbiddenHost:
        return QStringLiteral("ForbiddenHost");
    case ErrorKind::Unauthorized:
        return QStringLiteral("Unauthorized");
    case ErrorKind::Forbidden:
        return QStringLiteral("Forbidden");
    case ErrorKind::NotFound:
        return QStringLiteral("NotFound");
    case ErrorKind::Conflict:
        return QStringLiteral("Conflict");
    case ErrorKind::Invalid:
        return QStringLiteral("Invalid");
    case ErrorKind::RateLimited:
        return QStringLiteral("RateLimited");
    case ErrorKind::VendorFault:
        return QStringLiteral("VendorFault");
    case ErrorKind::UnexpectedReply:
        return QStringLiteral("UnexpectedReply");
    case ErrorKind::OutcomeUnknown:
        return QStringLiteral("OutcomeUnknown");
    case ErrorKind::Contradicted:
        return QStringLiteral("Contradicted");
    case ErrorKind::Unsupported:
        return QStringLiteral("Unsupported");
    case ErrorKind::VaultLocked:
        return QStringLiteral("VaultLocked");
    case ErrorKind::VaultMissing:
        return QStringLiteral("VaultMissing");
    case ErrorKind::VaultUnavailable:
        return QStringLiteral("VaultUnavailable");
    case ErrorKind::VaultDenied:
        return QStringLiteral("VaultDenied");
    case ErrorKind::VaultUnusable:
        return QStringLiteral("VaultUnusable");
    case ErrorKind::LocalFile:
        return QStringLiteral("LocalFile");
    }
    return QStringLiteral("Unknown");
}

} // namespace base
