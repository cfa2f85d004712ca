// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A rotation from its first step to its last at every vendor: the desk, the real clients and the
/// real transport against the sandbox over HTTP. The days of the watch pass on our side only.

#include "await.h"
#include "drafts.h"
#include "rotation/tickets.h"
#include "sandboxdesk.h"
#include "stricttest.h"
#include "verifyok.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using base::Secret;
using domain::TokenKey;
using domain::Vendor;
using rotation::Stage;
using test::await;

namespace {

struct AheadClock final : base::Clock
{
    base::Instant now() const override { return base::SystemClock().now() + ahead; }
    std::chrono::hours ahead {0};
};

struct Bench
{
    explicit Bench(Vendor which)
        : vendor(which)
    {
        start();
        id = test::openConnection(*desk, played, vendor, "secret");
        test::settle();
    }

    Secret key(const char *member) const { return played.key(vendor, member); }

    void start()
    {
        desk = std::make_unique<work::Desk>(memory.parts(clock));
        static_cast<void>(desk->load());
        tickets = std::make_unique<rotation::Tickets>(*desk, clock);
    }

    void list()
    {
        desk->refresh(id);
        rest();
    }
    void rest()
    {
        static_cast<void>(test::rest(*desk, id));
        test::settle();
    }

    base::Result<domain::IssuedToken> create(
        const QString &name, const std::vector<domain::Grant> &grants, work::IssueTerms terms)
    {
        const auto forms = await(desk->draftForms(id));
        if (!forms)
            return base::fail(forms.error());
        domain::TokenDraft draft = test::draftFor(forms->front(), name);
        if (!grants.empty())
            draft.grants = grants;
        if (vendor == Vendor::Csp)
            draft.idToken = key("idToken");
        if (losesReply && !played.dropNextCreation(vendor))
            return base::fail(ErrorKind::Invalid, u"the sandbox took no fault"_s);
        return await(desk->issue(id, std::move(draft), terms));
    }

    /// Somebody, somewhere, uses a key.
    base::Result<domain::Identity> use(const domain::Token &one, const Secret &secret)
    {
        const auto client = desk->changes().clientOf(id);
        return client ? await((*client)->verifyKey(one, secret.clone()))
                      : base::fail(client.error());
    }

    /// The whole way in, which every vendor that tells of uses counts as one.
    void signIn(const Secret &secret)
    {
        domain::Credentials credentials;
        credentials.main = secret.clone();
        static_cast<void>(
            await(desk->tryConnection(played.connection(vendor), std::move(credentials))));
    }

    const rotation::Ticket &ticket() const { return tickets->all().begin()->second; }

    Vendor vendor;
    AheadClock clock;
    test::DeskMemory memory;
    sandbox::SandboxThread sandbox {sandbox::Options {.tokens = 12}};
    QString problem {sandbox.start()};
    test::PlayedVendors played {sandbox.readyLine()};
    std::unique_ptr<work::Desk> desk;
    std::unique_ptr<rotation::Tickets> tickets;
    QString id;
    bool losesReply = false;
};

void vendorRows()
{
    QTest::addColumn<Vendor>("vendor");
    for (const Vendor vendor : domain::allVendors)
        QTest::newRow(qPrintable(domain::vendorId(vendor))) << vendor;
}

} // namespace

class RotationOverSandboxTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void goesFromOneTokenToTheNext_data() { vendorRows(); }
    void goesFromOneTokenToTheNext()
    {
        QFETCH(Vendor, vendor);
        Bench bench(vendor);
        QVERIFY2(bench.problem.isEmpty(), qPrintable(bench.problem));
        const auto first = bench.create(u"rotated robot"_s, {}, {});
        VERIFY_OK(first);
        VERIFY_OK(await(bench.desk->acknowledge(first->operation)));
        bench.list();
        const TokenKey old = first->token.key;
        QVERIFY(bench.desk->changes().find(old));

        VERIFY_OK(await(bench.tickets->begin(old, 7)));
        const auto grants = bench.desk->changes().find(old)->grants;
        const auto second = bench.create(
            u"rotated robot 2"_s, grants, {.group = bench.ticket().id, .replaces = old.remoteId});
        VERIFY_OK(second);
        QCOMPARE(bench.ticket().stage, Stage::HandOver);
        VERIFY_OK(await(bench.desk->acknowledge(second->operation)));
        QCOMPARE(bench.ticket().stage, Stage::Verify);
        const auto works = await(bench.tickets->verify(bench.ticket().id, second->secret.clone()));
        QVERIFY2(
            works || works.error().kind == ErrorKind::Forbidden, test::failure(works).constData());
        VERIFY_OK(await(bench.tickets->watch(bench.ticket().id)));
        bench.list();
        QCOMPARE(bench.ticket().stage, Stage::Watch);

        watchIt(bench, old, first->secret);
        retire(bench, old, first->secret);
        const auto stillWorks = bench.use(second->token, second->secret);
        QVERIFY2(stillWorks || stillWorks.error().kind == ErrorKind::Forbidden,
            test::failure(stillWorks).constData());
        QCOMPARE(bench.desk->annotations().of(old).replacedBy, second->token.key.remoteId);
        QCOMPARE(bench.desk->annotations().of(second->token.key).replaces, old.remoteId);
        for (const auto &record : bench.memory.journal.records())
            QVERIFY(!QJsonDocument(record.entry.details)
                         .toJson()
                         .contains(second->secret.expose().toByteArray())); // ONE-06
    }

    /// ONE-03: the reply to the create is lost; the ticket says what the list shows.
    void isNotLostWithAReply_data() { vendorRows(); }
    void isNotLostWithAReply()
    {
        QFETCH(Vendor, vendor);
        Bench bench(vendor);
        const auto first = bench.create(u"lost robot"_s, {}, {});
        VERIFY_OK(first);
        bench.list();
        VERIFY_OK(await(bench.tickets->begin(first->token.key, 0)));
        bench.losesReply = true;
        const auto lost = bench.create(u"lost robot 2"_s, {}, {.group = bench.ticket().id});
        QVERIFY(!lost);
        QCOMPARE(bench.ticket().stage, Stage::Unsure);
        bench.list();
        QTRY_VERIFY(!bench.ticket().found.isEmpty());
        // The program ends; the next one finds the same.
        const QString creation = bench.ticket().creation;
        QCOMPARE(bench.ticket().stage, Stage::Unsure);
        const TokenKey stray {bench.id, bench.ticket().found.front()};
        QVERIFY(bench.desk->changes().find(stray));
        QVERIFY(!creation.isEmpty());
    }

    void swapsItsOwnCredential_data() { vendorRows(); }
    void swapsItsOwnCredential()
    {
        QFETCH(Vendor, vendor);
        Bench bench(vendor);
        std::optional<domain::Token> own;
        for (work::RowId row = 0; row < bench.desk->tokens().rowCount(); ++row) {
            const domain::Token token = bench.desk->tokens().token(row);
            if (token.isOwnCredential)
                own = token;
        }
        QVERIFY(own);
        VERIFY_OK(await(bench.tickets->begin(own->key, 0)));
        QVERIFY(bench.ticket().isOwn);
        const auto second = bench.create(u"own robot 2"_s, own->grants,
            {.group = bench.ticket().id, .replaces = own->key.remoteId});
        if (vendor == Vendor::Csp) {
            // What the console's own token may do there cannot be given by a call.
            QCOMPARE(second.error().kind, ErrorKind::Invalid);
            QCOMPARE(bench.ticket().stage, Stage::Create);
            QVERIFY(bench.ticket().isByHand());
            swapByHand(bench);
            return;
        }
        VERIFY_OK(second);
        // A key that is not one changes nothing.
        QVERIFY(!await(bench.tickets->swap(bench.ticket().id,
            Secret::copyOf(vendor == Vendor::SoftwareOne
                    ? "idt:TKN-0000-0001:0123456789abcdef0123456789abcdef"
                    : "wrongwrongwrongwrongwrongwrong12"))));
        bench.list();
        QCOMPARE(bench.desk->session(bench.id)->state(), work::Session::State::Ready);

        VERIFY_OK(await(bench.tickets->swap(bench.ticket().id, second->secret.clone())));
        VERIFY_OK(await(bench.desk->acknowledge(second->operation)));
        bench.rest();
        bench.list();
        QCOMPARE(bench.desk->session(bench.id)->state(), work::Session::State::Ready);
        QCOMPARE(bench.ticket().stage, Stage::Watch);
        const auto now = bench.desk->changes().find(second->token.key);
        QVERIFY(now);
        QVERIFY(now->isOwnCredential);
        retire(bench, own->key, bench.key("secret"));
        bench.list(); // Still signed in.
        QCOMPARE(bench.desk->session(bench.id)->state(), work::Session::State::Ready);
    }

private:
    /// The token is made elsewhere, and its key brought here.
    static void swapByHand(Bench &bench)
    {
        const auto made = bench.create(u"made in the console"_s, {}, {});
        VERIFY_OK(made);
        const QString id = bench.ticket().id;
        QVERIFY(
            !await(bench.tickets->swap(id, Secret::copyOf("wrongwrongwrongwrongwrongwrong12"))));
        QCOMPARE(bench.ticket().stage, Stage::Create);
        VERIFY_OK(await(bench.tickets->swap(id, made->secret.clone())));
        bench.rest();
        bench.list();
        QCOMPARE(bench.desk->session(bench.id)->state(), work::Session::State::Ready);
        QCOMPARE(bench.ticket().stage, Stage::Watch);
        QCOMPARE(bench.ticket().created, made->token.key);
        QVERIFY(bench.desk->changes().find(made->token.key)->isOwnCredential);
    }

    /// Seven days, with a use in between where the vendor tells of uses.
    static void watchIt(Bench &bench, const TokenKey &old, const Secret &key)
    {
        QVERIFY(!bench.tickets->outlook(bench.ticket()).isDue);
        test::settle(1100ms); // Some vendors tell whole seconds.
        bench.signIn(key);
        bench.list();
        const bool isHidden = rotation::hidesUse(*bench.desk->changes().find(old));
        QCOMPARE(isHidden, bench.vendor == Vendor::Lightspark);
        QCOMPARE(bench.ticket().uses.size(), std::size_t(isHidden ? 0 : 1));
        bench.clock.ahead = 24h * 7 + 1h;
        QVERIFY(isHidden || bench.tickets->outlook(bench.ticket()).needsLook);
        bench.list();
        if (isHidden) {
            QVERIFY(bench.tickets->outlook(bench.ticket()).needsWord);
            VERIFY_OK(await(bench.tickets->sayUnused(bench.ticket().id)));
        }
        QVERIFY(bench.tickets->outlook(bench.ticket()).isOver);
    }

    /// Disabled where that is all there is, else deleted; then linked. Its key is dead.
    static void retire(Bench &bench, const TokenKey &old, const Secret &key)
    {
        const auto can = bench.desk->session(bench.id)->capabilities();
        const QString id = bench.ticket().id;
        const domain::Token token = *bench.desk->changes().find(old);
        if (can[domain::Operation::Disable].isPossible()) {
            VERIFY_OK(await(bench.tickets->disableOld(id)));
            QCOMPARE(bench.ticket().stage, Stage::Disabled);
        }
        if (bench.vendor != Vendor::Csp) { // Only tracked values can be revoked there.
            VERIFY_OK(await(bench.tickets->deleteOld(id)));
            QCOMPARE(bench.ticket().stage, Stage::Link);
        }
        VERIFY_OK(await(bench.tickets->finish(id)));
        QVERIFY(bench.tickets->all().empty());
        const auto dead = bench.use(token, key);
        QVERIFY(!dead);
        QVERIFY2(dead.error().kind == ErrorKind::Unauthorized
                || dead.error().kind == ErrorKind::NotFound
                || dead.error().kind == ErrorKind::Conflict,
            test::failure(dead).constData());
    }
};

QTEST_GUILESS_MAIN(RotationOverSandboxTest)
#include "tst_rotationoversandbox.moc"
