// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/exportdialog.h"

#include "base/jsontext.h"
#include "support/errortext.h"
#include "support/plaintext.h"
#include "work/exporttext.h"
#include "work/tokenreader.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QGroupBox>
#include <QJsonObject>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace shell {

using namespace Qt::StringLiterals;
using tokens::RowText;
using work::FileExport;

FileExport::Job csvJob(const QString &path, RowText rows, bool withMark)
{
    FileExport::Job job {.path = path, .rows = int(rows.rows.size())};
    job.head = (withMark ? QByteArray(work::byteOrderMark) : QByteArray())
        + work::csvLine(rows.titles());
    job.portion = [rows = std::move(rows)](int first, int end) {
        QByteArray bytes;
        for (int i = first; i < end; ++i) {
            if (const QStringList values = rows.values(rows.rows.at(i)); !values.isEmpty())
                bytes += work::csvLine(values);
        }
        return bytes;
    };
    return job;
}

FileExport::Job jsonJob(const QString &path, RowText rows,
    QHash<QString, domain::Connection> connections, base::Instant now)
{
    FileExport::Job job {.path = path, .rows = int(rows.rows.size())};
    // As `tokendesk-cli tokens list` writes it, so that one reader does for both.
    job.head
        = "{\"version\":1,\"exported\":\"" + work::exportTime(now).toLatin1() + "\",\"tokens\":[";
    job.tail = "\n]}\n";
    // A comma before each but the first one written: rows that are gone write nothing.
    auto isFirst = std::make_shared<bool>(true);
    job.portion = [rows = std::move(rows), connections = std::move(connections), isFirst](
                      int first, int end) {
        QByteArray bytes;
        for (int i = first; i < end; ++i) {
            const work::RowId row = rows.rows.at(i);
            if (!work::isPresent(rows.snapshot, row))
                continue;
            const domain::Token token = work::tokenOf(rows.snapshot, row);
            bytes += std::exchange(*isFirst, false) ? "\n" : ",\n";
            bytes += base::jsonText(work::tokenJson(connections.value(token.key.connectionId),
                                        token, rows.context.annotations.value(token.key)),
                QJsonDocument::Compact);
        }
        return bytes;
    };
    return job;
}

ExportDialog::ExportDialog(ExportSource source, base::Instant now, QWidget *parent)
    : QDialog(parent)
    , m_source(std::move(source))
    , m_now(now)
    , m_csv(new QRadioButton(tr("&CSV, for spreadsheets: the columns that are shown"), this))
    , m_json(new QRadioButton(tr("&JSON, for programs: everything that is known"), this))
    , m_all(new QRadioButton(this))
    , m_selected(new QRadioButton(this))
    , m_mark(new QCheckBox(tr("&Mark the file as UTF-8 (for older spreadsheets)"), this))
    , m_progress(new QProgressBar(this))
    , m_problem(support::plainParagraph({}, this))
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Cancel, this))
{
    setObjectName("exportDialog"_L1);
    setWindowTitle(tr("Export View"));
    setAttribute(Qt::WA_DeleteOnClose);
    build();
    auto *go = m_buttons->addButton(tr("&Export..."), QDialogButtonBox::AcceptRole);
    go->setObjectName("exportButton"_L1);
    go->setDefault(true);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &ExportDialog::chooseFile);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &ExportDialog::reject);
    connect(m_csv, &QRadioButton::toggled, m_mark, &QWidget::setEnabled);
    connect(&m_export, &FileExport::progressed, m_progress, &QProgressBar::setValue);
    connect(&m_export, &FileExport::finished, this, &ExportDialog::finish);
    showRunning(false);
}

void ExportDialog::build()
{
    m_csv->setObjectName("csvButton"_L1);
    m_json->setObjectName("jsonButton"_L1);
    m_all->setObjectName("allButton"_L1);
    m_selected->setObjectName("selectedButton"_L1);
    m_mark->setObjectName("markBox"_L1);
    m_problem->setObjectName("problemLabel"_L1);
    m_progress->setAccessibleName(tr("Exporting"));
    const QLocale locale;
    const auto selected = m_source.selected.rows.size();
    m_all->setText(tr("&All that are shown (%1)").arg(locale.toString(m_source.shown.rows.size())));
    m_selected->setText(tr("The &selected (%1)").arg(locale.toString(selected)));
    m_selected->setEnabled(selected > 0);
    m_choices = new QWidget(this);
    auto *rows = new QGroupBox(tr("Tokens"), m_choices);
    auto *rowsLayout = new QVBoxLayout(rows);
    rowsLayout->addWidget(m_all);
    rowsLayout->addWidget(m_selected);
    auto *format = new QGroupBox(tr("Format"), m_choices);
    auto *formatLayout = new QVBoxLayout(format);
    formatLayout->addWidget(m_csv);
    formatLayout->addWidget(m_mark);
    formatLayout->addWidget(m_json);
    // Not before they are in their groups: till then the four exclude one another.
    m_csv->setChecked(true);
    // One row is selected most of the time, because one always works on it.
    (selected > 1 ? m_selected : m_all)->setChecked(true);
    auto *choices = new QVBoxLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->addWidget(rows);
    choices->addWidget(format);
    choices->addWidget(support::plainParagraph(
        tr("Keys are never part of an export. The file can be read by you alone."), m_choices));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_choices);
    layout->addWidget(m_progress);
    layout->addWidget(m_problem);
    layout->addWidget(m_buttons);
    setMinimumWidth(440);
}

void ExportDialog::chooseFile()
{
    const bool isCsv = m_csv->isChecked();
    auto *files = new QFileDialog(this, tr("Export View"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setNameFilters({isCsv ? tr("CSV files (*.csv)") : tr("JSON files (*.json)")});
    files->setDefaultSuffix(isCsv ? u"csv"_s : u"json"_s);
    files->selectFile(isCsv ? u"tokens.csv"_s : u"tokens.json"_s);
    connect(files, &QFileDialog::fileSelected, this, &ExportDialog::exportTo);
    files->open();
}

void ExportDialog::exportTo(const QString &path)
{
    m_path = path;
    const RowText &rows = m_selected->isChecked() ? m_source.selected : m_source.shown;
    m_progress->setRange(0, int(rows.rows.size()));
    m_progress->setValue(0);
    showRunning(true);
    m_export.start(m_csv->isChecked() ? csvJob(path, rows, m_mark->isChecked())
                                      : jsonJob(path, rows, m_source.connections, m_now));
}

void ExportDialog::showRunning(bool isRunning)
{
    m_choices->setEnabled(!isRunning);
    m_progress->setVisible(isRunning);
    m_problem->setVisible(!isRunning && !m_problem->text().isEmpty());
    for (QAbstractButton *button : m_buttons->buttons()) {
        if (m_buttons->buttonRole(button) == QDialogButtonBox::AcceptRole)
            button->setEnabled(!isRunning);
    }
}

void ExportDialog::finish(const base::Result<int> &rows)
{
    if (rows) {
        emit exported(*rows, m_path);
        accept();
        return;
    }
    support::setPlainText(m_problem, support::errorParagraph(rows.error()));
    showRunning(false);
}

/// Cancel stops what runs first; once more closes.
void ExportDialog::reject()
{
    if (!m_export.isRunning()) {
        QDialog::reject();
        return;
    }
    m_export.cancel();
    support::setPlainText(m_problem, tr("Cancelled. Nothing was written."));
    showRunning(false);
}

} // namespace shell
