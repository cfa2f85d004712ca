// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/rolegrants.h"

#include "support/plaintext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::Grant;
using domain::RoleChoice;
using domain::TargetChoice;

Grant roleGrant(const RoleChoice &role, const Grant &target, const QStringList &views)
{
    Grant grant = target;
    grant.name = role.role;
    grant.label
        = views.isEmpty() ? QString() : u"%1, views: %2"_s.arg(role.role, views.join(u", "_s));
    grant.broad = role.broadOnOrganisation && target.target == "org"_L1;
    grant.wire.insert(u"role"_s, role.role);
    if (views.isEmpty())
        grant.wire.remove(u"views"_s);
    else
        grant.wire.insert(u"views"_s, QJsonArray::fromStringList(views));
    return grant;
}

RoleGrants::RoleGrants(const domain::DraftForm &form, QWidget *parent)
    : GrantEditor(parent)
    , m_form(form)
    , m_rowLayout(new QVBoxLayout)
    , m_addButton(new QPushButton(tr("&Add Role"), this))
{
    m_addButton->setObjectName(u"addRoleButton"_s);
    m_addButton->setAutoDefault(false);
    m_rowLayout->setSpacing(6);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(m_rowLayout);
    layout->addWidget(m_addButton, 0, Qt::AlignLeft);
    connect(m_addButton, &QPushButton::clicked, this, [this] {
        addRow()->setFocus();
        emit edited();
    });
}

RoleRow *RoleGrants::addRow()
{
    auto *row = new RoleRow(m_form, this);
    m_rowLayout->addWidget(row);
    m_rows.push_back(row);
    connect(row, &RoleRow::edited, this, &RoleGrants::edited);
    connect(row, &RoleRow::removed, this, [this, row] {
        removeRow(row);
        m_addButton->setFocus();
        emit edited();
    });
    renumber();
    return row;
}

void RoleGrants::removeRow(RoleRow *row)
{
    std::erase(m_rows, row);
    row->hide();
    row->deleteLater();
    renumber();
}

void RoleGrants::renumber()
{
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setNumber(static_cast<int>(i) + 1);
    const bool isFull = static_cast<int>(m_rows.size()) >= m_form.maximumGrants;
    m_addButton->setEnabled(!isFull);
    support::setPlainToolTip(m_addButton,
        isFull ? tr("The vendor takes at most %n roles.", nullptr, m_form.maximumGrants)
               : QString());
}

std::vector<Grant> RoleGrants::grants() const
{
    std::vector<Grant> all;
    for (const RoleRow *row : m_rows) {
        if (row->isComplete())
            all.push_back(row->grant());
    }
    return all;
}

void RoleGrants::setGrants(const std::vector<Grant> &grants)
{
    while (!m_rows.empty())
        removeRow(m_rows.back());
    for (const Grant &grant : grants)
        addRow()->setGrant(grant);
}

QString RoleGrants::problem() const
{
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (!m_rows[i]->isComplete())
            return tr("Choose a role and a place in row %1, or remove the row.").arg(i + 1);
    }
    return {};
}

RoleRow::RoleRow(const domain::DraftForm &form, QWidget *parent)
    : QWidget(parent)
    , m_form(form)
    , m_role(new QComboBox(this))
    , m_target(new QComboBox(this))
    , m_removeButton(new QPushButton(tr("Remove"), this))
    , m_viewsBox(new QWidget(this))
{
    build();
    setFocusProxy(m_role);
    connect(m_role, &QComboBox::currentIndexChanged, this, [this] {
        m_original.reset();
        showViews();
        emit edited();
    });
    connect(m_target, &QComboBox::currentTextChanged, this, [this] {
        m_original.reset();
        emit edited();
    });
    connect(m_removeButton, &QPushButton::clicked, this, &RoleRow::removed);
}

void RoleRow::build()
{
    m_role->setObjectName(u"roleComboBox"_s);
    m_role->setPlaceholderText(tr("Choose a role"));
    for (const RoleChoice &role : m_form.roles) {
        m_role->addItem(
            role.label.isEmpty() ? role.role : tr("%1 (%2)").arg(role.label, role.role), role.role);
    }
    m_role->setCurrentIndex(-1);
    m_target->setObjectName(u"targetComboBox"_s);
    for (const TargetChoice &choice : m_form.targets) {
        const QString name = choice.target.targetLabel.isEmpty() ? choice.target.target
                                                                 : choice.target.targetLabel;
        const bool isPlain = choice.kind == "org"_L1 || choice.kind == "orgsites"_L1;
        const QString shown = support::shown(name, 80);
        m_target->addItem(
            isPlain ? shown : tr("%1 (%2)").arg(shown, choice.kind), choice.target.target);
    }
    if (m_form.takesTypedGrants) {
        m_target->setEditable(true);
        m_target->setInsertPolicy(QComboBox::NoInsert);
        m_target->lineEdit()->setPlaceholderText(tr("Choose a place"));
    } else {
        m_target->setPlaceholderText(tr("Choose a place"));
    }
    m_target->setCurrentIndex(-1);
    m_removeButton->setObjectName(u"removeRoleButton"_s);
    m_removeButton->setAutoDefault(false);
    auto *line = new QHBoxLayout;
    line->addWidget(m_role, 1);
    line->addWidget(m_target, 1);
    line->addWidget(m_removeButton);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(line);
    layout->addWidget(m_viewsBox);
    auto *viewsLayout = new QHBoxLayout(m_viewsBox);
    viewsLayout->setContentsMargins(12, 0, 0, 0);
    viewsLayout->setSpacing(14);
    viewsLayout->addWidget(support::plainLabel(tr("Only:"), m_viewsBox));
    viewsLayout->addStretch(1);
    m_viewsBox->hide();
}

void RoleRow::setNumber(int number)
{
    support::setSpokenLabel(m_role, tr("Role %1").arg(number));
    support::setSpokenLabel(m_target, tr("Place %1").arg(number));
    m_removeButton->setAccessibleName(tr("Remove role %1").arg(number));
}

RoleChoice RoleRow::role() const
{
    const QString raw = m_role->currentData().toString();
    for (const RoleChoice &one : m_form.roles) {
        if (one.role == raw)
            return one;
    }
    return {raw, {}, true, {}}; // Nobody knows what it may do: look twice.
}

Grant RoleRow::target() const
{
    const int index = m_target->findText(m_target->currentText());
    const QString raw
        = index >= 0 ? m_target->itemData(index).toString() : m_target->currentText().trimmed();
    for (const TargetChoice &one : m_form.targets) {
        if (one.target.target == raw)
            return one.target;
    }
    const QRegularExpression typed(QRegularExpression::anchoredPattern(m_form.typedGrantPattern));
    Grant grant;
    if (index >= 0 || typed.match(raw).hasMatch())
        grant.target = raw;
    return grant;
}

bool RoleRow::isComplete() const
{
    return m_original || (m_role->currentIndex() >= 0 && !target().target.isEmpty());
}

Grant RoleRow::grant() const
{
    return m_original ? *m_original : roleGrant(role(), target(), tickedViews());
}

void RoleRow::setGrant(const Grant &grant)
{
    if (m_role->findData(grant.name) < 0)
        m_role->addItem(support::shown(grant.name, 60), grant.name);
    if (m_target->findData(grant.target) < 0) {
        const QString name = grant.targetLabel.isEmpty() ? grant.target : grant.targetLabel;
        m_target->addItem(support::shown(name, 80), grant.target);
    }
    {
        const QSignalBlocker quiet(this);
        m_role->setCurrentIndex(m_role->findData(grant.name));
        m_target->setCurrentIndex(m_target->findData(grant.target));
        showViews();
        const QJsonArray views = grant.wire.value("views"_L1).toArray();
        for (QCheckBox *box : m_views)
            box->setChecked(views.contains(box->property("view").toString()));
    }
    m_original = grant;
}

void RoleRow::showViews()
{
    for (QCheckBox *box : std::exchange(m_views, {}))
        delete box;
    const QStringList views = role().views;
    auto *line = static_cast<QHBoxLayout *>(m_viewsBox->layout());
    for (const QString &view : views) {
        auto *box = new QCheckBox(support::buttonText(support::shown(view, 40)), m_viewsBox);
        box->setProperty("view", view);
        box->setObjectName(u"viewCheckBox"_s);
        line->insertWidget(line->count() - 1, box);
        m_views.push_back(box);
        connect(box, &QCheckBox::toggled, this, [this] {
            m_original.reset();
            emit edited();
        });
    }
    m_viewsBox->setVisible(!views.isEmpty());
}

QStringList RoleRow::tickedViews() const
{
    QStringList views;
    for (const QCheckBox *box : m_views) {
        if (box->isChecked())
            views += box->property("view").toString();
    }
    return views;
}

} // namespace dialogs
