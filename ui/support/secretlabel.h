// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Shows a key only while a button or the space key is held on it (MEM-05). Painted, not a text
/// widget: nothing can be selected, dragged, undone or read by the accessible tree.

#include "base/secret.h"

#include <QTimer>
#include <QWidget>

namespace support {

class SecretLabel final : public QWidget
{
    Q_OBJECT

public:
    /// The secret outlives the label.
    explicit SecretLabel(const base::Secret &secret, QWidget *parent = nullptr);

    bool isRevealed() const { return m_isRevealed; }
    void hideSecret() { setRevealed(false); }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

signals:
    void revealed(bool isRevealed);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void setRevealed(bool isRevealed);
    int columns(int width) const;

    const base::Secret &m_secret;
    bool m_isRevealed = false;
    QTimer m_limit;
};

} // namespace support
