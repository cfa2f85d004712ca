// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/filterbar.h"

#include "models/icons.h"
#include "tokens/filterchips.h"
#include "tokens/filterhistory.h"
#include "tokens/filterproblemline.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QToolButton>

namespace tokens {

using namespace Qt::StringLiterals;

namespace {

constexpr int pauseAfterTyping = 150;
constexpr int pauseToFinish = 1000;

/// Somebody who types on will mend it without being told.
bool isOnlyUnfinished(const filter::FilterError &error)
{
    using Kind = filter::FilterErrorKind;
    return error.kind == Kind::MissingValue || error.kind == Kind::UnclosedQuote
        || error.kind == Kind::UnclosedParenthesis || error.kind == Kind::MissingTerm;
}

} // namespace

FilterBar::FilterBar(QWidget *parent)
    : QWidget(parent)
    , m_field(new FilterField(this))
    , m_counts(new QLabel(this))
    , m_problem(new FilterProblemLine(this))
    , m_chips(new FilterChips(this))
{
    build();
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseAfterTyping);
    m_complaint.setSingleShot(true);
    connect(&m_pause, &QTimer::timeout, this, &FilterBar::announce);
    connect(&m_complaint, &QTimer::timeout, this, &FilterBar::complain);
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_field->clearMark(); // It is for a text that is gone.
        if (text.isEmpty())
            announce(); // Clearing is meant at once.
        else
            m_pause.start();
    });
    connect(m_field, &FilterField::left, this, [this] {
        announce();
        remember();
        emit left();
    });
    connect(m_field, &FilterField::clearRequested, this, &FilterBar::clear);
    connect(m_field, &FilterField::focusLost, this, &FilterBar::remember);
    connect(m_field, &FilterField::suggestionsClosed, this, &FilterBar::complain);
    connect(m_problem, &FilterProblemLine::suggestionTaken, this, &FilterBar::mend);
    connect(m_chips, &FilterChips::removeRequested, this, &FilterBar::removeTerm);
    connect(m_chips, &FilterChips::focusReleased, this, [this] { m_field->setFocus(); });
    connect(m_chips, &FilterChips::termClicked, this, [this](std::size_t index) {
        const filter::Term &term = m_valid.terms.at(index);
        m_field->setFocus(Qt::OtherFocusReason);
        m_field->setSelection(static_cast<int>(term.position), static_cast<int>(term.length));
    });
}

FilterBar::~FilterBar()
{
    m_field->disconnect(this); // It loses the focus after this is gone, and says so.
}

void FilterBar::build()
{
    m_field->setObjectName(u"filterField"_s);
    m_field->setAccessibleName(tr("Filter tokens"));
    m_field->setPlaceholderText(tr("Filter, for example: deploy vendor:mist used:>90d"));
    m_field->setToolTip(tr("Words, or fields such as status:active. Ctrl+Space suggests what could "
                           "come next, Up in the empty field what you looked for before."));
    m_field->setClearButtonEnabled(true);
    QAction *sign = m_field->addAction(
        models::icon(u"filter"_s, models::Tone::Muted), QLineEdit::LeadingPosition);
    sign->setText(tr("Filter"));
    m_counts->setObjectName(u"filterCounts"_s);
    m_counts->setTextFormat(Qt::PlainText);
    auto *help = new QToolButton(this);
    help->setObjectName(u"filterHelpButton"_s);
    help->setText(u"?"_s);
    help->setIcon(models::icon(u"help"_s));
    help->setAutoRaise(true);
    help->setAccessibleName(tr("Help on filters"));
    help->setToolTip(tr("How filters are written"));
    connect(help, &QToolButton::clicked, this, &FilterBar::helpRequested);
    setFocusProxy(m_field);
    setTabOrder(m_field, help);
    setTabOrder(help, m_problem->button());
    m_chips->followInTabOrder(m_problem->button());

    m_row = new QHBoxLayout;
    m_row->addWidget(m_field, 1);
    m_row->addWidget(help);
    m_row->addWidget(m_counts);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addLayout(m_row);
    column->addWidget(m_problem);
    column->addWidget(m_chips);
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

void FilterBar::setCompletionSource(FilterField::SourceOf sourceOf)
{
    m_field->setCompletionSource(std::move(sourceOf));
}

void FilterBar::setHistory(const QStringList &history)
{
    m_history = history.mid(0, mostRecentFilters);
    m_field->setHistory(m_history);
}

void FilterBar::setLeadingWidget(QWidget *widget)
{
    m_row->insertWidget(0, widget);
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
    remember();
    m_field->clear();
}

void FilterBar::announce()
{
    m_pause.stop();
    if (m_announced == m_field->text())
        return;
    m_announced = m_field->text();
    m_parsed = filter::parse(m_announced);
    if (!m_parsed.error)
        m_valid = m_parsed;
    showTerms();
    const bool canWait = m_parsed.error && isOnlyUnfinished(*m_parsed.error) && m_field->hasFocus()
        && m_problem->isHidden();
    if (canWait)
        m_complaint.start(pauseToFinish);
    else
        complain();
    emit textChanged(m_announced);
}

void FilterBar::complain()
{
    const bool isOpen = m_parsed.error && isOnlyUnfinished(*m_parsed.error);
    if (isOpen && m_field->isSuggesting())
        return; // What is missing is being offered.
    if (m_pause.isActive())
        return; // It would be about another text.
    m_complaint.stop();
    const auto &error = m_parsed.error;
    m_problem->showProblem(error, !m_valid.terms.empty());
    if (error)
        m_field->mark(error->position, error->length);
    m_field->setAccessibleDescription(error ? m_problem->text()
                                            : tr("Words that must occur, or fields such as "
                                                 "status:active"));
}

void FilterBar::showTerms()
{
    m_chips->showTerms(m_valid.terms, !m_parsed.error);
}

void FilterBar::remember()
{
    const QString text = m_field->text().trimmed();
    if (filter::parse(text).error)
        return;
    const QStringList next = withRecentFilter(m_history, text);
    if (next == m_history)
        return;
    setHistory(next);
    emit historyChanged(m_history);
}

void FilterBar::removeTerm(std::size_t index)
{
    announce(); // Chips are those of the text in the field, or they could not be removed.
    if (m_parsed.error || index >= m_valid.terms.size())
        return;
    m_field->replace(0, m_field->text().size(), m_valid.withoutTerm(index));
    announce();
}

void FilterBar::mend()
{
    if (!m_parsed.error || m_announced != m_field->text())
        return;
    const filter::FilterError error = *m_parsed.error;
    m_field->setFocus(Qt::OtherFocusReason);
    m_field->replace(error.position, error.length, error.suggestion);
    announce();
}

} // namespace tokens
