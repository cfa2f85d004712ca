// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "jobs/stagedmodel.h"

#include "jobs/jobtext.h"
#include "models/celltext.h"
#include "support/plaintext.h"

#include <QLocale>

namespace jobs {

using namespace Qt::StringLiterals;
using bulk::StagedDelete;

StagedModel::StagedModel(
    const bulk::StagedDeletes &staged, const base::Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_staged(staged)
    , m_clock(clock)
{
    connect(&staged, &bulk::StagedDeletes::changed, this, &StagedModel::renew);
    renew();
}

/// Rows that are the same stay: the selection in the view is worth keeping.
void StagedModel::renew()
{
    QStringList operations;
    for (const StagedDelete &one : m_staged.all())
        operations += one.operation;
    if (operations == m_operations) {
        tick();
    } else {
        beginResetModel();
        m_operations = operations;
        endResetModel();
    }
    emit renewed();
}

void StagedModel::tick()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

const StagedDelete *StagedModel::at(const QModelIndex &index) const
{
    return m_staged.find(m_operations.value(index.row()));
}

int StagedModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_operations.size());
}

int StagedModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString StagedModel::text(const StagedDelete &one, int column) const
{
    switch (column) {
    case Token:
        return one.name.isEmpty() ? support::shown(one.key.remoteId) : support::shown(one.name);
    case Connection:
        return support::shown(one.connectionName, 60);
    case When:
        return stagedText(one, m_clock.now());
    default:
        return stagedReason(one);
    }
}

QVariant StagedModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const StagedDelete *one = at(index);
    if (!one)
        return {};
    const bool needsSomebody
        = one->state == StagedDelete::State::Overdue || one->state == StagedDelete::State::Failed;
    switch (role) {
    case Qt::DisplayRole:
        return text(*one, index.column());
    case Qt::DecorationRole:
        if (index.column() != When)
            return {};
        return models::icon(needsSomebody ? u"warning"_s : u"expired"_s,
            needsSomebody ? models::Tone::Warning : models::Tone::Info);
    case Qt::ToolTipRole: {
        models::TextContext context;
        context.now = m_clock.now();
        return models::plainToolTip(
            tr("%1\nID: %2\nDue: %3\n%4")
                .arg(text(*one, Token), support::shown(one->key.remoteId),
                    models::exactTime(one->due, context), stagedDetails(*one)));
    }
    case Qt::AccessibleDescriptionRole:
        return tr("%1, %2, deleted %3, %4")
            .arg(text(*one, Token), text(*one, Connection), text(*one, When), text(*one, Remark));
    default:
        return {};
    }
}

QVariant StagedModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Token:
        return tr("Token");
    case Connection:
        return tr("Connection");
    case When:
        return tr("Deleted");
    case Remark:
        return tr("Remark");
    default:
        return {};
    }
}

} // namespace jobs
