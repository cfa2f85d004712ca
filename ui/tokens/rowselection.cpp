// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/rowselection.h"

#include <QSignalBlocker>

#include <algorithm>

namespace tokens {

using models::TokenTableModel;
using work::RowId;

namespace {

/// So that Qt need not be told anew of every row that is scrolled in.
constexpr int windowMargin = 200;
constexpr unsigned wordBits = 64;

} // namespace

bool RowSelection::Bits::has(RowId row) const
{
    return row / wordBits < m_words.size() && (m_words[row / wordBits] >> row % wordBits & 1) != 0;
}

void RowSelection::Bits::set(RowId row, bool on)
{
    if (has(row) == on)
        return;
    if (row / wordBits >= m_words.size())
        m_words.resize(row / wordBits + 1);
    m_words[row / wordBits] ^= quint64(1) << row % wordBits;
    m_count += on ? 1 : -1;
}

void RowSelection::Bits::clear()
{
    m_words.clear();
    m_count = 0;
}

RowSelection::RowSelection(TokenTableModel &model, QObject *parent)
    : QItemSelectionModel(nullptr, parent)
    , m_model(model)
{
    // Before Qt's own, which come with setModel(): what is taken from it first costs it nothing.
    connect(&model, &QAbstractItemModel::layoutAboutToBeChanged, this,
        &RowSelection::beforeLayoutChange);
    connect(&model, &QAbstractItemModel::layoutChanged, this, &RowSelection::afterLayoutChange);
    connect(&model, &QAbstractItemModel::rowsAboutToBeRemoved, this, &RowSelection::beforeRemoval);
    connect(&model, &QAbstractItemModel::rowsInserted, this, [this] { m_settled = m_bits; });
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &RowSelection::afterRemoval);
    setModel(&model);
}

void RowSelection::setLimits(int mostRanges, int mostMoved)
{
    m_mostRanges = mostRanges;
    m_mostMoved = mostMoved;
}

int RowSelection::count() const
{
    if (m_isInPieces)
        return m_bits.count();
    int count = 0;
    for (const Span &span : spansOf(selection()))
        count += span.last - span.first + 1;
    return count;
}

work::RowOrder RowSelection::rowIds() const
{
    if (isEverything())
        return m_model.order();
    work::RowOrder ids;
    ids.reserve(count());
    if (m_isInPieces) {
        for (int row = 0; row < m_model.rowCount(); ++row) {
            if (const RowId id = rowIdAt(row); m_bits.has(id))
                ids.append(id);
        }
        return ids;
    }
    for (const Span &span : spansOf(selection())) {
        for (int row = span.first; row <= span.last; ++row)
            ids.append(rowIdAt(row));
    }
    return ids;
}

void RowSelection::selectEverything()
{
    select(everything(), ClearAndSelect);
}

void RowSelection::invert()
{
    if (m_model.rowCount() > 0)
        select(everything(), Toggle);
}

void RowSelection::setWindow(int first, int last)
{
    if (!m_isInPieces || (first >= m_window.first && last <= m_window.last))
        return;
    m_window = {std::max(0, first - windowMargin), last + windowMargin};
    showWindow();
}

void RowSelection::select(const QItemSelection &selection, SelectionFlags command)
{
    if (command == NoUpdate)
        return;
    if (!m_isInPieces) {
        QItemSelectionModel::select(selection, command);
        if (this->selection().size() > m_mostRanges)
            goToPieces();
        return;
    }
    if (command & Clear) { // Begins anew, with few pieces again.
        m_isInPieces = false;
        m_bits.clear();
        m_settled.clear();
        const QSignalBlocker quiet(this);
        QItemSelectionModel::select(selection, command);
    } else {
        selectBits(spansOf(selection), command);
        showWindow();
    }
    emit selectionChanged(this->selection(), {});
}

void RowSelection::reset()
{
    m_isInPieces = false;
    m_bits.clear();
    m_settled.clear();
    QItemSelectionModel::reset();
}

/// Which rows, once each and in order: a selection may hold a row more than once, column by column.
std::vector<RowSelection::Span> RowSelection::spansOf(const QItemSelection &selection)
{
    std::vector<Span> spans;
    for (const QItemSelectionRange &range : selection) {
        if (range.isValid())
            spans.push_back({range.top(), range.bottom()});
    }
    std::sort(
        spans.begin(), spans.end(), [](const Span &a, const Span &b) { return a.first < b.first; });
    std::vector<Span> joined;
    for (const Span &span : spans) {
        if (!joined.empty() && span.first <= joined.back().last + 1)
            joined.back().last = std::max(joined.back().last, span.last);
        else
            joined.push_back(span);
    }
    return joined;
}

QItemSelection RowSelection::rows(int first, int last) const
{
    if (first > last)
        return {};
    return {m_model.index(first, 0), m_model.index(last, m_model.columnCount() - 1)};
}

QItemSelection RowSelection::everything() const
{
    return rows(0, m_model.rowCount() - 1);
}

RowId RowSelection::rowIdAt(int row) const
{
    return m_model.order().at(row);
}

/// What Qt believes to be selected, without anybody hearing of it.
void RowSelection::tellQt(const QItemSelection &part)
{
    const QSignalBlocker quiet(this);
    QItemSelectionModel::select(
        QItemSelection(), Clear); // First: Qt compares old and new pair by pair.
    if (!part.isEmpty())
        QItemSelectionModel::select(part, Select);
}

RowSelection::Bits RowSelection::bitsOfQts() const
{
    Bits bits;
    for (const Span &span : spansOf(selection())) {
        for (int row = span.first; row <= span.last; ++row)
            bits.set(rowIdAt(row), true);
    }
    return bits;
}

void RowSelection::goToPieces()
{
    m_bits = bitsOfQts();
    {
        // Replaces what the present drag or Shift added by nothing; the rest is what is settled.
        const QSignalBlocker quiet(this);
        QItemSelectionModel::select(QItemSelection(), SelectCurrent);
    }
    m_settled = bitsOfQts();
    m_isInPieces = true;
    showWindow();
}

void RowSelection::selectBits(const std::vector<Span> &spans, SelectionFlags command)
{
    // A drag or Shift+click replaces what the one before it added.
    if (command & Current)
        m_bits = m_settled;
    else
        m_settled = m_bits;
    if (!(command & (Select | Deselect | Toggle)))
        return;
    for (const Span &span : spans) {
        for (int row = span.first; row <= span.last; ++row) {
            const RowId id = rowIdAt(row);
            m_bits.set(id, (command & Toggle) ? !m_bits.has(id) : bool(command & Select));
        }
    }
}

void RowSelection::showWindow()
{
    if (m_bits.count() == m_model.rowCount()) {
        tellQt(everything());
        return;
    }
    QItemSelection part;
    const int last = std::min(m_window.last, m_model.rowCount() - 1);
    for (int row = m_window.first; row <= last; ++row) {
        if (!m_bits.has(rowIdAt(row)))
            continue;
        const int first = row;
        while (row < last && m_bits.has(rowIdAt(row + 1)))
            ++row;
        part.append(rows(first, row));
    }
    tellQt(part);
}

void RowSelection::beforeLayoutChange()
{
    m_wasEverything = isEverything();
    if (!m_isInPieces && !m_wasEverything && count() > m_mostMoved)
        goToPieces();
    if (m_isInPieces || m_wasEverything)
        tellQt({});
}

void RowSelection::afterLayoutChange()
{
    if (m_isInPieces)
        showWindow();
    else if (m_wasEverything)
        tellQt(everything());
}

void RowSelection::beforeRemoval(const QModelIndex & /*parent*/, int first, int last)
{
    if (!m_isInPieces)
        return;
    for (int row = first; row <= last; ++row)
        m_bits.set(rowIdAt(row), false);
    m_settled = m_bits;
    tellQt({});
}

void RowSelection::afterRemoval()
{
    if (!m_isInPieces)
        return;
    showWindow();
    emit selectionChanged({}, {});
}

} // namespace tokens
