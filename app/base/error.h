// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What went wrong, as data. Sentences for people are made in ui/support/errortext.

#include <QString>

#include <chrono>
#include <optional>

namespace base {

enum class ErrorKind {
    // The way there.
    Cancelled, ///< somebody asked for it to stop
    Offline, ///< no connection: name not found, refused, reset
    Timeout, ///< our own deadline passed
    Tls, ///< the server could not prove who it is
    UnexpectedRedirect, ///< any 3xx: followed nowhere (NET-02)
    ForbiddenHost, ///< a URL that is not the connection's own host, or not https (NET-09)
    // The vendor said no.
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict,
    Invalid, ///< what was sent, or typed, does not fit; `field` says what
    // The vendor is in trouble.
    RateLimited,
    VendorFault,
    // We did not understand it.
    UnexpectedReply,
    // A change was sent and no answer came: it may or may not have happened (ONE-03).
    OutcomeUnknown,
    // The vendor called a change done, and a second look shows that it was not.
    Contradicted,
    // This connection cannot do it; the capabilities say why.
    Unsupported,
    // The keychain.
    VaultLocked,
    VaultMissing, ///< no entry
    VaultUnavailable, ///< no keychain service at all
    VaultDenied,
    VaultUnusable, ///< what is kept there is no key, or nobody can tell whose it is
    // This computer.
    LocalFile, ///< a file could not be read or written
};

/// Every kind, so that tests can prove that each has a sentence.
inline constexpr ErrorKind allErrorKinds[] = {ErrorKind::Cancelled, ErrorKind::Offline,
    ErrorKind::Timeout, ErrorKind::Tls, ErrorKind::UnexpectedRedirect, ErrorKind::ForbiddenHost,
    ErrorKind::Unauthorized, ErrorKind::Forbidden, ErrorKind::NotFound, ErrorKind::Conflict,
    ErrorKind::Invalid, ErrorKind::RateLimited, ErrorKind::VendorFault, ErrorKind::UnexpectedReply,
    ErrorKind::OutcomeUnknown, ErrorKind::Contradicted, ErrorKind::Unsupported,
    ErrorKind::VaultLocked, ErrorKind::VaultMissing, ErrorKind::VaultUnavailable,
    ErrorKind::VaultDenied, ErrorKind::VaultUnusable, ErrorKind::LocalFile};

struct Error
{
    ErrorKind kind = ErrorKind::UnexpectedReply;
    QString vendorWords; ///< verbatim, untranslated, already redacted (http/redact)
    QString detail; ///< our own technical words: JSON path, host, file; untranslated, no secret
    QString field; ///< for Invalid: which typed field or JSON member
    QString requestId; ///< what the vendor's support will ask for
    int httpStatus = 0; ///< 0 = there was no HTTP answer
    /// What the vendor asked us to wait, however long; whoever waits sets a limit of its own.
    std::optional<std::chrono::seconds> retryAfter;
    /// The vendor itself refused: the reply has the form of its errors. A gateway's page has not.
    bool isVendors = false;
    /// The connection was refused or reset before a byte of the answer: a read may be sent again.
    bool isRepeatable = false;

    friend bool operator==(const Error &, const Error &) = default;
};

/// Whether a change that ended in this error may have happened all the same: no answer, the
/// vendor in trouble, an answer nobody understands, or nobody who waited for one. Everything else
/// is a definite no.
bool mayHaveHappened(const Error &error);

/// A stable English word for logs, JSON output and tests, e.g. "RateLimited".
QString errorKindName(ErrorKind kind);

} // namespace base
