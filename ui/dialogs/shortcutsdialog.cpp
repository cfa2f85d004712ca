// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/shortcutsdialog.h"

#include "support/plaintext.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QShortcut>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace dialogs {

using namespace Qt::StringLiterals;

namespace {

enum Column { Command, Keys };

/// The text of a menu entry without its shortcut mark and its dots; "&&" stands for one ampersand.
QString commandName(const QAction *action)
{
    static const QRegularExpression mark(u"&(.)"_s);
    QString name = action->text();
    name.replace(mark, u"\\1"_s);
    if (name.endsWith("..."_L1))
        name.chop(3);
    return name;
}

QString keysOf(const QAction *action)
{
    return QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)
        .replace("; "_L1, ", "_L1);
}

} // namespace

ShortcutsDialog::ShortcutsDialog(const std::vector<QAction *> &actions, QWidget *parent)
    : QDialog(parent)
    , m_search(new QLineEdit(this))
    , m_table(new QTreeWidget(this))
    , m_count(support::plainLabel({}, this))
{
    setObjectName(u"shortcutsDialog"_s);
    setWindowTitle(tr("Keyboard Shortcuts"));
    setAccessibleName(windowTitle());
    resize(520, 620);
    m_search->setObjectName(u"searchEdit"_s);
    m_search->setAccessibleName(tr("Search commands"));
    m_search->setPlaceholderText(tr("Search by command or key"));
    m_search->setClearButtonEnabled(true);
    m_table->setObjectName(u"shortcutsTable"_s);
    m_table->setAccessibleName(tr("Keyboard shortcuts"));
    m_count->setObjectName(u"countLabel"_s);
    fill(actions);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    buttons->button(QDialogButtonBox::Close)->setObjectName(u"closeButton"_s);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_search);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_count);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_search, &QLineEdit::textChanged, this, &ShortcutsDialog::filter);
    auto *find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, m_search, [this] { m_search->setFocus(); });
    filter({});
    m_search->setFocus();
}

void ShortcutsDialog::fill(const std::vector<QAction *> &actions)
{
    m_table->setHeaderLabels({tr("Command"), tr("Keys")});
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAlternatingRowColors(true);
    QPixmap blank(m_table->iconSize().expandedTo({16, 16}));
    blank.fill(Qt::transparent);
    const QIcon noIcon(blank); // Keeps the names in one column.
    for (const QAction *action : actions) {
        if (action->isSeparator())
            continue;
        const QString keys = keysOf(action);
        auto *row = new QTreeWidgetItem(m_table, {commandName(action), keys});
        row->setIcon(Command, action->icon().isNull() ? noIcon : action->icon());
        if (keys.isEmpty())
            row->setData(Keys, Qt::AccessibleTextRole, tr("No shortcut"));
    }
    m_table->setCurrentItem(m_table->topLevelItem(0));
    m_table->setColumnWidth(Command, 300);
}

void ShortcutsDialog::filter(const QString &typed)
{
    const QStringList words = typed.split(u' ', Qt::SkipEmptyParts);
    int shown = 0;
    for (int i = 0; i < m_table->topLevelItemCount(); ++i) {
        QTreeWidgetItem *row = m_table->topLevelItem(i);
        const QString text = row->text(Command) + u' ' + row->text(Keys);
        const bool fits = std::all_of(words.begin(), words.end(),
            [&text](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
        row->setHidden(!fits);
        shown += fits ? 1 : 0;
    }
    support::setPlainText(m_count,
        shown == 0 ? tr("No command matches. Clear the search to see all.")
                   : tr("%1 of %2 commands").arg(shown).arg(m_table->topLevelItemCount()));
}

} // namespace dialogs
