// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/actions.h"

#include "models/icons.h"
#include "support/plaintext.h"

namespace shell {

using namespace Qt::StringLiterals;

namespace {

struct Entry
{
    Command command;
    const char *name; ///< object name, for tests and style sheets
    const char *text;
    const char *tip;
    const char *icon; ///< empty = none
    const char *shortcuts; ///< portable text, several with "; "
};

// The keys follow the conventions an admin knows from other consoles; see the list in Help.
constexpr Entry entries[] = {
    {Command::NewToken, "newTokenAction", QT_TRANSLATE_NOOP("shell::Actions", "&New Token..."),
        QT_TRANSLATE_NOOP("shell::Actions", "Create a token; its key is shown once"), "add",
        "Ctrl+N"},
    {Command::NewConnection, "newConnectionAction",
        QT_TRANSLATE_NOOP("shell::Actions", "New &Connection..."),
        QT_TRANSLATE_NOOP("shell::Actions", "Add a place where tokens live"), "add-connection",
        "Ctrl+Shift+N"},
    {Command::Quit, "quitAction", QT_TRANSLATE_NOOP("shell::Actions", "&Quit"),
        QT_TRANSLATE_NOOP("shell::Actions", "Close Tokendesk"), "quit", "Ctrl+Q"},
    {Command::EditToken, "editTokenAction", QT_TRANSLATE_NOOP("shell::Actions", "&Edit..."),
        QT_TRANSLATE_NOOP("shell::Actions", "Change name, description or grants"), "edit",
        "Ctrl+E; F2"},
    {Command::DuplicateToken, "duplicateTokenAction",
        QT_TRANSLATE_NOOP("shell::Actions", "Create &Like This..."),
        QT_TRANSLATE_NOOP("shell::Actions", "Create a new token with the same grants"), "clone",
        "Ctrl+D"},
    {Command::RotateToken, "rotateTokenAction", QT_TRANSLATE_NOOP("shell::Actions", "&Rotate..."),
        QT_TRANSLATE_NOOP("shell::Actions",
            "Replace a token step by step: the new one takes over while the old one still works"),
        "rotate", "Ctrl+Shift+O"},
    {Command::EnableToken, "enableTokenAction", QT_TRANSLATE_NOOP("shell::Actions", "E&nable"),
        QT_TRANSLATE_NOOP("shell::Actions", "Let a disabled token work again"), "enable", ""},
    {Command::DisableToken, "disableTokenAction", QT_TRANSLATE_NOOP("shell::Actions", "&Disable"),
        QT_TRANSLATE_NOOP("shell::Actions", "Stop a token without deleting it"), "disable",
        "Ctrl+Shift+D"},
    {Command::DeleteToken, "deleteTokenAction", QT_TRANSLATE_NOOP("shell::Actions", "De&lete..."),
        QT_TRANSLATE_NOOP("shell::Actions", "Delete at the vendor; this is final"), "delete",
        "Del"},
    {Command::ContainToken, "containTokenAction",
        QT_TRANSLATE_NOOP("shell::Actions", "C&ontain Now..."),
        QT_TRANSLATE_NOOP("shell::Actions",
            "Its key has leaked: stop it the fastest way there is, before anything that waits"),
        "contain", "Ctrl+Shift+K"},
    {Command::TrackToken, "trackTokenAction",
        QT_TRANSLATE_NOOP("shell::Actions", "&Track a Token by Value..."),
        QT_TRANSLATE_NOOP("shell::Actions",
            "Keep a token's value in the keychain so that its details can be shown"),
        "key", ""},
    {Command::UntrackToken, "untrackTokenAction",
        QT_TRANSLATE_NOOP("shell::Actions", "Stop Tracking"),
        QT_TRANSLATE_NOOP(
            "shell::Actions", "Remove the token's value from the keychain; the token itself stays"),
        "", ""},
    {Command::WhoseKey, "whoseKeyAction",
        QT_TRANSLATE_NOOP("shell::Actions", "&Whose Key Is This?..."),
        QT_TRANSLATE_NOOP(
            "shell::Actions", "Find the token of a key that was found somewhere; nothing is sent"),
        "search", "Ctrl+Shift+W"},
    {Command::OpenPlan, "openPlanAction", QT_TRANSLATE_NOOP("shell::Actions", "Open &Plan..."),
        QT_TRANSLATE_NOOP("shell::Actions",
            "Carry out what another admin has planned, with the code that they tell you"),
        "", ""},
    {Command::SetTags, "setTagsAction", QT_TRANSLATE_NOOP("shell::Actions", "&Set Tags..."),
        QT_TRANSLATE_NOOP("shell::Actions", "Add and take away your own tags"), "", "Ctrl+T"},
    {Command::OpenConsole, "openConsoleAction",
        QT_TRANSLATE_NOOP("shell::Actions", "Open Vendor's &Console"),
        QT_TRANSLATE_NOOP("shell::Actions", "Open the vendor's own page in the browser"), "link",
        ""},
    {Command::ExportView, "exportViewAction",
        QT_TRANSLATE_NOOP("shell::Actions", "E&xport View..."),
        QT_TRANSLATE_NOOP(
            "shell::Actions", "Write what is shown, or selected, to a file; never a key"),
        "", "Ctrl+Shift+E"},
    {Command::CopyRows, "copyRowsAction", QT_TRANSLATE_NOOP("shell::Actions", "&Copy Rows"),
        QT_TRANSLATE_NOOP("shell::Actions", "Copy the selected rows as text; never a key"), "copy",
        "Ctrl+C"},
    {Command::CopyRowsWithTitles, "copyRowsWithTitlesAction",
        QT_TRANSLATE_NOOP("shell::Actions", "Copy Rows with &Titles"),
        QT_TRANSLATE_NOOP("shell::Actions", "Copy the selected rows below the columns' titles"), "",
        ""},
    {Command::CopyId, "copyIdAction", QT_TRANSLATE_NOOP("shell::Actions", "Copy &ID"),
        QT_TRANSLATE_NOOP("shell::Actions", "Copy the ids of the selected tokens"), "",
        "Ctrl+Shift+C"},
    {Command::SelectAll, "selectAllAction", QT_TRANSLATE_NOOP("shell::Actions", "Select &All"),
        QT_TRANSLATE_NOOP("shell::Actions", "Select every token in the list"), "", "Ctrl+A"},
    {Command::InvertSelection, "invertSelectionAction",
        QT_TRANSLATE_NOOP("shell::Actions", "&Invert Selection"),
        QT_TRANSLATE_NOOP(
            "shell::Actions", "Select what is not selected in the list, and nothing else"),
        "", "Ctrl+Shift+I"},
    {Command::FindInList, "findAction", QT_TRANSLATE_NOOP("shell::Actions", "&Find in List"),
        QT_TRANSLATE_NOOP("shell::Actions", "Go to the filter"), "filter", "Ctrl+F; F3; Ctrl+P"},
    {Command::ClearFilter, "clearFilterAction",
        QT_TRANSLATE_NOOP("shell::Actions", "Clear &Filter"),
        QT_TRANSLATE_NOOP("shell::Actions", "Show every token of the selected connection"), "", ""},
    {Command::Refresh, "refreshAction", QT_TRANSLATE_NOOP("shell::Actions", "&Refresh"),
        QT_TRANSLATE_NOOP("shell::Actions", "List the selected connection again"), "refresh",
        "F5; Ctrl+R"},
    {Command::RefreshAll, "refreshAllAction", QT_TRANSLATE_NOOP("shell::Actions", "Refresh &All"),
        QT_TRANSLATE_NOOP("shell::Actions", "List every connection again"), "", "Ctrl+Shift+R"},
    {Command::StopLoading, "stopAction", QT_TRANSLATE_NOOP("shell::Actions", "&Stop Loading"),
        QT_TRANSLATE_NOOP("shell::Actions", "Stop at once; rows that arrived stay"), "cancel",
        "Ctrl+."},
    {Command::EditConnection, "editConnectionAction",
        QT_TRANSLATE_NOOP("shell::Actions", "&Edit Connection..."),
        QT_TRANSLATE_NOOP("shell::Actions", "Change name, address or credential"), "edit", ""},
    {Command::DuplicateConnection, "duplicateConnectionAction",
        QT_TRANSLATE_NOOP("shell::Actions", "D&uplicate Connection..."),
        QT_TRANSLATE_NOOP(
            "shell::Actions", "Add another connection like this one; its credential is asked for"),
        "", ""},
    {Command::RemoveConnection, "removeConnectionAction",
        QT_TRANSLATE_NOOP("shell::Actions", "Re&move Connection..."),
        QT_TRANSLATE_NOOP("shell::Actions",
            "Forget the connection and its credential; tokens at the vendor stay"),
        "", ""},
    {Command::TestConnection, "testConnectionAction",
        QT_TRANSLATE_NOOP("shell::Actions", "&Test Connection"),
        QT_TRANSLATE_NOOP("shell::Actions", "Ask the vendor who the credential belongs to"), "",
        ""},
    {Command::UnlockKeychain, "unlockKeychainAction",
        QT_TRANSLATE_NOOP("shell::Actions", "Unlock &Keychain..."),
        QT_TRANSLATE_NOOP("shell::Actions", "Let your keychain ask for its password"), "lock", ""},
    {Command::ShowDetails, "showDetailsAction", QT_TRANSLATE_NOOP("shell::Actions", "&Details"),
        QT_TRANSLATE_NOOP("shell::Actions", "Show or hide the details pane"), "info", "Ctrl+I"},
    {Command::ShowRotations, "showRotationsAction",
        QT_TRANSLATE_NOOP("shell::Actions", "Ro&tations"),
        QT_TRANSLATE_NOOP("shell::Actions", "List the rotations under way, what is due first"),
        "rotate", ""},
    {Command::ShowJournal, "journalAction", QT_TRANSLATE_NOOP("shell::Actions", "&Journal"),
        QT_TRANSLATE_NOOP("shell::Actions", "What Tokendesk did, and what came of it"), "",
        "Ctrl+Shift+J"},
    {Command::WhatChanged, "whatChangedAction",
        QT_TRANSLATE_NOOP("shell::Actions", "What C&hanged"),
        QT_TRANSLATE_NOOP("shell::Actions", "How the lists differ from earlier ones"), "",
        "Ctrl+Shift+H"},
    {Command::ShowJobs, "showJobsAction", QT_TRANSLATE_NOOP("shell::Actions", "&Jobs"),
        QT_TRANSLATE_NOOP(
            "shell::Actions", "Show or hide what runs over many tokens, and deletions that wait"),
        "jobs", "Ctrl+J"},
    {Command::Compact, "compactAction", QT_TRANSLATE_NOOP("shell::Actions", "&Compact Rows"),
        QT_TRANSLATE_NOOP("shell::Actions", "More rows on the same screen"), "", ""},
    {Command::Settings, "settingsAction", QT_TRANSLATE_NOOP("shell::Actions", "&Settings..."),
        QT_TRANSLATE_NOOP("shell::Actions", "Theme, density, clipboard"), "settings", "Ctrl+,"},
    {Command::Lock, "lockAction", QT_TRANSLATE_NOOP("shell::Actions", "&Lock"),
        QT_TRANSLATE_NOOP("shell::Actions", "Hide the list and wipe the keys from memory"), "lock",
        "Ctrl+L"},
    {Command::CommandPalette, "paletteAction",
        QT_TRANSLATE_NOOP("shell::Actions", "Command &Palette..."),
        QT_TRANSLATE_NOOP("shell::Actions", "Find any command by typing"), "terminal",
        "Ctrl+Shift+P"},
    {Command::Help, "helpAction", QT_TRANSLATE_NOOP("shell::Actions", "Tokendesk &Help"),
        QT_TRANSLATE_NOOP("shell::Actions", "What each vendor can do, and where keys live"), "help",
        "F1"},
    {Command::Shortcuts, "shortcutsAction",
        QT_TRANSLATE_NOOP("shell::Actions", "&Keyboard Shortcuts"),
        QT_TRANSLATE_NOOP("shell::Actions", "List every shortcut"), "", "Ctrl+/; Ctrl+?"},
    {Command::About, "aboutAction", QT_TRANSLATE_NOOP("shell::Actions", "&About Tokendesk"),
        QT_TRANSLATE_NOOP("shell::Actions", "Version, licence and libraries"), "", ""},
};

} // namespace

Actions::Actions(QObject *parent)
    : QObject(parent)
{
    for (const Entry &entry : entries) {
        auto *action = new QAction(tr(entry.text), this);
        action->setObjectName(QLatin1StringView(entry.name));
        const QStringList keys
            = QString::fromLatin1(entry.shortcuts).split(u"; "_s, Qt::SkipEmptyParts);
        QList<QKeySequence> sequences;
        for (const QString &key : keys)
            sequences.append(QKeySequence::fromString(key, QKeySequence::PortableText));
        action->setShortcuts(sequences);
        if (*entry.icon)
            action->setIcon(models::icon(QString::fromLatin1(entry.icon)));
        m_tips.emplace(entry.command, tr(entry.tip));
        m_actions.emplace(entry.command, action);
        apply(entry.command, {});
    }
    m_actions.at(Command::Quit)->setMenuRole(QAction::QuitRole);
    m_actions.at(Command::Settings)->setMenuRole(QAction::PreferencesRole);
    m_actions.at(Command::About)->setMenuRole(QAction::AboutRole);
    for (const Command command : {Command::ShowDetails, Command::ShowJobs, Command::Compact})
        m_actions.at(command)->setCheckable(true);
}

void Actions::apply(Command command, const CommandState &state)
{
    QAction *action = m_actions.at(command);
    const QString &tip = m_tips.at(command);
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    QString text = keys.isEmpty() ? tip : tr("%1 (%2)").arg(tip, keys);
    if (!state.reason.isEmpty())
        text += u'\n' + state.reason;
    action->setEnabled(state.isEnabled);
    support::setPlainToolTip(action, text); // Vendor words may be in the reason (IN-01).
    action->setStatusTip(state.isEnabled || state.reason.isEmpty() ? tip : state.reason);
}

std::vector<QAction *> Actions::all() const
{
    std::vector<QAction *> list;
    for (const Entry &entry : entries)
        list.push_back(m_actions.at(entry.command));
    return list;
}

} // namespace shell
