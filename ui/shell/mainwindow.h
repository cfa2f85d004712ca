// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The window: connections at the left, the tokens of all of them in the middle, one token's
/// details at the right, messages above and progress below. Lays things out and wires them; what
/// commands do is in tokencommands and connectioncommands.

#include "base/error.h"
#include "bulk/jobs.h"
#include "bulk/stageddeletes.h"
#include "domain/vendorclient.h"
#include "shell/actions.h"
#include "shell/settings.h"
#include "support/secretclipboard.h"
#include "support/widgetprompter.h"

#include <QMainWindow>
#include <QTimer>

class QSplitter;
class QStackedWidget;

namespace jobs {
class JobsPanel;
}

namespace models {
class ConnectionTreeModel;
struct ConnectionScope;
class TokenTableModel;
} // namespace models

namespace support {
class Toast;
}

namespace tickets {
class TicketCommands;
}

namespace tokens {
class ConnectionTreeView;
class FilterBar;
class TokenDetails;
class TokenTableView;
} // namespace tokens

namespace work {
class Desk;
}

namespace shell {

class AnnotationCommands;
class BulkCommands;
class ConnectionCommands;
class HistoryCommands;
class LoadStatus;
class LockPage;
class NoticeArea;
class PlanCommands;
class TokenCommands;
class ViewCommands;

class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    using ConnectionFormOf = std::function<domain::ConnectionForm(domain::Vendor)>;

    /// Everything passed in outlives the window.
    MainWindow(work::Desk &desk, Settings &settings, const base::Clock &clock,
        ConnectionFormOf formOf, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// For messages that belong to no command.
    NoticeArea &notices() const { return *m_notices; }

    /// A problem of the start, e.g. a damaged profile file.
    void showProblem(const base::Error &error);
    /// Damaged files that were begun anew: what happened to each.
    void showRenewedFiles(const QStringList &words);
    /// Says that everything here is generated and nothing is saved.
    void setSandboxNotice();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void build();
    void buildCentre();
    void wireViews();
    void wireCommands();
    void sayDone(const QString &message, const std::function<void()> &undo);
    static void showBeside(QDialog *dialog);
    void wireTokenCommands();
    void wireConnectionCommands();
    void wireNotices();
    void wireRotations();
    void wireSavedViews();
    void wireNotes();
    void wireHistory();
    void wireJobs();
    void loadJobs();
    void showJobs();
    void updateJobStatus();
    void showToken(const domain::TokenKey &key);
    void showTokens(const std::vector<domain::TokenKey> &keys);
    void askBeforeClosing();
    void restoreLayout();
    void saveLayout();
    void applySettings();

    void connectionsChanged();
    void catchUp();
    void exportView();
    void updateCommands();
    QStringList incompleteLists() const;
    void setLocked(bool locked);
    void updateTokenCommands();
    void updateConnectionCommands();
    void updateCounts();
    void showTokensOf(const models::ConnectionScope &scope);
    void openSandbox();
    /// The connection commands act on: the selected one, or the only one there is; else empty.
    QString currentConnection() const;

    work::Desk &m_desk;
    Settings &m_settings;
    const base::Clock &m_clock;
    ConnectionFormOf m_formOf;
    support::WidgetPrompter m_prompter;
    support::SecretClipboard m_clipboard;

    bulk::Jobs m_jobs;
    bulk::StagedDeletes m_staged;
    bool m_isClosing = false; ///< although jobs run

    Actions *m_actions = nullptr;
    models::TokenTableModel *m_model = nullptr;
    models::ConnectionTreeModel *m_treeModel = nullptr;
    tokens::ConnectionTreeView *m_tree = nullptr;
    tokens::TokenTableView *m_table = nullptr;
    tokens::FilterBar *m_filter = nullptr;
    tokens::TokenDetails *m_details = nullptr;
    NoticeArea *m_notices = nullptr;
    LoadStatus *m_status = nullptr;
    support::Toast *m_toast = nullptr;
    QSplitter *m_splitter = nullptr;
    QSplitter *m_rows = nullptr; ///< the splitter, and the jobs below it
    QStackedWidget *m_pages = nullptr; ///< the rows, or the lock page
    jobs::JobsPanel *m_jobsPanel = nullptr;
    LockPage *m_lockPage = nullptr;
    bool m_isLocked = false;
    TokenCommands *m_tokenCommands = nullptr;
    BulkCommands *m_bulkCommands = nullptr;
    PlanCommands *m_planCommands = nullptr;
    ConnectionCommands *m_connectionCommands = nullptr;
    tickets::TicketCommands *m_rotations = nullptr;
    AnnotationCommands *m_annotationCommands = nullptr;
    HistoryCommands *m_historyCommands = nullptr;
    ViewCommands *m_views = nullptr;
    QTimer m_soon; ///< one update of commands and details for a burst of changes
};

} // namespace shell
