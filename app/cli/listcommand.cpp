// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/listcommand.h"

#include "cli/filterproblem.h"
#include "work/filterscan.h"
#include "work/rownotes.h"

#include <QJsonArray>

#include <algorithm>
#include <deque>

namespace cli {

using namespace Qt::StringLiterals;

namespace {

QJsonObject errorJson(const base::Error &error)
{
    return {{u"kind"_s, base::errorKindName(error.kind)}, {u"detail"_s, error.detail},
        {u"vendorWords"_s, error.vendorWords}, {u"httpStatus"_s, error.httpStatus},
        {u"requestId"_s, error.requestId}};
}

} // namespace

ListCommand::ListCommand(work::Desk &desk, Console &console, ListTokens job)
    : Command(desk, console)
    , m_job(std::move(job))
    , m_listing(desk)
{
    connect(&m_listing, &Listing::ended, this, &ListCommand::report);
    connect(&m_listing, &Listing::finished, this, &ListCommand::print);
}

void ListCommand::start()
{
    const filter::ParseResult filter = filter::parse(m_job.filter);
    if (filter.error) {
        for (const QString &line : filterProblem(m_job.filter, *filter.error))
            console().tell(line);
        emit finished(exitcode::usage);
        return;
    }
    m_filter
        = filter::Expression::all({filter::parse(m_job.viewFilter).expression, filter.expression});
    if (m_job.connection.isEmpty()) {
        for (const domain::Connection &connection : desk().connections().all())
            m_ids.append(connection.id);
    } else if (const domain::Connection *one = connectionNamed(m_job.connection)) {
        m_ids.append(one->id);
    } else {
        emit finished(exitcode::usage);
        return;
    }
    if (m_ids.isEmpty())
        console().tell(u"there are no connections yet; see connections add"_s);
    m_listing.start(m_ids);
}

void ListCommand::report(const work::Session &session)
{
    const QString name = session.connection().name;
    for (const QString &warning : session.warnings())
        console().tell(u"%1: %2"_s.arg(name, warning));
    if (session.error()) {
        m_tally.failed(*session.error());
        console().complain(name, *session.error());
        return;
    }
    console().tell(u"%1: %2 tokens"_s.arg(name, QString::number(session.loaded())));
    if (session.isComplete())
        return m_tally.succeeded();
    m_tally.incomplete();
    console().tell(
        u"%1: the list is incomplete; a token that is not in it may exist all the same"_s.arg(
            name));
}

void ListCommand::print()
{
    work::FilterContext context {.now = base::SystemClock().now()};
    for (const domain::Connection &one : desk().connections().all())
        context.connections.insert(one.id, {one.name, one.vendor, one.environment});
    const work::TokenStore &store = desk().tokens();
    work::TokenSnapshot snapshot = store.snapshot();
    snapshot.notes = work::RowNotes::of(store, desk().annotations().all());
    const work::FilterScan scan(m_filter, snapshot, context);
    std::deque<domain::Token> tokens; // which leaves its elements where they are
    std::vector<ListedToken> listed;
    for (work::RowId row = 0; row < snapshot.rowCount;) {
        const work::TokenSegment &segment = snapshot.segmentOf(row);
        const work::SegmentBits matching = scan.matching(segment);
        for (std::size_t i = 0; i < segment.size(); ++i, ++row) {
            if (!matching.test(i) || !segment.present.test(i))
                continue;
            const QString id = snapshot.connectionIds.at(segment.connection[i]);
            if (const domain::Connection *connection = desk().connections().find(id)) {
                const domain::Token &token = tokens.emplace_back(store.token(row));
                listed.push_back({connection, &token, desk().annotations().of(token.key)});
            }
        }
    }
    // Rows come in the order the vendors answered; a script wants the same order every time.
    std::stable_sort(listed.begin(), listed.end(), [this](const auto &a, const auto &b) {
        return m_ids.indexOf(a.connection->id) < m_ids.indexOf(b.connection->id);
    });
    const bool written = write(listed);
    if (!written)
        console().tell(u"standard output could not be written"_s);
    emit finished(written ? m_tally.exitCode() : exitcode::someFailed);
}

bool ListCommand::write(const std::vector<ListedToken> &listed)
{
    if (m_job.format == Format::Csv)
        return console().printRows(tokenCsv(listed));
    if (m_job.format == Format::Text)
        return console().print(tokenTable(listed));
    QJsonArray tokens;
    for (const ListedToken &one : listed)
        tokens.append(tokenJson(one));
    QJsonArray connections;
    for (const QString &id : std::as_const(m_ids)) {
        const work::Session *session = desk().session(id);
        QJsonObject object {{u"name"_s, session->connection().name}, {u"id"_s, id},
            {u"complete"_s, session->isComplete()},
            {u"warnings"_s, QJsonArray::fromStringList(session->warnings())}};
        if (session->error())
            object.insert(u"error"_s, errorJson(*session->error()));
        connections.append(object);
    }
    const QJsonObject document {
        {u"version"_s, 1}, {u"tokens"_s, tokens}, {u"connections"_s, connections}};
    return console().printJson(document);
}

} // namespace cli
