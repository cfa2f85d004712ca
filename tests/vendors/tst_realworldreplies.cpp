// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Replies of the real world, to every vendor's client: what a sign-in page, a gateway, a limit and
/// a wrong clock send, and what may be believed of it (NET-03, ONE-03).

#include "contractbench.h"

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Operation;
using test::ContractVendor;
using Bench = test::ContractBench;

namespace {

constexpr char signInPage[] = "<!DOCTYPE html><html><head><title>Sign in</title></head>"
                              "<body><form action=\"/login\"></form></body></html>";

const http::HeaderList asHtml = {{"Content-Type", "text/html; charset=utf-8"}};
const http::HeaderList asJson = {{"Content-Type", "application/json; charset=utf-8"}};

} // namespace

class RealWorldRepliesTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void believesNoChangeThatAPageConfirms_data();
    void believesNoChangeThatAPageConfirms();
    void believesNoReadThatAPageAnswers_data() { rows(); }
    void believesNoReadThatAPageAnswers();
    void believesNotFoundOfTheVendorOnly_data();
    void believesNotFoundOfTheVendorOnly();
    void takesJsonByEveryNameOfItsType_data();
    void takesJsonByEveryNameOfItsType();
    void confirmsNothingByALookThatFailed();
    void takesARefusalWhateverItsBody_data() { rows(); }
    void takesARefusalWhateverItsBody();
    void switchesNothingOffForAPage_data() { rows(); }
    void switchesNothingOffForAPage();
    void takesAForbiddenThatAsksToWaitForALimit_data() { rows(); }
    void takesAForbiddenThatAsksToWaitForALimit();
    void countsADateFromTheVendorsOwnClock_data() { rows(); }
    void countsADateFromTheVendorsOwnClock();

private:
    static void rows()
    {
        QTest::addColumn<int>("vendor");
        for (std::size_t i = 0; i < test::contractVendors().size(); ++i)
            QTest::newRow(test::contractVendors()[i].name) << int(i);
    }
    template <typename Case>
    static void rowsTimes(const std::vector<std::pair<const char *, Case>> &cases)
    {
        for (std::size_t i = 0; i < test::contractVendors().size(); ++i) {
            for (const auto &[name, one] : cases)
                QTest::addRow("%s, %s", test::contractVendors()[i].name, name) << int(i) << one;
        }
    }
    static const ContractVendor &vendor()
    {
        QFETCH(int, vendor);
        return test::contractVendors().at(std::size_t(vendor));
    }
};

void RealWorldRepliesTest::believesNoChangeThatAPageConfirms_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<http::Response>("reply");
    using R = http::Response;
    rowsTimes<R>({{"sign-in page", R {200, asHtml, signInPage}},
        {"page called JSON", R {200, asJson, signInPage}},
        {"page without a type", R {200, {}, signInPage}},
        {"text", R {200, {{"Content-Type", "text/plain"}}, "OK"}},
        {"JSON called a page", R {200, asHtml, "{}"}}, {"empty page", R {200, asHtml, ""}},
        {"half a JSON", R {200, asJson, "{\"a\":"}}, {"a lone word", R {200, asJson, "true"}},
        {"gateway's 404", R {404, asHtml, signInPage}},
        {"plain 404", R {404, {}, "404 page not found"}}, {"empty 404", R {404, {}, ""}},
        {"gateway's 410", R {410, asHtml, signInPage}},
        {"gateway's 502", R {502, asHtml, signInPage}}});
}

void RealWorldRepliesTest::believesNoChangeThatAPageConfirms()
{
    QFETCH(http::Response, reply);
    Bench bench(vendor());
    bench.remove().reply(reply.status, reply.body, reply.headers);
    const auto outcome = bench.removed();
    QVERIFY2(!outcome, "a page was believed to be the answer");
    QCOMPARE(outcome.error().kind, ErrorKind::OutcomeUnknown);
    QVERIFY(!outcome.error().detail.isEmpty() || outcome.error().httpStatus >= 500);
    QVERIFY(!outcome.error().isVendors);
    bench.wire->verifyAllUsed();

    Bench creating(vendor());
    creating.create().reply(reply.status, reply.body, reply.headers);
    const auto issued = creating.created();
    QVERIFY(!issued);
    QCOMPARE(issued.error().kind, ErrorKind::OutcomeUnknown);
    creating.wire->verifyAllUsed();
}

void RealWorldRepliesTest::believesNoReadThatAPageAnswers()
{
    for (const int status : {200, 404}) {
        Bench bench(vendor());
        bench.vendor.expectRead(*bench.wire).reply(status, signInPage, asHtml);
        const auto token = bench.read();
        QVERIFY(!token);
        QCOMPARE(token.error().kind, ErrorKind::UnexpectedReply);
    }
    Bench listing(vendor());
    listing.list().reply(200, signInPage, asHtml);
    QCOMPARE(listing.listed().error().kind, ErrorKind::UnexpectedReply);
    Bench wellFormed(vendor()); // Right by its shape, but not called JSON by whatever sent it.
    wellFormed.list().reply(200, wellFormed.vendor.noTokens, asHtml);
    QCOMPARE(wellFormed.listed().error().kind, ErrorKind::UnexpectedReply);
    // A key is not "dead" because a page says 404 or 400.
    for (const int status : {400, 404}) {
        Bench trying(vendor());
        trying.vendor.expectVerify(*trying.wire).reply(status, signInPage, asHtml);
        if (status == 400 && trying.vendor.retryOn400) // Asked in the other way, with the same end.
            continue;
        const auto who = trying.verified();
        QVERIFY(!who);
        QVERIFY(who.error().kind != ErrorKind::Unauthorized);
    }
}

void RealWorldRepliesTest::believesNotFoundOfTheVendorOnly_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<http::HeaderList>("headers");
    rowsTimes<http::HeaderList>({{"JSON", asJson}, {"no type", {}},
        {"problem details", {{"Content-Type", "application/problem+json"}}}});
}

void RealWorldRepliesTest::believesNotFoundOfTheVendorOnly()
{
    QFETCH(http::HeaderList, headers);
    Bench bench(vendor());
    bench.remove().reply(bench.vendor.goneStatus, bench.vendor.gone, headers);
    const auto outcome = bench.removed();
    QVERIFY(outcome);
    QCOMPARE(*outcome, domain::DeleteOutcome::AlreadyGone);
    if (bench.vendor.connection.vendor == domain::Vendor::SoftwareOne) {
        // The gateway in front of SoftwareOne speaks JSON as well, of the address.
        Bench gateway(vendor());
        gateway.remove().reply(
            404, R"({"statusCode":404,"message":"Resource not found"})", headers);
        QCOMPARE(gateway.removed().error().kind, ErrorKind::OutcomeUnknown);
    }
}

void RealWorldRepliesTest::takesJsonByEveryNameOfItsType_data()
{
    QTest::addColumn<int>("vendor");
    QTest::addColumn<QByteArray>("type");
    rowsTimes<QByteArray>({{"plain", "application/json"},
        {"charset", "application/json;charset=UTF-8"}, {"upper case", "Application/JSON"},
        {"suffix", "application/vnd.api+json"}, {"text", "text/json"}});
}

void RealWorldRepliesTest::takesJsonByEveryNameOfItsType()
{
    QFETCH(QByteArray, type);
    const http::HeaderList headers = {{"content-type", type}};
    Bench bench(vendor());
    bench.list().reply(200, bench.vendor.twoTokens, headers);
    const auto list = bench.listed();
    QVERIFY(list);
    QCOMPARE(list->tokens.size(), 2U);
    Bench removing(vendor());
    removing.remove().reply(removing.vendor.deletedStatus, removing.vendor.deleted, headers);
    if (removing.vendor.afterDelete)
        removing.vendor.afterDelete(*removing.wire);
    QVERIFY(removing.removed());
}

/// CSP's revoke answers nothing that says what became of the token; the details have to.
void RealWorldRepliesTest::confirmsNothingByALookThatFailed()
{
    const auto &all = test::contractVendors();
    const auto csp = std::find_if(all.begin(), all.end(),
        [](const ContractVendor &one) { return one.connection.vendor == domain::Vendor::Csp; });
    QVERIFY(csp != all.end());
    const std::vector<http::Response> looks
        = {{200, asHtml, signInPage}, {404, asHtml, signInPage}, {400, asHtml, signInPage},
            {500, asJson, csp->refusal}, {403, asHtml, signInPage}, {429, asJson, csp->refusal}};
    for (const auto &look : looks) {
        Bench bench(*csp);
        bench.remove().reply(200);
        bench.vendor.expectRead(*bench.wire).reply(look.status, look.body, look.headers);
        const auto outcome = bench.removed();
        QVERIFY2(!outcome, qPrintable(QString::number(look.status)));
        QCOMPARE(outcome.error().kind, ErrorKind::OutcomeUnknown);
        QVERIFY(outcome.error().detail.contains(u"could not be checked"_s));
        bench.wire->verifyAllUsed();
    }
}

void RealWorldRepliesTest::takesARefusalWhateverItsBody()
{
    const QByteArray large = signInPage + QByteArray(400 * 1024, ' ');
    const std::vector<std::pair<int, ErrorKind>> refusals
        = {{400, ErrorKind::Invalid}, {401, ErrorKind::Unauthorized}, {403, ErrorKind::Forbidden},
            {409, ErrorKind::Conflict}, {422, ErrorKind::Invalid}, {429, ErrorKind::RateLimited}};
    for (const auto &[status, kind] : refusals) {
        Bench bench(vendor());
        bench.remove().reply(status, large, asHtml);
        const auto outcome = bench.removed();
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, kind);
        QVERIFY(!base::mayHaveHappened(outcome.error()));
        QVERIFY(outcome.error().vendorWords.size() <= 300);
    }
}

void RealWorldRepliesTest::switchesNothingOffForAPage()
{
    Bench bench(vendor());
    bench.remove().reply(403, signInPage, asHtml);
    QCOMPARE(bench.removed().error().kind, ErrorKind::Forbidden);
    QVERIFY(bench.client->capabilities()[Operation::Delete].isPossible());
}

void RealWorldRepliesTest::takesAForbiddenThatAsksToWaitForALimit()
{
    const http::HeaderList waits = {{"Content-Type", "application/json"}, {"Retry-After", "17"}};
    {
        Bench bench(vendor());
        bench.list().reply(403, bench.vendor.refusal, waits);
        const auto list = bench.listed();
        QVERIFY(!list);
        QCOMPARE(list.error().kind, ErrorKind::RateLimited);
        QCOMPARE(list.error().httpStatus, 403);
        QCOMPARE(list.error().retryAfter, std::chrono::seconds(17));
        QVERIFY(bench.client->capabilities()[Operation::List].isPossible());
    }
    {
        Bench bench(vendor());
        bench.remove().reply(403, bench.vendor.refusal, waits);
        const auto outcome = bench.removed();
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::RateLimited); // Nothing happened: it waits.
        QVERIFY(bench.client->capabilities()[Operation::Delete].isPossible());
    }
    {
        Bench bench(vendor()); // A wait that cannot be read is a limit all the same.
        bench.list().reply(403, signInPage, {{"Retry-After", "later"}});
        const auto list = bench.listed();
        QVERIFY(!list);
        QCOMPARE(list.error().kind, ErrorKind::RateLimited);
        QVERIFY(!list.error().retryAfter);
    }
}

void RealWorldRepliesTest::countsADateFromTheVendorsOwnClock()
{
    // Whatever the time is here, the vendor's clock is years off.
    for (const auto &[day, year] : {std::pair("Sat", "2001"), std::pair("Tue", "2083")}) {
        const auto at = [day = QByteArray(day), year = QByteArray(year)](const char *time) {
            return day + (year == "2001" ? ", 09 Jun " : ", 08 Jun ") + year + ' ' + time + " GMT";
        };
        Bench bench(vendor());
        bench.list().reply(
            429, bench.vendor.refusal, {{"Date", at("10:00:00")}, {"Retry-After", at("11:00:00")}});
        const auto list = bench.listed();
        QVERIFY(!list);
        QCOMPARE(list.error().kind, ErrorKind::RateLimited);
        QCOMPARE(list.error().retryAfter, std::chrono::seconds(3600));
    }
}

Q_DECLARE_METATYPE(http::Response)

QTEST_GUILESS_MAIN(RealWorldRepliesTest)
#include "tst_realworldreplies.moc"
