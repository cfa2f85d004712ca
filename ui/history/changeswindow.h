// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What changed since: how lists differ from earlier ones, summed up and one by one, and the tokens
/// that vanished.

#include "history/historysource.h"
#include "history/periodchooser.h"
#include "work/fileexport.h"

#include <QDialog>
#include <QTimer>

class QComboBox;
class QLabel;
class QPushButton;
class QTabWidget;

namespace models {
class ChangeModel;
}

namespace support {
class Banner;
}

namespace history {

class EventTable;
class TombstonePane;

class ChangesWindow final : public QDialog
{
    Q_OBJECT

public:
    explicit ChangesWindow(
        HistorySource source, std::optional<base::Instant> lastVisit, QWidget *parent = nullptr);

    PeriodChooser *period() const { return m_period; }
    /// A list was compared: what is shown is read again, soon.
    void readSoon() { m_soon.start(); }
    /// What is shown, to path; the ending says which format.
    void exportTo(const QString &path);

signals:
    void tokenRequested(const domain::TokenKey &key);
    void recreateRequested(const domain::Token &token);

private:
    using Changes = std::vector<domain::TokenChange>;

    void build();
    QWidget *makeChangesTab();
    void read();
    void readNext();
    void take(Changes page);
    void finishReading();
    void applyFilter();
    void sayEmpty();
    void goTo(int row);
    void chooseFile();
    void fail(const base::Error &error, const QString &action);

    HistorySource m_source;
    models::ChangeModel *m_model;
    PeriodChooser *m_period;
    QComboBox *m_kind;
    QComboBox *m_connection;
    QLabel *m_summary;
    support::Banner *m_banner;
    EventTable *m_table;
    TombstonePane *m_tombstones;
    QTabWidget *m_tabs;
    QPushButton *m_exportButton;
    work::FileExport m_export;
    QString m_exportPath;
    QTimer m_soon;
    std::optional<base::Instant> m_since;
    Changes m_arriving;
    bool m_isCut = false; ///< there were more than are shown
    base::Task<Changes> m_reading;
    base::Task<std::vector<domain::Tombstone>> m_readingTombstones;
};

} // namespace history
