// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One thing the program was asked to do, from start() to finished().

#include "cli/console.h"
#include "work/desk.h"

#include <QObject>

namespace cli {

class Command : public QObject
{
    Q_OBJECT

public:
    Command(work::Desk &desk, Console &console)
        : m_desk(desk)
        , m_console(console)
    {
    }

    virtual void start() = 0;

signals:
    void finished(int exitCode);

protected:
    work::Desk &desk() const { return m_desk; }
    Console &console() const { return m_console; }

    /// By name or by id; null, and said so, if there is none.
    const domain::Connection *connectionNamed(const QString &name)
    {
        const auto &book = m_desk.connections();
        const domain::Connection *found = book.findByName(name);
        if (!found)
            found = book.find(name);
        if (!found)
            m_console.tell(QStringLiteral("there is no connection \"%1\"").arg(name));
        return found;
    }

private:
    work::Desk &m_desk;
    Console &m_console;
};

} // namespace cli
