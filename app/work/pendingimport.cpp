// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/pendingimport.h"

#include "base/json.h"
#include "work/connectionbook.h"
#include "work/profilefile.h"

#include <QFile>
#include <QUuid>

namespace work {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;

namespace {

/// The stand-in that was written where nobody knew the token's id.
constexpr auto unknownId = "unlisted-"_L1;

Beginning beginningOf(const QJsonObject &pending, const ConnectionBook &connections)
{
    Beginning beginning;
    beginning.token = {base::json::text(pending, "connection"), base::json::text(pending, "id")};
    // The same name for the same entry: an import that was cut off half way repeats nothing.
    beginning.operation = QUuid::createUuidV5(
        QUuid(), u"pending/%1/%2"_s.arg(beginning.token.connectionId, beginning.token.remoteId))
                              .toString(QUuid::WithoutBraces);
    if (beginning.token.remoteId.startsWith(unknownId))
        beginning.token.remoteId.clear();
    beginning.phase = domain::JournalPhase::Created;
    beginning.tokenName = base::json::text(pending, "name");
    beginning.details.insert(u"created"_s, pending.value("created"_L1));
    if (const auto *connection = connections.find(beginning.token.connectionId)) {
        beginning.connectionName = connection->name;
        beginning.vendor = connection->vendor;
    }
    return beginning;
}

} // namespace

Task<Unit> importPendingKeys(const QString &file, const ConnectionBook &connections, Logbook &log)
{
    if (file.isEmpty() || !QFile::exists(file))
        return Task<Unit>::ready(Unit {});
    const auto items = readProfileFile(file, "pending");
    if (!items)
        return Task<Unit>::failed(items.error());
    std::vector<Beginning> beginnings;
    for (const auto &item : *items) {
        Beginning one = beginningOf(item.toObject(), connections);
        if (!log.find(one.operation))
            beginnings.push_back(std::move(one));
    }
    auto written = beginnings.empty() ? Task<QStringList>::ready(QStringList())
                                      : log.begin(std::move(beginnings));
    return std::move(written).map([file](const QStringList &) -> Result<Unit> {
        const QString imported = file + u".imported"_s;
        QFile::remove(imported);
        if (!QFile::rename(file, imported))
            return base::fail(ErrorKind::LocalFile, u"%1 could not be renamed"_s.arg(file));
        return Unit {};
    });
}

} // namespace work
