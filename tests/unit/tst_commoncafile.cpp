// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The CA file that all connections of a profile trust, on disk.

#include "base/privatefile.h"
#include "stricttest.h"
#include "work/commoncafile.h"

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using base::ErrorKind;

class CommonCaFileTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void isKeptAcrossRuns();
    void isNoneWithoutAProfile();
    void refusesADamagedFile_data();
    void refusesADamagedFile();
};

void CommonCaFileTest::isKeptAcrossRuns()
{
    const QTemporaryDir folder;
    const QString profile = folder.filePath(u"profile"_s);
    QCOMPARE(work::readCommonCaFile(profile).value_or(u"?"_s), QString());
    QVERIFY(work::writeCommonCaFile(profile, u"/etc/corp \u00e4/ca.pem"_s));
    QCOMPARE(work::readCommonCaFile(profile).value_or(u"?"_s), u"/etc/corp \u00e4/ca.pem"_s);
    // Whoever writes it decides whom the program trusts.
    QVERIFY(base::isPrivate(profile + u"/trust.json"_s));
    QVERIFY(work::writeCommonCaFile(profile, {}));
    QCOMPARE(work::readCommonCaFile(profile).value_or(u"?"_s), QString());
}

void CommonCaFileTest::isNoneWithoutAProfile()
{
    QCOMPARE(work::readCommonCaFile({}).value_or(u"?"_s), QString());
    QCOMPARE(work::writeCommonCaFile({}, u"/x"_s).error().kind, ErrorKind::LocalFile);
}

void CommonCaFileTest::refusesADamagedFile_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("not JSON") << "{"_ba;
    QTest::newRow("another version") << R"({"version":2,"caFiles":["/x"]})"_ba;
    QTest::newRow("no text") << R"({"version":1,"caFiles":[7]})"_ba;
    QTest::newRow("two") << R"({"version":1,"caFiles":["/x","/y"]})"_ba;
}

void CommonCaFileTest::refusesADamagedFile()
{
    QFETCH(QByteArray, bytes);
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"trust.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    const auto read = work::readCommonCaFile(folder.path());
    QVERIFY(!read);
    QCOMPARE(read.error().kind, ErrorKind::LocalFile);
    QVERIFY(read.error().detail.contains(file.fileName()));
}

QTEST_GUILESS_MAIN(CommonCaFileTest)
#include "tst_commoncafile.moc"
