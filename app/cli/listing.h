// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Opens and lists some connections and says when all of them have ended, well or not.

#include "work/desk.h"

#include <QObject>
#include <QSet>

#include <functional>

namespace cli {

class Listing final : public QObject
{
    Q_OBJECT

public:
    /// Whether a session has what is needed; the rest of its listing is then not waited for.
    using Enough = std::function<bool(const work::Session &)>;

    explicit Listing(work::Desk &desk, Enough enough = {}, QObject *parent = nullptr);

    void start(const QStringList &connectionIds);

signals:
    /// Once for each connection.
    void ended(const work::Session &session);
    /// Once, after the last.
    void finished();

private:
    void look(const QString &connectionId);

    work::Desk &m_desk;
    Enough m_enough;
    QSet<QString> m_waiting;
};

} // namespace cli
