// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "history/journalwindow.h"

#include "history/eventtable.h"
#include "history/journalfilter.h"
#include "models/historytext.h"
#include "models/journalmodel.h"
#include "support/banner.h"
#include "support/plaintext.h"

#include <QDialogButtonBox>
#include <QFileDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace history {

using namespace Qt::StringLiterals;
using base::Result;
using domain::JournalCheck;
using domain::JournalEntry;
using domain::JournalRecord;
using models::JournalModel;
using support::Banner;

namespace {

constexpr int rowsAtOnce = 500;
constexpr int readInterval = 150;
constexpr int mostSteps = 100;

} // namespace

JournalWindow::JournalWindow(HistorySource source, QWidget *parent)
    : QDialog(parent)
    , m_source(std::move(source))
    , m_model(new JournalModel(this))
    , m_filter(new JournalFilter(this))
    , m_banner(new Banner(this))
    , m_table(new EventTable(*m_model, tr("Journal"), u"journalTable"_s, this))
    , m_details(new QPlainTextEdit(this))
    , m_goTo(new QPushButton(tr("Go to &Token"), this))
    , m_verify(new QPushButton(tr("&Verify"), this))
    , m_exportButton(new QPushButton(tr("E&xport..."), this))
    , m_export(m_source.journal)
{
    setObjectName(u"journalWindow"_s);
    setWindowTitle(tr("Journal"));
    resize(1080, 640);
    build();
    m_soon.setSingleShot(true);
    m_soon.setInterval(readInterval);
    connect(&m_soon, &QTimer::timeout, this, &JournalWindow::readNew);
    connect(m_filter, &JournalFilter::changed, this, &JournalWindow::read);
    connect(m_model, &JournalModel::moreWanted, this, &JournalWindow::readMore);
    connect(m_table, &EventTable::currentRowChanged, this, &JournalWindow::showDetails);
    connect(m_table, &EventTable::rowActivated, m_goTo, &QPushButton::click);
    connect(m_goTo, &QPushButton::clicked, this, [this] {
        if (const JournalRecord *record = m_model->at(m_table->currentRow()))
            emit tokenRequested(record->entry.token);
    });
    connect(m_verify, &QPushButton::clicked, this, &JournalWindow::verify);
    connect(m_exportButton, &QPushButton::clicked, this, &JournalWindow::chooseFile);
    connect(&m_export, &work::JournalExport::finished, this, &JournalWindow::sayExported);
    connect(&m_export, &work::JournalExport::progressed, this, [this](qint64 rows, qint64 all) {
        m_banner->showMessage(Banner::Severity::Information,
            tr("%1 of %2 rows written").arg(locale().toString(rows), locale().toString(all)));
    });
    read();
}

void JournalWindow::build()
{
    m_goTo->setObjectName(u"goToTokenButton"_s);
    m_verify->setObjectName(u"verifyButton"_s);
    m_exportButton->setObjectName(u"exportJournalButton"_s);
    support::setPlainToolTip(
        m_verify, tr("Read every row and see whether one was changed or taken away"));
    m_banner->setObjectName(u"journalBanner"_s);
    m_banner->setDismissible(true);
    m_table->setColumnWidths({145, 95, 190, 135, 215, 130});
    auto *split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    split->addWidget(m_table);
    split->addWidget(makeDetails());
    split->setStretchFactor(0, 1);
    split->setSizes({430, 150});
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_verify, QDialogButtonBox::ActionRole);
    buttons->addButton(m_exportButton, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    const auto all = buttons->buttons();
    for (auto *button : all) {
        if (auto *push = qobject_cast<QPushButton *>(button))
            push->setAutoDefault(false); // Enter in the words means: look for them.
    }
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_filter);
    column->addWidget(m_banner);
    column->addWidget(split, 1);
    column->addWidget(buttons);
}

QWidget *JournalWindow::makeDetails()
{
    auto *box = new QWidget(this);
    m_details->setObjectName(u"journalDetails"_s);
    m_details->setAccessibleName(tr("Details of the row"));
    m_details->setReadOnly(true);
    m_details->setTabChangesFocus(true);
    m_details->setPlaceholderText(tr("Select a row to see its details."));
    m_goTo->setAutoDefault(false);
    m_goTo->setEnabled(false);
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_details, 1);
    row->addWidget(m_goTo, 0, Qt::AlignTop);
    return box;
}

void JournalWindow::readSoon()
{
    if (!m_soon.isActive())
        m_soon.start();
}

void JournalWindow::read()
{
    m_reading.cancel();
    m_readingNew.cancel();
    const models::TextContext context = m_source.context();
    m_model->setContext(context);
    m_filter->setConnections(context.connections);
    m_query = m_filter->query();
    m_query.limit = rowsAtOnce;
    if (m_filter->isOnlyOpen()) {
        readOpen();
        return;
    }
    m_reading = m_source.journal.read(m_query);
    m_reading.then(this, [this](Result<Records> records) {
        if (!records)
            return fail(records.error(), tr("Read the journal"));
        const bool hasMore = static_cast<int>(records->size()) >= rowsAtOnce;
        showRows(std::move(*records), hasMore);
    });
}

/// Rows that were written never change: what is shown stays, however far somebody has scrolled.
void JournalWindow::readNew()
{
    if (m_filter->isOnlyOpen() || m_model->rowCount() == 0)
        return read();
    if (m_readingNew.isRunning())
        return readSoon();
    m_model->setContext(m_source.context());
    readNewer({});
}

void JournalWindow::readNewer(Records arrived)
{
    domain::JournalQuery query = m_query;
    query.before = arrived.empty() ? 0 : arrived.back().sequence;
    m_readingNew = m_source.journal.read(query);
    m_readingNew.then(this, [this, arrived = std::move(arrived)](Result<Records> records) mutable {
        if (!records)
            return fail(records.error(), tr("Read the journal"));
        const JournalRecord *newest = m_model->at(0);
        const qint64 known = newest ? newest->sequence : 0;
        const auto end = std::find_if(records->begin(), records->end(),
            [known](const JournalRecord &record) { return record.sequence <= known; });
        const bool isAll = end != records->end() || static_cast<int>(records->size()) < rowsAtOnce;
        std::move(records->begin(), end, std::back_inserter(arrived));
        if (isAll)
            m_model->prepend(std::move(arrived));
        else
            readNewer(std::move(arrived));
    });
}

void JournalWindow::readOpen()
{
    m_reading = m_source.journal.readOpen();
    m_reading.then(this, [this](Result<Records> records) {
        if (!records)
            return fail(records.error(), tr("Read the journal"));
        std::erase_if(*records, [this](const JournalRecord &record) {
            return !JournalFilter::fits(record.entry, m_query);
        });
        std::reverse(records->begin(), records->end());
        showRows(std::move(*records), false);
    });
}

void JournalWindow::readMore()
{
    const JournalRecord *last = m_model->at(m_model->rowCount() - 1);
    if (!last)
        return;
    domain::JournalQuery query = m_query;
    query.before = last->sequence;
    m_reading.cancel();
    m_reading = m_source.journal.read(query);
    m_reading.then(this, [this, query](Result<Records> records) {
        if (!records)
            return fail(records.error(), tr("Read the journal"));
        const bool hasMore = static_cast<int>(records->size()) >= query.limit;
        m_model->append(std::move(*records), hasMore);
    });
}

void JournalWindow::showRows(Records records, bool hasMore)
{
    const JournalRecord *current = m_model->at(m_table->currentRow());
    const qint64 sequence = current ? current->sequence : 0;
    showEmptyText();
    m_model->setRecords(std::move(records), hasMore);
    if (const int row = m_model->rowOf(sequence); row >= 0)
        m_table->selectRow(row);
}

void JournalWindow::showEmptyText()
{
    if (m_filter->isOnlyOpen())
        m_table->setEmptyText(tr("Nothing is open"), tr("Everything that was begun has ended."));
    else if (m_filter->isNarrow())
        m_table->setEmptyText(tr("No rows match"), tr("Take something out of the filter above."));
    else
        m_table->setEmptyText(tr("Nothing was done yet"),
            tr("Whatever is changed with Tokendesk will be listed here, before it is sent and "
               "after the answer."));
}

void JournalWindow::showDetails(int row)
{
    m_steps.cancel();
    const JournalRecord *record = m_model->at(row);
    m_goTo->setEnabled(record && !record->entry.token.remoteId.isEmpty());
    if (!record) {
        m_details->clear();
        return;
    }
    showSteps(record->sequence, {});
    domain::JournalQuery query;
    query.operation = record->entry.operation;
    query.limit = mostSteps;
    m_steps = m_source.journal.read(query);
    m_steps.then(this, [this, sequence = record->sequence](const Result<Records> &records) {
        if (records)
            showSteps(sequence, *records);
    });
}

void JournalWindow::showSteps(qint64 sequence, const Records &records)
{
    const JournalRecord *record = m_model->at(m_model->rowOf(sequence));
    if (!record)
        return;
    const JournalEntry &entry = record->entry;
    QStringList lines {
        tr("Row %1 \u00b7 %2 \u00b7 %3")
            .arg(locale().toString(sequence), models::journalActionText(entry.action),
                models::journalOutcomeText(entry))};
    if (!entry.token.remoteId.isEmpty())
        lines += tr("Token ID: %1").arg(support::shown(entry.token.remoteId));
    lines += models::journalDetailLines(entry.details, m_model->context());
    if (records.size() > 1) {
        lines += tr("All steps of it:");
        for (auto it = records.rbegin(); it != records.rend(); ++it) {
            lines += tr("  %1  %2")
                         .arg(models::eventTime(it->entry.at, m_model->context()),
                             models::journalOutcomeText(it->entry));
        }
    }
    if (!record->hash.isEmpty())
        lines += tr("Seal: %1").arg(QString::fromLatin1(record->hash.toHex()));
    const QString text = lines.join(u'\n');
    if (m_details->toPlainText() != text)
        m_details->setPlainText(text);
}

void JournalWindow::verify()
{
    m_verify->setEnabled(false);
    m_banner->showMessage(Banner::Severity::Information, tr("Reading every row..."));
    m_verifying.cancel();
    m_verifying = m_source.journal.verify();
    m_verifying.then(this, [this](const Result<JournalCheck> &check) {
        m_verify->setEnabled(true);
        if (check)
            sayVerified(*check);
        else
            fail(check.error(), tr("Verify the journal"));
    });
}

void JournalWindow::sayVerified(const JournalCheck &check)
{
    const QString rows = locale().toString(check.rows);
    if (check.isWhole) {
        m_banner->showMessage(Banner::Severity::Information, tr("The journal is whole"),
            check.rows == 0 ? tr("It has no rows yet.")
                            : tr("%1 rows, none changed or taken away. Seal of the newest row: %2")
                                  .arg(rows, QString::fromLatin1(check.head.toHex())));
        return;
    }
    m_banner->showMessage(Banner::Severity::Error, tr("The journal was changed from outside"),
        tr("Row %1 does not fit: %2. What stands before it is sound.")
            .arg(locale().toString(check.firstBad), support::shown(check.problem)));
}

void JournalWindow::chooseFile()
{
    auto *files = new QFileDialog(this, tr("Export Journal"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setNameFilters({tr("JSON lines, for programs (*.jsonl)"), tr("CSV files (*.csv)")});
    files->setDefaultSuffix(u"jsonl"_s);
    files->selectFile(u"journal.jsonl"_s);
    connect(files, &QFileDialog::filterSelected, files, [files](const QString &filter) {
        files->setDefaultSuffix(filter.contains(u"csv"_s) ? u"csv"_s : u"jsonl"_s);
    });
    connect(files, &QFileDialog::fileSelected, this, &JournalWindow::exportTo);
    files->open();
}

void JournalWindow::exportTo(const QString &path)
{
    using Format = work::JournalExport::Format;
    m_exportPath = path;
    m_exportButton->setEnabled(false);
    m_export.start(
        path, path.endsWith(u".csv"_s) ? Format::Csv : Format::JsonLines, m_source.clock.now());
}

void JournalWindow::sayExported(const Result<int> &rows)
{
    m_exportButton->setEnabled(true);
    if (!rows)
        return fail(rows.error(), tr("Export the journal"));
    m_banner->showMessage(Banner::Severity::Information,
        tr("%1 rows exported").arg(locale().toString(*rows)),
        tr("To %1, which only you can read.").arg(support::shown(m_exportPath)));
}

void JournalWindow::fail(const base::Error &error, const QString &action)
{
    m_banner->showError(error, {.action = action, .connection = {}, .host = {}, .when = {}}, false);
}

} // namespace history
