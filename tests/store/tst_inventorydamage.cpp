// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A damaged inventory.db is moved aside and begun anew, with what can be read of its history
/// (DB-03). The vendors tell the rest again.

#include "inventorytools.h"
#include "store/database.h"
#include "stricttest.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using store::FileReport;
using test::await;
using test::connectionId;
using test::historyOf;
using test::listOf;

namespace {

domain::Token token(int number, const QString &name)
{
    return test::token(connectionId, u"id-%1"_s.arg(number), name);
}

/// 300 tokens, all renamed, 20 gone.
void fill(const QString &folder)
{
    store::InventoryFile inventory(folder);
    std::vector<domain::Token> tokens;
    for (int i = 0; i < 300; ++i)
        tokens.push_back(token(i, u"name %1"_s.arg(i)));
    QVERIFY(await(inventory.sync(listOf(tokens, 1))));
    for (std::size_t i = 0; i < tokens.size(); ++i)
        tokens[i].name += u'!';
    QVERIFY(await(inventory.sync(listOf(tokens, 2))));
    tokens.resize(280);
    QVERIFY(await(inventory.sync(listOf(tokens, 3))));
}

using Damage = std::function<void(QFile &)>;

void put(QFile &file, qint64 where, const QByteArray &bytes)
{
    QVERIFY(file.seek(where));
    QCOMPARE(file.write(bytes), bytes.size());
}

constexpr qint64 pageSize = 4096;

/// The number that a query gives about the file.
qint64 pageOf(const QString &folder, const QString &sql)
{
    store::Database database;
    if (!database.open(QDir(folder).filePath(u"inventory.db"_s), store::Database::Access::ReadOnly))
        return 0;
    const auto page = database.value(sql);
    return page ? page->toLongLong() : 0;
}

} // namespace

class InventoryDamageTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void beginsAnew_data();
    void beginsAnew();
    void savesTheHistoryOfAFileWithABrokenPage_data();
    void savesTheHistoryOfAFileWithABrokenPage();
    void findsDamageWhileItIsOpen();
    void movesNothingInASecondWindow();
};

void InventoryDamageTest::beginsAnew_data()
{
    QTest::addColumn<Damage>("damage");
    QTest::newRow("wrong magic") << Damage([](QFile &file) { put(file, 0, "SQLite format 9"); });
    QTest::newRow("bad page size") << Damage([](QFile &file) { put(file, 16, "\x03\x03"); });
    QTest::newRow("half a file") << Damage([](QFile &file) { file.resize(file.size() / 2); });
    QTest::newRow("random bytes") << Damage([](QFile &file) {
        QByteArray noise(static_cast<int>(file.size()), '\0');
        for (int i = 0; i < noise.size(); ++i)
            noise[i] = static_cast<char>(i * 7919 >> 3);
        put(file, 0, noise);
    });
    QTest::newRow("damaged inner page") << Damage([](QFile &file) {
        for (qint64 page = 4; page < file.size() / pageSize; page += 3)
            put(file, page * pageSize, QByteArray(64, '\xa5'));
    });
    QTest::newRow("damaged schema")
        << Damage([](QFile &file) { put(file, 100, QByteArray(200, '\x5a')); });
}

void InventoryDamageTest::beginsAnew()
{
    QFETCH(Damage, damage);
    const QTemporaryDir folder;
    fill(folder.path());
    QFile file(folder.filePath(u"inventory.db"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    damage(file);
    file.close();

    store::InventoryFile inventory(folder.path());
    const auto report = await(inventory.report());
    QVERIFY(report);
    QCOMPARE(report->state, FileReport::State::MovedAside);
    QVERIFY(report->isDamaged);
    QVERIFY(!report->reason.isEmpty());
    QVERIFY(report->movedTo.startsWith(u"inventory.bad-"_s));
    QVERIFY(QFile::exists(folder.filePath(report->movedTo)));
    QVERIFY(await(inventory.load())->empty());
    // And goes on: the next list is a first one.
    const auto synced = await(inventory.sync(listOf({token(1, u"name"_s)}, 4)));
    QVERIFY(synced);
    QVERIFY(synced->isFirst);
    QCOMPARE(await(inventory.load())->front().tokens.size(), std::size_t {1});
}

void InventoryDamageTest::savesTheHistoryOfAFileWithABrokenPage_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<int>("least");
    QTest::newRow("an index")
        << u"SELECT rootpage FROM sqlite_schema WHERE name = 'changes_by_time'"_s << 320;
    QTest::newRow("amid the changes")
        << u"SELECT pageno FROM dbstat WHERE name = 'changes' AND pagetype = 'leaf' "
           "ORDER BY path LIMIT 1 OFFSET 1"_s
        << 150;
}

void InventoryDamageTest::savesTheHistoryOfAFileWithABrokenPage()
{
    const QTemporaryDir folder;
    fill(folder.path());
    QFETCH(QString, where);
    QFETCH(int, least);
    const qint64 page = pageOf(folder.path(), where);
    if (page == 0 && where.contains("dbstat"_L1))
        QSKIP("This SQLite does not tell where its pages are.");
    QVERIFY(page > 1);
    QFile file(folder.filePath(u"inventory.db"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    put(file, (page - 1) * pageSize, QByteArray(128, '\xa5'));
    file.close();

    store::InventoryFile inventory(folder.path());
    const auto report = await(inventory.report());
    QCOMPARE(report->state, FileReport::State::MovedAside);
    QVERIFY2(report->warning.contains(u"were saved"_s), qPrintable(report->warning));
    const QStringList saved = historyOf(inventory);
    QVERIFY2(saved.size() >= least, qPrintable(QString::number(saved.size())));
    QVERIFY(saved.contains(u"id-0 renamed: name 0 -> name 0!"_s)); // From the front,
    QVERIFY(saved.contains(u"id-299 vanished"_s)); // and from the back.
    QCOMPARE(await(inventory.tombstones({}))->size(), std::size_t {20});
}

void InventoryDamageTest::findsDamageWhileItIsOpen()
{
    const QTemporaryDir folder;
    fill(folder.path());
    store::InventoryFile inventory(folder.path());
    QVERIFY(await(inventory.report()));
    // What it has read of the file is out of date once another connection wrote.
    {
        store::InventoryFile other(folder.path());
        QVERIFY(await(other.sync(listOf({token(1, u"other"_s)}, 4))));
    } // Windows moves no file aside that two have open.
    QFile file(folder.filePath(u"inventory.db"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    for (qint64 page = 1; page < file.size() / pageSize; ++page)
        put(file, page * pageSize, QByteArray(64, '\xa5'));
    file.close();
    // What it has in memory may do for a while; sooner or later it notices, and goes on anew.
    bool isNoticed = false;
    for (int i = 0; i < 5 && !isNoticed; ++i)
        isNoticed = !await(inventory.load()) || !await(inventory.tombstones({}));
    QVERIFY(isNoticed);
    QVERIFY(await(inventory.sync(listOf({token(1, u"name"_s)}, 4))));
    QCOMPARE(await(inventory.report())->state, FileReport::State::MovedAside);
}

void InventoryDamageTest::movesNothingInASecondWindow()
{
    const QTemporaryDir folder;
    fill(folder.path());
    QFile file(folder.filePath(u"inventory.db"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    put(file, 0, "SQLite format 9");
    file.close();
    store::InventoryFile second(folder.path(), false);
    QVERIFY(!await(second.load()));
    QCOMPARE(QDir(folder.path()).entryList({u"*.bad-*"_s}, QDir::Files), QStringList());
}

QTEST_GUILESS_MAIN(InventoryDamageTest)
#include "tst_inventorydamage.moc"
