// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "history/changeswindow.h"

#include "history/connectionbox.h"
#include "history/eventtable.h"
#include "history/tombstonepane.h"
#include "models/changemodel.h"
#include "models/historytext.h"
#include "support/banner.h"
#include "support/plaintext.h"
#include "work/journaltext.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace history {

using namespace Qt::StringLiterals;
using base::Result;
using domain::TokenChange;
using models::ChangeModel;
using support::Banner;

namespace {

constexpr int rowsAtOnce = 5000;
constexpr std::size_t mostRows = 100'000; // Nobody reads more; a period can be made shorter.
constexpr int readInterval = 150;

} // namespace

ChangesWindow::ChangesWindow(
    HistorySource source, std::optional<base::Instant> lastVisit, QWidget *parent)
    : QDialog(parent)
    , m_source(std::move(source))
    , m_model(new ChangeModel(this))
    , m_period(new PeriodChooser(this))
    , m_kind(new QComboBox(this))
    , m_connection(new QComboBox(this))
    , m_summary(support::plainParagraph({}, this))
    , m_banner(new Banner(this))
    , m_table(new EventTable(*m_model, tr("What changed"), u"changesTable"_s, this))
    , m_tombstones(new TombstonePane(m_source, this))
    , m_tabs(new QTabWidget(this))
    , m_exportButton(new QPushButton(tr("E&xport..."), this))
{
    setObjectName(u"changesWindow"_s);
    setWindowTitle(tr("What Changed"));
    resize(1040, 600);
    m_period->setLastVisit(lastVisit);
    build();
    m_soon.setSingleShot(true);
    m_soon.setInterval(readInterval);
    connect(&m_soon, &QTimer::timeout, this, &ChangesWindow::read);
    connect(m_period, &PeriodChooser::changed, this, &ChangesWindow::read);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &ChangesWindow::applyFilter);
    connect(m_connection, &QComboBox::currentIndexChanged, this, &ChangesWindow::applyFilter);
    connect(m_table, &EventTable::rowActivated, this, &ChangesWindow::goTo);
    connect(
        m_tombstones, &TombstonePane::recreateRequested, this, &ChangesWindow::recreateRequested);
    connect(m_exportButton, &QPushButton::clicked, this, &ChangesWindow::chooseFile);
    connect(&m_export, &work::FileExport::finished, this, [this](const Result<int> &rows) {
        if (!rows)
            return fail(rows.error(), tr("Export changes"));
        m_banner->showMessage(Banner::Severity::Information,
            tr("%1 rows exported").arg(locale().toString(*rows)),
            tr("To %1, which only you can read.").arg(support::shown(m_exportPath)));
    });
    read();
}

void ChangesWindow::build()
{
    m_kind->setObjectName(u"kindBox"_s);
    support::setSpokenLabel(m_kind, tr("Kind of change"));
    m_kind->addItem(tr("All changes"));
    for (const auto kind : domain::allChangeKinds)
        m_kind->addItem(models::changeKindText(kind), static_cast<int>(kind));
    m_connection->setObjectName(u"connectionBox"_s);
    support::setSpokenLabel(m_connection, tr("Connection"));
    fillConnections(m_connection, {});
    m_connection->setMaximumWidth(220);
    m_summary->setObjectName(u"changesSummary"_s);
    QFont bold = m_summary->font();
    bold.setBold(true);
    m_summary->setFont(bold);
    m_banner->setObjectName(u"changesBanner"_s);
    m_banner->setDismissible(true);
    m_table->setColumnWidths({150, 140, 200, 140, 190});
    m_exportButton->setObjectName(u"exportChangesButton"_s);
    m_tabs->setObjectName(u"changesTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(makeChangesTab(), tr("Changes"));
    m_tabs->addTab(m_tombstones, tr("Vanished"));
    connect(m_tabs, &QTabWidget::currentChanged, this,
        [this](int tab) { m_exportButton->setVisible(tab == 0); });
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->addButton(m_exportButton, QDialogButtonBox::ActionRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    const auto all = buttons->buttons();
    for (auto *button : all) {
        if (auto *push = qobject_cast<QPushButton *>(button))
            push->setAutoDefault(false);
    }
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_banner);
    column->addWidget(m_tabs, 1);
    column->addWidget(buttons);
}

QWidget *ChangesWindow::makeChangesTab()
{
    auto *tab = new QWidget(this);
    auto *row = new QHBoxLayout;
    row->addWidget(m_period);
    row->addWidget(m_kind);
    row->addWidget(m_connection);
    row->addStretch(1);
    auto *column = new QVBoxLayout(tab);
    column->setContentsMargins(0, 6, 0, 0);
    column->addLayout(row);
    column->addWidget(m_summary);
    column->addWidget(m_table, 1);
    return tab;
}

void ChangesWindow::read()
{
    m_reading.cancel();
    m_arriving.clear();
    m_isCut = false;
    m_since = m_period->since(m_source.clock.now());
    fillConnections(m_connection, m_source.context().connections);
    readNext();
    m_readingTombstones.cancel();
    m_readingTombstones = m_source.inventory.tombstones({});
    m_readingTombstones.then(this, [this](Result<std::vector<domain::Tombstone>> tombstones) {
        if (tombstones)
            m_tombstones->showTombstones(std::move(*tombstones));
        else
            fail(tombstones.error(), tr("Read the tokens that vanished"));
    });
}

void ChangesWindow::readNext()
{
    domain::ChangeQuery query;
    query.since = m_since;
    query.limit = rowsAtOnce;
    query.before = m_arriving.empty() ? 0 : m_arriving.back().sequence;
    m_reading = m_source.inventory.changes(query);
    m_reading.then(this, [this](Result<Changes> page) {
        if (page)
            take(std::move(*page));
        else
            fail(page.error(), tr("Read what changed"));
    });
}

void ChangesWindow::take(Changes page)
{
    const bool isLast = page.size() < rowsAtOnce;
    std::move(page.begin(), page.end(), std::back_inserter(m_arriving));
    m_isCut = !isLast && m_arriving.size() >= mostRows;
    if (isLast || m_isCut)
        finishReading();
    else
        readNext();
}

void ChangesWindow::finishReading()
{
    const TokenChange *current = m_model->at(m_table->currentRow());
    const qint64 sequence = current ? current->sequence : 0;
    m_model->setContext(m_source.context());
    m_model->setChanges(std::exchange(m_arriving, {}));
    applyFilter();
    if (const int row = m_model->rowOf(sequence); row >= 0)
        m_table->selectRow(row);
}

void ChangesWindow::applyFilter()
{
    sayEmpty();
    const QVariant kind = m_kind->currentData();
    m_model->setFilter(kind.isValid() ? std::optional(static_cast<domain::ChangeKind>(kind.toInt()))
                                      : std::nullopt,
        m_connection->currentData().toString());
    QString summary = models::changeSummary(m_model->counts());
    if (summary.isEmpty())
        summary = tr("No changes");
    if (m_isCut)
        summary = tr("%1 (only the newest %2 are shown)").arg(summary, locale().toString(mostRows));
    support::setPlainText(m_summary, summary);
    m_exportButton->setEnabled(m_model->rowCount() > 0);
}

void ChangesWindow::sayEmpty()
{
    if (!m_model->all().empty()) {
        m_table->setEmptyText(
            tr("No such changes"), tr("Choose another kind or another connection above."));
    } else if (m_period->period() == PeriodChooser::Ever) {
        m_table->setEmptyText(tr("Nothing is known yet"),
            tr("From the second list of a connection on, each is compared with the one before. "
               "What differs will stand here."));
    } else {
        m_table->setEmptyText(tr("Nothing changed"),
            tr("The lists that were read since then are as those before. Choose a longer time "
               "above to see older changes."));
    }
}

void ChangesWindow::goTo(int row)
{
    const TokenChange *change = m_model->at(row);
    if (!change)
        return;
    if (m_tombstones->select(change->token))
        m_tabs->setCurrentWidget(m_tombstones);
    else
        emit tokenRequested(change->token);
}

void ChangesWindow::chooseFile()
{
    auto *files = new QFileDialog(this, tr("Export Changes"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setNameFilters({tr("CSV files (*.csv)"), tr("JSON lines, for programs (*.jsonl)")});
    files->setDefaultSuffix(u"csv"_s);
    files->selectFile(u"changes.csv"_s);
    connect(files, &QFileDialog::filterSelected, files, [files](const QString &filter) {
        files->setDefaultSuffix(filter.contains(u"csv"_s) ? u"csv"_s : u"jsonl"_s);
    });
    connect(files, &QFileDialog::fileSelected, this, &ChangesWindow::exportTo);
    files->open();
}

void ChangesWindow::exportTo(const QString &path)
{
    m_exportPath = path;
    const bool isCsv = !path.endsWith(u".jsonl"_s);
    std::vector<std::pair<TokenChange, QString>> rows;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const TokenChange &change = *m_model->at(row);
        rows.emplace_back(change, m_model->connectionName(change.token.connectionId));
    }
    work::FileExport::Job job {.path = path, .rows = static_cast<int>(rows.size())};
    job.head = isCsv ? work::changeCsvTitles() : QByteArray();
    job.portion = [rows = std::move(rows), isCsv](int first, int end) {
        QByteArray bytes;
        for (int i = first; i < end; ++i) {
            const auto &[change, connection] = rows[static_cast<std::size_t>(i)];
            bytes += isCsv ? work::changeCsvLine(change, connection)
                           : work::changeJsonLine(change, connection);
        }
        return bytes;
    };
    m_export.start(std::move(job));
}

void ChangesWindow::fail(const base::Error &error, const QString &action)
{
    m_banner->showError(error, {.action = action, .connection = {}, .host = {}, .when = {}}, false);
}

} // namespace history
