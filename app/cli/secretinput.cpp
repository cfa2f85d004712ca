// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "cli/secretinput.h"

#include "base/textrules.h"

#include <QFile>

#include <cstdio>
#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>
#endif

namespace cli {

namespace {

constexpr qint64 maximumInput = 16 * 1024;

/// No echo while it lives, if standard input is a terminal.
class QuietTerminal final
{
public:
    QuietTerminal()
    {
#ifdef Q_OS_UNIX
        m_isTerminal = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (m_isTerminal) {
            termios quiet = m_before;
            quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        }
#endif
    }
    ~QuietTerminal()
    {
#ifdef Q_OS_UNIX
        if (m_isTerminal) {
            ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
            std::fputc('\n', stderr);
        }
#endif
    }
    QuietTerminal(const QuietTerminal &) = delete;
    QuietTerminal &operator=(const QuietTerminal &) = delete;

    bool isTerminal() const
    {
        return m_isTerminal;
    }

private:
    bool m_isTerminal = false;
#ifdef Q_OS_UNIX
    termios m_before {};
#endif
};

} // namespace

base::Result<base::Secret> readSecret(Console &console, const QString &prompt)
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered))
        return base::invalid(
            QStringLiteral("secret"), QStringLiteral("standard input cannot be read"));
    QByteArray typed;
    {
        const QuietTerminal terminal;
        if (terminal.isTerminal()) {
            console.prompt(prompt);
            typed = input.readLine(maximumInput);
        } else {
            typed = input.read(maximumInput);
            while (typed.size() < maximumInput) {
                QByteArray more = input.read(maximumInput - typed.size());
                if (more.isEmpty())
                    break;
                typed += more;
                base::wipe(more);
            }
        }
    }
    return base::cleanKey(base::Secret::take(std::move(typed)));
}

} // namespace cli
