// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/secretedit.h"

#include "base/textrules.h"

namespace support {

SecretEdit::SecretEdit(QWidget *parent)
    : QLineEdit(parent)
{
    setEchoMode(QLineEdit::Password);
    setMaxLength(
        8192); // Longer than any key; what a key may really be is checked when it is taken.
    setDragEnabled(false);
    setInputMethodHints(inputMethodHints() | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
        | Qt::ImhNoAutoUppercase);
}

base::Result<base::Secret> SecretEdit::take()
{
    auto cleaned = base::cleanPastedKey(text());
    if (!cleaned)
        return base::fail(cleaned.error());
    clear();
    return base::Secret::take(std::move(*cleaned));
}

} // namespace support
