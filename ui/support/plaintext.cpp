// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/plaintext.h"

#include "base/textrules.h"
#include "models/celltext.h"

#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

namespace support {

using namespace Qt::StringLiterals;

namespace {

/// Keeps the height its wrapped text needs. Form layouts and nested boxes ask a label for it at
/// another width than they give it, and then cut the last line.
class Paragraph final : public QLabel
{
public:
    using QLabel::QLabel;

    void keepHeight()
    {
        if (m_hasPlace)
            setMinimumHeight(qMax(0, heightForWidth(width()))); // -1 before it wraps
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QLabel::resizeEvent(event);
        m_hasPlace = true;
        keepHeight();
    }

private:
    bool m_hasPlace = false; ///< a width of its own, not that of a new widget
};

} // namespace

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    setPlainText(label, text);
    return label;
}

QLabel *plainParagraph(const QString &text, QWidget *parent)
{
    auto *label = new Paragraph(parent);
    setPlainText(label, text);
    label->setWordWrap(true);
    return label;
}

void setPlainText(QLabel *label, const QString &text)
{
    label->setTextFormat(Qt::PlainText);
    // The label of a field takes an ampersand for the sign before a key.
    label->setText(label->buddy() ? buttonText(text) : text);
    if (auto *paragraph = dynamic_cast<Paragraph *>(label))
        paragraph->keepHeight();
}

void setSpokenLabel(QComboBox *field, const QString &text)
{
    const QString name = field->objectName() + u"SpokenLabel"_s;
    QLabel *label = field->parentWidget()->findChild<QLabel *>(name, Qt::FindDirectChildrenOnly);
    if (!label) {
        label = plainLabel({}, field->parentWidget());
        label->setObjectName(name);
        label->setBuddy(field);
        label->hide();
    }
    setPlainText(label, text);
    field->setAccessibleName(text);
    if (field->lineEdit())
        field->lineEdit()->setAccessibleName(text);
}

QString plainToolTip(const QString &text)
{
    return models::plainToolTip(text);
}

void setPlainToolTip(QWidget *widget, const QString &text)
{
    widget->setToolTip(plainToolTip(text));
}

void setPlainToolTip(QAction *action, const QString &text)
{
    action->setToolTip(plainToolTip(text));
}

QString buttonText(const QString &text)
{
    return QString(text).replace(u'&', "&&"_L1);
}

QString shown(const QString &raw, int maximum)
{
    return base::displayForm(raw, maximum);
}

} // namespace support
