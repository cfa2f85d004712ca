// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/errortext.h"

#include "base/utc.h"
#include "support/plaintext.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QStringList>

namespace support {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;

namespace {

class Text
{
    Q_DECLARE_TR_FUNCTIONS(support::ErrorText)

public:
    static ErrorText way(const Error &error, const QString &host);
    static ErrorText refusal(const Error &error);
    static ErrorText trouble(const Error &error);
    static ErrorText keychain(const Error &error);
    static ErrorText here(const Error &error);
    static QString theVendor(const ErrorContext &context);
    static QString words(const Error &error);
    static QString duration(std::chrono::seconds duration);
};

/// The proxy on the way failed, not the vendor.
bool isOfProxy(const Error &error)
{
    return error.field == "proxy"_L1
        && (error.kind == ErrorKind::Offline || error.kind == ErrorKind::Timeout);
}

ErrorText Text::way(const Error &error, const QString &host)
{
    if (isOfProxy(error))
        return {
            tr("“%1” could not be reached, because the proxy on the way there failed.").arg(host),
            tr("Nothing was sent to “%1”.").arg(host),
            tr("Check the proxy that is named below, where it is configured.")};
    switch (error.kind) {
    case ErrorKind::Cancelled:
        return {tr("It was stopped."), tr("What had arrived until then was kept."),
            tr("Start it again when you want the rest.")};
    case ErrorKind::Offline:
        return {tr("“%1” could not be reached.").arg(host),
            tr("The name was not found, or the connection was refused or broke off."),
            tr("Check the network, the VPN and the address of the connection.")};
    case ErrorKind::Timeout:
        return {tr("“%1” did not answer in time.").arg(host),
            tr("The request was given up; nothing was changed."), tr("Try again in a moment.")};
    case ErrorKind::Tls:
        return {tr("“%1” could not prove who it is.").arg(host),
            tr("Its certificate is not valid, so nothing was sent."),
            tr("Check the address. If a proxy or a firewall inspects the traffic here, choose its "
               "CA "
               "file in the connection or in the settings, or install it in this system.")};
    case ErrorKind::UnexpectedRedirect:
        return {tr("“%1” sent us elsewhere.").arg(host),
            tr("Redirects are never followed, because the key would travel along."),
            tr("Check the address of the connection: it must be the API itself.")};
    default:
        return {tr("An address that does not belong to this connection was refused."),
            tr("Requests go to the connection's own host only, and only over https."),
            tr("Check the address of the connection.")};
    }
}

/// A conflict that no vendor was asked about: another window has the profile, a job has the token.
bool isOurOwn(const Error &error)
{
    return error.kind == ErrorKind::Conflict && error.httpStatus == 0 && error.vendorWords.isEmpty()
        && !error.detail.isEmpty();
}

ErrorText Text::refusal(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Unauthorized:
        return {tr("The vendor did not accept the key of this connection."),
            tr("It is wrong, expired, disabled or deleted."),
            tr("Edit the connection and enter a valid key.")};
    case ErrorKind::Forbidden:
        return {tr("The key of this connection may not do that."),
            tr("The vendor knows the key, but its role is too small."),
            tr("Use a key with a larger role, or ask an administrator of the organisation.")};
    case ErrorKind::NotFound:
        return {tr("The vendor does not know it, or no longer."),
            tr("It may have been deleted elsewhere, or the organisation is another one."),
            tr("Refresh the list.")};
    case ErrorKind::Conflict:
        if (isOurOwn(error))
            return {tr("This cannot be done now."), tr("Nothing was sent."),
                tr("Do first what stands below, then try again.")};
        return {tr("The vendor refused because it clashes with what is there."),
            tr("It was changed in the meantime, or a limit is reached, or the name is taken."),
            tr("Refresh the list and look again.")};
    case ErrorKind::Invalid:
        return {error.field.isEmpty() ? tr("Something that was entered does not fit.")
                                      : tr("“%1” does not fit.").arg(shown(error.field, 80)),
            tr("Nothing was changed."), tr("Correct it and try again.")};
    default:
        return {tr("This connection cannot do that."), tr("The vendor has no call for it."),
            tr("Use the vendor's own console.")};
    }
}

ErrorText Text::trouble(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::RateLimited:
        return {error.httpStatus == 403 ? tr("The vendor may be limiting calls.")
                                        : tr("The vendor asked us to slow down."),
            error.retryAfter ? tr("It wants us to wait %1.").arg(duration(*error.retryAfter))
                             : tr("It did not say for how long."),
            tr("Wait, then try again.")};
    case ErrorKind::VendorFault:
        return {tr("The vendor's service has a fault."),
            error.httpStatus > 0 ? tr("It answered with status %1.").arg(error.httpStatus)
                                 : tr("It answered with an error of its own."),
            tr("Try again later. If it stays, give the details to the vendor's support.")};
    case ErrorKind::UnexpectedReply:
        return {tr("The vendor's answer could not be understood."),
            tr("Nothing of it was taken over."),
            tr("Check that the address is the vendor's API. If it is, copy the details for "
               "support.")};
    case ErrorKind::Contradicted:
        return {tr("The vendor says that it is done, but the token is as it was."),
            tr("It was read again after the answer. The vendor may be slow to show a change, or "
               "did not make it."),
            tr("Refresh the list in a minute. If the token still works then, try again, or use "
               "the vendor's own console.")};
    default:
        return {error.httpStatus > 0
                ? tr("The change was sent, but the reply does not say whether it was made.")
                : tr("The change was sent, but no answer came."),
            tr("The vendor may have carried it out, or not."),
            tr("Refresh the list and look before doing it again.")};
    }
}

ErrorText Text::keychain(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::VaultLocked:
        return {tr("The keychain is locked."), tr("Keys in it cannot be read or written."),
            tr("Unlock the keychain, then try again.")};
    case ErrorKind::VaultMissing:
        return {tr("The keychain has no key for this connection."),
            tr("It was removed, or it was stored on another computer."),
            tr("Edit the connection and enter the key again.")};
    case ErrorKind::VaultUnavailable:
        return {tr("No keychain answers on this computer."),
            tr("Tokendesk stores keys nowhere else."),
            tr("Install or start a keychain (GNOME Keyring, KWallet or KeePassXC on Linux), or "
               "keep "
               "the key for this run only.")};
    case ErrorKind::VaultUnusable:
        return {tr("The stored key cannot be used."),
            tr("What is kept for this connection is no key, so nothing was sent."),
            tr("Edit the connection and enter the key again.")};
    default:
        return {tr("The keychain refused."), tr("Its prompt was dismissed, or access was denied."),
            tr("Try again and allow access, or keep the key for this run only.")};
    }
}

ErrorText Text::here(const Error &error)
{
    if (error.field == "caFile"_L1)
        return {tr("The connection was not opened, because its CA file cannot be used."),
            tr("Nothing was sent: without the file the vendor could not prove who it is."),
            tr("Put the file back, or choose another one in the connection or in the settings.")};
    return {tr("A file could not be read or written."), tr("What it should hold was not saved."),
        tr("Check the folder, its permissions and the free space.")};
}

QString Text::theVendor(const ErrorContext &context)
{
    return context.host.isEmpty() ? tr("the vendor") : context.host;
}

QString Text::words(const Error &error)
{
    QStringList lines;
    if (!error.vendorWords.isEmpty())
        lines += tr("The vendor says: “%1”").arg(shown(error.vendorWords, 300));
    // Our own technical words explain what did not fit; elsewhere they are for the details only.
    const bool explains = isOurOwn(error) || error.kind == ErrorKind::Invalid
        || error.kind == ErrorKind::Unsupported || error.kind == ErrorKind::LocalFile
        || error.kind == ErrorKind::UnexpectedReply || error.kind == ErrorKind::Tls
        || error.kind == ErrorKind::OutcomeUnknown || isOfProxy(error);
    if (explains && !error.detail.isEmpty())
        lines += shown(error.detail, 300);
    if (!error.requestId.isEmpty())
        lines += tr("Request id: %1").arg(shown(error.requestId, 100));
    return lines.join(u'\n');
}

QString Text::duration(std::chrono::seconds duration)
{
    const auto seconds = duration.count();
    if (seconds < 60)
        return tr("%1 s").arg(seconds);
    if (seconds < 3600 && seconds % 60 == 0)
        return tr("%1 min").arg(seconds / 60);
    if (seconds < 3600)
        return tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60);
    return tr("%1 h %2 min").arg(seconds / 3600).arg(seconds % 3600 / 60);
}

ErrorText sentences(const Error &error, const ErrorContext &context)
{
    switch (error.kind) {
    case ErrorKind::Cancelled:
    case ErrorKind::Offline:
    case ErrorKind::Timeout:
    case ErrorKind::Tls:
    case ErrorKind::UnexpectedRedirect:
    case ErrorKind::ForbiddenHost:
        return Text::way(error, Text::theVendor(context));
    case ErrorKind::Unauthorized:
    case ErrorKind::Forbidden:
    case ErrorKind::NotFound:
    case ErrorKind::Conflict:
    case ErrorKind::Invalid:
    case ErrorKind::Unsupported:
        return Text::refusal(error);
    case ErrorKind::RateLimited:
    case ErrorKind::VendorFault:
    case ErrorKind::UnexpectedReply:
    case ErrorKind::OutcomeUnknown:
    case ErrorKind::Contradicted:
        return Text::trouble(error);
    case ErrorKind::VaultLocked:
    case ErrorKind::VaultMissing:
    case ErrorKind::VaultUnavailable:
    case ErrorKind::VaultDenied:
    case ErrorKind::VaultUnusable:
        return Text::keychain(error);
    case ErrorKind::LocalFile:
        return Text::here(error);
    }
    return {};
}

/// Masks long words of token characters; UUIDs stay, as request ids are made of them.
QString masked(const QString &text)
{
    static const QRegularExpression word(u"[A-Za-z0-9_.~+/=:-]{20,}"_s);
    static const QRegularExpression harmless(
        u"^(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|https?://.*|[A-Za-z]+)$"_s);
    QString result;
    qsizetype from = 0;
    for (auto it = word.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        result += QStringView(text).mid(from, match.capturedStart() - from);
        result += harmless.match(match.captured()).hasMatch() ? match.captured() : u"(masked)"_s;
        from = match.capturedEnd();
    }
    result += QStringView(text).mid(from);
    return result;
}

} // namespace

ErrorText errorText(const Error &error, const ErrorContext &context)
{
    ErrorText text = sentences(error, context);
    text.vendorWords = Text::words(error);
    return text;
}

QString errorParagraph(const Error &error, const ErrorContext &context)
{
    const ErrorText text = errorText(error, context);
    QStringList lines {text.title + u' ' + text.meaning + u' ' + text.advice};
    if (!text.vendorWords.isEmpty())
        lines += text.vendorWords;
    return lines.join(u'\n');
}

QString errorLine(const Error &error)
{
    const ErrorText text = errorText(error);
    if (!error.vendorWords.isEmpty())
        return u"“%1” %2"_s.arg(shown(error.vendorWords, 300), text.title);
    const QString words = QString(text.vendorWords).replace(u'\n', u' ');
    return text.title + u' ' + (words.isEmpty() ? text.meaning : words);
}

QString errorDetails(const Error &error, const ErrorContext &context)
{
    QStringList lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines += name + u": "_s + value;
    };
    // For support and issue trackers, hence in English and with stable words.
    add(u"Tokendesk"_s, QStringLiteral(TOKENDESK_VERSION));
    if (context.when) {
        add(u"Time"_s, base::utcTime(*context.when).toString(Qt::ISODate));
    }
    add(u"Action"_s, context.action);
    add(u"Connection"_s, shown(context.connection));
    add(u"Host"_s, context.host);
    add(u"Error"_s, base::errorKindName(error.kind));
    if (error.httpStatus > 0)
        add(u"HTTP status"_s, QString::number(error.httpStatus));
    add(u"Request id"_s, masked(shown(error.requestId)));
    add(u"Field"_s, shown(error.field));
    add(u"Vendor's words"_s, masked(shown(error.vendorWords, 300)));
    add(u"Detail"_s, masked(shown(error.detail, 300)));
    if (error.retryAfter)
        add(u"Retry after"_s, QString::number(error.retryAfter->count()) + u" s"_s);
    return lines.join(u'\n');
}

QString durationText(std::chrono::seconds duration)
{
    return Text::duration(duration);
}

bool mayRetry(const Error &error)
{
    switch (error.kind) {
    case ErrorKind::Cancelled:
    case ErrorKind::Offline:
    case ErrorKind::Timeout:
    case ErrorKind::Tls:
    case ErrorKind::RateLimited:
    case ErrorKind::VendorFault:
    case ErrorKind::VaultLocked:
    case ErrorKind::VaultUnavailable:
    case ErrorKind::VaultDenied:
    case ErrorKind::VaultUnusable:
    case ErrorKind::LocalFile:
    case ErrorKind::UnexpectedReply:
    case ErrorKind::UnexpectedRedirect:
        return true;
    default:
        return false;
    }
}

} // namespace support
