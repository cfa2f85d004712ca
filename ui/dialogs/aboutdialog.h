// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Version, licence, the libraries with theirs, and where the profile lives.

#include "support/growingdialog.h"

namespace dialogs {

class AboutDialog final : public support::GrowingDialog
{
    Q_OBJECT

public:
    /// profileFolder: empty = nothing is written to disk.
    explicit AboutDialog(const QString &profileFolder, QWidget *parent = nullptr);

private:
    QWidget *title();
    QWidget *facts(const QString &profileFolder);
    QWidget *libraries();
};

} // namespace dialogs
