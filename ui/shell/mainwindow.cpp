// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/mainwindow.h"

#include "history/historytab.h"
#include "jobs/jobspanel.h"
#include "models/connectiontreemodel.h"
#include "models/icons.h"
#include "models/tokentablemodel.h"
#include "shell/annotationcommands.h"
#include "shell/bulkcommands.h"
#include "shell/connectioncommands.h"
#include "shell/countstip.h"
#include "shell/historycommands.h"
#include "shell/loadstatus.h"
#include "shell/lockpage.h"
#include "shell/menus.h"
#include "shell/noticearea.h"
#include "shell/plancommands.h"
#include "shell/tokencommands.h"
#include "shell/viewcommands.h"
#include "support/errortext.h"
#include "support/screenshield.h"
#include "support/toast.h"
#include "tickets/ticketcommands.h"
#include "tokens/connectiontreeview.h"
#include "tokens/filterbar.h"
#include "tokens/filtersuggestions.h"
#include "tokens/rowselection.h"
#include "tokens/tokendetails.h"
#include "tokens/tokentableview.h"
#include "work/desk.h"

#include <QApplication>
#include <QCloseEvent>
#include <QMenu>
#include <QProcess>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

namespace shell {

using namespace Qt::StringLiterals;

MainWindow::MainWindow(work::Desk &desk, Settings &settings, const base::Clock &clock,
    ConnectionFormOf formOf, QWidget *parent)
    : QMainWindow(parent)
    , m_desk(desk)
    , m_settings(settings)
    , m_clock(clock)
    , m_formOf(std::move(formOf))
    , m_jobs(desk, clock)
    , m_staged(desk, clock)
    , m_actions(new Actions(this))
{
    setObjectName("mainWindow"_L1);
    setWindowTitle(tr("Tokendesk"));
    setWindowIcon(models::applicationIcon());
    build();
    wireViews();
    wireCommands();
    restoreLayout();
    applySettings();
    connectionsChanged();
    m_table->setFocus();
}

MainWindow::~MainWindow()
{
    delete m_jobsPanel; // Children go after the members: after the jobs that it shows.
}

void MainWindow::build()
{
    m_model = new models::TokenTableModel(m_desk.tokens(), m_clock, this);
    m_treeModel = new models::ConnectionTreeModel(m_desk.connections(), this);
    buildCentre();
    m_views = new ViewCommands(m_settings.profileFolder(), *m_filter, *m_table, this);
    if (!m_settings.mayWrite())
        m_views->views().forbidWriting(
            work::errorOf(work::profileInUseBy(m_desk.profileHolder())).detail);
    setTabOrder(m_tree, m_views->chooser()); // made later than what comes after it
    buildMenuBar(*this, *m_actions, *m_table, m_views->menu());
    buildToolBar(*this, *m_actions);
    setContextMenuPolicy(Qt::NoContextMenu); // The tool bar is no place to hide.
    m_status = new LoadStatus(m_desk, m_clock, this);
    new CountsTip(*m_model, m_status->countsLabel());
    statusBar()->addPermanentWidget(m_status, 1);
    statusBar()->setSizeGripEnabled(false);
    m_tokenCommands = new TokenCommands(m_desk, m_clock, m_prompter, m_clipboard, *m_notices, this);
    m_bulkCommands = new BulkCommands(m_desk, m_clock, m_jobs, m_staged, *m_notices, this);
    m_planCommands = new PlanCommands(m_desk, m_clock, *m_bulkCommands, *m_notices, this);
    m_connectionCommands = new ConnectionCommands(m_desk, m_formOf, m_prompter, *m_notices, this);
    m_rotations = new tickets::TicketCommands(m_desk, m_clock, m_prompter, m_clipboard, this);
    m_annotationCommands = new AnnotationCommands(m_desk, this);
    m_historyCommands = new HistoryCommands(m_desk, *m_model, m_clock, m_settings, this);
    // Before what only programmers read: a narrow pane hides the last ones.
    m_details->insertTab(2, m_historyCommands->tab(), tr("History"));
}

void MainWindow::buildCentre()
{
    m_tree = new tokens::ConnectionTreeView(*m_treeModel, this);
    m_filter = new tokens::FilterBar(this);
    m_table = new tokens::TokenTableView(*m_model, this);
    m_details = new tokens::TokenDetails(*m_model, this);
    m_details->setSketch([this](domain::Operation operation, const domain::Token *token) {
        // Listing and creating concern no token: they are those of the shown token's connection.
        const auto shown = m_table->currentKey();
        const QString id = token ? token->key.connectionId
            : shown              ? shown->connectionId
                                 : currentConnection();
        const work::Session *open = m_desk.session(id);
        return open && open->client() ? open->client()->sketch(operation, token)
                                      : std::optional<domain::RequestSketch>();
    });
    m_notices = new NoticeArea(m_desk, m_clock, this);

    auto *middle = new QWidget(this);
    auto *column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 6, 0, 0);
    column->setSpacing(6);
    column->addWidget(m_notices);
    column->addWidget(m_filter);
    column->addWidget(m_table, 1);

    m_splitter = new QSplitter(Qt::Horizontal, this);
    m_splitter->setObjectName("mainSplitter"_L1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_tree);
    m_splitter->addWidget(middle);
    m_splitter->addWidget(m_details);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({230, 700, 330});
    m_lockPage = new LockPage(this);
    m_pages = new QStackedWidget(this);
    m_jobsPanel = new jobs::JobsPanel(m_jobs, m_staged, m_clock, m_prompter, this);
    m_rows = new QSplitter(Qt::Vertical, this);
    m_rows->setObjectName("rowsSplitter"_L1);
    m_rows->setChildrenCollapsible(false);
    m_rows->addWidget(m_splitter);
    m_rows->addWidget(m_jobsPanel);
    m_rows->setStretchFactor(0, 1);
    m_rows->setSizes({560, 240});
    m_pages->addWidget(m_rows);
    m_pages->addWidget(m_lockPage);
    setCentralWidget(m_pages);
    m_toast = new support::Toast(this);
    resize(1280, 800);
}

void MainWindow::wireViews()
{
    connect(m_filter, &tokens::FilterBar::textChanged, this, [this](const QString &text) {
        models::TokenFilter filter = m_model->filter();
        filter.words = text;
        m_model->setFilter(filter);
        m_table->setHighlightedWords(filter::searchedWords(m_model->expression()));
        updateCounts();
    });
    connect(m_filter, &tokens::FilterBar::left, m_table, qOverload<>(&QWidget::setFocus));
    m_filter->setHistory(m_settings.recentFilters());
    connect(m_filter, &tokens::FilterBar::historyChanged, this,
        [this](const QStringList &history) { m_settings.setRecentFilters(history); });
    m_filter->setCompletionSource([this] {
        QStringList connections;
        for (const auto &connection : m_desk.connections().all())
            connections += connection.name;
        auto source = tokens::suggestionsFrom(m_desk.tokens().snapshot(), connections);
        source.tags = m_desk.annotations().tags();
        source.owners = m_desk.annotations().owners() + source.owners;
        return source;
    });
    connect(m_tree, &tokens::ConnectionTreeView::scopeChanged, this, &MainWindow::showTokensOf);
    connect(m_tree, &tokens::ConnectionTreeView::connectionMenuRequested, this,
        [this](const QPoint &position) {
            auto *menu = buildConnectionMenu(this, *m_actions);
            menu->setAttribute(Qt::WA_DeleteOnClose);
            menu->popup(position);
        });
    connect(m_tree, &tokens::ConnectionTreeView::connectionActivated, this,
        [this](const QString &id) { m_connectionCommands->edit(id); });
    connect(
        m_table, &tokens::TokenTableView::tokenMenuRequested, this, [this](const QPoint &position) {
            auto *menu = buildTokenMenu(this, *m_actions);
            menu->setAttribute(Qt::WA_DeleteOnClose);
            menu->popup(position);
        });
    connect(m_table, &tokens::TokenTableView::tokenActivated, this, [this] {
        (*m_actions)[Command::ShowDetails]->setChecked(true);
        m_details->setFocus();
    });
    connect(m_table, &tokens::TokenTableView::selectionKeysChanged, &m_soon,
        qOverload<>(&QTimer::start));
    connect(m_table, &tokens::TokenTableView::clearFilterRequested, this,
        [this] { (*m_actions)[Command::ClearFilter]->trigger(); });
    connect(m_table, &tokens::TokenTableView::addConnectionRequested, this,
        [this] { m_connectionCommands->add(); });
    connect(m_table, &tokens::TokenTableView::sampleDataRequested, this, &MainWindow::openSandbox);
    connect(m_model, &models::TokenTableModel::arranged, this, &MainWindow::updateCounts);
    connect(&m_desk.tokens(), &work::TokenStore::changed, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_desk.tokens(), &work::TokenStore::removed, &m_soon, qOverload<>(&QTimer::start));
    connect(&m_desk.tokens(), &work::TokenStore::appended, &m_soon, qOverload<>(&QTimer::start));

    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &MainWindow::catchUp);
}

void MainWindow::restoreLayout()
{
    restoreGeometry(m_settings.layout("window"));
    m_splitter->restoreState(m_settings.layout("splitter"));
    m_table->restoreState(m_settings.layout("table"));
    const bool hidden = m_settings.layout("details") == "hidden";
    (*m_actions)[Command::ShowDetails]->setChecked(!hidden);
    m_details->setVisible(!hidden);
    m_rows->restoreState(m_settings.layout("rows"));
    m_jobsPanel->restoreState(m_settings.layout("jobsSplitter"));
    const bool showsJobs = m_settings.layout("jobs") == "shown";
    (*m_actions)[Command::ShowJobs]->setChecked(showsJobs);
    m_jobsPanel->setVisible(showsJobs);
}

void MainWindow::saveLayout()
{
    m_settings.setLayout("window", saveGeometry());
    m_settings.setLayout("splitter", m_splitter->saveState());
    m_settings.setLayout("table", m_table->saveState());
    m_settings.setLayout("rows", m_rows->saveState());
    m_settings.setLayout("jobsSplitter", m_jobsPanel->saveState());
    m_settings.setLayout("jobs", (*m_actions)[Command::ShowJobs]->isChecked() ? "shown" : "hidden");
    m_settings.setLayout(
        "details", (*m_actions)[Command::ShowDetails]->isChecked() ? "shown" : "hidden");
}

void MainWindow::applySettings()
{
    using Density = tokens::TokenTableView::Density;
    const bool compact = m_settings.isCompact();
    m_table->setDensity(compact ? Density::Compact : Density::Comfortable);
    (*m_actions)[Command::Compact]->setChecked(compact);
    m_clipboard.setPeriod(m_settings.clipboardTime());
    support::setScreenShieldWanted(m_settings.isScreenShielded());
}

void MainWindow::showProblem(const base::Error &error)
{
    m_notices->showProblem(error);
}

void MainWindow::showRenewedFiles(const QStringList &words)
{
    if (!words.isEmpty())
        m_notices->showNotice(
            tr("A damaged file of the profile was begun anew"), words.join(u'\n'));
}

void MainWindow::setSandboxNotice()
{
    setWindowTitle(tr("Sandbox")); // Qt adds the program's name.
    m_notices->showNotice(tr("Sandbox: these vendors run on this computer, their tokens are "
                             "generated, nothing is saved."),
        {});
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_isClosing && m_bulkCommands->unfinished() > 0) {
        event->ignore();
        askBeforeClosing();
        return;
    }
    saveLayout();
    m_historyCommands->endVisit();
    m_clipboard.clear(); // A copied key does not outlive the program, if it is still ours.
    QMainWindow::closeEvent(event);
}

void MainWindow::connectionsChanged()
{
    QHash<QString, models::ConnectionText> texts;
    for (const auto &connection : m_desk.connections().all())
        texts.insert(connection.id, {connection.name, connection.vendor, connection.environment});
    m_model->setConnections(texts);
    m_table->setHasConnections(!texts.isEmpty());
    m_soon.start();
}

/// Everything that follows from tokens, sessions or the selection, once for a burst of changes.
void MainWindow::catchUp()
{
    for (const auto &connection : m_desk.connections().all()) {
        const work::Session *session = m_desk.session(connection.id);
        if (!session)
            continue;
        const auto wait = m_status->waitOf(*session);
        m_treeModel->setStatus(connection.id,
            {session->state(), m_desk.tokens().count(connection.id), session->total(),
                session->error() ? support::errorText(*session->error()).title : QString(),
                !session->warnings().isEmpty(),
                session->state() != work::Session::State::Ready || session->isComplete(), wait,
                wait && session->waiting()->isAsked});
    }
    updateCounts();
    updateCommands();
    m_details->showSelection(m_table->selection());
}

void MainWindow::updateCounts()
{
    const int shown = m_model->rowCount();
    const int all = m_model->countWithoutWords();
    m_status->setCounts(shown, all, m_table->selectedCount());
    m_filter->showCounts(shown, all);
}

void MainWindow::showTokensOf(const models::ConnectionScope &scope)
{
    models::TokenFilter filter = m_model->filter();
    filter.vendor = scope.vendor;
    filter.connectionIds.clear();
    if (!scope.connectionId.isEmpty())
        filter.connectionIds.insert(scope.connectionId);
    m_model->setFilter(filter);
    if (m_table->selectedCount() == 0)
        m_table->scrollToTop(); // Another list begins at its beginning.
    updateCounts();
    m_soon.start();
}

void MainWindow::openSandbox()
{
    // A program of its own: sample data never mixes with real connections.
    if (!QProcess::startDetached(QApplication::applicationFilePath(), {u"--sandbox"_s}))
        m_notices->showOutcomeText(tr("The sandbox could not be opened"),
            tr("Start it by hand: %1 --sandbox").arg(QApplication::applicationFilePath()));
}

QString MainWindow::currentConnection() const
{
    const QString selected = m_tree->scope().connectionId;
    if (!selected.isEmpty())
        return selected;
    const auto &all = m_desk.connections().all();
    return all.size() == 1 ? all.front().id : QString();
}

} // namespace shell
