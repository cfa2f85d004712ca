// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/preflightdialog.h"

#include "dialogs/plantext.h"
#include "dialogs/preflightgate.h"
#include "models/celltext.h"
#include "models/icons.h"
#include "support/banner.h"
#include "support/plaintext.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace dialogs {

using namespace Qt::StringLiterals;
using bulk::Deed;
using bulk::ReviewRow;
using std::chrono::hours;
using Choice = PreflightAnswer::Choice;
using Kind = PreflightModel::Kind;

namespace {

/// Reasons of vendors that are told in full, one line each.
constexpr int mostReasons = 3;

QString number(int value)
{
    return QLocale().toString(value);
}

/// What cannot be disabled is not deleted instead: it is left alone.
bulk::Plan disablingOf(bulk::Review review)
{
    review.deed = Deed::Disable;
    for (ReviewRow &row : review.rows)
        row.isTicked = row.isTicked && row.canDisable;
    return bulk::planOf(review);
}

} // namespace

PreflightDialog::PreflightDialog(
    bulk::Deed deed, int count, const base::Clock &clock, QWidget *parent)
    : GrowingDialog(parent)
    , m_deed(deed)
    , m_model(new PreflightModel(clock, this))
    , m_clock(clock)
    , m_pages(new QStackedWidget(this))
{
    setObjectName("preflightDialog"_L1);
    setWindowModality(Qt::WindowModal);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(m_deed == Deed::Delete ? tr("Delete %Ln Tokens", nullptr, count)
            : m_deed == Deed::Disable     ? tr("Disable %Ln Tokens", nullptr, count)
                                          : tr("Enable %Ln Tokens", nullptr, count));
    m_pages->addWidget(makeProgressPage());
    m_pages->addWidget(makeListPage());
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_pages, 1);
    makeButtons(column);
    connect(m_model, &PreflightModel::tickedChanged, this, &PreflightDialog::update);
    resize(820, 640);
    update();
}

void PreflightDialog::showPlan(const bulk::SharedPlan &plan, const QString &person)
{
    m_plan = plan;
    m_planButton->hide();
    m_gate->setPlan(plan);
    const QString title = planTitle(plan, m_clock.now());
    if (bulk::isSamePerson(plan.maker, person))
        m_planBanner->showMessage(support::Banner::Severity::Warning, title,
            tr("You are signed in to this computer as %1, who made this plan. That is one pair of "
               "eyes, not two; somebody else should open it.")
                    .arg(support::shown(bulk::personName(person)))
                + u'\n' + planLimitText());
    else
        m_planBanner->showMessage(support::Banner::Severity::Information, title, planLimitText());
    update();
}

void PreflightDialog::showProgress(const QString &what, int done, int all)
{
    m_pages->setCurrentIndex(0);
    support::setPlainText(m_progressLabel, what);
    m_progress->setRange(0, all);
    m_progress->setValue(done);
    update();
}

void PreflightDialog::showReview(bulk::Review review, const QString &problem)
{
    m_pages->setCurrentIndex(1);
    if (problem.isEmpty())
        m_problem->clear();
    else
        m_problem->showMessage(support::Banner::Severity::Warning,
            tr("Not every list could be fetched again"), problem);
    const bool anyDisable = review.totals().canDisable > 0;
    const bool deletes = m_deed == Deed::Delete && !m_plan; // A plan is carried out as it is.
    m_whenBox->setVisible(deletes);
    m_disableButton->setVisible(deletes && anyDisable);
    m_later->setText(anyDisable ? tr("Disable now, delete &after") : tr("Delete &in"));
    m_delays->setCurrentIndex(anyDisable ? 2 : 0);
    m_model->setReview(std::move(review));
    showSummary();
    showKinds();
    update();
}

void PreflightDialog::showKinds()
{
    const auto add = [this](Kind kind, const QString &text) {
        if (const int count = m_model->countOf(kind); count > 0)
            m_kinds->addItem(tr("%1 (%2)").arg(text, number(count)), static_cast<int>(kind));
    };
    m_kinds->clear();
    add(Kind::All, tr("All"));
    add(Kind::InUse, tr("In use, or not known"));
    add(Kind::Locked, tr("Left out"));
    m_kinds->addItem(tr("Ticked"), static_cast<int>(Kind::Ticked));
    m_kinds->addItem(tr("Not ticked"), static_cast<int>(Kind::NotTicked));
}

/// Counts by vendor, and from when to when they were used (BULK-02).
void PreflightDialog::showSummary()
{
    const auto totals = m_model->review().totals();
    QStringList parts;
    for (const domain::Vendor vendor : domain::allVendors) {
        if (const int count = totals.perVendor[static_cast<std::size_t>(vendor)]; count > 0)
            parts += tr("%1: %2").arg(domain::vendorName(vendor), number(count));
    }
    if (totals.oldestUse && totals.newestUse) {
        const auto read = [this](base::Instant when) {
            return models::relativeTime(when, m_clock.now(), domain::Precision::Exact);
        };
        const QString oldest = read(*totals.oldestUse);
        const QString newest = read(*totals.newestUse);
        parts += oldest == newest ? tr("last used %1").arg(oldest)
                                  : tr("last used %1 to %2").arg(oldest, newest);
    }
    if (totals.notListed > 0)
        parts += tr("%Ln not listed any more", nullptr, totals.notListed);
    // A column is too narrow for a vendor's reason.
    const QStringList lines = m_model->refusals().mid(0, mostReasons);
    support::setPlainText(m_facts, (parts.join(u"  ·  "_s) + u'\n' + lines.join(u'\n')).trimmed());
    const int used = m_model->countOf(Kind::InUse);
    m_warning->setVisible(used > 0 && m_deed != Deed::Enable);
    support::setPlainText(m_warningText,
        tr("%Ln were used within seven days, or nobody knows whether they are in use. They are not "
           "ticked; tick them only if you mean it.",
            nullptr, used));
}

bool PreflightDialog::isLater() const
{
    return m_deed == Deed::Delete && m_later->isChecked();
}

hours PreflightDialog::delay() const
{
    return hours {m_delays->currentData().toInt()};
}

void PreflightDialog::showWhen()
{
    m_model->setDelay(isLater() ? std::optional(delay()) : std::nullopt);
    update();
}

QString PreflightDialog::affirmative(int count) const
{
    switch (m_deed) {
    case Deed::Enable:
        return tr("Enable %Ln Tokens", nullptr, count);
    case Deed::Disable:
        return tr("Disable %Ln Tokens", nullptr, count);
    case Deed::Delete:
        break;
    }
    return isLater() ? tr("Delete %Ln Tokens Later", nullptr, count)
                     : tr("Delete %Ln Tokens", nullptr, count);
}

void PreflightDialog::showTexts()
{
    const int count = m_model->tickedCount();
    support::setPlainText(m_tickedLabel,
        tr("%1 of %2 ticked").arg(number(count), number(int(m_model->review().rows.size()))));
    const QString text = m_deed == Deed::Disable
        ? tr("Whatever uses the keys of the ticked tokens stops working until they are enabled "
             "again.")
        : m_deed == Deed::Enable ? tr("The keys of the ticked tokens work again.")
        : isLater() ? tr("The ticked tokens are deleted when the time is over. Until then it can "
                         "be undone.")
                    : tr("Whatever uses the keys of the ticked tokens stops working at once. This "
                         "cannot be undone.");
    support::setPlainText(m_text, text);
    setAccessibleDescription(text);
    m_laterNote->setVisible(isLater());
    if (!isLater())
        return;
    const auto &rows = m_model->review().rows;
    const auto staying = std::count_if(rows.begin(), rows.end(),
        [](const ReviewRow &row) { return row.isTicked && !row.canDisable; });
    QStringList notes {tr("Tokendesk deletes only while it runs.")};
    if (staying > 0)
        notes += tr("%Ln cannot be disabled and stay in use until then.", nullptr, int(staying));
    support::setPlainText(m_laterNote, notes.join(u' '));
}

/// Everything that follows from what is ticked, typed and chosen.
void PreflightDialog::update()
{
    showTexts();
    m_gate->setWanted(m_deed, bulk::gateOf(m_model->review()));
    const bool isListed = m_pages->currentIndex() == 1;
    const int count = m_model->tickedCount();
    m_affirmativeButton->setText(affirmative(count));
    m_affirmativeButton->setEnabled(isListed && count > 0 && m_gate->isOpen());
    support::setPlainToolTip(m_affirmativeButton, m_gate->codeProblem());
    m_disableButton->setEnabled(isListed && count > 0);
    m_planButton->setEnabled(isListed && count > 0);
}

/// The space bar ticks whatever is selected, as the current row will be.
void PreflightDialog::toggleSelected()
{
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return;
    const QModelIndex box = current.siblingAtColumn(PreflightModel::Token);
    const bool ticked = box.data(Qt::CheckStateRole).toInt() != Qt::Checked;
    const QItemSelection selection = m_table->selectionModel()->selection();
    if (selection.isEmpty())
        m_model->tick(current.row(), current.row(), ticked);
    for (const QItemSelectionRange &range : selection)
        m_model->tick(range.top(), range.bottom(), ticked);
}

bool PreflightDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_table || event->type() != QEvent::KeyPress)
        return GrowingDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Space) {
        toggleSelected();
        return true;
    }
    // Not the default button: what was ticked by hand would be lost.
    return key == Qt::Key_Return || key == Qt::Key_Enter;
}

void PreflightDialog::finish(Choice choice)
{
    bulk::Plan plan = bulk::planOf(m_model->review());
    if (choice == Choice::DisableFirst)
        plan = disablingOf(m_model->review());
    if (m_plan)
        plan.seal = {m_plan->hash, m_plan->maker};
    emit confirmed({choice, std::move(plan), isLater() ? delay() : hours {}});
    accept();
}

} // namespace dialogs
