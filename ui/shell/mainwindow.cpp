// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/mainwindow.h"

#include "dialogs/aboutdialog.h"
#include "dialogs/helpdialog.h"
#include "dialogs/shortcutsdialog.h"
#include "models/connectiontreemodel.h"
#include "models/icons.h"
#include "models/tokentablemodel.h"
#include "shell/commandpalette.h"
#include "shell/connectioncommands.h"
#include "shell/loadstatus.h"
#include "shell/menus.h"
#include "shell/noticearea.h"
#include "shell/settingsdialog.h"
#include "shell/theme.h"
#include "shell/tokencommands.h"
#include "support/errortext.h"
#include "support/plaintext.h"
#include "support/toast.h"
#include "tokens/connectiontreeview.h"
#include "tokens/filterbar.h"
#include "tokens/tokendetails.h"
#include "tokens/tokentableview.h"
#include "work/desk.h"

#include <QApplication>
#include <QCloseEvent>
#include <QMenu>
#include <QProcess>
#include <QSplitter>
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

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    m_model = new models::TokenTableModel(m_desk.tokens(), m_clock, this);
    m_treeModel = new models::ConnectionTreeModel(m_desk.connections(), this);
    buildCentre();
    buildMenuBar(*this, *m_actions, m_table->columnActions());
    buildToolBar(*this, *m_actions);
    setContextMenuPolicy(Qt::NoContextMenu); // The tool bar is no place to hide.
    m_status = new LoadStatus(m_desk, m_clock, this);
    statusBar()->addPermanentWidget(m_status, 1);
    statusBar()->setSizeGripEnabled(false);
    m_tokenCommands = new TokenCommands(m_desk, m_clock, m_prompter, m_clipboard, *m_notices, this);
    m_connectionCommands = new ConnectionCommands(m_desk, m_formOf, m_prompter, *m_notices, this);
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
    m_notices = new NoticeArea(m_desk, this);

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
    setCentralWidget(m_splitter);
    m_toast = new support::Toast(this);
    resize(1280, 800);
}

void MainWindow::wireViews()
{
    connect(m_filter, &tokens::FilterBar::textChanged, this, [this](const QString &text) {
        models::TokenFilter filter = m_model->filter();
        filter.words = text;
        m_model->setFilter(filter);
        updateCounts();
    });
    connect(m_filter, &tokens::FilterBar::left, m_table, qOverload<>(&QWidget::setFocus));
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
    m_minute.setInterval(std::chrono::minutes {1});
    connect(&m_minute, &QTimer::timeout, m_model, &models::TokenTableModel::refreshNow);
    m_minute.start();
}

void MainWindow::wireCommands()
{
    connect(&m_desk, &work::Desk::connectionsChanged, this, &MainWindow::connectionsChanged);
    connect(&m_desk, &work::Desk::sessionChanged, &m_soon, qOverload<>(&QTimer::start));
    const Actions &act = *m_actions;
    connect(act[Command::Quit], &QAction::triggered, this, &QWidget::close);
    connect(
        act[Command::SelectAll], &QAction::triggered, m_table, &tokens::TokenTableView::selectAll);
    connect(act[Command::CopyRows], &QAction::triggered, m_table,
        &tokens::TokenTableView::copySelection);
    connect(act[Command::CopyId], &QAction::triggered, m_table, &tokens::TokenTableView::copyIds);
    connect(
        act[Command::FindInList], &QAction::triggered, m_filter, &tokens::FilterBar::focusField);
    connect(act[Command::ClearFilter], &QAction::triggered, m_filter, &tokens::FilterBar::clear);
    connect(act[Command::ShowDetails], &QAction::toggled, m_details, &QWidget::setVisible);
    connect(act[Command::Compact], &QAction::toggled, this, [this](bool compact) {
        m_settings.setCompact(compact);
        applySettings();
    });
    connect(act[Command::Settings], &QAction::triggered, this, [this] {
        auto *dialog = new SettingsDialog(m_settings, this);
        connect(dialog, &SettingsDialog::changed, this, [this] {
            applyTheme(m_settings.theme());
            applySettings();
        });
        dialog->open();
    });
    connect(act[Command::CommandPalette], &QAction::triggered, this,
        [this] { (new CommandPalette(m_actions->all(), this))->open(); });
    connect(act[Command::Help], &QAction::triggered, this,
        [this] { showBeside(new dialogs::HelpDialog(this)); });
    connect(act[Command::Shortcuts], &QAction::triggered, this,
        [this] { showBeside(new dialogs::ShortcutsDialog(m_actions->all(), this)); });
    connect(act[Command::About], &QAction::triggered, this,
        [this] { showBeside(new dialogs::AboutDialog(m_settings.profileFolder(), this)); });
    wireTokenCommands();
    wireConnectionCommands();
    wireNotices();
}

/// What is read beside the work, not before it: the window stays usable.
void MainWindow::showBeside(QDialog *dialog)
{
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setModal(false);
    dialog->show();
}

void MainWindow::wireTokenCommands()
{
    const Actions &act = *m_actions;
    connect(act[Command::NewToken], &QAction::triggered, this,
        [this] { m_tokenCommands->create(currentConnection()); });
    connect(act[Command::TrackToken], &QAction::triggered, this,
        [this] { m_tokenCommands->track(currentConnection()); });
    const auto onOne
        = [this, &act](Command command, void (TokenCommands::*run)(const domain::TokenKey &)) {
              connect(act[command], &QAction::triggered, this, [this, run] {
                  const auto keys = m_table->selectedKeys();
                  if (keys.size() == 1)
                      (m_tokenCommands->*run)(keys.front());
              });
          };
    onOne(Command::EditToken, &TokenCommands::edit);
    onOne(Command::DuplicateToken, &TokenCommands::duplicate);
    onOne(Command::UntrackToken, &TokenCommands::untrack);
    onOne(Command::OpenConsole, &TokenCommands::openConsole);
    connect(act[Command::EnableToken], &QAction::triggered, this,
        [this] { m_tokenCommands->setEnabled(m_table->selectedKeys(), true); });
    connect(act[Command::DisableToken], &QAction::triggered, this,
        [this] { m_tokenCommands->setEnabled(m_table->selectedKeys(), false); });
    connect(act[Command::DeleteToken], &QAction::triggered, this,
        [this] { m_tokenCommands->remove(m_table->selectedKeys()); });
    connect(m_tokenCommands, &TokenCommands::done, this,
        [this](const QString &message, const std::function<void()> &undo) {
            m_toast->showText(message, undo ? tr("Undo") : QString(), undo);
        });
    connect(m_tokenCommands, &TokenCommands::created, this, [this](const domain::TokenKey &key) {
        if (!m_table->selectKey(key))
            m_filter->clear();
        m_table->selectKey(key);
    });
}

void MainWindow::wireConnectionCommands()
{
    const Actions &act = *m_actions;
    connect(act[Command::NewConnection], &QAction::triggered, this,
        [this] { m_connectionCommands->add(); });
    const auto onCurrent
        = [this, &act](Command command, void (ConnectionCommands::*run)(const QString &)) {
              connect(act[command], &QAction::triggered, this,
                  [this, run] { (m_connectionCommands->*run)(currentConnection()); });
          };
    onCurrent(Command::EditConnection, &ConnectionCommands::edit);
    onCurrent(Command::DuplicateConnection, &ConnectionCommands::duplicate);
    onCurrent(Command::RemoveConnection, &ConnectionCommands::remove);
    onCurrent(Command::TestConnection, &ConnectionCommands::test);
    connect(act[Command::Refresh], &QAction::triggered, this, [this] {
        const QString id = currentConnection();
        if (id.isEmpty())
            m_desk.refreshAll();
        else
            m_desk.refresh(id);
    });
    connect(act[Command::RefreshAll], &QAction::triggered, &m_desk, &work::Desk::refreshAll);
    connect(
        act[Command::UnlockKeychain], &QAction::triggered, &m_desk, &work::Desk::unlockKeychain);
    const auto stop = [this] {
        for (const auto &connection : m_desk.connections().all())
            m_desk.session(connection.id)->cancel();
    };
    connect(act[Command::StopLoading], &QAction::triggered, this, stop);
    connect(m_status, &LoadStatus::stopRequested, this, stop);
    connect(m_status, &LoadStatus::loadingChanged, this, &MainWindow::updateCommands);
    connect(m_status, &LoadStatus::loadingChanged, m_table, &tokens::TokenTableView::setLoading);
    connect(m_connectionCommands, &ConnectionCommands::done, this,
        [this](const QString &message) { m_toast->showText(message); });
    connect(m_connectionCommands, &ConnectionCommands::saved, this, [this](const QString &id) {
        m_tree->selectScope({{}, id});
    });
}

void MainWindow::wireNotices()
{
    connect(m_notices, &NoticeArea::retryRequested, &m_desk, &work::Desk::refresh);
    connect(m_notices, &NoticeArea::credentialRequested, m_connectionCommands,
        &ConnectionCommands::edit);
    connect(m_notices, &NoticeArea::unlockRequested, &m_desk, &work::Desk::unlockKeychain);
    connect(m_notices, &NoticeArea::pendingDeleteRequested, m_tokenCommands,
        [this](const domain::TokenKey &key) { m_tokenCommands->remove({key}); });
    connect(m_notices, &NoticeArea::pendingStoredRequested, m_tokenCommands,
        &TokenCommands::acknowledge);
}

void MainWindow::restoreLayout()
{
    restoreGeometry(m_settings.layout("window"));
    m_splitter->restoreState(m_settings.layout("splitter"));
    m_table->restoreState(m_settings.layout("table"));
    const bool hidden = m_settings.layout("details") == "hidden";
    (*m_actions)[Command::ShowDetails]->setChecked(!hidden);
    m_details->setVisible(!hidden);
}

void MainWindow::saveLayout()
{
    m_settings.setLayout("window", saveGeometry());
    m_settings.setLayout("splitter", m_splitter->saveState());
    m_settings.setLayout("table", m_table->saveState());
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
}

void MainWindow::showProblem(const base::Error &error)
{
    m_notices->showProblem(error);
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
    saveLayout();
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
        m_treeModel->setStatus(connection.id,
            {session->state(), m_desk.tokens().count(connection.id), session->total(),
                session->error() ? support::errorText(*session->error()).title : QString(),
                !session->warnings().isEmpty()});
    }
    updateCounts();
    updateCommands();
    m_details->showTokens(m_table->selectedKeys());
}

Selection MainWindow::selection() const
{
    Selection all;
    QSet<QString> seen;
    for (const domain::TokenKey &key : m_table->selectedKeys()) {
        const auto row = m_desk.tokens().find(key);
        if (!row)
            continue;
        const domain::Token &token = m_desk.tokens().at(*row);
        ++all.count;
        all.allActive = all.allActive && token.status == domain::TokenStatus::Active;
        all.allDisabled = all.allDisabled && token.status == domain::TokenStatus::Disabled;
        all.hasOwnCredential = all.hasOwnCredential || token.isOwnCredential;
        all.isTracked = !token.trackedSlot.isEmpty();
        if (seen.contains(key.connectionId))
            continue;
        seen.insert(key.connectionId);
        if (const work::Session *session = m_desk.session(key.connectionId))
            all.parts.push_back(
                {session->capabilities(), support::shown(session->connection().name)});
    }
    return all;
}

void MainWindow::updateCommands()
{
    updateTokenCommands();
    updateConnectionCommands();
}

void MainWindow::updateTokenCommands()
{
    const Selection selected = selection();
    const TokenCommandStates states = statesFor(selected);
    m_actions->apply(Command::EditToken, states.edit);
    m_actions->apply(Command::DuplicateToken, states.duplicate);
    m_actions->apply(Command::EnableToken, states.enable);
    m_actions->apply(Command::DisableToken, states.disable);
    m_actions->apply(Command::DeleteToken, states.remove);
    m_actions->apply(Command::UntrackToken, states.untrack);
    const CommandState some
        = selected.count == 0 ? CommandState {false, tr("Select a token first")} : CommandState {};
    for (const Command command : {Command::CopyRows, Command::CopyId})
        m_actions->apply(command, some);
    m_actions->apply(Command::OpenConsole,
        selected.count > 1 ? CommandState {false, tr("Select a single token")} : some);
}

void MainWindow::updateConnectionCommands()
{
    const work::Session *session = m_desk.session(currentConnection());
    const CommandState one = session
        ? CommandState {}
        : CommandState {false, tr("Select a connection at the left first")};
    for (const Command command : {Command::EditConnection, Command::DuplicateConnection,
             Command::RemoveConnection, Command::TestConnection})
        m_actions->apply(command, one);
    const bool any = !m_desk.connections().all().empty();
    const CommandState none {false, tr("Add a connection first")};
    m_actions->apply(Command::NewToken,
        session ? stateOf(session->capabilities()[domain::Operation::Create])
                : (any ? CommandState {} : none));
    m_actions->apply(Command::TrackToken,
        session ? stateOf(session->capabilities()[domain::Operation::Track]) : one);
    for (const Command command : {Command::Refresh, Command::RefreshAll})
        m_actions->apply(command, any ? CommandState {} : none);
    m_actions->apply(Command::StopLoading,
        m_status->isLoading() ? CommandState {} : CommandState {false, tr("Nothing is loading")});
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
