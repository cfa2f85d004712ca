// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/notesform.h"

#include "base/textrules.h"
#include "base/utc.h"
#include "models/celltext.h"
#include "support/plaintext.h"
#include "support/tagedit.h"
#include "work/annotationbook.h"

#include <QCalendarWidget>
#include <QEvent>
#include <QFormLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWidgetAction>

namespace tokens {

using namespace Qt::StringLiterals;
using domain::Annotation;
using domain::Token;

NotesForm::NotesForm(QWidget *parent)
    : QWidget(parent)
    , m_problem(support::plainParagraph({}, this))
    , m_tags(new support::TagEdit(this))
    , m_note(new QPlainTextEdit(this))
    , m_owner(new QLineEdit(this))
    , m_review(new QToolButton(this))
    , m_reviewMenu(new QMenu(m_review))
{
    setObjectName(u"notesForm"_s);
    m_problem->setObjectName(u"notesProblem"_s);
    m_problem->hide();
    m_note->setObjectName(u"noteEdit"_s);
    m_note->setTabChangesFocus(true);
    m_note->setPlaceholderText(tr("What others should know about this token. Never its key."));
    m_note->setFixedHeight(fontMetrics().lineSpacing() * 3 + 14);
    m_note->installEventFilter(this);
    m_owner->setObjectName(u"ownerEdit"_s);
    m_owner->setMaxLength(static_cast<int>(work::longestOwner));
    m_review->setObjectName(u"reviewButton"_s);
    build();
    buildReview();
    connect(m_tags, &support::TagEdit::edited, this, &NotesForm::commit);
    connect(m_owner, &QLineEdit::editingFinished, this, &NotesForm::commit);
}

void NotesForm::build()
{
    auto *heading = support::plainLabel(tr("Notes Kept Here"), this);
    QFont bold = heading->font();
    bold.setBold(true);
    heading->setFont(bold);
    auto *form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const auto row = [form, this](const QString &title, QWidget *field) {
        auto *label = support::plainLabel(title, this);
        label->setBuddy(field);
        field->setAccessibleName(title);
        form->addRow(label, field);
    };
    row(tr("Tags"), m_tags);
    row(tr("Note"), m_note);
    row(tr("Owner"), m_owner);
    row(tr("Review"), m_review);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 6);
    column->setSpacing(6);
    column->addWidget(heading);
    column->addWidget(m_problem);
    column->addLayout(form);
    column->addStretch(1);
}

void NotesForm::buildReview()
{
    m_review->setMenu(m_reviewMenu);
    // Its arrow has a place of its own; that of InstantPopup stands on the text.
    m_review->setPopupMode(QToolButton::MenuButtonPopup);
    connect(m_review, &QToolButton::clicked, m_review, &QToolButton::showMenu);
    m_review->setFocusPolicy(Qt::StrongFocus);
    m_review->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_reviewMenu->setObjectName(u"reviewMenu"_s);
    m_reviewMenu->setAccessibleName(tr("Review date"));
    const auto in = [this](const QString &text, int days) {
        m_reviewMenu->addAction(
            text, this, [this, days] { chooseReview(base::utcTime(m_now).date().addDays(days)); });
    };
    in(tr("In 30 Days"), 30);
    in(tr("In 90 Days"), 90);
    in(tr("In a Year"), 365);
    auto *calendar = new QCalendarWidget(m_reviewMenu);
    calendar->setObjectName(u"reviewCalendar"_s);
    calendar->setAccessibleName(tr("Review date"));
    calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    auto *entry = new QWidgetAction(m_reviewMenu);
    entry->setDefaultWidget(calendar);
    m_reviewMenu->addAction(entry);
    m_reviewMenu->addAction(tr("No Review Date"), this, [this] { chooseReview({}); });
    const auto choose = [this](QDate day) {
        m_reviewMenu->close();
        chooseReview(day);
    };
    connect(calendar, &QCalendarWidget::clicked, this, choose);
    connect(calendar, &QCalendarWidget::activated, this, choose);
    connect(m_reviewMenu, &QMenu::aboutToShow, this, [this, calendar] {
        if (m_reviewOn.isValid())
            calendar->setSelectedDate(m_reviewOn);
    });
}

void NotesForm::chooseReview(QDate day)
{
    m_reviewOn = day;
    showReview();
    commit();
}

void NotesForm::showNotes(const Token &token, const Annotation &annotation, base::Instant now)
{
    m_now = now;
    const bool isOther = m_key != token.key;
    if (isOther)
        commit();
    const bool isUntouched = isOther || typed() == m_handed;
    const bool isNews = isOther || annotation != m_stored;
    m_key = token.key;
    m_stored = annotation;
    if (isUntouched && isNews)
        m_handed = annotation;
    m_owner->setPlaceholderText(token.owner.isKnown() && !token.owner.value.isEmpty()
            ? tr("The vendor says: %1").arg(base::displayForm(token.owner.value, 80))
            : tr("The vendor names none"));
    const QString problem = m_source.whyNot ? m_source.whyNot() : QString();
    support::setPlainText(m_problem, problem);
    m_problem->setVisible(!problem.isEmpty());
    m_tags->setReadOnly(!problem.isEmpty());
    m_note->setReadOnly(!problem.isEmpty());
    m_owner->setReadOnly(!problem.isEmpty());
    m_review->setEnabled(problem.isEmpty());
    if (m_source.knownTags)
        m_tags->setKnownTags(m_source.knownTags());
    if (isUntouched && isNews)
        fill();
    showReview();
}

void NotesForm::fill()
{
    m_tags->setTags(m_stored.tags);
    if (m_note->toPlainText() != m_stored.note)
        m_note->setPlainText(m_stored.note);
    if (m_owner->text() != m_stored.owner)
        m_owner->setText(m_stored.owner);
    m_reviewOn = m_stored.reviewOn;
    showReview();
}

void NotesForm::showReview()
{
    m_review->setText(m_reviewOn.isValid()
            //: a date, and how far away it is: "12 March 2026 · In 10 days"
            ? tr("%1 \u00b7 %2")
                  .arg(models::dayText(m_reviewOn, locale()), models::reviewText(m_reviewOn, m_now))
            : tr("None"));
    m_review->setAccessibleName(tr("Review: %1").arg(m_review->text()));
}

Annotation NotesForm::typed() const
{
    Annotation annotation = m_stored;
    annotation.tags = m_tags->tags();
    annotation.note = m_note->toPlainText();
    annotation.owner = m_owner->text();
    annotation.reviewOn = m_reviewOn;
    return work::cleaned(std::move(annotation));
}

void NotesForm::commit()
{
    if (!m_key || m_note->isReadOnly())
        return;
    const Annotation now = typed();
    if (now == m_handed)
        return;
    m_handed = now;
    emit edited(*m_key, now);
}

bool NotesForm::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_note && event->type() == QEvent::FocusOut)
        commit();
    if (watched == m_note && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isEnter && key->modifiers().testFlag(Qt::ControlModifier)) {
            commit();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace tokens
