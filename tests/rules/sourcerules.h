// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The project's rules about source text, as data and pure functions: who may include whom, which
/// words stay away, what every file begins with.

#include <QString>
#include <QStringList>

namespace rules {

/// One source file: its path from the project's root, with forward slashes, and its text.
struct Source
{
    QString path;
    QString text;
};

/// The library a file belongs to: "base", "vendors/mist", "shell" ...; "main" for the composition
/// roots.
QString libraryOf(const QString &path);

/// Each function returns one sentence per violation, beginning with "file:line: ".
QStringList forbiddenIncludes(const Source &source);
QStringList bannedWords(const Source &source);
QStringList unexpectedExposures(const Source &source);
QStringList headerProblems(const Source &source);
/// Waits and limits of a test's own: tests/support/patience.h and speed.h have them all.
QStringList timedWaits(const Source &source);

/// The text with comments and the insides of string literals blanked; line numbers stay.
QString codeOnly(const QString &text);

} // namespace rules
