// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A password field that gives its text away as a Secret and forgets it.

#include "base/result.h"
#include "base/secret.h"

#include <QLineEdit>

namespace support {

class SecretEdit final : public QLineEdit
{
    Q_OBJECT

public:
    explicit SecretEdit(QWidget *parent = nullptr);

    bool isEmpty() const { return text().isEmpty(); }
    /// The cleaned key; the field is then empty. On Invalid the text stays, so that it can be
    /// corrected.
    base::Result<base::Secret> take();
};

} // namespace support
