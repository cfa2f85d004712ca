// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/secretlabel.h"

#include "support/screenshield.h"

#include <QAccessible>
#include <QAccessibleWidget>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionFocusRect>

namespace support {

namespace {

constexpr int margin = 10;
constexpr auto revealLimit = std::chrono::seconds(60);

/// A password field to a screen reader: name and state, no text interface to read the value from.
class SecretLabelAccessible final : public QAccessibleWidget
{
public:
    explicit SecretLabelAccessible(QWidget *widget)
        : QAccessibleWidget(widget, QAccessible::EditableText)
    {
    }

    QAccessible::State state() const override
    {
        QAccessible::State state = QAccessibleWidget::state();
        state.passwordEdit = true;
        state.readOnly = true;
        return state;
    }
};

QAccessibleInterface *makeAccessible(const QString &className, QObject *object)
{
    if (className != QLatin1String(SecretLabel::staticMetaObject.className()))
        return nullptr;
    auto *label = qobject_cast<SecretLabel *>(object);
    return label ? new SecretLabelAccessible(label) : nullptr;
}

} // namespace

SecretLabel::SecretLabel(const base::Secret &secret, QWidget *parent)
    : QWidget(parent)
    , m_secret(secret)
{
    QAccessible::installFactory(makeAccessible); // Installing it again changes nothing.
    setObjectName(QStringLiteral("secretLabel"));
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setContextMenuPolicy(Qt::NoContextMenu);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setAccessibleName(tr("New key, hidden"));
    setAccessibleDescription(tr("Hold the space key to show it on the screen."));
    m_limit.setSingleShot(true);
    m_limit.setInterval(revealLimit);
    connect(&m_limit, &QTimer::timeout, this, &SecretLabel::hideSecret);
}

int SecretLabel::columns(int width) const
{
    const int character = qMax(1, fontMetrics().horizontalAdvance(u'0'));
    return qMax(8, (width - 2 * margin) / character);
}

int SecretLabel::heightForWidth(int width) const
{
    const int perLine = columns(width);
    const int lines = qMax(1, (static_cast<int>(m_secret.size()) + perLine - 1) / perLine);
    return lines * fontMetrics().lineSpacing() + 2 * margin;
}

QSize SecretLabel::sizeHint() const
{
    const int width = fontMetrics().horizontalAdvance(u'0') * 48 + 2 * margin;
    return {width, heightForWidth(width)};
}

QSize SecretLabel::minimumSizeHint() const
{
    const int width = fontMetrics().horizontalAdvance(u'0') * 24 + 2 * margin;
    return {width, fontMetrics().lineSpacing() + 2 * margin};
}

void SecretLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const auto role = hasFocus() ? QPalette::Highlight : QPalette::Mid;
    painter.setPen(QPen(palette().color(role), hasFocus() ? 2 : 1));
    painter.setBrush(palette().base());
    painter.drawRoundedRect(frame, 4, 4);
    painter.setPen(palette().color(QPalette::Text));

    // One character at a time: no string of the whole key is made for a text layout to keep.
    const QByteArrayView bytes = m_secret.expose();
    const int perLine = columns(width());
    const int advance = fontMetrics().horizontalAdvance(u'0');
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const QChar c = m_isRevealed ? QChar::fromLatin1(bytes[i]) : QChar(u'\u2022');
        const int x = margin + static_cast<int>(i % perLine) * advance;
        const int y = margin + static_cast<int>(i / perLine) * fontMetrics().lineSpacing();
        painter.drawText(x, y + fontMetrics().ascent(), QString(c));
    }
}

void SecretLabel::setRevealed(bool isRevealed)
{
    if (m_isRevealed == isRevealed)
        return;
    m_isRevealed = isRevealed;
    shieldFromScreens(this, isRevealed); // Before it is painted.
    if (isRevealed)
        m_limit.start();
    else
        m_limit.stop();
    setAccessibleName(isRevealed ? tr("New key, shown on the screen") : tr("New key, hidden"));
    update();
    emit revealed(isRevealed);
}

void SecretLabel::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        setRevealed(true);
}

void SecretLabel::mouseReleaseEvent(QMouseEvent *)
{
    setRevealed(false);
}

void SecretLabel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Space) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (!event->isAutoRepeat())
        setRevealed(true);
}

void SecretLabel::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Space) {
        QWidget::keyReleaseEvent(event);
        return;
    }
    if (!event->isAutoRepeat())
        setRevealed(false);
}

void SecretLabel::focusOutEvent(QFocusEvent *event)
{
    setRevealed(false);
    QWidget::focusOutEvent(event);
}

void SecretLabel::hideEvent(QHideEvent *event)
{
    setRevealed(false);
    QWidget::hideEvent(event);
}

} // namespace support
