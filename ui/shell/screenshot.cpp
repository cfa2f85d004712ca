// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/screenshot.h"

#include "work/desk.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QTimer>
#include <QWidget>

#include <cstdio>

namespace shell {

using namespace Qt::StringLiterals;

Screenshot::Screenshot(work::Desk &desk, QWidget *window, QString file, int expectedConnections)
    : QObject(window)
    , m_desk(desk)
    , m_window(window)
    , m_file(std::move(file))
    , m_expected(expectedConnections)
{
    connect(&desk, &work::Desk::sessionChanged, this, &Screenshot::takeWhenAtRest);
    connect(&desk, &work::Desk::connectionsChanged, this, &Screenshot::takeWhenAtRest);
    takeWhenAtRest();
}

bool Screenshot::isAtRest() const
{
    using State = work::Session::State;
    const auto &connections = m_desk.connections().all();
    if (static_cast<int>(connections.size()) < m_expected)
        return false;
    return std::all_of(connections.begin(), connections.end(), [this](const auto &connection) {
        const work::Session *session = m_desk.session(connection.id);
        return session
            && (session->state() == State::Ready || session->state() == State::Failed
                || session->state() == State::Stopped);
    });
}

void Screenshot::takeWhenAtRest()
{
    if (m_isTaken || !isAtRest())
        return;
    m_isTaken = true;
    // The table orders and paints what arrived last before the picture is taken.
    QTimer::singleShot(1500, this, &Screenshot::take);
}

void Screenshot::take()
{
    const bool saved = m_window->grab().save(m_file);
    if (!saved)
        std::fprintf(stderr, "tokendesk: cannot write %s\n", qPrintable(m_file));
    QCoreApplication::exit(saved ? 0 : 1);
}

} // namespace shell
