// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What the notice area says of connections and their lists.

#include "models/celltext.h"
#include "shell/noticearea.h"
#include "support/plaintext.h"
#include "work/desk.h"

namespace shell {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using support::Banner;
using State = work::Session::State;

namespace {

constexpr auto unreachedId = "unreached/"_L1;

} // namespace

void NoticeArea::updateConnections()
{
    std::vector<QString> gone;
    for (const auto &[id, shown] : m_banners) {
        if (!isOfTheProgram(id) && !m_desk.connections().find(id))
            gone.push_back(id);
    }
    for (const QString &id : gone)
        drop(id);
    updateUnreached();
    for (const auto &connection : m_desk.connections().all())
        updateConnection(connection.id);
}

void NoticeArea::updateConnection(const QString &id)
{
    const work::Session *session = m_desk.session(id);
    if (!session)
        return;
    updateUnreached();
    const QString name = support::shown(session->connection().name);
    if (isUnreachedWithOthers(id)) {
        drop(id);
    } else if (session->state() == State::Failed && session->error()) {
        showFailure(banner(id), *session);
    } else if (session->state() == State::Stopped) {
        Banner *shown = banner(id);
        shown->showMessage(Banner::Severity::Information, tr("“%1” was stopped").arg(name),
            tr("%Ln tokens arrived before that. The list is incomplete.", nullptr,
                int(session->loaded())));
        if (session->canResume())
            shown->addAction(
                tr("Continue"), u"continueButton"_s, [this, id] { emit retryRequested(id); });
        addListAgain(shown, id);
    } else if (session->state() == State::Ready
        && (!session->warnings().isEmpty() || !session->isComplete())) {
        showRemarks(banner(id), *session);
    } else if (session->state() == State::Ready || session->state() == State::Loading) {
        drop(id);
    }
    fitSoon();
}

bool NoticeArea::isUnreachedWithOthers(const QString &id) const
{
    return std::any_of(m_unreached.begin(), m_unreached.end(),
        [&id](const Unreached &one) { return one.id == id; });
}

/// One alone says it in a message of its own, with what can be done about that one.
void NoticeArea::updateUnreached()
{
    std::vector<Unreached> now = unreachedAt(m_desk);
    if (now.size() < 2)
        now.clear();
    if (now == m_unreached)
        return; // Whoever reads its details goes on reading.
    const auto before = std::exchange(m_unreached, std::move(now));
    if (m_unreached.empty()) {
        drop(QString(unreachedId));
    } else {
        Banner *shown = banner(QString(unreachedId));
        showUnreached(shown, m_unreached, m_clock.now());
        shown->addAction(tr("&Try Again"), u"tryAgainButton"_s, [this] {
            for (const Unreached &one : std::vector(m_unreached))
                emit retryRequested(one.id);
        });
    }
    for (const Unreached &one : m_unreached)
        drop(one.id);
    for (const Unreached &one : before) {
        if (!isUnreachedWithOthers(one.id))
            updateConnection(one.id);
    }
}

void NoticeArea::addListAgain(Banner *shown, const QString &id)
{
    shown->addAction(
        tr("List Again"), u"listAgainButton"_s, [this, id] { emit listAgainRequested(id); });
}

void NoticeArea::showRemarks(Banner *shown, const work::Session &session)
{
    const QString name = support::shown(session.connection().name);
    const QString words = session.warnings().join(u'\n');
    if (session.isComplete()) {
        shown->showMessage(
            Banner::Severity::Warning, tr("“%1” listed with remarks").arg(name), words);
    } else {
        shown->showMessage(
            Banner::Severity::Warning, tr("The list of “%1” may be incomplete").arg(name), words);
        shown->appendText(tr("Tokens that were listed before and did not come now are kept."));
        addListAgain(shown, session.connection().id);
    }
    shown->setDismissible(true);
}

void NoticeArea::showFailure(Banner *shown, const work::Session &session)
{
    const auto &connection = session.connection();
    shown->showError(*session.error(),
        {.action = tr("List tokens"),
            .connection = connection.name,
            .host = connection.baseUrl.host()},
        true);
    shown->nameSubject(connection.name);
    const QString offline = offlineText(session);
    if (!offline.isEmpty())
        shown->appendText(offline);
    if (session.loaded() > 0) {
        shown->appendText(tr("%Ln tokens arrived before that. The list is incomplete: tokens that "
                             "were listed before are kept.",
            nullptr, int(session.loaded())));
    }
    for (const QString &warning : session.warnings())
        shown->appendText(warning);
    if (session.canResume() && session.loaded() > 0)
        addListAgain(shown, connection.id); // Retry goes on with what is missing.
    const ErrorKind kind = session.error()->kind;
    if (kind == ErrorKind::VaultLocked) {
        shown->addAction(
            tr("Unlock Keychain..."), u"unlockButton"_s, [this] { emit unlockRequested(); });
    }
    if (kind == ErrorKind::Unauthorized || kind == ErrorKind::VaultMissing
        || kind == ErrorKind::VaultUnavailable || kind == ErrorKind::VaultDenied
        || kind == ErrorKind::VaultUnusable) {
        shown->addAction(tr("Enter Credential..."), u"credentialButton"_s,
            [this, id = connection.id] { emit credentialRequested(id); });
    }
}

/// What the rows are that are shown in spite of a failure, and what may be done with them.
QString NoticeArea::offlineText(const work::Session &session) const
{
    const auto barrier = m_desk.barrier(session.connection().id);
    const auto &listed = session.listedAt();
    if (!barrier || barrier->kind == work::Barrier::Kind::ProfileInUse
        || m_desk.tokens().count(session.connection().id) == 0)
        return {};
    if (!listed)
        return tr("Changes are off until it is listed again.");
    return tr("Showing the list of %1; changes are off until it is listed again.")
        .arg(models::relativeTime(*listed, m_clock.now(), domain::Precision::Exact));
}

} // namespace shell
