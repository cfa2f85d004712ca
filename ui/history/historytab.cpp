// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "history/historytab.h"

#include "models/historytext.h"
#include "support/errortext.h"
#include "support/plaintext.h"

#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace history {

using namespace Qt::StringLiterals;
using base::Result;
using domain::ChangeKind;
using domain::JournalRecord;
using domain::TokenChange;

namespace {

constexpr int mostRows = 500;
constexpr int readInterval = 100;

struct Event
{
    base::Instant at;
    QString what;
    QString detail;
    models::Tone tone = models::Tone::Text;
};

Event eventOf(const TokenChange &change, const models::TextContext &context)
{
    const QString before = models::changeValueText(change.kind, change.before, context);
    const QString after = models::changeValueText(change.kind, change.after, context);
    QString detail = after;
    if (!before.isEmpty())
        //: what a value was and what it is now
        detail = after.isEmpty() ? before : HistoryTab::tr("%1 \u2192 %2").arg(before, after);
    return {change.noticed, models::changeKindText(change.kind), detail,
        models::changeKindTone(change.kind)};
}

Event eventOf(const JournalRecord &record)
{
    const auto &entry = record.entry;
    return {entry.at, models::journalActionText(entry.action),
        //: an outcome, and who caused it
        HistoryTab::tr("%1, by %2")
            .arg(models::journalOutcomeText(entry), support::shown(entry.person, 80)),
        models::journalOutcomeTone(entry)};
}

} // namespace

HistoryTab::HistoryTab(HistorySource source, QWidget *parent)
    : QWidget(parent)
    , m_source(std::move(source))
    , m_note(support::plainParagraph({}, this))
    , m_events(new QTreeWidget(this))
    , m_journal(new QPushButton(tr("Show in &Journal"), this))
{
    setObjectName(u"historyTab"_s);
    m_note->setObjectName(u"historyNote"_s);
    m_events->setObjectName(u"historyEvents"_s);
    m_events->setAccessibleName(tr("History"));
    m_events->setHeaderLabels({tr("Time"), tr("What Happened"), tr("Details")});
    m_events->setRootIsDecorated(false);
    m_events->setUniformRowHeights(true);
    m_events->setColumnWidth(0, 145);
    m_events->setColumnWidth(1, 115);
    m_journal->setObjectName(u"showInJournalButton"_s);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_note);
    column->addWidget(m_events, 1);
    column->addWidget(m_journal, 0, Qt::AlignLeft);
    connect(m_journal, &QPushButton::clicked, this, &HistoryTab::journalRequested);
    m_soon.setSingleShot(true);
    m_soon.setInterval(readInterval);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        if (isVisible())
            read();
    });
}

void HistoryTab::showToken(const std::optional<domain::TokenKey> &key)
{
    if (key == m_key)
        return;
    m_key = key;
    m_readingChanges.cancel();
    m_readingRecords.cancel();
    m_changes.clear();
    m_records.clear();
    m_events->clear();
    m_isOld = true;
    m_soon.start(); // Anew for every token that one only passes.
}

void HistoryTab::readSoon()
{
    m_isOld = true;
    if (!m_soon.isActive())
        m_soon.start();
}

void HistoryTab::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_isOld)
        read();
}

void HistoryTab::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_events && m_events->topLevelItemCount() > 0)
        fill(); // Items keep the colours they were given.
}

void HistoryTab::read()
{
    m_isOld = false;
    m_readingChanges.cancel();
    m_readingRecords.cancel();
    if (!m_key)
        return;
    const auto say = [this](const base::Error &error) {
        support::setPlainText(m_note, support::errorParagraph(error));
    };
    domain::ChangeQuery changes;
    changes.token = m_key;
    changes.limit = mostRows;
    m_readingChanges = m_source.inventory.changes(changes);
    m_readingChanges.then(this, [this, say](Result<std::vector<TokenChange>> read) {
        if (!read)
            return say(read.error());
        m_changes = std::move(*read);
        fill();
    });
    domain::JournalQuery records;
    records.token = m_key;
    records.limit = mostRows;
    m_readingRecords = m_source.journal.read(records);
    m_readingRecords.then(this, [this, say](Result<std::vector<JournalRecord>> read) {
        if (!read)
            return say(read.error());
        m_records = std::move(*read);
        fill();
    });
}

void HistoryTab::fill()
{
    const models::TextContext context = m_source.context();
    std::vector<Event> events;
    for (const TokenChange &change : m_changes)
        events.push_back(eventOf(change, context));
    for (const JournalRecord &record : m_records)
        events.push_back(eventOf(record));
    std::stable_sort(
        events.begin(), events.end(), [](const Event &a, const Event &b) { return a.at > b.at; });
    m_events->clear();
    QList<QTreeWidgetItem *> items;
    for (const Event &event : events) {
        auto *item
            = new QTreeWidgetItem({models::eventTime(event.at, context), event.what, event.detail});
        item->setForeground(1, models::toneColour(event.tone, QGuiApplication::palette()));
        item->setToolTip(2, support::plainToolTip(event.detail));
        items += item;
    }
    m_events->addTopLevelItems(items);
    const auto appeared = std::find_if(m_changes.rbegin(), m_changes.rend(),
        [](const TokenChange &change) { return change.kind == ChangeKind::Appeared; });
    support::setPlainText(m_note,
        appeared != m_changes.rend()
            ? tr("First seen: %1. It was not in the list of %2.")
                  .arg(models::eventTime(appeared->noticed, context),
                      models::eventTime(appeared->previous, context))
            : tr("First seen: in the first list that was made of its connection here."));
}

} // namespace history
