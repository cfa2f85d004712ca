// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Reads every source file of app/ and ui/ and holds it to the rules of app/README.md. The first
/// half proves that the rules can fail, the second half applies them.

#include "sourcerules.h"
#include "stricttest.h"

#include <QDirIterator>

#include <vector>

using namespace Qt::StringLiterals;
using rules::Source;

namespace {

std::vector<Source> sourcesBelow(
    const QStringList &folders, const QStringList &names = {u"*.h"_s, u"*.cpp"_s})
{
    std::vector<Source> sources;
    const QDir root(QStringLiteral(TD_SOURCE_ROOT));
    for (const QString &folder : folders) {
        QDirIterator it(root.filePath(folder), names, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (file.fileName().contains("/node_modules/"_L1) || !file.open(QIODevice::ReadOnly))
                continue;
            sources.push_back(
                {root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll())});
        }
    }
    return sources;
}

} // namespace

class LayeringTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void refusesAnInclude_data();
    void refusesAnInclude();
    void acceptsAnInclude_data();
    void acceptsAnInclude();
    void findsABannedWord_data();
    void findsABannedWord();
    void keepsTextOfTheCommandLineAtOneDoor();
    void findsATimedWait_data();
    void findsATimedWait();
    void readsCodeNotProse();
    void findsAnExposure();
    void findsAMissingHeader();
    void everyLibraryKeepsToItsNeighbours();
    void nobodyUsesABannedWord();
    void noTestJudgesByTime();
    void secretsAreExposedWhereListedOnly();
    void everyFileStartsAsItShould();

private:
    void check(QStringList (*rule)(const Source &), const std::vector<Source> &sources);

    std::vector<Source> m_product;
    std::vector<Source> m_everything;
    std::vector<Source> m_tests; ///< with what is not C++
};

void LayeringTest::initTestCase()
{
    m_product = sourcesBelow({u"app"_s, u"ui"_s});
    m_everything = sourcesBelow({u"app"_s, u"ui"_s, u"tests"_s});
    m_tests = sourcesBelow({u"tests"_s}, {u"*.h"_s, u"*.cpp"_s, u"*.py"_s, u"CMakeLists.txt"_s});
    QVERIFY(m_product.size() > 50);
}

void LayeringTest::refusesAnInclude_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    QTest::newRow("domain -> http") << u"app/domain/x.h"_s << u"\"http/request.h\""_s;
    QTest::newRow("base -> domain") << u"app/base/x.h"_s << u"\"domain/token.h\""_s;
    QTest::newRow("work -> vendors") << u"app/work/x.cpp"_s << u"\"vendors/catalog.h\""_s;
    QTest::newRow("work -> vault") << u"app/work/x.cpp"_s << u"\"vault/keychainvault.h\""_s;
    QTest::newRow("http -> domain") << u"app/http/x.cpp"_s << u"\"domain/token.h\""_s;
    QTest::newRow("one vendor -> another")
        << u"app/vendors/mist/x.cpp"_s << u"\"vendors/csp/cspwire.h\""_s;
    QTest::newRow("vendor -> catalog") << u"app/vendors/mist/x.cpp"_s << u"\"vendors/catalog.h\""_s;
    QTest::newRow("sandbox -> domain") << u"app/sandbox/x.cpp"_s << u"\"domain/token.h\""_s;
    QTest::newRow("sandbox -> http") << u"app/sandbox/graphql/x.cpp"_s << u"\"http/request.h\""_s;
    QTest::newRow("sandbox -> vendors")
        << u"app/sandbox/x.cpp"_s << u"\"vendors/mist/mistwire.h\""_s;
    QTest::newRow("models -> dialogs") << u"ui/models/x.cpp"_s << u"\"dialogs/x.h\""_s;
    QTest::newRow("app -> ui") << u"app/work/x.cpp"_s << u"\"models/x.h\""_s;
    QTest::newRow("window -> vendors") << u"ui/dialogs/x.cpp"_s << u"\"vendors/catalog.h\""_s;
    QTest::newRow("vendor -> Qt Network") << u"app/vendors/csp/x.cpp"_s << u"<QNetworkReply>"_s;
    QTest::newRow("work -> keychain") << u"app/work/x.cpp"_s << u"<qt6keychain/keychain.h>"_s;
    QTest::newRow("models -> Widgets") << u"ui/models/x.cpp"_s << u"<QWidget>"_s;
    QTest::newRow("vault -> Qt Network") << u"app/vault/x.cpp"_s << u"<QTcpSocket>"_s;
    QTest::newRow("tl beside Result") << u"app/domain/x.h"_s << u"<tl/expected.hpp>"_s;
    QTest::newRow("a library nobody knows") << u"app/misc/x.h"_s << u"\"base/task.h\""_s;
    QTest::newRow("up and over") << u"app/work/x.h"_s << u"\"../base/task.h\""_s;
}

void LayeringTest::refusesAnInclude()
{
    QFETCH(QString, path);
    QFETCH(QString, include);
    const Source source {path, u"// one\n// two\n#include "_s + include + u"\n"_s};
    const QStringList problems = rules::forbiddenIncludes(source);
    QVERIFY(!problems.isEmpty());
    QVERIFY2(problems.first().startsWith(path + u':'), qPrintable(problems.first()));
}

void LayeringTest::acceptsAnInclude_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("include");
    QTest::newRow("itself") << u"app/http/x.cpp"_s << u"\"http/request.h\""_s;
    QTest::newRow("beside it") << u"app/http/x.cpp"_s << u"\"x.moc\""_s;
    QTest::newRow("vendor -> http") << u"app/vendors/csp/x.cpp"_s << u"\"http/apiclient.h\""_s;
    QTest::newRow("catalog -> vendor") << u"app/vendors/x.cpp"_s << u"\"vendors/csp/c.h\""_s;
    QTest::newRow("transport -> Qt Network") << u"app/http/x.cpp"_s << u"<QNetworkReply>"_s;
    QTest::newRow("window -> Widgets") << u"ui/tokens/x.cpp"_s << u"<QTableView>"_s;
    QTest::newRow("the composition root") << u"ui/main.cpp"_s << u"\"vendors/catalog.h\""_s;
    QTest::newRow("the standard library") << u"app/base/x.h"_s << u"<functional>"_s;
}

void LayeringTest::acceptsAnInclude()
{
    QFETCH(QString, path);
    QFETCH(QString, include);
    QCOMPARE_EQ(
        rules::forbiddenIncludes({path, u"#include "_s + include + u"\n"_s}), QStringList());
}

void LayeringTest::findsABannedWord_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("found");
    QTest::newRow("sender") << u"auto *b = sender();"_s << 1;
    QTest::newRow("processEvents") << u"QCoreApplication::processEvents();"_s << 1;
    QTest::newRow("QEventLoop") << u"QEventLoop loop;"_s << 1;
    QTest::newRow("dialog exec") << u"dialog.exec();"_s << 1;
    QTest::newRow("dialog exec by pointer") << u"dialog->exec();"_s << 1;
    QTest::newRow("the application's loop") << u"return app.exec();"_s << 0;
    QTest::newRow("a query of Qt Sql, which is no loop") << u"query.exec();"_s << 0;
    QTest::newRow("qDebug") << u"qDebug() << x;"_s << 1;
    QTest::newRow("ignoreSslErrors") << u"reply->ignoreSslErrors();"_s << 1;
    QTest::newRow("singleton") << u"static Desk *instance();"_s << 1;
    QTest::newRow("insecure fallback") << u"job->setInsecureFallback(true);"_s << 1;
    QTest::newRow("permissions of Unix alone") << u"file.setPermissions(owner);"_s << 1;
    QTest::newRow("a longer word") << u"execute(); resender(); senders();"_s << 0;
}

void LayeringTest::findsABannedWord()
{
    QFETCH(QString, code);
    QFETCH(int, found);
    QCOMPARE_EQ(rules::bannedWords({u"app/work/x.cpp"_s, code}).size(), found);
}

void LayeringTest::keepsTextOfTheCommandLineAtOneDoor()
{
    const QString code = u"std::fputs(name.toUtf8(), stdout);"_s;
    QCOMPARE_EQ(rules::bannedWords({u"app/cli/x.cpp"_s, code}).size(), 2);
    QCOMPARE_EQ(rules::bannedWords({u"app/cli/console.cpp"_s, code}).size(), 0);
    QCOMPARE_EQ(rules::bannedWords({u"app/work/x.cpp"_s, code}).size(), 0);
}

void LayeringTest::findsATimedWait_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<int>("found");
    QTest::newRow("wait, then look") << u"QTest::qWait(20);"_s << 1;
    QTest::newRow("sleep, then look") << u"QTest::qSleep(20);"_s << 1;
    QTest::newRow("a thread's sleep") << u"QThread::msleep(20);"_s << 1;
    QTest::newRow("the standard library's") << u"std::this_thread::sleep_for(20ms);"_s << 1;
    QTest::newRow("microseconds") << u"QThread::usleep(20);"_s << 1;
    QTest::newRow("Python's") << u"time.sleep(0.2)"_s << 1;
    QTest::newRow("a limit of its own") << u"QTRY_VERIFY_WITH_TIMEOUT(a, 5000);"_s << 1;
    QTest::newRow("Qt's limit") << u"QVERIFY(QTest::qWaitFor(isThere));"_s << 1;
    QTest::newRow("a spy with Qt's limit") << u"QVERIFY(spy.wait());"_s << 1;
    QTest::newRow("a spy with another") << u"QVERIFY(spy.wait(100));"_s << 1;
    QTest::newRow("a program with Qt's limit") << u"program->waitForFinished();"_s << 1;
    QTest::newRow("a program with another") << u"program.waitForReadyRead(20'000);"_s << 1;
    QTest::newRow("a window with Qt's limit") << u"QTest::qWaitForWindowActive(&window);"_s << 1;
    QTest::newRow("a loop with a limit")
        << u"QTimer::singleShot(20'000, &loop, &QEventLoop::quit);"_s << 1;
    QTest::newRow("a limit of ctest") << u"set_tests_properties(a PROPERTIES TIMEOUT 120)"_s << 1;
    QTest::newRow("speed by the wall") << u"QVERIFY(timer.elapsed() < 200);"_s << 1;
    QTest::newRow("speed, compared") << u"QCOMPARE_LT(timer.elapsed(), 200);"_s << 1;
    QTest::newRow("speed by the processor") << u"QVERIFY2(watch.busy() < 16ms, text);"_s << 1;
    QTest::newRow("what must not happen") << u"test::settle(20ms);"_s << 0;
    QTest::newRow("what must happen") << u"QTRY_VERIFY(isThere);"_s << 0;
    QTest::newRow("patience") << u"program.waitForFinished(test::patienceMs());"_s << 0;
    QTest::newRow("a loop with patience") << u"test::limit(loop); loop.exec();"_s << 0;
    QTest::newRow("at least so long") << u"QVERIFY(timer.elapsed() >= 75);"_s << 0;
    QTest::newRow("speed for the benchmark")
        << u"VERIFY_SPEED(watch.busy() < 16ms, watch.text());"_s << 0;
}

void LayeringTest::findsATimedWait()
{
    QFETCH(QString, code);
    QFETCH(int, found);
    QCOMPARE_EQ(rules::timedWaits({u"tests/unit/tst_x.cpp"_s, code}).size(), found);
    QCOMPARE_EQ(rules::timedWaits({u"tests/bench/x.cpp"_s, code}).size(), 0);
}

void LayeringTest::readsCodeNotProse()
{
    const QString text = u"// no sender() here\n"
                         "/* nor\n QEventLoop */ auto a = \"qDebug( \\\" sender()\";\n"
                         "sender();\n"_s;
    const QStringList problems = rules::bannedWords({u"app/work/x.cpp"_s, text});
    QCOMPARE_EQ(problems.size(), 1);
    QVERIFY(problems.first().startsWith(u"app/work/x.cpp:4:"_s));
}

void LayeringTest::findsAnExposure()
{
    const QString code = u"use(secret.expose());"_s;
    QCOMPARE_EQ(rules::unexpectedExposures({u"app/work/desk.cpp"_s, code}).size(), 1);
    QCOMPARE_EQ(rules::unexpectedExposures({u"app/http/auth.cpp"_s, code}).size(), 0);
}

void LayeringTest::findsAMissingHeader()
{
    QCOMPARE_EQ(rules::headerProblems({u"app/x.cpp"_s, u"#include <QString>\n"_s}).size(), 1);
    const QString spdx = u"// SPDX-FileCopyrightText: Tokendesk contributors\n"
                         "// SPDX-License-Identifier: Apache-2.0\n"_s;
    QCOMPARE_EQ(rules::headerProblems({u"app/x.cpp"_s, spdx}).size(), 0);
    QCOMPARE_EQ(rules::headerProblems({u"app/x.h"_s, spdx}).size(), 2);
    QCOMPARE_EQ(
        rules::headerProblems({u"app/x.h"_s, spdx + u"#pragma once\n\n/// What for.\n"_s}).size(),
        0);
}

void LayeringTest::check(QStringList (*rule)(const Source &), const std::vector<Source> &sources)
{
    QStringList problems;
    for (const Source &source : sources)
        problems += rule(source);
    QVERIFY2(problems.isEmpty(), qPrintable(u'\n' + problems.join(u'\n')));
}

void LayeringTest::everyLibraryKeepsToItsNeighbours()
{
    check(rules::forbiddenIncludes, m_product);
}

void LayeringTest::nobodyUsesABannedWord()
{
    check(rules::bannedWords, m_product);
}

void LayeringTest::noTestJudgesByTime()
{
    check(rules::timedWaits, m_tests);
}

void LayeringTest::secretsAreExposedWhereListedOnly()
{
    check(rules::unexpectedExposures, m_product);
}

void LayeringTest::everyFileStartsAsItShould()
{
    check(rules::headerProblems, m_everything);
}

QTEST_GUILESS_MAIN(LayeringTest)
#include "tst_layering.moc"
