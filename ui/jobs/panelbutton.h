// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A button of the panel: with an icon, and never the default, for Enter belongs to the tables.

#include "models/icons.h"

#include <QPushButton>

namespace jobs {

inline QPushButton *panelButton(
    QLatin1StringView name, const QString &text, const QString &icon, QWidget *parent)
{
    auto *made = new QPushButton(models::icon(icon), text, parent);
    made->setObjectName(name);
    made->setAutoDefault(false);
    return made;
}

} // namespace jobs
