// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/console.h"

#include "base/jsontext.h"
#include "base/secret.h"
#include "base/textrules.h"

#include <QJsonObject>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace cli {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;

namespace {

constexpr int maxLine = 2000; ///< characters

bool isTerminal(std::FILE *stream)
{
#ifdef Q_OS_WIN
    return ::_isatty(::_fileno(stream)) != 0;
#else
    return ::isatty(::fileno(stream)) == 1;
#endif
}

QString sentence(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Cancelled:
        return u"it was stopped"_s;
    case ErrorKind::Offline:
        return u"no connection"_s;
    case ErrorKind::Timeout:
        return u"no answer in time"_s;
    case ErrorKind::Tls:
        return u"the server could not prove its identity"_s;
    case ErrorKind::UnexpectedRedirect:
        return u"the server wants to send us elsewhere"_s;
    case ErrorKind::ForbiddenHost:
        return u"this address may not have the credential"_s;
    case ErrorKind::Unauthorized:
        return u"the credential is not accepted"_s;
    case ErrorKind::Forbidden:
        return u"the credential may not do this"_s;
    case ErrorKind::NotFound:
        return u"not found"_s;
    case ErrorKind::Conflict:
        return u"in conflict with what is there"_s;
    case ErrorKind::Invalid:
        return u"does not fit"_s;
    case ErrorKind::RateLimited:
        return error.httpStatus == 403 ? u"the vendor may be limiting calls"_s
                                       : u"too many requests"_s;
    case ErrorKind::VendorFault:
        return u"the vendor has a problem"_s;
    case ErrorKind::UnexpectedReply:
        return u"the answer was not understood"_s;
    case ErrorKind::Contradicted:
        return u"called done by the vendor, but a second look shows it as before"_s;
    case ErrorKind::OutcomeUnknown:
        return error.httpStatus == 0
            ? u"no answer came: the vendor may have done it; list the tokens before trying again"_s
            : u"the reply does not say whether it was done: the vendor may have done it; list the "
              "tokens before trying again"_s;
    case ErrorKind::Unsupported:
        return u"not possible here"_s;
    case ErrorKind::VaultLocked:
        return u"the keychain is locked; unlock it and try again"_s;
    case ErrorKind::VaultMissing:
        return u"there is no stored credential"_s;
    case ErrorKind::VaultUnavailable:
        return u"no keychain; --vault env reads credentials from the environment"_s;
    case ErrorKind::VaultDenied:
        return u"the keychain refused"_s;
    case ErrorKind::VaultUnusable:
        return u"the stored credential cannot be used"_s;
    case ErrorKind::LocalFile:
        return u"a file of the profile cannot be used"_s;
    }
    return u"failed"_s;
}

} // namespace

int exitCodeOf(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Invalid:
    case ErrorKind::ForbiddenHost:
        // Typed wrongly, unless it was the vendor who said so.
        return error.httpStatus == 0 ? exitcode::usage : exitcode::someFailed;
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::VaultLocked:
    case ErrorKind::VaultMissing:
    case ErrorKind::VaultUnavailable:
    case ErrorKind::VaultDenied:
    case ErrorKind::VaultUnusable:
        return exitcode::credentials;
    case ErrorKind::Offline:
    case ErrorKind::Timeout:
    case ErrorKind::Tls:
    case ErrorKind::UnexpectedRedirect:
    case ErrorKind::OutcomeUnknown:
        return exitcode::network;
    default:
        return exitcode::someFailed;
    }
}

void Tally::failed(const Error &error)
{
    const int code = exitCodeOf(error);
    m_code = m_someFailed && m_code != code ? exitcode::someFailed : code;
    m_someFailed = true;
}

int Tally::exitCode() const
{
    return m_someFailed && m_someSucceeded ? exitcode::someFailed : m_code;
}

QString describe(const Error &error)
{
    QStringList parts {sentence(error)};
    if (!error.field.isEmpty() && error.kind == ErrorKind::Invalid)
        parts.append(error.field);
    if (!error.detail.isEmpty())
        parts.append(error.detail);
    if (!error.vendorWords.isEmpty())
        parts.append(u"the vendor says \"%1\""_s.arg(error.vendorWords));
    if (error.httpStatus != 0)
        parts.append(u"status %1"_s.arg(error.httpStatus));
    if (!error.requestId.isEmpty())
        parts.append(u"request %1"_s.arg(error.requestId));
    if (error.retryAfter)
        parts.append(u"try again in %1 s"_s.arg(error.retryAfter->count()));
    return parts.join(u": "_s);
}

QByteArray rowsForTerminal(const QByteArray &rows)
{
    QString shown;
    shown.reserve(rows.size());
    const auto points = QString::fromUtf8(rows).toUcs4();
    for (const char32_t c : points) {
        const bool isLayout = c == U'\n' || c == U'\r' || c == U'\t';
        shown += QChar::fromUcs4(
            !isLayout && base::isInvisible(c) ? char32_t(QChar::ReplacementCharacter) : c);
    }
    return shown.toUtf8();
}

bool Console::write(QByteArrayView bytes)
{
    const auto size = static_cast<std::size_t>(bytes.size());
    return std::fwrite(bytes.data(), 1, size, m_out) == size && std::fflush(m_out) == 0;
}

bool Console::print(const QStringList &lines)
{
    QByteArray text;
    for (const QString &line : lines)
        text += base::displayForm(line, maxLine).toUtf8() + '\n';
    return write(text);
}

bool Console::printJson(const QJsonObject &document)
{
    QByteArray text = base::jsonText(document, QJsonDocument::Indented);
    const bool written = write(text);
    base::wipe(text);
    return written;
}

bool Console::printRows(const QByteArray &rows)
{
    return write(isTerminal(m_out) ? rowsForTerminal(rows) : rows);
}

bool Console::printKey(QByteArrayView key)
{
    return write(key) && write("\n");
}

void Console::tell(const QString &line)
{
    const QByteArray text = base::displayForm(line, maxLine).toUtf8() + '\n';
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), m_err);
}

void Console::prompt(const QString &words)
{
    const QByteArray text = base::displayForm(words, maxLine).toUtf8();
    std::fwrite(text.constData(), 1, static_cast<std::size_t>(text.size()), m_err);
    std::fflush(m_err);
}

void Console::complain(const QString &where, const Error &error)
{
    tell(where.isEmpty() ? describe(error) : u"%1: %2"_s.arg(where, describe(error)));
}

} // namespace cli
