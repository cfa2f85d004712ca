// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tool tip over the counts in the status bar: shown of all by vendor, shown by status. Counted
/// when somebody asks, not while the list changes.

#include "tokens/tokencensus.h"

#include <QPoint>

class QWidget;

namespace models {
class TokenTableModel;
}

namespace shell {

class CountsTip final : public QObject
{
    Q_OBJECT

public:
    /// label: whose tool tip this is; it owns this object.
    CountsTip(const models::TokenTableModel &model, QWidget *label);

    /// What the tip says once everything is counted.
    QString text() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(const QString &text);
    QString vendorLines() const;
    QString statusLines() const;

    const models::TokenTableModel &m_model;
    QWidget *m_label;
    tokens::TokenCensus m_census;
    QPoint m_place;
};

} // namespace shell
