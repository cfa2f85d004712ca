// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The review's widgets; preflightdialog.cpp has what they do.

#include "dialogs/preflightdialog.h"
#include "dialogs/preflightgate.h"
#include "models/icons.h"
#include "support/banner.h"
#include "support/plaintext.h"
#include "support/rowtable.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using bulk::Deed;
using std::chrono::hours;
using Choice = PreflightAnswer::Choice;
using Kind = PreflightModel::Kind;

namespace {

constexpr hours delays[]
    = {hours {24}, hours {72}, hours {24 * 7}, hours {24 * 14}, hours {24 * 30}};

} // namespace

QWidget *PreflightDialog::makeProgressPage()
{
    auto *page = new QWidget(m_pages);
    m_progressLabel = support::plainParagraph({}, page);
    m_progressLabel->setObjectName("progressLabel"_L1);
    m_progress = new QProgressBar(page);
    m_progress->setAccessibleName(tr("Fetching the lists again"));
    m_progress->setTextVisible(false);
    auto *column = new QVBoxLayout(page);
    column->addStretch(1);
    column->addWidget(m_progressLabel);
    column->addWidget(m_progress);
    column->addStretch(2);
    return page;
}

QWidget *PreflightDialog::makeListPage()
{
    auto *page = new QWidget(m_pages);
    m_problem = new support::Banner(page);
    m_planBanner = new support::Banner(page);
    m_planBanner->setObjectName("planBanner"_L1);
    m_planBanner->setDismissible(false);
    m_text = support::plainParagraph({}, page);
    m_text->setObjectName("preflightText"_L1);
    QFont bold = m_text->font();
    bold.setBold(true);
    m_text->setFont(bold);
    m_warning = new QWidget(page);
    auto *line = new QHBoxLayout(m_warning);
    line->setContentsMargins(0, 0, 0, 0);
    auto *icon = new QLabel(m_warning);
    icon->setPixmap(models::icon(u"warning"_s, models::Tone::Warning)
                        .pixmap(style()->pixelMetric(QStyle::PM_SmallIconSize)));
    m_warningText = support::plainParagraph({}, m_warning);
    m_warningText->setObjectName("preflightWarning"_L1);
    line->addWidget(icon, 0, Qt::AlignTop);
    line->addWidget(m_warningText, 1);
    m_facts = support::plainParagraph({}, page);
    m_facts->setObjectName("preflightFacts"_L1);
    makeTable();
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(m_planBanner);
    column->addWidget(m_problem);
    column->addWidget(m_text);
    column->addWidget(m_warning);
    column->addWidget(m_facts);
    column->addLayout(makeKindRow());
    column->addWidget(m_table, 1);
    column->addWidget(makeWhenBox());
    m_gate = new PreflightGate(page);
    connect(m_gate, &PreflightGate::typed, this, &PreflightDialog::update);
    connect(m_gate, &PreflightGate::left, this, [this] {
        (m_affirmativeButton->isEnabled() ? m_affirmativeButton : m_cancelButton)->setFocus();
    });
    column->addWidget(m_gate);
    return page;
}

QLayout *PreflightDialog::makeKindRow()
{
    m_kinds = new QComboBox(this);
    m_kinds->setObjectName("kindsBox"_L1);
    m_kinds->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    support::setSpokenLabel(m_kinds, tr("Which tokens to show"));
    connect(m_kinds, &QComboBox::activated, this,
        [this] { m_model->show(static_cast<Kind>(m_kinds->currentData().toInt())); });
    auto *tick = new QPushButton(tr("&Tick These"), this);
    tick->setObjectName("tickButton"_L1);
    auto *untick = new QPushButton(tr("&Untick These"), this);
    untick->setObjectName("untickButton"_L1);
    for (QPushButton *button : {tick, untick})
        button->setAutoDefault(false);
    connect(tick, &QPushButton::clicked, this, [this] { m_model->tickShown(true); });
    connect(untick, &QPushButton::clicked, this, [this] { m_model->tickShown(false); });
    m_tickedLabel = support::plainLabel({}, this);
    m_tickedLabel->setObjectName("tickedLabel"_L1);
    auto *row = new QHBoxLayout;
    row->addWidget(support::plainLabel(tr("Show:"), this));
    row->addWidget(m_kinds);
    row->addWidget(tick);
    row->addWidget(untick);
    row->addStretch(1);
    row->addWidget(m_tickedLabel);
    return row;
}

void PreflightDialog::makeTable()
{
    m_table = new QTableView(this);
    m_table->setObjectName("preflightTable"_L1);
    m_table->setAccessibleName(tr("Tokens in question"));
    support::makeRowTable(m_table, 9);
    m_table->setModel(m_model);
    QHeaderView *columns = m_table->horizontalHeader();
    columns->setSectionResizeMode(PreflightModel::Token, QHeaderView::Stretch);
    columns->resizeSection(PreflightModel::Place, 150);
    columns->resizeSection(PreflightModel::LastUsed, 120);
    columns->resizeSection(PreflightModel::Effect, 270);
    columns->setSortIndicator(-1, Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    m_table->installEventFilter(this);
}

QWidget *PreflightDialog::makeWhenBox()
{
    m_whenBox = new QWidget(this);
    m_now = new QRadioButton(tr("Delete &now"), m_whenBox);
    m_now->setObjectName("nowButton"_L1);
    m_later = new QRadioButton(m_whenBox);
    m_later->setObjectName("laterButton"_L1);
    m_delays = new QComboBox(m_whenBox);
    m_delays->setObjectName("delaysBox"_L1);
    support::setSpokenLabel(m_delays, tr("Delete after"));
    for (const hours delay : delays)
        m_delays->addItem(delayText(delay), static_cast<int>(delay.count()));
    m_laterNote = support::plainParagraph({}, m_whenBox);
    m_laterNote->setObjectName("laterNote"_L1);
    m_now->setChecked(true);
    connect(m_later, &QRadioButton::toggled, this, &PreflightDialog::showWhen);
    connect(m_delays, &QComboBox::activated, this, [this] {
        m_later->setChecked(true);
        showWhen();
    });
    auto *line = new QHBoxLayout;
    line->addWidget(m_now);
    line->addSpacing(16);
    line->addWidget(m_later);
    line->addWidget(m_delays);
    line->addStretch(1);
    auto *column = new QVBoxLayout(m_whenBox);
    column->setContentsMargins(0, 0, 0, 0);
    column->addLayout(line);
    column->addWidget(m_laterNote);
    m_laterNote->hide();
    return m_whenBox;
}

void PreflightDialog::makeButtons(QVBoxLayout *column)
{
    auto *buttons = new QDialogButtonBox(this);
    m_cancelButton = buttons->addButton(QDialogButtonBox::Cancel);
    m_cancelButton->setObjectName("cancelButton"_L1);
    const bool deletes = m_deed == Deed::Delete;
    m_affirmativeButton = buttons->addButton(
        QString(), deletes ? QDialogButtonBox::DestructiveRole : QDialogButtonBox::AcceptRole);
    m_affirmativeButton->setObjectName("affirmativeButton"_L1);
    m_disableButton = buttons->addButton(tr("Disable First"), QDialogButtonBox::ActionRole);
    m_disableButton->setObjectName("disableFirstButton"_L1);
    support::setPlainToolTip(m_disableButton,
        tr("Disable the ticked tokens instead. They can be deleted when nothing has complained."));
    m_planButton
        = buttons->addButton(tr("Save Plan for a Second Admin..."), QDialogButtonBox::ActionRole);
    m_planButton->setObjectName("savePlanButton"_L1);
    support::setPlainToolTip(m_planButton,
        tr("Write the ticked tokens to a file that another admin opens, checks and carries out."));
    m_planButton->setAutoDefault(false);
    m_affirmativeButton->setAutoDefault(false);
    m_disableButton->setAutoDefault(false);
    m_disableButton->hide();
    m_cancelButton->setDefault(true);
    m_cancelButton->setFocus();
    connect(m_cancelButton, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_affirmativeButton, &QPushButton::clicked, this,
        [this] { finish(isLater() ? Choice::Later : Choice::Now); });
    connect(m_disableButton, &QPushButton::clicked, this, [this] { finish(Choice::DisableFirst); });
    connect(m_planButton, &QPushButton::clicked, this,
        [this] { emit planToSave(bulk::planOf(m_model->review())); });
    column->addWidget(buttons);
}

} // namespace dialogs
