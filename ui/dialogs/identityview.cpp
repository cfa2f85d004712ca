// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/identityview.h"

#include "support/plaintext.h"

#include <QFormLayout>
#include <QLabel>

namespace dialogs {

using namespace Qt::StringLiterals;

IdentityView::IdentityView(QWidget *parent)
    : QGroupBox(tr("The vendor accepted the key"), parent)
    , m_layout(new QFormLayout(this))
{
    setObjectName(u"identityGroupBox"_s);
    setAccessibleName(tr("Test result"));
    hide();
}

void IdentityView::showIdentity(const domain::Identity &identity)
{
    while (m_layout->rowCount() > 0)
        m_layout->removeRow(0);
    m_summary.clear();
    addLine(tr("Signed in as:"), identity.name);
    addLine(tr("Account:"), identity.account);
    addLine(tr("Organisation:"), identity.organisation);
    addLine(tr("Role:"), identity.role);
    addLine(tr("Its own token:"), identity.ownTokenId);
    if (identity.budgetUsed && identity.budgetLimit) {
        addLine(tr("Calls this hour:"),
            tr("%1 of %2").arg(*identity.budgetUsed).arg(*identity.budgetLimit));
    }
    if (identity.organisations.size() > 1)
        addLine(tr("Organisations:"),
            tr("%n to choose from above", nullptr,
                static_cast<int>(identity.organisations.size())));
    addLine(tr("Note:"), identity.note);
    setAccessibleDescription(m_summary);
    show();
}

void IdentityView::addLine(const QString &label, const QString &value)
{
    if (value.isEmpty())
        return;
    const QString text = support::shown(value, 300);
    m_layout->addRow(label, support::plainParagraph(text, this));
    m_summary += label + u' ' + text + u'\n';
}

} // namespace dialogs
