// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Since when: the last visit, today, seven days, a date, the beginning.

#include "base/clock.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QDateEdit;

namespace history {

class PeriodChooser final : public QWidget
{
    Q_OBJECT

public:
    enum Period { LastVisit, Today, Week, Date, Ever };

    explicit PeriodChooser(QWidget *parent = nullptr);

    /// Nothing = there was none: the last visit cannot be chosen then.
    void setLastVisit(std::optional<base::Instant> lastVisit);
    void choose(Period period);
    Period period() const;
    /// Nothing = since the beginning.
    std::optional<base::Instant> since(base::Instant now) const;

signals:
    void changed();

private:
    QComboBox *m_period;
    QDateEdit *m_date;
    std::optional<base::Instant> m_lastVisit;
};

} // namespace history
