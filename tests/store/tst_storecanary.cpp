// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// No key gets to the disk, whatever a desk does: the files are searched for it, byte by byte.

#include "deskfixture.h"
#include "store/store.h"
#include "stricttest.h"

#include <QDirIterator>
#include <QStringEncoder>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using test::await;

namespace {

constexpr auto canary = "CANARY-7f3a9c51-key";

QByteArrayList formsOf(const QString &text)
{
    QByteArrayList forms {text.toUtf8(), text.toUtf8().toBase64(), text.toUtf8().toHex()};
    for (const auto encoding : {QStringConverter::Utf16LE, QStringConverter::Utf16BE})
        forms += QStringEncoder(encoding)(text);
    return forms;
}

/// Files below a folder that hold the text in any of its forms.
QStringList filesWith(const QString &folder, const QString &text)
{
    QStringList found;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        QFile file(it.next());
        if (!file.open(QIODevice::ReadOnly))
            return {u"unreadable: "_s + file.fileName()};
        const QByteArray bytes = file.readAll();
        for (const QByteArray &form : formsOf(text)) {
            if (bytes.contains(form))
                found += file.fileName();
        }
    }
    return found;
}

} // namespace

class StoreCanaryTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void findsWhatIsThere();
    void keepsKeysOffTheDisk();
};

/// The search can find something.
void StoreCanaryTest::findsWhatIsThere()
{
    QTemporaryDir folder;
    store::Store store(folder.path());
    domain::JournalEntry entry {.operation = u"a"_s, .tokenName = QString::fromLatin1(canary)};
    QVERIFY(await(store.journal().append({entry})));
    QCOMPARE_EQ(filesWith(folder.path(), QString::fromLatin1(canary)).size(), 1);
}

/// DB-01, SE4: listed, created, edited, disabled, removed, with keys where vendors put them.
void StoreCanaryTest::keepsKeysOffTheDisk()
{
    QTemporaryDir folder;
    {
        store::Store store(folder.path());
        test::DeskFixture fixture;
        fixture.vendor.secretOfNewToken = canary;
        for (int i = 0; i < 50; ++i) {
            auto token = test::FakeVendor::token({}, u"t-%1"_s.arg(i), u"token %1"_s.arg(i));
            token.raw = QByteArray(R"({"id":"t","token":")") + canary + R"("})";
            fixture.vendor.tokens.push_back(token);
        }
        const work::DeskParts all = fixture.parts(folder.path());
        work::Desk desk(
            {all.keychain, all.memory, store.journal(), store.inventory(), store.annotations(),
                all.makeClient, all.checkConnection, all.clock, all.profileFolder, all.origin, {}});
        QVERIFY(desk.load());
        domain::Connection connection;
        connection.name = u"Payments"_s;
        connection.vendor = domain::Vendor::Lightspark;
        connection.baseUrl = QUrl(u"https://api.example"_s);
        const auto id = await(desk.addConnection(
            connection, {base::Secret::copyOf(canary), {}, {}}, work::KeepIn::Keychain));
        QVERIFY(id);
        QTRY_COMPARE(desk.session(*id)->state(), work::Session::State::Ready);

        const auto issued = await(desk.issue(*id, {.name = u"nightly"_s}));
        QVERIFY2(issued, qPrintable(issued ? QString() : issued.error().detail));
        QVERIFY(await(desk.setEnabled({{*id, u"t-1"_s}}, false)));
        QVERIFY(await(desk.remove({*id, u"t-2"_s})));
        QVERIFY(await(store.annotations().write({{{*id, u"t-3"_s}, {.note = u"mine"_s}}})));
        // All that was asked of the files before has been done when these have.
        QVERIFY(await(store.journal().verify()));
        QVERIFY(await(store.inventory().load()));
        QVERIFY(!QDir(folder.path()).entryList({u"*-wal"_s}).isEmpty());
        QCOMPARE(filesWith(folder.path(), QString::fromLatin1(canary)), QStringList());
    }
    QCOMPARE(filesWith(folder.path(), QString::fromLatin1(canary)), QStringList());
}

QTEST_GUILESS_MAIN(StoreCanaryTest)
#include "tst_storecanary.moc"
