// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The token changed at the vendor while it was being edited: what was seen, what it is now, and
/// what it would be. Nothing is overwritten unless it is asked for here.

#include "support/growingdialog.h"
#include "work/editflow.h"

class QTreeWidget;

namespace dialogs {

class EditConflictDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    /// edit: the admin's, already applied to the new state.
    EditConflictDialog(const domain::Token &seen, const work::EditFlow::Look &look,
        const domain::TokenEdit &edit, QWidget *parent = nullptr);

signals:
    void applyRequested();
    void reloadRequested();

private:
    void addFields(const domain::Token &seen, const domain::Token &now, const domain::Token &after);
    void addGrants(const domain::Token &seen, const domain::Token &now, const domain::Token &after);
    void addRow(const QString &what, const QStringList &cells, bool byOthers, bool byUs);

    QTreeWidget *m_rows;
};

} // namespace dialogs
