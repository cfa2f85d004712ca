// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokens/namesearch.h"

#include "base/textrules.h"

#include <QGuiApplication>
#include <QStyleHints>

#include <algorithm>

namespace tokens {

namespace {

constexpr qint64 sliceInMs = 4;
constexpr int takenAtOnce = 4096; // Between two looks at the clock.

} // namespace

NameSearch::NameSearch(const models::TokenTableModel &model, QObject *parent)
    : QObject(parent)
    , m_model(model)
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &NameSearch::goOn);
}

void NameSearch::type(const QString &text, int currentRow)
{
    const int pause = QGuiApplication::styleHints()->keyboardInputInterval();
    const bool goesOn = m_sinceKey.isValid() && m_sinceKey.elapsed() < pause && !m_typed.isEmpty();
    m_sinceKey.start();
    if (goesOn && text == m_typed) { // "b", "b": the next with a b.
        start(currentRow + 1);
        return;
    }
    m_typed = goesOn ? m_typed + text : text;
    start(goesOn ? std::max(0, currentRow) : currentRow + 1);
}

void NameSearch::start(int firstRow)
{
    m_rows = m_model.order();
    m_wanted.clear();
    base::appendFolded(m_typed.toStdString(), m_wanted);
    if (m_rows.isEmpty() || m_wanted.empty()) {
        stop();
        return;
    }
    m_snapshot = m_model.store().snapshot();
    m_next = firstRow % m_rows.size();
    m_left = m_rows.size();
    m_slices.start();
    goOn(); // Usually it is near.
}

void NameSearch::stop()
{
    m_slices.stop();
    m_rows = {};
    m_snapshot = {};
}

void NameSearch::goOn()
{
    QElapsedTimer slice;
    slice.start();
    while (m_left > 0 && slice.elapsed() < sliceInMs) {
        for (int i = 0; i < takenAtOnce && m_left > 0; ++i, --m_left) {
            const work::RowId row = m_rows.at(m_next);
            m_next = (m_next + 1) % m_rows.size();
            if (matches(row)) {
                stop();
                emit found(row);
                return;
            }
        }
    }
    if (m_left == 0)
        stop();
}

bool NameSearch::matches(work::RowId row) const
{
    const std::size_t at = work::TokenSnapshot::indexOf(row);
    const work::TokenSegment &segment = m_snapshot.segmentOf(row);
    return segment.present.test(at)
        && segment.rows.folded(at, domain::OwnText::Name).starts_with(m_wanted);
}

} // namespace tokens
