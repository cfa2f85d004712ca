// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/privatefile.h"
#include "speed.h"
#include "stallwatch.h"
#include "stricttest.h"
#include "tokens.h"
#include "work/exporttext.h"
#include "work/fileexport.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::Result;
using work::FileExport;

namespace {

/// Reads with Python's own reader what we wrote, and gives it back as JSON.
constexpr char referenceReader[] = R"(
import csv, json, sys
dialect = sys.argv[1]
data = sys.stdin.buffer.read().decode("utf-8-sig")
print(json.dumps(list(csv.reader(data.splitlines(keepends=True) if dialect == "excel-tab"
    else __import__("io").StringIO(data, newline=""), dialect=dialect, strict=True))))
)";

const QStringList &hostileValues()
{
    static const QStringList values {u"plain"_s, u"=cmd|' /C calc'!A0"_s, u"+1"_s, u"-1"_s,
        u"@SUM(A1)"_s, u"\t=1"_s, u"\r=1"_s, u"\n=1"_s, u"\uff1d1"_s, u"\uff0b1"_s, u"\uff0d1"_s,
        u"\uff20a"_s, u"\"=1"_s, u"a\"b,c\"\"d"_s, u"a,b;c"_s, u"line\r\nbreak"_s, u"tab\tstop"_s,
        u"\"\tquote"_s, u"'already"_s, u" =1"_s, u"\u202eevil"_s, u"caf\u00e9 \U0001f511"_s,
        u"nul\u0001"_s, u"x;=1+1;y"_s, u"x|-1"_s, u"x,@a"_s, u"x\t=1"_s, u"x\r\n+1"_s, u"x;\"=1"_s,
        QString()};
    return values;
}

} // namespace

class ExportTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void isReadBackByAnotherReader_data();
    void isReadBackByAnotherReader();
    void neverBeginsACellLikeAFormula();
    void keepsRowsAndCellsApartInTheClipboard();
    void losesNothingInJson();
    void writesAllRowsForTheirOwnerOnly();
    void leavesTheOldFileWhenCancelled();
    void saysWhyAFileCannotBeWritten();
    void doesNotKeepTheLoop();

private:
    static FileExport::Job job(const QString &path, int rows);
    static QJsonArray readByPython(const QByteArray &bytes, const QString &dialect);
};

QJsonArray ExportTest::readByPython(const QByteArray &bytes, const QString &dialect)
{
    QProcess python;
    python.start(u"python3"_s, {u"-c"_s, QLatin1StringView(referenceReader), dialect});
    python.write(bytes);
    python.closeWriteChannel();
    if (!python.waitForFinished(test::patienceMs()))
        return {};
    return QJsonDocument::fromJson(python.readAllStandardOutput()).array();
}

void ExportTest::isReadBackByAnotherReader_data()
{
    QTest::addColumn<bool>("isCsv");
    QTest::newRow("CSV") << true;
    QTest::newRow("tab-separated") << false;
}

void ExportTest::isReadBackByAnotherReader()
{
    QFETCH(bool, isCsv);
    if (QStandardPaths::findExecutable(u"python3"_s).isEmpty())
        QSKIP("needs python3");
    QByteArray bytes = isCsv ? QByteArray(work::byteOrderMark) : QByteArray();
    for (const QString &value : hostileValues()) {
        const QStringList line {u"first"_s, value, u"last"_s};
        bytes += isCsv ? work::csvLine(line) : work::tsvLine(line).toUtf8();
    }
    const QJsonArray rows = readByPython(bytes, isCsv ? u"excel"_s : u"excel-tab"_s);
    QCOMPARE(rows.size(), hostileValues().size());
    for (int i = 0; i < rows.size(); ++i) {
        const QJsonArray cells = rows.at(i).toArray();
        QCOMPARE(cells.size(), 3);
        QCOMPARE(cells.at(0).toString(), u"first"_s);
        QCOMPARE(cells.at(2).toString(), u"last"_s);
        const auto withoutApostrophes = [](QString text) { return text.remove(u'\''); };
        const QString read = withoutApostrophes(cells.at(1).toString());
        QString value = withoutApostrophes(hostileValues().at(i));
        if (!isCsv)
            value.replace(u'\t', u' ')
                .replace(u'\r', u' ')
                .replace(u'\n', u' ')
                .replace(QChar(1), u' ');
        QCOMPARE(read, value);
    }
}

void ExportTest::neverBeginsACellLikeAFormula()
{
    for (const QString &value : hostileValues()) {
        const QString csv = QString::fromUtf8(work::csvField(value));
        QVERIFY(csv.startsWith(u'"') && csv.endsWith(u'"'));
        static const QRegularExpression separators(u"[,;|\\t\\r\\n]\"*"_s);
        for (const QString &text : {csv.mid(1).chopped(1), work::tsvLine({value}).chopped(1)}) {
            for (const QString &cell : text.split(separators, Qt::SkipEmptyParts))
                QVERIFY2(
                    !u"=+-@\uff1d\uff0b\uff0d\uff20"_s.contains(cell.front()), qPrintable(text));
        }
    }
}

void ExportTest::keepsRowsAndCellsApartInTheClipboard()
{
    for (const QString &value : hostileValues()) {
        const QString line = work::tsvLine({value, value});
        QCOMPARE(line.count(u'\n'), 1);
        QCOMPARE(line.count(u'\t'), 1);
        QVERIFY(line.endsWith(u'\n'));
        QCOMPARE(line.count(u'"') % 2, 0);
    }
}

void ExportTest::losesNothingInJson()
{
    domain::Connection connection {.id = u"c1"_s, .name = u"EMEA"_s};
    domain::Token token = test::token(u"c1"_s, u"id"_s, u"=\u202e\"\n"_s);
    token.created = domain::TimeFact::known(test::FixedClock().time);
    token.lastUsed = domain::TimeFact::never();
    token.expires = domain::TimeFact::notReported();
    token.grants = {{.name = u"admin"_s, .target = u"org"_s, .broad = true}};
    token.raw = R"({"key":"CANARY"})";
    const QJsonObject json = work::tokenJson(connection, token, {});
    QCOMPARE(json.value("name"_L1).toString(), token.name);
    const auto fact = [&json](QLatin1StringView name) { return json.value(name).toObject(); };
    QCOMPARE(fact("created"_L1).value("value"_L1).toString(), u"2026-03-01T12:00:00Z"_s);
    QCOMPARE(fact("lastUsed"_L1), (QJsonObject {{u"state"_s, u"never"_s}}));
    QCOMPARE(fact("expires"_L1), (QJsonObject {{u"state"_s, u"not-reported"_s}}));
    QCOMPARE(json.value("grants"_L1).toArray().size(), 1);
    QVERIFY(!QJsonDocument(json).toJson().contains("CANARY"));
}

FileExport::Job ExportTest::job(const QString &path, int rows)
{
    return {.path = path,
        .rows = rows,
        .head = "head\n",
        .portion =
            [](int first, int end) {
                QByteArray bytes;
                for (int row = first; row < end; ++row)
                    bytes += QByteArray::number(row) + '\n';
                return bytes;
            },
        .tail = "tail\n"};
}

void ExportTest::writesAllRowsForTheirOwnerOnly()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"out.csv"_s);
    QFile before(path);
    QVERIFY(before.open(QIODevice::WriteOnly)); // Readable by others, as files are.
    before.close();
    FileExport exporter;
    QSignalSpy finished(&exporter, &FileExport::finished);
    exporter.start(job(path, 5001));
    QVERIFY(test::waitForNext(finished));
    QCOMPARE(*finished.at(0).at(0).value<Result<int>>(), 5001);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 5003);
    QCOMPARE(lines.at(1), QByteArray("0"));
    QCOMPARE(lines.at(5001), QByteArray("5000"));
    QCOMPARE(lines.last(), QByteArray("tail"));
    QVERIFY(base::isPrivate(path));
}

void ExportTest::leavesTheOldFileWhenCancelled()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(u"out.csv"_s);
    QFile before(path);
    QVERIFY(before.open(QIODevice::WriteOnly));
    before.write("old");
    before.close();
    FileExport exporter;
    QSignalSpy finished(&exporter, &FileExport::finished);
    QSignalSpy progressed(&exporter, &FileExport::progressed);
    FileExport::Job held = job(path, 1'000'000);
    const auto allowed = std::make_shared<QSemaphore>(1);
    const auto portions = std::make_shared<std::atomic<int>>(0);
    held.portion = [allowed, portions](int, int) {
        allowed->acquire();
        ++*portions;
        return QByteArray("x");
    };
    exporter.start(std::move(held));
    const auto letGo = qScopeGuard([allowed] { allowed->release(1'000'000); });
    QTRY_VERIFY(!progressed.isEmpty() && progressed.last().at(0).toInt() > 0);
    exporter.cancel();
    QVERIFY(!exporter.isRunning());
    allowed->release(1'000'000);
    QVERIFY(QThreadPool::globalInstance()->waitForDone(test::patienceMs()));
    QVERIFY2(*portions <= 2, "it stops, not only its messages");
    test::settle();
    QVERIFY(finished.isEmpty());
    QVERIFY(before.open(QIODevice::ReadOnly));
    QCOMPARE(before.readAll(), QByteArray("old"));
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 1);
}

void ExportTest::saysWhyAFileCannotBeWritten()
{
    QTemporaryDir folder;
    FileExport exporter;
    QSignalSpy finished(&exporter, &FileExport::finished);
    exporter.start(job(folder.filePath(u"no/such/folder.csv"_s), 1));
    QVERIFY(test::waitForNext(finished));
    const auto result = finished.at(0).at(0).value<Result<int>>();
    QVERIFY(!result);
    QCOMPARE(result.error().kind, base::ErrorKind::LocalFile);
    QVERIFY(result.error().detail.contains("folder.csv"_L1));
}

void ExportTest::doesNotKeepTheLoop()
{
    QTemporaryDir folder;
    FileExport exporter;
    QSignalSpy finished(&exporter, &FileExport::finished);
    test::StallWatch watch;
    exporter.start(job(folder.filePath(u"large.csv"_s), 1'000'000));
    QVERIFY(test::waitForNext(finished));
    VERIFY_SPEED(watch.busy() < 16ms, watch.text());
}

QTEST_GUILESS_MAIN(ExportTest)
#include "tst_export.moc"
