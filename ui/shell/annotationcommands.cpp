// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/annotationcommands.h"

#include "dialogs/tagsdialog.h"
#include "models/celltext.h"
#include "shell/barriertext.h"
#include "support/errortext.h"
#include "work/desk.h"

#include <algorithm>

namespace shell {

using namespace Qt::StringLiterals;
using base::Result;
using base::Unit;
using domain::Annotation;
using domain::Annotations;
using domain::TokenKey;

AnnotationCommands::AnnotationCommands(work::Desk &desk, QWidget *window)
    : QObject(window)
    , m_desk(desk)
    , m_window(window)
{
}

void AnnotationCommands::keep(const TokenKey &key, const Annotation &annotation)
{
    const auto row = m_desk.tokens().find(key);
    const QString name = row ? models::nameText(m_desk.tokens().token(*row)) : key.remoteId;
    Annotations::All one;
    one.emplace_back(key, annotation);
    write(std::move(one), tr("Notes of “%1” saved").arg(name), true);
}

void AnnotationCommands::setTags(const std::vector<TokenKey> &keys)
{
    if (const auto barrier = m_desk.annotations().barrier()) {
        emit failed(tr("Tags cannot be set now"), barrierText(barrier));
        return;
    }
    dialogs::TagsRequest request {.tokens = static_cast<qsizetype>(keys.size()),
        .present = {},
        .known = m_desk.annotations().tags()};
    for (const TokenKey &key : keys) {
        const QStringList tags = m_desk.annotations().of(key).tags;
        for (const QString &tag : tags)
            ++request.present[tag];
    }
    auto *dialog = new dialogs::TagsDialog(request, m_window);
    connect(dialog, &dialogs::TagsDialog::chosen, this,
        [this, keys](
            const QStringList &add, const QStringList &remove) { changeTags(keys, add, remove); });
    dialog->open();
}

void AnnotationCommands::changeTags(
    const std::vector<TokenKey> &keys, const QStringList &add, const QStringList &remove)
{
    Annotations::All changed;
    for (const TokenKey &key : keys) {
        Annotation annotation = m_desk.annotations().of(key);
        const QStringList before = annotation.tags;
        for (const QString &tag : remove)
            annotation.tags.removeOne(tag);
        annotation.tags = work::cleanTags(annotation.tags + add);
        if (annotation.tags != before)
            changed.emplace_back(key, annotation);
    }
    const auto count = static_cast<int>(changed.size());
    if (count == 0)
        emit done(tr("No tags had to be changed"), {});
    else
        write(std::move(changed), tr("Tags of %Ln tokens changed", nullptr, count), true);
}

void AnnotationCommands::write(Annotations::All changed, const QString &message, bool canUndo)
{
    Annotations::All before;
    for (const auto &[key, annotation] : changed)
        before.emplace_back(key, m_desk.annotations().of(key));
    m_desk.annotations()
        .set(std::move(changed))
        .then(this, [this, before, message, canUndo](const Result<Unit> &written) {
            if (!written) {
                emit failed(
                    tr("The notes could not be saved"), support::errorParagraph(written.error()));
                return;
            }
            if (!canUndo) {
                emit done(message, {});
                return;
            }
            emit done(message, [this, before] { write(before, tr("Taken back"), false); });
        });
}

} // namespace shell
