// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/tagedit.h"

#include "models/icons.h"
#include "support/flowlayout.h"
#include "support/plaintext.h"
#include "work/annotationbook.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStringListModel>
#include <QToolButton>

namespace support {

using namespace Qt::StringLiterals;

TagEdit::TagEdit(QWidget *parent)
    : QWidget(parent)
    , m_layout(new FlowLayout(this))
    , m_field(new QLineEdit(this))
    , m_known(new QStringListModel(this))
{
    setObjectName(u"tagEdit"_s);
    setFocusProxy(m_field);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_field->setObjectName(u"tagField"_s);
    m_field->setAccessibleName(tr("Add a tag"));
    m_field->setPlaceholderText(tr("Add a tag"));
    m_field->setMaxLength(static_cast<int>(work::longestTag));
    m_field->setMinimumWidth(90);
    m_field->installEventFilter(this);
    auto *completer = new QCompleter(m_known, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    completer->popup()->setAccessibleName(tr("Tags in use"));
    m_field->setCompleter(completer);
    m_layout->addWidget(m_field);
    connect(m_field, &QLineEdit::editingFinished, this, &TagEdit::commit);
    connect(m_field, &QLineEdit::textEdited, this, [this](const QString &text) {
        if (text.endsWith(u','))
            commit();
    });
    // After the completer has put its word into the field.
    connect(
        completer, qOverload<const QString &>(&QCompleter::activated), this, [this] { commit(); },
        Qt::QueuedConnection);
}

void TagEdit::setTags(const QStringList &tags)
{
    if (tags == m_tags)
        return;
    m_tags = tags;
    makeChips();
}

void TagEdit::setKnownTags(const QStringList &tags)
{
    if (tags != m_known->stringList())
        m_known->setStringList(tags);
}

void TagEdit::setReadOnly(bool isReadOnly)
{
    if (m_isReadOnly == isReadOnly)
        return;
    m_isReadOnly = isReadOnly;
    m_field->setVisible(!isReadOnly);
    makeChips();
}

void TagEdit::commit()
{
    const QStringList typed = m_field->text().split(u',');
    m_field->clear();
    const QStringList tags = work::cleanTags(m_tags + typed);
    if (tags == m_tags)
        return;
    setTags(tags);
    emit edited(m_tags);
}

void TagEdit::remove(const QString &tag)
{
    QStringList tags = m_tags;
    tags.removeOne(tag);
    m_field->setFocus(); // The chip that had it goes.
    setTags(tags);
    emit edited(m_tags);
}

void TagEdit::makeChips()
{
    for (QToolButton *old : m_chips) {
        m_layout->removeWidget(old);
        old->hide();
        old->deleteLater(); // One of them may be what was pressed.
    }
    m_chips.clear();
    for (const QString &tag : std::as_const(m_tags)) {
        auto *chip = new QToolButton(this);
        chip->setObjectName(u"tagChip"_s);
        chip->setText(u' ' + buttonText(shown(tag, 40))); // Fusion leaves it no room of its own.
        chip->setLayoutDirection(Qt::RightToLeft); // The cross stands behind the word.
        chip->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        chip->setFocusPolicy(m_isReadOnly ? Qt::NoFocus : Qt::StrongFocus);
        chip->setAccessibleName(
            m_isReadOnly ? tr("Tag %1").arg(shown(tag)) : tr("Remove the tag %1").arg(shown(tag)));
        if (!m_isReadOnly) {
            chip->setIcon(models::icon(u"close"_s, models::Tone::Muted));
            chip->setIconSize(QSize(10, 10));
            setPlainToolTip(chip, chip->accessibleName());
            connect(chip, &QToolButton::clicked, this, [this, tag] { remove(tag); });
        }
        m_layout->insertWidget(static_cast<int>(m_chips.size()), chip);
        chip->show();
        m_chips.push_back(chip);
    }
    for (QToolButton *chip : m_chips)
        setTabOrder(chip, m_field);
    updateGeometry();
}

bool TagEdit::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_field || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
    if (isEnter && !m_field->text().trimmed().isEmpty()) {
        commit(); // And no further: Enter would press the dialog's button.
        return true;
    }
    if (key->key() == Qt::Key_Backspace && m_field->text().isEmpty() && !m_tags.isEmpty()
        && !key->isAutoRepeat()) {
        remove(m_tags.last());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace support
