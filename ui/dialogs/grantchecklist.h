// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Grants to tick, in groups: mandatory ones ticked and fixed, forbidden ones out of reach, both
/// with the reason. Nothing is ticked that nobody ticked.

#include "dialogs/granteditor.h"

class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace dialogs {

class GrantChecklist final : public GrantEditor
{
    Q_OBJECT

public:
    explicit GrantChecklist(const domain::DraftForm &form, QWidget *parent = nullptr);

    std::vector<domain::Grant> grants() const override;
    void setGrants(const std::vector<domain::Grant> &grants) override;

private:
    struct Item
    {
        domain::Grant grant;
        domain::Presence presence = domain::Presence::Optional;
        QTreeWidgetItem *item = nullptr;
    };
    void build();
    QTreeWidgetItem *groupOf(const QString &heading);
    Item &addChoice(const domain::GrantChoice &choice);
    Item *find(const domain::Grant &grant);
    Item &addForeign(const domain::Grant &grant);
    void addTyped();
    void filter(const QString &text);
    void showCount();

    domain::DraftForm m_form;
    std::vector<Item> m_items;
    QLineEdit *m_search;
    QTreeWidget *m_tree;
    QLabel *m_count;
    QLineEdit *m_typed = nullptr;
    QLabel *m_typedError = nullptr;
};

} // namespace dialogs
