// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "bulk/stageddeletes.h"

#include <algorithm>

namespace bulk {

using base::ErrorKind;
using base::Task;
using base::Unit;

StagedDeletes::StagedDeletes(work::Desk &desk, const base::Clock &clock, QObject *parent)
    : StagedDeletes(
        desk, clock,
        [] {
            return std::chrono::duration_cast<std::chrono::milliseconds>(
                std::chrono::steady_clock::now().time_since_epoch());
        },
        parent)
{
}

StagedDeletes::StagedDeletes(
    work::Desk &desk, const base::Clock &clock, SteadyClock steady, QObject *parent)
    : QObject(parent)
    , m_desk(desk)
    , m_clock(clock)
    , m_steady(std::move(steady))
{
}

StagedDeletes::~StagedDeletes() = default;

void StagedDeletes::load() { }

Task<QString> StagedDeletes::stage(const domain::TokenKey &, std::chrono::milliseconds)
{
    return Task<QString>::failed({.kind = ErrorKind::Unsupported});
}

Task<Unit> StagedDeletes::undo(const QString &)
{
    return Task<Unit>::failed({.kind = ErrorKind::Unsupported});
}

Task<Unit> StagedDeletes::postpone(const QString &, std::chrono::milliseconds)
{
    return Task<Unit>::failed({.kind = ErrorKind::Unsupported});
}

Task<Unit> StagedDeletes::deleteNow(const QString &)
{
    return Task<Unit>::failed({.kind = ErrorKind::Unsupported});
}

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

void StagedDeletes::check() { }

} // namespace bulk
