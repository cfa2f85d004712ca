// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// SoftwareOne sends every token's full key in every list. None of it is in the inventory, nor in
/// what SQLite writes beside it (DB-01).

#include "await.h"
#include "store/inventoryfile.h"
#include "stricttest.h"
#include "vendors/softwareone/softwareonewire.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>

using namespace Qt::StringLiterals;
using test::await;

namespace {

const QByteArray canary = "CANARYxSecretxOfAxTokenxThatxMustxNotxBexKept0123456789";

/// A page as the vendor sends it, with a key wherever there could be one.
QByteArray page(int first, int count, const QByteArray &name)
{
    QByteArrayList items;
    for (int i = first; i < first + count; ++i) {
        const QByteArray id = "TKN-0001-" + QByteArray::number(i).rightJustified(4, '0');
        items.append(R"({"id":")" + id + R"(","name":")" + name
            + R"(","description":"for backups","status":"Active","token":"idt:)" + id + ":" + canary
            + R"(","modules":[{"id":"MOD-1","name":"Billing","code":"billing","token":")" + canary
            + R"(","secret":")" + canary + R"("}],"account":{"id":"ACC-1","name":"Acme","token":")"
            + canary + R"("},"audit":{"created":{"at":"2026-01-01T00:00:00Z","by":{"id":"USR-1",)"
            + R"("name":"Ana","token":")" + canary + R"("}}}})");
    }
    return R"({"$meta":{"pagination":{"offset":0,"limit":100,"total":)" + QByteArray::number(count)
        + R"(}},"data":[)" + items.join(',') + "]}";
}

domain::StoredListing listing(const QByteArray &body, int day)
{
    const softwareone::wire::Reader reader {u"conn"_s, {}, {}};
    auto read = softwareone::wire::parsePage(body, reader, {});
    if (!read)
        qFatal("%s", qPrintable(read.error().detail));
    return {.connectionId = u"conn"_s,
        .listed = base::Instant(std::chrono::days(20'000 + day)),
        .tokens = std::move(read->tokens)};
}

/// As UTF-8, UTF-16 in both orders, and base64 at each of its three offsets.
QByteArrayList disguises(const QByteArray &secret)
{
    QByteArrayList all {secret, secret.toHex(), secret.toHex().toUpper()};
    QByteArray little;
    QByteArray big;
    for (const char c : secret) {
        little.append(c).append('\0');
        big.append('\0').append(c);
    }
    all << little << big;
    for (int offset = 0; offset < 3; ++offset) {
        const QByteArray encoded = (QByteArray(offset, 'x') + secret).toBase64();
        all << encoded.mid(4, encoded.size() - 8); // What does not hang on its neighbours.
    }
    return all;
}

/// "file: disguise 2" for everything that was found.
QStringList traces(const QString &folder)
{
    QStringList found;
    const QByteArrayList sought = disguises(canary);
    const QStringList names = QDir(folder).entryList(QDir::Files | QDir::Hidden);
    for (const QString &name : names) {
        QFile file(QDir(folder).filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = file.readAll();
        for (qsizetype i = 0; i < sought.size(); ++i) {
            if (bytes.contains(sought.at(i)))
                found.append(u"%1: disguise %2"_s.arg(name).arg(i));
        }
    }
    return found;
}

} // namespace

class InventoryCanaryTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void keepsNoKeyThatCameWithAList();
    void findsTheCanaryWhereItIs();
};

void InventoryCanaryTest::keepsNoKeyThatCameWithAList()
{
    const QTemporaryDir folder;
    {
        store::InventoryFile inventory(folder.path());
        QVERIFY(await(inventory.sync(listing(page(1, 100, "robot"), 1))));
        QVERIFY(await(inventory.sync(listing(page(1, 100, "another robot"), 2))));
        const auto report = await(inventory.sync(listing(page(50, 100, "third robot"), 3)));
        QVERIFY(report);
        QCOMPARE(report->count(domain::ChangeKind::Vanished), 49);
        // While it is open, with log and shared memory beside it.
        const QStringList files = QDir(folder.path()).entryList(QDir::Files, QDir::Name);
        QCOMPARE(
            files, QStringList({u"inventory.db"_s, u"inventory.db-shm"_s, u"inventory.db-wal"_s}));
        QCOMPARE(traces(folder.path()), QStringList());
        const auto kept = await(inventory.load());
        QCOMPARE(kept->front().tokens[0].name, u"third robot"_s); // It was kept after all.
        QCOMPARE(kept->front().tokens[0].grants.front().label, u"Billing"_s);
    }
    QCOMPARE(traces(folder.path()), QStringList());
}

void InventoryCanaryTest::findsTheCanaryWhereItIs()
{
    const QByteArrayList sought = disguises(canary);
    for (qsizetype i = 0; i < sought.size(); ++i) {
        const QTemporaryDir folder;
        QFile file(folder.filePath(u"leak"_s));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("before" + sought.at(i) + "after");
        file.close();
        QVERIFY(!traces(folder.path()).isEmpty());
    }
}

QTEST_GUILESS_MAIN(InventoryCanaryTest)
#include "tst_inventorycanary.moc"
