// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Rows of the journal and of the history as files: complete, sealed, readable by their owner only.

#include "await.h"
#include "base/privatefile.h"
#include "memorystore.h"
#include "stricttest.h"
#include "work/journalexport.h"
#include "work/journaltext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using domain::JournalEntry;
using domain::JournalRecord;
using work::JournalExport;

namespace {

JournalEntry entry(int number)
{
    JournalEntry made;
    made.operation = u"op-%1"_s.arg(number);
    made.action = domain::JournalAction::Delete;
    made.phase = domain::JournalPhase::Done;
    made.at = base::Instant(std::chrono::milliseconds(1'772'366'400'123));
    made.person = u"ada@desk"_s;
    made.origin = u"window"_s;
    made.token = {u"c"_s, u"t-%1"_s.arg(number)};
    made.tokenName = u"=cmd()"_s;
    made.connectionName = u"Prod \"EU\""_s;
    made.details = {{u"reason"_s, u"because"_s}};
    return made;
}

/// With seals, which a journal in memory has none of.
class SealedJournal final : public test::MemoryJournal
{
public:
    static QByteArray sealOf(qint64 sequence) { return "seal " + QByteArray::number(sequence); }
    base::Task<std::vector<domain::JournalRecord>> read(domain::JournalQuery query) override
    {
        using Records = std::vector<domain::JournalRecord>;
        return MemoryJournal::read(query).map([](Records records) -> base::Result<Records> {
            for (domain::JournalRecord &record : records)
                record.hash = sealOf(record.sequence);
            return records;
        });
    }
};

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class JournalTextTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void writesARowAsJson();
    void writesARowAsCsv();
    void writesAChange();
    void exportsEverythingOldestFirst_data();
    void exportsEverythingOldestFirst();
    void exportsAnEmptyJournal();
    void leavesNothingBehindWhenItFails();
};

void JournalTextTest::writesARowAsJson()
{
    const auto json
        = QJsonDocument::fromJson(work::journalJsonLine({7, entry(1), "\x01\xff"})).object();
    QCOMPARE(json.value("sequence"_L1).toInt(), 7);
    QCOMPARE(json.value("hash"_L1).toString(), u"01ff"_s);
    QCOMPARE(json.value("action"_L1).toString(), u"delete"_s);
    QCOMPARE(json.value("phase"_L1).toString(), u"done"_s);
    QCOMPARE(json.value("at"_L1).toString(), u"2026-03-01T12:00:00.123Z"_s);
    QCOMPARE(json.value("token"_L1).toString(), u"=cmd()"_s);
    QCOMPARE(json.value("tokenId"_L1).toString(), u"t-1"_s);
    QCOMPARE(json.value("details"_L1).toObject(), entry(1).details);
}

/// IN-11
void JournalTextTest::writesARowAsCsv()
{
    const QByteArray line = work::journalCsvLine({7, entry(1), "\x01\xff"});
    QVERIFY(line.startsWith("\"7\",\"2026-03-01T12:00:00.123Z\",\"delete\",\"done\",\"'=cmd()\""));
    QVERIFY(line.contains("\"Prod \"\"EU\"\"\""));
    QVERIFY(line.endsWith("\"01ff\"\r\n"));
    QCOMPARE(work::journalCsvTitles().count(','), 15);
    JournalRecord hostile {8, entry(2), {}};
    hostile.entry.tokenName = u"x;=1+1;y"_s;
    hostile.entry.details = {{u"found"_s, QJsonArray {u"a"_s, u"=1+1"_s, u"b;@c"_s}}};
    const QByteArray guarded = work::journalCsvLine(hostile);
    QVERIFY(guarded.contains("\"x;'=1+1;y\""));
    // The details stay the JSON they were.
    QByteArray details = R"({"found":["a","\u003d1+1","b;\u0040c"]})";
    QVERIFY2(guarded.contains('"' + QByteArray(details).replace('"', "\"\"") + '"'),
        guarded.constData());
    QCOMPARE(QJsonDocument::fromJson(details).object(), hostile.entry.details);
}

void JournalTextTest::writesAChange()
{
    domain::TokenChange change;
    change.token = {u"c"_s, u"1"_s};
    change.tokenName = u"ci"_s;
    change.kind = domain::ChangeKind::Renamed;
    change.before = u"@old"_s;
    change.after = u"ci"_s;
    const auto json = QJsonDocument::fromJson(work::changeJsonLine(change, u"Prod"_s)).object();
    QCOMPARE(json.value("change"_L1).toString(), u"renamed"_s);
    QCOMPARE(json.value("connection"_L1).toString(), u"Prod"_s);
    QVERIFY(work::changeCsvLine(change, u"Prod"_s).contains("\"'@old\",\"ci\"\r\n"));
}

void JournalTextTest::exportsEverythingOldestFirst_data()
{
    QTest::addColumn<JournalExport::Format>("format");
    QTest::addColumn<int>("rows");
    for (const int rows : {1, 1999, 2000, 2001, 6000}) {
        QTest::addRow("JSON lines, %d", rows) << JournalExport::Format::JsonLines << rows;
        QTest::addRow("CSV, %d", rows) << JournalExport::Format::Csv << rows;
    }
}

/// DB-09: the newest row's seal goes with the file. DB-02: only its owner reads it.
void JournalTextTest::exportsEverythingOldestFirst()
{
    QFETCH(JournalExport::Format, format);
    QFETCH(int, rows);
    SealedJournal journal;
    std::vector<JournalEntry> entries;
    for (int i = 1; i <= rows; ++i)
        entries.push_back(entry(i));
    const auto written = test::await(journal.append(std::move(entries)));
    QVERIFY(written);
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"journal"_s);
    JournalExport files(journal);
    QSignalSpy finished(&files, &JournalExport::finished);
    files.start(path, format, base::Instant());
    QVERIFY(test::waitForNext(finished));
    QCOMPARE(*finished.first().first().value<base::Result<int>>(), rows);
    QVERIFY(!files.isRunning());
    QByteArrayList lines = contents(path).split('\n');
    QVERIFY(lines.takeLast().isEmpty());
    QCOMPARE(lines.size(), rows + 1);
    QVERIFY(lines.at(1).contains("op-1\""));
    QVERIFY(lines.last().contains("op-" + QByteArray::number(rows) + '"'));
    QVERIFY(lines.last().contains(SealedJournal::sealOf(rows).toHex()));
    if (format == JournalExport::Format::JsonLines) {
        const auto head = QJsonDocument::fromJson(lines.first()).object();
        QCOMPARE(head.value("rows"_L1).toInt(), rows);
        QCOMPARE(head.value("head"_L1).toString().toLatin1(), SealedJournal::sealOf(rows).toHex());
    }
    QVERIFY(base::isPrivate(path));
}

void JournalTextTest::exportsAnEmptyJournal()
{
    test::MemoryJournal journal;
    const QTemporaryDir folder;
    JournalExport files(journal);
    QSignalSpy finished(&files, &JournalExport::finished);
    files.start(folder.filePath(u"j"_s), JournalExport::Format::JsonLines, base::Instant());
    QVERIFY(test::waitForNext(finished));
    QCOMPARE(contents(folder.filePath(u"j"_s)).count('\n'), 1);
}

void JournalTextTest::leavesNothingBehindWhenItFails()
{
    test::MemoryJournal journal;
    const QTemporaryDir folder;
    JournalExport files(journal);
    QSignalSpy finished(&files, &JournalExport::finished);
    files.start(folder.filePath(u"no/such/folder"_s), JournalExport::Format::Csv, base::Instant());
    QVERIFY(test::waitForNext(finished));
    QVERIFY(!finished.first().first().value<base::Result<int>>());
    QVERIFY(!files.isRunning());
}

QTEST_GUILESS_MAIN(JournalTextTest)
#include "tst_journaltext.moc"
