// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Finds the next row whose name begins with what is typed into the table. A million names are
/// looked through in slices, from a snapshot, so that no key waits for the one before it.

#include "models/tokentablemodel.h"

#include <QElapsedTimer>
#include <QTimer>

#include <string>

namespace tokens {

class NameSearch final : public QObject
{
    Q_OBJECT

public:
    explicit NameSearch(const models::TokenTableModel &model, QObject *parent = nullptr);

    /// Keys that follow one another quickly are one word; the same key again goes on to the next.
    void type(const QString &text, int currentRow);
    bool isRunning() const { return m_slices.isActive(); }

signals:
    void found(work::RowId row);

private:
    void start(int firstRow);
    void stop();
    void goOn();
    bool matches(work::RowId row) const;

    const models::TokenTableModel &m_model;
    QString m_typed;
    QElapsedTimer m_sinceKey;
    QTimer m_slices;
    work::TokenSnapshot m_snapshot;
    work::RowOrder m_rows;
    std::string m_wanted; ///< folded
    qsizetype m_next = 0;
    qsizetype m_left = 0;
};

} // namespace tokens
