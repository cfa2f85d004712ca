// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/lifetimepicker.h"

#include "support/plaintext.h"

#include <QComboBox>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSpinBox>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using std::chrono::seconds;

namespace {

constexpr seconds::rep day = 86400;
constexpr seconds::rep hour = 3600;

} // namespace

QString lifetimeText(seconds lifetime)
{
    // One has a text of its own: the source language has no translation that knows plurals.
    const auto count = lifetime.count();
    if (count == day)
        return LifetimePicker::tr("1 day");
    if (count % day == 0)
        return LifetimePicker::tr("%n days", nullptr, static_cast<int>(count / day));
    if (count == hour)
        return LifetimePicker::tr("1 hour");
    if (count % hour == 0)
        return LifetimePicker::tr("%n hours", nullptr, static_cast<int>(count / hour));
    return LifetimePicker::tr("%n minutes", nullptr, static_cast<int>(count / 60));
}

LifetimePicker::LifetimePicker(const domain::LifetimeRule &rule, QWidget *parent)
    : QWidget(parent)
    , m_choice(new QComboBox(this))
    , m_count(new QSpinBox(this))
    , m_unit(new QComboBox(this))
    , m_end(support::plainLabel({}, this))
{
    m_choice->setObjectName(u"lifetimeComboBox"_s);
    support::setSpokenLabel(m_choice, tr("Lifetime"));
    for (const seconds one : rule.choices)
        m_choice->addItem(lifetimeText(one), static_cast<qlonglong>(one.count()));
    m_choice->addItem(tr("Custom"), 0);
    m_choice->setCurrentIndex(
        qMax(0, m_choice->findData(static_cast<qlonglong>(rule.suggested.count()))));
    m_count->setObjectName(u"lifetimeSpinBox"_s);
    m_count->setAccessibleName(tr("Lifetime, count"));
    m_count->setRange(1, 9999);
    m_unit->setObjectName(u"lifetimeUnitComboBox"_s);
    support::setSpokenLabel(m_unit, tr("Lifetime, unit"));
    m_unit->addItem(tr("minutes"), 60);
    m_unit->addItem(tr("hours"), static_cast<int>(hour));
    m_unit->addItem(tr("days"), static_cast<int>(day));
    m_unit->setCurrentIndex(2);
    m_end->setObjectName(u"lifetimeEndLabel"_s);

    auto *line = new QHBoxLayout;
    line->addWidget(m_choice, 1);
    line->addWidget(m_count);
    line->addWidget(m_unit);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_end);
    setFocusProxy(m_choice);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &LifetimePicker::showEnd);
    connect(m_count, &QSpinBox::valueChanged, this, &LifetimePicker::showEnd);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &LifetimePicker::showEnd);
    showEnd();
}

seconds LifetimePicker::lifetime() const
{
    const seconds chosen {m_choice->currentData().toLongLong()};
    if (chosen.count() > 0)
        return chosen;
    return seconds {m_count->value()} * m_unit->currentData().toInt();
}

void LifetimePicker::showEnd()
{
    const bool isCustom = m_choice->currentData().toLongLong() == 0;
    m_count->setVisible(isCustom);
    m_unit->setVisible(isCustom);
    const QDateTime end = QDateTime::currentDateTime().addSecs(lifetime().count());
    support::setPlainText(
        m_end, tr("Ends on %1.").arg(QLocale().toString(end, QLocale::LongFormat)));
}

} // namespace dialogs
