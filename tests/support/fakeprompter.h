// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Answers questions from a script and remembers them.

#include "support/prompter.h"

#include <deque>
#include <vector>

namespace test {

class FakePrompter final : public support::Prompter
{
public:
    base::Task<support::Answer> ask(QWidget *, const support::Question &question) override
    {
        asked.push_back(question);
        support::Answer answer;
        if (!answers.empty()) {
            answer.choice = answers.front();
            answers.pop_front();
        }
        for (int i = 0; i < static_cast<int>(question.rows.size()); ++i) {
            const auto &row = question.rows[static_cast<std::size_t>(i)];
            if (row.isTicked && !row.isLocked)
                answer.tickedRows.push_back(i);
        }
        return base::Task<support::Answer>::ready(answer);
    }

    base::Task<QString> chooseFileToSave(
        QWidget *, const QString &, const QString &suggestedName) override
    {
        suggestedNames.append(suggestedName);
        return base::Task<QString>::ready(file);
    }

    std::deque<support::Answer::Choice> answers; ///< in order; then always Cancelled
    QString file; ///< what chooseFileToSave answers
    std::vector<support::Question> asked;
    QStringList suggestedNames;
};

} // namespace test
