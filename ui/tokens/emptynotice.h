// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What stands where rows would be, when there are none: why, and the one thing to do about it.
/// Real widgets rather than painted text, so that a keyboard and a screen reader find them.

#include <QWidget>

class QLabel;
class QPushButton;

namespace tokens {

class EmptyNotice final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyNotice(QWidget *parent = nullptr);

    /// An empty action shows no button. The texts are plain text.
    void setTexts(const QString &title, const QString &advice, const QString &action);
    /// A second way on, beside the first; empty = none.
    void setAlternative(const QString &action);
    QString title() const;

signals:
    void actionTriggered();
    void alternativeTriggered();

private:
    QLabel *m_title;
    QLabel *m_advice;
    QPushButton *m_button;
    QPushButton *m_alternative;
};

} // namespace tokens
