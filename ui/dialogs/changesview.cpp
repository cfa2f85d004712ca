// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/changesview.h"

#include "models/icons.h"
#include "support/plaintext.h"

#include <QHeaderView>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::EditDifference;
using domain::FieldChange;
using domain::GrantChange;
using Field = FieldChange::Field;
using Kind = GrantChange::Kind;

namespace {

constexpr int mostRowsAtOnce = 6;

QString iconOf(Kind kind)
{
    switch (kind) {
    case Kind::Added:
        return u"add"_s;
    case Kind::Removed:
        return u"delete"_s;
    case Kind::Broadened:
        return u"warning"_s;
    case Kind::Narrowed:
        return u"ok"_s;
    }
    return {};
}

QString statusWord(const QString &word)
{
    if (word == "active"_L1)
        return ChangesView::tr("Active");
    if (word == "disabled"_L1)
        return ChangesView::tr("Disabled");
    if (word == "expired"_L1)
        return ChangesView::tr("Expired");
    return support::shown(word, 60);
}

} // namespace

QString fieldTitle(Field field)
{
    switch (field) {
    case Field::Name:
        return ChangesView::tr("Name");
    case Field::Description:
        return ChangesView::tr("Description");
    case Field::Status:
        return ChangesView::tr("Status");
    case Field::Addresses:
        return ChangesView::tr("Allowed addresses");
    }
    return {};
}

QString grantChangeTitle(Kind kind)
{
    switch (kind) {
    case Kind::Added:
        return ChangesView::tr("Grant added");
    case Kind::Removed:
        return ChangesView::tr("Grant removed");
    case Kind::Broadened:
        return ChangesView::tr("Grant broadened");
    case Kind::Narrowed:
        return ChangesView::tr("Grant narrowed");
    }
    return {};
}

QString fieldCell(Field field, const QString &raw)
{
    if (raw.isEmpty())
        return field == Field::Addresses ? ChangesView::tr("(any)") : ChangesView::tr("(empty)");
    return field == Field::Status ? statusWord(raw) : support::shown(raw, 120);
}

QString grantCell(const domain::Grant &grant)
{
    const QString text = support::shown(domain::grantText(grant), 120);
    return grant.broad ? ChangesView::tr("%1 (broad)").arg(text) : text;
}

QStringList missingLines(const EditDifference &missing)
{
    QStringList lines;
    for (const FieldChange &change : missing.fields)
        lines.append(ChangesView::tr("%1: is “%2”, wanted “%3”")
                         .arg(fieldTitle(change.field), fieldCell(change.field, change.before),
                             fieldCell(change.field, change.after)));
    for (const GrantChange &change : missing.grants) {
        const bool isWanted = change.kind != Kind::Removed;
        lines.append(isWanted
                ? ChangesView::tr("Grant not given: %1").arg(grantCell(change.after))
                : ChangesView::tr("Grant not taken away: %1").arg(grantCell(change.before)));
    }
    return lines;
}

ChangesView::ChangesView(QWidget *parent)
    : QTreeWidget(parent)
{
    setObjectName(u"changesTree"_s);
    setAccessibleName(tr("What will change"));
    setHeaderLabels({tr("Change"), tr("Before"), tr("After")});
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setTextElideMode(Qt::ElideMiddle);
    header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(1, QHeaderView::Stretch);
    header()->setSectionResizeMode(2, QHeaderView::Stretch);
    header()->setSectionsMovable(false);
    hide();
}

void ChangesView::addRow(const QString &what, const QString &icon, bool isWorthALook,
    const QString &before, const QString &after)
{
    auto *item = new QTreeWidgetItem(this, {what, before, after});
    item->setIcon(0, models::icon(icon, isWorthALook ? models::Tone::Warning : models::Tone::Text));
    item->setData(
        0, Qt::AccessibleTextRole, tr("%1. Before: %2. After: %3.").arg(what, before, after));
    for (int column = 1; column <= 2; ++column)
        item->setToolTip(column, support::plainToolTip(item->text(column)));
}

void ChangesView::show(const EditDifference &difference)
{
    clear();
    for (const FieldChange &change : difference.fields)
        addRow(fieldTitle(change.field), u"edit"_s, false, fieldCell(change.field, change.before),
            fieldCell(change.field, change.after));
    for (const GrantChange &change : difference.grants) {
        const QString none = u"\u2014"_s;
        addRow(grantChangeTitle(change.kind), iconOf(change.kind), change.isMore(),
            change.kind == Kind::Added ? none : grantCell(change.before),
            change.kind == Kind::Removed ? none : grantCell(change.after));
    }
    setVisible(topLevelItemCount() > 0);
    updateGeometry();
}

QSize ChangesView::sizeHint() const
{
    const int rows = std::clamp(topLevelItemCount(), 1, mostRowsAtOnce);
    const int row = std::max(sizeHintForRow(0), fontMetrics().height() + 6);
    return {320, header()->sizeHint().height() + rows * row + 2 * frameWidth() + 2};
}

QSize ChangesView::minimumSizeHint() const
{
    return {160, sizeHint().height()};
}

} // namespace dialogs
