// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Who a credential turned out to be.

#include "domain/vendorclient.h"

#include <QGroupBox>

class QFormLayout;

namespace dialogs {

class IdentityView final : public QGroupBox
{
    Q_OBJECT

public:
    explicit IdentityView(QWidget *parent = nullptr);

    void showIdentity(const domain::Identity &identity);
    /// The same as text, for screen readers and tests.
    QString summary() const { return m_summary; }

private:
    void addLine(const QString &label, const QString &value);

    QFormLayout *m_layout;
    QString m_summary;
};

} // namespace dialogs
