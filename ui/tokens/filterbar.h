// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The quick text filter above the table, and how many tokens it lets through.

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace tokens {

class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(QWidget *parent = nullptr);

    QString text() const;
    /// Takes effect at once, without waiting for more typing.
    void setText(const QString &text);
    /// Puts the cursor into the field and selects what is there (Ctrl+F).
    void focusField();
    void showCounts(int shown, int all);

public slots:
    void clear();

signals:
    void textChanged(const QString &text);
    /// Enter, Down, or Escape in an empty field: the table should have the focus.
    void left();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void announce();

    QLineEdit *m_field;
    QLabel *m_counts;
    QTimer m_pause;
    QString m_announced;
};

} // namespace tokens
