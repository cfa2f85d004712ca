// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/filterproblemline.h"

#include "base/textrules.h"
#include "models/icons.h"

#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace tokens {

using namespace Qt::StringLiterals;

namespace {

constexpr int iconSide = 16;
constexpr int longestOnButton = 40;
constexpr int longestMessage = 400;

} // namespace

FilterProblemLine::FilterProblemLine(QWidget *parent)
    : QWidget(parent)
    , m_sign(new QLabel(this))
    , m_text(new QLabel(this))
    , m_button(new QPushButton(this))
{
    setObjectName(u"filterProblem"_s);
    showSign();
    m_text->setObjectName(u"filterProblemText"_s);
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_button->setObjectName(u"filterMendButton"_s);
    m_button->setAutoDefault(false);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(4, 0, 0, 0);
    row->addWidget(m_sign);
    row->addWidget(m_text, 1);
    row->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &FilterProblemLine::suggestionTaken);
    hide();
}

void FilterProblemLine::showSign()
{
    m_sign->setPixmap(models::icon(u"error"_s, models::Tone::Error).pixmap(iconSide, iconSide));
}

void FilterProblemLine::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showSign(); // A pixmap keeps the colour it was made in.
}

void FilterProblemLine::showProblem(
    const std::optional<filter::FilterError> &error, bool isAnythingFiltered)
{
    if (!error) {
        hide();
        return;
    }
    const QString meanwhile = isAnythingFiltered
        ? tr("Showing the last filter that could be read.")
        : tr("Showing every token until the filter can be read.");
    //: what is wrong with the filter, then what is shown meanwhile
    const QString text
        = tr("%1 %2").arg(base::displayForm(error->message, longestMessage), meanwhile);
    const bool isNews = isHidden() || text != m_text->text();
    m_text->setText(text);
    const QString suggestion = fontMetrics().elidedText(base::displayForm(error->suggestion),
        Qt::ElideMiddle, longestOnButton * fontMetrics().averageCharWidth());
    m_button->setText(tr("Use %1").arg(QString(suggestion).replace(u'&', u"&&"_s)));
    m_button->setAccessibleName(tr("Use %1").arg(error->suggestion));
    m_button->setVisible(!error->suggestion.isEmpty());
    setAccessibleName(text);
    show();
    if (isNews) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

QString FilterProblemLine::text() const
{
    return m_text->text();
}

} // namespace tokens
