// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Paints the cells of the token table, the words of the filter marked in them. Only paints: a cell
/// without a marked word is left to Qt.

#include <QStyledItemDelegate>

namespace tokens {

class CellDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Folded (base::foldedText); empty = nothing is marked.
    void setWords(const QStringList &foldedWords) { m_words = foldedWords; }
    const QStringList &words() const { return m_words; }

    /// A marker's colour and what is legible on it: at least 4.5:1, in light and dark.
    static QColor markColour(const QPalette &palette);
    static QColor markedTextColour(const QPalette &palette);

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override;

private:
    void paintMarked(QPainter *painter, const QStyleOptionViewItem &option) const;

    QStringList m_words;
};

} // namespace tokens
