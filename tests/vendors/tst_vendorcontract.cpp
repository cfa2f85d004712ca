// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "contractbench.h"
#include "http/apiclient.h"
#include "vendors/catalog.h"

#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Operation;
using domain::Support;
using test::await;
using Bench = test::ContractBench;
using test::ContractVendor;
using Step = test::ScriptedTransport::Step;

namespace {

/// Every word of an error, for looking for keys in it.
QString wordsOf(const base::Error &error)
{
    return error.vendorWords + error.detail + error.field + error.requestId;
}

constexpr char page[] = "<!doctype html><html><head><title>502</title><style>x{}</style></head>"
                        "<body><h1>Bad gateway</h1><script>alert(1)</script></body></html>";

/// What goes over the wire of a client with this key, as far as its first answer.
QByteArray firstBytes(const ContractVendor &vendor, const QByteArray &key)
{
    struct Recorder final : http::Transport
    {
        explicit Recorder(QByteArray &into)
            : bytes(into)
        {
        }
        base::Task<http::Response> send(
            const QUrl &, const http::Request &request, const http::Authorizer *authorizer) override
        {
            bytes += request.path.toUtf8() + '\n' + request.body + '\n';
            if (!authorizer)
                return base::Task<http::Response>::failed({.kind = ErrorKind::Offline});
            for (const auto &header : authorizer->headers())
                bytes += header.name + ": " + header.value.expose().toByteArray() + '\n';
            return base::Task<http::Response>::failed({.kind = ErrorKind::Offline});
        }
        QByteArray &bytes;
    };
    QByteArray bytes;
    domain::Credentials credentials = vendor.credentials();
    credentials.main = base::Secret::copyOf(key);
    const auto client = vendors::makeClient(
        vendor.connection, std::move(credentials), std::make_unique<Recorder>(bytes));
    static_cast<void>(await(client->whoAmI()));
    return bytes;
}

} // namespace

/// What every vendor's client must do, whatever its wire looks like. A new vendor is done when its
/// rows are green.
class VendorContractTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void isMadeByTheCatalog_data() { rows(); }
    void isMadeByTheCatalog();
    void dropsWhiteSpaceAroundTheKey_data() { rows(); }
    void dropsWhiteSpaceAroundTheKey();
    void lists_data() { rows(); }
    void lists();
    void listsNothing_data() { rows(); }
    void listsNothing();
    void keepsWhatNobodyKnows_data() { rows(); }
    void keepsWhatNobodyKnows();
    void tellsRefusalsApart_data();
    void tellsRefusalsApart();
    void waitsAsLongAsTheVendorAsks_data();
    void waitsAsLongAsTheVendorAsks();
    void believesNoStrangeSuccess_data();
    void believesNoStrangeSuccess();
    void believesNoCutReply_data() { rows(); }
    void believesNoCutReply();
    void saysUnauthorized_data() { rows(); }
    void saysUnauthorized();
    void downgradesWhatIsForbidden_data() { rows(); }
    void downgradesWhatIsForbidden();
    void createsOnceAndShowsTheKeyOnce_data() { rows(); }
    void createsOnceAndShowsTheKeyOnce();
    void neverRepeatsACreate_data();
    void neverRepeatsACreate();
    void deletes_data() { rows(); }
    void deletes();
    void takesGoneForGone_data() { rows(); }
    void takesGoneForGone();
    void believesNoFailedDelete_data() { rows(); }
    void believesNoFailedDelete();
    void readsOneToken_data() { rows(); }
    void readsOneToken();
    void saysThatAReadTokenIsGone_data() { rows(); }
    void saysThatAReadTokenIsGone();
    void believesNoOtherToken_data() { rows(); }
    void believesNoOtherToken();
    void triesAKeyOnceAndOnlyThere_data() { rows(); }
    void triesAKeyOnceAndOnlyThere();
    void saysThatAKeyDoesNotWork_data() { rows(); }
    void saysThatAKeyDoesNotWork();
    void doesNotTakeATroubleForARefusedKey_data() { rows(); }
    void doesNotTakeATroubleForARefusedKey();
    void stopsTheRequestWhenCancelled_data() { rows(); }
    void stopsTheRequestWhenCancelled();
    void endsWhatIsInFlightWhenItGoes_data() { rows(); }
    void endsWhatIsInFlightWhenItGoes();
    void neverShowsItsOwnKey_data() { rows(); }
    void neverShowsItsOwnKey();
    void sketchesOnlyWhatItCan_data() { rows(); }
    void sketchesOnlyWhatItCan();

private:
    static void rows()
    {
        QTest::addColumn<int>("vendor");
        const auto &all = test::contractVendors();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name) << int(i);
    }
    /// Every vendor with every one of the cases; the first column is "vendor".
    template <typename Add>
    static void rowsTimes(const std::vector<const char *> &cases, Add add)
    {
        const auto &all = test::contractVendors();
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (std::size_t c = 0; c < cases.size(); ++c)
                add(QTest::addRow("%s, %s", all[i].name, cases[c]) << int(i), c);
        }
    }
    static const ContractVendor &vendor()
    {
        QFETCH(int, vendor);
        return test::contractVendors().at(std::size_t(vendor));
    }
};

void VendorContractTest::isMadeByTheCatalog()
{
    const auto &one = vendor();
    Bench bench(one);
    QVERIFY(bench.client);
    const auto form = vendors::connectionForm(one.connection.vendor);
    QCOMPARE(form.vendor, one.connection.vendor);
    QVERIFY(!form.hosts.empty());
    QVERIFY(!form.secretLabel.isEmpty());
    const auto key = base::Secret::copyOf(one.key);
    QVERIFY(vendors::checkConnection(one.connection, &key));
    for (const auto &host : form.hosts) {
        auto there = one.connection;
        there.baseUrl = host.url;
        QVERIFY(vendors::checkConnection(there, nullptr));
        const QString name = host.url.host();
        QStringList pasted {u" %1// "_s.arg(host.url.toString()), name, name.toUpper() + u'/',
            u"HTTPS://%1:443"_s.arg(name)};
        QVERIFY(!form.apiPaths.isEmpty());
        for (const QString &path : form.apiPaths) {
            pasted += name + path;
            pasted += u"https://%1%2/v1/x?limit=1#part"_s.arg(name, path);
        }
        if (!host.consoleHost.isEmpty())
            pasted += u"https://%1/admin/?org_id=1#!page"_s.arg(host.consoleHost);
        for (const QString &typed : pasted) {
            QCOMPARE(vendors::addressOf(form.vendor, typed), host.url);
            there.baseUrl = vendors::addressOf(form.vendor, typed);
            QVERIFY(vendors::checkConnection(there, nullptr));
        }
        // A path nobody knows, and what must never be sent along, are refused.
        for (const QString &rest : {u"/elsewhere"_s, u"/?key=1"_s, u"/#key"_s}) {
            there.baseUrl = vendors::addressOf(form.vendor, name + rest);
            QVERIFY2(!vendors::checkConnection(there, nullptr), qPrintable(rest));
        }
        there.baseUrl
            = vendors::addressOf(form.vendor, u"user:pw@"_s + name + form.apiPaths.first());
        QVERIFY(!vendors::checkConnection(there, nullptr));
    }
    auto nameless = one.connection;
    nameless.name = u" "_s;
    const auto unnamed = vendors::checkConnection(nameless, nullptr);
    QVERIFY(!unnamed);
    QCOMPARE(unnamed.error().field, u"name"_s);
    auto plain = one.connection;
    plain.baseUrl = QUrl(u"http://vendor.example"_s);
    const auto refused = vendors::checkConnection(plain, nullptr);
    QVERIFY(!refused);
    QCOMPARE(refused.error().field, u"url"_s);
    const auto broken = base::Secret::copyOf(one.key + "\nX");
    const auto cut = vendors::checkConnection(one.connection, &broken);
    QVERIFY(!cut);
    QCOMPARE(cut.error().field, u"secret"_s);
    QVERIFY(!wordsOf(cut.error()).contains(QString::fromLatin1(one.key)));
    QCOMPARE(bench.wire->sent(), 0);
}

/// A blank or a line break behind a key is no part of it: the vendor is sent the same as without.
void VendorContractTest::dropsWhiteSpaceAroundTheKey()
{
    const auto &one = vendor();
    const QByteArray plain = firstBytes(one, one.key);
    QVERIFY(!plain.isEmpty());
    for (const QByteArray &odd : {one.key + ' ', ' ' + one.key + '\n', one.key + "\r\n"})
        QCOMPARE(firstBytes(one, odd), plain);
}

void VendorContractTest::lists()
{
    Bench bench(vendor());
    bench.list().reply(200, bench.vendor.twoTokens);
    const auto list = bench.listed();
    QVERIFY(list);
    QCOMPARE(list->tokens.size(), 2U);
    for (const domain::Token &token : list->tokens.tokens()) {
        QCOMPARE(token.key.connectionId, bench.vendor.connection.id);
        QVERIFY(!token.key.remoteId.isEmpty());
        QVERIFY(!token.name.isEmpty());
        QVERIFY(!token.raw.isEmpty());
    }
    QVERIFY(list->tokens[0].key != list->tokens[1].key);
    bench.wire->verifyAllUsed();
}

void VendorContractTest::listsNothing()
{
    Bench bench(vendor());
    bench.list().reply(200, bench.vendor.noTokens);
    const auto list = bench.listed();
    QVERIFY(list);
    QVERIFY(list->tokens.isEmpty());
    QVERIFY(!list->next);
    bench.wire->verifyAllUsed();
}

void VendorContractTest::keepsWhatNobodyKnows()
{
    Bench bench(vendor());
    bench.list().reply(200, bench.vendor.twoTokens);
    const auto list = bench.listed();
    QVERIFY(list);
    QVERIFY(list->tokens[0].raw.contains("fieldFromTheFuture"));
    const auto &grants = list->tokens[0].grants;
    const bool isKept = std::any_of(grants.begin(), grants.end(),
        [](const domain::Grant &grant) { return grant.name.contains(u"FUTURE_GRANT"_s); });
    QVERIFY(isKept);
    // IN-10: keys that came along uninvited stay out of what is kept.
    for (const domain::Token &token : list->tokens.tokens())
        QVERIFY(!token.raw.contains("CANARY") && !token.keyHint.contains(u"CANARY"_s));
}

void VendorContractTest::tellsRefusalsApart_data()
{
    const std::vector<std::pair<int, ErrorKind>> statuses
        = {{400, ErrorKind::Invalid}, {403, ErrorKind::Forbidden}, {404, ErrorKind::NotFound},
            {409, ErrorKind::Conflict}, {418, ErrorKind::UnexpectedReply},
            {422, ErrorKind::Invalid}, {429, ErrorKind::RateLimited}, {500, ErrorKind::VendorFault},
            {502, ErrorKind::VendorFault}, {503, ErrorKind::VendorFault}};
    QTest::addColumn<int>("vendor");
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorKind>("kind");
    const auto &all = test::contractVendors();
    for (std::size_t i = 0; i < all.size(); ++i) {
        for (const auto &[status, kind] : statuses)
            QTest::addRow("%s, %d", all[i].name, status) << int(i) << status << kind;
    }
}

void VendorContractTest::tellsRefusalsApart()
{
    QFETCH(int, status);
    QFETCH(ErrorKind, kind);
    // The vendor's own shape, a web page, nothing and garbage: the status decides.
    for (const QByteArray &body :
        {vendor().refusal, QByteArray(page), QByteArray(), "\x00\xff{["_ba}) {
        // "Not found" is believed of the vendor alone, and of GraphQL never: it is the address.
        const bool isHidden = status == 404
            && (body != vendor().refusal
                || vendor().connection.vendor == domain::Vendor::Lightspark);
        Bench bench(vendor());
        bench.list().reply(status, body);
        if (status == 400 && bench.vendor.retryOn400)
            bench.vendor.retryOn400(*bench.wire).reply(status, body);
        const auto list = bench.listed();
        QVERIFY(!list);
        QCOMPARE(list.error().kind, isHidden ? ErrorKind::UnexpectedReply : kind);
        QCOMPARE(list.error().httpStatus, status);
        QVERIFY(!list.error().vendorWords.contains(u'<'));
        QVERIFY(!list.error().vendorWords.contains(u"alert"_s));
        QVERIFY(!wordsOf(list.error()).contains(u"CANARY"_s));
        if (body == bench.vendor.refusal)
            QVERIFY(list.error().vendorWords.contains(u"vendor says no"_s));
        bench.wire->verifyAllUsed();
    }
}

void VendorContractTest::waitsAsLongAsTheVendorAsks_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    const QByteArray date = QLocale::c()
                                .toString(QDateTime::currentDateTimeUtc().addSecs(60),
                                    u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s)
                                .toLatin1();
    const std::vector<std::tuple<QByteArray, int, int>> cases = {{"7", 7, 7}, {date, 30, 60},
        {"0", 1, 1}, {"99999", 99999, 99999}, {"soon", 0, 0}, {"", 0, 0}};
    rowsTimes({"seconds", "a date", "at once", "more than a day", "nonsense", "nothing"},
        [&cases](QTestData &row, std::size_t index) {
            const auto &[header, least, most] = cases[index];
            row << header << least << most;
        });
}

void VendorContractTest::waitsAsLongAsTheVendorAsks()
{
    QFETCH(QByteArray, header);
    QFETCH(int, least);
    QFETCH(int, most);
    Bench bench(vendor());
    http::HeaderList headers;
    if (!header.isEmpty())
        headers.append({"Retry-After", header});
    bench.list().reply(429, bench.vendor.refusal, headers);
    const auto list = bench.listed();
    QVERIFY(!list);
    QCOMPARE(list.error().kind, ErrorKind::RateLimited);
    QCOMPARE(list.error().retryAfter.has_value(), most > 0);
    if (list.error().retryAfter) {
        QVERIFY(list.error().retryAfter->count() >= least);
        QVERIFY(list.error().retryAfter->count() <= most);
    }
    bench.wire->verifyAllUsed(); // Nothing was sent again behind our back.
}

void VendorContractTest::believesNoStrangeSuccess_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    const std::vector<std::pair<int, QByteArray>> cases
        = {{200, ""}, {200, "null"}, {200, "{}"}, {200, "\"ok\""}, {200, page},
            {200, "{\"a\":1} trailing"}, {200, QByteArray(200000, '[')}, {204, ""}, {206, "{}"}};
    rowsTimes({"empty", "null", "empty object", "text", "web page", "trailing bytes", "deep", "204",
                  "206"},
        [&cases](QTestData &row, std::size_t index) {
            row << cases[index].first << cases[index].second;
        });
}

void VendorContractTest::believesNoStrangeSuccess()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    Bench bench(vendor());
    bench.list().reply(status, body);
    const auto list = bench.listed();
    QVERIFY(!list);
    QCOMPARE(list.error().kind, ErrorKind::UnexpectedReply);
    QVERIFY(list.error().httpStatus != 0 || !list.error().detail.isEmpty());
    bench.wire->verifyAllUsed();
}

void VendorContractTest::believesNoCutReply()
{
    const QByteArray whole = vendor().twoTokens.trimmed();
    for (qsizetype length = 0; length < whole.size(); length += 3) {
        Bench bench(vendor());
        bench.list().reply(200, whole.left(length));
        const auto list = bench.listed();
        QVERIFY2(!list, whole.left(length).constData());
        QCOMPARE(list.error().kind, ErrorKind::UnexpectedReply);
        QVERIFY(!wordsOf(list.error()).contains(u"CANARY"_s));
    }
}

void VendorContractTest::saysUnauthorized()
{
    Bench bench(vendor());
    bench.list().reply(401, bench.vendor.refusal, {{"WWW-Authenticate", "Basic realm=\"x\""}});
    if (bench.vendor.retryOn401)
        bench.vendor.retryOn401(*bench.wire).reply(401, bench.vendor.refusal);
    const auto list = bench.listed();
    QVERIFY(!list);
    QCOMPARE(list.error().kind, ErrorKind::Unauthorized);
    QCOMPARE(list.error().httpStatus, 401);
    bench.wire->verifyAllUsed();
}

void VendorContractTest::downgradesWhatIsForbidden()
{
    const auto check = [](Bench &bench, Operation operation) {
        const domain::Capability can = bench.client->capabilities()[operation];
        QCOMPARE(can.support, Support::Unsupported);
        QVERIFY(can.reason.contains(u"vendor says no"_s));
    };
    {
        Bench bench(vendor());
        const auto before = bench.client->capabilities()[Operation::List];
        bench.list().reply(403, bench.vendor.refusal);
        QCOMPARE(bench.listed().error().kind, ErrorKind::Forbidden);
        if (bench.vendor.refusalSwitchesListOff)
            check(bench, Operation::List);
        else
            QVERIFY(
                before.isPossible() && bench.client->capabilities()[Operation::List].isPossible());
    }
    {
        Bench bench(vendor());
        bench.create().reply(403, bench.vendor.refusal);
        QCOMPARE(bench.created().error().kind, ErrorKind::Forbidden);
        check(bench, Operation::Create);
        bench.wire->verifyAllUsed();
    }
    {
        Bench bench(vendor());
        bench.remove().reply(403, bench.vendor.refusal);
        QCOMPARE(bench.removed().error().kind, ErrorKind::Forbidden);
        check(bench, Operation::Delete);
        QVERIFY(bench.client->capabilities()[Operation::Create].isPossible());
        bench.wire->verifyAllUsed();
    }
}

void VendorContractTest::createsOnceAndShowsTheKeyOnce()
{
    Bench bench(vendor());
    bench.create()
        .check([](const http::Request &request) { QVERIFY(request.isChange); })
        .reply(bench.vendor.createdStatus, bench.vendor.created);
    if (bench.vendor.afterCreate)
        bench.vendor.afterCreate(*bench.wire);
    const auto issued = bench.created();
    QVERIFY(issued);
    QVERIFY(issued->secret.expose() == QByteArrayView(bench.vendor.createdKey));
    QVERIFY(!issued->token.key.remoteId.isEmpty());
    QCOMPARE(issued->token.key.connectionId, bench.vendor.connection.id);
    QVERIFY(!issued->token.raw.contains(bench.vendor.createdKey));
    QVERIFY(!issued->token.keyHint.contains(QString::fromLatin1(bench.vendor.createdKey)));
    QVERIFY(!issued->advice.contains(QString::fromLatin1(bench.vendor.createdKey)));
    bench.wire->verifyAllUsed();
}

void VendorContractTest::neverRepeatsACreate_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QString>("how");
    rowsTimes({"lost", "500", "web page", "cut", "empty"}, [](QTestData &row, std::size_t index) {
        static const QStringList names = {u"lost"_s, u"500"_s, u"web page"_s, u"cut"_s, u"empty"_s};
        row << names.at(qsizetype(index));
    });
}

void VendorContractTest::neverRepeatsACreate()
{
    QFETCH(QString, how);
    Bench bench(vendor());
    Step &step = bench.create();
    const QByteArray &created = bench.vendor.created;
    if (how == "lost"_L1)
        step.fail({.kind = ErrorKind::OutcomeUnknown, .detail = u"the answer was lost"_s});
    else if (how == "500"_L1)
        step.reply(500, bench.vendor.refusal);
    else
        step.reply(bench.vendor.createdStatus,
            how == "web page"_L1  ? QByteArray(page)
                : how == "cut"_L1 ? created.left(created.size() - 3)
                                  : QByteArray());
    const auto issued = bench.created();
    QVERIFY(!issued);
    // ONE-03: a token may exist now, so nobody may simply try again.
    QCOMPARE(issued.error().kind, ErrorKind::OutcomeUnknown);
    QVERIFY(!wordsOf(issued.error()).contains(QString::fromLatin1(bench.vendor.createdKey)));
    bench.wire->verifyAllUsed(); // An unexpected second request would show here.
}

void VendorContractTest::deletes()
{
    Bench bench(vendor());
    bench.remove()
        .check([](const http::Request &request) { QVERIFY(request.isChange); })
        .reply(bench.vendor.deletedStatus, bench.vendor.deleted);
    if (bench.vendor.afterDelete)
        bench.vendor.afterDelete(*bench.wire);
    const auto outcome = bench.removed();
    QVERIFY(outcome);
    QCOMPARE(*outcome, domain::DeleteOutcome::Deleted);
    bench.wire->verifyAllUsed();
}

void VendorContractTest::takesGoneForGone()
{
    Bench bench(vendor());
    bench.remove().reply(bench.vendor.goneStatus, bench.vendor.gone);
    const auto outcome = bench.removed();
    QVERIFY(outcome);
    QCOMPARE(*outcome, domain::DeleteOutcome::AlreadyGone);
    bench.wire->verifyAllUsed();
}

void VendorContractTest::believesNoFailedDelete()
{
    for (const int status : {400, 401, 403, 409, 429, 500, 503}) {
        Bench bench(vendor());
        bench.remove().reply(status, page);
        QVERIFY(!bench.removed());
        bench.wire->verifyAllUsed();
    }
    Bench lost(vendor());
    lost.remove().fail({.kind = ErrorKind::OutcomeUnknown});
    const auto outcome = lost.removed();
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, ErrorKind::OutcomeUnknown);
    lost.wire->verifyAllUsed();
}

void VendorContractTest::readsOneToken()
{
    Bench bench(vendor());
    bench.vendor.expectRead(*bench.wire)
        .check([](const http::Request &request) { QVERIFY(!request.isChange); })
        .reply(200, bench.vendor.read);
    const auto token = bench.read();
    QVERIFY(token);
    QCOMPARE(token->key, bench.vendor.token.key);
    QCOMPARE(token->name, u"a"_s);
    QCOMPARE(token->trackedSlot, bench.vendor.token.trackedSlot);
    QVERIFY(!token->raw.contains("CANARY") && !token->keyHint.contains(u"CANARYc"_s)); // IN-10
    bench.wire->verifyAllUsed();
}

void VendorContractTest::saysThatAReadTokenIsGone()
{
    Bench bench(vendor());
    bench.vendor.expectRead(*bench.wire).reply(bench.vendor.goneStatus, bench.vendor.gone);
    const auto token = bench.read();
    QVERIFY(!token);
    QCOMPARE(token.error().kind, ErrorKind::NotFound);
    bench.wire->verifyAllUsed();
}

void VendorContractTest::believesNoOtherToken()
{
    Bench bench(vendor());
    bench.vendor.expectRead(*bench.wire).reply(200, bench.vendor.readAnother);
    const auto token = bench.read();
    QVERIFY(!token);
    QCOMPARE(token.error().kind, ErrorKind::UnexpectedReply);
}

void VendorContractTest::triesAKeyOnceAndOnlyThere()
{
    Bench bench(vendor());
    Step &step = bench.vendor.expectVerify(*bench.wire);
    step.authorizedBy(bench.vendor.keyHeader)
        .check([&bench](const http::Request &request) {
            // The key is in the header or in a body that is wiped, never in an address.
            QCOMPARE(request.body.contains(bench.vendor.tokenKey), request.holdsSecret);
            QVERIFY(!request.query.contains("VERIFY") && !request.path.contains(u"VERIFY"_s));
            QVERIFY(!request.isChange);
        })
        .reply(200, bench.vendor.verified);
    const auto who = bench.verified();
    QVERIFY(who);
    QVERIFY(!who->name.isEmpty());
    bench.wire->verifyAllUsed();
    // The console's own credential is in force again, and the key is not kept.
    bench.list().reply(200, bench.vendor.noTokens);
    QVERIFY(bench.listed());
    bench.wire->verifyAllUsed();
}

void VendorContractTest::saysThatAKeyDoesNotWork()
{
    Bench bench(vendor());
    const auto before = bench.client->capabilities();
    bench.vendor.expectVerify(*bench.wire)
        .reply(bench.vendor.refusedKeyStatus, bench.vendor.refusal);
    const auto who = bench.verified();
    QVERIFY(!who);
    QCOMPARE(who.error().kind, ErrorKind::Unauthorized);
    QVERIFY(!wordsOf(who.error()).contains(u"VERIFY"_s));
    for (const auto operation : domain::allOperations) // Another key's refusal is not ours.
        QCOMPARE(bench.client->capabilities()[operation].support, before[operation].support);
    bench.wire->verifyAllUsed();
}

void VendorContractTest::doesNotTakeATroubleForARefusedKey()
{
    for (const int status : {429, 500, 503}) {
        Bench bench(vendor());
        bench.vendor.expectVerify(*bench.wire).reply(status, page);
        const auto who = bench.verified();
        QVERIFY(!who);
        QVERIFY(who.error().kind != ErrorKind::Unauthorized);
        bench.wire->verifyAllUsed();
    }
}

void VendorContractTest::stopsTheRequestWhenCancelled()
{
    QObject guard;
    int delivered = 0;
    const auto count = [&delivered](const auto &) { ++delivered; };
    {
        Bench bench(vendor());
        bench.list().hang();
        auto task = bench.client->listTokens(bench.vendor.cursor);
        task.then(&guard, count);
        QCoreApplication::processEvents();
        task.cancel();
        QCOMPARE(bench.wire->cancelled(), 1);
    }
    {
        Bench bench(vendor());
        bench.create().hang();
        auto task = bench.client->createToken(bench.vendor.draft());
        task.then(&guard, count);
        QCoreApplication::processEvents();
        task.cancel();
        QCOMPARE(bench.wire->cancelled(), 1);
    }
    {
        Bench bench(vendor());
        bench.remove().hang();
        auto task = bench.client->deleteToken(bench.vendor.token);
        task.then(&guard, count);
        QCoreApplication::processEvents();
        task.cancel();
        QCOMPARE(bench.wire->cancelled(), 1);
    }
    QCoreApplication::processEvents();
    QCOMPARE(delivered, 0);
}

void VendorContractTest::endsWhatIsInFlightWhenItGoes()
{
    Bench bench(vendor());
    bench.list().hang();
    auto task = bench.client->listTokens(bench.vendor.cursor);
    bench.client.reset();
    const auto list = await(std::move(task));
    QVERIFY(!list);
    QCOMPARE(list.error().kind, ErrorKind::Cancelled);

    // A change whose answer cannot come any more is not simply cancelled.
    Bench changing(vendor());
    changing.create().hang();
    auto issuing = changing.client->createToken(changing.vendor.draft());
    changing.client.reset();
    QVERIFY(!await(std::move(issuing)));
}

void VendorContractTest::neverShowsItsOwnKey()
{
    Bench bench(vendor());
    const QByteArray echo = R"({"message":"bad key )" + bench.vendor.key + R"(","detail":"bad key )"
        + bench.vendor.key + R"(","errors":[{"message":"bad key )" + bench.vendor.key + "\"}]}";
    bench.list().reply(422, echo);
    const auto list = bench.listed();
    QVERIFY(!list);
    QVERIFY(!wordsOf(list.error()).contains(QString::fromLatin1(bench.vendor.key)));
}

void VendorContractTest::sketchesOnlyWhatItCan()
{
    Bench bench(vendor());
    const domain::Capabilities can = bench.client->capabilities();
    for (const auto operation : domain::allOperations) {
        if (can[operation].support != Support::Native)
            QVERIFY(!can[operation].reason.isEmpty());
        const auto sketch = bench.client->sketch(operation, &bench.vendor.token);
        if (!sketch)
            continue;
        QVERIFY(can[operation].isPossible());
        QVERIFY(http::checkBaseUrl(
            sketch->url.adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveFragment)));
        QByteArray everything = sketch->url.toEncoded() + sketch->body;
        for (const auto &[name, value] : sketch->headers)
            everything += name + value;
        QVERIFY(everything.contains("TOKEN"));
        QVERIFY(!everything.contains(bench.vendor.key));
    }
    QVERIFY(bench.client->sketch(Operation::List, nullptr));
    QVERIFY(bench.client->consoleLink(nullptr).scheme() == "https"_L1);
    QCOMPARE(bench.wire->sent(), 0);
}

QTEST_GUILESS_MAIN(VendorContractTest)
#include "tst_vendorcontract.moc"
