// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/editconflictdialog.h"

#include "dialogs/changesview.h"
#include "models/icons.h"
#include "support/plaintext.h"

#include <QDateTime>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace dialogs {

using namespace Qt::StringLiterals;
using domain::FieldChange;
using domain::Grant;
using domain::Token;
using domain::TokenEdit;
using Field = FieldChange::Field;

namespace {

Token edited(Token token, const TokenEdit &edit)
{
    if (edit.name)
        token.name = *edit.name;
    if (edit.description)
        token.description = domain::Fact<QString>::known(*edit.description);
    if (edit.grants)
        token.grants = *edit.grants;
    return token;
}

QString valueOf(Field field, const Token &token)
{
    switch (field) {
    case Field::Name:
        return token.name;
    case Field::Description:
        return token.description.isKnown() ? token.description.value : QString();
    case Field::Status:
        return domain::statusText(token);
    case Field::Addresses:
        return token.allowedAddresses.join(u", "_s);
    }
    return {};
}

bool has(const Token &token, const Grant &grant)
{
    return std::any_of(token.grants.begin(), token.grants.end(),
        [&grant](const Grant &one) { return domain::compareGrants({one}, {grant}).empty(); });
}

} // namespace

EditConflictDialog::EditConflictDialog(
    const Token &seen, const work::EditFlow::Look &look, const TokenEdit &edit, QWidget *parent)
    : GrowingDialog(parent)
    , m_rows(new QTreeWidget(this))
{
    setObjectName(u"editConflictDialog"_s);
    setWindowTitle(tr("Token Changed Meanwhile"));
    setWindowModality(Qt::WindowModal);
    auto *text = support::plainParagraph(
        tr("“%1” was changed at the vendor after you opened it. Nothing was sent yet.")
            .arg(support::shown(seen.name)),
        this);
    text->setObjectName(u"conflictLabel"_s);
    setAccessibleDescription(text->text());
    m_rows->setObjectName(u"conflictTree"_s);
    m_rows->setAccessibleName(tr("What you saw, what it is now, and what it would be"));
    m_rows->setHeaderLabels(
        {tr("What"), tr("Changed by"), tr("You saw"), tr("It is now"), tr("With your changes")});
    m_rows->setRootIsDecorated(false);
    m_rows->setUniformRowHeights(true);
    m_rows->setTextElideMode(Qt::ElideMiddle);
    const Token after = edited(look.now, edit);
    addFields(seen, look.now, after);
    addGrants(seen, look.now, after);
    m_rows->header()->setStretchLastSection(false);
    for (int column = 0; column < 5; ++column)
        m_rows->header()->setSectionResizeMode(
            column, column == 1 ? QHeaderView::ResizeToContents : QHeaderView::Stretch);

    auto *buttons = new QDialogButtonBox(this);
    auto *apply = buttons->addButton(
        tr("&Apply My Changes to the New State"), QDialogButtonBox::AcceptRole);
    apply->setObjectName(u"applyButton"_s);
    auto *reload = buttons->addButton(tr("&Reload"), QDialogButtonBox::ResetRole);
    reload->setObjectName(u"reloadButton"_s);
    support::setPlainToolTip(
        reload, tr("Show the token as it is now and forget what was typed. Nothing is sent."));
    auto *cancel = buttons->addButton(QDialogButtonBox::Cancel);
    cancel->setObjectName(u"cancelButton"_s);
    cancel->setDefault(true);
    connect(apply, &QPushButton::clicked, this, [this] {
        accept();
        emit applyRequested();
    });
    connect(reload, &QPushButton::clicked, this, [this] {
        accept();
        emit reloadRequested();
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(text);
    layout->addWidget(m_rows, 1);
    if (!look.isFresh) {
        const QString at = look.listedAt
            ? QLocale().toString(
                QDateTime::fromMSecsSinceEpoch(look.listedAt->time_since_epoch().count()),
                QLocale::ShortFormat)
            : tr("an unknown time");
        auto *age = support::plainParagraph(
            tr("The vendor does not show single tokens: \"now\" is the list of %1.").arg(at), this);
        age->setObjectName(u"ageLabel"_s);
        layout->addWidget(age);
    }
    layout->addWidget(buttons);
    setMinimumWidth(760);
    resize(800, 340);
}

void EditConflictDialog::addFields(const Token &seen, const Token &now, const Token &after)
{
    for (const Field field : {Field::Name, Field::Description, Field::Status, Field::Addresses}) {
        const QString saw = valueOf(field, seen);
        const QString is = valueOf(field, now);
        const QString wanted = valueOf(field, after);
        if (saw == is && is == wanted)
            continue;
        addRow(fieldTitle(field),
            {fieldCell(field, saw), fieldCell(field, is), fieldCell(field, wanted)}, saw != is,
            is != wanted);
    }
}

void EditConflictDialog::addGrants(const Token &seen, const Token &now, const Token &after)
{
    std::vector<Grant> all = seen.grants;
    for (const Token *token : {&now, &after}) {
        for (const Grant &grant : token->grants) {
            Token known;
            known.grants = all;
            if (!has(known, grant))
                all.push_back(grant);
        }
    }
    for (const Grant &grant : all) {
        const bool saw = has(seen, grant);
        const bool is = has(now, grant);
        const bool wanted = has(after, grant);
        if (saw == is && is == wanted)
            continue;
        const auto word = [](bool isThere) { return isThere ? tr("granted") : tr("not granted"); };
        addRow(grantCell(grant), {word(saw), word(is), word(wanted)}, saw != is, is != wanted);
    }
}

void EditConflictDialog::addRow(
    const QString &what, const QStringList &cells, bool byOthers, bool byUs)
{
    const QString by = byOthers && byUs ? tr("both") : byOthers ? tr("somebody else") : tr("you");
    auto *item = new QTreeWidgetItem(m_rows, QStringList {what, by} + cells);
    item->setIcon(
        1, byOthers ? models::icon(u"warning"_s, models::Tone::Warning) : models::icon(u"edit"_s));
    item->setData(0, Qt::AccessibleTextRole,
        tr("%1, changed by %2. You saw: %3. It is now: %4. With your changes: %5.")
            .arg(what, by, cells.at(0), cells.at(1), cells.at(2)));
    for (int column = 0; column < item->columnCount(); ++column)
        item->setToolTip(column, support::plainToolTip(item->text(column)));
}

} // namespace dialogs
