// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/lockpage.h"

#include "support/plaintext.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace shell {

using namespace Qt::StringLiterals;

LockPage::LockPage(QWidget *parent)
    : QWidget(parent)
    , m_unlock(new QPushButton(tr("Unlock"), this))
{
    setObjectName("lockPage"_L1);
    m_unlock->setObjectName("unlockPageButton"_L1);
    QLabel *title = support::plainLabel(tr("Tokendesk is locked"), this);
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    title->setFont(large);
    title->setAlignment(Qt::AlignCenter);
    // Said plainly: whoever can use an unlocked keychain can unlock this window too.
    QLabel *text = support::plainParagraph(tr("The keys were wiped from memory. Unlocking reads "
                                              "them from the keychain again, which asks "
                                              "for its password if it is locked; an unlocked "
                                              "keychain lets anybody at this computer in. "
                                              "Keys kept for this run only stay in memory."),
        this);
    text->setAlignment(Qt::AlignCenter);
    text->setMaximumWidth(520);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(12);
    column->addStretch();
    column->addWidget(title);
    column->addWidget(text, 0, Qt::AlignHCenter);
    column->addWidget(m_unlock, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(m_unlock, &QPushButton::clicked, this, &LockPage::unlockRequested);
}

void LockPage::focusButton()
{
    m_unlock->setFocus();
}

} // namespace shell
