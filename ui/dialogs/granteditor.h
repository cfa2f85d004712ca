// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Chooses what a token may do, in one of the three styles a vendor's form can have.

#include "domain/draft.h"

#include <QWidget>

namespace dialogs {

class GrantEditor : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    virtual std::vector<domain::Grant> grants() const = 0;
    /// Shows these and nothing else but what is mandatory. Grants nobody offers are kept as they
    /// are.
    virtual void setGrants(const std::vector<domain::Grant> &grants) = 0;
    /// What is half filled in; empty if nothing.
    virtual QString problem() const { return {}; }

signals:
    /// By the person, not by setGrants().
    void edited();
};

GrantEditor *makeGrantEditor(const domain::DraftForm &form, QWidget *parent);

/// Names of the broad ones among them, one a line's part: "ALL, MAINNET_TRANSACT".
QString broadGrants(const std::vector<domain::Grant> &grants);

/// What an edit would add and remove. Two grants are the same when name, place and wire form are.
struct GrantDifference
{
    std::vector<domain::Grant> added;
    std::vector<domain::Grant> removed;

    bool isEmpty() const { return added.empty() && removed.empty(); }
};
GrantDifference grantDifference(
    const std::vector<domain::Grant> &before, const std::vector<domain::Grant> &after);

} // namespace dialogs
