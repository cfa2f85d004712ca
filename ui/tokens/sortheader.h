// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The table's header: a click sorts by a column, Shift+click by one more. Each column that is
/// sorted by shows its arrow, and which one it is when there are several.

#include "models/tokentablemodel.h"

#include <QHeaderView>

namespace tokens {

class SortHeader final : public QHeaderView
{
    Q_OBJECT

public:
    using Keys = std::vector<models::SortBy>;

    explicit SortHeader(QWidget *parent = nullptr);

    /// The first counts most; never empty.
    const Keys &keys() const { return m_keys; }
    /// A column that comes twice keeps its first place; none is the order by name.
    void setKeys(Keys keys);
    /// What a click does: by this column alone, the other way round if it was already.
    void sortBy(int column);
    /// What Shift+click does: by this column as well, then the other way round, then no longer.
    void alsoSortBy(int column);
    /// 1 for the first; 0 = not sorted by it.
    int placeOf(int column) const;

    /// Keeps to one of its own, in which nothing is selected: Qt's header would ask every row
    /// whether its columns are selected as a whole, to paint them sunken. 100 ms at a million rows.
    void setSelectionModel(QItemSelectionModel *selection) override;

signals:
    void keysChanged();

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;
    void initStyleOptionForIndex(QStyleOptionHeader *option, int column) const override;
    void paintSection(QPainter *painter, const QRect &rect, int column) const override;

private:
    Keys m_keys;
    Qt::KeyboardModifiers m_modifiers;
};

} // namespace tokens
