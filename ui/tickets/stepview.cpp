// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tickets/stepview.h"

#include "models/icons.h"
#include "support/plaintext.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace tickets {

using namespace Qt::StringLiterals;

namespace {

constexpr int markSize = 18;

} // namespace

StepView::StepView(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(2);
    for (int i = 0; i < stepCount; ++i)
        m_rows[static_cast<std::size_t>(i)] = makeRow(i);
}

StepView::Row StepView::makeRow(int index)
{
    Row row;
    row.frame = new QFrame(this);
    row.frame->setObjectName(u"step%1"_s.arg(index + 1));
    row.mark = new QLabel(row.frame);
    row.mark->setFixedWidth(markSize + 4);
    row.mark->setAlignment(Qt::AlignTop | Qt::AlignHCenter);
    row.title = support::plainParagraph({}, row.frame);
    row.title->setObjectName(u"step%1Title"_s.arg(index + 1));
    row.text = support::plainParagraph({}, row.frame);
    row.text->setObjectName(u"step%1Text"_s.arg(index + 1));
    row.column = new QVBoxLayout;
    row.column->setSpacing(3);
    row.column->addWidget(row.title);
    row.column->addWidget(row.text);
    auto *line = new QHBoxLayout(row.frame);
    line->setContentsMargins(8, 5, 8, 5);
    line->setSpacing(8);
    line->addWidget(row.mark, 0, Qt::AlignTop);
    line->addLayout(row.column, 1);
    m_layout->addWidget(row.frame);
    return row;
}

void StepView::setTools(QWidget *tools)
{
    m_tools = tools;
}

void StepView::showSteps(const std::array<StepText, stepCount> &steps)
{
    for (int i = 0; i < stepCount; ++i) {
        Row &row = m_rows[static_cast<std::size_t>(i)];
        const StepText &step = steps[static_cast<std::size_t>(i)];
        row.state = step.state;
        support::setPlainText(row.title, step.title);
        support::setPlainText(row.text, step.text);
        const QString state = step.state == StepState::Done ? tr("done")
            : step.state == StepState::Now                  ? tr("next")
                                                            : tr("later");
        //: For screen readers. %1 and %2: numbers; %3: done, next or later; %4: what it is
        row.title->setAccessibleName(
            tr("Step %1 of %2, %3: %4")
                .arg(QString::number(i + 1), QString::number(stepCount), state, step.title));
        if (m_tools && step.state == StepState::Now) {
            row.column->addWidget(m_tools); // Leaves the row it was in.
            m_tools->show();
        }
        paint(row, i);
    }
}

void StepView::paint(const Row &row, int index)
{
    QFont font = this->font();
    font.setBold(row.state == StepState::Now);
    row.title->setFont(font);
    row.mark->setFont(font);
    const QPalette own = this->palette();
    QPalette muted = own;
    if (row.state != StepState::Now) {
        const QColor grey = models::toneColour(models::Tone::Muted, own);
        muted.setColor(QPalette::WindowText, grey);
        muted.setColor(QPalette::Text, grey);
    }
    row.text->setPalette(muted);
    row.title->setPalette(row.state == StepState::Later ? muted : own);
    row.mark->setPalette(row.state == StepState::Later ? muted : own);
    if (row.state == StepState::Done)
        row.mark->setPixmap(models::icon(u"ok"_s, models::Tone::Ok)
                                .pixmap(QSize(markSize, markSize), devicePixelRatioF()));
    else
        row.mark->setText(QString::number(index + 1));
    QPalette frame = own;
    frame.setColor(QPalette::Window, own.color(QPalette::Base));
    row.frame->setAutoFillBackground(row.state == StepState::Now);
    row.frame->setFrameShape(row.state == StepState::Now ? QFrame::StyledPanel : QFrame::NoFrame);
    row.frame->setPalette(row.state == StepState::Now ? frame : own);
}

void StepView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    const bool isTheme
        = event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange;
    if (!isTheme || m_isPainting)
        return;
    m_isPainting = true; // Setting a palette is a change of it.
    for (int i = 0; i < stepCount; ++i)
        paint(m_rows[static_cast<std::size_t>(i)], i);
    m_isPainting = false;
}

} // namespace tickets
