// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/toast.h"

#include "support/plaintext.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace support {

using namespace Qt::StringLiterals;

Toast::Toast(QWidget *window)
    : QFrame(window)
    , m_label(plainLabel({}, this))
    , m_undoButton(new QPushButton(this))
    , m_closeButton(new QPushButton(tr("Close"), this))
{
    setObjectName(u"toast"_s);
    m_label->setObjectName(u"toastLabel"_s);
    m_undoButton->setObjectName(u"undoButton"_s);
    m_closeButton->setObjectName(u"closeToastButton"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 8, 8, 8);
    layout->addWidget(m_label);
    layout->addWidget(m_undoButton);
    layout->addWidget(m_closeButton);
    colourText();
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (underMouse() || m_undoButton->hasFocus() || m_closeButton->hasFocus())
            m_timer.start(m_period); // Somebody is reading or about to press.
        else
            end();
    });
    connect(m_undoButton, &QPushButton::clicked, this, &Toast::runUndo);
    connect(m_closeButton, &QPushButton::clicked, this, &Toast::end);
    window->installEventFilter(this);
    hide();
}

void Toast::showText(const QString &text, const QString &undoLabel, std::function<void()> undo)
{
    m_undo = std::move(undo);
    setPlainText(m_label, shown(text, 120));
    m_undoButton->setText(buttonText(undoLabel));
    m_undoButton->setVisible(m_undo != nullptr);
    m_undoButton->setAccessibleName(undoLabel);
    setAccessibleName(m_label->text());
    adjustSize();
    place();
    show();
    raise();
    m_timer.start(m_period);
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

bool Toast::focusButton()
{
    if (!isVisible())
        return false;
    m_focusBefore = window()->focusWidget();
    (m_undo ? m_undoButton : m_closeButton)->setFocus(Qt::ShortcutFocusReason);
    return true;
}

void Toast::place()
{
    const QWidget *window = parentWidget();
    const int width = qMin(sizeHint().width(), window->width() - 32);
    resize(width, sizeHint().height());
    move((window->width() - width) / 2, window->height() - height() - 36);
}

void Toast::end()
{
    m_timer.stop();
    m_undo = nullptr;
    if (QWidget *focused = window()->focusWidget(); focused && isAncestorOf(focused)) {
        focused->clearFocus(); // Qt would pass it on to the next button of ours.
        if (m_focusBefore)
            m_focusBefore->setFocus();
    }
    hide();
    emit finished();
}

void Toast::runUndo()
{
    const auto undo = std::exchange(m_undo, nullptr);
    end();
    if (undo)
        undo();
}

/// The other way round than the window, so that it stands out in both themes.
void Toast::colourText()
{
    QPalette inverted = palette();
    inverted.setColor(QPalette::WindowText, palette().color(QPalette::Window));
    m_label->setPalette(inverted);
}

void Toast::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::PaletteChange)
        colourText();
    QFrame::changeEvent(event);
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::enterEvent(QEnterEvent *event)
{
    m_timer.stop();
    QFrame::enterEvent(event);
}

void Toast::leaveEvent(QEvent *event)
{
    if (isVisible())
        m_timer.start(m_period);
    QFrame::leaveEvent(event);
}

void Toast::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        end();
    else
        QFrame::keyPressEvent(event);
}

void Toast::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::WindowText));
    painter.drawRoundedRect(rect(), 6, 6);
}

} // namespace support
