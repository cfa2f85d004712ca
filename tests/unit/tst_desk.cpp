// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The program without a window: what is saved where, in which order, and what stays when it fails.

#include "deskfixture.h"
#include "fakejournal.h"
#include "stricttest.h"

#include <QDir>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Secret;
using domain::TokenKey;
using test::await;
using test::FakeVendor;
using work::Desk;
using work::KeepIn;
using work::OwnCredential;
using work::Session;

namespace {

domain::Connection newConnection(const QString &name)
{
    return {.name = name,
        .vendor = domain::Vendor::Lightspark,
        .environment = domain::Environment::Test,
        .baseUrl = QUrl(u"https://api.example"_s)};
}

domain::Credentials key(const char *bytes)
{
    return {Secret::copyOf(bytes), {}, {}};
}

domain::VaultKey credentialOf(const QString &id)
{
    return {id, QString::fromLatin1(domain::field::credential)};
}

} // namespace

class DeskTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void locksByDroppingEveryClient();
    void addsAConnectionWithItsCredential();
    void keepsACredentialForThisRunOnly();
    void leavesNothingBehindWhenAddingFails_data();
    void leavesNothingBehindWhenAddingFails();
    void leavesNoCredentialWhenTheBookCannotBeSaved();
    void triesAConnectionBeforeSavingIt();
    void keepsTheKeyWhenTheRestChanges();
    void neverSendsAStoredKeyToAnotherAddress();
    void replacesAKey();
    void removesAConnectionWithItsCredential();
    void keepsAConnectionWhoseCredentialMayRemain();
    void readsTheVaultOnRefresh();
    void saysWhyAConnectionIsClosed();
    void opensAfterTheKeychainWasUnlocked();
    void issuesATokenAndKnowsItBeforeItsKeyIsShown();
    void remembersAKeyThatNobodyStored();
    void takesOverThePendingKeysOfOlderProfiles();
    void sendsNothingThatTheJournalCannotHold();
    void writesAheadOfEverythingItDoes();
    void losesNoKeyWhenTheDiskIsFull();
    void createsOnce();
    void editsInPlace();
    void refusesToLockItselfOut();
    void changesTokensOfSeveralConnections();
    void reportsEachTokenOfAChange();
    void deletesATokenFromTheList();
    void believesNoVendorThatOnlySaysIt();
    void confirmsNothingByALookThatFailed_data();
    void confirmsNothingByALookThatFailed();
    void keepsATokenThatCouldNotBeDeleted();
    void tracksATokenByItsValue();
    void forgetsATrackedValue();
    void survivesItsEndWithWorkUnderWay();
    void loadsItsProfileAgain();

private:
    /// A fixture whose vendor lists these tokens.
    static std::unique_ptr<test::DeskFixture> withTokens(const QStringList &ids);
};

std::unique_ptr<test::DeskFixture> DeskTest::withTokens(const QStringList &ids)
{
    auto fixture = std::make_unique<test::DeskFixture>();
    for (const QString &id : ids)
        fixture->vendor.tokens.push_back(FakeVendor::token({}, id, u"name of "_s + id));
    return fixture;
}

void DeskTest::locksByDroppingEveryClient()
{
    const auto fixture = withTokens({u"a"_s, u"b"_s});
    const QString id = fixture->connect(u"Payments"_s);
    QTRY_COMPARE(fixture->desk.session(id)->state(), work::Session::State::Ready);

    fixture->desk.lock();
    QVERIFY(!fixture->desk.session(id)->client());
    QCOMPARE(fixture->desk.session(id)->state(), work::Session::State::Closed);
    QCOMPARE_EQ(fixture->desk.tokens().count(id), 2); // The rows stay; only the key is gone.

    fixture->desk.refreshAll();
    QTRY_COMPARE(fixture->desk.session(id)->state(), work::Session::State::Ready);
    QVERIFY(fixture->desk.session(id)->client());
}

void DeskTest::addsAConnectionWithItsCredential()
{
    test::DeskFixture fixture;
    QSignalSpy changed(&fixture.desk, &Desk::connectionsChanged);
    const QString id = fixture.connect(u"Payments"_s);
    QVERIFY(!id.isEmpty());
    QVERIFY(fixture.keychain.has(credentialOf(id)));
    QCOMPARE_EQ(fixture.memory.count(), 0);
    QVERIFY(fixture.desk.connections().findByName(u"payments"_s));
    QCOMPARE_EQ(fixture.desk.keepsIn(id), KeepIn::Keychain);
    QVERIFY(changed.size() >= 1);
}

void DeskTest::keepsACredentialForThisRunOnly()
{
    test::DeskFixture fixture;
    const auto id
        = await(fixture.desk.addConnection(newConnection(u"A"_s), key("k-1"), KeepIn::Memory));
    QVERIFY(id);
    QCOMPARE_EQ(fixture.keychain.count(), 0);
    QVERIFY(fixture.memory.has(credentialOf(*id)));
    QCOMPARE_EQ(fixture.desk.keepsIn(*id), KeepIn::Memory);
}

void DeskTest::leavesNothingBehindWhenAddingFails_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<bool>("vaultFails");
    QTest::addColumn<ErrorKind>("kind");
    const QString https = u"https://api.example"_s;
    QTest::newRow("vault locked") << u"B"_s << https << "k"_ba << true << ErrorKind::VaultLocked;
    QTest::newRow("no key") << u"B"_s << https << ""_ba << false << ErrorKind::Invalid;
    QTest::newRow("odd key") << u"B"_s << https << "a b"_ba << false << ErrorKind::Invalid;
    QTest::newRow("http") << u"B"_s << u"http://x"_s << "k"_ba << false << ErrorKind::Invalid;
    QTest::newRow("name taken") << u"a"_s << https << "k"_ba << false << ErrorKind::Invalid;
    QTest::newRow("no name") << u" "_s << https << "k"_ba << false << ErrorKind::Invalid;
}

void DeskTest::leavesNothingBehindWhenAddingFails()
{
    QFETCH(QString, name);
    QFETCH(QString, url);
    QFETCH(QByteArray, secret);
    QFETCH(bool, vaultFails);
    test::DeskFixture fixture;
    QVERIFY(!fixture.connect(u"A"_s).isEmpty());
    if (vaultFails)
        fixture.keychain.trouble = ErrorKind::VaultLocked;
    auto connection = newConnection(name);
    connection.baseUrl = QUrl(url);
    const auto added
        = await(fixture.desk.addConnection(connection, key(secret.constData()), KeepIn::Keychain));
    QVERIFY(!added);
    QTEST(added.error().kind, "kind");
    QCOMPARE_EQ(fixture.desk.connections().all().size(), std::size_t(1));
    QCOMPARE_EQ(fixture.keychain.count(), 1);
}

void DeskTest::leavesNoCredentialWhenTheBookCannotBeSaved()
{
    const QTemporaryDir folder;
    QFile blocker(folder.filePath(u"profile"_s)); // A file where the folder should be.
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    test::DeskFixture fixture;
    Desk desk(fixture.parts(folder.filePath(u"profile"_s)));
    const auto added = await(desk.addConnection(newConnection(u"A"_s), key("k"), KeepIn::Keychain));
    QCOMPARE_EQ(added.error().kind, ErrorKind::LocalFile);
    QCOMPARE_EQ(fixture.keychain.count(), 0);
    QVERIFY(desk.connections().all().empty());
}

void DeskTest::triesAConnectionBeforeSavingIt()
{
    test::DeskFixture fixture;
    const auto who = await(fixture.desk.tryConnection(newConnection(u"A"_s), key("k")));
    QCOMPARE_EQ(who->name, fixture.vendor.identity.name);
    fixture.vendor.whoAmIFails = base::Error {.kind = ErrorKind::Unauthorized};
    const auto refused = await(fixture.desk.tryConnection(newConnection(u"A"_s), key("k")));
    QCOMPARE_EQ(refused.error().kind, ErrorKind::Unauthorized);
    QVERIFY(fixture.desk.connections().all().empty());
    QCOMPARE_EQ(fixture.keychain.count(), 0);
}

void DeskTest::keepsTheKeyWhenTheRestChanges()
{
    test::DeskFixture fixture;
    auto connection = *fixture.desk.connections().find(fixture.connect());
    connection.name = u"Renamed"_s;
    QVERIFY(await(fixture.desk.updateConnection(connection, {}, KeepIn::Keychain)));
    QVERIFY(fixture.desk.connections().findByName(u"Renamed"_s));
    QVERIFY(fixture.keychain.has(credentialOf(connection.id)));
}

void DeskTest::neverSendsAStoredKeyToAnotherAddress()
{
    test::DeskFixture fixture;
    auto connection = *fixture.desk.connections().find(fixture.connect());
    connection.baseUrl = QUrl(u"https://evil.example"_s);
    const auto moved = await(fixture.desk.updateConnection(connection, {}, KeepIn::Keychain));
    QCOMPARE_EQ(moved.error().field, u"secret"_s);
    QCOMPARE_EQ(fixture.desk.connections().find(connection.id)->baseUrl.host(), u"api.example"_s);
    QVERIFY(await(fixture.desk.updateConnection(connection, key("typed"), KeepIn::Keychain)));
}

void DeskTest::replacesAKey()
{
    test::DeskFixture fixture;
    const auto connection = *fixture.desk.connections().find(fixture.connect());
    QVERIFY(await(fixture.desk.updateConnection(connection, key("second"), KeepIn::Keychain)));
    QVERIFY(*await(fixture.keychain.read(credentialOf(connection.id))) == Secret::copyOf("second"));
}

void DeskTest::removesAConnectionWithItsCredential()
{
    auto fixture = withTokens({u"1"_s});
    const QString id = fixture->connect();
    QCOMPARE_EQ(fixture->desk.tokens().count(), 1);
    QVERIFY(await(fixture->desk.removeConnection(id)));
    QVERIFY(fixture->desk.connections().all().empty());
    QCOMPARE_EQ(fixture->keychain.count(), 0);
    QCOMPARE_EQ(fixture->desk.tokens().count(), 0);
    QVERIFY(!fixture->desk.session(id));
    QCOMPARE_EQ(await(fixture->desk.removeConnection(id)).error().kind, ErrorKind::NotFound);
}

void DeskTest::keepsAConnectionWhoseCredentialMayRemain()
{
    test::DeskFixture fixture;
    const QString id = fixture.connect();
    fixture.keychain.trouble = ErrorKind::VaultLocked;
    QCOMPARE_EQ(await(fixture.desk.removeConnection(id)).error().kind, ErrorKind::VaultLocked);
    QVERIFY(fixture.desk.connections().find(id));
    QVERIFY(await(fixture.desk.removeConnection(id, true)));
    QVERIFY(!fixture.desk.connections().find(id));
}

void DeskTest::readsTheVaultOnRefresh()
{
    auto fixture = withTokens({u"1"_s});
    const QString id = fixture->connect();
    fixture->vendor.tokens.push_back(FakeVendor::token({}, u"2"_s, u"new"_s));
    fixture->desk.refresh(id);
    QTRY_COMPARE(fixture->desk.tokens().count(), 2);
    fixture->desk.refresh(u"nobody"_s); // Says nothing, does nothing.
}

void DeskTest::saysWhyAConnectionIsClosed()
{
    test::DeskFixture fixture;
    fixture.vendor.whoAmIFails = base::Error {.kind = ErrorKind::Unauthorized};
    const auto id
        = await(fixture.desk.addConnection(newConnection(u"A"_s), key("k"), KeepIn::Keychain));
    QVERIFY(id); // Saved all the same: the vendor may be down today.
    QTRY_COMPARE(fixture.desk.session(*id)->state(), Session::State::Failed);
    fixture.keychain.trouble = ErrorKind::VaultLocked;
    fixture.desk.refresh(*id);
    QTRY_COMPARE(fixture.desk.session(*id)->error()->kind, ErrorKind::VaultLocked);
    QVERIFY(fixture.desk.connections().find(*id));
}

void DeskTest::opensAfterTheKeychainWasUnlocked()
{
    auto fixture = withTokens({u"1"_s});
    fixture->vendor.whoAmIFails = base::Error {.kind = ErrorKind::Unauthorized};
    const auto id
        = await(fixture->desk.addConnection(newConnection(u"A"_s), key("k"), KeepIn::Keychain));
    QTRY_COMPARE(fixture->desk.session(*id)->state(), Session::State::Failed);
    fixture->keychain.trouble = ErrorKind::VaultLocked;
    fixture->desk.refresh(*id);
    QTRY_COMPARE(fixture->desk.session(*id)->error()->kind, ErrorKind::VaultLocked);
    fixture->vendor.whoAmIFails.reset();
    fixture->desk.unlockKeychain(); // The fake one opens when asked.
    QTRY_COMPARE(fixture->desk.session(*id)->state(), Session::State::Ready);
    QCOMPARE_EQ(fixture->desk.tokens().count(), 1);
}

void DeskTest::issuesATokenAndKnowsItBeforeItsKeyIsShown()
{
    test::DeskFixture fixture;
    const QString id = fixture.connect();
    domain::TokenDraft draft;
    draft.name = u"bot"_s;
    const auto issued = await(fixture.desk.issue(id, std::move(draft)));
    QVERIFY(issued);
    QVERIFY(issued->secret == Secret::copyOf(fixture.vendor.secretOfNewToken));
    QVERIFY(fixture.desk.tokens().find(issued->token.key));
    const auto pending = fixture.desk.pendingKeys();
    QCOMPARE_EQ(pending.size(), std::size_t {1});
    QCOMPARE_EQ(pending.front().token, issued->token.key);
    QCOMPARE_EQ(pending.front().operation, issued->operation);
    QVERIFY(issued->advice.isEmpty());
    QVERIFY(await(fixture.desk.acknowledge(issued->operation)));
    QVERIFY(fixture.desk.pendingKeys().empty());
    QVERIFY(await(fixture.desk.acknowledge(issued->operation))); // Once more does no harm.
}

void DeskTest::remembersAKeyThatNobodyStored()
{
    test::DeskFixture fixture;
    TokenKey made;
    {
        Desk desk(fixture.parts());
        QVERIFY(desk.load());
        const auto id
            = await(desk.addConnection(newConnection(u"A"_s), key("k"), KeepIn::Keychain));
        const auto issued = await(desk.issue(*id, domain::TokenDraft {.name = u"bot"_s}));
        QVERIFY(issued);
        made = issued->token.key;
    }
    // ONE-06: neither the key nor a part of it.
    for (const auto &record : fixture.journal.records()) {
        const QByteArray details = QJsonDocument(record.entry.details).toJson();
        QVERIFY(!details.contains(fixture.vendor.secretOfNewToken.left(8)));
    }
    // ONE-07: known at start, however old, and nothing waits for it.
    fixture.clock.time += std::chrono::hours(24 * 40);
    Desk again(fixture.parts());
    QVERIFY(again.load());
    QTRY_COMPARE(again.pendingKeys().size(), std::size_t {1});
    QCOMPARE_EQ(again.pendingKeys().front().token, made);
    QCOMPARE_EQ(again.pendingKeys().front().name, u"bot"_s);
    QVERIFY(!again.pendingKeys().front().isOfThisRun);
}

void DeskTest::takesOverThePendingKeysOfOlderProfiles()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"pending.json"_s);
    const auto write = [&file](const QByteArray &text) {
        QFile pending(file);
        return pending.open(QIODevice::WriteOnly) && pending.write(text) == text.size();
    };
    QVERIFY(write(R"({"version":1,"pending":[
        {"connection":"c","id":"7","name":"bot","created":1700000000000},
        {"connection":"c","id":"unlisted-1234","name":"other","created":1700000000000}]})"));
    test::DeskFixture fixture;
    {
        Desk desk(fixture.parts(folder.path()));
        QVERIFY(desk.load());
        QTRY_VERIFY(!QFile::exists(file));
        QVERIFY(QFile::exists(file + u".imported"_s));
    }
    Desk again(fixture.parts(folder.path()));
    QVERIFY(again.load());
    QTRY_COMPARE(again.pendingKeys().size(), std::size_t {2});
    QStringList ids;
    for (const auto &pending : again.pendingKeys())
        ids += pending.token.remoteId;
    ids.sort();
    QCOMPARE_EQ(ids, (QStringList {QString(), u"7"_s}));
    // One that is damaged is said, and kept.
    QVERIFY(write("{\"version\":1,\"pending\":["));
    Desk third(fixture.parts(folder.path()));
    QCOMPARE_EQ(third.load().error().kind, ErrorKind::LocalFile);
    test::settle();
    QVERIFY(QFile::exists(file));
}

// ONE-01: a full disk, and not one request.
void DeskTest::sendsNothingThatTheJournalCannotHold()
{
    auto fixture = withTokens({u"1"_s});
    test::FakeJournal journal(fixture->journal);
    auto parts = fixture->parts();
    Desk desk({.keychain = parts.keychain,
        .memory = parts.memory,
        .journal = journal,
        .inventory = parts.inventory,
        .annotations = parts.annotations,
        .makeClient = parts.makeClient,
        .checkConnection = parts.checkConnection,
        .clock = parts.clock,
        .profileFolder = {},
        .origin = u"test"_s});
    const auto id = await(desk.addConnection(newConnection(u"A"_s), key("k"), KeepIn::Keychain));
    QTRY_COMPARE(desk.session(*id)->state(), Session::State::Ready);
    const TokenKey token {*id, u"1"_s};
    journal.isFull = true;

    const auto issued = await(desk.issue(*id, domain::TokenDraft {.name = u"bot"_s}));
    QCOMPARE_EQ(issued.error().kind, ErrorKind::LocalFile);
    QVERIFY(issued.error().detail.contains("nothing was sent"_L1));
    QVERIFY(issued.error().detail.contains("no space left"_L1));
    QCOMPARE_EQ(fixture->vendor.creates, 0);
    QCOMPARE_EQ(await(desk.edit(token, {.name = u"x"_s})).error().kind, ErrorKind::LocalFile);
    QVERIFY(!fixture->vendor.lastEdit);
    QCOMPARE_EQ(await(desk.setEnabled({token}, false)).error().kind, ErrorKind::LocalFile);
    QCOMPARE_EQ(
        desk.tokens().token(*desk.tokens().find(token)).status, domain::TokenStatus::Active);
    QCOMPARE_EQ(await(desk.remove(token)).error().kind, ErrorKind::LocalFile);
    QVERIFY(fixture->vendor.deleted.isEmpty());
    QVERIFY(desk.pendingKeys().empty());
}

void DeskTest::losesNoKeyWhenTheDiskIsFull()
{
    test::DeskFixture fixture;
    test::FakeJournal journal(fixture.journal);
    auto parts = fixture.parts();
    Desk desk({.keychain = parts.keychain,
        .memory = parts.memory,
        .journal = journal,
        .inventory = parts.inventory,
        .annotations = parts.annotations,
        .makeClient = parts.makeClient,
        .checkConnection = parts.checkConnection,
        .clock = parts.clock,
        .profileFolder = {},
        .origin = u"test"_s});
    const auto id = await(desk.addConnection(newConnection(u"A"_s), key("k"), KeepIn::Keychain));
    journal.isFullFor = domain::JournalPhase::Created;
    const auto issued = await(desk.issue(*id, domain::TokenDraft {.name = u"bot"_s}));
    QVERIFY(issued);
    QVERIFY(!issued->secret.isEmpty());
    QVERIFY(issued->advice.contains("no space left"_L1));
    QCOMPARE_EQ(desk.pendingKeys().size(), std::size_t {1});
}

// ONE-02: the order of what is on disk, sent and handed on.
void DeskTest::writesAheadOfEverythingItDoes()
{
    auto fixture = withTokens({u"1"_s});
    const QString id = fixture->connect();
    const auto phases = [&fixture] {
        QStringList said;
        for (const auto &record : fixture->journal.records())
            said += domain::journalActionId(record.entry.action) + u' '
                + domain::journalPhaseId(record.entry.phase);
        return said;
    };
    fixture->vendor.holdsCreate = true;
    auto issuing = fixture->desk.issue(id, domain::TokenDraft {.name = u"bot"_s});
    QTRY_COMPARE(fixture->vendor.creates, 1);
    QCOMPARE_EQ(phases(), QStringList {u"create intent"_s});
    QVERIFY(fixture->desk.pendingKeys().empty()); // On its way is no news.
    const auto &intent = fixture->journal.records().front().entry;
    QVERIFY(intent.details.contains("known"_L1));
    QCOMPARE_EQ(intent.connectionName, u"Payments"_s);
    QVERIFY(!intent.person.isEmpty());
    fixture->vendor.finishCreate();
    const auto issued = await(std::move(issuing));
    QCOMPARE_EQ(phases(), (QStringList {u"create intent"_s, u"create created"_s}));
    QVERIFY(await(fixture->desk.acknowledge(issued->operation)));
    QVERIFY(await(fixture->desk.edit({id, u"1"_s}, {.name = u"x"_s})));
    QVERIFY(await(fixture->desk.setEnabled({{id, u"1"_s}}, false)));
    fixture->vendor.deleteFails = base::Error {.kind = ErrorKind::Forbidden};
    QVERIFY(!await(fixture->desk.remove({id, u"1"_s})));
    fixture->vendor.deleteFails.reset();
    QVERIFY(await(fixture->desk.remove({id, u"1"_s})));
    QCOMPARE_EQ(phases().mid(2),
        (QStringList {u"create acknowledged"_s, u"edit intent"_s, u"edit done"_s,
            u"disable intent"_s, u"disable done"_s, u"delete intent"_s, u"delete refused"_s,
            u"delete intent"_s, u"delete done"_s}));
    QVERIFY(fixture->desk.log().open().empty());
}

void DeskTest::createsOnce()
{
    test::DeskFixture fixture;
    const QString id = fixture.connect();
    fixture.vendor.createFails = base::Error {.kind = ErrorKind::OutcomeUnknown};
    const auto issued = await(fixture.desk.issue(id, domain::TokenDraft {.name = u"bot"_s}));
    QCOMPARE_EQ(issued.error().kind, ErrorKind::OutcomeUnknown);
    QCOMPARE_EQ(fixture.vendor.creates, 1);
    QCOMPARE_EQ(await(fixture.desk.issue(u"nobody"_s, {})).error().kind, ErrorKind::NotFound);
}

void DeskTest::editsInPlace()
{
    auto fixture = withTokens({u"1"_s});
    const TokenKey token {fixture->connect(), u"1"_s};
    const auto edited = await(fixture->desk.edit(token, {.name = u"renamed"_s}));
    QCOMPARE_EQ(edited->name, u"renamed"_s);
    QCOMPARE_EQ(
        fixture->desk.tokens().token(*fixture->desk.tokens().find(token)).name, u"renamed"_s);
    fixture->vendor.updateFails = base::Error {.kind = ErrorKind::Forbidden};
    QCOMPARE_EQ(
        await(fixture->desk.edit(token, {.name = u"again"_s})).error().kind, ErrorKind::Forbidden);
    QCOMPARE_EQ(
        fixture->desk.tokens().token(*fixture->desk.tokens().find(token)).name, u"renamed"_s);
}

void DeskTest::refusesToLockItselfOut()
{
    auto fixture = withTokens({u"own"_s});
    fixture->vendor.tokens.front().isOwnCredential = true;
    const TokenKey own {fixture->connect(), u"own"_s};
    QCOMPARE_EQ(await(fixture->desk.remove(own)).error().kind, ErrorKind::Conflict);
    const auto disabled = await(fixture->desk.setEnabled({own}, false));
    QCOMPARE_EQ(disabled->front().result.error().kind, ErrorKind::Conflict);
    QVERIFY(fixture->vendor.deleted.isEmpty());
    QVERIFY(await(fixture->desk.setEnabled({own}, false, OwnCredential::Allow))->front().result);
    QVERIFY(await(fixture->desk.remove(own, OwnCredential::Allow)));
}

void DeskTest::changesTokensOfSeveralConnections()
{
    auto fixture = withTokens({u"1"_s, u"2"_s});
    const QString a = fixture->connect(u"A"_s);
    const QString b = fixture->connect(u"B"_s);
    const std::vector<TokenKey> keys {{b, u"2"_s}, {a, u"1"_s}, {b, u"1"_s}};
    const auto outcomes = await(fixture->desk.setEnabled(keys, false));
    QVERIFY(outcomes);
    QCOMPARE_EQ(outcomes->size(), keys.size());
    const auto &store = fixture->desk.tokens();
    for (std::size_t i = 0; i < keys.size(); ++i) {
        QCOMPARE_EQ((*outcomes)[i].remoteId, keys[i].remoteId);
        QVERIFY((*outcomes)[i].result);
        QCOMPARE_EQ(store.token(*store.find(keys[i])).status, domain::TokenStatus::Disabled);
    }
    QCOMPARE_EQ(store.token(*store.find({a, u"2"_s})).status, domain::TokenStatus::Active);
}

void DeskTest::reportsEachTokenOfAChange()
{
    auto fixture = withTokens({u"1"_s});
    const QString a = fixture->connect(u"A"_s);
    const auto outcomes = await(
        fixture->desk.setEnabled({{a, u"gone"_s}, {a, u"1"_s}, {u"nobody"_s, u"1"_s}}, false));
    QVERIFY(outcomes);
    QCOMPARE_EQ((*outcomes)[0].result.error().kind, ErrorKind::NotFound);
    QVERIFY((*outcomes)[1].result);
    QCOMPARE_EQ((*outcomes)[2].result.error().kind, ErrorKind::NotFound);
    QVERIFY(await(fixture->desk.setEnabled({}, true))->empty());
}

/// Read again, each token is as it was.
void DeskTest::believesNoVendorThatOnlySaysIt()
{
    auto fixture = withTokens({u"1"_s, u"2"_s});
    const QString id = fixture->connect();
    fixture->vendor.onlySaysIt = true;
    const auto deleted = await(fixture->desk.remove({id, u"1"_s}));
    QVERIFY(!deleted);
    QCOMPARE_EQ(deleted.error().kind, ErrorKind::Contradicted);
    const auto disabled = await(fixture->desk.setEnabled({{id, u"2"_s}}, false));
    QCOMPARE_EQ(disabled->front().result.error().kind, ErrorKind::Contradicted);
    QCOMPARE_EQ(fixture->desk.tokens().count(), 2);
    QCOMPARE_EQ(fixture->desk.changes().find({id, u"2"_s})->status, domain::TokenStatus::Active);
    QVERIFY(fixture->desk.log().open().empty()); // Nothing to find out: it was seen.
    for (const domain::JournalRecord &row : fixture->journal.records())
        QVERIFY(row.entry.phase != domain::JournalPhase::Done);
    // Where it may not be read at all, the vendor's word counts.
    fixture->vendor.readFails = base::Error {.kind = ErrorKind::Forbidden, .isVendors = true};
    QVERIFY(await(fixture->desk.remove({id, u"1"_s})));
    QCOMPARE_EQ(fixture->desk.tokens().count(), 1);
}

void DeskTest::confirmsNothingByALookThatFailed_data()
{
    QTest::addColumn<ErrorKind>("kind");
    for (const auto kind : {ErrorKind::UnexpectedReply, ErrorKind::Timeout, ErrorKind::Offline,
             ErrorKind::Tls, ErrorKind::VendorFault, ErrorKind::RateLimited,
             ErrorKind::UnexpectedRedirect, ErrorKind::Unauthorized, ErrorKind::Forbidden})
        QTest::newRow(qPrintable(base::errorKindName(kind))) << kind;
}

/// The vendor called it done, and the look at it failed: nobody knows, and the journal stays open.
void DeskTest::confirmsNothingByALookThatFailed()
{
    QFETCH(ErrorKind, kind);
    auto fixture = withTokens({u"1"_s, u"2"_s});
    const QString id = fixture->connect();
    fixture->vendor.readFails = base::Error {.kind = kind}; // A page's 403, too: not the vendor's.
    const auto deleted = await(fixture->desk.remove({id, u"1"_s}));
    QVERIFY(!deleted);
    QCOMPARE_EQ(deleted.error().kind, ErrorKind::OutcomeUnknown);
    QVERIFY(deleted.error().detail.contains(u"could not be checked"_s));
    QVERIFY(fixture->desk.tokens().find({id, u"1"_s}));
    const auto disabled = await(fixture->desk.setEnabled({{id, u"2"_s}}, false));
    QCOMPARE_EQ(disabled->front().result.error().kind, ErrorKind::OutcomeUnknown);
    const auto records = fixture->journal.records();
    QCOMPARE_EQ(std::count_if(records.begin(), records.end(),
                    [](const domain::JournalRecord &row) {
                        return row.entry.phase == domain::JournalPhase::Unknown;
                    }),
        2);
}

void DeskTest::deletesATokenFromTheList()
{
    auto fixture = withTokens({u"1"_s, u"2"_s});
    const TokenKey token {fixture->connect(), u"1"_s};
    const auto deleted = await(fixture->desk.remove(token));
    QCOMPARE_EQ(*deleted, domain::DeleteOutcome::Deleted);
    QVERIFY(!fixture->desk.tokens().find(token));
    QCOMPARE_EQ(fixture->desk.tokens().count(), 1);
    QCOMPARE_EQ(fixture->vendor.deleted, QStringList(u"1"_s));
    QCOMPARE_EQ(await(fixture->desk.remove(token)).error().kind, ErrorKind::NotFound);
}

void DeskTest::keepsATokenThatCouldNotBeDeleted()
{
    auto fixture = withTokens({u"1"_s});
    const TokenKey token {fixture->connect(), u"1"_s};
    fixture->vendor.deleteFails = base::Error {.kind = ErrorKind::OutcomeUnknown};
    QCOMPARE_EQ(await(fixture->desk.remove(token)).error().kind, ErrorKind::OutcomeUnknown);
    QVERIFY(fixture->desk.tokens().find(token));
}

void DeskTest::tracksATokenByItsValue()
{
    test::DeskFixture fixture;
    const QString id = fixture.connect();
    const auto tracked = await(fixture.desk.track(id, Secret::copyOf("the-value")));
    QVERIFY(tracked);
    const auto &kept = fixture.desk.connections().find(id)->tracked;
    QCOMPARE_EQ(kept.size(), 1);
    QVERIFY(*await(fixture.keychain.read({id, domain::field::tracked(kept.first())}))
        == Secret::copyOf("the-value"));
    fixture.vendor.inspectFails = base::Error {.kind = ErrorKind::NotFound};
    QVERIFY(!await(fixture.desk.track(id, Secret::copyOf("another"))));
    QCOMPARE_EQ(fixture.desk.connections().find(id)->tracked.size(), 1);
    QCOMPARE_EQ(fixture.keychain.count(), 2);
}

void DeskTest::forgetsATrackedValue()
{
    auto fixture = withTokens({u"1"_s});
    const QString id = fixture->connect();
    const auto tracked = await(fixture->desk.track(id, Secret::copyOf("the-value")));
    QVERIFY(tracked);
    // The fake vendor's next list would not have it: put it back as CSP's does.
    auto row = *tracked;
    fixture->vendor.tokens.push_back(row);
    fixture->desk.refresh(id);
    QTRY_VERIFY(fixture->desk.tokens().find(row.key));
    QVERIFY(await(fixture->desk.untrack(row.key)));
    QVERIFY(fixture->desk.connections().find(id)->tracked.isEmpty());
    QCOMPARE_EQ(fixture->keychain.count(), 1);
    QCOMPARE_EQ(await(fixture->desk.untrack({id, u"1"_s})).error().kind, ErrorKind::NotFound);
}

void DeskTest::survivesItsEndWithWorkUnderWay()
{
    base::Task<domain::IssuedToken> creating;
    base::Task<QString> adding;
    {
        test::DeskFixture fixture;
        const QString id = fixture.connect();
        fixture.vendor.holdsCreate = true;
        creating = fixture.desk.issue(id, domain::TokenDraft {.name = u"bot"_s});
        adding = fixture.desk.addConnection(newConnection(u"B"_s), key("k"), KeepIn::Keychain);
        fixture.desk.refreshAll();
    }
    QCOMPARE_EQ(await(std::move(creating)).error().kind, ErrorKind::Cancelled);
    creating = {};
    await(std::move(adding)).has_value(); // Either way, but without touching what is gone.
}

void DeskTest::loadsItsProfileAgain()
{
    const QTemporaryDir folder;
    auto fixture = withTokens({u"1"_s});
    const auto parts = [&] { return fixture->parts(folder.path()); };
    {
        Desk desk(parts());
        QVERIFY(desk.load());
        QVERIFY(await(desk.addConnection(newConnection(u"A"_s), key("k"), KeepIn::Keychain)));
    }
    Desk again(parts());
    QVERIFY(again.load());
    QCOMPARE_EQ(again.connections().all().size(), std::size_t(1));
    const QString id = again.connections().all().front().id;
    QCOMPARE_EQ(again.session(id)->state(), Session::State::Closed);
    again.refreshAll();
    QTRY_COMPARE(again.session(id)->state(), Session::State::Ready);
    QCOMPARE_EQ(again.tokens().count(), 1);
}

QTEST_GUILESS_MAIN(DeskTest)
#include "tst_desk.moc"
