// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// "Export View...": what is shown, or what of it is selected, as CSV or JSON in a file.

#include "domain/connection.h"
#include "tokens/rowtext.h"
#include "work/fileexport.h"

#include <QDialog>

class QCheckBox;
class QDialogButtonBox;
class QLabel;
class QProgressBar;
class QRadioButton;

namespace shell {

/// Both parts of the view an export may take.
struct ExportSource
{
    tokens::RowText shown;
    tokens::RowText selected;
    QHash<QString, domain::Connection> connections; ///< by id, for JSON
};

/// The export of rows, for the pool. Pure but for the clock in JSON's head.
work::FileExport::Job csvJob(const QString &path, tokens::RowText rows, bool withMark);
work::FileExport::Job jsonJob(const QString &path, tokens::RowText rows,
    QHash<QString, domain::Connection> connections, base::Instant now);

class ExportDialog final : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(ExportSource source, base::Instant now, QWidget *parent = nullptr);

    /// Writes to path what the dialog says. The choice of a file ends here.
    void exportTo(const QString &path);

signals:
    void exported(int rows, const QString &path);

protected:
    void reject() override;

private:
    void build();
    void chooseFile();
    void showRunning(bool isRunning);
    void finish(const base::Result<int> &rows);

    ExportSource m_source;
    base::Instant m_now;
    work::FileExport m_export;
    QString m_path;
    QRadioButton *m_csv;
    QRadioButton *m_json;
    QRadioButton *m_all;
    QRadioButton *m_selected;
    QCheckBox *m_mark;
    QWidget *m_choices = nullptr;
    QProgressBar *m_progress;
    QLabel *m_problem;
    QDialogButtonBox *m_buttons;
};

} // namespace shell
