// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Lists some connections again and says when all of them have ended, before something is decided
/// about their tokens (BULK-02).

#include <QObject>
#include <QStringList>

namespace work {
class Desk;
class Session;
} // namespace work

namespace shell {

class FreshLists final : public QObject
{
    Q_OBJECT

public:
    /// The desk outlives this.
    FreshLists(work::Desk &desk, QStringList connectionIds, QObject *parent = nullptr);

    /// Ends in ended(), from the event loop.
    void start();

signals:
    /// names: of the connections that are still being listed.
    void progressed(const QStringList &names, int done, int all);
    /// problems: a line for each list that could not be made, or lacks something.
    void ended(const QStringList &problems);

private:
    void look();
    static QString problemOf(const work::Session &session);

    work::Desk &m_desk;
    QStringList m_ids;
    bool m_hasEnded = false;
};

} // namespace shell
