// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The field that a filter is typed into: suggests what could come next, remembers what was looked
/// for, and underlines what cannot be read. Never changes what was typed by itself.

#include "filter/completion.h"

#include <QLineEdit>
#include <QPointer>

#include <functional>
#include <optional>

namespace tokens {

class CompletionPopup;

class FilterField final : public QLineEdit
{
    Q_OBJECT

public:
    using SourceOf = std::function<filter::CompletionSource()>;

    explicit FilterField(QWidget *parent = nullptr);
    ~FilterField() override;

    /// Asked once each time the field gets the focus, when suggestions are wanted.
    void setCompletionSource(SourceOf sourceOf) { m_sourceOf = std::move(sourceOf); }
    /// What Up offers in the empty field, newest first.
    void setHistory(const QStringList &history) { m_history = history; }
    /// Underlines a part of the text; a length of 0 marks the place between two letters.
    void mark(qsizetype position, qsizetype length);
    void clearMark();
    bool isSuggesting() const;
    /// Replaces a part of the text, as typing would: it can be undone.
    void replace(qsizetype position, qsizetype length, const QString &text);

signals:
    /// Enter, Down, or Escape in an empty field: somewhere else should have the focus.
    void left();
    /// Escape in a field that is not empty.
    void clearRequested();
    void suggestionsClosed();
    void focusLost();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    enum class Offering { Nothing, Completions, History };

    bool steer(const QKeyEvent &event);
    void suggest(bool wasAskedFor);
    void offerHistory();
    void take(const filter::Candidate &candidate);
    void closeSuggestions();
    QRect textArea() const;

    QPointer<CompletionPopup> m_popup;
    Offering m_offering = Offering::Nothing;
    filter::Completion m_completion; ///< what the popup shows
    int m_suggestedAt = 0; ///< where the cursor was then
    SourceOf m_sourceOf;
    std::optional<filter::CompletionSource> m_source;
    QStringList m_history;
    bool m_isTaking = false;

    struct Mark
    {
        int position;
        int length;
    };
    std::optional<Mark> m_mark;
};

} // namespace tokens
