// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The whole job without a window: the desk, the real vendor clients and the real transport against
/// the sandbox over HTTP. The two sides of the wire share no code, so a misreading of a contract
/// shows here.

#include "await.h"
#include "drafts.h"
#include "http/dispatcher.h"
#include "http/qnamtransport.h"
#include "memorystore.h"
#include "sandbox/sandboxthread.h"
#include "stricttest.h"
#include "vault/memoryvault.h"
#include "vendors/catalog.h"
#include "work/desk.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;
using domain::TokenKey;
using domain::TokenStatus;
using domain::Vendor;
using State = work::Session::State;

namespace {

/// A desk whose connections go to one sandbox.
class Bench
{
public:
    explicit Bench(sandbox::Options options = {})
        : sandbox(options)
        , desk({.keychain = vault,
              .memory = vault,
              .journal = journal,
              .inventory = inventory,
              .annotations = annotations,
              .makeClient =
                  [](const domain::Connection &connection, domain::Credentials credentials) {
                      return vendors::makeClient(connection, std::move(credentials),
                          std::make_unique<http::Dispatcher>(
                              std::make_unique<http::QnamTransport>()));
                  },
              .checkConnection = &vendors::checkConnection,
              .clock = clock,
              .profileFolder = {}})
    {
        problem = sandbox.start();
    }

    QJsonObject said(Vendor vendor) const
    {
        return sandbox.readyLine().value(domain::vendorId(vendor)).toObject();
    }

    domain::Connection connection(Vendor vendor) const
    {
        domain::Connection made;
        made.name = domain::vendorName(vendor);
        made.vendor = vendor;
        made.environment = domain::Environment::Test;
        made.baseUrl = QUrl(sandbox.readyLine().value("url"_L1).toString());
        made.organisation = said(vendor).value("org"_L1).toString();
        made.clientId = said(vendor)
                            .value(vendor == Vendor::Csp ? "oauthClientId"_L1 : "clientId"_L1)
                            .toString();
        return made;
    }

    /// Adds the vendor's connection and waits for its listing to end.
    QString open(Vendor vendor, const char *secretMember = "secret")
    {
        domain::Credentials credentials;
        credentials.main = base::Secret::take(
            said(vendor).value(QLatin1StringView(secretMember)).toString().toUtf8());
        const auto added = test::await(
            desk.addConnection(connection(vendor), std::move(credentials), work::KeepIn::Memory));
        if (!added)
            return u"not added: "_s + added.error().detail;
        rest(*added);
        return *added;
    }

    void rest(const QString &id)
    {
        static_cast<void>(QTest::qWaitFor(
            [this, &id] {
                const State state = desk.session(id)->state();
                return state == State::Ready || state == State::Failed;
            },
            30000));
    }

    QString stateText(const QString &id) const
    {
        const work::Session *session = desk.session(id);
        if (!session)
            return id;
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

    /// Queues one misfortune for the next matching request.
    bool breakNext(Vendor vendor, const char *path, const char *kind)
    {
        const QJsonObject fault {{u"vendor"_s, domain::vendorId(vendor)}, {u"method"_s, u"POST"_s},
            {u"path"_s, QLatin1StringView(path)}, {u"kind"_s, QLatin1StringView(kind)}};
        const auto queued
            = control(http::Verb::Post, u"/_sandbox/faults"_s, QJsonDocument(fault).toJson());
        return queued.has_value() && queued->status < 300;
    }

    /// How often a request like that arrived.
    int arrived(const char *path)
    {
        const auto log = control(http::Verb::Get, u"/_sandbox/requests"_s, {});
        if (!log)
            return -1;
        const auto document = QJsonDocument::fromJson(log->body);
        const QJsonArray requests = document.isArray()
            ? document.array()
            : document.object().value("requests"_L1).toArray();
        int count = 0;
        for (const auto &one : requests) {
            const QJsonObject request = one.toObject();
            count += request.value("method"_L1) == u"POST"_s
                && request.value("path"_L1).toString().startsWith(QLatin1StringView(path));
        }
        return count;
    }

    base::Result<http::Response> control(http::Verb verb, const QString &path, QByteArray body)
    {
        http::QnamTransport transport;
        http::Request request = verb == http::Verb::Get
            ? http::Request::get(path)
            : http::Request::change(verb, path, std::move(body));
        return test::await(
            transport.send(QUrl(sandbox.readyLine().value("url"_L1).toString()), request, nullptr));
    }

    base::SystemClock clock;
    vault::MemoryVault vault;
    test::MemoryJournal journal;
    test::MemoryInventory inventory;
    test::MemoryAnnotations annotations;
    sandbox::SandboxThread sandbox;
    work::Desk desk;
    QString problem;
};

QString words(const base::Error &error)
{
    return base::errorKindName(error.kind) + u": "_s + error.vendorWords + u" | "_s + error.detail
        + u" | "_s + error.field;
}

template <typename T>
QByteArray failure(const base::Result<T> &result)
{
    return result ? QByteArray() : words(result.error()).toUtf8();
}

#define VERIFY_OK(expression)                                                                      \
    do {                                                                                           \
        const auto &outcome = (expression);                                                        \
        QVERIFY2(outcome.has_value(), failure(outcome).constData());                               \
    } while (false)

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
            draft.idToken = base::Secret::take(
                bench.said(Vendor::Csp).value("idToken"_L1).toString().toUtf8());
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

    void refusesAWrongKey_data() { rows(); }
    void refusesAWrongKey()
    {
        Bench bench({.tokens = 5});
        domain::Credentials credentials;
        credentials.main = base::Secret::take(vendor() == Vendor::SoftwareOne
                ? "idt:TKN-0000-0001:0123456789abcdef0123456789abcdef"_ba
                : "wrongwrongwrongwrongwrongwrong12"_ba);
        const auto who = test::await(
            bench.desk.tryConnection(bench.connection(vendor()), std::move(credentials)));
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
        const char *path = createPath(vendor());
        const int listedBefore = bench.desk.tokens().count(id);
        const auto forms = test::await(bench.desk.draftForms(id));
        VERIFY_OK(forms);
        const int before = bench.arrived(path);
        QVERIFY(before >= 0);
        QVERIFY(bench.breakNext(vendor(), path, "dropAfter"));

        domain::TokenDraft draft = test::draftFor(forms->front(), u"lost-reply"_s);
        if (vendor() == Vendor::Csp)
            draft.idToken = base::Secret::take(
                bench.said(Vendor::Csp).value("idToken"_L1).toString().toUtf8());
        const auto issued = test::await(bench.desk.issue(id, std::move(draft)));

        QVERIFY(!issued);
        QCOMPARE(base::errorKindName(issued.error().kind), u"OutcomeUnknown"_s);
        // Lightspark's one address takes the look at the list as well, which follows at once.
        if (vendor() != Vendor::Lightspark)
            QCOMPARE(bench.arrived(path), before + 1);
        bench.desk.refresh(id);
        bench.rest(id);
        QCOMPARE(bench.desk.tokens().count(id), listedBefore + 1);
    }

    void aCreatedKeyWorksUntilItIsDeleted_data() { rows(); }
    void aCreatedKeyWorksUntilItIsDeleted()
    {
        Bench bench({.tokens = 12});
        const QString id = bench.open(vendor());
        auto issued = create(bench, id, u"works-at-once"_s);
        VERIFY_OK(issued);

        domain::Connection other = bench.connection(vendor());
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
            works ? "" : qPrintable(words(works.error())));

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
        VERIFY_OK(
            bench.control(http::Verb::Post, u"/_sandbox/faults"_s, QJsonDocument(fault).toJson()));
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
        VERIFY_OK(
            bench.control(http::Verb::Post, u"/_sandbox/faults"_s, QJsonDocument(fault).toJson()));
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
        bench.desk.refresh(id);
        QVERIFY(QTest::qWaitFor([&] { return session->loaded() > 0; }));
        const QJsonObject fault {{u"path"_s, u"*/accounts/api-tokens"_s}, {u"kind"_s, 500}};
        VERIFY_OK(
            bench.control(http::Verb::Post, u"/_sandbox/faults"_s, QJsonDocument(fault).toJson()));
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
        VERIFY_OK(
            bench.control(http::Verb::Post, u"/_sandbox/faults"_s, QJsonDocument(fault).toJson()));
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
    static const char *createPath(Vendor vendor)
    {
        switch (vendor) {
        case Vendor::Mist:
            return "/api/v1/orgs";
        case Vendor::Csp:
            return "/csp/gateway/am/api/loggedin/user/api-tokens";
        case Vendor::SoftwareOne:
            return "/public/v1/accounts/api-tokens";
        case Vendor::Lightspark:
            return "/graphql";
        }
        return "";
    }

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
