// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The journal: what was done, newest first, read as far as one scrolls; proven whole on request;
/// written to a file.

#include "history/historysource.h"
#include "work/journalexport.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace models {
class JournalModel;
}

namespace support {
class Banner;
}

namespace history {

class EventTable;
class JournalFilter;

class JournalWindow final : public QDialog
{
    Q_OBJECT

public:
    explicit JournalWindow(HistorySource source, QWidget *parent = nullptr);

    JournalFilter *filter() const { return m_filter; }
    /// Something was written: what is new is read, soon, also while more is being written.
    void readSoon();
    /// Writes to path; the ending says which format.
    void exportTo(const QString &path);

signals:
    void tokenRequested(const domain::TokenKey &key);

private:
    using Records = std::vector<domain::JournalRecord>;

    void build();
    QWidget *makeDetails();
    void read();
    void readNew();
    void readNewer(Records arrived);
    void readOpen();
    void readMore();
    void showRows(Records records, bool hasMore);
    void showEmptyText();
    void showDetails(int row);
    void showSteps(qint64 sequence, const Records &records);
    void verify();
    void sayVerified(const domain::JournalCheck &check);
    void chooseFile();
    void sayExported(const base::Result<int> &rows);
    void fail(const base::Error &error, const QString &action);

    HistorySource m_source;
    models::JournalModel *m_model;
    JournalFilter *m_filter;
    support::Banner *m_banner;
    EventTable *m_table;
    QPlainTextEdit *m_details;
    QPushButton *m_goTo;
    QPushButton *m_verify;
    QPushButton *m_exportButton;
    work::JournalExport m_export;
    QString m_exportPath;
    QTimer m_soon;
    domain::JournalQuery m_query;
    base::Task<Records> m_reading;
    base::Task<Records> m_readingNew;
    base::Task<Records> m_steps;
    base::Task<domain::JournalCheck> m_verifying;
};

} // namespace history
