// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A rotation from its first step to its last at every vendor: the desk, the real clients and the
/// real transport against the sandbox over HTTP. The days of the watch pass on our side only.

#include "await.h"
#include "drafts.h"
#include "http/dispatcher.h"
#include "http/qnamtransport.h"
#include "memorystore.h"
#include "rotation/tickets.h"
#include "sandbox/sandboxthread.h"
#include "stricttest.h"
#include "vault/memoryvault.h"
#include "vendors/catalog.h"

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
        , sandbox(sandbox::Options {.tokens = 12})
    {
        problem = sandbox.start();
        start();
        domain::Credentials credentials;
        credentials.main = key("secret");
        id = await(desk->addConnection(connection(), std::move(credentials), work::KeepIn::Memory))
                 .value_or(QString());
        list();
    }

    QJsonObject said() const
    {
        return sandbox.readyLine().value(domain::vendorId(vendor)).toObject();
    }
    Secret key(const char *member) const
    {
        return Secret::copyOf(said().value(QLatin1StringView(member)).toString().toUtf8());
    }
    domain::Connection connection() const
    {
        domain::Connection made;
        made.name = domain::vendorName(vendor);
        made.vendor = vendor;
        made.baseUrl = QUrl(sandbox.readyLine().value("url"_L1).toString());
        made.organisation = said().value("org"_L1).toString();
        made.clientId
            = said().value(vendor == Vendor::Csp ? "oauthClientId"_L1 : "clientId"_L1).toString();
        return made;
    }

    void start()
    {
        desk = std::make_unique<work::Desk>(work::DeskParts {.keychain = vault,
            .memory = vault,
            .journal = journal,
            .inventory = inventory,
            .annotations = annotations,
            .makeClient =
                [](const domain::Connection &one, domain::Credentials credentials) {
                    return vendors::makeClient(one, std::move(credentials),
                        std::make_unique<http::Dispatcher>(
                            std::make_unique<http::QnamTransport>()));
                },
            .checkConnection = &vendors::checkConnection,
            .clock = clock,
            .profileFolder = {}});
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
        static_cast<void>(QTest::qWaitFor(
            [this] {
                const auto state = desk->session(id)->state();
                return state == work::Session::State::Ready
                    || state == work::Session::State::Failed;
            },
            30000));
        QTest::qWait(30);
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
        if (losesReply && !dropNextPost())
            return base::fail(ErrorKind::Invalid, u"the sandbox took no fault"_s);
        return await(desk->issue(id, std::move(draft), terms));
    }

    /// The vendor does what the next creation wants, and the connection closes without an answer.
    bool dropNextPost()
    {
        const auto path = [this] {
            switch (vendor) {
            case Vendor::Mist:
                return u"/api/v1/orgs"_s;
            case Vendor::Csp:
                return u"/csp/gateway/am/api/loggedin/user/api-tokens"_s;
            case Vendor::SoftwareOne:
                return u"/public/v1/accounts/api-tokens"_s;
            case Vendor::Lightspark:
                break;
            }
            return u"/graphql"_s;
        };
        const QJsonObject fault {{u"vendor"_s, domain::vendorId(vendor)}, {u"method"_s, u"POST"_s},
            {u"path"_s, path()}, {u"kind"_s, u"dropAfter"_s}};
        http::QnamTransport transport;
        const auto queued
            = await(transport.send(QUrl(sandbox.readyLine().value("url"_L1).toString()),
                http::Request::change(
                    http::Verb::Post, u"/_sandbox/faults"_s, QJsonDocument(fault).toJson()),
                nullptr));
        return queued && queued->status < 300;
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
        static_cast<void>(await(desk->tryConnection(connection(), std::move(credentials))));
    }

    const rotation::Ticket &ticket() const { return tickets->all().begin()->second; }

    Vendor vendor;
    AheadClock clock;
    vault::MemoryVault vault;
    test::MemoryJournal journal;
    test::MemoryInventory inventory;
    test::MemoryAnnotations annotations;
    sandbox::SandboxThread sandbox;
    std::unique_ptr<work::Desk> desk;
    std::unique_ptr<rotation::Tickets> tickets;
    QString id;
    QString problem;
    bool losesReply = false;
};

template <typename T>
QByteArray failure(const base::Result<T> &result)
{
    if (result)
        return {};
    const base::Error &error = result.error();
    return (base::errorKindName(error.kind) + u": "_s + error.vendorWords + u" | "_s + error.detail)
        .toUtf8();
}

#define VERIFY_OK(expression)                                                                      \
    do {                                                                                           \
        const auto &outcome = (expression);                                                        \
        QVERIFY2(outcome.has_value(), failure(outcome).constData());                               \
    } while (false)

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
        QVERIFY2(works || works.error().kind == ErrorKind::Forbidden, failure(works).constData());
        VERIFY_OK(await(bench.tickets->watch(bench.ticket().id)));
        bench.list();
        QCOMPARE(bench.ticket().stage, Stage::Watch);

        watchIt(bench, old, first->secret);
        retire(bench, old, first->secret);
        const auto stillWorks = bench.use(second->token, second->secret);
        QVERIFY2(stillWorks || stillWorks.error().kind == ErrorKind::Forbidden,
            failure(stillWorks).constData());
        QCOMPARE(bench.desk->annotations().of(old).replacedBy, second->token.key.remoteId);
        QCOMPARE(bench.desk->annotations().of(second->token.key).replaces, old.remoteId);
        for (const auto &record : bench.journal.records())
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
        QTRY_VERIFY_WITH_TIMEOUT(!bench.ticket().found.isEmpty(), 10000);
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
    /// Seven days, with a use in between where the vendor tells of uses.
    static void watchIt(Bench &bench, const TokenKey &old, const Secret &key)
    {
        QVERIFY(!bench.tickets->outlook(bench.ticket()).isDue);
        QTest::qWait(1100); // Some vendors tell whole seconds.
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
            failure(dead).constData());
    }
};

QTEST_GUILESS_MAIN(RotationOverSandboxTest)
#include "tst_rotationoversandbox.moc"
