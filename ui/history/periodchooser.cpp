// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "history/periodchooser.h"

#include "support/plaintext.h"

#include <QComboBox>
#include <QDateEdit>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QStandardItemModel>

namespace history {

using namespace Qt::StringLiterals;

namespace {

base::Instant instant(const QDateTime &time)
{
    return base::Instant(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

} // namespace

PeriodChooser::PeriodChooser(QWidget *parent)
    : QWidget(parent)
    , m_period(new QComboBox(this))
    , m_date(new QDateEdit(QDate::currentDate().addDays(-30), this))
{
    setObjectName(u"periodChooser"_s);
    m_period->setObjectName(u"periodBox"_s);
    support::setSpokenLabel(m_period, tr("Changes since"));
    m_period->addItem(tr("Since the last visit"));
    m_period->addItem(tr("Since midnight"));
    m_period->addItem(tr("In the last 7 days"));
    m_period->addItem(tr("Since a date"));
    m_period->addItem(tr("Since the beginning"));
    m_date->setObjectName(u"sinceDate"_s);
    m_date->setAccessibleName(tr("Since this date"));
    m_date->setCalendarPopup(true);
    m_date->setDisplayFormat(u"yyyy-MM-dd"_s);
    m_date->hide();
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_period);
    row->addWidget(m_date);
    connect(m_period, &QComboBox::currentIndexChanged, this, [this] {
        m_date->setVisible(period() == Date);
        emit changed();
    });
    connect(m_date, &QDateEdit::dateChanged, this, &PeriodChooser::changed);
}

void PeriodChooser::setLastVisit(std::optional<base::Instant> lastVisit)
{
    m_lastVisit = lastVisit;
    if (auto *items = qobject_cast<QStandardItemModel *>(m_period->model()))
        items->item(LastVisit)->setEnabled(lastVisit.has_value());
    if (!lastVisit && period() == LastVisit)
        choose(Week);
}

void PeriodChooser::choose(Period period)
{
    m_period->setCurrentIndex(period);
}

PeriodChooser::Period PeriodChooser::period() const
{
    return static_cast<Period>(m_period->currentIndex());
}

std::optional<base::Instant> PeriodChooser::since(base::Instant now) const
{
    switch (period()) {
    case LastVisit:
        return m_lastVisit;
    case Today:
        return instant(
            QDateTime::fromMSecsSinceEpoch(now.time_since_epoch().count()).date().startOfDay());
    case Week:
        return now - std::chrono::days(7);
    case Date:
        return instant(m_date->date().startOfDay());
    case Ever:
        break;
    }
    return std::nullopt;
}

} // namespace history
