// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/grantmodel.h"

#include "base/textrules.h"
#include "models/celltext.h"
#include "models/icons.h"

namespace models {

using namespace Qt::StringLiterals;
using domain::Grant;

namespace {

/// The vendor's words for a thing, with its raw name beside them where that says something else.
QString labelled(const QString &label, const QString &raw)
{
    if (label.isEmpty() || label == raw)
        return base::displayForm(raw);
    return u"%1 (%2)"_s.arg(base::displayForm(label), base::displayForm(raw));
}

} // namespace

void GrantModel::setGrants(std::vector<Grant> grants)
{
    if (grants == m_grants)
        return; // A refresh that changed nothing must not move the selection.
    beginResetModel();
    m_grants = std::move(grants);
    endResetModel();
}

int GrantModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_grants.size());
}

int GrantModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant GrantModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Grant &grant = m_grants[static_cast<std::size_t>(index.row())];
    if (role == Qt::DecorationRole && index.column() == Name && grant.broad)
        return icon(u"warning"_s, Tone::Warning);
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    QString text;
    switch (index.column()) {
    case Name:
        text = labelled(grant.label, grant.name);
        break;
    case Place:
        text = grant.target.isEmpty() && grant.targetLabel.isEmpty()
            ? tr("Everywhere it can")
            : labelled(grant.targetLabel, grant.target);
        break;
    default:
        text = grant.broad ? tr("Broad: worth a second look") : QString();
    }
    return role == Qt::ToolTipRole ? plainToolTip(text) : text;
}

QVariant GrantModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case Name:
        return tr("Grant");
    case Place:
        return tr("Where");
    case Note:
        return tr("Note");
    default:
        return {};
    }
}

} // namespace models
