// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/filterchips.h"

#include "tokens/filterchip.h"

#include <QEvent>
#include <QMenu>
#include <QToolButton>

#include <algorithm>

namespace tokens {

using namespace Qt::StringLiterals;
using filter::Term;

namespace {

constexpr int mostRows = 2;
constexpr int gap = 4;
// More do not fit in two rows of any screen; a filter may have two thousand.
constexpr std::size_t mostChips = 40;
constexpr std::size_t mostInMenu = 30;
constexpr int longestInMenu = 60;

bool sameTexts(const std::vector<Term> &a, const std::vector<Term> &b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
        [](const Term &one, const Term &other) { return one.text == other.text; });
}

} // namespace

FilterChips::FilterChips(QWidget *parent)
    : QWidget(parent)
    , m_more(new QToolButton(this))
    , m_menu(new QMenu(this))
{
    setObjectName(u"filterChips"_s);
    setAccessibleName(tr("Parts of the filter"));
    m_more->setObjectName(u"filterMore"_s);
    m_more->setAutoRaise(true);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_menu->setObjectName(u"filterMoreMenu"_s);
    connect(m_more, &QToolButton::clicked, this,
        [this] { m_menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height()))); });
    hide();
}

void FilterChips::showTerms(const std::vector<Term> &terms, bool canBeRemoved)
{
    if (!sameTexts(terms, m_terms)) {
        m_terms = terms;
        makeChips();
    }
    for (FilterChip *chip : m_chips)
        chip->setRemovable(canBeRemoved);
    m_more->setEnabled(canBeRemoved);
    setVisible(!m_terms.empty());
    arrange();
    restoreFocus();
}

void FilterChips::makeChips()
{
    for (FilterChip *old : m_chips) {
        old->hide();
        old->deleteLater(); // One of them may be the sender of what led here.
    }
    m_chips.clear();
    const std::size_t count = std::min(m_terms.size(), mostChips);
    QWidget *before = m_before;
    for (std::size_t i = 0; i < count; ++i) {
        auto *chip = new FilterChip(m_terms[i], this);
        connect(chip, &FilterChip::removeRequested, this, [this, i] { remove(i); });
        connect(chip, &FilterChip::clicked, this, [this, i] { emit termClicked(i); });
        connect(chip, &FilterChip::stepRequested, this, [this, i](int step) {
            const std::size_t next = step < 0 ? i - 1 : i + 1; // below the first: very large
            if (next < m_chips.size() && m_chips[next]->isVisible())
                m_chips[next]->focusButton();
        });
        m_chips.push_back(chip);
        if (before)
            setTabOrder(before, chip->button());
        before = chip->button();
    }
    if (before)
        setTabOrder(before, m_more);
}

void FilterChips::remove(std::size_t index)
{
    m_focused.reset();
    if (index < m_chips.size() && m_chips[index]->hasFocusInside())
        m_focused = index;
    emit removeRequested(index);
}

/// To the chip that stands where the removed one stood, so that one may go on.
void FilterChips::restoreFocus()
{
    const auto index = std::exchange(m_focused, std::nullopt);
    if (!index)
        return;
    if (m_chips.empty())
        emit focusReleased();
    else
        m_chips[std::min(*index, m_chips.size() - 1)]->focusButton();
}

void FilterChips::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        arrange();
}

void FilterChips::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        arrange();
}

void FilterChips::arrange()
{
    if (m_chips.empty())
        return;
    std::size_t count = m_chips.size();
    while (count > 1 && place(count) > mostRows)
        --count;
    for (std::size_t i = 0; i < m_chips.size(); ++i)
        m_chips[i]->setVisible(i < count);
    const int rows = std::min(place(count), mostRows);
    m_more->setVisible(count < m_terms.size());
    fillMore(count);
    setFixedHeight(rows * m_chips.front()->sizeHint().height() + (rows - 1) * gap);
}

int FilterChips::place(std::size_t count)
{
    int x = 0;
    int row = 0;
    const auto put = [&](QWidget *widget) {
        const QSize size = widget->sizeHint().boundedTo({width(), 1000});
        if (x > 0 && x + size.width() > width()) {
            x = 0;
            ++row;
        }
        const int y = row * (m_chips.front()->sizeHint().height() + gap);
        const QRect place(x, y, size.width(), m_chips.front()->sizeHint().height());
        widget->setGeometry(QStyle::visualRect(layoutDirection(), rect(), place));
        x += size.width() + gap;
    };
    for (std::size_t i = 0; i < count; ++i)
        put(m_chips[i]);
    if (count < m_terms.size()) {
        m_more->setText(tr("+%1 more").arg(m_terms.size() - count));
        put(m_more);
    }
    return row + 1;
}

void FilterChips::fillMore(std::size_t from)
{
    m_menu->clear();
    for (std::size_t i = from; i < std::min(m_terms.size(), from + mostInMenu); ++i) {
        QString text = m_terms[i].text.simplified();
        if (text.size() > longestInMenu)
            text = text.left(longestInMenu) + QChar(0x2026);
        m_menu->addAction(
            tr("Remove %1").arg(text.replace(u'&', u"&&"_s)), this, [this, i] { remove(i); });
    }
}

} // namespace tokens
