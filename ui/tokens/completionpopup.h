// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A list of suggestions below a field. Lies over the window like a child of it, so that the typing
/// goes on in the field, which says where the keys go.

#include "filter/completion.h"

#include <QWidget>

#include <optional>

class QLineEdit;
class QTreeWidget;

namespace tokens {

class CompletionPopup final : public QWidget
{
    Q_OBJECT

public:
    /// The field owns this object until it is shown, then the field's window.
    explicit CompletionPopup(QLineEdit *field);

    /// Shows them; none closes the list. Nothing is chosen at first unless `current` says so.
    void offer(std::vector<filter::Candidate> candidates, const QString &title, int current = -1);
    bool isOpen() const { return !m_candidates.empty() && isVisible(); }
    std::optional<filter::Candidate> current() const;
    const std::vector<filter::Candidate> &candidates() const { return m_candidates; }
    /// Up from the first and down from the last go to none, as in a browser's address field.
    void move(int step);
    void dismiss();

signals:
    void chosen(const filter::Candidate &candidate);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void fill();
    void place();
    void say();

    QLineEdit *m_field;
    QTreeWidget *m_list;
    std::vector<filter::Candidate> m_candidates;
};

} // namespace tokens
