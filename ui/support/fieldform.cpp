// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/fieldform.h"

#include "support/plaintext.h"

#include <QFormLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace support {

using namespace Qt::StringLiterals;

namespace {

QString withoutMnemonic(QString label)
{
    return label.remove(u'&').remove(u':');
}

void colour(QLabel *label, const QColor &light, const QColor &dark)
{
    const bool isDark = label->palette().color(QPalette::Window).lightness() < 128;
    QPalette palette = label->palette();
    palette.setColor(QPalette::WindowText, isDark ? dark : light);
    label->setPalette(palette);
}

} // namespace

FieldForm::FieldForm(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QFormLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
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
    field.hint->setEnabled(false); // The theme's own way of painting the less important.
    column->addWidget(field.hint);
    field.error = plainParagraph({}, field.box);
    field.error->setObjectName(id + u"ErrorLabel"_s);
    column->addWidget(field.error);
    field.error->hide();
    field.label = new QLabel(label, this);
    field.label->setBuddy(editor);
    m_layout->addRow(field.label, field.box);
    m_fields.insert(id, field);
    if (editor->accessibleName().isEmpty())
        editor->setAccessibleName(withoutMnemonic(label));
    setHint(id, hint);
}

void FieldForm::setHint(const QString &id, const QString &hint)
{
    const Field field = m_fields.value(id);
    setPlainText(field.hint, hint);
    field.hint->setVisible(!hint.isEmpty());
    field.editor->setAccessibleDescription(hint);
}

void FieldForm::setLabel(const QString &id, const QString &label)
{
    const Field field = m_fields.value(id);
    field.label->setText(label);
    field.editor->setAccessibleName(withoutMnemonic(label));
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
    const Field field = m_fields.value(id);
    say(field, text, true);
    field.editor->setFocus(Qt::OtherFocusReason);
    return true;
}

void FieldForm::showWarning(const QString &id, const QString &text)
{
    if (m_fields.contains(id))
        say(m_fields.value(id), text, false);
}

void FieldForm::say(const Field &field, const QString &text, bool isError)
{
    setPlainText(field.error, text);
    field.error->setVisible(!text.isEmpty());
    if (isError)
        colour(field.error, QColor(0xb3, 0x26, 0x1e), QColor(0xff, 0x9c, 0x94));
    else
        colour(field.error, QColor(0x7a, 0x4f, 0x00), QColor(0xf0, 0xc0, 0x60));
    field.editor->setAccessibleDescription(text.isEmpty() ? field.hint->text() : text);
}

void FieldForm::clearErrors()
{
    for (const Field &field : std::as_const(m_fields))
        say(field, {}, true);
}

QString FieldForm::errorOf(const QString &id) const
{
    return m_fields.contains(id) ? m_fields.value(id).error->text() : QString();
}

} // namespace support
