// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A desk that shares its profile with other programs, and keys on their way into the keychain and
/// out of it: each is cleaned, and none is left behind unseen.

#include "deskfixture.h"
#include "stricttest.h"
#include "work/keyregister.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Secret;
using domain::Connection;
using domain::VaultKey;
using test::await;
using work::Desk;
using work::KeepIn;
using work::KeyRegister;
using State = work::Session::State;

namespace {

const QString credential = QString::fromLatin1(domain::field::credential);

Connection newConnection(const QString &name, domain::Vendor vendor = domain::Vendor::Csp)
{
    return {.name = name, .vendor = vendor, .baseUrl = QUrl(u"https://api.example"_s)};
}

domain::Credentials keys(const char *main, const char *oauth = "")
{
    return {Secret::copyOf(main), Secret::copyOf(oauth), {}};
}

/// A keychain that looks around at each write, and may fail at one.
struct WatchedVault final : test::FakeVault
{
    base::Task<base::Unit> write(const VaultKey &key, Secret secret) override
    {
        if (beforeWrite)
            beforeWrite(key);
        if (key.field == failsAt)
            return base::Task<base::Unit>::failed(
                {.kind = ErrorKind::VaultDenied, .detail = u"refused"_s});
        return FakeVault::write(key, std::move(secret));
    }

    std::function<void(const VaultKey &)> beforeWrite;
    QString failsAt;
};

/// A profile on disk, and a keychain that outlives the programs on it.
struct Stage
{
    test::DeskFixture fixture;
    WatchedVault keychain;
    QTemporaryDir folder;
    domain::Credentials opened; ///< what the last client was made with

    std::unique_ptr<Desk> start(const QString &inFolder = {})
    {
        work::DeskParts parts = fixture.parts(inFolder.isEmpty() ? folder.path() : inFolder);
        work::DeskParts mine {keychain, parts.memory, parts.journal, parts.inventory,
            parts.annotations,
            [this, make = parts.makeClient](const Connection &connection, domain::Credentials all) {
                opened = all.clone();
                return make(connection, std::move(all));
            },
            parts.checkConnection, parts.clock, parts.profileFolder, parts.origin};
        auto desk = std::make_unique<Desk>(mine);
        if (!desk->load())
            qFatal("the profile could not be read");
        return desk;
    }
    KeyRegister noted() const { return KeyRegister(folder.path()); }
    QStringList notedNames() const
    {
        const auto all = noted().all();
        QStringList names;
        for (const work::NotedKeys &one : *all)
            names += one.name;
        return names;
    }
    QString file(const char *name) const
    {
        return QDir(folder.path()).filePath(QString::fromLatin1(name));
    }
    /// What a program leaves that was killed between storing the key and saving the connection.
    QString leaveAKey(const QString &name)
    {
        Connection connection = newConnection(name);
        connection.id = u"left-"_s + name;
        connection.tracked = {u"slot-1"_s};
        if (!noted().note(connection, fixture.clock.now()))
            return {};
        for (const QString &field : {credential, u"oauth-secret"_s, u"tracked-slot-1"_s})
            static_cast<void>(
                await(keychain.FakeVault::write({connection.id, field}, Secret::copyOf("k"))));
        return connection.id;
    }
};

} // namespace

class DeskProfileTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleansAKeyBeforeItIsStored_data();
    void cleansAKeyBeforeItIsStored();
    void refusesAKeyThatIsNone();
    void cleansAKeyThatWasStoredBefore();
    void opensNothingWithAStoredTextThatIsNoKey();
    void cleansATrackedValueAndANewKey();
    void notesAKeyBeforeItIsStored();
    void storesNothingThatItCannotNote();
    void takesBackWhatWasStoredInPart();
    void saysWhatIsLeft();
    void keepsNoTrackedValueThatTheBookLacks();
    void findsAKeyThatWasLeft();
    void leavesAloneWhatIsBeingAdded();
    void forgetsWhatNeverGotAKey();
    void leavesAloneTheKeysOfAnotherFolder();
    void findsAKeyThatWasLeftOnPurpose();
    void looksIntoNoKeychainThatIsNotThere();
    void opensWhatAnotherProgramAdds();
    void opensNothingWhileItIsLocked();
    void followsAnEditElsewhere();
    void keepsTheWorkAtAConnectionRemovedElsewhere();
    void writesNoKeyOverAnotherAddress();
};

void DeskProfileTest::cleansAKeyBeforeItIsStored_data()
{
    QTest::addColumn<QByteArray>("typed");
    QTest::newRow("a blank behind it") << "key-1 "_ba;
    QTest::newRow("a line break behind it") << " key-1\n"_ba;
    QTest::newRow("a line end of Windows") << "key-1\r\n"_ba;
}

void DeskProfileTest::cleansAKeyBeforeItIsStored()
{
    QFETCH(QByteArray, typed);
    Stage stage;
    const auto desk = stage.start();
    const auto id = await(desk->addConnection(newConnection(u"A"_s),
        {Secret::copyOf(typed), Secret::copyOf(typed), {}}, KeepIn::Keychain));
    QVERIFY(id);
    for (const QString &field : {credential, u"oauth-secret"_s})
        QVERIFY(*await(stage.keychain.read({*id, field})) == Secret::copyOf("key-1"));
    QVERIFY(stage.opened.main == Secret::copyOf("key-1"));
    QVERIFY(await(desk->updateConnection(
        *desk->connections().find(*id), {Secret::copyOf(typed), {}, {}}, KeepIn::Keychain)));
    QVERIFY(*await(stage.keychain.read({*id, credential})) == Secret::copyOf("key-1"));
    QVERIFY(await(desk->tryConnection(newConnection(u"B"_s), {Secret::copyOf(typed), {}, {}})));
    QVERIFY(stage.opened.main == Secret::copyOf("key-1"));
}

void DeskProfileTest::refusesAKeyThatIsNone()
{
    Stage stage;
    const auto desk = stage.start();
    const auto main = await(
        desk->addConnection(newConnection(u"A"_s), keys("VALUE\nX-Header: 1"), KeepIn::Keychain));
    QCOMPARE_EQ(main.error().kind, ErrorKind::Invalid);
    QCOMPARE_EQ(main.error().field, u"secret"_s);
    QVERIFY(!main.error().detail.contains(u"VALUE"_s));
    const auto oauth = await(
        desk->addConnection(newConnection(u"A"_s), keys("k", "\"VALUE\""), KeepIn::Keychain));
    QCOMPARE_EQ(oauth.error().field, u"oauthSecret"_s);
    QCOMPARE_EQ(stage.keychain.count(), 0);
}

/// By an older Tokendesk, or by hand.
void DeskProfileTest::cleansAKeyThatWasStoredBefore()
{
    Stage stage;
    const auto desk = stage.start();
    const auto id
        = await(desk->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    for (const QString &field : {credential, u"oauth-secret"_s})
        QVERIFY(await(stage.keychain.write({*id, field}, Secret::copyOf(" key-2\n"))));
    const auto again = stage.start();
    again->refreshAll();
    QTRY_COMPARE(again->session(*id)->state(), State::Ready);
    QVERIFY(stage.opened.main == Secret::copyOf("key-2"));
    QVERIFY(stage.opened.oauthSecret == Secret::copyOf("key-2"));
}

void DeskProfileTest::opensNothingWithAStoredTextThatIsNoKey()
{
    Stage stage;
    const auto desk = stage.start();
    const auto id
        = await(desk->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    QVERIFY(await(stage.keychain.write({*id, credential}, Secret::copyOf("VALUE\nb"))));
    const auto again = stage.start();
    stage.opened = {};
    again->refreshAll();
    QTRY_COMPARE(again->session(*id)->state(), State::Failed);
    const base::Error error = *again->session(*id)->error();
    QCOMPARE_EQ(error.kind, ErrorKind::VaultUnusable);
    QVERIFY2(error.detail.contains(*id + u'/' + credential), qPrintable(error.detail));
    QVERIFY(!error.detail.contains(u"VALUE"_s));
    QVERIFY(stage.opened.main.isEmpty());
}

void DeskProfileTest::cleansATrackedValueAndANewKey()
{
    Stage stage;
    stage.fixture.vendor.tokens.push_back(test::FakeVendor::token({}, u"1"_s, u"bot"_s));
    const auto desk = stage.start();
    const auto id
        = await(desk->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    QTRY_COMPARE(desk->session(*id)->state(), State::Ready);
    QVERIFY(await(desk->track(*id, Secret::copyOf(" value-1\n"))));
    QVERIFY(stage.fixture.vendor.inspected.back() == Secret::copyOf("value-1"));
    QCOMPARE_EQ(await(desk->track(*id, Secret::copyOf("a\nb"))).error().kind, ErrorKind::Invalid);

    QVERIFY(
        await(desk->replaceCredential(*desk->connections().find(*id), Secret::copyOf("key-2\n"))));
    const VaultKey spare {*id, QString::fromLatin1(domain::field::spareCredential)};
    QVERIFY(*await(stage.keychain.read(spare)) == Secret::copyOf("key-2"));
}

void DeskProfileTest::notesAKeyBeforeItIsStored()
{
    Stage stage;
    const auto desk = stage.start();
    QStringList notedThen;
    stage.keychain.beforeWrite = [&](const VaultKey &) { notedThen = stage.notedNames(); };
    const auto id
        = await(desk->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    QCOMPARE(notedThen, QStringList {u"A"_s});
    QCOMPARE(stage.notedNames(), QStringList {u"A"_s}); // As long as the key is there.
    QFile file(stage.file("keychain-entries.json"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(!file.readAll().contains("key-1"));
    QVERIFY(await(desk->removeConnection(*id)));
    QCOMPARE(stage.notedNames(), QStringList());

    QVERIFY(await(desk->addConnection(newConnection(u"B"_s), keys("key-1"), KeepIn::Memory)));
    QCOMPARE(stage.notedNames(), QStringList()); // It leaves nothing behind.
}

void DeskProfileTest::storesNothingThatItCannotNote()
{
    Stage stage;
    const auto desk = stage.start();
    QVERIFY(QDir().mkpath(stage.file("keychain-entries.json")));
    const auto refused
        = await(desk->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    QCOMPARE_EQ(refused.error().kind, ErrorKind::LocalFile);
    QCOMPARE_EQ(stage.keychain.count(), 0);
    QVERIFY(!QFile::exists(stage.file("connections.json")));
}

void DeskProfileTest::takesBackWhatWasStoredInPart()
{
    Stage stage;
    const auto desk = stage.start();
    stage.keychain.failsAt = u"oauth-secret"_s;
    const auto refused
        = await(desk->addConnection(newConnection(u"A"_s), keys("key-1", "s-1"), KeepIn::Keychain));
    QCOMPARE_EQ(refused.error().kind, ErrorKind::VaultDenied);
    QCOMPARE_EQ(stage.keychain.count(), 0);
    QCOMPARE(stage.notedNames(), QStringList());
    QVERIFY(desk->connections().all().empty());
}

/// The second secret is refused, and the keychain is locked before the first can be taken back.
void DeskProfileTest::saysWhatIsLeft()
{
    Stage stage;
    const auto desk = stage.start();
    QString id;
    stage.keychain.failsAt = u"oauth-secret"_s;
    stage.keychain.beforeWrite = [&](const VaultKey &key) {
        id = key.connectionId;
        if (key.field == stage.keychain.failsAt)
            stage.keychain.trouble = ErrorKind::VaultLocked;
    };
    const auto refused
        = await(desk->addConnection(newConnection(u"A"_s), keys("key-1", "s-1"), KeepIn::Keychain));
    QCOMPARE_EQ(refused.error().kind, ErrorKind::VaultDenied); // The first one.
    QVERIFY2(refused.error().detail.contains(id), qPrintable(refused.error().detail));
    QVERIFY(refused.error().detail.contains(u"connections orphans"_s));
    QCOMPARE(stage.notedNames(), QStringList {u"A"_s});

    stage.keychain.trouble.reset();
    const auto left = await(desk->leftKeys());
    QCOMPARE_EQ(left->size(), std::size_t(1));
    QVERIFY(await(desk->removeLeftKeys(id)));
    QCOMPARE_EQ(stage.keychain.count(), 0);
}

void DeskProfileTest::keepsNoTrackedValueThatTheBookLacks()
{
    Stage stage;
    const auto desk = stage.start();
    const auto id
        = await(desk->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    QTRY_COMPARE(desk->session(*id)->state(), State::Ready);
    stage.fixture.vendor.tokens.push_back(test::FakeVendor::token({}, u"1"_s, u"bot"_s));
    const auto other = stage.start();
    QVERIFY(await(other->removeConnection(*id, true))); // Meanwhile, elsewhere.
    const auto tracked = await(desk->track(*id, Secret::copyOf("value-1")));
    QCOMPARE_EQ(tracked.error().kind, ErrorKind::Conflict);
    QCOMPARE_EQ(stage.keychain.count(), 1); // The credential, which was left there.
}

void DeskProfileTest::findsAKeyThatWasLeft()
{
    Stage stage;
    const QString id = stage.leaveAKey(u"lost"_s);
    const auto desk = stage.start();
    QVERIFY(await(desk->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain)));
    const auto left = await(desk->leftKeys());
    QCOMPARE_EQ(left->size(), std::size_t(1));
    QCOMPARE(left->front().id, id);
    QCOMPARE(left->front().name, u"lost"_s);
    QCOMPARE(left->front().noted, stage.fixture.clock.now());
    QVERIFY(await(desk->removeLeftKeys(id)));
    QCOMPARE_EQ(stage.keychain.count(), 1); // That of A: of the other all three are gone.
    QVERIFY(await(desk->leftKeys())->empty());
    QCOMPARE_EQ(await(desk->removeLeftKeys(id)).error().kind, ErrorKind::NotFound);
    QCOMPARE_EQ(await(desk->removeLeftKeys(desk->connections().all().front().id)).error().kind,
        ErrorKind::Conflict);
}

void DeskProfileTest::leavesAloneWhatIsBeingAdded()
{
    Stage stage;
    const QString id = stage.leaveAKey(u"coming"_s);
    const auto desk = stage.start();
    auto claim = stage.noted().claim(id); // As the program has that is adding it.
    QVERIFY(claim);
    QVERIFY(await(desk->leftKeys())->empty());
    QCOMPARE_EQ(await(desk->removeLeftKeys(id)).error().kind, ErrorKind::Conflict);
    // It comes to its end between two looks: the book on disk has it by then.
    const auto other = stage.start();
    Connection coming = newConnection(u"coming"_s);
    coming.id = id;
    claim.reset();
    QVERIFY(await(other->addConnection(coming, keys("key-1"), KeepIn::Keychain)));
    QVERIFY(await(desk->leftKeys())->empty());
    QVERIFY(stage.keychain.has({id, credential}));
}

void DeskProfileTest::forgetsWhatNeverGotAKey()
{
    Stage stage;
    Connection never = newConnection(u"never"_s);
    never.id = u"id-never"_s;
    QVERIFY(stage.noted().note(never, stage.fixture.clock.now()));
    const auto desk = stage.start();
    stage.keychain.trouble = ErrorKind::VaultLocked; // Which is no reason to forget.
    QCOMPARE_EQ(await(desk->leftKeys()).error().kind, ErrorKind::VaultLocked);
    QCOMPARE(stage.notedNames(), QStringList {u"never"_s});
    stage.keychain.trouble.reset();
    QVERIFY(await(desk->leftKeys())->empty());
    QCOMPARE(stage.notedNames(), QStringList());
}

/// A copied profile knows the ids of the first one, whose keys are in use there.
void DeskProfileTest::leavesAloneTheKeysOfAnotherFolder()
{
    Stage stage;
    const auto desk = stage.start();
    QVERIFY(await(desk->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain)));
    const QTemporaryDir copy;
    QVERIFY(QFile::copy(
        stage.file("keychain-entries.json"), copy.filePath(u"keychain-entries.json"_s)));
    const auto other = stage.start(copy.path());
    QVERIFY(await(other->leftKeys())->empty());
}

void DeskProfileTest::findsAKeyThatWasLeftOnPurpose()
{
    Stage stage;
    const auto desk = stage.start();
    const auto id
        = await(desk->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    QVERIFY(await(desk->removeConnection(*id, true)));
    const auto left = await(desk->leftKeys());
    QCOMPARE_EQ(left->size(), std::size_t(1));
    QCOMPARE(left->front().id, *id);
}

void DeskProfileTest::looksIntoNoKeychainThatIsNotThere()
{
    Stage stage;
    const auto desk = stage.start();
    stage.keychain.trouble = ErrorKind::VaultUnavailable;
    QVERIFY(await(desk->leftKeys())->empty()); // Nothing was noted: nothing is asked.
}

void DeskProfileTest::opensWhatAnotherProgramAdds()
{
    Stage stage;
    stage.fixture.vendor.tokens.push_back(test::FakeVendor::token({}, u"1"_s, u"bot"_s));
    const auto desk = stage.start();
    desk->refreshAll();
    desk->followProfile();
    QSignalSpy added(desk.get(), &Desk::connectionAddedElsewhere);
    QSignalSpy changed(desk.get(), &Desk::connectionsChanged);
    const auto other = stage.start();
    const auto id
        = await(other->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    QTRY_COMPARE(added.size(), 1);
    QCOMPARE(added.front().front().toString(), *id);
    QVERIFY(changed.size() >= 1);
    QTRY_COMPARE(desk->session(*id)->state(), State::Ready);
    QCOMPARE(desk->tokens().count(*id), 1);
}

void DeskProfileTest::opensNothingWhileItIsLocked()
{
    Stage stage;
    const auto desk = stage.start();
    desk->refreshAll();
    desk->followProfile();
    desk->lock();
    QSignalSpy added(desk.get(), &Desk::connectionAddedElsewhere);
    const auto other = stage.start();
    const auto id
        = await(other->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    QTRY_COMPARE(added.size(), 1);
    QCOMPARE(desk->session(*id)->state(), State::Closed);
    desk->refreshAll();
    QTRY_COMPARE(desk->session(*id)->state(), State::Ready);
}

void DeskProfileTest::followsAnEditElsewhere()
{
    Stage stage;
    const auto other = stage.start();
    const auto id
        = await(other->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    const auto desk = stage.start();
    desk->refreshAll();
    desk->followProfile();
    QTRY_COMPARE(desk->session(*id)->state(), State::Ready);
    Connection edited = *other->connections().find(*id);
    edited.name = u"B"_s;
    QVERIFY(await(other->updateConnection(edited, {}, KeepIn::Keychain)));
    QTRY_COMPARE(desk->session(*id)->connection().name, u"B"_s);
    const int asked = stage.fixture.vendor.asked;
    QVERIFY(await(other->replaceCredential(edited, Secret::copyOf("key-2"))));
    QTRY_VERIFY(desk->session(*id)->connection().usesSpare);
    QTRY_COMPARE(desk->session(*id)->state(), State::Ready);
    QVERIFY(stage.fixture.vendor.asked > asked);
    QVERIFY(stage.opened.main == Secret::copyOf("key-2"));
}

void DeskProfileTest::keepsTheWorkAtAConnectionRemovedElsewhere()
{
    Stage stage;
    stage.fixture.vendor.tokens.push_back(test::FakeVendor::token({}, u"1"_s, u"bot"_s));
    const auto other = stage.start();
    const auto id
        = await(other->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    const auto desk = stage.start();
    desk->refreshAll();
    desk->followProfile();
    QTRY_COMPARE(desk->session(*id)->state(), State::Ready);
    QSignalSpy removed(desk.get(), &Desk::connectionRemovedElsewhere);
    QVERIFY(await(other->removeConnection(*id)));
    QTRY_COMPARE(removed.size(), 1);
    QCOMPARE(desk->tokens().count(*id), 1);
    // It is still open here, and can do what it could.
    const auto outcomes = await(desk->setEnabled({{*id, u"1"_s}}, false));
    QVERIFY(outcomes->front().result);
    QVERIFY(desk->restoreConnection(*id));
    QVERIFY(stage.start()->connections().find(*id));
}

/// The key was entered for one address; meanwhile the connection got another.
void DeskProfileTest::writesNoKeyOverAnotherAddress()
{
    Stage stage;
    const auto desk = stage.start();
    const auto id
        = await(desk->addConnection(newConnection(u"A"_s), keys("key-1"), KeepIn::Keychain));
    const Connection shown = *desk->connections().find(*id);
    const auto other = stage.start();
    Connection moved = shown;
    moved.baseUrl = QUrl(u"https://elsewhere.example"_s);
    QVERIFY(await(other->updateConnection(moved, keys("key-2"), KeepIn::Keychain)));
    const auto refused
        = await(desk->updateConnection(shown, keys("key-3"), KeepIn::Keychain, shown));
    QCOMPARE_EQ(refused.error().kind, ErrorKind::Conflict);
    QVERIFY(*await(stage.keychain.read({*id, credential})) == Secret::copyOf("key-2"));
}

QTEST_GUILESS_MAIN(DeskProfileTest)
#include "tst_deskprofile.moc"
