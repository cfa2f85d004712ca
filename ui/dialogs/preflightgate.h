// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What has to be typed before a change of many tokens goes: the deed with its count, and the names
/// of organisations where the rule wants them (BULK-03); before them the code of another admin's
/// plan (BULK-11).

#include "bulk/sharedplan.h"

#include <QWidget>

class QGridLayout;
class QLabel;
class QLineEdit;

namespace dialogs {

class PreflightGate final : public QWidget
{
    Q_OBJECT

public:
    explicit PreflightGate(QWidget *parent = nullptr);

    /// What was typed stays while what is wanted changes.
    void setWanted(bulk::Deed deed, const bulk::Gate &gate);
    /// Its code has to be typed, too.
    void setPlan(const bulk::SharedPlan &plan);
    bool isOpen() const;
    /// Why the code does not open it; empty = it does, or none is asked for.
    QString codeProblem() const;

signals:
    void typed();
    /// Enter was pressed in a field: it confirms nothing.
    void left();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Field
    {
        QString wanted; ///< empty = not asked for
        QLabel *label = nullptr;
        QLineEdit *edit = nullptr;
    };

    void addField();
    void setField(std::size_t place, const QString &wanted);
    void showCodeProblem();

    QGridLayout *m_grid;
    std::vector<Field> m_fields; ///< the count first
    std::optional<bulk::SharedPlan> m_plan;
    QLineEdit *m_code = nullptr;
    QLabel *m_codeProblem = nullptr;
};

} // namespace dialogs
