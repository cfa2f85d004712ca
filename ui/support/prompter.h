// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The seam for questions: whoever needs a confirmation describes it as data and gets the answer
/// later, from a person or from a test.

#include "base/task.h"

#include <QString>

#include <functional>
#include <vector>

class QWidget;

namespace support {

/// One thing a question is about, for the list in it.
struct QuestionRow
{
    QString text; ///< raw; shown as plain text
    QString note; ///< second column: "used 2 hours ago"
    bool isTicked = true; ///< meaningful where rows can be ticked
    bool isLocked = false; ///< in the list to be seen, cannot be ticked
};

struct Question
{
    QString title; ///< the action with its object: "Delete Token"
    QString text; ///< what will happen, in a sentence
    QString details; ///< facts, one a line
    QString warning; ///< a reason not to go on; shown with a warning icon
    std::vector<QuestionRow> rows;
    bool rowsCanBeTicked = false;
    QString affirmative; ///< "Delete Token"; never "Yes" or "OK"
    /// For rows that can be ticked: the button's text for so many of them.
    std::function<QString(int)> affirmativeFor;
    QString alternative; ///< a third way, e.g. "Disable First"; empty = none
    QString cancel; ///< empty = the system's word for Cancel
    bool isDestructive = false;
    QString typedGate; ///< must be typed before the affirmative button works; empty = no gate
    /// The same for rows that can be ticked, whose count changes it.
    std::function<QString(int)> typedGateFor;
};

struct Answer
{
    enum class Choice { Cancelled, Affirmed, Alternative };

    Choice choice = Choice::Cancelled;
    std::vector<int> tickedRows; ///< indexes into Question::rows

    bool isAffirmed() const { return choice == Choice::Affirmed; }
};

class Prompter
{
public:
    virtual ~Prompter() = default;

    /// Never fails but as Cancelled; closing the question is an Answer of choice Cancelled.
    virtual base::Task<Answer> ask(QWidget *parent, const Question &question) = 0;
    /// Where to save; an empty path when the person thought better of it.
    virtual base::Task<QString> chooseFileToSave(
        QWidget *parent, const QString &title, const QString &suggestedName)
        = 0;
};

} // namespace support
