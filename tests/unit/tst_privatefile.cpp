// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/privatefile.h"
#include "everybody.h"
#include "stricttest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using base::isPrivate;
using base::makePrivate;

/// base::makePrivate and isPrivate, on whatever system runs it.
class PrivateFileTest : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void aFileThatOthersMayReadIsNotPrivate();
    void closesAFileThatIsThere();
    void closesAFolderButForItsOwner();
    void closesAnOpenFileBeforeItsFirstByte();
    void closesWhatTakesAnotherFilesPlace();
    void isNotFooledByAFileThatIsNotThere();

private:
    QString path() const { return m_folder->filePath(u"fil\u00e9.txt"_s); }
    /// As other programs leave their files.
    void writeOpenly(const QByteArray &text) const;
    QByteArray contents() const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

void PrivateFileTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void PrivateFileTest::writeOpenly(const QByteArray &text) const
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
    file.close();
    QVERIFY(test::letEverybodyRead(path()));
}

QByteArray PrivateFileTest::contents() const
{
    QFile file(path());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("not readable");
}

void PrivateFileTest::aFileThatOthersMayReadIsNotPrivate()
{
    writeOpenly("text");
    QVERIFY(!isPrivate(path()));
}

void PrivateFileTest::closesAFileThatIsThere()
{
    writeOpenly("text");
    QVERIFY(makePrivate(path()));
    QVERIFY(isPrivate(path()));
    QCOMPARE(contents(), "text");
}

void PrivateFileTest::closesAFolderButForItsOwner()
{
    const QString folder = m_folder->filePath(u"folder"_s);
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(makePrivate(folder));
    QVERIFY(isPrivate(folder));
    QFile inside(folder + u"/file"_s);
    QVERIFY(inside.open(QIODevice::WriteOnly));
}

void PrivateFileTest::closesAnOpenFileBeforeItsFirstByte()
{
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(makePrivate(file));
    QVERIFY(isPrivate(path()));
    QCOMPARE(file.write("secret"), 6);
    file.close();
    QVERIFY(isPrivate(path()));
    QCOMPARE(contents(), "secret");
}

void PrivateFileTest::closesWhatTakesAnotherFilesPlace()
{
    writeOpenly("old");
    QSaveFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(makePrivate(file));
    QVERIFY(!isPrivate(path())); // The old one is untouched until the new one is whole.
    QCOMPARE(file.write("new"), 3);
    QVERIFY(file.commit());
    QVERIFY(isPrivate(path()));
    QCOMPARE(contents(), "new");
}

void PrivateFileTest::isNotFooledByAFileThatIsNotThere()
{
    QVERIFY(!makePrivate(path()));
    QVERIFY(!isPrivate(path()));
    QFile neverOpened(path());
    QVERIFY(!makePrivate(neverOpened));
}

QTEST_GUILESS_MAIN(PrivateFileTest)
#include "tst_privatefile.moc"
