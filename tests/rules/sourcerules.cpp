// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sourcerules.h"

#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace rules {

using namespace Qt::StringLiterals;

namespace {

/// Who may include whom, itself aside. The table of app/README.md.
const QHash<QString, QStringList> &mayInclude()
{
    static const QHash<QString, QStringList> table = [] {
        const QStringList vendor {u"domain"_s, u"http"_s, u"base"_s};
        const QStringList window {
            u"models"_s, u"support"_s, u"bulk"_s, u"work"_s, u"filter"_s, u"domain"_s, u"base"_s};
        return QHash<QString, QStringList> {
            {u"base"_s, {}},
            {u"domain"_s, {u"base"_s}},
            {u"filter"_s, {u"domain"_s, u"base"_s}},
            {u"http"_s, {u"base"_s}},
            {u"vendors/mist"_s, vendor},
            {u"vendors/csp"_s, vendor},
            {u"vendors/softwareone"_s, vendor},
            {u"vendors/lightspark"_s, vendor},
            {u"vendors"_s,
                vendor
                    + QStringList {u"vendors/mist"_s, u"vendors/csp"_s, u"vendors/softwareone"_s,
                        u"vendors/lightspark"_s}},
            {u"vault"_s, {u"domain"_s, u"base"_s}},
            {u"store"_s, {u"domain"_s, u"base"_s}},
            {u"work"_s, {u"filter"_s, u"domain"_s, u"base"_s}},
            {u"bulk"_s, {u"work"_s, u"domain"_s, u"base"_s}},
            {u"rotation"_s, {u"work"_s, u"domain"_s, u"base"_s}},
            // The two sides of a wire are written apart, so that a misreading shows.
            {u"sandbox"_s, {u"base"_s}},
            {u"cli"_s, {u"work"_s, u"filter"_s, u"domain"_s, u"base"_s}},
            {u"models"_s, {u"work"_s, u"filter"_s, u"domain"_s, u"base"_s}},
            {u"support"_s, {u"models"_s, u"work"_s, u"filter"_s, u"domain"_s, u"base"_s}},
            {u"tokens"_s, window},
            {u"dialogs"_s, window},
            {u"jobs"_s, window},
            {u"history"_s, window},
            {u"tickets"_s, window + QStringList {u"dialogs"_s, u"rotation"_s}},
            {u"shell"_s,
                window
                    + QStringList {u"tokens"_s, u"dialogs"_s, u"history"_s, u"jobs"_s, u"tickets"_s,
                        u"rotation"_s}},
        };
    }();
    return table;
}

struct SystemHeaderRule
{
    QString pattern; ///< of the name between the angle brackets
    QStringList libraries; ///< where it may stand; "main" is allowed everything
};

const std::vector<SystemHeaderRule> &systemHeaders()
{
    static const std::vector<SystemHeaderRule> rules {
        {u"(QtNetwork/.*|QNetwork.*|QTcp.*|QUdp.*|QSsl.*|QHost.*|QHttp.*|QAbstractSocket|QLocalS.*)"_s,
            {u"http"_s, u"sandbox"_s}},
        {u"(qt6)?keychain.*|qt6keychain/.*"_s, {u"vault"_s}},
        {u"QDBus.*|QtDBus.*"_s, {u"vault"_s}},
        {u"QSql.*|QtSql.*"_s, {u"store"_s}},
        {u"tl/.*"_s, {u"base"_s}},
        {u"simdjson.h"_s, {u"base"_s}},
        {u"QtWidgets.*|QWidget|QDialog.*|QMainWindow|QMessageBox|QApplication|QTableView|QLabel|"
         "QPushButton|QLineEdit|QMenu.*|QStyle.*|QLayout|Q.BoxLayout|QFormLayout|QTreeView"_s,
            {u"support"_s, u"tokens"_s, u"dialogs"_s, u"history"_s, u"jobs"_s, u"tickets"_s,
                u"shell"_s}},
    };
    return rules;
}

struct BannedWord
{
    QString pattern;
    QString reason;
    QString allowedIn {}; ///< the one file that may
    QString folder {}; ///< where it is banned; empty = everywhere
};

const std::vector<BannedWord> &bannedList()
{
    static const std::vector<BannedWord> words {
        {uR"(\bsender\s*\(\s*\))"_s, u"a slot must not depend on who calls it"_s},
        {uR"(\bprocessEvents\b)"_s, u"nested event loops re-enter code that did not expect it"_s},
        {uR"(\bQEventLoop\b)"_s, u"nested event loops re-enter code that did not expect it"_s},
        {uR"((\.|->)\s*exec\s*\()"_s, u"use open() or a Task; only app.exec() runs a loop"_s},
        {uR"(\bqDebug\s*\()"_s, u"left from debugging"_s},
        {uR"(\bsetInsecureFallback\b)"_s, u"credentials are never stored in plain text"_s},
        {uR"(\bignoreSslErrors\b)"_s, u"a server that cannot prove itself is refused"_s},
        {uR"(\bVerifyNone\b)"_s, u"a server that cannot prove itself is refused"_s},
        {uR"(\bstatic\s+\w+(::\w+)*\s*[*&]\s*(instance|self)\b)"_s, u"no singletons"_s},
        {uR"(\bSIGNAL\s*\()"_s, u"connect by function, so that the compiler checks it"_s},
        {uR"(\bsetPermissions\s*\()"_s, u"keeps nobody out on Windows; base::makePrivate() does"_s,
            u"app/base/privatefile.cpp"_s},
        {uR"(\b(f?printf|fputs|puts|fwrite|cout|cerr|QTextStream|qPrintable|toUtf8|toLocal8Bit)\b)"_s,
            u"text goes out by way of Console, which makes control characters visible"_s,
            u"app/cli/console.cpp"_s, u"app/cli/"_s},
    };
    return words;
}

/// What makes a test depend on how fast the machine is. A count of milliseconds is a digit, or
/// nothing where Qt has a limit of its own.
const std::vector<BannedWord> &timedWaitList()
{
    static const QString settle = u"test::settle() lets happen what is under way"_s;
    static const QString until = u"test::waitUntil() and QTRY_... wait as long as it takes"_s;
    static const QString limit = u"a limit is test::patienceMs(), against a hang alone"_s;
    static const QString speed = u"VERIFY_SPEED() judges speed, and only for tests/bench"_s;
    static const std::vector<BannedWord> words {
        {uR"(\bqWait\s*\()"_s, settle},
        {uR"(\bqSleep\s*\()"_s, settle},
        {uR"(\bm?sleep(_for|_until)?\s*\()"_s, settle, u"tests/e2e/desktop.py"_s},
        {uR"(\busleep\s*\()"_s, settle, u"tests/store/tst_journalcrash.cpp"_s}, // When to kill.
        {uR"(\bqWaitFor\s*\()"_s, until},
        {uR"(\bQTRY_\w+_WITH_TIMEOUT\b)"_s, until},
        {uR"((\.|->)wait(For(Finished|Started|ReadyRead|BytesWritten|\w*[cC]onnect\w*|Encrypted))?)"
         uR"(\s*\(\s*(\d[\d']*)?\s*\))"_s,
            limit},
        {uR"(\bqWaitForWindow\w+\s*\((?![^;]*\bpatienceMs\())"_s, limit},
        {uR"(\bsingleShot\s*\([^;]*&QEventLoop::quit\b)"_s, limit},
        {uR"(\bTIMEOUT\s+\d)"_s, u"ctest's own limit ends what hangs"_s},
        {uR"(\bQ(VERIFY2?|COMPARE_L[TE])\s*\([^;]*\b(elapsed|busy|longest)\(\)\s*[,<])"_s, speed,
            u"tests/unit/tst_stallwatch.cpp"_s},
    };
    return words;
}

/// The only files that see the bytes of a secret, each for a reason that its first lines give.
const QStringList &mayExpose()
{
    static const QStringList files {
        u"app/base/secret.h"_s,
        u"app/base/secret.cpp"_s,
        u"app/base/textrules.cpp"_s,
        u"app/http/auth.cpp"_s,
        u"app/http/preparedrequest.cpp"_s,
        u"app/vault/keychainvault.cpp"_s,
        u"app/cli/createcommand.cpp"_s,
        u"app/vendors/mist/mistclient.cpp"_s,
        u"app/vendors/mist/mistlookup.cpp"_s,
        u"app/vendors/csp/cspaccess.cpp"_s,
        u"app/vendors/csp/cspchange.cpp"_s,
        u"app/vendors/csp/cspforms.cpp"_s,
        u"app/vendors/csp/cspscopes.cpp"_s,
        u"app/vendors/csp/cspwire.cpp"_s,
        u"app/vendors/softwareone/softwareoneclient.cpp"_s,
        u"app/vendors/softwareone/softwareonelookup.cpp"_s,
        u"app/vendors/softwareone/softwareoneoffer.cpp"_s,
        u"app/work/keymatch.cpp"_s,
        u"ui/support/savesecretfile.cpp"_s,
        u"ui/support/secretclipboard.cpp"_s,
        u"ui/support/secretlabel.cpp"_s,
    };
    return files;
}

QString at(const Source &source, qsizetype line, const QString &what)
{
    return u"%1:%2: %3"_s.arg(source.path, QString::number(line), what);
}

qsizetype lineOf(const QString &text, qsizetype position)
{
    return QStringView(text).left(position).count(u'\n') + 1;
}

/// "work/desk.h" -> "work"; "vendors/csp/cspclient.h" -> "vendors/csp"; "" for a file beside it.
QString libraryOfInclude(const QString &include)
{
    const QStringList parts = include.split(u'/');
    if (parts.size() < 2)
        return {};
    if (parts.first() == "vendors"_L1 && parts.size() > 2)
        return parts.at(0) + u'/' + parts.at(1);
    return parts.first();
}

QStringList badSystemInclude(
    const Source &source, const QString &library, const QString &header, qsizetype line)
{
    QStringList problems;
    for (const SystemHeaderRule &rule : systemHeaders()) {
        const QRegularExpression pattern(QRegularExpression::anchoredPattern(rule.pattern));
        if (pattern.match(header).hasMatch() && !rule.libraries.contains(library))
            problems.append(at(source, line, u"%1 must not include <%2>"_s.arg(library, header)));
    }
    return problems;
}

QStringList occurrences(const Source &source, const std::vector<BannedWord> &words)
{
    const QString code = codeOnly(source.text);
    QStringList problems;
    for (const BannedWord &word : words) {
        if (word.allowedIn == source.path || !source.path.startsWith(word.folder))
            continue;
        auto it = QRegularExpression(word.pattern).globalMatch(code);
        while (it.hasNext()) {
            const auto match = it.next();
            const qsizetype start = match.capturedStart();
            const QStringView before = QStringView(code).left(start);
            if ((before.endsWith(u"app") || before.endsWith(u"query")) && code.at(start) == u'.')
                continue; // app.exec(), and QSqlQuery's, which is no loop
            problems.append(at(source, lineOf(code, start),
                u"\"%1\": %2"_s.arg(match.captured().simplified(), word.reason)));
        }
    }
    return problems;
}

} // namespace

QString libraryOf(const QString &path)
{
    const QStringList parts = path.split(u'/');
    if (parts.size() < 2 || path.endsWith("main.cpp"_L1))
        return u"main"_s;
    if (parts.at(1) == "vendors"_L1 && parts.size() > 3)
        return parts.at(1) + u'/' + parts.at(2);
    return parts.at(1);
}

QStringList forbiddenIncludes(const Source &source)
{
    const QString library = libraryOf(source.path);
    if (library == "main"_L1)
        return {};
    if (!mayInclude().contains(library))
        return {at(source, 1, u"the table in tests/rules has no library \"%1\""_s.arg(library))};
    static const QRegularExpression include(
        uR"(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"])"_s, QRegularExpression::MultilineOption);
    QStringList problems;
    auto it = include.globalMatch(source.text);
    while (it.hasNext()) {
        const auto match = it.next();
        const qsizetype line = lineOf(source.text, match.capturedStart(2));
        const QString header = match.captured(2);
        if (match.captured(1) == "<"_L1) {
            problems += badSystemInclude(source, library, header, line);
            continue;
        }
        const QString target = libraryOfInclude(header);
        if (!target.isEmpty() && target != library && !mayInclude().value(library).contains(target))
            problems.append(at(
                source, line, u"%1 must not include %2 (\"%3\")"_s.arg(library, target, header)));
        if (header.contains(".."_L1))
            problems.append(at(source, line, u"includes start at app/ or ui/, without \"..\""_s));
    }
    return problems;
}

QStringList bannedWords(const Source &source)
{
    return occurrences(source, bannedList());
}

QStringList timedWaits(const Source &source)
{
    // What measures may take its time for it, and somebody has to wait for all others.
    const bool mayWait = source.path.startsWith("tests/bench/"_L1)
        || source.path.startsWith("tests/support/patience."_L1);
    return mayWait ? QStringList() : occurrences(source, timedWaitList());
}

QStringList unexpectedExposures(const Source &source)
{
    if (mayExpose().contains(source.path))
        return {};
    static const QRegularExpression call(uR"(\bexpose\s*\(\s*\))"_s);
    const QString code = codeOnly(source.text);
    QStringList problems;
    auto it = call.globalMatch(code);
    while (it.hasNext()) {
        problems.append(at(source, lineOf(code, it.next().capturedStart()),
            u"expose() of a secret: this file is not among those that may"_s));
    }
    return problems;
}

QStringList headerProblems(const Source &source)
{
    const QStringList lines = source.text.split(u'\n');
    QStringList problems;
    if (lines.value(0) != "// SPDX-FileCopyrightText: Tokendesk contributors"_L1
        || lines.value(1) != "// SPDX-License-Identifier: Apache-2.0"_L1)
        problems.append(at(source, 1, u"the two SPDX lines are missing"_s));
    if (source.path.endsWith(".h"_L1)) {
        if (lines.value(2) != "#pragma once"_L1)
            problems.append(at(source, 3, u"a header goes on with #pragma once"_s));
        if (!source.text.contains("\n/// "_L1))
            problems.append(at(source, 4, u"no sentence (///) says what this header is for"_s));
    }
    return problems;
}

QString codeOnly(const QString &text)
{
    // Raw strings first: they may hold quotes and comment signs. Group 1 = the part to blank.
    static const QRegularExpression noise(
        uR"RE(R"(\w*)\((.*?)\)\1"|"((?:[^"\\\n]|\\.)*)"|'(?:[^'\\\n]|\\.)+'|//[^\n]*|/\*.*?\*/)RE"_s,
        QRegularExpression::DotMatchesEverythingOption);
    QString code;
    code.reserve(text.size());
    qsizetype from = 0;
    auto it = noise.globalMatch(text);
    while (it.hasNext()) {
        const auto match = it.next();
        code += QStringView(text).mid(from, match.capturedStart() - from);
        for (const QChar c : match.captured())
            code += c == u'\n' ? c : QChar(u' ');
        from = match.capturedEnd();
    }
    code += QStringView(text).mid(from);
    return code;
}

} // namespace rules
