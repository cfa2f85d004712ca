// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// IN-11 by the programs it is about: LibreOffice and Gnumeric read what we wrote, split at each
/// separator somebody may choose, and compute nothing of it. Skipped where they are not installed.

#include "stricttest.h"
#include "work/exporttext.h"

#include <QDir>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace {

const QStringList &hostileValues()
{
    static const QStringList values {u"=1+1"_s, u"x;=1+1;y"_s, u"x,=1+1,y"_s, u"x\t=1+1\ty"_s,
        u"x|=1+1|y"_s, u"x\r\n=1+1\r\ny"_s, u"\";=1+1"_s, u"x;\"=1+1\";y"_s, u"\t=1+1"_s,
        u"x';=1+1;'y"_s, u"x;\uff1d1+1"_s, u"+1+1"_s, u"x;@SUM(1;1)"_s};
    return values;
}

/// The same line without the guard, for showing that the reader would have computed.
QByteArray openLine(const QString &value)
{
    return "\"first\",\"" + QString(value).replace(u'"', "\"\""_L1).toUtf8() + "\",\"last\"\r\n";
}

void writeTo(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

QString contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

bool run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    return process.waitForFinished(-1) && process.exitCode() == 0;
}

QStringList found(const QString &text, const QString &pattern)
{
    QStringList all;
    auto matches = QRegularExpression(pattern).globalMatch(text);
    while (matches.hasNext())
        all += matches.next().captured(1);
    return all;
}

} // namespace

class SpreadsheetsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void computeNothingInLibreOffice_data();
    void computeNothingInLibreOffice();
    void computeNothingInGnumeric_data();
    void computeNothingInGnumeric();

private:
    static void addSeparators();
};

void SpreadsheetsTest::addSeparators()
{
    QTest::addColumn<QChar>("separator");
    QTest::newRow("comma") << QChar(u',');
    QTest::newRow("semicolon") << QChar(u';');
    QTest::newRow("tab") << QChar(u'\t');
    QTest::newRow("bar") << QChar(u'|');
}

void SpreadsheetsTest::computeNothingInLibreOffice_data()
{
    addSeparators();
}

void SpreadsheetsTest::computeNothingInLibreOffice()
{
    QFETCH(QChar, separator);
    const QString office = QStandardPaths::findExecutable(u"soffice"_s);
    if (office.isEmpty())
        QSKIP("needs LibreOffice Calc (soffice)");
    const QTemporaryDir folder;
    QByteArray guarded;
    QByteArray open;
    for (const QString &value : hostileValues()) {
        guarded += work::csvLine({u"first"_s, value, u"last"_s});
        open += openLine(value);
    }
    writeTo(folder.filePath(u"guarded.csv"_s), guarded);
    writeTo(folder.filePath(u"open.csv"_s), open);
    // Separator, text delimiter, UTF-8, from row 1. Another delimiter than ours (39, the
    // apostrophe) lets it split within our quotation marks.
    const QString filter = u"--infilter=CSV:%1,39,76,1"_s.arg(separator.unicode());
    QVERIFY(run(office,
        {u"-env:UserInstallation=file://"_s + folder.filePath(u"profile"_s), u"--headless"_s,
            filter, u"--convert-to"_s, u"fods"_s, u"--outdir"_s, folder.path(),
            folder.filePath(u"guarded.csv"_s), folder.filePath(u"open.csv"_s)}));
    const QString formula = u"table:formula=\"([^\"]*)\""_s;
    QVERIFY(!found(contents(folder.filePath(u"open.fods"_s)), formula).isEmpty());
    const QString read = contents(folder.filePath(u"guarded.fods"_s));
    QVERIFY(read.contains("1+1"_L1));
    QCOMPARE(found(read, formula), QStringList());
}

void SpreadsheetsTest::computeNothingInGnumeric_data()
{
    addSeparators();
}

/// Its converter splits at commas only: what stands between separators is written between commas.
void SpreadsheetsTest::computeNothingInGnumeric()
{
    QFETCH(QChar, separator);
    const QString gnumeric = QStandardPaths::findExecutable(u"ssconvert"_s);
    if (gnumeric.isEmpty())
        QSKIP("needs Gnumeric (ssconvert)");
    const QTemporaryDir folder;
    const QString value = u"x%1=1+1%1y"_s.arg(separator);
    const auto formulasIn = [&](const QString &text) {
        const QString from = folder.filePath(u"in.csv"_s);
        const QString to = folder.filePath(u"out.xml"_s);
        writeTo(from, QString(text).replace(separator, u',').toUtf8() + '\n');
        if (!run(gnumeric,
                {u"--import-type=Gnumeric_stf:stf_csvtab"_s,
                    u"--export-type=Gnumeric_XmlIO:sax:0"_s, from, to}))
            return QStringList {u"not converted"_s};
        // A cell that is no formula says which type its value has.
        return found(contents(to), u"<gnm:Cell (?![^>]*ValueType)[^>]*>([^<]*)<"_s);
    };
    QCOMPARE(formulasIn(value), QStringList {u"=1+1"_s});
    QCOMPARE(formulasIn(work::withoutFormulas(value)), QStringList());
}

QTEST_GUILESS_MAIN(SpreadsheetsTest)
#include "tst_spreadsheets.moc"
