// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The tokens of a change of many before it is confirmed: what will happen to each, and which are
/// ticked. Any number of rows.

#include "base/clock.h"
#include "bulk/plan.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

namespace dialogs {

class PreflightModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Token, Place, LastUsed, Effect, ColumnCount };
    /// Which rows are in the table.
    enum class Kind { All, Ticked, NotTicked, InUse, Locked };

    /// The clock outlives the model.
    explicit PreflightModel(const base::Clock &clock, QObject *parent = nullptr);

    void setReview(bulk::Review review);
    /// With what was ticked and unticked since.
    const bulk::Review &review() const { return m_review; }
    int tickedCount() const { return m_tickedCount; }
    int countOf(Kind kind) const;
    /// "40 left out: ...": what vendors cannot do and why, in full, the most frequent first.
    QStringList refusals() const;

    void show(Kind kind);
    /// Those in the table, but for the locked.
    void tickShown(bool ticked);
    void tick(int firstRow, int lastRow, bool ticked);

    /// A deletion that waits so long; nothing = at once.
    void setDelay(const std::optional<std::chrono::hours> &delay);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    void sort(int column, Qt::SortOrder order) override;

signals:
    void tickedChanged();

private:
    bool isOf(const bulk::ReviewRow &row, Kind kind) const;
    const bulk::ReviewRow &at(const QModelIndex &index) const;
    QString text(const bulk::ReviewRow &row, int column) const;

    QString useText(const bulk::ReviewRow &row) const;
    QString effectText(const bulk::ReviewRow &row) const;
    QString lockText(const bulk::ReviewRow &row) const;
    QString deedText(const bulk::ReviewRow &row) const;
    static QString driftText(const bulk::ReviewRow &row);
    QString tipText(const bulk::ReviewRow &row) const;
    void arrange();
    void sortShown();
    void sortByUse();
    void setTicked(bulk::ReviewRow &row, bool ticked);

    const base::Clock &m_clock;
    bulk::Review m_review;
    std::vector<int> m_shown; ///< positions in the review
    Kind m_kind = Kind::All;
    int m_tickedCount = 0;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::optional<std::chrono::hours> m_delay;
};

/// "24 hours", "7 days".
QString delayText(std::chrono::hours delay);

} // namespace dialogs
