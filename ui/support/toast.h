// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A short message at the foot of a window that goes by itself: "ci-deploy disabled · Undo".
/// Reachable by keyboard, waits while it is looked at, and is announced to screen readers.

#include <QFrame>
#include <QPointer>
#include <QTimer>

#include <chrono>
#include <functional>

class QLabel;
class QPushButton;

namespace support {

class Toast final : public QFrame
{
    Q_OBJECT

public:
    /// Lies over the foot of `window` and moves with it.
    explicit Toast(QWidget *window);

    /// Replaces what is shown. `undo` may be empty; it runs at most once.
    void showText(
        const QString &text, const QString &undoLabel = {}, std::function<void()> undo = {});
    void setPeriod(std::chrono::milliseconds period) { m_period = period; }
    /// Puts the focus on the button, for a shortcut of the window; false if nothing is shown.
    bool focusButton();

signals:
    void finished();

protected:
    void changeEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void colourText();
    void place();
    void end();
    void runUndo();

    QLabel *m_label;
    QPushButton *m_undoButton;
    QPushButton *m_closeButton;
    std::function<void()> m_undo;
    QPointer<QWidget> m_focusBefore;
    std::chrono::milliseconds m_period {8000};
    QTimer m_timer;
};

} // namespace support
