// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Asks a person.

#include "support/prompter.h"

namespace support {

class WidgetPrompter final : public Prompter
{
public:
    base::Task<Answer> ask(QWidget *parent, const Question &question) override;
    base::Task<QString> chooseFileToSave(
        QWidget *parent, const QString &title, const QString &suggestedName) override;
};

} // namespace support
