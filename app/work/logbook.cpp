// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "work/logbook.h"

#include "base/poolrun.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QPointer>
#include <QSysInfo>
#include <QUuid>

#include <algorithm>

namespace work {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::JournalEntry;
using domain::JournalPhase;
using domain::JournalRecord;

namespace {

/// More of them are not made ready on the thread that draws.
constexpr std::size_t fewRows = 500;
constexpr qint64 longestTurn = 4; // milliseconds

/// Who is signed in to this computer: the owner of the home folder, where the system tells, because
/// an environment variable says whatever somebody wrote into it.
QString personHere()
{
    QString name = QFileInfo(QDir::homePath()).owner();
    if (name.isEmpty())
        name = qEnvironmentVariable("USERNAME", qEnvironmentVariable("USER"));
    return u"%1@%2"_s.arg(name, QSysInfo::machineHostName());
}

struct Begun
{
    QStringList ids;
    std::vector<JournalEntry> entries;
};

Begun begunOf(std::vector<Beginning> beginnings, const JournalEntry &blank)
{
    Begun begun;
    begun.entries.reserve(beginnings.size());
    for (Beginning &one : beginnings) {
        JournalEntry entry = blank;
        entry.operation = one.operation.isEmpty() ? newOperation() : std::move(one.operation);
        entry.group = std::move(one.group);
        entry.action = one.action;
        entry.phase = one.phase;
        entry.token = std::move(one.token);
        entry.tokenName = std::move(one.tokenName);
        entry.connectionName = std::move(one.connectionName);
        entry.vendor = one.vendor;
        entry.details = std::move(one.details);
        begun.ids.append(entry.operation);
        begun.entries.push_back(std::move(entry));
    }
    return begun;
}

bool concernsCreates(domain::JournalAction action)
{
    return action == domain::JournalAction::Create || action == domain::JournalAction::Rotate;
}

} // namespace

/// Rows on their way into open().
struct Taking
{
    std::vector<JournalRecord> records;
    bool areNew = false; ///< this run wrote them
    bool haveCreates = false; ///< among those that were taken
    std::size_t next = 0;
    base::Promise<Unit> promise;
};

QString newOperation()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

base::Error notBegun(base::Error error)
{
    error.detail = u"nothing was sent, because the journal could not be written: %1"_s.arg(
        error.detail.isEmpty() ? base::errorKindName(error.kind) : error.detail);
    return error;
}

JournalPhase phaseOf(const base::Error &error)
{
    if (error.kind == base::ErrorKind::Contradicted)
        return JournalPhase::Contradicted;
    return base::mayHaveHappened(error) ? JournalPhase::Unknown : JournalPhase::Refused;
}

QJsonObject detailsOf(const base::Error &error)
{
    QJsonObject details {{u"reason"_s, base::errorKindName(error.kind)}};
    if (!error.vendorWords.isEmpty())
        details.insert(u"words"_s, error.vendorWords);
    if (!error.detail.isEmpty())
        details.insert(u"detail"_s, error.detail);
    if (error.httpStatus != 0)
        details.insert(u"httpStatus"_s, error.httpStatus);
    if (!error.requestId.isEmpty())
        details.insert(u"requestId"_s, error.requestId);
    return details;
}

Logbook::Logbook(
    domain::Journal &journal, const base::Clock &clock, QString origin, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
    , m_clock(clock)
    , m_origin(std::move(origin))
    , m_person(personHere())
    , m_run(newOperation())
{
}

Logbook::~Logbook() = default;

Task<Unit> Logbook::load()
{
    const QPointer<Logbook> book(this);
    return m_journal.readOpen().andThen([book](std::vector<JournalRecord> records) {
        return book ? book->takeAll(std::move(records), false) : Task<Unit>::ready(Unit {});
    });
}

Beginning startedForDebugging()
{
    return {.action = domain::JournalAction::Journal,
        .phase = domain::JournalPhase::Done,
        .details = {{u"detail"_s,
            u"started with --allow-debug: other programs of this user may read its memory, keys "
            "included"_s}}};
}

Task<QStringList> Logbook::begin(std::vector<Beginning> beginnings)
{
    const auto write = [book = QPointer<Logbook>(this)](Begun begun) {
        if (!book)
            return Task<QStringList>::failed({.kind = ErrorKind::Cancelled});
        return book->append(std::move(begun.entries))
            .map([ids = std::move(begun.ids)](Unit) -> Result<QStringList> { return ids; });
    };
    if (beginnings.size() <= fewRows)
        return write(begunOf(std::move(beginnings), blank()));
    return base::runInPool([beginnings = std::move(beginnings),
                               blank = blank()]() mutable -> Result<Begun> {
        return begunOf(std::move(beginnings), blank);
    }).andThen(write);
}

Task<QString> Logbook::begin(Beginning beginning)
{
    std::vector<Beginning> one;
    one.push_back(std::move(beginning));
    return begin(std::move(one)).map([](const QStringList &ids) -> Result<QString> {
        return ids.first();
    });
}

Task<Unit> Logbook::note(std::vector<Progress> rows)
{
    std::vector<JournalEntry> entries;
    for (const Progress &row : rows) {
        if (auto entry = entryOf(row))
            entries.push_back(std::move(*entry));
    }
    return entries.empty() ? Task<Unit>::ready(Unit {}) : append(std::move(entries));
}

Task<Unit> Logbook::note(Progress row)
{
    std::vector<Progress> one;
    one.push_back(std::move(row));
    return note(std::move(one));
}

JournalEntry Logbook::blank() const
{
    JournalEntry entry;
    entry.at = m_clock.now();
    entry.person = m_person;
    entry.origin = m_origin;
    entry.run = m_run;
    return entry;
}

std::optional<JournalEntry> Logbook::entryOf(const Progress &row) const
{
    const OpenOperation *before = find(row.operation);
    if (!before)
        return {};
    JournalEntry entry = blank();
    entry.operation = before->id;
    entry.group = before->group;
    entry.action = before->action;
    entry.phase = row.phase;
    entry.token = before->token;
    if (!row.tokenId.isEmpty())
        entry.token.remoteId = row.tokenId;
    entry.tokenName = before->tokenName;
    entry.connectionName = before->connectionName;
    entry.vendor = before->vendor;
    entry.details = row.details;
    return entry;
}

Task<Unit> Logbook::append(std::vector<JournalEntry> entries)
{
    if (m_barred)
        return Task<Unit>::failed(*m_barred);
    const QPointer<Logbook> book(this);
    return m_journal.append(std::move(entries)).andThen([book](std::vector<JournalRecord> written) {
        return book ? book->takeAll(std::move(written), true) : Task<Unit>::ready(Unit {});
    });
}

Task<Unit> Logbook::takeAll(std::vector<JournalRecord> records, bool areNew)
{
    const auto taking = std::make_shared<Taking>();
    taking->records = std::move(records);
    taking->areNew = areNew;
    Task<Unit> task = taking->promise.task();
    takeSome(taking);
    return task;
}

void Logbook::takeSome(const std::shared_ptr<Taking> &taking)
{
    const bool areFew = taking->records.size() <= fewRows;
    QElapsedTimer turn;
    turn.start();
    while (taking->next < taking->records.size()) {
        const JournalEntry &entry = taking->records[taking->next++].entry;
        m_open.take(entry);
        taking->haveCreates |= concernsCreates(entry.action);
        if (taking->areNew)
            emit written(entry);
        if (!areFew && turn.hasExpired(longestTurn)) {
            QMetaObject::invokeMethod(
                this, [this, taking] { takeSome(taking); }, Qt::QueuedConnection);
            return;
        }
    }
    if (!areFew) // To give back so much memory takes its time as well.
        base::destroyInPool(std::move(taking->records));
    emit changed();
    if (taking->haveCreates)
        emit createsChanged();
    taking->promise.settle(Unit {});
}

} // namespace work
