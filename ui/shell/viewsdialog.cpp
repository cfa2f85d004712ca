// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/viewsdialog.h"

#include "shell/viewcommands.h"
#include "support/plaintext.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>

#include <algorithm>

namespace shell {

using namespace Qt::StringLiterals;
using work::SavedView;

ViewsDialog::ViewsDialog(ViewCommands &commands, QWidget *parent)
    : QDialog(parent)
    , m_commands(commands)
    , m_list(new QListWidget(this))
{
    setObjectName(u"viewsDialog"_s);
    setWindowTitle(tr("Views"));
    setAccessibleName(windowTitle());
    setAttribute(Qt::WA_DeleteOnClose);
    resize(440, 380);
    m_list->setObjectName(u"viewsList"_s);
    m_list->setAccessibleName(tr("Views"));
    m_up = addButton(u"moveViewUpButton"_s, tr("Move &Up"), &ViewsDialog::moveUp);
    m_down = addButton(u"moveViewDownButton"_s, tr("Move Do&wn"), &ViewsDialog::moveDown);
    m_hide = addButton(u"hideViewButton"_s, tr("&Hide"), &ViewsDialog::toggleHidden);
    m_rename = addButton(u"renameViewButton"_s, tr("&Rename..."), &ViewsDialog::rename);
    m_copy = addButton(u"copyViewButton"_s, tr("&Copy"), &ViewsDialog::copy);
    m_remove = addButton(u"deleteViewButton"_s, tr("&Delete"), &ViewsDialog::remove);
    auto *side = new QVBoxLayout;
    for (QPushButton *button : {m_up, m_down, m_hide, m_rename, m_copy, m_remove})
        side->addWidget(button);
    side->addStretch();
    auto *top = new QHBoxLayout;
    top->addWidget(m_list, 1);
    top->addLayout(side);
    auto *close = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(close, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addLayout(top, 1);
    column->addWidget(close);
    connect(m_list, &QListWidget::currentRowChanged, this, &ViewsDialog::updateButtons);
    connect(m_list, &QListWidget::itemActivated, this, [this] { m_commands.choose(selected()); });
    connect(&commands.views(), &work::SavedViews::changed, this, &ViewsDialog::fill);
    fill();
}

QPushButton *ViewsDialog::addButton(
    const QString &name, const QString &text, void (ViewsDialog::*run)())
{
    auto *button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, run);
    return button;
}

void ViewsDialog::fill()
{
    const QString before = m_list->currentItem() ? selected() : m_commands.current();
    const int row = std::max(0, m_list->currentRow());
    m_list->clear();
    for (const SavedView &view : m_commands.views().all()) {
        const QString name = shownName(view);
        auto *item
            = new QListWidgetItem(view.isHidden ? tr("%1 (hidden)").arg(name) : name, m_list);
        item->setData(Qt::UserRole, view.name);
        item->setToolTip(support::plainToolTip(view.filter));
        if (view.isHidden)
            item->setForeground(palette().color(QPalette::Disabled, QPalette::Text));
        if (view.name == before)
            m_list->setCurrentItem(item);
    }
    if (!m_list->currentItem())
        m_list->setCurrentRow(std::min(row, m_list->count() - 1));
    updateButtons();
}

void ViewsDialog::updateButtons()
{
    const SavedView *view = m_commands.views().find(selected());
    const int row = m_list->currentRow();
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_list->count());
    m_hide->setEnabled(view);
    m_hide->setText(view && view->isHidden ? tr("S&how") : tr("&Hide"));
    m_copy->setEnabled(view);
    const bool isOwn = view && !view->isShipped();
    const QString reason = isOwn ? QString() : tr("This view comes with Tokendesk. Copy it first.");
    for (QPushButton *button : {m_rename, m_remove}) {
        button->setEnabled(isOwn);
        support::setPlainToolTip(button, reason);
    }
}

QString ViewsDialog::selected() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item ? item->data(Qt::UserRole).toString() : QString();
}

void ViewsDialog::rename()
{
    m_commands.rename(selected());
}

void ViewsDialog::copy()
{
    m_commands.copy(selected());
}

void ViewsDialog::remove()
{
    m_commands.remove(selected());
}

void ViewsDialog::toggleHidden()
{
    if (const SavedView *view = m_commands.views().find(selected()))
        m_commands.setHidden(view->name, !view->isHidden);
}

void ViewsDialog::moveBy(int step)
{
    const int row = m_list->currentRow();
    m_commands.move(static_cast<std::size_t>(row), static_cast<std::size_t>(row + step));
}

} // namespace shell
