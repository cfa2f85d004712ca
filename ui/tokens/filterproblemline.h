// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Why a filter cannot be read and what the list shows meanwhile, with a button that mends it.

#include "filter/parser.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace tokens {

class FilterProblemLine final : public QWidget
{
    Q_OBJECT

public:
    explicit FilterProblemLine(QWidget *parent = nullptr);

    /// Hidden without an error.
    void showProblem(const std::optional<filter::FilterError> &error, bool isAnythingFiltered);
    QString text() const;
    QPushButton *button() const { return m_button; }

signals:
    void suggestionTaken();

protected:
    void changeEvent(QEvent *event) override;

private:
    void showSign();

    QLabel *m_sign;
    QLabel *m_text;
    QPushButton *m_button;
};

} // namespace tokens
