// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Every command of the window as an action: text, shortcut, icon and explanation in one table. The
/// menu bar holds them all; toolbar and context menu only repeat some.

#include "shell/commandstate.h"

#include <QAction>
#include <QObject>

#include <map>

namespace shell {

enum class Command {
    NewToken,
    NewConnection,
    Quit,
    EditToken,
    DuplicateToken,
    RotateToken,
    EnableToken,
    DisableToken,
    DeleteToken,
    ContainToken,
    TrackToken,
    UntrackToken,
    WhoseKey,
    OpenPlan,
    SetTags,
    OpenConsole,
    ExportView,
    CopyRows,
    CopyRowsWithTitles,
    CopyId,
    SelectAll,
    InvertSelection,
    FindInList,
    ClearFilter,
    Refresh,
    RefreshAll,
    StopLoading,
    EditConnection,
    DuplicateConnection,
    RemoveConnection,
    TestConnection,
    UnlockKeychain,
    ShowDetails,
    ShowRotations,
    ShowJournal,
    WhatChanged,
    ShowJobs,
    Compact,
    Settings,
    Lock,
    CommandPalette,
    Help,
    Shortcuts,
    About,
};

class Actions final : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QObject *parent);

    QAction *operator[](Command command) const { return m_actions.at(command); }
    /// Enabled or disabled with the reason as tooltip and status tip.
    void apply(Command command, const CommandState &state);
    /// In the order of the table, for the palette and the list of shortcuts.
    std::vector<QAction *> all() const;

private:
    std::map<Command, QAction *> m_actions;
    std::map<Command, QString> m_tips;
};

} // namespace shell
