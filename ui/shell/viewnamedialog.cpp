// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/viewnamedialog.h"

#include "support/fieldform.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace shell {

using namespace Qt::StringLiterals;

ViewNameDialog::ViewNameDialog(
    const QString &title, const QString &name, const QString &button, Save save, QWidget *parent)
    : GrowingDialog(parent)
    , m_save(std::move(save))
    , m_form(new support::FieldForm(this))
    , m_edit(new QLineEdit(name, this))
{
    setObjectName(u"viewNameDialog"_s);
    setWindowTitle(title);
    setAccessibleName(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(360);
    m_edit->setObjectName(u"viewNameEdit"_s);
    m_edit->selectAll();
    m_form->addField(u"name"_s, tr("&Name:"), m_edit);
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *affirm = buttons->addButton(button, QDialogButtonBox::AcceptRole);
    affirm->setObjectName(u"saveViewButton"_s);
    affirm->setDefault(true);
    buttons->addButton(QDialogButtonBox::Cancel);
    connect(buttons, &QDialogButtonBox::accepted, this, &ViewNameDialog::trySaving);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_edit, &QLineEdit::textEdited, m_form, &support::FieldForm::clearErrors);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_form);
    column->addWidget(buttons);
}

void ViewNameDialog::trySaving()
{
    const auto saved = m_save(m_edit->text());
    if (saved)
        accept();
    else
        m_form->showError(u"name"_s, saved.error().detail);
}

} // namespace shell
