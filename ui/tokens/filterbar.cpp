// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/filterbar.h"

#include "models/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>

namespace tokens {

using namespace Qt::StringLiterals;

namespace {

constexpr int pauseAfterTyping = 150;

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_field(new QLineEdit(this))
    , m_counts(new QLabel(this))
{
    m_field->setObjectName(u"filterField"_s);
    m_field->setAccessibleName(tr("Filter tokens"));
    m_field->setAccessibleDescription(
        tr("Shows only tokens in which every word occurs somewhere."));
    m_field->setPlaceholderText(tr("Filter tokens"));
    m_field->setToolTip(
        tr("Every word must occur somewhere in the token. Use quotes for a phrase."));
    m_field->setClearButtonEnabled(true);
    m_field->setMaxLength(1000);
    QAction *sign = m_field->addAction(
        models::icon(u"filter"_s, models::Tone::Muted), QLineEdit::LeadingPosition);
    sign->setText(tr("Filter"));
    m_field->installEventFilter(this);
    m_counts->setObjectName(u"filterCounts"_s);
    m_counts->setTextFormat(Qt::PlainText);
    setFocusProxy(m_field);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_field, 1);
    row->addWidget(m_counts);

    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseAfterTyping);
    connect(&m_pause, &QTimer::timeout, this, &FilterBar::announce);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        if (text.isEmpty())
            announce(); // Clearing is meant at once.
        else
            m_pause.start();
    });
}

QString FilterBar::text() const
{
    return m_field->text();
}

void FilterBar::setText(const QString &text)
{
    m_field->setText(text);
    announce();
}

void FilterBar::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FilterBar::showCounts(int shown, int all)
{
    const QLocale locale;
    if (shown == all && all == 1)
        m_counts->setText(tr("1 token"));
    else if (shown == all)
        m_counts->setText(tr("%1 tokens").arg(locale.toString(all)));
    else
        //: %1 of %2 tokens are shown
        m_counts->setText(tr("%1 of %2 tokens").arg(locale.toString(shown), locale.toString(all)));
}

void FilterBar::clear()
{
    m_field->clear();
}

bool FilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key == Qt::Key_Escape && !m_field->text().isEmpty()) {
        clear();
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Down
        || key == Qt::Key_Escape) {
        announce();
        emit left();
        return true;
    }
    return false;
}

void FilterBar::announce()
{
    m_pause.stop();
    if (m_announced == m_field->text())
        return;
    m_announced = m_field->text();
    emit textChanged(m_announced);
}

} // namespace tokens
