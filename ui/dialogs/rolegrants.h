// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Roles given on places, one a row: role, place, and the views that narrow the role.

#include "dialogs/granteditor.h"

class QCheckBox;
class QComboBox;
class QPushButton;
class QVBoxLayout;

namespace dialogs {

/// The grant of a role on a place, narrowed to some views if any are named.
domain::Grant roleGrant(
    const domain::RoleChoice &role, const domain::Grant &target, const QStringList &views);

class RoleRow;

class RoleGrants final : public GrantEditor
{
    Q_OBJECT

public:
    explicit RoleGrants(const domain::DraftForm &form, QWidget *parent = nullptr);

    std::vector<domain::Grant> grants() const override;
    void setGrants(const std::vector<domain::Grant> &grants) override;
    QString problem() const override;

private:
    RoleRow *addRow();
    void removeRow(RoleRow *row);
    void renumber();

    domain::DraftForm m_form;
    std::vector<RoleRow *> m_rows;
    QVBoxLayout *m_rowLayout;
    QPushButton *m_addButton;
};

/// One role on one place.
class RoleRow final : public QWidget
{
    Q_OBJECT

public:
    RoleRow(const domain::DraftForm &form, QWidget *parent);

    bool isComplete() const;
    domain::Grant grant() const;
    void setGrant(const domain::Grant &grant);
    void setNumber(int number);

signals:
    void edited();
    void removed();

private:
    void build();
    void showViews();
    QStringList tickedViews() const;
    domain::Grant target() const;
    domain::RoleChoice role() const;

    const domain::DraftForm &m_form;
    std::optional<domain::Grant> m_original; ///< as the vendor sent it, until it is changed
    QComboBox *m_role;
    QComboBox *m_target;
    QPushButton *m_removeButton;
    QWidget *m_viewsBox;
    std::vector<QCheckBox *> m_views;
};

} // namespace dialogs
