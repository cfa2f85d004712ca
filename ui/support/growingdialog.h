// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A dialog that makes room when a message or a field appears in it. Qt's own size constraints do
/// not look at labels that wrap.

#include <QDialog>

namespace support {

class GrowingDialog : public QDialog
{
    Q_OBJECT

public:
    using QDialog::QDialog;

protected:
    bool event(QEvent *event) override;

private:
    void grow();

    bool m_isWaiting = false; ///< for the window manager to place us
};

} // namespace support
