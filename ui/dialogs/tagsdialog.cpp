// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/tagsdialog.h"

#include "support/plaintext.h"
#include "support/tagedit.h"

#include <QDialogButtonBox>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;

TagsDialog::TagsDialog(const TagsRequest &request, QWidget *parent)
    : GrowingDialog(parent)
    , m_tokens(request.tokens)
    , m_add(new support::TagEdit(this))
    , m_present(new QListWidget(this))
    , m_summary(support::plainParagraph({}, this))
{
    setObjectName(u"tagsDialog"_s);
    setWindowTitle(tr("Set Tags"));
    setAttribute(Qt::WA_DeleteOnClose);
    build(request);
    connect(m_add, &support::TagEdit::edited, this, &TagsDialog::update);
    connect(m_add->field(), &QLineEdit::textChanged, this, &TagsDialog::update);
    connect(m_present, &QListWidget::itemChanged, this, &TagsDialog::update);
    update();
    m_add->setFocus();
}

void TagsDialog::build(const TagsRequest &request)
{
    m_add->setKnownTags(request.known);
    m_present->setObjectName(u"presentTags"_s);
    m_present->setAccessibleName(tr("Tags to take away"));
    m_summary->setObjectName(u"tagsSummary"_s);
    for (const auto &[tag, count] : request.present) {
        //: a tag, and how many of the selected tokens have it: "critical (12 of 30)"
        auto *item = new QListWidgetItem(
            tr("%1 (%2 of %3)")
                .arg(support::shown(tag), locale().toString(count), locale().toString(m_tokens)),
            m_present);
        item->setData(Qt::UserRole, tag);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Unchecked);
    }
    m_present->setMaximumHeight(fontMetrics().lineSpacing() * 9);

    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    m_set = buttons->addButton(tr("Set Tags"), QDialogButtonBox::AcceptRole);
    m_set->setObjectName(u"setTagsButton"_s);
    m_set->setDefault(true);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, this, [this] {
        m_add->commit();
        emit chosen(m_add->tags(), removed());
        accept();
    });
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(support::plainLabel(tr("Add these tags:"), this));
    layout->addWidget(m_add);
    if (!request.present.empty()) {
        layout->addWidget(support::plainLabel(tr("Take away the ticked tags:"), this));
        layout->addWidget(m_present);
    }
    m_present->setVisible(!request.present.empty());
    layout->addWidget(m_summary);
    layout->addStretch(1);
    layout->addWidget(buttons);
    setMinimumWidth(420);
}

QStringList TagsDialog::removed() const
{
    QStringList tags;
    for (int row = 0; row < m_present->count(); ++row) {
        const QListWidgetItem *item = m_present->item(row);
        if (item->checkState() == Qt::Checked)
            tags += item->data(Qt::UserRole).toString();
    }
    return tags;
}

void TagsDialog::update()
{
    const bool isTyping = !m_add->field()->text().trimmed().isEmpty();
    m_set->setEnabled(isTyping || !m_add->tags().isEmpty() || !removed().isEmpty());
    support::setPlainText(m_summary,
        tr("%Ln tokens are selected. Tags stay on this computer; no vendor sees them.", nullptr,
            static_cast<int>(m_tokens)));
}

} // namespace dialogs
