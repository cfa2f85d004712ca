// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/issueform.h"

#include "dialogs/granteditor.h"
#include "dialogs/lifetimepicker.h"
#include "domain/address.h"
#include "support/fieldform.h"
#include "support/plaintext.h"
#include "support/secretedit.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::TokenDraft;

namespace {

bool fits(const domain::TextRule &rule, const QString &text)
{
    static const auto options = QRegularExpression::UseUnicodePropertiesOption;
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(rule.pattern), options);
    return rule.pattern.isEmpty() || text.isEmpty() || pattern.match(text).hasMatch();
}

} // namespace

IssueForm::IssueForm(const domain::DraftForm &form, QWidget *parent)
    : QWidget(parent)
    , m_form(form)
    , m_fields(new support::FieldForm(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_fields);
    addTextFields();
    addGrants();
    addTheRest();
    if (m_form.mayNeedIdToken)
        addIdToken();
    if (!(m_fields->layout()->expandingDirections() & Qt::Vertical))
        layout->addStretch(1); // Nothing in the form grows: room to spare goes below it.
    showWarnings();
}

void IssueForm::addTextFields()
{
    m_name = new QLineEdit(this);
    m_name->setObjectName(u"tokenNameEdit"_s);
    m_name->setMaxLength(qMax(m_form.name.maximum, 1) * 2); // Longer ones are refused, not cut.
    m_fields->addField(u"name"_s, tr("&Name:"), m_name, m_form.name.hint);
    connect(m_name, &QLineEdit::textEdited, this, [this](const QString &text) {
        const bool isOdd = m_form.name.serverDecides && !fits(m_form.name, text);
        m_fields->showWarning(
            u"name"_s, isOdd ? tr("The vendor may refuse this name.") : QString());
    });
    if (!m_form.description)
        return;
    m_description = new QLineEdit(this);
    m_description->setObjectName(u"tokenDescriptionEdit"_s);
    m_fields->addField(
        u"description"_s, tr("&Description:"), m_description, m_form.description->hint);
}

void IssueForm::addGrants()
{
    if (m_form.presets.size() > 1 || m_form.style != domain::GrantStyle::Inherited) {
        m_preset = new QComboBox(this);
        m_preset->setObjectName(u"presetComboBox"_s);
        m_preset->addItem(tr("Choose yourself"));
        for (const domain::Preset &preset : m_form.presets)
            m_preset->addItem(support::shown(preset.label, 100), preset.id);
        m_fields->addField(u"preset"_s, tr("&Preset:"), m_preset,
            tr("Least privilege first. Nothing is ticked until you choose."));
        m_fields->setFieldVisible(u"preset"_s, !m_form.presets.empty());
        connect(m_preset, &QComboBox::activated, this, &IssueForm::choosePreset);
    }
    m_grants = makeGrantEditor(m_form, this);
    m_grants->setObjectName(u"grantEditor"_s);
    const bool isRoles = m_form.style == domain::GrantStyle::RoleOnTarget;
    m_fields->addField(u"grants"_s, isRoles ? tr("Roles:") : tr("Grants:"), m_grants);
    connect(m_grants, &GrantEditor::edited, this, [this] {
        if (m_preset)
            m_preset->setCurrentIndex(0);
        showWarnings();
    });
}

void IssueForm::addTheRest()
{
    if (m_form.lifetime) {
        m_lifetime = new LifetimePicker(*m_form.lifetime, this);
        m_fields->addField(u"lifetime"_s, tr("&Lifetime:"), m_lifetime);
    }
    if (m_form.maximumAddresses > 0) {
        m_addresses = new QPlainTextEdit(this);
        m_addresses->setObjectName(u"addressesEdit"_s);
        m_addresses->setTabChangesFocus(true);
        m_addresses->setFixedHeight(m_addresses->fontMetrics().lineSpacing() * 3 + 12);
        m_addresses->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        m_fields->addField(u"addresses"_s, tr("Allowed a&ddresses:"), m_addresses,
            tr("IP addresses or blocks, one a line, at most %n. Empty means from anywhere. They "
               "cannot be changed later.",
                nullptr, m_form.maximumAddresses));
        connect(m_addresses, &QPlainTextEdit::textChanged, this, &IssueForm::showAddressWarnings);
    }
    if (m_form.accounts.size() > 1) {
        m_account = new QComboBox(this);
        m_account->setObjectName(u"accountComboBox"_s);
        for (const domain::AccountChoice &one : m_form.accounts)
            m_account->addItem(tr("%1 (%2)").arg(support::shown(one.name, 80), one.id), one.id);
        m_fields->addField(u"account"_s, tr("&Account:"), m_account);
    }
}

void IssueForm::addIdToken()
{
    auto *box = new QWidget(this);
    m_idToken = new support::SecretEdit(box);
    m_idToken->setObjectName(u"idTokenEdit"_s);
    m_idToken->setAccessibleName(tr("ID token"));
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_idToken, 1);
    box->setFocusProxy(m_idToken);
    if (m_form.idTokenHelp.scheme() == "https"_L1) {
        auto *open = new QPushButton(tr("Open &Console"), box);
        open->setObjectName(u"openConsoleButton"_s);
        open->setAutoDefault(false);
        support::setPlainToolTip(open, m_form.idTokenHelp.host());
        connect(open, &QPushButton::clicked, this,
            [url = m_form.idTokenHelp] { QDesktopServices::openUrl(url); });
        row->addWidget(open);
    }
    m_fields->addField(u"idToken"_s, tr("&ID token:"), box,
        tr("The vendor wants one from a sign-in in its console. It is used once and not kept."));
    m_fields->setFieldVisible(u"idToken"_s, false);
}

void IssueForm::choosePreset(int index)
{
    if (index <= 0) {
        m_fields->setHint(
            u"preset"_s, tr("Least privilege first. Nothing is ticked until you choose."));
        return;
    }
    const domain::Preset &preset = m_form.presets[static_cast<std::size_t>(index - 1)];
    m_grants->setGrants(preset.grants);
    m_fields->setHint(u"preset"_s, support::shown(preset.description, 200));
    showWarnings();
}

void IssueForm::showWarnings()
{
    const auto grants = m_grants->grants();
    const QString broad = broadGrants(grants);
    QString warning;
    if (!broad.isEmpty())
        warning = tr("Broad: %1. Whoever holds this key can do a lot of harm.").arg(broad);
    else if (grants.empty())
        warning = m_form.emptyGrantsWarning;
    m_fields->showWarning(u"grants"_s, warning);
}

void IssueForm::showAddressWarnings()
{
    const QStringList warnings = domain::addressWarnings(addresses());
    m_fields->showWarning(u"addresses"_s, support::shown(warnings.join(u". "_s), 600));
}

void IssueForm::setTexts(const QString &name, const QString &description)
{
    m_name->setText(name);
    if (m_description)
        m_description->setText(description);
}

void IssueForm::setGrants(const std::vector<domain::Grant> &grants)
{
    m_grants->setGrants(grants);
    showWarnings();
}

void IssueForm::setAddresses(const QStringList &addresses)
{
    if (m_addresses)
        m_addresses->setPlainText(addresses.join(u'\n'));
}

QString IssueForm::name() const
{
    return m_name->text();
}

QString IssueForm::description() const
{
    return m_description ? m_description->text() : QString();
}

QStringList IssueForm::addresses() const
{
    static const QRegularExpression gaps(u"[\\s,;]+"_s);
    return m_addresses ? m_addresses->toPlainText().split(gaps, Qt::SkipEmptyParts) : QStringList();
}

std::optional<TokenDraft> IssueForm::takeDraft()
{
    m_fields->clearErrors();
    showWarnings();
    showAddressWarnings();
    if (const QString problem = m_grants->problem(); !problem.isEmpty()) {
        m_fields->showError(u"grants"_s, problem);
        return std::nullopt;
    }
    TokenDraft draft;
    draft.kind = m_form.kind;
    draft.name = m_name->text().trimmed();
    draft.description = description().trimmed();
    draft.grants = m_grants->grants();
    draft.addresses = addresses();
    draft.lifetime = m_lifetime ? m_lifetime->lifetime() : std::chrono::seconds {0};
    if (m_account)
        draft.accountId = m_account->currentData().toString();
    else if (m_form.accounts.size() == 1)
        draft.accountId = m_form.accounts.front().id;
    if (const auto checked = domain::checkDraft(m_form, draft); !checked) {
        showError(checked.error().field, support::shown(checked.error().detail, 300));
        return std::nullopt;
    }
    if (m_idToken && !m_idToken->isEmpty()) {
        auto taken = m_idToken->take();
        if (!taken) {
            showError(u"idToken"_s, support::shown(taken.error().detail));
            return std::nullopt;
        }
        draft.idToken = std::move(*taken);
    }
    return draft;
}

bool IssueForm::showError(const QString &field, const QString &text)
{
    if (field == "idToken"_L1 && m_idToken)
        m_fields->setFieldVisible(field, true);
    return m_fields->showError(field, text);
}

} // namespace dialogs
