// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/plancommands.h"

#include "base/poolrun.h"
#include "bulk/planmatch.h"
#include "dialogs/plantext.h"
#include "dialogs/saveplandialog.h"
#include "shell/bulkcommands.h"
#include "shell/noticearea.h"
#include "work/desk.h"

#include <QFile>
#include <QFileDialog>

namespace shell {

using namespace Qt::StringLiterals;
using base::Result;
using bulk::SharedPlan;
using dialogs::SavePlanDialog;
using work::FileExport;

namespace {

/// The first admin's half of the trail; the second one's is in the rows of the job.
work::Beginning rowOf(const SharedPlan &plan)
{
    return {.action = domain::JournalAction::Plan,
        .phase = domain::JournalPhase::Done,
        .details = {{u"plan"_s, plan.hash}, {u"second"_s, plan.second},
            {u"job"_s, bulk::deedId(plan.deed)}, {u"count"_s, static_cast<int>(plan.rows.size())}}};
}

} // namespace

PlanCommands::PlanCommands(work::Desk &desk, const base::Clock &clock, BulkCommands &bulk,
    NoticeArea &notices, QWidget *window)
    : QObject(window)
    , m_desk(desk)
    , m_clock(clock)
    , m_bulk(bulk)
    , m_notices(notices)
    , m_window(window)
{
    connect(&bulk, &BulkCommands::planToSave, this, &PlanCommands::save);
}

void PlanCommands::open()
{
    auto *files = new QFileDialog(m_window, tr("Open Plan"));
    files->setObjectName("openPlanDialog"_L1);
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setFileMode(QFileDialog::ExistingFile);
    files->setNameFilters({tr("Plans of Tokendesk (*.json)"), tr("All files (*)")});
    connect(files, &QFileDialog::fileSelected, this, &PlanCommands::openFile);
    files->open();
}

void PlanCommands::openFile(const QString &path)
{
    base::runInPool([path] {
        return bulk::readPlanFile(path);
    }).then(this, [this](const Result<SharedPlan> &plan) {
        if (plan)
            m_bulk.reviewPlan(*plan);
        else
            m_notices.showOutcomeText(
                tr("The plan cannot be used"), dialogs::planProblemText(plan.error()));
    });
}

void PlanCommands::save(const bulk::Plan &plan, QDialog *review)
{
    const QString person = m_desk.log().person();
    auto *dialog = new SavePlanDialog(bulk::personName(person), review);
    connect(dialog, &SavePlanDialog::saveRequested, this,
        [this, dialog, plan, person](const QString &second, const QString &path) {
            base::runInPool([plan, places = bulk::placesOf(m_desk), person, second,
                                now = m_clock.now()]() -> Result<SharedPlan> {
                return bulk::sharedPlanOf(plan, places, person, second, now);
            }).then(dialog, [this, dialog, path](const Result<SharedPlan> &shared) {
                if (shared)
                    write(dialog, *shared, path);
            });
        });
    connect(dialog, &QDialog::accepted, review, &QDialog::reject); // Its turn is over.
    dialog->open();
}

void PlanCommands::write(SavePlanDialog *dialog, const SharedPlan &plan, const QString &path)
{
    auto *file = new FileExport(dialog);
    connect(file, &FileExport::finished, this,
        [this, dialog, file, plan, path](const Result<int> &rows) {
            file->deleteLater();
            if (rows)
                note(dialog, plan, path);
            else
                dialog->showProblem(rows.error());
        });
    file->start(bulk::planFile(path, plan));
}

/// A plan that the journal does not know of is not to be used: nobody learns its code.
void PlanCommands::note(SavePlanDialog *dialog, const SharedPlan &plan, const QString &path)
{
    m_desk.log().begin(rowOf(plan)).then(dialog, [dialog, plan, path](const Result<QString> &row) {
        if (row) {
            dialog->showSaved(path, bulk::codeOf(plan));
            return;
        }
        QFile::remove(path);
        dialog->showProblem(row.error());
    });
}

} // namespace shell
