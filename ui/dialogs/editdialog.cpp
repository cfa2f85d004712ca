// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/editdialog.h"

#include "dialogs/changesview.h"
#include "dialogs/granteditor.h"
#include "support/banner.h"
#include "support/environmentstripe.h"
#include "support/fieldform.h"
#include "support/plaintext.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using base::Result;
using domain::DraftForm;
using domain::Grant;
using domain::Operation;

namespace {

/// The token's grants in the form the editor gives them back. What the editor cannot keep (a grant
/// that is forbidden now) stays as it is, so that losing it shows as a difference.
std::vector<Grant> asShown(const std::vector<Grant> &grants, const std::vector<Grant> &shown)
{
    std::vector<Grant> result;
    for (const Grant &grant : grants) {
        const auto same = std::find_if(shown.begin(), shown.end(), [&grant](const Grant &one) {
            return one.name == grant.name && one.target == grant.target
                && (grant.wire.isEmpty() || one.wire == grant.wire);
        });
        result.push_back(same == shown.end() ? grant : *same);
    }
    return result;
}

} // namespace

EditDialog::EditDialog(work::Desk &desk, const domain::Token &token,
    const domain::Connection &connection, const domain::Capabilities &capabilities, QWidget *parent)
    : GrowingDialog(parent)
    , m_desk(desk)
    , m_token(token)
    , m_connection(connection)
    , m_capabilities(capabilities)
    , m_flow(desk)
    , m_fields(new support::FieldForm(this))
    , m_name(new QLineEdit(this))
    , m_description(new QLineEdit(this))
    , m_changes(new ChangesView(this))
    , m_banner(new support::Banner(this))
    , m_progress(support::plainLabel({}, this))
{
    setObjectName(u"editDialog"_s);
    setWindowTitle(tr("Edit Token"));
    setWindowModality(Qt::WindowModal);
    build();
    showToken(token);
    loadForm();
}

EditDialog::~EditDialog()
{
    m_loading.cancel();
    m_looking.cancel();
}

void EditDialog::build()
{
    auto *stripe = new support::EnvironmentStripe(this);
    stripe->setEnvironment(m_connection.environment, m_connection.name);
    m_name->setObjectName(u"tokenNameEdit"_s);
    m_description->setObjectName(u"tokenDescriptionEdit"_s);
    m_fields->addField(u"name"_s, tr("&Name:"), m_name);
    m_fields->addField(u"description"_s, tr("&Description:"), m_description);
    allow(m_name, Operation::Rename);
    allow(m_description, Operation::EditDescription);
    connect(m_name, &QLineEdit::textChanged, this, &EditDialog::showDifference);
    connect(m_description, &QLineEdit::textChanged, this, &EditDialog::showDifference);
    m_progress->setObjectName(u"progressLabel"_s);

    auto *buttons = new QDialogButtonBox(this);
    m_saveButton = buttons->addButton(QDialogButtonBox::Save);
    m_saveButton->setObjectName(u"saveButton"_s);
    m_saveButton->setDefault(true);
    m_cancelButton = buttons->addButton(QDialogButtonBox::Cancel);
    m_cancelButton->setObjectName(u"cancelButton"_s);
    connect(m_saveButton, &QPushButton::clicked, this, &EditDialog::save);
    connect(m_cancelButton, &QPushButton::clicked, this, &EditDialog::reject);
    connect(m_banner, &support::Banner::retryRequested, this, &EditDialog::loadForm);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(stripe);
    layout->addWidget(m_fields, 1);
    layout->addWidget(m_changes);
    layout->addWidget(m_banner);
    layout->addWidget(m_progress);
    layout->addWidget(buttons);
    setMinimumWidth(600);
    resize(
        620, 500); // Room for the grants that are on their way, so that the window does not jump.
}

void EditDialog::allow(QWidget *editor, Operation operation)
{
    const domain::Capability &can = m_capabilities[operation];
    editor->setEnabled(can.isPossible());
    if (can.isPossible())
        return;
    const QString reason = can.reason.isEmpty() ? tr("The vendor cannot change this.")
                                                : support::shown(can.reason, 300);
    support::setPlainToolTip(editor, reason);
    m_fields->setHint(operation == Operation::Rename  ? u"name"_s
            : operation == Operation::EditDescription ? u"description"_s
                                                      : u"grants"_s,
        reason);
}

void EditDialog::loadForm()
{
    m_banner->clear();
    setBusy(tr("Asking the vendor what can be changed..."));
    m_loading = m_desk.draftForms(m_connection.id);
    m_loading.then(this, [this](const Result<std::vector<DraftForm>> &forms) {
        setBusy({});
        if (m_name->isEnabled())
            m_name->setFocus(); // Disabled while asking, it lost the focus to a button.
        if (forms) {
            takeForms(*forms);
            return;
        }
        showGrantsAsText(tr("The choices could not be loaded."));
        m_banner->showError(forms.error(),
            {tr("Edit token"), m_connection.name, m_connection.baseUrl.host(), {}}, true);
    });
}

void EditDialog::takeForms(const std::vector<DraftForm> &forms)
{
    for (const DraftForm &form : forms) {
        if (form.kind != m_token.kind)
            continue;
        m_vendorForm = form;
        m_fields->setFieldVisible(u"description"_s, form.description.has_value());
        if (m_token.grantsState != domain::FactState::Known)
            showGrantsAsText(tr("The vendor did not report what this token may do."));
        else
            showGrants(form);
        return;
    }
    showGrantsAsText(tr("The vendor has no form for this kind of token."));
}

void EditDialog::showGrants(const DraftForm &form)
{
    if (m_grants)
        return;
    m_grants = makeGrantEditor(form, this);
    showToken(m_token);
    if (!m_fields->hasField(u"grants"_s)) {
        m_fields->addField(u"grants"_s,
            form.style == domain::GrantStyle::RoleOnTarget ? tr("Roles:") : tr("Grants:"),
            m_grants);
    }
    if (form.style != domain::GrantStyle::Inherited)
        allow(m_grants, Operation::EditGrants);
    connect(m_grants, &GrantEditor::edited, this, &EditDialog::showDifference);
}

void EditDialog::showToken(const domain::Token &token)
{
    m_token = token;
    m_name->setText(token.name);
    m_description->setText(token.description.isKnown() ? token.description.value : QString());
    if (m_grants) {
        m_grants->setGrants(token.grants);
        m_shownGrants = m_grants->grants();
        m_before = asShown(token.grants, m_shownGrants);
    }
    showDifference();
}

void EditDialog::showGrantsAsText(const QString &why)
{
    if (m_fields->hasField(u"grants"_s))
        return;
    auto *label = support::plainParagraph(why, this);
    label->setObjectName(u"grantsLabel"_s);
    m_fields->addField(u"grants"_s, tr("Grants:"), label);
}

domain::TokenEdit EditDialog::typedEdit() const
{
    domain::TokenEdit edit;
    if (m_name->isEnabledTo(this) && m_name->text().trimmed() != m_token.name.trimmed())
        edit.name = m_name->text().trimmed();
    const QString before = m_token.description.isKnown() ? m_token.description.value : QString();
    if (m_description->isEnabledTo(this) && m_description->text().trimmed() != before.trimmed())
        edit.description = m_description->text().trimmed();
    if (m_grants && !grantDifference(m_shownGrants, m_grants->grants()).isEmpty())
        edit.grants = m_grants->grants();
    return edit;
}

void EditDialog::showDifference()
{
    domain::TokenEdit edit = typedEdit();
    edit.grants.reset();
    domain::EditDifference difference = domain::differenceOf(m_token, edit);
    if (m_grants)
        difference.grants = domain::compareGrants(m_before, m_grants->grants());
    m_changes->show(difference);
}

bool EditDialog::check(const domain::TokenEdit &edit)
{
    if (m_grants) {
        if (const QString problem = m_grants->problem(); !problem.isEmpty())
            return !m_fields->showError(u"grants"_s, problem);
    }
    domain::TokenDraft draft;
    draft.kind = m_token.kind;
    draft.name = m_name->text().trimmed();
    draft.description = m_description->text().trimmed();
    draft.grants = m_grants ? m_grants->grants() : m_token.grants;
    domain::DraftForm form = m_vendorForm;
    form.lifetime.reset(); // Fixed when it was created.
    form.unavailable.clear();
    const auto checked = domain::checkDraft(form, draft);
    if (checked)
        return true;
    const QString &field = checked.error().field;
    // What was wrong before and is not touched is none of this edit's business.
    const bool concerns = (field == "name"_L1 && edit.name)
        || (field == "description"_L1 && edit.description) || (field == "grants"_L1 && edit.grants);
    if (!concerns)
        return true;
    m_fields->showError(field, support::shown(checked.error().detail, 300));
    return false;
}

void EditDialog::setBusy(const QString &what)
{
    const bool isBusy = !what.isEmpty();
    support::setPlainText(m_progress, what);
    m_progress->setVisible(isBusy);
    m_fields->setEnabled(!isBusy);
    m_saveButton->setEnabled(!isBusy);
    m_cancelButton->setEnabled(!m_isSending);
    support::setPlainToolTip(m_cancelButton,
        m_isSending ? tr("The request is on its way and cannot be taken back.") : QString());
}

void EditDialog::reject()
{
    if (!m_isSending)
        GrowingDialog::reject();
}

} // namespace dialogs
