// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The admin's connections on disk: whole or not at all, never a secret, and changed by several
/// programs at once. Other programs are this one, started to add a connection.

#include "base/privatefile.h"
#include "stricttest.h"
#include "work/connectionbook.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <cstdio>
#include <deque>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Connection;
using work::ConnectionBook;

namespace {

Connection connection(const QString &id, const QString &name)
{
    return {.id = id,
        .name = name,
        .vendor = domain::Vendor::Csp,
        .environment = domain::Environment::Staging,
        .baseUrl = QUrl(u"https://console.example.com:8443"_s),
        .organisation = u"org-1"_s,
        .clientId = u"client-1"_s,
        .ownTokenId = u"TKN-1"_s,
        .tracked = {u"slot-1"_s, u"slot-2"_s},
        .caFile = u"/etc/corp \u00e4/ca.pem"_s};
}

/// Reads the file, says so, waits for a line, and adds a connection to what it has read.
int addAfterALine(const QString &file, const QString &name)
{
    ConnectionBook book(file);
    if (!book.load())
        return 1;
    std::puts("read");
    std::fflush(stdout);
    std::getchar();
    return book.add(connection(u"id-"_s + name, name)) ? 0 : 2;
}

class OtherProgram final
{
public:
    OtherProgram(const QString &file, const QString &name)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationFilePath(), {u"--add"_s, file, name});
    }
    bool hasRead()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(test::patienceMs())) { }
        return m_process.readLine().trimmed() == "read";
    }
    void go()
    {
        m_process.write("\n");
        m_process.waitForBytesWritten(test::patienceMs());
    }
    int result()
    {
        m_process.closeWriteChannel();
        return m_process.waitForFinished(test::patienceMs()) ? m_process.exitCode() : -1;
    }

private:
    QProcess m_process;
};

QStringList namesIn(const ConnectionBook &book)
{
    QStringList names;
    for (const Connection &one : book.all())
        names += one.name;
    names.sort();
    return names;
}

QStringList namesOnDisk(const QString &file)
{
    ConnectionBook book(file);
    return book.load() ? namesIn(book) : QStringList {u"unreadable"_s};
}

} // namespace

class ConnectionBookTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void beginsEmpty();
    void keepsEveryMemberAcrossRuns();
    void isReadableByItsOwnerOnly();
    void wantsUniqueNames_data();
    void wantsUniqueNames();
    void updatesAndRemoves();
    void announcesWhatHappened();
    void changesNothingWhenTheDiskRefuses();
    void keepsADamagedFile_data();
    void keepsADamagedFile();
    void livesInMemoryWithoutAFile();
    void keepsWhatEightProgramsAddAtOnce();
    void keepsWhatAnotherAddedSinceItWasRead();
    void mergesEditsOfDifferentMembers();
    void refusesAnEditOfWhatAnotherChanged_data();
    void refusesAnEditOfWhatAnotherChanged();
    void seesWhatAnotherProgramDoes();
    void seesAChangeThatAnEditorMakesInPlace();
    void keepsAConnectionThatWasRemovedElsewhere();
    void keepsAllWhenTheFileIsGoneOrDamaged();
    void keepsMembersThatOnlyANewerProgramKnows();
    void saysWhoHoldsTheLock();

private:
    QString file() const { return m_folder->filePath(u"profile/connections.json"_s); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void ConnectionBookTest::init()
{
    StrictTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
}

void ConnectionBookTest::beginsEmpty()
{
    ConnectionBook book(file());
    QVERIFY(book.load());
    QVERIFY(book.all().empty());
    QVERIFY(!QFile::exists(file()));
}

void ConnectionBookTest::keepsEveryMemberAcrossRuns()
{
    const Connection one = connection(u"id-1"_s, u"Prod \u00e4 \"x\""_s);
    {
        ConnectionBook book(file());
        QVERIFY(book.load());
        QVERIFY(book.add(one));
        QVERIFY(book.add(connection(u"id-2"_s, u"Other"_s)));
    }
    ConnectionBook again(file());
    QVERIFY(again.load());
    QCOMPARE_EQ(again.all().size(), std::size_t(2));
    QCOMPARE_EQ(*again.find(u"id-1"_s), one);
    QVERIFY(again.findByName(u" OTHER "_s));
    QVERIFY(!again.find(u"id-3"_s));
}

void ConnectionBookTest::isReadableByItsOwnerOnly()
{
    ConnectionBook book(file());
    QVERIFY(book.add(connection(u"id-1"_s, u"One"_s)));
    QVERIFY(base::isPrivate(file()));
    QVERIFY(base::isPrivate(QFileInfo(file()).path()));
}

void ConnectionBookTest::wantsUniqueNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << u""_s;
    QTest::newRow("blank") << u"  "_s;
    QTest::newRow("taken") << u"One"_s;
    QTest::newRow("taken in another case") << u" oNE "_s;
    QTest::newRow("too long") << QString(101, u'a');
}

void ConnectionBookTest::wantsUniqueNames()
{
    QFETCH(QString, name);
    ConnectionBook book(file());
    QVERIFY(book.add(connection(u"id-1"_s, u"One"_s)));
    const auto added = book.add(connection(u"id-2"_s, name));
    QCOMPARE_EQ(added.error().field, u"name"_s);
    QCOMPARE_EQ(book.all().size(), std::size_t(1));
    // A connection may keep its own name.
    QVERIFY(book.update(connection(u"id-1"_s, u"ONE"_s)));
}

void ConnectionBookTest::updatesAndRemoves()
{
    ConnectionBook book(file());
    QVERIFY(book.add(connection(u"id-1"_s, u"One"_s)));
    QVERIFY(book.update(connection(u"id-1"_s, u"Uno"_s)));
    QCOMPARE_EQ(book.update(connection(u"id-9"_s, u"x"_s)).error().kind, ErrorKind::NotFound);
    QCOMPARE_EQ(book.remove(u"id-9"_s).error().kind, ErrorKind::NotFound);
    ConnectionBook again(file());
    QVERIFY(again.load());
    QCOMPARE_EQ(again.all().front().name, u"Uno"_s);
    QVERIFY(again.remove(u"id-1"_s));
    QVERIFY(book.load());
    QVERIFY(book.all().empty());
}

void ConnectionBookTest::announcesWhatHappened()
{
    ConnectionBook book(file());
    QSignalSpy added(&book, &ConnectionBook::added);
    QSignalSpy updated(&book, &ConnectionBook::updated);
    QSignalSpy removed(&book, &ConnectionBook::removed);
    QVERIFY(book.add(connection(u"id-1"_s, u"One"_s)));
    QVERIFY(book.update(connection(u"id-1"_s, u"Uno"_s)));
    QVERIFY(book.remove(u"id-1"_s));
    QVERIFY(!book.remove(u"id-1"_s));
    QCOMPARE_EQ(added.size(), 1);
    QCOMPARE_EQ(updated.size(), 1);
    QCOMPARE_EQ(removed.size(), 1);
}

void ConnectionBookTest::changesNothingWhenTheDiskRefuses()
{
    // A file where the folder should be refuses even the administrator.
    QFile blocker(m_folder->filePath(u"profile"_s));
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    ConnectionBook book(file());
    QSignalSpy added(&book, &ConnectionBook::added);
    const auto result = book.add(connection(u"id-1"_s, u"One"_s));
    QCOMPARE_EQ(result.error().kind, ErrorKind::LocalFile);
    QVERIFY(book.all().empty());
    QCOMPARE_EQ(added.size(), 0);
}

void ConnectionBookTest::keepsADamagedFile_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("garbage") << "\x7f\x45LF"_ba;
    QTest::newRow("cut off") << "{\"version\":1,\"connections\":[{\"id\":"_ba;
    QTest::newRow("empty") << ""_ba;
    QTest::newRow("no version") << "{\"connections\":[]}"_ba;
    QTest::newRow("newer version") << "{\"version\":2,\"connections\":[]}"_ba;
    QTest::newRow("no list") << "{\"version\":1}"_ba;
    QTest::newRow("no id") << "{\"version\":1,\"connections\":[{\"name\":\"x\"}]}"_ba;
    QTest::newRow("unknown vendor")
        << "{\"version\":1,\"connections\":[{\"id\":\"1\",\"name\":\"x\",\"vendor\":\"acme\","
           "\"environment\":\"test\"}]}"_ba;
    QTest::newRow("hostile id")
        << "{\"version\":1,\"connections\":[{\"id\":\"../x\",\"name\":\"x\",\"vendor\":\"mist\","
           "\"environment\":\"test\"}]}"_ba;
    QTest::newRow("one id for two") // A keychain on Windows knows no capitals.
        << "{\"version\":1,\"connections\":[{\"id\":\"a\",\"name\":\"x\",\"vendor\":\"mist\","
           "\"environment\":\"test\"},{\"id\":\"A\",\"name\":\"y\",\"vendor\":\"csp\","
           "\"environment\":\"test\"}]}"_ba;
    QTest::newRow("an item that is no object") << "{\"version\":1,\"connections\":[7]}"_ba;
}

void ConnectionBookTest::keepsADamagedFile()
{
    QFETCH(QByteArray, content);
    QVERIFY(QDir().mkpath(QFileInfo(file()).path()));
    QFile damaged(file());
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write(content);
    damaged.close();

    ConnectionBook book(file());
    const auto loaded = book.load();
    QVERIFY(!loaded);
    QCOMPARE_EQ(loaded.error().kind, ErrorKind::LocalFile);
    QVERIFY(loaded.error().detail.contains(file()));
    QVERIFY(book.all().empty());
    QCOMPARE_EQ(book.add(connection(u"id-1"_s, u"One"_s)).error().kind, ErrorKind::LocalFile);
    QVERIFY(damaged.open(QIODevice::ReadOnly));
    QCOMPARE_EQ(damaged.readAll(), content);
}

void ConnectionBookTest::livesInMemoryWithoutAFile()
{
    ConnectionBook book {QString()};
    QVERIFY(book.load());
    QVERIFY(book.add(connection(u"id-1"_s, u"One"_s)));
    QVERIFY(book.load());
    QCOMPARE_EQ(book.all().size(), std::size_t(1));
}

/// All of them have read the empty profile before the first one writes.
void ConnectionBookTest::keepsWhatEightProgramsAddAtOnce()
{
    QStringList names;
    std::deque<OtherProgram> programs;
    for (int i = 1; i <= 8; ++i) {
        names += u"c-%1"_s.arg(i);
        programs.emplace_back(file(), names.last());
    }
    for (OtherProgram &one : programs)
        QVERIFY(one.hasRead());
    for (OtherProgram &one : programs)
        one.go();
    for (OtherProgram &one : programs)
        QCOMPARE_EQ(one.result(), 0);
    QCOMPARE(namesOnDisk(file()), names);
    QVERIFY(base::isPrivate(file()));
    QVERIFY(!QFile::exists(file() + u".lock"_s));
}

void ConnectionBookTest::keepsWhatAnotherAddedSinceItWasRead()
{
    ConnectionBook one(file());
    ConnectionBook other(file());
    QVERIFY(one.load());
    QVERIFY(other.load());
    QVERIFY(one.add(connection(u"id-1"_s, u"One"_s)));
    QCOMPARE_EQ(other.add(connection(u"id-2"_s, u"ONE"_s)).error().field, u"name"_s);
    QVERIFY(other.add(connection(u"id-2"_s, u"Other"_s)));
    QCOMPARE(namesOnDisk(file()), QStringList({u"One"_s, u"Other"_s}));
    QCOMPARE(namesIn(other), QStringList({u"One"_s, u"Other"_s}));
    QVERIFY(one.remove(u"id-1"_s));
    QCOMPARE(namesOnDisk(file()), QStringList {u"Other"_s});
}

void ConnectionBookTest::mergesEditsOfDifferentMembers()
{
    ConnectionBook one(file());
    QVERIFY(one.add(connection(u"id-1"_s, u"One"_s)));
    ConnectionBook other(file());
    QVERIFY(other.load());
    Connection renamed = *one.find(u"id-1"_s);
    renamed.name = u"Uno"_s;
    renamed.tracked = {u"slot-2"_s, u"slot-3"_s};
    QVERIFY(one.update(renamed));
    Connection moved = *other.find(u"id-1"_s);
    moved.environment = domain::Environment::Production;
    moved.tracked.append(u"slot-4"_s);
    QVERIFY(other.update(moved));
    const Connection merged = *other.find(u"id-1"_s);
    QCOMPARE(merged.name, u"Uno"_s);
    QCOMPARE(merged.environment, domain::Environment::Production);
    QCOMPARE(merged.tracked, QStringList({u"slot-2"_s, u"slot-3"_s, u"slot-4"_s}));
}

void ConnectionBookTest::refusesAnEditOfWhatAnotherChanged_data()
{
    QTest::addColumn<QString>("member");
    QTest::newRow("the same member") << u"name"_s;
    QTest::newRow("the address") << u"url"_s;
    QTest::newRow("which key counts") << u"key"_s;
    QTest::newRow("removed") << u"all"_s;
}

void ConnectionBookTest::refusesAnEditOfWhatAnotherChanged()
{
    QFETCH(QString, member);
    ConnectionBook one(file());
    QVERIFY(one.add(connection(u"id-1"_s, u"One"_s)));
    ConnectionBook other(file());
    QVERIFY(other.load());
    Connection theirs = *other.find(u"id-1"_s);
    if (member == "name"_L1)
        theirs.name = u"Eins"_s;
    else if (member == "url"_L1)
        theirs.baseUrl = QUrl(u"https://elsewhere.example"_s);
    else
        theirs.usesSpare = true;
    QVERIFY(member == "all"_L1 ? other.remove(u"id-1"_s) : other.update(theirs));
    Connection mine = *one.find(u"id-1"_s);
    const Connection before = mine;
    mine.name = u"Uno"_s;
    const auto refused = one.update(mine);
    QCOMPARE_EQ(refused.error().kind, ErrorKind::Conflict);
    QVERIFY(refused.error().detail.contains(u"another Tokendesk"_s));
    QCOMPARE_EQ(one.checkUpdate(mine, before).error().kind, ErrorKind::Conflict);
    QVERIFY(!namesOnDisk(file()).contains(u"Uno"_s));
}

void ConnectionBookTest::seesWhatAnotherProgramDoes()
{
    ConnectionBook book(file());
    QVERIFY(book.add(connection(u"id-1"_s, u"One"_s)));
    book.watch();
    QSignalSpy added(&book, &ConnectionBook::addedElsewhere);
    QSignalSpy updated(&book, &ConnectionBook::updatedElsewhere);
    QSignalSpy removed(&book, &ConnectionBook::removedElsewhere);
    // Twice, because each time it is another file that has the name.
    for (const QString &name : {u"a"_s, u"b"_s}) {
        OtherProgram other(file(), name);
        QVERIFY(other.hasRead());
        other.go();
        QCOMPARE_EQ(other.result(), 0);
        QTRY_COMPARE(added.size(), name == "a"_L1 ? 1 : 2);
        QVERIFY(book.findByName(name));
    }
    ConnectionBook other(file());
    QVERIFY(other.load());
    QVERIFY(other.update(connection(u"id-1"_s, u"Uno"_s)));
    QTRY_COMPARE(updated.size(), 1);
    QCOMPARE(book.find(u"id-1"_s)->name, u"Uno"_s);
    QVERIFY(other.remove(u"id-a"_s));
    QTRY_COMPARE(removed.size(), 1);
    QCOMPARE(removed.front().front().toString(), u"id-a"_s);
    QVERIFY(book.add(connection(u"id-2"_s, u"Two"_s))); // Its own changes are no news.
    QVERIFY(book.reload());
    QCOMPARE(added.size(), 2);
}

void ConnectionBookTest::seesAChangeThatAnEditorMakesInPlace()
{
    ConnectionBook book(file());
    QVERIFY(book.add(connection(u"id-1"_s, u"One"_s)));
    book.watch();
    QSignalSpy updated(&book, &ConnectionBook::updatedElsewhere);
    QFile edited(file());
    QVERIFY(edited.open(QIODevice::ReadWrite));
    QByteArray text = edited.readAll();
    text.replace("\"One\"", "\"Uno\"");
    QVERIFY(edited.seek(0));
    edited.write(text);
    edited.close();
    QTRY_COMPARE(updated.size(), 1);
    QCOMPARE(book.find(u"id-1"_s)->name, u"Uno"_s);
}

void ConnectionBookTest::keepsAConnectionThatWasRemovedElsewhere()
{
    ConnectionBook book(file());
    const Connection one = connection(u"id-1"_s, u"One"_s);
    QVERIFY(book.add(one));
    ConnectionBook other(file());
    QVERIFY(other.load());
    QVERIFY(other.remove(u"id-1"_s));
    QVERIFY(book.reload());
    QVERIFY(book.isRemovedElsewhere(u"id-1"_s));
    QCOMPARE_EQ(*book.find(u"id-1"_s), one);
    QVERIFY(book.add(connection(u"id-2"_s, u"Two"_s))); // Does not bring the other back.
    QCOMPARE(namesOnDisk(file()), QStringList {u"Two"_s});
    QVERIFY(book.restore(u"id-1"_s));
    QVERIFY(!book.isRemovedElsewhere(u"id-1"_s));
    QCOMPARE(namesOnDisk(file()), QStringList({u"One"_s, u"Two"_s}));

    QVERIFY(other.load());
    QVERIFY(other.remove(u"id-1"_s));
    QVERIFY(book.reload());
    QSignalSpy removed(&book, &ConnectionBook::removed);
    QVERIFY(book.remove(u"id-1"_s));
    QCOMPARE(removed.size(), 1);
    QVERIFY(!book.find(u"id-1"_s));
}

void ConnectionBookTest::keepsAllWhenTheFileIsGoneOrDamaged()
{
    ConnectionBook book(file());
    QVERIFY(book.add(connection(u"id-1"_s, u"One"_s)));
    QSignalSpy removed(&book, &ConnectionBook::removedElsewhere);
    QVERIFY(QFile::remove(file()));
    QCOMPARE_EQ(book.reload().error().kind, ErrorKind::LocalFile);
    QVERIFY(book.add(connection(u"id-2"_s, u"Two"_s)));
    QCOMPARE(namesOnDisk(file()), QStringList({u"One"_s, u"Two"_s}));

    QFile damaged(file());
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write("{");
    damaged.close();
    QCOMPARE_EQ(book.reload().error().kind, ErrorKind::LocalFile);
    QCOMPARE_EQ(book.remove(u"id-2"_s).error().kind, ErrorKind::LocalFile);
    QCOMPARE(namesIn(book), QStringList({u"One"_s, u"Two"_s}));
    QVERIFY(damaged.open(QIODevice::ReadOnly));
    QCOMPARE(damaged.readAll(), "{"_ba); // Nothing was written over it.
    QCOMPARE(removed.size(), 0);
}

void ConnectionBookTest::keepsMembersThatOnlyANewerProgramKnows()
{
    ConnectionBook book(file());
    QVERIFY(book.add(connection(u"id-1"_s, u"One"_s)));
    QFile newer(file());
    QVERIFY(newer.open(QIODevice::ReadOnly));
    QByteArray text = newer.readAll();
    newer.close();
    text.replace("\"id\":", "\"fromTheFuture\": 7, \"id\":");
    QVERIFY(newer.open(QIODevice::WriteOnly));
    newer.write(text);
    newer.close();
    QVERIFY(book.update(connection(u"id-1"_s, u"Uno"_s)));
    QVERIFY(book.add(connection(u"id-2"_s, u"Two"_s)));
    QVERIFY(newer.open(QIODevice::ReadOnly));
    const auto items = QJsonDocument::fromJson(newer.readAll())["connections"_L1];
    QCOMPARE(items[0]["fromTheFuture"_L1].toInt(), 7);
    QCOMPARE(items[0]["name"_L1].toString(), u"Uno"_s);
}

/// A lock whose program is gone is taken over; here it is a folder, which nobody can take over.
void ConnectionBookTest::saysWhoHoldsTheLock()
{
    ConnectionBook book(file());
    QVERIFY(book.add(connection(u"id-1"_s, u"One"_s)));
    QVERIFY(QDir().mkpath(file() + u".lock/x"_s));
    const auto refused = book.add(connection(u"id-2"_s, u"Two"_s));
    QCOMPARE_EQ(refused.error().kind, ErrorKind::LocalFile);
    QVERIFY2(refused.error().detail.contains(u".lock"_s), qPrintable(refused.error().detail));
    QCOMPARE(namesOnDisk(file()), QStringList {u"One"_s});
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--add"_L1)
        return addAfterALine(arguments.value(2), arguments.value(3));
    ConnectionBookTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_connectionbook.moc"
