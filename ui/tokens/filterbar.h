// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The filter above the table: the field, what it consists of as chips, what is wrong with it, and
/// how many tokens it lets through.

#include "filter/parser.h"
#include "tokens/filterfield.h"

#include <QTimer>
#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace tokens {

class FilterChips;
class FilterProblemLine;

class FilterBar final : public QWidget
{
    Q_OBJECT

public:
    explicit FilterBar(QWidget *parent = nullptr);
    ~FilterBar() override;

    QString text() const;
    /// Takes effect at once, without waiting for more typing.
    void setText(const QString &text);
    /// Puts the cursor into the field and selects what is there (Ctrl+F).
    void focusField();
    void showCounts(int shown, int all);
    void setCompletionSource(FilterField::SourceOf sourceOf);
    /// What was looked for lately, newest first; Up offers it in the empty field.
    void setHistory(const QStringList &history);
    /// Something that belongs to the filter, before the field.
    void setLeadingWidget(QWidget *widget);

public slots:
    void clear();

signals:
    void textChanged(const QString &text);
    /// Enter, Down, or Escape in an empty field: the table should have the focus.
    void left();
    void helpRequested();
    void historyChanged(const QStringList &history);

private:
    void build();
    void announce();
    void remember();
    void complain();
    void showTerms();
    void removeTerm(std::size_t index);
    void mend();

    FilterField *m_field;
    QLabel *m_counts;
    FilterProblemLine *m_problem;
    FilterChips *m_chips;
    QHBoxLayout *m_row = nullptr;
    QTimer m_pause;
    QTimer m_complaint; ///< what is only unfinished is not complained about at once
    QString m_announced;
    filter::ParseResult m_parsed; ///< of what was announced
    filter::ParseResult m_valid; ///< the last without an error
    QStringList m_history;
};

} // namespace tokens
