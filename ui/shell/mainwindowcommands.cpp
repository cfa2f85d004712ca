// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The window's commands: what each is wired to, and when it is possible.

#include "base/textrules.h"
#include "dialogs/aboutdialog.h"
#include "dialogs/helpdialog.h"
#include "dialogs/shortcutsdialog.h"
#include "models/connectiontreemodel.h"
#include "shell/annotationcommands.h"
#include "shell/barriertext.h"
#include "shell/commandpalette.h"
#include "shell/connectioncommands.h"
#include "shell/exportdialog.h"
#include "shell/historycommands.h"
#include "shell/loadstatus.h"
#include "shell/lockpage.h"
#include "shell/mainwindow.h"
#include "shell/noticearea.h"
#include "shell/selectionfacts.h"
#include "shell/settingsdialog.h"
#include "shell/theme.h"
#include "shell/tokencommands.h"
#include "shell/viewcommands.h"
#include "support/plaintext.h"
#include "support/toast.h"
#include "tickets/ticketcommands.h"
#include "tokens/connectiontreeview.h"
#include "tokens/filterbar.h"
#include "tokens/rowselection.h"
#include "tokens/tokendetails.h"
#include "tokens/tokentableview.h"
#include "work/desk.h"

#include <QStackedWidget>

namespace shell {

using namespace Qt::StringLiterals;

namespace {

/// Why nothing may be changed at any connection; empty = somewhere it may.
QString barrierEverywhere(const work::Desk &desk)
{
    QString first;
    for (const domain::Connection &connection : desk.connections().all()) {
        const auto barrier = desk.barrier(connection.id);
        if (!barrier)
            return {};
        if (first.isEmpty())
            first = barrierText(barrier);
    }
    return first;
}

} // namespace

void MainWindow::wireCommands()
{
    connect(&m_desk, &work::Desk::connectionsChanged, this, &MainWindow::connectionsChanged);
    connect(&m_desk, &work::Desk::sessionChanged, &m_soon, qOverload<>(&QTimer::start));
    const Actions &act = *m_actions;
    connect(act[Command::Quit], &QAction::triggered, this, &QWidget::close);
    connect(
        act[Command::SelectAll], &QAction::triggered, m_table, &tokens::TokenTableView::selectAll);
    connect(act[Command::InvertSelection], &QAction::triggered, m_table,
        &tokens::TokenTableView::invertSelection);
    connect(act[Command::CopyRows], &QAction::triggered, m_table,
        &tokens::TokenTableView::copySelection);
    connect(act[Command::CopyRowsWithTitles], &QAction::triggered, m_table,
        &tokens::TokenTableView::copyRowsWithTitles);
    connect(m_table, &tokens::TokenTableView::copyRefused, this, [this](int rows, int most) {
        m_notices->showOutcomeText(tr("%Ln rows are too many to copy", nullptr, rows),
            tr("At most %1 go into the clipboard. Export View writes them all to a file.")
                .arg(locale().toString(most)));
    });
    connect(act[Command::ExportView], &QAction::triggered, this, &MainWindow::exportView);
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
        connect(dialog, &SettingsDialog::trustChanged, this, [this] { m_desk.refreshAll(); });
        dialog->open();
    });
    connect(act[Command::Lock], &QAction::triggered, this, [this] { setLocked(true); });
    connect(m_lockPage, &LockPage::unlockRequested, this, [this] { setLocked(false); });
    connect(act[Command::CommandPalette], &QAction::triggered, this, [this] {
        std::vector<QAction *> commands = m_actions->all();
        const std::vector<QAction *> views = m_views->actions();
        commands.insert(commands.end(), views.begin(), views.end());
        (new CommandPalette(commands, this))->open();
    });
    connect(act[Command::Help], &QAction::triggered, this,
        [this] { showBeside(new dialogs::HelpDialog(this)); });
    connect(m_filter, &tokens::FilterBar::helpRequested, this, [this] {
        auto *help = new dialogs::HelpDialog(this);
        showBeside(help);
        help->showChapter(u"filter"_s);
    });
    connect(act[Command::Shortcuts], &QAction::triggered, this,
        [this] { showBeside(new dialogs::ShortcutsDialog(m_actions->all(), this)); });
    connect(act[Command::About], &QAction::triggered, this,
        [this] { showBeside(new dialogs::AboutDialog(m_settings.profileFolder(), this)); });
    wireTokenCommands();
    wireConnectionCommands();
    wireNotices();
    wireSavedViews();
    wireRotations();
    wireNotes();
    wireHistory();
    wireJobs();
}

void MainWindow::sayDone(const QString &message, const std::function<void()> &undo)
{
    m_toast->showText(message, undo ? tr("Undo") : QString(), undo);
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
    connect(act[Command::WhoseKey], &QAction::triggered, m_tokenCommands, &TokenCommands::whoseKey);
    const auto onOne
        = [this, &act](Command command, void (TokenCommands::*run)(const domain::TokenKey &)) {
              connect(act[command], &QAction::triggered, this, [this, run] {
                  // By a name of its own: GCC 12's UBSan loses `this` before ->*.
                  TokenCommands *const commands = m_tokenCommands;
                  if (m_table->selectedCount() == 1)
                      (commands->*run)(m_table->selectedKeys().front());
              });
          };
    onOne(Command::EditToken, &TokenCommands::edit);
    onOne(Command::DuplicateToken, &TokenCommands::duplicate);
    onOne(Command::UntrackToken, &TokenCommands::untrack);
    onOne(Command::OpenConsole, &TokenCommands::openConsole);
    onOne(Command::ContainToken, &TokenCommands::contain);
    connect(act[Command::EnableToken], &QAction::triggered, this,
        [this] { m_tokenCommands->setEnabled(m_table->selectedKeys(), true); });
    connect(act[Command::DisableToken], &QAction::triggered, this,
        [this] { m_tokenCommands->setEnabled(m_table->selectedKeys(), false); });
    connect(act[Command::DeleteToken], &QAction::triggered, this,
        [this] { m_tokenCommands->remove(m_table->selectedKeys()); });
    connect(m_tokenCommands, &TokenCommands::done, this, &MainWindow::sayDone);
    connect(m_tokenCommands, &TokenCommands::created, this, &MainWindow::showToken);
    connect(m_tokenCommands, &TokenCommands::showRequested, this, &MainWindow::showTokens);
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
    connect(m_status, &LoadStatus::waitTicked, &m_soon, qOverload<>(&QTimer::start));
    connect(m_status, &LoadStatus::loadingChanged, m_table, &tokens::TokenTableView::setLoading);
    connect(m_connectionCommands, &ConnectionCommands::done, this, [this](const QString &message) {
        if (!m_isLocked) // It names a connection, and may come from another program.
            m_toast->showText(message);
    });
    connect(m_connectionCommands, &ConnectionCommands::saved, this, [this](const QString &id) {
        m_tree->selectScope({{}, id});
    });
}

void MainWindow::wireNotices()
{
    connect(m_notices, &NoticeArea::retryRequested, &m_desk, &work::Desk::resume);
    connect(m_notices, &NoticeArea::listAgainRequested, &m_desk, &work::Desk::refresh);
    connect(m_notices, &NoticeArea::credentialRequested, m_connectionCommands,
        &ConnectionCommands::edit);
    connect(m_notices, &NoticeArea::unlockRequested, &m_desk, &work::Desk::unlockKeychain);
    connect(
        m_notices, &NoticeArea::pendingRequested, m_tokenCommands, &TokenCommands::settlePending);
    m_tokenCommands->rememberMark([this] { return m_settings.marksNames(); },
        [this](bool isMarked) { m_settings.setMarksNames(isMarked); });
}

void MainWindow::wireSavedViews()
{
    connect(m_views, &ViewCommands::done, this, &MainWindow::sayDone);
    connect(m_views, &ViewCommands::failed, m_notices, &NoticeArea::showOutcomeText);
    connect(m_views, &ViewCommands::compactChosen, this, [this](bool compact) {
        (*m_actions)[Command::Compact]->setChecked(compact); // which sets it, too
    });
    if (const auto loaded = m_views->load(); !loaded)
        m_notices->showOutcomeText(
            tr("The saved views could not all be read"), loaded.error().detail);
}

void MainWindow::wireRotations()
{
    const Actions &act = *m_actions;
    connect(act[Command::RotateToken], &QAction::triggered, this, [this] {
        if (m_table->selectedCount() == 1)
            m_rotations->rotate(m_table->selectedKeys().front());
    });
    connect(act[Command::ShowRotations], &QAction::triggered, m_rotations,
        &tickets::TicketCommands::showAll);
    connect(
        m_notices, &NoticeArea::rotationsRequested, m_rotations, &tickets::TicketCommands::showAll);
    connect(m_tokenCommands, &TokenCommands::rotateRequested, m_rotations,
        &tickets::TicketCommands::rotate);
    connect(m_rotations, &tickets::TicketCommands::keyShown, m_notices, &NoticeArea::holdBack);
    connect(m_rotations, &tickets::TicketCommands::failed, m_notices, &NoticeArea::showOutcome);
    connect(m_rotations, &tickets::TicketCommands::done, this,
        [this](const QString &message) { m_toast->showText(message); });
    connect(m_rotations, &tickets::TicketCommands::countsChanged, this, [this] {
        m_notices->showRotations(m_rotations->tickets().countDue());
        m_soon.start(); // The details say that a token is being rotated.
    });
    m_details->setRemark(
        [this](const domain::TokenKey &key) { return m_rotations->remarkOf(key); });
}

void MainWindow::wireNotes()
{
    work::AnnotationBook &book = m_desk.annotations();
    const auto show = [this, &book] { m_model->setAnnotations(book.all()); };
    connect(&book, &work::AnnotationBook::changed, this, show);
    show();
    m_details->setNotes(
        {[&book] { return book.tags(); }, [&book] { return barrierText(book.barrier()); }});
    connect(
        m_details, &tokens::TokenDetails::noted, m_annotationCommands, &AnnotationCommands::keep);
    connect((*m_actions)[Command::SetTags], &QAction::triggered, this,
        [this] { m_annotationCommands->setTags(m_table->selectedKeys()); });
    connect(m_annotationCommands, &AnnotationCommands::done, this, &MainWindow::sayDone);
    connect(
        m_annotationCommands, &AnnotationCommands::failed, m_notices, &NoticeArea::showOutcomeText);
}

void MainWindow::wireHistory()
{
    const Actions &act = *m_actions;
    connect(act[Command::ShowJournal], &QAction::triggered, m_historyCommands,
        &HistoryCommands::showJournal);
    connect(act[Command::WhatChanged], &QAction::triggered, m_historyCommands,
        &HistoryCommands::showChanges);
    connect(m_notices, &NoticeArea::journalRequested, m_historyCommands, [this](bool onlyOpen) {
        if (onlyOpen)
            m_historyCommands->showOpen();
        else
            m_historyCommands->showJournal();
    });
    connect(m_details, &tokens::TokenDetails::shownChanged, m_historyCommands,
        &HistoryCommands::setToken);
    connect(m_historyCommands, &HistoryCommands::recreateRequested, m_tokenCommands,
        &TokenCommands::recreate);
    connect(m_historyCommands, &HistoryCommands::tokenRequested, this,
        [this](const domain::TokenKey &key) {
            if (!m_desk.tokens().find(key)) {
                m_toast->showText(tr("This token is not listed any more"));
                return;
            }
            showToken(key);
            activateWindow();
        });
}

void MainWindow::exportView()
{
    QHash<QString, domain::Connection> connections;
    for (const auto &connection : m_desk.connections().all())
        connections.insert(connection.id, connection);
    auto *dialog = new ExportDialog(
        {m_table->rowText(false), m_table->rowText(true), std::move(connections)}, m_clock.now(),
        this);
    connect(dialog, &ExportDialog::exported, this, [this](int rows, const QString &path) {
        m_toast->showText(tr("%Ln tokens exported to %1", nullptr, rows).arg(support::shown(path)));
    });
    dialog->open();
}

/// Nothing of the tokens is to be seen or done until the keys were read again.
void MainWindow::setLocked(bool locked)
{
    m_isLocked = locked;
    if (locked) {
        m_table->clearSelection();
        m_toast->hide();
        m_rotations->closeAll();
        m_clipboard.clear();
        m_historyCommands->closeWindows();
        m_desk.lock();
    }
    m_views->setEnabled(!locked);
    m_pages->setCurrentIndex(locked ? 1 : 0);
    m_status->setVisible(!locked);
    for (QAction *action : m_actions->all())
        action->setEnabled(!locked || action == (*m_actions)[Command::Quit]);
    if (locked) {
        m_lockPage->focusButton();
        return;
    }
    updateCommands();
    m_table->setFocus();
    m_desk.refreshAll();
}

void MainWindow::updateCommands()
{
    if (m_isLocked)
        return;
    updateTokenCommands();
    updateConnectionCommands();
}

void MainWindow::updateTokenCommands()
{
    const Selection selected = quickFactsOf(m_desk, *m_model, m_table->selection());
    const TokenCommandStates states = statesFor(selected);
    m_actions->apply(Command::EditToken, states.edit);
    m_actions->apply(Command::DuplicateToken, states.duplicate);
    m_actions->apply(Command::RotateToken, states.duplicate);
    m_actions->apply(Command::EnableToken, states.enable);
    m_actions->apply(Command::DisableToken, states.disable);
    m_actions->apply(Command::DeleteToken, states.remove);
    m_actions->apply(Command::ContainToken, states.contain);
    m_actions->apply(Command::UntrackToken, states.untrack);
    const CommandState some
        = selected.count == 0 ? CommandState {false, tr("Select a token first")} : CommandState {};
    for (const Command command : {Command::CopyRows, Command::CopyRowsWithTitles, Command::CopyId})
        m_actions->apply(command, some);
    const QString notes = barrierText(m_desk.annotations().barrier());
    m_actions->apply(Command::SetTags, notes.isEmpty() ? some : CommandState {false, notes});
    const CommandState all = selectAllState(incompleteLists());
    m_actions->apply(Command::SelectAll, all);
    m_actions->apply(Command::InvertSelection, all);
    m_table->setSelectAllAllowed(all.isEnabled);
    m_actions->apply(Command::OpenConsole,
        selected.count > 1 ? CommandState {false, tr("Select a single token")} : some);
}

/// Of those that are shown: lists that ended without all their pages and have rows nevertheless.
QStringList MainWindow::incompleteLists() const
{
    using State = work::Session::State;
    const models::TokenFilter &filter = m_model->filter();
    QStringList names;
    for (const domain::Connection &connection : m_desk.connections().all()) {
        const work::Session *session = m_desk.session(connection.id);
        const bool isShown
            = (filter.connectionIds.isEmpty() || filter.connectionIds.contains(connection.id))
            && (!filter.vendor || *filter.vendor == connection.vendor);
        if (!isShown || !session || session->isComplete()
            || m_desk.tokens().count(connection.id) == 0)
            continue;
        if (session->state() == State::Ready || session->state() == State::Failed
            || session->state() == State::Stopped)
            names += base::displayForm(connection.name, 40);
    }
    return names;
}

void MainWindow::updateConnectionCommands()
{
    const work::Session *session = m_desk.session(currentConnection());
    const CommandState one = session
        ? CommandState {}
        : CommandState {false, tr("Select a connection at the left first")};
    const QString barrier = session ? barrierText(m_desk.barrier(currentConnection())) : QString();
    const CommandState profile = m_desk.profileHolder().isEmpty()
        ? CommandState {}
        : CommandState {false, barrierText(work::profileInUseBy(m_desk.profileHolder()))};
    for (const Command command :
        {Command::EditConnection, Command::DuplicateConnection, Command::RemoveConnection})
        m_actions->apply(command, profile.isEnabled ? one : profile);
    m_actions->apply(Command::NewConnection, profile);
    m_actions->apply(Command::TestConnection, one);
    const bool any = !m_desk.connections().all().empty();
    const QString everywhere = barrierEverywhere(m_desk);
    const CommandState none {false, tr("Add a connection first")};
    m_actions->apply(Command::NewToken,
        session   ? stateOf(session->capabilities()[domain::Operation::Create], barrier)
            : any ? CommandState {everywhere.isEmpty(), everywhere}
                  : none);
    m_actions->apply(
        Command::OpenPlan, any ? CommandState {everywhere.isEmpty(), everywhere} : none);
    m_actions->apply(Command::TrackToken,
        session ? stateOf(session->capabilities()[domain::Operation::Track], barrier) : one);
    for (const Command command : {Command::Refresh, Command::RefreshAll})
        m_actions->apply(command, any ? CommandState {} : none);
    m_actions->apply(Command::StopLoading,
        m_status->isLoading() ? CommandState {} : CommandState {false, tr("Nothing is loading")});
}

} // namespace shell
