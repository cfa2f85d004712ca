// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The whole job without a window: the desk, the real vendor clients and the real transport against
/// the sandbox over HTTP. The two sides of the wire share no code, so a misreading of a contract
/// shows here.

#include "await.h"
#include "drafts.h"
#include "sandboxdesk.h"
#include "stricttest.h"
#include "vault/envvault.h"
#include "verifyok.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using domain::TokenKey;
using domain::TokenStatus;
using domain::Vendor;
using State = work::Session::State;

namespace {

struct Bench : test::SandboxDesk
{
    using SandboxDesk::SandboxDesk;

    QString stateText(const QString &id) const
    {
        const work::Session *session = desk.session(id);
        if (!session)
            return u"no connection"_s;
        if (!session->error())
            return u"state %1"_s.arg(int(session->state()));
        return base::errorKindName(session->error()->kind) + u": "_s + session->error()->vendorWords
            + u' ' + session->error()->detail;
    }

    std::optional<domain::Token> token(const TokenKey &key)
    {
        const auto row = desk.tokens().find(key);
        return row ? std::optional(desk.tokens().wholeToken(*row)) : std::nullopt;
    }

    /// How often a request like that arrived, or -1.
    int arrived(const QString &path)
    {
        const auto requests = played.requests();
        if (!requests)
            return -1;
        return int(
            std::count_if(requests->begin(), requests->end(), [&path](const QJsonValue &one) {
                return one["method"_L1] == u"POST"_s && one["path"_L1].toString().startsWith(path);
            }));
    }
};

} // namespace

class DeskOverSandboxTest final : public test::StrictTest
{
    Q_OBJECT

private:
    static void rows()
    {
        QTest::addColumn<int>("vendor");
        for (const Vendor vendor : domain::allVendors)
            QTest::newRow(qPrintable(domain::vendorId(vendor))) << int(vendor);
    }

    static Vendor vendor()
    {
        QFETCH(int, vendor);
        return static_cast<Vendor>(vendor);
    }

    /// Creates a token by the vendor's least-privilege preset; CSP gets the interactive id token.
    static base::Result<domain::IssuedToken> create(
        Bench &bench, const QString &id, const QString &name)
    {
        const auto forms = test::await(bench.desk.draftForms(id));
        if (!forms)
            return base::fail(forms.error());
        domain::TokenDraft draft = test::draftFor(forms->front(), name);
        if (bench.desk.session(id)->connection().vendor == Vendor::Csp)
            draft.idToken = bench.played.key(Vendor::Csp, "idToken");
        if (const auto fits = domain::checkDraft(forms->front(), draft); !fits)
            return base::fail(fits.error());
        return test::await(bench.desk.issue(id, std::move(draft)));
    }

private slots:
    void listsEveryToken_data() { rows(); }
    void listsEveryToken()
    {
        Bench bench({.tokens = 230});
        QVERIFY2(bench.problem.isEmpty(), qPrintable(bench.problem));
        const QString id = bench.open(vendor());
        QVERIFY2(bench.desk.session(id), qPrintable(id));
        QVERIFY2(bench.desk.session(id)->state() == State::Ready, qPrintable(bench.stateText(id)));
        QVERIFY(bench.desk.tokens().count(id) >= 200);
        QVERIFY(bench.desk.session(id)->identity());

        int own = 0;
        for (work::RowId row = 0; row < bench.desk.tokens().rowCount(); ++row) {
            const domain::Token token = bench.desk.tokens().token(row);
            QVERIFY(!token.name.isEmpty());
            own += token.isOwnCredential ? 1 : 0;
            if (vendor() == Vendor::Lightspark)
                QCOMPARE(token.lastUsed.state, domain::FactState::NotReported);
        }
        QCOMPARE(own, 1);
    }

    // The guard compares what the wire keeps: a variable may hold a blank and a line break more.
    void knowsItsOwnTokenByAVariableWithWhiteSpace_data() { rows(); }
    void knowsItsOwnTokenByAVariableWithWhiteSpace()
    {
        const Bench played({.tokens = 12});
        domain::Connection connection = played.played.connection(vendor());
        connection.id = u"id-1"_s;
        connection.name = u"Own"_s;
        const QString key = played.played.said(vendor()).value("secret"_L1).toString();
        qputenv("TOKENDESK_SECRET_OWN", (u' ' + key + u'\n').toUtf8());
        vault::EnvVault environment([&] { return std::vector {connection}; });
        test::DeskMemory memory;
        work::DeskParts parts = memory.parts(played.clock);
        work::Desk desk({environment, memory.vault, parts.journal, parts.inventory,
            parts.annotations, parts.makeClient, parts.checkConnection, parts.clock});
        VERIFY_OK(test::await(desk.addConnection(connection,
            {base::Secret::copyOf((u' ' + key + u'\n').toUtf8()), {}, {}},
            work::KeepIn::Keychain)));
        desk.lock();
        desk.refreshAll(); // From the variable.
        QVERIFY(test::rest(desk, connection.id));
        std::vector<TokenKey> own;
        for (work::RowId row = 0; row < desk.tokens().rowCount(); ++row) {
            if (desk.tokens().token(row).isOwnCredential)
                own.push_back(desk.tokens().token(row).key);
        }
        QCOMPARE(own.size(), std::size_t(1));
        const auto refused = test::await(desk.remove(own.front()));
        QCOMPARE(base::errorKindName(refused.error().kind), u"Conflict"_s);
        qunsetenv("TOKENDESK_SECRET_OWN");
    }

    void refusesAWrongKey_data() { rows(); }
    void refusesAWrongKey()
    {
        Bench bench({.tokens = 5});
        domain::Credentials credentials;
        credentials.main = base::Secret::take(vendor() == Vendor::SoftwareOne
                ? "idt:TKN-0000-0001:0123456789abcdef0123456789abcdef"_ba
                : "wrongwrongwrongwrongwrongwrong12"_ba);
        const auto who = test::await(
            bench.desk.tryConnection(bench.played.connection(vendor()), std::move(credentials)));
        QVERIFY(!who);
        QCOMPARE(base::errorKindName(who.error().kind), u"Unauthorized"_s);
    }

    void doesTheWholeJob_data() { rows(); }
    void doesTheWholeJob()
    {
        Bench bench({.tokens = 30});
        const QString id = bench.open(vendor());
        QVERIFY2(bench.desk.session(id)->state() == State::Ready, qPrintable(bench.stateText(id)));
        const int before = bench.desk.tokens().count(id);

        auto issued = create(bench, id, u"e2e-robot"_s);
        VERIFY_OK(issued);
        QVERIFY(!issued->secret.isEmpty());
        const TokenKey key = issued->token.key;
        QCOMPARE(bench.desk.pendingKeys().front().token, key);
        QVERIFY(bench.token(key));
        QCOMPARE(bench.token(key)->name, u"e2e-robot"_s);
        VERIFY_OK(test::await(bench.desk.acknowledge(issued->operation)));
        QVERIFY(bench.desk.pendingKeys().empty());

        bench.desk.refresh(id);
        bench.rest(id);
        QVERIFY2(bench.desk.session(id)->state() == State::Ready, qPrintable(bench.stateText(id)));
        QCOMPARE(bench.desk.tokens().count(id), before + 1);

        toggle(bench, id, key);
        rename(bench, id, key);
        drop(bench, id, key, issued->secret.clone());
    }

    // ONE-03, NET-01: the token is made, its answer is lost, and nobody tries again.
    void losesAReplyWithoutASecondToken_data() { rows(); }
    void losesAReplyWithoutASecondToken()
    {
        Bench bench({.tokens = 12});
        const QString id = bench.open(vendor());
        const QString path = test::PlayedVendors::creationPath(vendor());
        const int listedBefore = bench.desk.tokens().count(id);
        const auto forms = test::await(bench.desk.draftForms(id));
        VERIFY_OK(forms);
        const int before = bench.arrived(path);
        QVERIFY(before >= 0);
        QVERIFY(bench.played.dropNextCreation(vendor()));

        domain::TokenDraft draft = test::draftFor(forms->front(), u"lost-reply"_s);
        if (vendor() == Vendor::Csp)
            draft.idToken = bench.played.key(Vendor::Csp, "idToken");
        const auto issued = test::await(bench.desk.issue(id, std::move(draft)));

        QVERIFY(!issued);
        QCOMPARE(base::errorKindName(issued.error().kind), u"OutcomeUnknown"_s);
        // Lightspark's one address takes the look at the list as well, which follows at once.
        if (vendor() != Vendor::Lightspark)
            QCOMPARE(bench.arrived(path), before + 1);
        bench.desk.refresh(id);
        bench.rest(id);
        QCOMPARE(bench.desk.tokens().count(id), listedBefore + 1);
        // Nothing that the vendor lists of it contradicts what was asked for: it is known for ours.
        const auto pending = [&bench] { return bench.desk.pendingKeys(); };
        QTRY_VERIFY(
            pending().size() == 1 && pending().front().state == work::PendingKey::State::Found);
        QCOMPARE(pending().front().against.join(u' '), QString());
        QVERIFY(!pending().front().token.remoteId.isEmpty());
    }

    void aCreatedKeyWorksUntilItIsDeleted_data() { rows(); }
    void aCreatedKeyWorksUntilItIsDeleted()
    {
        Bench bench({.tokens = 12});
        const QString id = bench.open(vendor());
        auto issued = create(bench, id, u"works-at-once"_s);
        VERIFY_OK(issued);

        domain::Connection other = bench.played.connection(vendor());
        if (vendor() == Vendor::Lightspark)
            other.clientId = issued->token.keyHint;
        const auto tryIt = [&] {
            domain::Credentials credentials;
            credentials.main = issued->secret.clone();
            return test::await(bench.desk.tryConnection(other, std::move(credentials)));
        };
        const auto works = tryIt();
        // Least privilege may not even see the account: then the vendor says 403, never 401.
        QVERIFY2(works || works.error().kind == base::ErrorKind::Forbidden,
            works ? "" : test::words(works.error()).constData());

        if (vendor() == Vendor::Csp) {
            VERIFY_OK(test::await(bench.desk.track(id, issued->secret.clone())));
            bench.rest(id);
        }
        VERIFY_OK(test::await(bench.desk.remove(issued->token.key)));
        const auto dead = tryIt();
        QVERIFY(!dead);
        QCOMPARE(base::errorKindName(dead.error().kind), u"Unauthorized"_s);
    }

    void oneFailingVendorLeavesTheOthersStanding()
    {
        Bench bench({.tokens = 25});
        const QString mist = bench.open(Vendor::Mist);
        const QString lightspark = bench.open(Vendor::Lightspark);
        const int before = bench.desk.tokens().count(lightspark);
        const QJsonObject fault {{u"vendor"_s, u"lightspark"_s}, {u"path"_s, u"/"_s},
            {u"kind"_s, u"html"_s}, {u"status"_s, 500}, {u"times"_s, 3}};
        QVERIFY(bench.played.spoil(fault));
        bench.desk.refreshAll();
        bench.rest(mist);
        bench.rest(lightspark);
        QCOMPARE(bench.desk.session(mist)->state(), State::Ready);
        QCOMPARE(bench.desk.session(lightspark)->state(), State::Failed);
        QCOMPARE(bench.desk.session(lightspark)->error()->kind, base::ErrorKind::VendorFault);
        QVERIFY(!bench.desk.session(lightspark)->error()->vendorWords.contains(u'<'));
        QCOMPARE(bench.desk.tokens().count(lightspark), before); // The old list stays.
    }

    void aPassingFaultIsLivedThrough_data() { rows(); }
    void aPassingFaultIsLivedThrough()
    {
        Bench bench({.tokens = 25});
        const QString id = bench.open(vendor());
        const QJsonObject fault {{u"vendor"_s, domain::vendorId(vendor())}, {u"path"_s, u"/"_s},
            {u"kind"_s, u"html"_s}, {u"times"_s, 1}};
        QVERIFY(bench.played.spoil(fault));
        bench.desk.refresh(id);
        bench.rest(id);
        QVERIFY2(bench.desk.session(id)->state() == State::Ready, qPrintable(bench.stateText(id)));
    }

    void goesOnWithTheMissingPage()
    {
        Bench bench({.tokens = 3000});
        const QString id = bench.open(Vendor::SoftwareOne);
        const int all = bench.desk.tokens().count(id);
        work::Session *session = bench.desk.session(id);
        const QJsonObject fault {
            {u"path"_s, u"*/accounts/api-tokens"_s}, {u"kind"_s, 500}, {u"skip"_s, 5}};
        QVERIFY(bench.played.spoil(fault));
        bench.desk.refresh(id);
        QVERIFY(test::waitUntil([&] { return session->loaded() > 0; }));
        bench.rest(id);
        QCOMPARE(session->state(), State::Failed);
        QCOMPARE(session->missingPages(), 1);
        QVERIFY(session->loaded() >= all - 100);
        bench.desk.resume(id);
        bench.rest(id);
        QVERIFY2(session->isComplete(), qPrintable(bench.stateText(id)));
        QCOMPARE(session->loaded(), all);
        QCOMPARE(bench.desk.tokens().count(id), all);
    }

    void aShortListTakesNothingAway_data()
    {
        QTest::addColumn<int>("vendor");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("body"); // of every page but the first; it has no count
        QTest::addColumn<QString>("part");
        QTest::newRow("csp") << int(Vendor::Csp) << u"/csp/gateway/iga"_s << u"{\"results\":[]}"_s
                             << u"the organisation's tokens: "_s;
        QTest::newRow("softwareone") << int(Vendor::SoftwareOne) << u"*/accounts/api-tokens"_s
                                     << u"{\"data\":[]}"_s << QString();
    }

    /// The first page announces all, and nothing more comes: what did not come stays, on screen and
    /// in the inventory, until a whole list says otherwise.
    void aShortListTakesNothingAway()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, body);
        QFETCH(const QString, part);
        Bench bench({.tokens = 250});
        const QString id = bench.open(vendor());
        const work::Session *session = bench.desk.session(id);
        QVERIFY2(session->isComplete(), qPrintable(bench.stateText(id)));
        const int before = bench.desk.tokens().count(id);
        QVERIFY(before > 200);
        QTRY_COMPARE(bench.memory.inventory.lastWasComplete, std::optional(true));
        const QJsonObject fault {{u"vendor"_s, domain::vendorId(vendor())}, {u"path"_s, path},
            {u"kind"_s, u"status"_s}, {u"status"_s, 200}, {u"skip"_s, 1}, {u"times"_s, 10},
            {u"body"_s, QJsonDocument::fromJson(body.toUtf8()).object()}};
        QVERIFY(bench.played.spoil(fault));
        bench.desk.refresh(id);
        QVERIFY(bench.rest(id));
        QCOMPARE(session->state(), State::Ready);
        QVERIFY(!session->isComplete());
        QVERIFY(!session->provesAbsence());
        const QString words = session->warnings().join(u'|');
        QVERIFY2(words.contains(part + u"the vendor announced "_s), qPrintable(words));
        QCOMPARE(bench.desk.tokens().count(id), before);
        QTRY_COMPARE(bench.memory.inventory.lastWasComplete, std::optional(false));
    }

    void aVendorThatSendsOnePageForEverIsNotBelieved()
    {
        Bench bench({.tokens = 300});
        const QString id = bench.open(Vendor::SoftwareOne);
        const int before = bench.desk.tokens().count(id);
        const QJsonObject token {{u"id"_s, u"TKN-0000-0001"_s}, {u"name"_s, u"again"_s}};
        const QJsonObject paging {{u"offset"_s, 0}, {u"limit"_s, 1}, {u"total"_s, 900}};
        const QJsonObject body {
            {u"$meta"_s, QJsonObject {{u"pagination"_s, paging}}}, {u"data"_s, QJsonArray {token}}};
        const QJsonObject fault {{u"path"_s, u"*/accounts/api-tokens"_s}, {u"kind"_s, u"status"_s},
            {u"status"_s, 200}, {u"body"_s, body}, {u"times"_s, 10000}};
        QVERIFY(bench.played.spoil(fault));
        bench.desk.refresh(id);
        bench.rest(id);
        const work::Session *session = bench.desk.session(id);
        QCOMPARE(session->state(), State::Failed);
        QVERIFY2(session->error()->detail.contains("brought nothing new"_L1),
            qPrintable(session->error()->detail));
        QVERIFY(!session->isComplete());
        QVERIFY(!session->warnings().isEmpty());
        QCOMPARE(bench.desk.tokens().count(id), before + 1);
    }

    void refusesToTouchItsOwnCredential_data() { rows(); }
    void refusesToTouchItsOwnCredential()
    {
        Bench bench({.tokens = 10});
        const QString id = bench.open(vendor());
        for (work::RowId row = 0; row < bench.desk.tokens().rowCount(); ++row) {
            const domain::Token token = bench.desk.tokens().token(row);
            if (!token.isOwnCredential)
                continue;
            const auto gone = test::await(bench.desk.remove(token.key));
            QVERIFY(!gone);
            QCOMPARE(gone.error().kind, base::ErrorKind::Conflict);
            const auto off = test::await(bench.desk.setEnabled({token.key}, false));
            QVERIFY(off);
            QCOMPARE(off->front().result.error().kind, base::ErrorKind::Conflict);
            return;
        }
        QFAIL("the own credential was not found");
    }

private:
    static void toggle(Bench &bench, const QString &id, const TokenKey &key)
    {
        const auto can = bench.desk.session(id)->capabilities();
        if (!can[domain::Operation::Disable].isPossible()) {
            QVERIFY(!can[domain::Operation::Disable].reason.isEmpty());
            return;
        }
        for (const bool enabled : {false, true}) {
            const auto outcomes = test::await(bench.desk.setEnabled({key}, enabled));
            VERIFY_OK(outcomes);
            VERIFY_OK(outcomes->front().result);
            QCOMPARE(
                bench.token(key)->status, enabled ? TokenStatus::Active : TokenStatus::Disabled);
        }
    }

    static void rename(Bench &bench, const QString &id, const TokenKey &key)
    {
        const auto can = bench.desk.session(id)->capabilities();
        domain::TokenEdit edit;
        edit.name = u"e2e-renamed"_s;
        if (!can[domain::Operation::Rename].isPossible()) {
            QVERIFY(!can[domain::Operation::Rename].reason.isEmpty());
            return;
        }
        const auto after = test::await(bench.desk.edit(key, edit));
        VERIFY_OK(after);
        QCOMPARE(bench.token(key)->name, u"e2e-renamed"_s);
    }

    static void drop(Bench &bench, const QString &id, const TokenKey &key, base::Secret secret)
    {
        if (bench.desk.session(id)->connection().vendor == Vendor::Csp) {
            // Only a token whose value is kept can be revoked by call.
            const auto tracked = test::await(bench.desk.track(id, std::move(secret)));
            VERIFY_OK(tracked);
            bench.rest(id);
            QVERIFY(bench.token(key));
            QVERIFY(!bench.token(key)->trackedSlot.isEmpty());
        }
        const auto gone = test::await(bench.desk.remove(key));
        VERIFY_OK(gone);
        QCOMPARE(*gone, domain::DeleteOutcome::Deleted);
        QVERIFY(!bench.token(key));
        bench.desk.refresh(id);
        bench.rest(id);
        QVERIFY2(bench.desk.session(id)->state() == State::Ready, qPrintable(bench.stateText(id)));
        QVERIFY(!bench.token(key));
    }
};

QTEST_GUILESS_MAIN(DeskOverSandboxTest)
#include "tst_deskoversandbox.moc"
