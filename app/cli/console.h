// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What the program says: results on standard output, everything else on standard error.
///
/// Text may always hold what a vendor, a file or a user wrote, so every door for text takes lines
/// and makes visible what would steer a terminal (IN-03). There is no other door for text:
/// tests/rules refuses one. Bytes for programs have doors of their own.

#include "base/error.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <cstdio>

class QJsonObject;

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
    /// It came without an error, and some of it is missing.
    void incomplete() { m_someSucceeded = m_someFailed = true; }
    int exitCode() const;

private:
    bool m_someSucceeded = false;
    bool m_someFailed = false;
    int m_code = exitcode::done;
};

/// One English line about an error, without any secret.
QString describe(const base::Error &error);

/// Rows of CSV or JSON as a terminal may show them: line breaks and tabs stay, what steers a
/// terminal or turns text around becomes U+FFFD.
QByteArray rowsForTerminal(const QByteArray &rows);

class Console final
{
public:
    Console() = default;
    Console(std::FILE *out, std::FILE *err)
        : m_out(out)
        , m_err(err)
    {
    }

    /// Results for eyes, one line each. As all below, false when not everything could be written,
    /// e.g. to a full disk or a closed pipe.
    bool print(const QStringList &lines);
    /// Results for programs: JSON, in which escapes stand for what would steer a terminal.
    bool printJson(const QJsonObject &document);
    /// Lines of CSV or JSON, made by app/work. At a terminal, where no program reads them,
    /// control and direction characters are replaced as in text.
    bool printRows(const QByteArray &rows);
    /// A new token's key, as it is: copies of it would stay in memory.
    bool printKey(QByteArrayView key);
    /// Progress and problems: one line on standard error.
    void tell(const QString &line);
    /// The beginning of a line on standard error that a person ends.
    void prompt(const QString &words);
    void complain(const QString &where, const base::Error &error);

private:
    bool write(QByteArrayView bytes);

    std::FILE *m_out = stdout;
    std::FILE *m_err = stderr;
};

} // namespace cli
