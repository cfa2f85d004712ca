// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Which tokens are selected, for a table of a million rows. Qt keeps a selection as ranges: every
/// painted cell looks through all of them, and every change of the order turns each selected row
/// into a persistent index. So a selection of few pieces stays Qt's own, and one that would go to
/// pieces becomes a bit per row of the store, of which Qt is told the part that is in sight.

#include "models/tokentablemodel.h"

#include <QItemSelectionModel>

#include <vector>

namespace tokens {

class RowSelection final : public QItemSelectionModel
{
    Q_OBJECT

public:
    /// The model must outlive the selection.
    explicit RowSelection(models::TokenTableModel &model, QObject *parent = nullptr);

    int count() const;
    bool isEverything() const { return count() > 0 && count() == m_model.rowCount(); }
    /// From top to bottom. At a million rows this takes milliseconds: for commands, not for
    /// painting.
    work::RowOrder rowIds() const;

    void selectEverything();
    void invert();
    /// The rows that can be seen: Qt's part of a selection in pieces.
    void setWindow(int first, int last);
    bool isInPieces() const { return m_isInPieces; }
    /// How much is left to Qt, see the members.
    void setLimits(int mostRanges, int mostMoved);

    using QItemSelectionModel::select;
    void select(const QItemSelection &selection, SelectionFlags command) override;
    void reset() override;

private:
    /// A bit per row of the store; only rows of the model have theirs set.
    class Bits
    {
    public:
        bool has(work::RowId row) const;
        void set(work::RowId row, bool on);
        int count() const { return m_count; }
        void clear();

    private:
        std::vector<quint64> m_words;
        int m_count = 0;
    };
    /// Rows from first to last.
    struct Span
    {
        int first = 0;
        int last = 0;
    };

    static std::vector<Span> spansOf(const QItemSelection &selection);
    QItemSelection everything() const;
    QItemSelection rows(int first, int last) const;
    work::RowId rowIdAt(int row) const;
    void tellQt(const QItemSelection &part);
    Bits bitsOfQts() const;
    void goToPieces();
    void selectBits(const std::vector<Span> &spans, SelectionFlags command);
    void showWindow();

    void beforeLayoutChange();
    void afterLayoutChange();
    void beforeRemoval(const QModelIndex &parent, int first, int last);
    void afterRemoval();

    models::TokenTableModel &m_model;
    /// Painting 40 rows has 400 cells look through the ranges: 1 ms with this many.
    int m_mostRanges = 400;
    /// Qt makes a persistent index of each selected row when the order changes: 1 ms for this many.
    int m_mostMoved = 2000;
    bool m_isInPieces = false;
    bool m_wasEverything = false; ///< while the layout changes
    Bits m_bits; ///< what is selected, while it is in pieces
    Bits m_settled; ///< without what the present drag or Shift adds
    Span m_window {0, -1};
};

} // namespace tokens
