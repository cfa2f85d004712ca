// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/preflightmodel.h"

#include "models/celltext.h"
#include "models/icons.h"
#include "support/plaintext.h"

#include <QCoreApplication>
#include <QLocale>
#include <QMap>

#include <algorithm>
#include <tuple>

namespace dialogs {

using namespace Qt::StringLiterals;
using bulk::Deed;
using bulk::Lock;
using bulk::ReviewRow;
using bulk::Use;
using domain::FactState;

namespace {

/// Known times first, then never, then unknown: the order of the token table.
std::pair<int, qint64> useKey(const ReviewRow &row)
{
    switch (row.lastUsed.state) {
    case FactState::Known:
        return {0, row.lastUsed.value.time_since_epoch().count()};
    case FactState::Never:
        return {1, 0};
    default:
        return {2, 0};
    }
}

bool isLocked(const ReviewRow &row)
{
    return row.lock != Lock::None;
}

/// Reasons are English literals of the vendors' folders and of the engine.
QString reasonText(const QString &reason)
{
    return QCoreApplication::translate("vendors", reason.toUtf8().constData());
}

} // namespace

QString delayText(std::chrono::hours delay)
{
    const int hours = static_cast<int>(delay.count());
    return hours % 24 == 0 && hours > 24 ? PreflightModel::tr("%n days", nullptr, hours / 24)
                                         : PreflightModel::tr("%n hours", nullptr, hours);
}

PreflightModel::PreflightModel(const base::Clock &clock, QObject *parent)
    : QAbstractTableModel(parent)
    , m_clock(clock)
{
}

void PreflightModel::setReview(bulk::Review review)
{
    m_review = std::move(review);
    m_tickedCount = countOf(Kind::Ticked);
    arrange();
    emit tickedChanged();
}

bool PreflightModel::isOf(const ReviewRow &row, Kind kind) const
{
    switch (kind) {
    case Kind::All:
        return true;
    case Kind::Ticked:
        return row.isTicked;
    case Kind::NotTicked:
        return !row.isTicked;
    case Kind::InUse:
        return !isLocked(row) && (row.use == Use::Recent || row.use == Use::Unknown);
    case Kind::Locked:
        return isLocked(row);
    }
    return false;
}

int PreflightModel::countOf(Kind kind) const
{
    return static_cast<int>(std::count_if(m_review.rows.begin(), m_review.rows.end(),
        [this, kind](const ReviewRow &row) { return isOf(row, kind); }));
}

void PreflightModel::show(Kind kind)
{
    m_kind = kind;
    arrange();
}

void PreflightModel::arrange()
{
    beginResetModel();
    m_shown.clear();
    for (std::size_t i = 0; i < m_review.rows.size(); ++i) {
        if (isOf(m_review.rows[i], m_kind))
            m_shown.push_back(static_cast<int>(i));
    }
    sortShown();
    endResetModel();
}

void PreflightModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = column;
    m_sortOrder = order;
    arrange();
}

void PreflightModel::sortShown()
{
    if (m_sortColumn < 0)
        return;
    if (m_sortColumn == LastUsed) {
        sortByUse();
        return;
    }
    const auto before = [this](int a, int b) {
        const ReviewRow &left = m_review.rows[static_cast<std::size_t>(a)];
        const ReviewRow &right = m_review.rows[static_cast<std::size_t>(b)];
        switch (m_sortColumn) {
        case Place:
            return left.connectionName.compare(right.connectionName, Qt::CaseInsensitive) < 0;
        case Effect:
            return std::tuple(left.lock, !left.isTicked, left.use)
                < std::tuple(right.lock, !right.isTicked, right.use);
        default:
            return left.name.compare(right.name, Qt::CaseInsensitive) < 0;
        }
    };
    if (m_sortOrder == Qt::AscendingOrder)
        std::stable_sort(m_shown.begin(), m_shown.end(), before);
    else
        std::stable_sort(
            m_shown.begin(), m_shown.end(), [&before](int a, int b) { return before(b, a); });
}

/// Keys first: reading them in the comparison takes three times as long.
void PreflightModel::sortByUse()
{
    using Entry = std::pair<std::pair<int, qint64>, int>;
    std::vector<Entry> entries;
    entries.reserve(m_shown.size());
    for (const int position : m_shown)
        entries.emplace_back(useKey(m_review.rows[static_cast<std::size_t>(position)]), position);
    std::sort(entries.begin(), entries.end());
    if (m_sortOrder == Qt::DescendingOrder)
        std::reverse(entries.begin(), entries.end());
    std::transform(entries.begin(), entries.end(), m_shown.begin(),
        [](const Entry &entry) { return entry.second; });
}

void PreflightModel::setTicked(ReviewRow &row, bool ticked)
{
    if (isLocked(row) || row.isTicked == ticked)
        return;
    row.isTicked = ticked;
    m_tickedCount += ticked ? 1 : -1;
}

void PreflightModel::tick(int firstRow, int lastRow, bool ticked)
{
    for (int row = firstRow; row <= lastRow; ++row)
        setTicked(m_review.rows[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(row)])],
            ticked);
    emit dataChanged(index(firstRow, Token), index(lastRow, Effect));
    emit tickedChanged();
}

void PreflightModel::tickShown(bool ticked)
{
    if (!m_shown.empty())
        tick(0, rowCount() - 1, ticked);
}

void PreflightModel::setDelay(const std::optional<std::chrono::hours> &delay)
{
    m_delay = delay;
    if (!m_shown.empty())
        emit dataChanged(index(0, Effect), index(rowCount() - 1, Effect));
}

int PreflightModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int PreflightModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

const ReviewRow &PreflightModel::at(const QModelIndex &index) const
{
    return m_review.rows[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(index.row())])];
}

QVariant PreflightModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const ReviewRow &row = at(index);
    switch (role) {
    case Qt::DisplayRole:
        return text(row, index.column());
    case Qt::CheckStateRole:
        if (index.column() == Token && !isLocked(row))
            return row.isTicked ? Qt::Checked : Qt::Unchecked;
        return {};
    case Qt::DecorationRole:
        if (index.column() == Token && isLocked(row)) // in the place of the box
            return models::icon(u"lock"_s, models::Tone::Muted);
        if (index.column() == LastUsed && m_review.deed != Deed::Enable && isOf(row, Kind::InUse))
            return models::icon(u"warning"_s, models::Tone::Warning);
        return {};
    case Qt::ToolTipRole:
        return models::plainToolTip(tipText(row));
    case Qt::AccessibleDescriptionRole:
        return tr("%1, %2, %3, %4")
            .arg(text(row, Token), text(row, Place), text(row, LastUsed), text(row, Effect));
    default:
        return {};
    }
}

QString PreflightModel::text(const ReviewRow &row, int column) const
{
    switch (column) {
    case Token:
        return row.name.isEmpty() ? tr("(no name) %1").arg(support::shown(row.key.remoteId))
                                  : support::shown(row.name);
    case Place:
        return support::shown(row.connectionName, 60);
    case LastUsed:
        return useText(row);
    default:
        return effectText(row);
    }
}

QString PreflightModel::useText(const ReviewRow &row) const
{
    return row.lastUsed.isKnown()
        ? models::relativeTime(row.lastUsed.value, m_clock.now(), row.lastUsed.precision)
        : models::missingText(row.lastUsed.state);
}

QString PreflightModel::lockText(const ReviewRow &row) const
{
    switch (row.lock) {
    case Lock::None:
        return {};
    case Lock::OwnCredential:
        return tr("Left out: Tokendesk signs in with it");
    case Lock::NotListed:
        return tr("Left out: the vendor does not list it any more");
    case Lock::AlreadySo:
        return m_review.deed == Deed::Disable ? tr("Nothing: disabled already")
            : m_review.deed == Deed::Enable   ? tr("Nothing: active already")
                                              : tr("Nothing: deleted already");
    case Lock::NoConnection:
        return tr("Left out: the connection is not open");
    case Lock::NotHere:
        return row.reason.isEmpty()
            ? tr("Not here: no connection for it")
            : tr("Not here: no connection to %1").arg(support::shown(row.reason, 40));
    case Lock::CannotDo:
    case Lock::Barrier:
        break;
    }
    return row.reason.isEmpty() ? tr("Left out: not possible here")
                                : tr("Left out: %1").arg(reasonText(row.reason));
}

QStringList PreflightModel::refusals() const
{
    QMap<QString, int> counts; // before they are translated: there may be very many rows
    for (const ReviewRow &row : m_review.rows) {
        if (row.lock == Lock::CannotDo && !row.reason.isEmpty())
            ++counts[row.reason];
    }
    QStringList reasons = counts.keys();
    std::stable_sort(reasons.begin(), reasons.end(),
        [&counts](const QString &a, const QString &b) { return counts[a] > counts[b]; });
    QStringList lines;
    for (const QString &reason : reasons)
        lines += tr("%1 left out: %2").arg(QLocale().toString(counts[reason]), reasonText(reason));
    return lines;
}

/// What will happen; for a row that is not ticked, that nothing will, and why.
QString PreflightModel::effectText(const ReviewRow &row) const
{
    if (isLocked(row))
        return lockText(row);
    const QString drift = driftText(row);
    if (!row.isTicked) {
        if (!drift.isEmpty())
            return tr("Nothing: %1").arg(drift);
        if (m_review.deed == Deed::Enable)
            return tr("Nothing");
        if (row.use == Use::Recent)
            return tr("Nothing: used within 7 days");
        return row.use == Use::Unknown ? tr("Nothing: may be in use") : tr("Nothing");
    }
    //: what will happen to a token, and how it differs from the plan
    return drift.isEmpty() ? deedText(row) : tr("%1, though %2").arg(deedText(row), drift);
}

/// How it differs from what the other admin saw.
QString PreflightModel::driftText(const ReviewRow &row)
{
    switch (row.drift) {
    case bulk::Drift::None:
        break;
    case bulk::Drift::Renamed:
        return tr("called “%1” in the plan").arg(support::shown(row.plannedName, 60));
    case bulk::Drift::Remade:
        return tr("created at another time than in the plan");
    }
    return {};
}

QString PreflightModel::deedText(const ReviewRow &row) const
{
    if (m_review.deed == Deed::Enable)
        return tr("Enabled");
    if (m_review.deed == Deed::Disable)
        return tr("Disabled");
    if (!m_delay)
        return tr("Deleted for good");
    return row.canDisable ? tr("Disabled now, deleted in %1").arg(delayText(*m_delay))
                          : tr("Deleted in %1 unless undone").arg(delayText(*m_delay));
}

QString PreflightModel::tipText(const ReviewRow &row) const
{
    QStringList lines {text(row, Token), tr("ID: %1").arg(support::shown(row.key.remoteId)),
        tr("%1 (%2)").arg(text(row, Place), domain::vendorName(row.vendor))};
    if (!row.lastUsed.isKnown())
        lines += models::missingReason(row.lastUsed.state);
    lines += effectText(row);
    return lines.join(u'\n');
}

QVariant PreflightModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Token:
        return tr("Token");
    case Place:
        return tr("Connection");
    case LastUsed:
        return tr("Last Used");
    case Effect:
        return tr("What Will Happen");
    default:
        return {};
    }
}

Qt::ItemFlags PreflightModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    // The locked are not grey: why they are left out is to be read.
    Qt::ItemFlags flags = Qt::ItemIsSelectable | Qt::ItemIsEnabled;
    if (index.column() == Token && !isLocked(at(index)))
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

bool PreflightModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::CheckStateRole || !checkIndex(index, CheckIndexOption::IndexIsValid)
        || isLocked(at(index)))
        return false;
    tick(index.row(), index.row(), value.toInt() == Qt::Checked);
    return true;
}

} // namespace dialogs
