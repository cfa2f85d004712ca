// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/commandpalette.h"

#include <QAction>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace shell {

using namespace Qt::StringLiterals;

namespace {

constexpr int iconSide = 20;
constexpr int rowHeight = 28;

/// Keeps the names of commands without an icon in line with the others.
QIcon blankIcon()
{
    QPixmap blank(iconSide, iconSide);
    blank.fill(Qt::transparent);
    return blank;
}

QString plainName(const QAction *action)
{
    // What is clear under its menu may need more words here.
    const QString given = action->property("paletteName").toString();
    if (!given.isEmpty())
        return given;
    QString name = action->text();
    name.remove(u'&');
    return name;
}

/// Every word of the typed text occurs somewhere in the name.
bool matches(const QString &name, const QString &typed)
{
    const QStringList words = typed.split(u' ', Qt::SkipEmptyParts);
    return std::all_of(words.begin(), words.end(),
        [&name](const QString &word) { return name.contains(word, Qt::CaseInsensitive); });
}

} // namespace

CommandPalette::CommandPalette(const std::vector<QAction *> &actions, QWidget *parent)
    : QDialog(parent)
    , m_actions(actions)
    , m_input(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName("commandPaletteDialog"_L1);
    setWindowTitle(tr("Command Palette"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(520, 380);
    m_input->setObjectName("commandEdit"_L1);
    m_input->setPlaceholderText(tr("Type a part of a command"));
    m_input->setAccessibleName(tr("Command"));
    m_input->installEventFilter(this);
    m_list->setObjectName("commandList"_L1);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setUniformItemSizes(true);
    m_list->setIconSize({iconSide, iconSide});
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_input);
    layout->addWidget(m_list);
    connect(m_input, &QLineEdit::textChanged, this, &CommandPalette::showMatches);
    connect(m_input, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QListWidget::itemActivated, this, &CommandPalette::run);
    showMatches();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    // The arrows move in the list while the typing goes on.
    if (watched == m_input && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int step = key == Qt::Key_Down ? 1 : -1;
            const int row = std::clamp(m_list->currentRow() + step, 0, m_list->count() - 1);
            m_list->setCurrentRow(row);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

void CommandPalette::showMatches()
{
    m_list->clear();
    for (std::size_t i = 0; i < m_actions.size(); ++i) {
        const QAction *action = m_actions[i];
        const QString name = plainName(action);
        if (!matches(name, m_input->text()))
            continue;
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        QString line = keys.isEmpty() ? name : tr("%1   %2").arg(name, keys);
        if (!action->isEnabled())
            line = tr("%1: %2").arg(name, action->statusTip());
        const QIcon icon = action->icon().isNull() ? blankIcon() : action->icon();
        auto *item = new QListWidgetItem(icon, line, m_list);
        item->setSizeHint({0, rowHeight});
        item->setData(Qt::UserRole, int(i));
        if (!action->isEnabled())
            item->setForeground(palette().color(QPalette::Disabled, QPalette::Text));
    }
    m_list->setCurrentRow(0);
}

void CommandPalette::run()
{
    const QListWidgetItem *item = m_list->currentItem();
    if (!item)
        return;
    QAction *action = m_actions[static_cast<std::size_t>(item->data(Qt::UserRole).toInt())];
    if (!action->isEnabled())
        return;
    accept();
    // Once this dialog is closed, so that what the command opens is not its child.
    QTimer::singleShot(0, action, &QAction::trigger);
}

} // namespace shell
