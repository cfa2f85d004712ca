// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the program says: results on standard output, everything else on standard error.

#include "base/error.h"

#include <QByteArray>
#include <QString>

#include <cstdio>

namespace cli {

namespace exitcode {
inline constexpr int done = 0;
inline constexpr int someFailed = 1;
inline constexpr int usage = 2;
inline constexpr int credentials = 3;
inline constexpr int network = 4;
} // namespace exitcode

/// The exit code for one error.
int exitCodeOf(const base::Error &error);

/// Counts how the parts of a job ended: all well is 0; all failed alike is that code; mixed is 1.
class Tally final
{
public:
    void succeeded() { m_someSucceeded = true; }
    void failed(const base::Error &error);
    int exitCode() const;

private:
    bool m_someSucceeded = false;
    bool m_someFailed = false;
    int m_code = exitcode::done;
};

/// One English line about an error, without any secret.
QString describe(const base::Error &error);

class Console final
{
public:
    Console() = default;
    Console(std::FILE *out, std::FILE *err)
        : m_out(out)
        , m_err(err)
    {
    }

    /// False when not everything could be written, e.g. to a full disk or a closed pipe.
    bool write(QByteArrayView bytes);
    bool print(const QString &text) { return write(text.toUtf8()); }
    /// Progress and problems: one line on standard error, control characters made visible.
    void tell(const QString &line);
    void complain(const QString &where, const base::Error &error);

private:
    std::FILE *m_out = stdout;
    std::FILE *m_err = stderr;
};

} // namespace cli
