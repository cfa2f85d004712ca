// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/stagedview.h"

#include "jobs/panelbutton.h"
#include "jobs/stagedmodel.h"
#include "support/banner.h"
#include "support/plaintext.h"
#include "support/rowtable.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace jobs {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using bulk::StagedDelete;

StagedView::StagedView(bulk::StagedDeletes &staged, const base::Clock &clock,
    support::Prompter &prompter, QWidget *parent)
    : QWidget(parent)
    , m_staged(staged)
    , m_prompter(prompter)
    , m_model(new StagedModel(staged, clock, this))
    , m_banner(new support::Banner(this))
{
    m_banner->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    makeTable();
    m_undo = panelButton("undoStagedButton"_L1, tr("&Undo"), u"undo"_s, this);
    m_postpone = panelButton("postponeButton"_L1, tr("&Wait 24 Hours More"), u"expired"_s, this);
    m_now = panelButton("deleteNowButton"_L1, tr("Delete &Now..."), u"delete"_s, this);
    support::setPlainToolTip(
        m_undo, tr("Takes the deletion back; what was disabled for it is enabled again"));
    connect(m_undo, &QPushButton::clicked, this, &StagedView::undo);
    connect(m_postpone, &QPushButton::clicked, this, &StagedView::postpone);
    connect(m_now, &QPushButton::clicked, this, [this] { askDeleteNow(chosen()); });
    auto *row = new QHBoxLayout;
    for (QPushButton *one : {m_undo, m_postpone, m_now})
        row->addWidget(one);
    row->addSpacing(12);
    auto *remark = support::plainLabel(tr("They fire only while Tokendesk runs."), this);
    support::setPlainToolTip(
        remark, tr("What comes due while it does not run waits for your word."));
    row->addWidget(remark, 1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 4, 4);
    column->setSpacing(4);
    column->addWidget(m_banner);
    column->addLayout(row);
    column->addWidget(m_table, 1);
    connect(m_model, &StagedModel::renewed, this, &StagedView::refresh);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
        &StagedView::refresh);
    refresh();
}

void StagedView::makeTable()
{
    m_table = new QTableView(this);
    m_table->setObjectName("stagedTable"_L1);
    m_table->setAccessibleName(tr("Deletions that wait"));
    support::makeRowTable(m_table, 4);
    m_table->setModel(m_model);
    QHeaderView *columns = m_table->horizontalHeader();
    columns->setStretchLastSection(true);
    columns->resizeSection(StagedModel::Token, 190);
    columns->resizeSection(StagedModel::Connection, 130);
    columns->resizeSection(StagedModel::When, 170);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        if (const StagedDelete *one = m_model->at(index))
            emit tokenRequested(one->key);
    });
}

void StagedView::tick()
{
    m_model->tick();
}

QStringList StagedView::chosen() const
{
    QStringList operations;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows) {
        if (const StagedDelete *one = m_model->at(row))
            operations += one->operation;
    }
    return operations;
}

void StagedView::refresh()
{
    QStringList overdue;
    for (const StagedDelete &one : m_staged.all()) {
        if (one.state == StagedDelete::State::Overdue)
            overdue += one.operation;
    }
    const bool any = m_table->selectionModel()->hasSelection();
    for (QPushButton *one : {m_undo, m_postpone, m_now})
        one->setEnabled(any);
    if (overdue == m_overdue)
        return; // The buttons of the message may be in use.
    m_overdue = overdue;
    if (overdue.isEmpty()) {
        m_banner->clear();
        return;
    }
    m_banner->showMessage(support::Banner::Severity::Warning,
        tr("%Ln deletions are overdue", nullptr, static_cast<int>(overdue.size())),
        tr("Their time came while Tokendesk did not run, or the clock was changed. Nothing is "
           "deleted unless you say so."));
    m_banner->setDismissible(false);
    m_banner->addAction(tr("Delete These Now..."), u"deleteOverdueButton"_s,
        [this, overdue] { askDeleteNow(overdue); });
    m_banner->addAction(
        tr("Undo These"), u"undoOverdueButton"_s, [this, overdue] { undoNext(overdue); });
}

void StagedView::follow(base::Task<Unit> task)
{
    task.then(this, [this](const Result<Unit> &ended) {
        if (!ended)
            emit failed(ended.error());
    });
}

void StagedView::undo()
{
    undoNext(chosen());
}

/// One after the other: enabling again asks the vendor.
void StagedView::undoNext(QStringList operations)
{
    if (operations.isEmpty())
        return;
    const QString operation = operations.takeFirst();
    const StagedDelete *one = m_staged.find(operation);
    const QString name = one ? one->name : QString();
    m_staged.undo(operation).then(this, [this, operations, name](const Result<Unit> &ended) {
        if (ended)
            emit undone(name);
        else
            emit failed(ended.error());
        undoNext(operations);
    });
}

void StagedView::postpone()
{
    for (const QString &operation : chosen())
        follow(m_staged.postpone(operation, std::chrono::hours {24}));
}

void StagedView::askDeleteNow(const QStringList &operations)
{
    if (operations.isEmpty())
        return;
    const int count = static_cast<int>(operations.size());
    support::Question question;
    question.title = tr("Delete %Ln Tokens Now", nullptr, count);
    question.text = tr("Whatever still uses their keys stops working at once. This cannot be "
                       "undone.");
    for (const QString &operation : operations) {
        if (const StagedDelete *one = m_staged.find(operation))
            question.rows.push_back({one->name, one->connectionName});
    }
    question.affirmative = tr("Delete %Ln Tokens", nullptr, count);
    question.isDestructive = true;
    if (count > 1)
        question.typedGate = tr("delete %1").arg(count);
    m_prompter.ask(this, question)
        .then(this, [this, operations](const Result<support::Answer> &answer) {
            if (!answer || !answer->isAffirmed())
                return;
            for (const QString &operation : operations)
                follow(m_staged.deleteNow(operation));
        });
}

} // namespace jobs
