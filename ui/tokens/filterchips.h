// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The parts of a filter, one chip each, to be seen at a glance and taken away one by one. Two rows
/// at most; what does not fit is in the menu of "+3 more".

#include "filter/parser.h"

#include <QWidget>

class QMenu;
class QToolButton;

namespace tokens {

class FilterChip;

class FilterChips final : public QWidget
{
    Q_OBJECT

public:
    explicit FilterChips(QWidget *parent = nullptr);

    /// What stands before the chips for the Tab key.
    void followInTabOrder(QWidget *before) { m_before = before; }
    /// Hidden without any. Chips of a filter that is not the one in the field cannot be removed.
    void showTerms(const std::vector<filter::Term> &terms, bool canBeRemoved);

signals:
    void removeRequested(std::size_t index);
    /// A chip was clicked: its part of the text is meant.
    void termClicked(std::size_t index);
    /// The last chip that had the focus is gone.
    void focusReleased();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeChips();
    void arrange();
    /// Puts so many of the chips in rows; the number of rows, the button included if needed.
    int place(std::size_t count);
    void fillMore(std::size_t from);
    void remove(std::size_t index);
    void restoreFocus();

    std::vector<filter::Term> m_terms;
    std::vector<FilterChip *> m_chips; ///< of the first terms
    QToolButton *m_more;
    QMenu *m_menu;
    QWidget *m_before = nullptr;
    std::optional<std::size_t> m_focused; ///< the chip that is being removed by keyboard
};

} // namespace tokens
