// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A message in the layout, next to what it is about: what happened, the vendor's own words, and
/// what can be done. Never covers anything, never takes the focus.

#include "support/errortext.h"

#include <QFrame>
#include <QTimer>

#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace support {

class Banner final : public QFrame
{
    Q_OBJECT

public:
    enum class Severity { Information, Warning, Error };

    explicit Banner(QWidget *parent = nullptr);

    /// Shows a message without Retry and Copy details. An empty title hides the banner.
    void showMessage(Severity severity, const QString &title, const QString &text = {});
    /// Shows an error with Copy details and, where `canRetry`, Retry with the countdown the vendor
    /// asked for.
    void showError(const base::Error &error, const ErrorContext &context, bool canRetry);
    /// Puts a name before the title, where messages about several things stand together.
    void nameSubject(const QString &name);
    /// Adds a line to the message just shown.
    void appendText(const QString &text);
    /// Other words for the error just shown, as a warning; its details stay to be copied.
    void reword(const QString &title, const QString &text);
    /// More than one needs to see at once: shown by a button, and copied with the details.
    void addDetails(const QString &text);
    /// One more button; goes when the next message is shown.
    void addAction(const QString &label, const QString &objectName, std::function<void()> run);
    void setDismissible(bool isDismissible);
    void clear();
    QString title() const;

signals:
    void retryRequested();
    void dismissed();

protected:
    void changeEvent(QEvent *event) override;

private:
    void build();
    void present(Severity severity, const QString &title, const QString &text);
    void setCollapsed(bool isCollapsed);
    void copyDetails();
    void showMore(bool isShown);
    void startCountdown(std::chrono::seconds wait);
    void tick();
    void paintSeverity();

    Severity m_severity = Severity::Information;
    bool m_isPainting = false;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QToolButton *m_collapseButton;
    QToolButton *m_dismissButton;
    QPushButton *m_retryButton;
    QPushButton *m_moreButton;
    QPushButton *m_copyButton;
    QHBoxLayout *m_actions;
    std::vector<QPushButton *> m_extra;
    QString m_details; ///< what is copied; empty = m_more
    QString m_brief; ///< the text without m_more
    QString m_more;
    int m_wait = 0;
    QTimer m_countdown;
};

} // namespace support
