// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The deletions that wait, with Undo until they fire; what is overdue waits for a decision.

#include "bulk/stageddeletes.h"
#include "support/prompter.h"

#include <QWidget>

class QPushButton;
class QTableView;

namespace support {
class Banner;
}

namespace jobs {

class StagedModel;

class StagedView final : public QWidget
{
    Q_OBJECT

public:
    /// All outlive the view.
    StagedView(bulk::StagedDeletes &staged, const base::Clock &clock, support::Prompter &prompter,
        QWidget *parent = nullptr);

    /// A second has passed: countdowns.
    void tick();

signals:
    void tokenRequested(const domain::TokenKey &key);
    void undone(const QString &name);
    void failed(const base::Error &error);

private:
    void makeTable();
    /// Of the selected rows.
    QStringList chosen() const;
    void refresh();
    void undo();
    void undoNext(QStringList operations);
    void postpone();
    void askDeleteNow(const QStringList &operations);
    void follow(base::Task<base::Unit> task);

    bulk::StagedDeletes &m_staged;
    support::Prompter &m_prompter;
    StagedModel *m_model;
    support::Banner *m_banner;
    QTableView *m_table = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_postpone = nullptr;
    QPushButton *m_now = nullptr;
    QStringList m_overdue; ///< operations that the message is about
};

} // namespace jobs
