// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/issuedialog.h"

#include "dialogs/cloneremarks.h"
#include "dialogs/issueform.h"
#include "dialogs/unknownoutcome.h"
#include "support/banner.h"
#include "support/environmentstripe.h"
#include "support/plaintext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using base::Error;
using base::Result;
using domain::DraftForm;

namespace {

/// Whether a name of this vendor has room for a mark and takes its characters.
bool takesMark(const domain::TextRule &rule)
{
    const QString marked = u"name-a1b2c3d4"_s;
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(rule.pattern),
        QRegularExpression::UseUnicodePropertiesOption);
    return rule.maximum >= 2 * marked.size()
        && (rule.pattern.isEmpty() || pattern.match(marked).hasMatch());
}

} // namespace

IssueDialog::IssueDialog(
    work::Desk &desk, const domain::Connection &connection, HandOver handOver, QWidget *parent)
    : GrowingDialog(parent)
    , m_desk(desk)
    , m_connection(connection)
    , m_handOver(std::move(handOver))
    , m_formLayout(new QVBoxLayout)
    , m_kind(new QComboBox(this))
    , m_kindLabel(new QLabel(tr("&Kind of token:"), this))
    , m_mark(new QCheckBox(
          tr("Add a &mark to the name, so that the token can be told from others"), this))
    , m_banner(new support::Banner(this))
    , m_progress(support::plainParagraph({}, this))
{
    setObjectName(u"issueDialog"_s);
    setWindowModality(Qt::WindowModal);
    build();
    connect(m_banner, &support::Banner::retryRequested, this, &IssueDialog::loadForms);
    connect(m_kind, &QComboBox::currentIndexChanged, this, &IssueDialog::showForm);
}

IssueDialog::~IssueDialog()
{
    m_loading.cancel();
}

void IssueDialog::build()
{
    auto *stripe = new support::EnvironmentStripe(this);
    stripe->setEnvironment(m_connection.environment, m_connection.name);
    m_kind->setObjectName(u"kindComboBox"_s);
    m_kind->setAccessibleName(tr("Kind of token"));
    m_kindLabel->setBuddy(m_kind);
    m_progress->setObjectName(u"progressLabel"_s);
    auto *kindLine = new QHBoxLayout;
    kindLine->addWidget(m_kindLabel);
    kindLine->addWidget(m_kind, 1);
    m_kind->hide();
    m_kindLabel->hide();
    m_mark->setObjectName(u"markCheckBox"_s);
    support::setPlainToolTip(m_mark,
        tr("Eight letters and digits at its end, such as “-k3x09aqz”: should the vendor's answer "
           "be "
           "lost, the token is known by them even where others have the same name."));
    m_mark->hide();

    auto *buttons = new QDialogButtonBox(this);
    m_createButton = buttons->addButton(tr("Create Token"), QDialogButtonBox::AcceptRole);
    m_createButton->setObjectName(u"createButton"_s);
    m_createButton->setDefault(true);
    m_createButton->setEnabled(false);
    m_cancelButton = buttons->addButton(QDialogButtonBox::Cancel);
    m_cancelButton->setObjectName(u"cancelButton"_s);
    m_cancelButton->setAutoDefault(false);
    connect(m_createButton, &QPushButton::clicked, this, &IssueDialog::create);
    connect(m_cancelButton, &QPushButton::clicked, this, &IssueDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(stripe);
    layout->addLayout(kindLine);
    layout->addLayout(m_formLayout, 1);
    layout->addWidget(m_mark);
    layout->addWidget(m_banner);
    layout->addWidget(m_progress);
    layout->addWidget(buttons);
    setMinimumWidth(620);
    resize(640, 560); // Room for the form that is on its way, so that the window does not jump.
}

void IssueDialog::startNew()
{
    setWindowTitle(tr("New Token"));
    loadForms();
}

void IssueDialog::startClone(const domain::Token &token)
{
    m_model = token;
    setWindowTitle(tr("Duplicate Token"));
    loadForms();
}

void IssueDialog::startReplacement(const domain::Token &token)
{
    m_model = token;
    m_isReplacement = true;
    m_replaces = token.key.remoteId;
    setWindowTitle(tr("Replace Token"));
    loadForms();
}

void IssueDialog::offerMark(bool isMarked, std::function<void(bool)> chosen)
{
    m_mark->setChecked(isMarked);
    m_markChosen = std::move(chosen);
}

void IssueDialog::startRotation(const domain::Token &token, const QString &group)
{
    m_model = token;
    m_group = group;
    m_replaces = token.key.remoteId;
    setWindowTitle(tr("Replacement Token"));
    loadForms();
}

void IssueDialog::loadForms()
{
    m_banner->clear();
    setBusy(tr("Asking the vendor what a token can have here..."));
    m_loading = m_desk.draftForms(m_connection.id);
    m_loading.then(this, [this](Result<std::vector<DraftForm>> forms) {
        setBusy({});
        if (forms) {
            takeForms(std::move(*forms));
            return;
        }
        m_createButton->setEnabled(false);
        m_banner->showError(forms.error(),
            {tr("Prepare a new token"), m_connection.name, m_connection.baseUrl.host(), {}}, true);
    });
}

void IssueDialog::takeForms(std::vector<DraftForm> forms)
{
    m_forms = std::move(forms);
    const QSignalBlocker quiet(m_kind);
    m_kind->clear();
    int wanted = 0;
    for (std::size_t i = 0; i < m_forms.size(); ++i) {
        switch (m_forms[i].kind) {
        case domain::TokenKind::Organisation:
            m_kind->addItem(tr("Organisation token"));
            break;
        case domain::TokenKind::User:
            m_kind->addItem(tr("User token (your own rights)"));
            break;
        case domain::TokenKind::Account:
            m_kind->addItem(tr("Account token"));
            break;
        }
        if (m_model && m_model->kind == m_forms[i].kind)
            wanted = static_cast<int>(i);
    }
    m_kind->setVisible(m_forms.size() > 1);
    m_kindLabel->setVisible(m_forms.size() > 1);
    m_kind->setCurrentIndex(wanted);
    showForm(wanted);
    fillFromModel();
}

void IssueDialog::showForm(int index)
{
    if (index < 0 || index >= static_cast<int>(m_forms.size()))
        return;
    const DraftForm &form = m_forms[static_cast<std::size_t>(index)];
    auto *next = new IssueForm(form, this);
    next->setObjectName(u"issueForm"_s);
    if (m_form) {
        next->setTexts(m_form->name(), m_form->description());
        delete m_form;
    }
    m_form = next;
    m_formLayout->addWidget(m_form);
    m_form->setFocus();
    m_mark->setVisible(m_markChosen && takesMark(form.name));
    const bool canCreate = form.unavailable.isEmpty();
    m_form->setEnabled(canCreate);
    m_createButton->setEnabled(canCreate);
    if (canCreate)
        m_banner->clear();
    else
        m_banner->showMessage(support::Banner::Severity::Warning,
            tr("Such a token cannot be created here."), support::shown(form.unavailable, 300));
}

void IssueDialog::fillFromModel()
{
    if (!m_model || !m_form)
        return;
    const QString description
        = m_model->description.isKnown() ? m_model->description.value : QString();
    const bool isRotation = !m_group.isEmpty();
    const QString name = m_isReplacement ? m_model->name
        : isRotation                     ? nextName(m_model->name)
                                         : tr("%1 copy").arg(m_model->name);
    m_form->setTexts(name, description);
    m_form->setAddresses(m_model->allowedAddresses);
    if (m_model->grantsState == domain::FactState::Known)
        m_form->setGrants(m_model->grants);
    if (isRotation) {
        sayWhatIsNotCloned();
        return;
    }
    if (m_model->grantsState != domain::FactState::Known)
        m_banner->showMessage(support::Banner::Severity::Information,
            tr("The vendor did not report what the original may do."),
            tr("Choose the grants of the new token yourself."));
}

void IssueDialog::sayWhatIsNotCloned()
{
    const auto index = static_cast<std::size_t>(m_kind->currentIndex());
    const work::Session *session = m_desk.session(m_connection.id);
    if (!session || index >= m_forms.size())
        return;
    const QStringList remarks = cloneRemarks(*m_model, m_forms[index], session->capabilities());
    if (!remarks.isEmpty())
        m_banner->showMessage(support::Banner::Severity::Information,
            tr("Good to know before you create it"), remarks.join(u'\n'));
}

void IssueDialog::create()
{
    if (!m_form || m_isSending)
        return;
    if (m_outcome)
        return backToTheForm();
    m_banner->clear();
    auto draft = m_form->takeDraft();
    if (!draft)
        return;
    m_isSending = true;
    m_sentName = draft->name;
    m_operation = work::newOperation();
    work::IssueTerms terms {.operation = m_operation, .group = m_group, .replaces = m_replaces};
    if (!m_mark->isHidden()) {
        terms.isMarked = m_mark->isChecked();
        m_markChosen(terms.isMarked);
    }
    setBusy(tr("Sent. What was sent cannot be taken back; waiting for the vendor's answer..."));
    m_desk.issue(m_connection.id, std::move(*draft), terms)
        .then(this, [this](Result<domain::IssuedToken> issued) { takeResult(std::move(issued)); });
}

void IssueDialog::takeResult(Result<domain::IssuedToken> issued)
{
    m_isSending = false;
    setBusy({});
    if (!issued) {
        showFailure(issued.error());
        return;
    }
    accept();
    m_handOver(std::move(*issued));
}

void IssueDialog::showFailure(const Error &error)
{
    if (base::mayHaveHappened(error)) {
        showUnknownOutcome(error);
        return;
    }
    const bool isAtField = !error.field.isEmpty()
        && m_form->showError(error.field, support::shown(error.detail, 300));
    if (!isAtField || !error.vendorWords.isEmpty())
        m_banner->showError(
            error, {tr("Create token"), m_connection.name, m_connection.baseUrl.host(), {}}, false);
    if (isAtField && error.field == "idToken"_L1 && !error.vendorWords.isEmpty()) {
        m_banner->reword(tr("The vendor wants an ID token of a person."),
            tr("Nothing was created. Enter one above, then press Create Token again.\nThe vendor "
               "says: “%1”")
                .arg(support::shown(error.vendorWords, 300)));
    }
}

void IssueDialog::showUnknownOutcome(const Error &error)
{
    const support::ErrorContext context {
        tr("Create token"), m_connection.name, m_connection.baseUrl.host(), {}};
    m_outcome = new UnknownOutcome(
        m_desk, m_operation, m_sentName, support::errorText(error, context).title, this);
    connect(m_outcome, &UnknownOutcome::notCreated, this, [this] {
        m_createButton->setText(tr("Back to the Form"));
        m_createButton->setEnabled(true);
    });
    connect(m_outcome, &UnknownOutcome::chosen, this,
        [this](PendingRequest request, const work::PendingKey &pending) {
            reject();
            emit lostKeyDecided(request, pending);
        });
    m_formLayout->addWidget(m_outcome);
    m_form->hide();
    m_mark->hide();
    m_kind->hide();
    m_kindLabel->hide();
    m_createButton->setEnabled(false);
    m_cancelButton->setText(tr("Close"));
    m_cancelButton->setFocus();
}

/// Lists say that nothing was made: what was typed is there for another try.
void IssueDialog::backToTheForm()
{
    delete std::exchange(m_outcome, nullptr);
    m_createButton->setText(tr("Create Token"));
    m_cancelButton->setText(tr("Cancel"));
    m_form->show();
    m_kind->setVisible(m_forms.size() > 1);
    m_kindLabel->setVisible(m_forms.size() > 1);
    const auto &form = m_forms[static_cast<std::size_t>(std::max(m_kind->currentIndex(), 0))];
    m_mark->setVisible(m_markChosen && takesMark(form.name));
    m_form->setFocus();
}

void IssueDialog::setBusy(const QString &what)
{
    const bool isBusy = !what.isEmpty();
    support::setPlainText(m_progress, what);
    m_progress->setVisible(isBusy);
    m_kind->setEnabled(!isBusy);
    m_mark->setEnabled(!isBusy);
    m_createButton->setEnabled(!isBusy && m_form);
    m_cancelButton->setEnabled(!m_isSending);
    support::setPlainToolTip(m_cancelButton,
        m_isSending ? tr("The request is on its way and cannot be taken back.") : QString());
    if (m_form)
        m_form->setEnabled(!isBusy);
}

void IssueDialog::reject()
{
    if (!m_isSending)
        GrowingDialog::reject();
}

} // namespace dialogs
