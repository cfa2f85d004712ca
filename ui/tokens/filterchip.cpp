// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/filterchip.h"

#include "base/textrules.h"
#include "models/celltext.h"
#include "models/icons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace tokens {

using namespace Qt::StringLiterals;
using filter::Term;

namespace {

constexpr int iconSide = 14;
constexpr int widestText = 220;

QString iconName(const Term &term)
{
    if (term.kind == Term::Kind::Text)
        return u"search"_s;
    if (term.kind == Term::Kind::Group)
        return u"details"_s;
    switch (term.field) {
    case filter::FieldId::Vendor:
    case filter::FieldId::Connection:
    case filter::FieldId::Environment:
        return u"connection"_s;
    case filter::FieldId::Grant:
    case filter::FieldId::Broad:
        return u"key"_s;
    case filter::FieldId::Status:
        return u"ok"_s;
    default:
        return filter::field(term.field).isTime() ? u"expired"_s : u"token"_s;
    }
}

} // namespace

FilterChip::FilterChip(const Term &term, QWidget *parent)
    : QWidget(parent)
    , m_iconName(iconName(term))
    , m_isNegated(term.isNegated)
    , m_kind(new QLabel(this))
    , m_button(new QToolButton(this))
{
    setObjectName(u"filterChip"_s);
    setAccessibleName(term.text);
    showKind();
    auto *text = new QLabel(this);
    text->setObjectName(u"filterChipText"_s);
    text->setTextFormat(Qt::PlainText);
    const QString line = base::displayForm(term.text.simplified());
    text->setText(fontMetrics().elidedText(line, Qt::ElideMiddle, widestText));
    setToolTip(models::plainToolTip(line));
    m_button->setObjectName(u"filterChipRemove"_s);
    m_button->setIcon(models::icon(u"close"_s, models::Tone::Muted));
    m_button->setIconSize({iconSide - 2, iconSide - 2});
    m_button->setAutoRaise(true);
    m_button->setFocusPolicy(Qt::StrongFocus);
    m_button->setAccessibleName(tr("Remove %1 from the filter").arg(line));
    m_button->setToolTip(models::plainToolTip(m_button->accessibleName()));
    m_button->installEventFilter(this);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 1, 2, 1);
    row->setSpacing(4);
    row->addWidget(m_kind);
    row->addWidget(text);
    row->addWidget(m_button);
    connect(m_button, &QToolButton::clicked, this, &FilterChip::removeRequested);
}

void FilterChip::setRemovable(bool isRemovable)
{
    m_button->setEnabled(isRemovable);
}

void FilterChip::showKind()
{
    const auto tone = m_isNegated ? models::Tone::Warning : models::Tone::Muted;
    m_kind->setPixmap(models::icon(m_iconName, tone).pixmap(iconSide, iconSide));
}

void FilterChip::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showKind(); // A pixmap keeps the colour it was made in.
}

bool FilterChip::hasFocusInside() const
{
    return m_button->hasFocus();
}

void FilterChip::focusButton()
{
    m_button->setFocus(Qt::OtherFocusReason);
}

void FilterChip::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && rect().contains(event->pos()))
        emit clicked();
}

bool FilterChip::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_button || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const bool isRtl = layoutDirection() == Qt::RightToLeft;
    switch (key) {
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
    case Qt::Key_Return:
    case Qt::Key_Enter:
        emit removeRequested();
        return true;
    case Qt::Key_Left:
        emit stepRequested(isRtl ? 1 : -1);
        return true;
    case Qt::Key_Right:
        emit stepRequested(isRtl ? -1 : 1);
        return true;
    default:
        return false;
    }
}

void FilterChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(models::toneColour(models::Tone::Muted, palette()));
    painter.setBrush(palette().color(QPalette::Base));
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2);
}

} // namespace tokens
