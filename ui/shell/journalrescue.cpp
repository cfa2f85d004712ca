// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/journalrescue.h"

#include "support/banner.h"
#include "support/plaintext.h"
#include "work/desk.h"

namespace shell {

using namespace Qt::StringLiterals;
using support::Banner;

JournalRescue::JournalRescue(work::Desk &desk, Recover recover, BannerOf bannerOf, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_recover(std::move(recover))
    , m_bannerOf(std::move(bannerOf))
{
}

void JournalRescue::offer(const base::Error &problem)
{
    show(problem, tr("The journal is damaged: nothing can be changed"),
        tr("Set it aside to go on with a new one, which takes over what can still be read."));
}

/// In brief: it stands above the list until somebody decides.
void JournalRescue::show(const base::Error &problem, const QString &title, const QString &text)
{
    Banner *banner = m_bannerOf();
    banner->showError(problem, {.action = tr("Read the journal")}, false);
    banner->reword(title, text);
    banner->addDetails(tr("Every change is written to the journal before it is sent. The damaged "
                          "file is kept as it is.")
        + u'\n' + support::shown(problem.detail));
    banner->addAction(tr("Set Aside and Go On"), u"rescueJournalButton"_s, [this] { run(); });
}

void JournalRescue::run()
{
    if (std::exchange(m_isRunning, true))
        return;
    m_recover().then(this, [this](const base::Result<Saved> &saved) {
        m_isRunning = false;
        if (saved)
            finish(*saved);
        else
            show(saved.error(), tr("The journal could not be set aside"),
                support::shown(saved.error().detail));
    });
}

void JournalRescue::finish(const Saved &saved)
{
    m_desk.setJournalProblem({});
    // What was open in the old one is open in the new one.
    m_desk.log().load().then(this, [](const base::Result<base::Unit> &) {});
    m_desk.annotations().load().then(this, [](const base::Result<base::Unit> &) {});
    Banner *banner = m_bannerOf();
    const QString rows = saved.lost == 0
        ? tr("All rows that it had were saved (%1).").arg(saved.rows)
        : tr("Rows saved: %1. Rows that could not be read: %2.").arg(saved.rows).arg(saved.lost);
    banner->showMessage(Banner::Severity::Information, tr("A new journal was begun"),
        tr("%1 The damaged file is kept as “%2”.").arg(rows, support::shown(saved.keptAs)));
    banner->setDismissible(true);
}

} // namespace shell
