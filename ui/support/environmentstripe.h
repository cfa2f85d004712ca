// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Production, staging or test, as colour *and* word: never by colour alone.

#include "domain/connection.h"

#include <QColor>
#include <QWidget>

class QLabel;

namespace support {

/// "Production", "Staging", "Test", translated.
QString environmentName(domain::Environment environment);
QColor environmentColor(domain::Environment environment);

/// A coloured bar with the environment's name and, if wanted, what it belongs to.
class EnvironmentStripe final : public QWidget
{
    Q_OBJECT

public:
    explicit EnvironmentStripe(QWidget *parent = nullptr);

    void setEnvironment(domain::Environment environment, const QString &subject = {});
    domain::Environment environment() const { return m_environment; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    domain::Environment m_environment = domain::Environment::Production;
    QLabel *m_label;
};

} // namespace support
