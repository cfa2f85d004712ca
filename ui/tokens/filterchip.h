// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One part of a filter: what kind of thing it asks for, its text, a button that takes it away.

#include "filter/parser.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace tokens {

class FilterChip final : public QWidget
{
    Q_OBJECT

public:
    FilterChip(const filter::Term &term, QWidget *parent);

    /// What cannot be removed is only to be read.
    void setRemovable(bool isRemovable);
    /// What the focus stops at.
    QToolButton *button() const { return m_button; }
    bool hasFocusInside() const;
    void focusButton();

signals:
    void removeRequested();
    void clicked();
    /// Left or Right on the button.
    void stepRequested(int step);

protected:
    void changeEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void showKind();

    QString m_iconName;
    bool m_isNegated;
    QLabel *m_kind;
    QToolButton *m_button;
};

} // namespace tokens
