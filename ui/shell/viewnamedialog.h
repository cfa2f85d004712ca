// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Asks for a view's name until it is one that can be used.

#include "base/result.h"
#include "support/growingdialog.h"

#include <functional>

class QLineEdit;

namespace support {
class FieldForm;
}

namespace shell {

class ViewNameDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    /// Saves under the name; the dialog closes when that succeeds.
    using Save = std::function<base::Result<base::Unit>(const QString &)>;

    ViewNameDialog(const QString &title, const QString &name, const QString &button, Save save,
        QWidget *parent);

private:
    void trySaving();

    Save m_save;
    support::FieldForm *m_form;
    QLineEdit *m_edit;
};

} // namespace shell
