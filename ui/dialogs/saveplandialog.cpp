// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/saveplandialog.h"

#include "bulk/sharedplan.h"
#include "dialogs/plantext.h"
#include "support/banner.h"
#include "support/plaintext.h"

#include <QClipboard>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestName = 120;

} // namespace

SavePlanDialog::SavePlanDialog(QString maker, QWidget *parent)
    : GrowingDialog(parent)
    , m_maker(std::move(maker))
    , m_askPage(new QWidget(this))
{
    setObjectName("savePlanDialog"_L1);
    setWindowTitle(tr("Save Plan for a Second Admin"));
    setWindowModality(Qt::WindowModal);
    setAttribute(Qt::WA_DeleteOnClose);
    makeAskPage();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_cancelButton = buttons->button(QDialogButtonBox::Cancel);
    m_cancelButton->setObjectName("cancelButton"_L1);
    m_saveButton = buttons->addButton(tr("&Save..."), QDialogButtonBox::AcceptRole);
    m_saveButton->setObjectName("savePlanFileButton"_L1);
    m_saveButton->setDefault(true);
    m_doneButton = buttons->addButton(tr("Done"), QDialogButtonBox::AcceptRole);
    m_doneButton->setObjectName("doneButton"_L1);
    m_doneButton->hide();
    connect(m_saveButton, &QPushButton::clicked, this, &SavePlanDialog::chooseFile);
    connect(m_doneButton, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_cancelButton, &QPushButton::clicked, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_askPage);
    column->addStretch(1);
    column->addWidget(buttons);
    setMinimumWidth(560);
    update();
}

void SavePlanDialog::makeAskPage()
{
    QWidget *page = m_askPage;
    m_problem = new support::Banner(page);
    m_second = new QLineEdit(page);
    m_second->setObjectName("secondEdit"_L1);
    m_second->setAccessibleName(tr("Second admin"));
    m_second->setMaxLength(longestName);
    connect(m_second, &QLineEdit::textChanged, this, &SavePlanDialog::update);
    m_remark = support::plainParagraph({}, page);
    m_remark->setObjectName("secondRemark"_L1);
    auto *form = new QFormLayout;
    form->addRow(tr("Second &admin:"), m_second);
    form->addRow(QString(), m_remark);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(m_problem);
    column->addWidget(support::plainParagraph(
        tr("The plan says which tokens you ticked and what is to be done to them. The second admin "
           "opens it with Token > Open Plan under their own login, looks at each token, types the "
           "code that you tell them, and carries it out. Until then nothing happens."),
        page));
    column->addWidget(support::plainParagraph(
        tr("The file has ids and names, and never a key. It can be read by you alone."), page));
    column->addLayout(form);
    column->addWidget(support::plainParagraph(planLimitText(), page));
}

void SavePlanDialog::makeSavedPage()
{
    m_savedPage = new QWidget(this);
    QWidget *page = m_savedPage;
    m_path = support::plainParagraph({}, page);
    m_path->setObjectName("savedLabel"_L1);
    m_code = support::plainLabel({}, page);
    m_code->setObjectName("codeLabel"_L1);
    QFont large = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    large.setPointSizeF(font().pointSizeF() * 1.8);
    large.setBold(true);
    m_code->setFont(large);
    m_code->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copyButton = new QPushButton(tr("&Copy"), page);
    m_copyButton->setObjectName("copyCodeButton"_L1);
    m_copyButton->setAccessibleName(tr("Copy code"));
    m_copyButton->setAutoDefault(false);
    connect(m_copyButton, &QPushButton::clicked, this, &SavePlanDialog::copyCode);
    m_steps = support::plainParagraph({}, page);
    m_steps->setObjectName("stepsLabel"_L1);
    auto *line = new QHBoxLayout;
    line->addWidget(support::plainLabel(tr("Code:"), page));
    line->addSpacing(8);
    line->addWidget(m_code);
    line->addSpacing(8);
    line->addWidget(m_copyButton);
    line->addStretch(1);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(10);
    column->addWidget(m_path);
    column->addLayout(line);
    column->addWidget(m_steps);
    column->addWidget(support::plainParagraph(planLimitText(), page));
}

void SavePlanDialog::update()
{
    const QString second = m_second->text().trimmed();
    m_saveButton->setEnabled(!second.isEmpty() && !m_isBusy);
    support::setPlainText(m_remark,
        bulk::isSamePerson(second, m_maker) && !second.isEmpty()
            ? tr("That is you: it would be one pair of eyes, not two.")
            : tr("Noted in the plan and in your journal, so that it can be held against theirs."));
}

void SavePlanDialog::setBusy(bool isBusy)
{
    m_isBusy = isBusy;
    m_second->setEnabled(!isBusy);
    m_cancelButton->setEnabled(!isBusy);
    update();
}

void SavePlanDialog::chooseFile()
{
    auto *files = new QFileDialog(this, windowTitle());
    files->setObjectName("planFileDialog"_L1);
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setNameFilters({tr("Plans of Tokendesk (*.json)")});
    files->setDefaultSuffix(u"json"_s);
    files->selectFile(u"tokendesk-plan.json"_s);
    connect(files, &QFileDialog::fileSelected, this, [this](const QString &path) {
        setBusy(true);
        emit saveRequested(m_second->text().trimmed(), path);
    });
    files->open();
}

void SavePlanDialog::showProblem(const base::Error &error)
{
    setBusy(false);
    m_problem->showError(
        error, {.action = tr("Save the plan"), .connection = {}, .host = {}, .when = {}}, false);
}

void SavePlanDialog::showSaved(const QString &path, const QString &code)
{
    setBusy(false);
    const QString second = support::shown(m_second->text().trimmed());
    // Not before: the paragraphs of a hidden page would keep the height of a narrow one.
    makeSavedPage();
    support::setPlainText(m_path, tr("The plan is saved at %1").arg(support::shown(path)));
    support::setPlainText(m_code, code);
    m_code->setAccessibleName(tr("Code %1").arg(code));
    support::setPlainText(m_steps,
        tr("1. Give the file to %1.\n"
           "2. Tell %1 the code by another way, best by voice: whoever could change the file on "
           "its way cannot change what you say.\n"
           "3. %1 opens the file with Token > Open Plan, and types the code.\n\n"
           "No token was changed. The journal has a row with the plan's hash and both names.")
            .arg(second));
    m_askPage->hide();
    m_savedPage->resize(m_askPage->size());
    static_cast<QVBoxLayout *>(layout())->insertWidget(0, m_savedPage);
    m_savedPage->show();
    m_saveButton->hide();
    m_cancelButton->hide();
    m_doneButton->show();
    m_doneButton->setDefault(true);
    m_doneButton->setFocus();
}

void SavePlanDialog::copyCode()
{
    QGuiApplication::clipboard()->setText(m_code->text());
    m_copyButton->setText(tr("Copied"));
}

/// Not while it is written; and once it is saved, every way out is Done.
void SavePlanDialog::reject()
{
    if (m_isBusy)
        return;
    if (m_savedPage)
        accept();
    else
        GrowingDialog::reject();
}

} // namespace dialogs
