// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/overviewtab.h"

#include "base/textrules.h"
#include "models/icons.h"
#include "tokens/notesform.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace tokens {

using namespace Qt::StringLiterals;
using domain::Token;
using models::TokenColumnId;

namespace {

constexpr TokenColumnId shownColumns[] = {TokenColumnId::Name, TokenColumnId::Status,
    TokenColumnId::Connection, TokenColumnId::LastUsed, TokenColumnId::Created,
    TokenColumnId::Expires, TokenColumnId::RemovedWhenIdle, TokenColumnId::Owner,
    TokenColumnId::Creator, TokenColumnId::KeyHint, TokenColumnId::Id};

QLabel *plainLabel(QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

QString kindText(domain::TokenKind kind)
{
    switch (kind) {
    case domain::TokenKind::Account:
        return OverviewTab::tr("Token of the account");
    case domain::TokenKind::Organisation:
        return OverviewTab::tr("Token of the organisation");
    case domain::TokenKind::User:
        return OverviewTab::tr("Token of a user, with that user's rights");
    }
    return {};
}

/// The note of a column: a text that only repeats the cell is none.
QString noteOf(
    const models::TokenColumn &column, const Token &token, const models::TextContext &context)
{
    if (column.id == TokenColumnId::Name)
        return models::hasHiddenCharacters(token.name)
            ? OverviewTab::tr("Written out: %1").arg(models::escapedForm(token.name))
            : QString();
    if (column.id == TokenColumnId::Connection)
        return {}; // The header says it.
    const QString note = column.explanation(token, context);
    return note == column.text(token, context) ? QString() : note;
}

} // namespace

OverviewTab::OverviewTab(QWidget *parent)
    : QScrollArea(parent)
    , m_notes(new NotesForm(this))
{
    setObjectName(u"overviewTab"_s);
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    auto *content = new QWidget(this);
    auto *column = new QVBoxLayout(content);
    column->setSpacing(9);
    column->addWidget(m_notes);
    for (const TokenColumnId id : shownColumns) {
        m_columns.emplace_back(id, addField(column, models::columnTitle(models::tokenColumn(id))));
        if (id == TokenColumnId::Name)
            m_description = addField(column, tr("Description"));
    }
    m_kind = addField(column, tr("Kind"));
    m_addresses = addField(column, tr("Allowed Addresses"));
    column->addStretch(1);
    setWidget(content);
    colourNotes();
}

OverviewTab::Field OverviewTab::addField(QVBoxLayout *column, const QString &title)
{
    Field field {new QLabel(title, this), plainLabel(this), plainLabel(this)};
    field.title->setTextFormat(Qt::PlainText);
    QFont small = field.note->font();
    small.setPointSizeF(small.pointSizeF() * 0.9);
    field.title->setFont(small);
    field.note->setFont(small);
    // The title above, not beside: ids and addresses need the whole width of the pane.
    auto *box = new QVBoxLayout;
    box->setSpacing(1);
    box->addWidget(field.title);
    box->addWidget(field.value);
    box->addWidget(field.note);
    column->addLayout(box);
    return field;
}

void OverviewTab::fill(const Field &field, const QString &value, const QString &note)
{
    field.value->setText(value);
    //: A field of the details pane for screen readers: title, value
    field.value->setAccessibleName(tr("%1: %2").arg(field.title->text(), value));
    field.note->setText(note);
    field.note->setVisible(!note.isEmpty());
}

void OverviewTab::show(const Token &token, const models::TextContext &context)
{
    m_notes->showNotes(token, context.annotations.value(token.key), context.now);
    for (const auto &[id, field] : m_columns) {
        const auto &column = models::tokenColumn(id);
        fill(field, column.text(token, context), noteOf(column, token, context));
    }
    const QString description = token.description.isKnown()
        ? base::displayForm(token.description.value, 2000)
        : models::missingText(token.description.state);
    fill(m_description, description.isEmpty() ? tr("None") : description,
        models::missingReason(token.description.state));
    fill(m_kind, kindText(token.kind), {});
    fill(m_addresses,
        token.allowedAddresses.isEmpty()
            ? tr("No restriction reported")
            : base::displayForm(token.allowedAddresses.join(", "_L1), 1000),
        {});
}

void OverviewTab::changeEvent(QEvent *event)
{
    QScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        colourNotes();
}

void OverviewTab::colourNotes()
{
    const QColor muted = models::toneColour(models::Tone::Muted, palette());
    const auto colour = [&muted](QLabel *label) {
        QPalette changed = label->palette();
        changed.setColor(QPalette::WindowText, muted);
        label->setPalette(changed);
    };
    for (const auto &[id, field] : m_columns) {
        colour(field.title);
        colour(field.note);
    }
    for (const Field &field : {m_description, m_kind, m_addresses}) {
        colour(field.title);
        colour(field.note);
    }
}

} // namespace tokens
