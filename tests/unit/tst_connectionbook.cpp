// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The admin's connections on disk: whole or not at all, and never a secret.

#include "base/privatefile.h"
#include "stricttest.h"
#include "work/connectionbook.h"

#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>

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

QTEST_GUILESS_MAIN(ConnectionBookTest)
#include "tst_connectionbook.moc"
