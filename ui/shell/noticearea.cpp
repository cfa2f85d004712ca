// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/noticearea.h"

#include "support/banner.h"
#include "support/plaintext.h"
#include "work/desk.h"

#include <QEvent>
#include <QScrollArea>
#include <QVBoxLayout>

namespace shell {

using namespace Qt::StringLiterals;
using support::Banner;

namespace {

QString pendingId(const QString &operation)
{
    return u"pending/"_s + operation;
}

constexpr auto outcomeId = "outcome"_L1;
constexpr auto holderId = "holder"_L1;
constexpr auto inventoryId = "inventory"_L1;

} // namespace

NoticeArea::NoticeArea(work::Desk &desk, const base::Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_scroll(new QScrollArea(this))
{
    setObjectName("noticeArea"_L1);
    auto *inside = new QWidget;
    m_column = new QVBoxLayout(inside);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
    m_scroll->setWidget(inside);
    inside->installEventFilter(this);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setAccessibleName(tr("Messages"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);
    m_fitting.setSingleShot(true);
    connect(&m_fitting, &QTimer::timeout, this, &NoticeArea::fit);
    connect(&desk, &work::Desk::sessionChanged, this, &NoticeArea::updateConnection);
    connect(&desk, &work::Desk::sessionChanged, this, &NoticeArea::updatePending);
    connect(&desk, &work::Desk::connectionsChanged, this, &NoticeArea::updateConnections);
    connect(&desk, &work::Desk::pendingKeysChanged, this, &NoticeArea::updatePending);
    connect(&desk.reconciler(), &work::Reconciler::settled, this, &NoticeArea::takeVerdict);
    connect(&desk, &work::Desk::inventoryFailed, this, &NoticeArea::showInventoryFailure);
    showHolder();
    updateConnections();
    updatePending();
}

QSize NoticeArea::sizeHint() const
{
    const int wanted = m_scroll->widget()->sizeHint().height();
    return {400, wanted};
}

/// A message that opens or closes, or has another width to wrap in, wants another height.
bool NoticeArea::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Resize)
        fitSoon();
    return QWidget::eventFilter(watched, event);
}

void NoticeArea::showProblem(const base::Error &error)
{
    Banner *shown = banner(u"problem"_s);
    shown->showError(error, {.action = tr("Read the profile")}, false);
    shown->reword(tr("A file of the profile could not be read: %1").arg(error.detail),
        tr("It is kept as it is and nothing is written over it. Mend it or move it away, then "
           "start Tokendesk again."));
    shown->setDismissible(true);
    fitSoon();
}

void NoticeArea::showOutcome(
    const base::Error &error, const QString &action, const QString &connectionId)
{
    Banner *shown = banner(QString(outcomeId));
    support::ErrorContext context {.action = action};
    if (const work::Session *session = m_desk.session(connectionId)) {
        context.connection = session->connection().name;
        context.host = session->connection().baseUrl.host();
    }
    shown->showError(error, context, false);
    shown->setDismissible(true);
    fitSoon();
}

void NoticeArea::showOutcomeText(const QString &title, const QString &text)
{
    Banner *shown = banner(QString(outcomeId));
    shown->showMessage(Banner::Severity::Warning, title, text);
    shown->setDismissible(true);
    fitSoon();
}

void NoticeArea::showNotice(const QString &title, const QString &text)
{
    Banner *shown = banner(u"notice"_s);
    shown->showMessage(Banner::Severity::Information, title, text);
    shown->setDismissible(true);
    fitSoon();
}

void NoticeArea::showRotations(int due)
{
    const QString id = u"rotations/due"_s;
    if (due == 0)
        return drop(id);
    const QString title = tr("%n rotations wait for you", nullptr, due);
    Banner *shown = banner(id);
    if (shown->title() == title)
        return; // Whoever is on its button keeps the focus.
    shown->showMessage(Banner::Severity::Information, title);
    shown->addAction(
        tr("Show Rotations"), u"rotationsButton"_s, [this] { emit rotationsRequested(); });
    fitSoon();
}

/// DB-07: for as long as this window is open.
void NoticeArea::showHolder()
{
    if (m_desk.profileHolder().isEmpty())
        return;
    banner(QString(holderId))
        ->showMessage(Banner::Severity::Warning, tr("This profile is open in another window"),
            //: %1: "another Tokendesk (process 4711)"
            tr("This window is read-only: it lists and shows, and saves nothing. Tokens are "
               "changed, "
               "and settings saved, by %1.")
                .arg(support::shown(m_desk.profileHolder())));
    fitSoon();
}

void NoticeArea::showInventoryFailure(const base::Error &error)
{
    Banner *shown = banner(QString(inventoryId));
    shown->showError(error, {.action = tr("Keep the list")}, false);
    shown->reword(tr("The list could not be kept on disk: %1").arg(error.detail),
        tr("What you see is right. What changed since the last list cannot be told, and the next "
           "start will not show this list."));
    shown->setDismissible(true);
    fitSoon();
}

void NoticeArea::showActions(const QString &id, Banner::Severity severity, const QString &title,
    const QString &text, std::vector<NoticeAction> actions)
{
    Banner *shown = banner(id);
    shown->showMessage(severity, title, text);
    for (NoticeAction &action : actions)
        shown->addAction(action.label, action.objectName, std::move(action.run));
    shown->setDismissible(true);
    fitSoon();
}

/// Banners that belong to no connection.
bool NoticeArea::isOfTheProgram(const QString &id)
{
    return id.contains(u'/') || id == outcomeId || id == holderId || id == inventoryId
        || id == "problem"_L1 || id == "notice"_L1;
}

Banner *NoticeArea::banner(const QString &id)
{
    Banner *&slot = m_banners[id];
    if (!slot) {
        slot = new Banner(m_scroll->widget());
        m_column->addWidget(slot);
        connect(slot, &Banner::dismissed, this, [this, id] { drop(id); });
        connect(slot, &Banner::retryRequested, this, [this, id] { emit retryRequested(id); });
    }
    return slot;
}

Banner *NoticeArea::programBanner(const QString &name)
{
    fitSoon();
    return banner(u"program/"_s + name);
}

void NoticeArea::drop(const QString &id)
{
    const auto it = m_banners.find(id);
    if (it == m_banners.end())
        return;
    it->second->hide();
    it->second->deleteLater();
    m_banners.erase(it);
    fitSoon();
}

void NoticeArea::updatePending()
{
    std::map<QString, work::PendingKey> now;
    for (work::PendingKey &one : m_desk.pendingKeys()) {
        if (!m_heldBack.contains(one.operation) && !isTold(one))
            now.emplace(one.operation, std::move(one));
    }
    if (now == m_pending)
        return; // Sessions tell of their progress here, too.
    for (const auto &[operation, before] : m_pending) {
        if (!now.contains(operation))
            drop(pendingId(operation));
    }
    for (const auto &[operation, pending] : now) {
        const auto before = m_pending.find(operation);
        if (before != m_pending.end() && before->second == pending)
            continue;
        Banner *shown = banner(pendingId(operation));
        showPendingKey(shown, pending,
            [this, key = pending](PendingRequest request) { emit pendingRequested(request, key); });
        addShowInJournal(shown, true);
    }
    m_pending = std::move(now);
    fitSoon();
}

bool NoticeArea::isTold(const work::PendingKey &pending) const
{
    return pending.state == work::PendingKey::State::Created && !pending.group.isEmpty()
        && m_desk.log().find(pending.group);
}

void NoticeArea::takeVerdict(const work::OpenOperation &operation, domain::JournalPhase verdict)
{
    const QString id = u"settled/"_s + operation.id;
    if (showSettled(banner(id), operation, verdict))
        addShowInJournal(banner(id), false);
    else
        drop(id);
    fitSoon();
}

void NoticeArea::addShowInJournal(Banner *shown, bool isOpen)
{
    shown->addAction(tr("Show in Journal"), u"showInJournalButton"_s,
        [this, isOpen] { emit journalRequested(isOpen); });
}

void NoticeArea::holdBack(const QString &operation, bool held)
{
    if (held)
        m_heldBack.insert(operation);
    else
        m_heldBack.remove(operation);
    updatePending();
}

/// After the banners have taken their texts; never more than a third of the window.
void NoticeArea::fit()
{
    const QLayout *column = m_scroll->widget()->layout();
    const int wanted = column->totalHeightForWidth(m_scroll->viewport()->width());
    const int most = window() ? window()->height() / 3 : 240;
    setFixedHeight(m_banners.empty() ? 0 : std::min(wanted, most));
    setVisible(!m_banners.empty());
    updateGeometry();
}

} // namespace shell
