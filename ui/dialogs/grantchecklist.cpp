// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/grantchecklist.h"

#include "support/plaintext.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::Grant;
using domain::GrantChoice;
using domain::Presence;

namespace {

constexpr std::size_t longList = 12;
constexpr int indexRole = Qt::UserRole;

} // namespace

GrantChecklist::GrantChecklist(const domain::DraftForm &form, QWidget *parent)
    : GrantEditor(parent)
    , m_form(form)
    , m_search(new QLineEdit(this))
    , m_tree(new QTreeWidget(this))
    , m_count(support::plainLabel({}, this))
{
    build();
    for (const GrantChoice &choice : m_form.choices)
        addChoice(choice);
    m_tree->expandAll();
    m_tree->resizeColumnToContents(0);
    setGrants({});
    connect(m_search, &QLineEdit::textChanged, this, &GrantChecklist::filter);
    connect(m_tree, &QTreeWidget::itemChanged, this, [this] {
        showCount();
        emit edited();
    });
}

void GrantChecklist::build()
{
    m_search->setObjectName(u"grantSearchEdit"_s);
    m_search->setAccessibleName(tr("Search grants"));
    m_search->setPlaceholderText(tr("Search"));
    m_search->setClearButtonEnabled(true);
    m_search->setVisible(m_form.choices.size() > longList);
    m_tree->setObjectName(u"grantsTree"_s);
    m_tree->setAccessibleName(tr("Grants"));
    m_tree->setColumnCount(2);
    m_tree->setHeaderLabels({tr("Grant"), tr("Description")});
    m_tree->setHeaderHidden(true);
    m_tree->setRootIsDecorated(false);
    m_tree->setUniformRowHeights(true);
    m_tree->setMinimumHeight(180);
    m_tree->header()->setStretchLastSection(true);
    m_count->setObjectName(u"grantCountLabel"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_search);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_count);
    if (!m_form.takesTypedGrants)
        return;
    m_typed = new QLineEdit(this);
    m_typed->setObjectName(u"typedGrantEdit"_s);
    m_typed->setAccessibleName(tr("Another grant"));
    m_typed->setPlaceholderText(tr("Another grant, by its exact name"));
    auto *add = new QPushButton(tr("&Add Grant"), this);
    add->setObjectName(u"addGrantButton"_s);
    add->setAutoDefault(false);
    connect(add, &QPushButton::clicked, this, &GrantChecklist::addTyped);
    connect(m_typed, &QLineEdit::returnPressed, this, &GrantChecklist::addTyped);
    m_typedError = support::plainParagraph({}, this);
    m_typedError->setObjectName(u"typedGrantErrorLabel"_s);
    m_typedError->hide();
    auto *row = new QHBoxLayout;
    row->addWidget(m_typed, 1);
    row->addWidget(add);
    layout->addLayout(row);
    layout->addWidget(m_typedError);
}

QTreeWidgetItem *GrantChecklist::groupOf(const QString &heading)
{
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        if (m_tree->topLevelItem(i)->data(0, indexRole).toString() == heading)
            return m_tree->topLevelItem(i);
    }
    auto *group = new QTreeWidgetItem(
        m_tree, {heading.isEmpty() ? tr("Available") : support::shown(heading, 100)});
    group->setData(0, indexRole, heading);
    group->setFlags(Qt::ItemIsEnabled);
    QFont bold = font();
    bold.setBold(true);
    group->setFont(0, bold);
    group->setFirstColumnSpanned(true);
    group->setExpanded(true);
    return group;
}

GrantChecklist::Item &GrantChecklist::addChoice(const GrantChoice &choice)
{
    const QSignalBlocker quiet(m_tree);
    const QString name = support::shown(domain::grantText(choice.grant), 120);
    QString description = choice.description;
    if (choice.grant.broad)
        description = description.isEmpty() ? tr("Broad") : tr("Broad. %1").arg(description);
    if (!choice.reason.isEmpty())
        description += description.isEmpty() ? choice.reason : u" ("_s + choice.reason + u')';
    auto *item
        = new QTreeWidgetItem(groupOf(choice.group), {name, support::shown(description, 200)});
    const bool isFixed = choice.presence != Presence::Optional;
    item->setFlags(isFixed ? Qt::NoItemFlags
                           : Qt::ItemIsEnabled | Qt::ItemIsUserCheckable | Qt::ItemIsSelectable);
    item->setCheckState(0, Qt::Unchecked);
    const QString tip = support::plainToolTip(choice.presence == Presence::Mandatory
            ? tr("Always part of a token: %1").arg(choice.reason)
            : choice.presence == Presence::Forbidden ? tr("Not possible: %1").arg(choice.reason)
                                                     : choice.grant.name);
    item->setToolTip(0, tip);
    item->setToolTip(1, support::plainToolTip(description));
    item->setData(0, indexRole, static_cast<int>(m_items.size()));
    m_items.push_back({choice.grant, choice.presence, item});
    return m_items.back();
}

GrantChecklist::Item *GrantChecklist::find(const Grant &grant)
{
    for (Item &item : m_items) {
        if (item.grant.name == grant.name && item.grant.target == grant.target)
            return &item;
    }
    return nullptr;
}

GrantChecklist::Item &GrantChecklist::addForeign(const Grant &grant)
{
    return addChoice({grant, tr("Others"), {}, Presence::Optional, {}});
}

std::vector<Grant> GrantChecklist::grants() const
{
    std::vector<Grant> ticked;
    for (const Item &item : m_items) {
        if (item.item->checkState(0) == Qt::Checked)
            ticked.push_back(item.grant);
    }
    return ticked;
}

void GrantChecklist::setGrants(const std::vector<Grant> &grants)
{
    const QSignalBlocker quiet(m_tree);
    for (const Item &item : m_items) {
        const bool isMandatory = item.presence == Presence::Mandatory;
        item.item->setCheckState(0, isMandatory ? Qt::Checked : Qt::Unchecked);
    }
    for (const Grant &grant : grants) {
        Item *known = find(grant);
        Item &item = known ? *known : addForeign(grant);
        if (item.presence == Presence::Forbidden)
            continue;
        // The token's own form of it goes back to the vendor unchanged.
        if (!grant.wire.isEmpty())
            item.grant.wire = grant.wire;
        item.item->setCheckState(0, Qt::Checked);
    }
    showCount();
}

void GrantChecklist::addTyped()
{
    const QString name = m_typed->text().trimmed();
    if (name.isEmpty())
        return;
    const QRegularExpression pattern(QRegularExpression::anchoredPattern(m_form.typedGrantPattern));
    const bool fits = m_form.typedGrantPattern.isEmpty() || pattern.match(name).hasMatch();
    m_typedError->setVisible(!fits);
    if (!fits) {
        support::setPlainText(
            m_typedError, tr("“%1” cannot be the name of a grant.").arg(support::shown(name, 60)));
        return;
    }
    Grant grant;
    grant.name = name;
    Item *known = find(grant);
    Item &item = known ? *known : addForeign(grant);
    m_tree->expandAll();
    m_tree->scrollToItem(item.item);
    m_typed->clear();
    if (item.presence == Presence::Optional)
        item.item->setCheckState(0, Qt::Checked);
}

void GrantChecklist::filter(const QString &text)
{
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem *group = m_tree->topLevelItem(i);
        bool anyShown = false;
        for (int j = 0; j < group->childCount(); ++j) {
            QTreeWidgetItem *item = group->child(j);
            const bool matches = item->text(0).contains(text, Qt::CaseInsensitive)
                || item->text(1).contains(text, Qt::CaseInsensitive);
            item->setHidden(!matches);
            anyShown = anyShown || matches;
        }
        group->setHidden(!anyShown);
    }
}

void GrantChecklist::showCount()
{
    const auto count = static_cast<int>(grants().size());
    support::setPlainText(m_count, tr("%n chosen", nullptr, count));
}

} // namespace dialogs
