// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A confirmation as a window: facts, list, typed gate; Cancel is the default button.

#include "support/growingdialog.h"
#include "support/prompter.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QVBoxLayout;

namespace support {

class QuestionDialog final : public GrowingDialog
{
    Q_OBJECT

public:
    explicit QuestionDialog(const Question &question, QWidget *parent = nullptr);

    void done(int result) override;

signals:
    /// Once, when the dialog closes.
    void answered(const support::Answer &answer);

private:
    void addTexts(QVBoxLayout *layout);
    void addRows(QVBoxLayout *layout);
    void addGate(QVBoxLayout *layout);
    void addButtons(QVBoxLayout *layout);
    void finish(Answer::Choice choice);
    std::vector<int> tickedRows() const;
    QString gate() const;
    void updateGate();

    Question m_question;
    Answer m_answer;
    QTreeWidget *m_rows = nullptr;
    QWidget *m_gateBox = nullptr;
    QLineEdit *m_gateEdit = nullptr;
    QLabel *m_gateLabel = nullptr;
    QPushButton *m_affirmativeButton = nullptr;
};

} // namespace support
