// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The seven steps of a rotation, one below the other: what is done, what is next, what will be.
/// The next one is framed and holds what can be done about it.

#include "tickets/tickettext.h"

#include <QWidget>

class QFrame;
class QLabel;
class QVBoxLayout;

namespace tickets {

class StepView final : public QWidget
{
    Q_OBJECT

public:
    explicit StepView(QWidget *parent = nullptr);

    void showSteps(const std::array<StepText, stepCount> &steps);
    /// Stands below the text of the step that is next.
    void setTools(QWidget *tools);

protected:
    void changeEvent(QEvent *event) override;

private:
    struct Row
    {
        QFrame *frame = nullptr;
        QLabel *mark = nullptr;
        QLabel *title = nullptr;
        QLabel *text = nullptr;
        QVBoxLayout *column = nullptr;
        StepState state = StepState::Later;
    };
    Row makeRow(int index);
    void paint(const Row &row, int index);

    std::array<Row, stepCount> m_rows;
    QVBoxLayout *m_layout;
    QWidget *m_tools = nullptr;
    bool m_isPainting = false;
};

} // namespace tickets
