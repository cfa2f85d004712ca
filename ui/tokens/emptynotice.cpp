// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/emptynotice.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace tokens {

using namespace Qt::StringLiterals;

EmptyNotice::EmptyNotice(QWidget *parent)
    : QWidget(parent)
    , m_title(new QLabel(this))
    , m_advice(new QLabel(this))
    , m_button(new QPushButton(this))
    , m_alternative(new QPushButton(this))
{
    setObjectName(u"emptyNotice"_s);
    m_button->setObjectName(u"emptyNoticeButton"_s);
    m_alternative->setObjectName(u"alternativeButton"_s);
    m_alternative->hide();
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    large.setBold(true);
    m_title->setFont(large);
    for (QLabel *label : {m_title, m_advice}) {
        label->setTextFormat(Qt::PlainText);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
    }
    auto *column = new QVBoxLayout(this);
    column->setSpacing(8);
    column->addStretch();
    column->addWidget(m_title);
    column->addWidget(m_advice);
    column->addSpacing(4);
    column->addWidget(m_button, 0, Qt::AlignHCenter);
    column->addWidget(m_alternative, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(m_button, &QPushButton::clicked, this, &EmptyNotice::actionTriggered);
    connect(m_alternative, &QPushButton::clicked, this, &EmptyNotice::alternativeTriggered);
}

void EmptyNotice::setTexts(const QString &title, const QString &advice, const QString &action)
{
    m_title->setText(title);
    m_advice->setText(advice);
    m_advice->setVisible(!advice.isEmpty());
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(advice);
}

void EmptyNotice::setAlternative(const QString &action)
{
    m_alternative->setText(action);
    m_alternative->setVisible(!action.isEmpty());
}

QString EmptyNotice::title() const
{
    return m_title->text();
}

} // namespace tokens
