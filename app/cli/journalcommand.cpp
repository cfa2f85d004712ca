// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/journalcommand.h"

#include "cli/texttable.h"
#include "work/exporttext.h"
#include "work/journaltext.h"
#include "work/verdict.h"

#include <QJsonArray>

#include <algorithm>

namespace cli {

using namespace Qt::StringLiterals;
using base::Result;
using domain::JournalCheck;
using domain::JournalRecord;

namespace {

QString tokenText(const domain::JournalEntry &entry)
{
    if (entry.token.remoteId.isEmpty())
        return entry.connectionName;
    return entry.connectionName + u'/' + entry.token.remoteId;
}

QStringList rowsTable(const std::vector<JournalRecord> &newestFirst)
{
    std::vector<QStringList> rows {
        {u"ROW"_s, u"WHEN"_s, u"CHANGE"_s, u"OUTCOME"_s, u"TOKEN"_s, u"BY"_s, u"CONNECTION/ID"_s}};
    for (auto record = newestFirst.rbegin(); record != newestFirst.rend(); ++record) {
        const domain::JournalEntry &entry = record->entry;
        rows.push_back({QString::number(record->sequence), work::exportTime(entry.at),
            domain::journalActionId(entry.action), domain::journalPhaseId(entry.phase),
            entry.tokenName, entry.person, tokenText(entry)});
    }
    return textTable(std::move(rows));
}

} // namespace

JournalCommand::JournalCommand(
    work::Desk &desk, Console &console, ReadJournal job, RecoverJournal recoverJournal)
    : Command(desk, console)
    , m_job(std::move(job))
    , m_recover(std::move(recoverJournal))
    , m_walk(desk.log().journal())
{
}

void JournalCommand::start()
{
    if (!m_job.connection.isEmpty()) {
        const domain::Connection *connection = connectionNamed(m_job.connection);
        if (!connection) {
            emit finished(exitcode::usage);
            return;
        }
        m_connectionId = connection->id;
    }
    switch (m_job.what) {
    case ReadJournal::What::List:
        return list();
    case ReadJournal::What::Export:
        return exportAll();
    case ReadJournal::What::Verify:
        return verify();
    case ReadJournal::What::Open:
        return showOpen();
    case ReadJournal::What::Recover:
        return recover();
    }
}

void JournalCommand::list()
{
    desk()
        .log()
        .journal()
        .read({.limit = m_job.limit, .connectionId = m_connectionId})
        .then(this, [this](const Result<Records> &records) {
            if (!records)
                return fail(records.error());
            if (m_job.format != Format::Json)
                return end(console().print(rowsTable(*records)));
            QJsonArray rows;
            for (auto record = records->rbegin(); record != records->rend(); ++record)
                rows.append(work::journalJson(*record));
            const QJsonObject document {{u"version"_s, 1}, {u"rows"_s, rows}};
            end(console().printJson(document));
        });
}

void JournalCommand::exportAll()
{
    const bool isCsv = m_job.format == Format::Csv;
    const auto write = [this](const QByteArray &bytes) {
        if (!m_walk.isRunning() || console().printRows(bytes))
            return;
        m_walk.cancel();
        end(false);
    };
    connect(&m_walk, &work::JournalWalk::begun, this, [isCsv, write](const JournalRecord &newest) {
        write(isCsv
                ? work::journalCsvTitles()
                : work::journalJsonHead({newest.sequence, newest.hash, base::SystemClock().now()}));
    });
    connect(&m_walk, &work::JournalWalk::portion, this, [isCsv, write](const Records &records) {
        for (const JournalRecord &record : records)
            write(isCsv ? work::journalCsvLine(record) : work::journalJsonLine(record));
    });
    connect(&m_walk, &work::JournalWalk::finished, this, [this](const Result<base::Unit> &read) {
        if (read)
            end(true);
        else
            fail(read.error());
    });
    m_walk.start();
}

void JournalCommand::recover()
{
    m_recover().then(this, [this](const Result<QString> &saved) {
        if (!saved)
            return fail(saved.error());
        console().tell(*saved);
        emit finished(exitcode::done);
    });
}

void JournalCommand::verify()
{
    desk().log().journal().verify().then(this, [this](const Result<JournalCheck> &check) {
        if (!check)
            return fail(check.error());
        const QString rows = QString::number(check->rows);
        if (!check->isWhole) {
            console().tell(u"the journal is not whole: row %1 of %2: %3"_s.arg(
                QString::number(check->firstBad), rows, check->problem));
            emit finished(exitcode::someFailed);
            return;
        }
        end(console().print(
            {u"whole: %1 rows, head %2"_s.arg(rows, QString::fromLatin1(check->head.toHex()))}));
    });
}

void JournalCommand::showOpen()
{
    desk().log().load().then(this, [this](const Result<base::Unit> &loaded) {
        if (!loaded)
            return fail(loaded.error());
        std::vector<const work::OpenOperation *> open;
        for (const auto &[id, operation] : desk().log().open())
            open.push_back(&operation);
        std::stable_sort(open.begin(), open.end(),
            [](const auto *a, const auto *b) { return a->begun < b->begun; });
        if (open.empty()) {
            console().tell(u"nothing is open"_s);
            emit finished(exitcode::done);
            return;
        }
        for (const work::OpenOperation *one : open)
            tellDoubt(*one);
        std::vector<QStringList> rows {
            {u"SINCE"_s, u"CHANGE"_s, u"STANDS AT"_s, u"TOKEN"_s, u"CONNECTION/ID"_s}};
        for (const work::OpenOperation *one : open) {
            const QStringList found = one->details.value("found"_L1).toVariant().toStringList();
            const QString id
                = one->token.remoteId.isEmpty() ? found.join(u',') : one->token.remoteId;
            rows.push_back({work::exportTime(one->begun), domain::journalActionId(one->action),
                domain::journalPhaseId(one->phase), one->tokenName,
                id.isEmpty() ? one->connectionName : one->connectionName + u'/' + id});
        }
        end(console().print(textTable(std::move(rows))), exitcode::someFailed);
    });
}

/// What was found of a creation may be somebody else's.
void JournalCommand::tellDoubt(const work::OpenOperation &operation)
{
    const bool isFound = operation.action == domain::JournalAction::Create
        && operation.phase == domain::JournalPhase::FoundDone;
    QStringList words = work::contradictionWords(work::factsAgainst(operation.details));
    if (!isFound || (words.isEmpty() && !operation.token.remoteId.isEmpty()))
        return;
    words.prepend(u"%1: what was found may be somebody else's; compare before you delete it"_s.arg(
        operation.tokenName));
    console().tell(words.join(u"; "_s));
}

void JournalCommand::end(bool written, int code)
{
    if (!written)
        console().tell(u"standard output could not be written"_s);
    emit finished(written ? code : exitcode::someFailed);
}

void JournalCommand::fail(const base::Error &error)
{
    console().complain(u"journal"_s, error);
    emit finished(exitCodeOf(error));
}

} // namespace cli
