// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

// The second half of staged deletions: their list, their rows. stageddeletes.cpp has what happens
// to them.

#include "bulk/stageddeletes.h"
#include "work/desk.h"

#include <algorithm>

namespace bulk {

using namespace Qt::StringLiterals;
using base::Result;
using base::Task;
using base::Unit;
using domain::JournalAction;
using domain::JournalPhase;
using std::chrono::milliseconds;

namespace {

/// The clocks are compared this often at least.
constexpr milliseconds longestRest {30'000};

} // namespace

const StagedDelete *StagedDeletes::find(const QString &operation) const
{
    const auto it = std::find_if(m_all.begin(), m_all.end(),
        [&operation](const StagedDelete &one) { return one.operation == operation; });
    return it == m_all.end() ? nullptr : &*it;
}

const StagedDelete *StagedDeletes::find(const domain::TokenKey &key) const
{
    const auto it = std::find_if(
        m_all.begin(), m_all.end(), [&key](const StagedDelete &one) { return one.key == key; });
    return it == m_all.end() ? nullptr : &*it;
}

StagedDelete *StagedDeletes::findMutable(const QString &operation)
{
    return const_cast<StagedDelete *>(std::as_const(*this).find(operation));
}

void StagedDeletes::drop(const QString &operation)
{
    std::erase_if(
        m_all, [&operation](const StagedDelete &one) { return one.operation == operation; });
    m_steadyDue.erase(operation);
    tell();
}

/// What was withdrawn, or found to have happened by a look at the vendor.
void StagedDeletes::dropClosed()
{
    const auto before = m_all.size();
    std::erase_if(m_all, [this](const StagedDelete &one) {
        return one.state != StagedDelete::State::Deleting && !m_desk.log().find(one.operation);
    });
    if (m_all.size() != before)
        tell();
}

void StagedDeletes::tell()
{
    std::stable_sort(m_all.begin(), m_all.end(),
        [](const StagedDelete &a, const StagedDelete &b) { return a.due < b.due; });
    m_timer.stop();
    std::optional<milliseconds> next;
    for (const StagedDelete &one : m_all) {
        if (one.state == StagedDelete::State::Waiting)
            next = std::min(next.value_or(longestRest), one.due - m_clock.now());
    }
    if (next)
        m_timer.start(std::max(*next, milliseconds(20)));
    emit changed();
}

void StagedDeletes::write(const QString &operation, JournalPhase phase, const QJsonObject &details)
{
    m_desk.log()
        .note({.operation = operation, .phase = phase, .details = details, .tokenId = {}})
        .then(this, [](const Result<Unit> &) {
            // What cannot be written stays an intent, which the next start looks into.
        });
}

Task<Unit> StagedDeletes::setEnabled(const domain::TokenKey &key, bool enabled)
{
    return m_desk.setEnabled({key}, enabled)
        .map([](const std::vector<domain::ChangeOutcome> &outcomes) -> Result<Unit> {
            return outcomes.front().result;
        });
}

} // namespace bulk
