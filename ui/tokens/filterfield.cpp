// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/filterfield.h"

#include "models/icons.h"
#include "tokens/completionpopup.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QTextLayout>
#include <QToolButton>

namespace tokens {

using namespace Qt::StringLiterals;

FilterField::FilterField(QWidget *parent)
    : QLineEdit(parent)
    , m_popup(new CompletionPopup(this))
{
    connect(m_popup, &CompletionPopup::chosen, this, &FilterField::take);
    connect(this, &QLineEdit::textEdited, this, [this] {
        if (!m_isTaking)
            suggest(false);
    });
    connect(this, &QLineEdit::cursorPositionChanged, this, [this] {
        if (cursorPosition() != m_suggestedAt)
            closeSuggestions();
    });
}

FilterField::~FilterField()
{
    delete m_popup; // Its parent is the window by now.
}

void FilterField::mark(qsizetype position, qsizetype length)
{
    m_mark = {static_cast<int>(position), static_cast<int>(length)};
    update();
}

void FilterField::clearMark()
{
    m_mark.reset();
    update();
}

bool FilterField::isSuggesting() const
{
    return m_offering != Offering::Nothing;
}

void FilterField::replace(qsizetype position, qsizetype length, const QString &text)
{
    setCursorPosition(static_cast<int>(position));
    if (length > 0)
        setSelection(static_cast<int>(position), static_cast<int>(length));
    insert(text);
}

bool FilterField::event(QEvent *event)
{
    // Before Qt takes Tab for moving the focus.
    if (event->type() == QEvent::KeyPress && isSuggesting()) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Tab && key->modifiers() == Qt::NoModifier) {
            const auto current = m_popup->current();
            take(current ? *current : m_popup->candidates().front());
            return true;
        }
    }
    return QLineEdit::event(event);
}

void FilterField::keyPressEvent(QKeyEvent *event)
{
    if (isSuggesting() && steer(*event))
        return;
    const int key = event->key();
    if (key == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)
        suggest(true);
    else if (key == Qt::Key_Up && text().isEmpty())
        offerHistory();
    else if (key == Qt::Key_Escape && !text().isEmpty())
        emit clearRequested();
    else if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Down
        || key == Qt::Key_Escape)
        emit left();
    else
        QLineEdit::keyPressEvent(event);
}

/// The keys of the open list. False: the key means what it means without one.
bool FilterField::steer(const QKeyEvent &event)
{
    switch (event.key()) {
    case Qt::Key_Down:
        m_popup->move(1);
        return true;
    case Qt::Key_Up:
        m_popup->move(-1);
        return true;
    case Qt::Key_Escape:
        closeSuggestions();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const auto current = m_popup->current()) {
            take(*current);
            return true;
        }
        closeSuggestions(); // What was typed is meant as it is.
        return false;
    default:
        return false;
    }
}

void FilterField::suggest(bool wasAskedFor)
{
    if (!m_source)
        m_source = m_sourceOf ? m_sourceOf() : filter::CompletionSource();
    m_suggestedAt = cursorPosition();
    m_completion = filter::completions(text(), m_suggestedAt, *m_source);
    const QString typed = text().mid(m_completion.position, m_completion.length);
    const QString before = text().left(m_suggestedAt);
    const bool isBegun = m_completion.length > 0 || before.endsWith(u':') || before.endsWith(u',');
    const bool isComplete
        = m_completion.candidates.size() == 1 && m_completion.candidates.front().text == typed;
    if (m_completion.isEmpty() || isComplete || (!wasAskedFor && !isBegun)) {
        closeSuggestions();
        return;
    }
    m_offering = Offering::Completions;
    m_popup->offer(m_completion.candidates, tr("Suggestions"));
}

void FilterField::offerHistory()
{
    if (m_history.isEmpty())
        return;
    std::vector<filter::Candidate> candidates;
    for (const QString &text : std::as_const(m_history))
        candidates.push_back({text, {}, false});
    m_suggestedAt = cursorPosition();
    m_completion = {0, text().size(), candidates};
    m_offering = Offering::History;
    m_popup->offer(std::move(candidates), tr("Recent filters"), 0);
}

void FilterField::take(const filter::Candidate &candidate)
{
    const auto [position, length, all] = m_completion;
    closeSuggestions();
    {
        const QScopedValueRollback taking(m_isTaking, true);
        replace(position, length, candidate.text);
    }
    if (candidate.opensMore)
        suggest(true);
}

void FilterField::closeSuggestions()
{
    if (m_offering == Offering::Nothing)
        return;
    m_offering = Offering::Nothing;
    m_popup->dismiss();
    emit suggestionsClosed();
}

void FilterField::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    closeSuggestions();
    m_source.reset();
    emit focusLost();
}

void FilterField::resizeEvent(QResizeEvent *event)
{
    QLineEdit::resizeEvent(event);
    closeSuggestions();
}

/// Where letters can be seen: not under the icons at the ends.
QRect FilterField::textArea() const
{
    QRect area = rect().adjusted(4, 0, -4, 0);
    const auto buttons = findChildren<QToolButton *>(Qt::FindDirectChildrenOnly);
    for (const QToolButton *button : buttons) {
        if (button->isHidden())
            continue;
        if (button->geometry().center().x() < width() / 2)
            area.setLeft(std::max(area.left(), button->geometry().right() + 1));
        else
            area.setRight(std::min(area.right(), button->geometry().left() - 1));
    }
    return area;
}

void FilterField::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (!m_mark)
        return;
    // Qt says where the cursor is; how far the marked letters are from it, a layout of the same
    // text says, in either writing direction.
    QTextLayout layout(text(), font(), this);
    QTextOption option;
    option.setTextDirection(layoutDirection());
    option.setFlags(QTextOption::IncludeTrailingSpaces);
    layout.setTextOption(option);
    layout.beginLayout();
    const QTextLine line = layout.createLine();
    layout.endLayout();
    if (!line.isValid())
        return;
    const qreal origin = cursorRect().center().x() + 1 - line.cursorToX(cursorPosition());
    qreal from = origin + line.cursorToX(m_mark->position);
    qreal to = origin + line.cursorToX(m_mark->position + m_mark->length);
    if (from > to)
        std::swap(from, to);
    if (const qreal least = fontMetrics().averageCharWidth(); to - from < least)
        to = from + least;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(textArea());
    painter.setPen(QPen(models::toneColour(models::Tone::Error, palette()), 1.5));
    const qreal bottom = cursorRect().bottom() + 0.5;
    QPolygonF wave;
    for (qreal x = from, up = 0; x <= to; x += 2, up = 2 - up)
        wave.append({x, bottom - up});
    painter.drawPolyline(wave);
}

} // namespace tokens
