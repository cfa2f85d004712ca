// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "domain/vendoraddress.h"

#include "base/textrules.h"
#include "domain/vendorclient.h"

#include <algorithm>

namespace domain {

using namespace Qt::StringLiterals;

namespace {

/// What surrounds an address in a mail or a table, and shows nothing or is no part of it.
QString withoutSurroundings(QStringView typed)
{
    const auto isOutside = [](QChar c) {
        return c.isSpace() || (!c.isSurrogate() && base::isInvisible(c.unicode())) || c == u'<'
            || c == u'>' || c == u'"' || c == u'\'';
    };
    while (!typed.isEmpty() && isOutside(typed.front()))
        typed = typed.sliced(1);
    while (!typed.isEmpty() && isOutside(typed.back()))
        typed = typed.chopped(1);
    return typed.toString();
}

bool isBelow(const QString &path, const QString &known)
{
    return path.compare(known, Qt::CaseInsensitive) == 0
        || path.startsWith(known + u'/', Qt::CaseInsensitive);
}

QUrl bare(QUrl address)
{
    address.setPath({});
    address.setQuery(QString());
    address.setFragment(QString());
    return address;
}

QUrl withoutSlashes(QUrl address)
{
    while (address.path().endsWith(u'/'))
        address.setPath(address.path().chopped(1));
    return address;
}

int usualPort(const QString &scheme)
{
    return scheme == "https"_L1 ? 443 : scheme == "http"_L1 ? 80 : -1;
}

} // namespace

QUrl withoutApiPath(QUrl address, const QStringList &apiPaths)
{
    const bool isKnown = std::any_of(apiPaths.begin(), apiPaths.end(),
        [path = address.path()](const QString &known) { return isBelow(path, known); });
    return isKnown ? bare(std::move(address)) : withoutSlashes(std::move(address));
}

QUrl addressOf(const ConnectionForm &form, const QString &typed)
{
    QString text = withoutSurroundings(typed);
    if (text.isEmpty())
        return {};
    if (!text.contains("://"_L1))
        text.prepend("https://"_L1);
    QUrl address(text, QUrl::StrictMode);
    if (!address.isValid())
        return address;
    if (address.port() == usualPort(address.scheme()))
        address.setPort(-1);
    for (const ConnectionForm::Host &host : form.hosts) {
        const bool isConsole = !host.consoleHost.isEmpty() && address.host() == host.consoleHost
            && address.scheme() == host.url.scheme() && address.userInfo().isEmpty()
            && address.port() < 0;
        if (isConsole)
            return host.url;
    }
    return withoutApiPath(address, form.apiPaths);
}

bool isBareAddress(const QUrl &address)
{
    return address.isValid() && !address.host().isEmpty() && address.userInfo().isEmpty()
        && address.path().isEmpty() && !address.hasQuery() && !address.hasFragment();
}

QString addressText(const QUrl &address)
{
    return address.toString(QUrl::FullyEncoded);
}

} // namespace domain
