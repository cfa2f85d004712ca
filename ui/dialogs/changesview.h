// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Before and after of what an edit changes, a row each: the kind of change in a word and an icon,
/// never in colour alone.

#include "domain/editdifference.h"

#include <QTreeWidget>

namespace dialogs {

class ChangesView final : public QTreeWidget
{
    Q_OBJECT

public:
    explicit ChangesView(QWidget *parent = nullptr);

    /// Nothing to show hides it.
    void show(const domain::EditDifference &difference);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

private:
    void addRow(const QString &what, const QString &icon, bool isWorthALook, const QString &before,
        const QString &after);
};

/// "Name", "Description" ...
QString fieldTitle(domain::FieldChange::Field field);
/// "Added", "Broadened" ...
QString grantChangeTitle(domain::GrantChange::Kind kind);
/// A value of a field in a cell; says so when there is none.
QString fieldCell(domain::FieldChange::Field field, const QString &raw);
QString grantCell(const domain::Grant &grant);
/// The changes as lines of text: "Name: a, wanted b".
QStringList missingLines(const domain::EditDifference &missing);

} // namespace dialogs
