// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/historycommands.h"

#include "base/utc.h"
#include "history/changeswindow.h"
#include "history/historytab.h"
#include "history/journalfilter.h"
#include "history/journalwindow.h"
#include "models/tokentablemodel.h"
#include "shell/barriertext.h"
#include "shell/commandstate.h"
#include "shell/settings.h"
#include "work/desk.h"

#include <QDateTime>

namespace shell {

using namespace Qt::StringLiterals;
using domain::TokenKey;
using history::ChangesWindow;
using history::HistoryTab;
using history::JournalWindow;

namespace {

constexpr char visitPart[] = "visit";

} // namespace

HistoryCommands::HistoryCommands(work::Desk &desk, const models::TokenTableModel &model,
    const base::Clock &clock, Settings &settings, QWidget *window)
    : QObject(window)
    , m_desk(desk)
    , m_model(model)
    , m_clock(clock)
    , m_settings(settings)
    , m_window(window)
    , m_tab(new HistoryTab(source(), window))
{
    const auto visit
        = QDateTime::fromString(QString::fromLatin1(settings.layout(visitPart)), Qt::ISODateWithMs);
    if (visit.isValid())
        m_lastVisit = base::Instant(std::chrono::milliseconds(visit.toMSecsSinceEpoch()));
    connect(m_tab, &HistoryTab::journalRequested, this, [this] {
        showJournal();
        m_journal->filter()->chooseToken();
    });
    connect(&desk.log(), &work::Logbook::changed, this, [this] {
        m_tab->readSoon();
        if (m_journal)
            m_journal->readSoon();
    });
    connect(&desk, &work::Desk::historyChanged, this, [this] {
        m_tab->readSoon();
        if (m_changes)
            m_changes->readSoon();
    });
}

history::HistorySource HistoryCommands::source()
{
    return {.journal = m_desk.log().journal(),
        .inventory = m_desk.inventory(),
        .clock = m_clock,
        .context = [this] { return m_model.context(); },
        .whyNotCreate = [this](const QString &id) { return whyNotCreate(id); }};
}

QString HistoryCommands::whyNotCreate(const QString &connectionId) const
{
    const work::Session *session = m_desk.session(connectionId);
    if (!session)
        return tr("Its connection was removed.");
    if (const auto barrier = m_desk.barrier(connectionId))
        return barrierText(barrier);
    const CommandState state = stateOf(session->capabilities()[domain::Operation::Create]);
    return state.isEnabled ? QString() : state.reason;
}

void HistoryCommands::showJournal()
{
    if (!m_journal) {
        m_journal = new JournalWindow(source(), m_window);
        connect(m_journal, &JournalWindow::tokenRequested, this, &HistoryCommands::tokenRequested);
    }
    handOverToken();
    present(m_journal);
}

void HistoryCommands::showOpen()
{
    showJournal();
    m_journal->filter()->chooseOpen();
}

void HistoryCommands::showChanges()
{
    if (!m_changes) {
        m_changes = new ChangesWindow(source(), m_lastVisit, m_window);
        connect(m_changes, &ChangesWindow::tokenRequested, this, &HistoryCommands::tokenRequested);
        connect(m_changes, &ChangesWindow::recreateRequested, this,
            &HistoryCommands::recreateRequested);
    }
    present(m_changes);
}

void HistoryCommands::setToken(const std::optional<TokenKey> &token)
{
    m_token = token;
    m_tab->showToken(token);
    handOverToken();
}

void HistoryCommands::handOverToken()
{
    if (!m_journal)
        return;
    const auto row = m_token ? m_desk.tokens().find(*m_token) : std::nullopt;
    m_journal->filter()->setToken(
        m_token, row ? models::nameText(m_desk.tokens().token(*row)) : QString());
}

void HistoryCommands::present(QWidget *window) const
{
    window->setAttribute(Qt::WA_DeleteOnClose);
    window->show();
    window->raise();
    window->activateWindow();
}

void HistoryCommands::closeWindows()
{
    if (m_journal)
        m_journal->close();
    if (m_changes)
        m_changes->close();
}

void HistoryCommands::endVisit()
{
    const QDateTime now = base::utcTime(m_clock.now());
    m_settings.setLayout(visitPart, now.toString(Qt::ISODateWithMs).toLatin1());
}

} // namespace shell
