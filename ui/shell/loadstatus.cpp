// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/loadstatus.h"

#include "models/celltext.h"
#include "models/icons.h"
#include "support/errortext.h"
#include "support/plaintext.h"
#include "work/desk.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QToolButton>

namespace shell {

using namespace Qt::StringLiterals;
using State = work::Session::State;

namespace {

/// What all connections that are at it have loaded, together.
struct Progress
{
    QStringList names;
    qint64 loaded = 0;
    qint64 total = 0;
    bool totalIsKnown = true;
};

Progress progressOf(const work::Desk &desk)
{
    Progress all;
    for (const auto &connection : desk.connections().all()) {
        const work::Session *session = desk.session(connection.id);
        if (!session || (session->state() != State::Loading && session->state() != State::Opening))
            continue;
        all.names.append(support::shown(connection.name, 40));
        all.loaded += session->loaded();
        if (session->total())
            all.total += *session->total();
        else
            all.totalIsKnown = false;
    }
    return all;
}

} // namespace

LoadStatus::LoadStatus(work::Desk &desk, const base::Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_counts(support::plainLabel({}, this))
    , m_what(support::plainLabel({}, this))
    , m_progress(new QProgressBar(this))
    , m_stop(new QToolButton(this))
    , m_age(support::plainLabel({}, this))
{
    m_counts->setObjectName("countsLabel"_L1);
    m_what->setObjectName("loadingLabel"_L1);
    m_age->setObjectName("ageLabel"_L1);
    m_progress->setAccessibleName(tr("Loading"));
    m_progress->setFixedWidth(140);
    m_progress->setTextVisible(false);
    m_stop->setObjectName("stopButton"_L1);
    m_stop->setText(tr("Stop"));
    m_stop->setAccessibleName(tr("Stop loading"));
    m_stop->setToolTip(tr("Stop at once; rows that arrived stay"));
    m_stop->setIcon(models::icon(u"cancel"_s));
    m_stop->setAutoRaise(true);
    m_job = new QToolButton(this);
    m_job->setObjectName("jobStatusButton"_L1);
    m_job->setIcon(models::icon(u"jobs"_s));
    m_job->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_job->setToolTip(tr("Show the job"));
    m_job->setAutoRaise(true);
    connect(m_job, &QToolButton::clicked, this, &LoadStatus::jobRequested);
    m_jobProgress = new QProgressBar(this);
    m_jobProgress->setAccessibleName(tr("Progress of the job"));
    m_jobProgress->setFixedWidth(100);
    m_jobProgress->setTextVisible(false);
    setJob({}, 0, 0);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 8, 0);
    layout->addWidget(m_counts);
    layout->addStretch(1);
    layout->addWidget(m_job);
    layout->addWidget(m_jobProgress);
    layout->addWidget(m_what);
    layout->addWidget(m_progress);
    layout->addWidget(m_stop);
    layout->addWidget(m_age);
    connect(m_stop, &QToolButton::clicked, this, &LoadStatus::stopRequested);
    connect(&desk, &work::Desk::sessionChanged, this, &LoadStatus::updateLoading);
    connect(&desk, &work::Desk::connectionsChanged, this, &LoadStatus::updateLoading);
    m_minute.setInterval(std::chrono::seconds {30});
    connect(&m_minute, &QTimer::timeout, this, &LoadStatus::updateAge);
    m_minute.start();
    m_second.setInterval(std::chrono::seconds {1});
    connect(&m_second, &QTimer::timeout, this, [this] {
        updateLoading();
        emit waitTicked();
    });
    updateLoading();
}

void LoadStatus::setCounts(int shown, int total, int selected)
{
    const QLocale locale;
    QString text = shown == total
        ? tr("%Ln tokens", nullptr, total)
        : tr("%1 of %Ln tokens", nullptr, total).arg(locale.toString(shown));
    if (selected > 0)
        text = tr("%1, %2 selected").arg(text, locale.toString(selected));
    m_counts->setText(text);
}

void LoadStatus::setJob(const QString &text, int done, int all)
{
    m_job->setVisible(!text.isEmpty());
    m_jobProgress->setVisible(!text.isEmpty());
    m_job->setText(support::buttonText(text));
    m_jobProgress->setRange(0, all);
    m_jobProgress->setValue(done);
}

QWidget *LoadStatus::countsLabel() const
{
    return m_counts;
}

void LoadStatus::updateLoading()
{
    const Progress all = progressOf(m_desk);
    const bool loading = !all.names.isEmpty();
    m_what->setVisible(loading);
    m_progress->setVisible(loading);
    m_stop->setVisible(loading);
    m_age->setVisible(!loading || showsDisk());
    updateAge();
    if (loading) {
        const QLocale locale;
        const QString who = all.names.size() == 1
            ? all.names.first()
            : tr("%n connections", nullptr, int(all.names.size()));
        m_what->setText(all.totalIsKnown && all.total > 0
                ? tr("Loading %1: %2 of %3")
                      .arg(who, locale.toString(all.loaded), locale.toString(all.total))
                : tr("Loading %1: %2").arg(who, locale.toString(all.loaded)));
        const QString wait = waitText();
        if (!wait.isEmpty())
            m_what->setText(tr("%1. %2").arg(m_what->text(), wait));
        if (wait.isEmpty())
            m_second.stop();
        else if (!m_second.isActive())
            m_second.start();
        // Per mille: the counts may not fit an int's worth of steps, and need no finer ones.
        const bool measurable = all.totalIsKnown && all.total > 0;
        m_progress->setRange(0, measurable ? 1000 : 0);
        if (measurable)
            m_progress->setValue(int(all.loaded * 1000 / all.total));
    } else {
        m_second.stop();
    }
    if (loading != m_isLoading) {
        m_isLoading = loading;
        emit loadingChanged(loading);
    }
}

std::optional<std::chrono::seconds> LoadStatus::waitOf(const work::Session &session) const
{
    const auto &waiting = session.waiting();
    if (session.state() != State::Loading || !waiting || waiting->until <= m_clock.now())
        return std::nullopt;
    return std::chrono::ceil<std::chrono::seconds>(waiting->until - m_clock.now());
}

QString LoadStatus::waitText() const
{
    std::optional<std::chrono::seconds> longest;
    const work::Session *who = nullptr;
    for (const auto &connection : m_desk.connections().all()) {
        const work::Session *session = m_desk.session(connection.id);
        const auto wait = session ? waitOf(*session) : std::nullopt;
        if (wait && (!longest || *wait > *longest)) {
            longest = wait;
            who = session;
        }
    }
    if (!who)
        return {};
    const QString name = support::shown(who->connection().name, 40);
    const QString duration = support::durationText(*longest);
    return who->waiting()->isAsked ? tr("%1 waits %2, as the vendor asked").arg(name, duration)
                                   : tr("%1 asks again in %2").arg(name, duration);
}

/// While the first list of this run is on its way, what is shown is older.
bool LoadStatus::showsDisk() const
{
    const auto &all = m_desk.connections().all();
    return std::any_of(all.begin(), all.end(), [this](const domain::Connection &connection) {
        const work::Session *session = m_desk.session(connection.id);
        return session && session->isFromDisk();
    });
}

void LoadStatus::updateAge()
{
    std::optional<base::Instant> oldest;
    bool isComplete = true;
    QStringList lines;
    for (const auto &connection : m_desk.connections().all()) {
        const work::Session *session = m_desk.session(connection.id);
        const auto at = session ? session->listedAt() : std::nullopt;
        if (at && (!oldest || *at < *oldest))
            oldest = at;
        if (at)
            lines.append(lineOf(*session));
        if (at && session->state() == State::Ready && !session->isComplete())
            isComplete = false;
    }
    support::setPlainToolTip(m_age, lines.join(u'\n'));
    const QString age = oldest ? ageText(*oldest) : QString();
    m_age->setText(isComplete ? age : tr("%1, incomplete").arg(age));
}

QString LoadStatus::ageText(base::Instant listedAt) const
{
    const auto minutes
        = std::chrono::duration_cast<std::chrono::minutes>(m_clock.now() - listedAt).count();
    if (minutes < 1)
        return tr("Listed just now");
    if (minutes >= 120) // A list of an earlier run.
        return tr("Listed %1")
            .arg(models::relativeTime(listedAt, m_clock.now(), domain::Precision::Exact));
    return tr("Listed %n minutes ago", nullptr, static_cast<int>(minutes));
}

/// One connection: how old its list is, and what is left of the vendor's budget where it has one.
QString LoadStatus::lineOf(const work::Session &session) const
{
    QString line = tr("%1: %2").arg(
        support::shown(session.connection().name, 60), ageText(*session.listedAt()));
    if (session.isFromDisk())
        line = tr("%1, in an earlier run").arg(line);
    if (session.state() == State::Ready && !session.isComplete())
        line = tr("%1, may be incomplete").arg(line);
    const auto &who = session.identity();
    if (!who || !who->budgetUsed || !who->budgetLimit)
        return line;
    const QLocale locale;
    return tr("%1, %2 of %3 calls used this hour")
        .arg(line, locale.toString(*who->budgetUsed), locale.toString(*who->budgetLimit));
}

} // namespace shell
