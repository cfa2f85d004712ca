// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Saves a picture of the window once every connection has come to rest, then ends the program.

#include <QObject>
#include <QString>

class QWidget;

namespace work {
class Desk;
}

namespace shell {

/// For `--screenshot`: quits with 0 when the file was written, else with 1 and a word on stderr.
class Screenshot final : public QObject
{
    Q_OBJECT

public:
    Screenshot(work::Desk &desk, QWidget *window, QString file, int expectedConnections);

private:
    bool isAtRest() const;
    void takeWhenAtRest();
    void take();

    work::Desk &m_desk;
    QWidget *m_window;
    QString m_file;
    int m_expected;
    bool m_isTaken = false;
};

} // namespace shell
