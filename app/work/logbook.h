// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Writes the journal and knows what in it is still open. Whoever changes something asks here
/// first: nothing is sent before its intent is on disk (ONE-01).

#include "work/openoperations.h"

#include <QObject>

#include <optional>
#include <vector>

namespace work {

/// A new operation.
struct Beginning
{
    QString operation; ///< empty = a new id
    QString group;
    domain::JournalAction action = domain::JournalAction::Create;
    domain::JournalPhase phase = domain::JournalPhase::Intent;
    domain::TokenKey token;
    QString tokenName;
    QString connectionName;
    domain::Vendor vendor = domain::Vendor::Mist;
    QJsonObject details;
};

/// The row of a program that other programs of the user may look into, keys included (MEM-04).
Beginning startedForDebugging();

/// Another row of an open operation.
struct Progress
{
    QString operation;
    domain::JournalPhase phase = domain::JournalPhase::Done;
    QJsonObject details;
    QString tokenId; ///< when it has become known; empty = as before
};

/// A definite refusal, an open question and a word that was not kept are different phases.
domain::JournalPhase phaseOf(const base::Error &error);
/// An error as details: reason, words, detail, httpStatus, requestId.
QJsonObject detailsOf(const base::Error &error);
/// The same where an intent could not be written, and so nothing was sent.
base::Error notBegun(base::Error error);
/// A new id for an operation.
QString newOperation();

/// GUI thread only. Rows are in open() and told of when they are on disk, not before.
class Logbook final : public QObject
{
    Q_OBJECT

public:
    /// origin: "window", "cli". The journal outlives the logbook.
    Logbook(domain::Journal &journal, const base::Clock &clock, QString origin,
        QObject *parent = nullptr);
    ~Logbook() override;

    /// Reads what is open. Until it has ended, and when it fails, only what this run began is
    /// known.
    base::Task<base::Unit> load();

    /// Who is signed in to this computer, as rows name them: "ada@desk".
    const QString &person() const { return m_person; }
    /// As if somebody else were signed in: for tests of two people.
    void setPerson(QString person) { m_person = std::move(person); }

    /// Writes nothing from now on: everything that would fails with the reason.
    void bar(base::Error reason) { m_barred = std::move(reason); }

    /// Durable when it succeeds. Ids of the operations, in order.
    base::Task<QStringList> begin(std::vector<Beginning> beginnings);
    base::Task<QString> begin(Beginning beginning);
    /// Operations that are not open are left out. Fails as Journal::append().
    base::Task<base::Unit> note(std::vector<Progress> rows);
    base::Task<base::Unit> note(Progress row);

    /// By operation id.
    const OpenOperations::All &open() const { return m_open.all(); }
    const OpenOperations::OfKind &open(domain::JournalAction kind) const
    {
        return m_open.ofKind(kind);
    }
    const OpenOperation *find(const QString &operation) const { return m_open.find(operation); }
    /// The id of this run of the program.
    const QString &run() const { return m_run; }

    domain::Journal &journal() const { return m_journal; }

signals:
    /// Rows were written, or read at start.
    void changed();
    /// Rows of creations were among them, or of rotations, which creations belong to; after
    /// changed().
    void createsChanged();
    /// One row that this run wrote, when it is on disk; before changed().
    void written(const domain::JournalEntry &row);

private:
    /// What all rows have that are made now.
    domain::JournalEntry blank() const;
    std::optional<domain::JournalEntry> entryOf(const Progress &row) const;
    base::Task<base::Unit> append(std::vector<domain::JournalEntry> entries);
    /// Into open(); many of them a few at a time, so that the window has its turns.
    base::Task<base::Unit> takeAll(std::vector<domain::JournalRecord> records, bool areNew);
    void takeSome(const std::shared_ptr<struct Taking> &taking);

    domain::Journal &m_journal;
    const base::Clock &m_clock;
    QString m_origin;
    QString m_person;
    QString m_run;
    std::optional<base::Error> m_barred;
    OpenOperations m_open;
};

} // namespace work
