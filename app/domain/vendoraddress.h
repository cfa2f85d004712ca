// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The address of a vendor as an admin types or pastes it, and what is used of it. Pure. Whether an
/// address may have a credential is checked afterwards, by domain::ConnectionCheck.

#include <QStringList>
#include <QUrl>

namespace domain {

struct ConnectionForm;

/// Scheme, host and port of what was typed. White space around it goes, https:// is added where
/// there is no scheme, a port that is the scheme's own and slashes at the end go, and so does a
/// path of the vendor's API or console (ConnectionForm::apiPaths) with all that follows it. A page
/// of a console at a host of its own becomes the address of that vendor's API. Anything else stays
/// in the URL, for the check to name it; what is no address at all gives an invalid one.
QUrl addressOf(const ConnectionForm &form, const QString &typed);

/// The address without a path of the vendor's API; the host is never another one.
QUrl withoutApiPath(QUrl address, const QStringList &apiPaths);

/// Whether nothing but scheme, host and port is in it.
bool isBareAddress(const QUrl &address);

/// As it is shown and compared: letters of other alphabets in their encoded form (xn--...), so that
/// one that looks like another shows.
QString addressText(const QUrl &address);

} // namespace domain
