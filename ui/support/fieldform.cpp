// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/fieldform.h"

#include "support/plaintext.h"

#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

namespace support {

using namespace Qt::StringLiterals;

namespace {

QString withoutMnemonic(QString label)
{
    return label.remove(u'&').remove(u':');
}

/// Hints and reasons come from vendors' rules too, as parts of sentences. A first word that is not
/// plain lower case is a literal and stays.
QString sentence(QString text)
{
    const QString word = text.section(u' ', 0, 0);
    const bool isPlain
        = std::all_of(word.begin(), word.end(), [](QChar c) { return c.isLower() || c == u','; });
    if (isPlain && !text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

void nameForScreenReaders(QWidget *editor, const QString &name)
{
    if (auto *combo = qobject_cast<QComboBox *>(editor))
        setSpokenLabel(combo, name);
    else
        editor->setAccessibleName(name);
}

void colour(QLabel *label, const QColor &color)
{
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, color);
    label->setPalette(palette);
}

} // namespace

FieldForm::FieldForm(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QFormLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_layout->setVerticalSpacing(8);
}

void FieldForm::addField(
    const QString &id, const QString &label, QWidget *editor, const QString &hint)
{
    Field field;
    field.editor = editor;
    field.box = new QWidget(this);
    auto *column = new QVBoxLayout(field.box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(editor);
    field.hint = plainParagraph({}, field.box);
    field.hint->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    column->addWidget(field.hint);
    field.error = plainParagraph({}, field.box);
    field.error->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    field.error->setObjectName(id + u"ErrorLabel"_s);
    column->addWidget(field.error);
    field.error->hide();
    field.label = new QLabel(label, this);
    field.label->setBuddy(editor);
    m_layout->addRow(field.label, field.box);
    paint(field);
    m_fields.insert(id, field);
    if (editor->accessibleName().isEmpty())
        nameForScreenReaders(editor, withoutMnemonic(label));
    setHint(id, hint);
}

void FieldForm::setHint(const QString &id, const QString &hint)
{
    const Field field = m_fields.value(id);
    setPlainText(field.hint, sentence(hint));
    field.hint->setVisible(!hint.isEmpty());
    field.editor->setAccessibleDescription(sentence(hint));
}

void FieldForm::setLabel(const QString &id, const QString &label)
{
    const Field field = m_fields.value(id);
    field.label->setText(label);
    nameForScreenReaders(field.editor, withoutMnemonic(label));
}

void FieldForm::setFieldVisible(const QString &id, bool isVisible)
{
    m_layout->setRowVisible(m_fields.value(id).box, isVisible);
}

bool FieldForm::isFieldVisible(const QString &id) const
{
    return m_fields.contains(id) && m_layout->isRowVisible(m_fields.value(id).box);
}

bool FieldForm::showError(const QString &id, const QString &text)
{
    if (!m_fields.contains(id))
        return false;
    say(id, text, false);
    m_fields.value(id).editor->setFocus(Qt::OtherFocusReason);
    return true;
}

void FieldForm::showWarning(const QString &id, const QString &text)
{
    if (m_fields.contains(id))
        say(id, text, true);
}

void FieldForm::say(const QString &id, const QString &text, bool isWarning)
{
    Field &field = m_fields[id];
    field.isWarning = isWarning;
    setPlainText(field.error, sentence(text));
    field.error->setVisible(!text.isEmpty());
    paint(field);
    field.editor->setAccessibleDescription((text.isEmpty() ? field.hint : field.error)->text());
}

void FieldForm::paint(const Field &field) const
{
    // Each at least 4.5:1 on the window's colour. Ours, because the labels' palettes change after
    // it.
    const bool isDark = palette().color(QPalette::Window).lightness() < 128;
    colour(field.hint, isDark ? QColor(0xa8, 0xab, 0xb2) : QColor(0x5c, 0x5f, 0x66));
    if (field.isWarning)
        colour(field.error, isDark ? QColor(0xf0, 0xc0, 0x60) : QColor(0x7a, 0x4f, 0x00));
    else
        colour(field.error, isDark ? QColor(0xff, 0x9c, 0x94) : QColor(0xb3, 0x26, 0x1e));
}

bool FieldForm::event(QEvent *event)
{
    const bool handled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest) {
        // A form layout forgets that wrapped hints grow when its column of labels does.
        setMinimumHeight(m_layout->minimumSize().height());
    }
    return handled;
}

void FieldForm::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        for (const Field &field : std::as_const(m_fields))
            paint(field);
    }
}

void FieldForm::clearErrors()
{
    const auto ids = m_fields.keys();
    for (const QString &id : ids)
        say(id, {}, false);
}

QString FieldForm::errorOf(const QString &id) const
{
    return m_fields.contains(id) ? m_fields.value(id).error->text() : QString();
}

} // namespace support
