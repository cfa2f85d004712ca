// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/banner.h"

#include "models/icons.h"
#include "support/plaintext.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

namespace support {

using namespace Qt::StringLiterals;

namespace {

/// The longest that a vendor's Retry-After keeps the Retry button off.
constexpr std::chrono::seconds maxRetryPause = std::chrono::minutes(10);

} // namespace

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_title(plainParagraph({}, this))
    , m_text(plainParagraph({}, this))
    , m_collapseButton(new QToolButton(this))
    , m_dismissButton(new QToolButton(this))
    , m_retryButton(new QPushButton(tr("&Retry"), this))
    , m_moreButton(new QPushButton(this))
    , m_copyButton(new QPushButton(tr("Copy &Details"), this))
    , m_actions(new QHBoxLayout)
{
    setObjectName(u"banner"_s);
    build();
    m_countdown.setInterval(std::chrono::seconds(1));
    connect(&m_countdown, &QTimer::timeout, this, &Banner::tick);
    connect(m_retryButton, &QPushButton::clicked, this, &Banner::retryRequested);
    connect(m_copyButton, &QPushButton::clicked, this, &Banner::copyDetails);
    connect(m_moreButton, &QPushButton::toggled, this, &Banner::showMore);
    connect(m_collapseButton, &QToolButton::toggled, this,
        [this](bool isOpen) { setCollapsed(!isOpen); });
    connect(m_dismissButton, &QToolButton::clicked, this, [this] {
        clear();
        emit dismissed();
    });
    hide();
}

void Banner::build()
{
    m_title->setObjectName(u"bannerTitleLabel"_s);
    m_text->setObjectName(u"bannerTextLabel"_s);
    m_retryButton->setObjectName(u"retryButton"_s);
    m_copyButton->setObjectName(u"copyDetailsButton"_s);
    m_moreButton->setObjectName(u"showDetailsButton"_s);
    m_moreButton->setCheckable(true);
    m_collapseButton->setObjectName(u"collapseButton"_s);
    m_collapseButton->setAccessibleName(tr("Show more"));
    m_collapseButton->setCheckable(true);
    m_collapseButton->setChecked(true);
    m_collapseButton->setAutoRaise(true);
    m_collapseButton->setArrowType(Qt::DownArrow);
    m_dismissButton->setObjectName(u"dismissButton"_s);
    m_dismissButton->setAccessibleName(tr("Dismiss"));
    m_dismissButton->setToolTip(tr("Dismiss"));
    m_dismissButton->setAutoRaise(true);
    m_dismissButton->setText(u"\u00d7"_s);
    for (QPushButton *button : {m_retryButton, m_moreButton, m_copyButton})
        button->setAutoDefault(false);
    QFont bold = m_title->font();
    bold.setBold(true);
    m_title->setFont(bold);

    m_actions->setContentsMargins(0, 4, 0, 0);
    m_actions->setSpacing(6);
    m_actions->addWidget(m_retryButton);
    m_actions->addWidget(m_moreButton);
    m_actions->addWidget(m_copyButton);
    m_actions->addStretch(1);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(10, 8, 8, 8);
    grid->setVerticalSpacing(2);
    grid->addWidget(m_icon, 0, 0, Qt::AlignTop);
    grid->addWidget(m_title, 0, 1);
    grid->addWidget(m_collapseButton, 0, 2, Qt::AlignTop);
    grid->addWidget(m_dismissButton, 0, 3, Qt::AlignTop);
    grid->addWidget(m_text, 1, 1, 1, 3);
    grid->addLayout(m_actions, 2, 1, 1, 3);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(3, 1); // Room to spare goes below, not between the lines.
}

void Banner::present(Severity severity, const QString &title, const QString &text)
{
    m_countdown.stop();
    for (QPushButton *button : std::exchange(m_extra, {}))
        button->deleteLater();
    m_severity = severity;
    setPlainText(m_title, title);
    m_more.clear();
    m_moreButton->setChecked(false);
    m_moreButton->setText(tr("Show Details"));
    m_moreButton->hide();
    setPlainText(m_text, text);
    m_collapseButton->setVisible(!text.isEmpty());
    m_collapseButton->setChecked(true);
    setCollapsed(false);
    paintSeverity();
    setAccessibleName(title);
    setVisible(!title.isEmpty());
    if (!title.isEmpty()) {
        QAccessibleEvent event(this, QAccessible::Alert);
        QAccessible::updateAccessibility(&event);
    }
}

void Banner::showMessage(Severity severity, const QString &title, const QString &text)
{
    present(severity, title, text);
    m_details.clear();
    m_retryButton->hide();
    m_copyButton->hide();
}

void Banner::showError(const base::Error &error, const ErrorContext &context, bool canRetry)
{
    const ErrorText words = errorText(error, context);
    const bool isOurStop = error.kind == base::ErrorKind::Cancelled;
    QString text = words.meaning + u' ' + words.advice;
    if (!words.vendorWords.isEmpty())
        text += u'\n' + words.vendorWords;
    present(isOurStop ? Severity::Information : Severity::Error, words.title, text);
    m_details = errorDetails(error, context);
    m_copyButton->show();
    m_retryButton->setVisible(canRetry);
    m_retryButton->setEnabled(true);
    m_retryButton->setText(tr("&Retry"));
    if (canRetry && error.retryAfter && error.retryAfter->count() > 0)
        startCountdown(*error.retryAfter);
}

void Banner::nameSubject(const QString &name)
{
    const QString title = tr("“%1”: %2").arg(shown(name, 60), m_title->text());
    setPlainText(m_title, title);
    setAccessibleName(title);
}

void Banner::appendText(const QString &text)
{
    const QString before = m_text->text();
    setPlainText(m_text, before.isEmpty() ? text : before + u'\n' + text);
    m_collapseButton->show();
    setCollapsed(false);
}

void Banner::reword(const QString &title, const QString &text)
{
    present(Severity::Warning, title, text);
    m_retryButton->hide();
}

void Banner::addDetails(const QString &text)
{
    m_more = text;
    m_brief = m_text->text();
    m_moreButton->show();
    m_copyButton->show();
}

void Banner::showMore(bool isShown)
{
    m_moreButton->setText(isShown ? tr("Hide Details") : tr("Show Details"));
    if (m_more.isEmpty())
        return; // Another message took its place.
    const QString all = m_brief.isEmpty() ? m_more : m_brief + u'\n' + m_more;
    setPlainText(m_text, isShown ? all : m_brief);
    m_collapseButton->setVisible(!m_text->text().isEmpty());
    m_collapseButton->setChecked(true);
    setCollapsed(false);
}

void Banner::copyDetails()
{
    QGuiApplication::clipboard()->setText(m_details.isEmpty() ? m_more : m_details);
}

void Banner::addAction(const QString &label, const QString &objectName, std::function<void()> run)
{
    auto *button = new QPushButton(label, this);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    connect(button, &QPushButton::clicked, this, [run = std::move(run)] { run(); });
    // What can be done stands before what can be read.
    m_actions->insertWidget(1 + static_cast<int>(m_extra.size()), button);
    m_extra.push_back(button);
}

void Banner::setDismissible(bool isDismissible)
{
    m_dismissButton->setVisible(isDismissible);
}

void Banner::clear()
{
    showMessage(Severity::Information, {});
}

QString Banner::title() const
{
    return m_title->text();
}

void Banner::setCollapsed(bool isCollapsed)
{
    m_text->setVisible(!isCollapsed && !m_text->text().isEmpty());
    m_collapseButton->setArrowType(isCollapsed ? Qt::RightArrow : Qt::DownArrow);
    m_collapseButton->setToolTip(isCollapsed ? tr("Show more") : tr("Show less"));
}

void Banner::startCountdown(std::chrono::seconds wait)
{
    // The message says what the vendor asked for. An admin may try again earlier than in an hour.
    m_wait = static_cast<int>(std::min(wait, maxRetryPause).count()) + 1;
    m_retryButton->setEnabled(false);
    m_countdown.start();
    tick();
}

void Banner::tick()
{
    if (--m_wait > 0) {
        m_retryButton->setText(tr("Retry in %1").arg(durationText(std::chrono::seconds(m_wait))));
        return;
    }
    m_countdown.stop();
    m_retryButton->setText(tr("&Retry"));
    m_retryButton->setEnabled(true);
}

void Banner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && !m_isPainting)
        paintSeverity();
}

void Banner::paintSeverity()
{
    m_isPainting = true;
    const bool isDark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    QColor tint;
    QIcon sign = models::icon(u"info"_s, models::Tone::Info);
    switch (m_severity) {
    case Severity::Information:
        tint = isDark ? QColor(0x1d, 0x33, 0x4a) : QColor(0xe4, 0xf0, 0xfb);
        break;
    case Severity::Warning:
        tint = isDark ? QColor(0x45, 0x37, 0x12) : QColor(0xfd, 0xf3, 0xd8);
        sign = models::icon(u"warning"_s, models::Tone::Warning);
        break;
    case Severity::Error:
        tint = isDark ? QColor(0x4a, 0x21, 0x20) : QColor(0xfb, 0xe6, 0xe4);
        sign = models::icon(u"error"_s, models::Tone::Error);
        break;
    }
    QPalette palette; // Nothing but the ground is its own: the rest follows the theme.
    palette.setColor(QPalette::Window, tint);
    setAutoFillBackground(true);
    setPalette(palette);
    m_icon->setPixmap(sign.pixmap(style()->pixelMetric(QStyle::PM_SmallIconSize)));
    m_isPainting = false;
}

} // namespace support
