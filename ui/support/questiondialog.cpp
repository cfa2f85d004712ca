// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/questiondialog.h"

#include "base/typedtext.h"
#include "models/icons.h"
#include "support/plaintext.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace support {

QuestionDialog::QuestionDialog(const Question &question, QWidget *parent)
    : GrowingDialog(parent)
    , m_question(question)
{
    setObjectName(QStringLiteral("questionDialog"));
    setWindowTitle(question.title);
    setWindowModality(Qt::WindowModal);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    addTexts(layout);
    if (!question.rows.empty())
        addRows(layout);
    else
        layout->addStretch(1);
    addGate(layout);
    addButtons(layout);
    updateGate();
    setMinimumWidth(question.rows.empty() ? 440 : 680);
}

void QuestionDialog::addTexts(QVBoxLayout *layout)
{
    QLabel *text = plainParagraph(m_question.text, this);
    text->setObjectName(QStringLiteral("questionLabel"));
    QFont font = text->font();
    font.setBold(true);
    text->setFont(font);
    layout->addWidget(text);
    setAccessibleDescription(m_question.text);
    if (!m_question.warning.isEmpty()) {
        auto *line = new QHBoxLayout;
        auto *icon = new QLabel(this);
        const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
        icon->setPixmap(
            models::icon(QStringLiteral("warning"), models::Tone::Warning).pixmap(size));
        QLabel *warning = plainParagraph(m_question.warning, this);
        warning->setObjectName(QStringLiteral("warningLabel"));
        line->addWidget(icon, 0, Qt::AlignTop);
        line->addWidget(warning, 1);
        layout->addLayout(line);
    }
    if (!m_question.details.isEmpty()) {
        QLabel *details = plainParagraph(m_question.details, this);
        details->setObjectName(QStringLiteral("detailsLabel"));
        layout->addWidget(details);
    }
}

void QuestionDialog::addRows(QVBoxLayout *layout)
{
    m_rows = new QTreeWidget(this);
    m_rows->setObjectName(QStringLiteral("rowsTree"));
    m_rows->setAccessibleName(tr("Tokens in question"));
    m_rows->setColumnCount(2);
    m_rows->setHeaderHidden(true);
    m_rows->setRootIsDecorated(false);
    m_rows->setUniformRowHeights(true);
    m_rows->setSelectionMode(QAbstractItemView::NoSelection);
    m_rows->setMinimumHeight(fontMetrics().height() * 12);
    for (const QuestionRow &row : m_question.rows) {
        auto *item = new QTreeWidgetItem(m_rows, {shown(row.text), shown(row.note)});
        if (!m_question.rowsCanBeTicked)
            continue;
        item->setCheckState(0, row.isTicked && !row.isLocked ? Qt::Checked : Qt::Unchecked);
        if (row.isLocked)
            item->setFlags(Qt::NoItemFlags);
    }
    m_rows->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_rows->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_rows->header()->setStretchLastSection(false);
    connect(m_rows, &QTreeWidget::itemChanged, this, &QuestionDialog::updateGate);
    layout->addWidget(m_rows, 1);
}

void QuestionDialog::addGate(QVBoxLayout *layout)
{
    m_gateBox = new QWidget(this);
    auto *box = new QVBoxLayout(m_gateBox);
    box->setContentsMargins(0, 0, 0, 0);
    m_gateLabel = plainParagraph({}, m_gateBox);
    m_gateEdit = new QLineEdit(m_gateBox);
    m_gateEdit->setObjectName(QStringLiteral("gateEdit"));
    m_gateEdit->setAccessibleName(tr("Type to confirm"));
    m_gateLabel->setBuddy(m_gateEdit);
    box->addWidget(m_gateLabel);
    box->addWidget(m_gateEdit);
    connect(m_gateEdit, &QLineEdit::textChanged, this, &QuestionDialog::updateGate);
    layout->addWidget(m_gateBox);
}

void QuestionDialog::addButtons(QVBoxLayout *layout)
{
    auto *buttons = new QDialogButtonBox(this);
    QPushButton *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setObjectName(QStringLiteral("cancelButton"));
    if (!m_question.cancel.isEmpty())
        cancel->setText(buttonText(m_question.cancel));
    m_affirmativeButton = buttons->addButton(buttonText(m_question.affirmative),
        m_question.isDestructive ? QDialogButtonBox::DestructiveRole
                                 : QDialogButtonBox::AcceptRole);
    m_affirmativeButton->setObjectName(QStringLiteral("affirmativeButton"));
    connect(cancel, &QPushButton::clicked, this, [this] { finish(Answer::Choice::Cancelled); });
    connect(m_affirmativeButton, &QPushButton::clicked, this,
        [this] { finish(Answer::Choice::Affirmed); });
    if (!m_question.alternative.isEmpty()) {
        QPushButton *other
            = buttons->addButton(buttonText(m_question.alternative), QDialogButtonBox::ActionRole);
        other->setObjectName(QStringLiteral("alternativeButton"));
        other->setAutoDefault(false);
        connect(
            other, &QPushButton::clicked, this, [this] { finish(Answer::Choice::Alternative); });
    }
    // Enter alone never carries anything out.
    m_affirmativeButton->setAutoDefault(false);
    cancel->setDefault(true);
    cancel->setFocus();
    layout->addWidget(buttons);
}

std::vector<int> QuestionDialog::tickedRows() const
{
    std::vector<int> ticked;
    for (int i = 0; i < static_cast<int>(m_question.rows.size()); ++i) {
        if (!m_question.rowsCanBeTicked || m_rows->topLevelItem(i)->checkState(0) == Qt::Checked)
            ticked.push_back(i);
    }
    return ticked;
}

QString QuestionDialog::gate() const
{
    if (m_question.typedGateFor)
        return m_question.typedGateFor(static_cast<int>(tickedRows().size()));
    return m_question.typedGate;
}

void QuestionDialog::updateGate()
{
    const QString wanted = gate();
    const auto count = static_cast<int>(tickedRows().size());
    m_gateBox->setVisible(!wanted.isEmpty());
    //: %1 is what has to be typed, exactly
    setPlainText(m_gateLabel, tr("Type “%1” to confirm:").arg(shown(base::typedForm(wanted))));
    if (m_question.affirmativeFor)
        m_affirmativeButton->setText(buttonText(m_question.affirmativeFor(count)));
    const bool typed = wanted.isEmpty() || base::isTypedAs(m_gateEdit->text(), wanted);
    const bool anything = m_question.rows.empty() || count > 0;
    m_affirmativeButton->setEnabled(typed && anything);
}

void QuestionDialog::finish(Answer::Choice choice)
{
    m_answer = {choice, tickedRows()};
    done(choice == Answer::Choice::Cancelled ? Rejected : Accepted);
}

void QuestionDialog::done(int result)
{
    const bool wasOpen = isVisible();
    QDialog::done(result);
    if (wasOpen)
        emit answered(m_answer);
}

} // namespace support
