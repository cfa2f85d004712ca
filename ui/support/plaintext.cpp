// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/plaintext.h"

#include "base/textrules.h"

#include <QAction>
#include <QLabel>

namespace support {

using namespace Qt::StringLiterals;

QLabel *plainLabel(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(parent);
    setPlainText(label, text);
    return label;
}

QLabel *plainParagraph(const QString &text, QWidget *parent)
{
    QLabel *label = plainLabel(text, parent);
    label->setWordWrap(true);
    return label;
}

void setPlainText(QLabel *label, const QString &text)
{
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
}

QString plainToolTip(const QString &text)
{
    if (text.isEmpty())
        return {};
    QString escaped = text.toHtmlEscaped();
    escaped.replace(u'\n', "<br>"_L1);
    return u"<qt>%1</qt>"_s.arg(escaped);
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
