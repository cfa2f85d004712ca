// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/unreachednotice.h"

#include "models/celltext.h"
#include "support/banner.h"
#include "support/errortext.h"
#include "support/plaintext.h"
#include "work/desk.h"

#include <QCoreApplication>

#include <algorithm>

namespace shell {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using work::Barrier;

namespace {

constexpr std::size_t mostNamed = 4;

struct Texts
{
    Q_DECLARE_TR_FUNCTIONS(shell::UnreachedNotice)
};

bool isUnreached(const work::Session &session)
{
    if (session.state() != work::Session::State::Failed || !session.error() || session.loaded() > 0)
        return false;
    return session.error()->kind == ErrorKind::Offline
        || session.error()->kind == ErrorKind::Timeout;
}

QString ageOf(const Unreached &one, base::Instant now)
{
    return models::relativeTime(*one.listed, now, domain::Precision::Exact);
}

QString namesOf(const std::vector<Unreached> &connections)
{
    const std::size_t named = connections.size() > mostNamed ? mostNamed - 1 : connections.size();
    QStringList names;
    for (std::size_t i = 0; i < named; ++i)
        names += support::shown(connections[i].name, 60);
    if (named < connections.size())
        names += Texts::tr("and %Ln more", nullptr, int(connections.size() - named));
    return names.join(u", "_s);
}

/// What the rows are that stand in the list all the same.
QString standingOf(const std::vector<Unreached> &connections, base::Instant now)
{
    std::vector<Unreached> shown;
    std::copy_if(connections.begin(), connections.end(), std::back_inserter(shown),
        [](const Unreached &one) { return one.isShown; });
    if (shown.empty())
        return {};
    std::erase_if(shown, [](const Unreached &one) { return !one.listed; });
    if (shown.empty())
        return Texts::tr("Changes are off until they are listed again.");
    const auto [oldest, newest] = std::minmax_element(shown.begin(), shown.end(),
        [](const Unreached &a, const Unreached &b) { return a.listed < b.listed; });
    const QString age = ageOf(*oldest, now);
    if (age == ageOf(*newest, now))
        return Texts::tr(
            "Showing what was last seen, %1. Changes are off until they are listed again.")
            .arg(age);
    return Texts::tr("Showing what was last seen, %1 to %2. Changes are off until they are listed "
                     "again.")
        .arg(age, ageOf(*newest, now));
}

QString detailsOf(const Unreached &one, base::Instant now)
{
    const support::ErrorText words = support::errorText(one.error, {.host = one.host});
    QStringList parts {
        Texts::tr("%1: %2").arg(support::shown(one.name, 60), words.title), words.meaning};
    if (one.isShown && one.listed)
        parts += Texts::tr("Last listed %1.").arg(ageOf(one, now));
    return parts.join(u' ');
}

} // namespace

std::vector<Unreached> unreachedAt(work::Desk &desk)
{
    std::vector<Unreached> found;
    for (const auto &connection : desk.connections().all()) {
        const work::Session *session = desk.session(connection.id);
        if (!session || !isUnreached(*session))
            continue;
        const auto barrier = desk.barrier(connection.id);
        found.push_back({.id = connection.id,
            .name = connection.name,
            .host = connection.baseUrl.host(),
            .error = *session->error(),
            .isShown = barrier && barrier->kind != Barrier::Kind::ProfileInUse
                && desk.tokens().count(connection.id) > 0,
            .listed = session->listedAt()});
    }
    return found;
}

void showUnreached(
    support::Banner *banner, const std::vector<Unreached> &connections, base::Instant now)
{
    QStringList details;
    for (const Unreached &one : connections)
        details += detailsOf(one, now);
    details += Texts::tr("Check the network, the VPN and the addresses of the connections.");
    banner->showMessage(support::Banner::Severity::Error,
        Texts::tr("%Ln connections cannot be reached: %1", nullptr, int(connections.size()))
            .arg(namesOf(connections)),
        standingOf(connections, now));
    banner->addDetails(details.join(u'\n'));
}

} // namespace shell
