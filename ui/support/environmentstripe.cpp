// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/environmentstripe.h"

#include "models/celltext.h"
#include "support/plaintext.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

namespace support {

QString environmentName(domain::Environment environment)
{
    return models::environmentText(environment);
}

QColor environmentColor(domain::Environment environment)
{
    // Dark enough for white letters (4.5:1) and told apart with red-green blindness by lightness.
    switch (environment) {
    case domain::Environment::Production:
        return {0xb3, 0x26, 0x1e};
    case domain::Environment::Staging:
        return {0x8a, 0x5a, 0x00};
    case domain::Environment::Test:
        return {0x1f, 0x5f, 0xa8};
    }
    return {};
}

EnvironmentStripe::EnvironmentStripe(QWidget *parent)
    : QWidget(parent)
    , m_label(plainLabel({}, this))
{
    setObjectName(QStringLiteral("environmentStripe"));
    m_label->setObjectName(QStringLiteral("environmentLabel"));
    QPalette palette = m_label->palette();
    palette.setColor(QPalette::WindowText, Qt::white);
    m_label->setPalette(palette);
    QFont font = m_label->font();
    font.setBold(true);
    m_label->setFont(font);
    auto *layout = new QHBoxLayout(this);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    layout->setContentsMargins(10, 5, 10, 5);
    layout->addWidget(m_label, 1);
    setEnvironment(m_environment);
}

void EnvironmentStripe::setEnvironment(domain::Environment environment, const QString &subject)
{
    m_environment = environment;
    const QString name = environmentName(environment);
    //: %1 is the environment (Production), %2 the connection's name
    setPlainText(m_label, subject.isEmpty() ? name : tr("%1 · %2").arg(name, shown(subject, 80)));
    setAccessibleName(tr("Environment: %1").arg(name));
    update();
}

void EnvironmentStripe::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(environmentColor(m_environment));
    painter.drawRoundedRect(rect(), 4, 4);
}

} // namespace support
