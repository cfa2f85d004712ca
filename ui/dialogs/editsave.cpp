// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The edit dialog's second half: from Save to what came of it.

#include "dialogs/changesview.h"
#include "dialogs/editconflictdialog.h"
#include "dialogs/editdialog.h"
#include "dialogs/granteditor.h"
#include "support/banner.h"
#include "support/fieldform.h"
#include "support/plaintext.h"

#include <QPushButton>

namespace dialogs {

using namespace Qt::StringLiterals;
using base::Result;
using work::EditFlow;
using Severity = support::Banner::Severity;

void EditDialog::save()
{
    m_fields->clearErrors();
    m_banner->clear();
    const domain::TokenEdit edit = typedEdit();
    if (edit.isEmpty() && (!m_grants || m_grants->problem().isEmpty())) {
        accept(); // Nothing changed, nothing to send.
        return;
    }
    if (!check(edit))
        return;
    setBusy(tr("Reading the token once more before anything is sent..."));
    m_looking = m_flow.look(m_token);
    m_looking.then(this, [this, edit](const Result<EditFlow::Look> &look) {
        setBusy({});
        if (look)
            takeLook(edit, *look);
        else
            showFailure(look.error());
    });
}

void EditDialog::takeLook(const domain::TokenEdit &edit, const EditFlow::Look &look)
{
    if (look.meanwhile.isEmpty()) {
        send(edit);
        return;
    }
    const domain::TokenEdit mine = domain::rebased(edit, m_token, look.now);
    auto *dialog = new EditConflictDialog(m_token, look, mine, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &EditConflictDialog::reloadRequested, this,
        [this, now = look.now] { showToken(now); });
    connect(dialog, &EditConflictDialog::applyRequested, this, [this, mine, now = look.now] {
        showToken(now);
        if (mine.isEmpty())
            accept(); // Somebody else did the same.
        else
            send(mine);
    });
    dialog->open();
}

void EditDialog::send(const domain::TokenEdit &edit)
{
    m_isSending = true;
    setBusy(tr("Sent; waiting for the vendor's answer..."));
    m_flow.send(m_token, edit).then(this, [this](const Result<EditFlow::Outcome> &outcome) {
        m_isSending = false;
        setBusy({});
        if (outcome)
            takeOutcome(*outcome);
        else
            showFailure(outcome.error());
    });
}

void EditDialog::takeOutcome(const EditFlow::Outcome &outcome)
{
    if (outcome.missing.isEmpty()) {
        accept();
        emit saved(m_token.key);
        return;
    }
    showToken(outcome.token);
    m_banner->showMessage(Severity::Error, tr("The vendor said that it was saved, but it was not"),
        tr("The token was read again afterwards.") + u'\n'
            + missingLines(outcome.missing).join(u'\n'));
}

void EditDialog::showFailure(const base::Error &error)
{
    if (error.kind == base::ErrorKind::Cancelled)
        return;
    if (error.kind == base::ErrorKind::NotFound) {
        m_banner->showMessage(Severity::Error, tr("The token is gone"),
            tr("Somebody has deleted it at the vendor meanwhile. Nothing was changed."));
        return;
    }
    if (error.kind == base::ErrorKind::Invalid && error.vendorWords.isEmpty()
        && m_fields->showError(error.field, support::shown(error.detail, 300)))
        return;
    m_banner->showError(
        error, {tr("Edit token"), m_connection.name, m_connection.baseUrl.host(), {}}, false);
}

} // namespace dialogs
