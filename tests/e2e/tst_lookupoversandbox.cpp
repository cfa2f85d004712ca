// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Reading one token and trying a key, against the sandbox over HTTP: the clients and the sandbox
/// are written apart from the same contracts.

#include "await.h"
#include "playedvendors.h"
#include "sandbox/sandboxthread.h"
#include "stricttest.h"
#include "vendors/catalog.h"
#include "work/keymatch.h"
#include "work/tokenstore.h"

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::Vendor;
using test::await;

namespace {

struct Bench
{
    std::unique_ptr<domain::VendorClient> client(Vendor vendor, const char *member = "secret") const
    {
        domain::Connection one = played.connection(vendor);
        one.id = domain::vendorId(vendor);
        return vendors::makeHttpClient(one, played.trackingCredentials(vendor, member));
    }

    domain::TokenDraft draft(Vendor vendor, const domain::DraftForm &form) const
    {
        domain::TokenDraft draft;
        draft.kind = form.kind;
        draft.name = u"robot"_s;
        draft.grants
            = form.presets.empty() ? std::vector<domain::Grant> {} : form.presets.front().grants;
        if (form.lifetime)
            draft.lifetime = form.lifetime->suggested;
        if (vendor == Vendor::Csp)
            draft.idToken = played.key(vendor, "idToken");
        return draft;
    }

    sandbox::SandboxThread sandbox {sandbox::Options {.tokens = 12}};
    QString problem {sandbox.start()};
    test::PlayedVendors played {sandbox.readyLine()};
};

} // namespace

class LookupOverSandboxTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void readsEveryListedTokenAsListed_data() { rows(); }
    void readsEveryListedTokenAsListed();
    void triesTheKeyOfANewToken_data() { rows(); }
    void triesTheKeyOfANewToken();
    void findsTheTokenOfARealKey_data();
    void findsTheTokenOfARealKey();

private:
    static void rows()
    {
        QTest::addColumn<Vendor>("vendor");
        QTest::addColumn<QByteArray>("member");
        QTest::newRow("Mist") << Vendor::Mist << "secret"_ba;
        QTest::newRow("Mist, a user") << Vendor::Mist << "userSecret"_ba;
        QTest::newRow("CSP") << Vendor::Csp << "secret"_ba;
        QTest::newRow("SoftwareOne") << Vendor::SoftwareOne << "secret"_ba;
        QTest::newRow("Lightspark") << Vendor::Lightspark << "secret"_ba;
    }
};

void LookupOverSandboxTest::readsEveryListedTokenAsListed()
{
    QFETCH(Vendor, vendor);
    QFETCH(QByteArray, member);
    Bench bench;
    QVERIFY2(bench.problem.isEmpty(), qPrintable(bench.problem));
    const auto client = bench.client(vendor, member.constData());
    int read = 0;
    std::optional<domain::PageCursor> at = domain::PageCursor {};
    while (at) {
        const auto page = await(client->listTokens(*at));
        QVERIFY2(page, qPrintable(page ? QString() : page.error().detail));
        for (const domain::Token &listed : page->tokens.tokens()) {
            const auto alone = await(client->readToken(listed));
            if (!alone && alone.error().kind == ErrorKind::Unsupported)
                continue; // CSP: not tracked.
            QVERIFY2(alone, qPrintable(listed.name));
            QCOMPARE(alone->key, listed.key);
            QCOMPARE(alone->name, listed.name);
            QCOMPARE(alone->kind, listed.kind);
            QCOMPARE(alone->grants, listed.grants);
            if (listed.status == domain::TokenStatus::Unknown)
                continue; // A row of CSP's own list, which tells less; it came before, tracked.
            QCOMPARE(alone->status, listed.status);
            QCOMPARE(alone->description, listed.description);
            QCOMPARE(alone->owner, listed.owner);
            QCOMPARE(alone->isOwnCredential, listed.isOwnCredential);
            QCOMPARE(alone->allowedAddresses, listed.allowedAddresses);
            ++read;
        }
        at = page->next;
    }
    QVERIFY(read > 1);
}

void LookupOverSandboxTest::triesTheKeyOfANewToken()
{
    QFETCH(Vendor, vendor);
    QFETCH(QByteArray, member);
    Bench bench;
    QVERIFY2(bench.problem.isEmpty(), qPrintable(bench.problem));
    const auto client = bench.client(vendor, member.constData());
    QVERIFY(await(client->whoAmI()));
    const auto forms = await(client->draftForms());
    QVERIFY(forms && !forms->empty());
    const auto issued = await(client->createToken(bench.draft(vendor, forms->front())));
    QVERIFY2(issued,
        qPrintable(issued ? QString() : issued.error().detail + issued.error().vendorWords));
    const auto who = await(client->verifyKey(issued->token, issued->secret.clone()));
    QVERIFY2(who, qPrintable(who ? QString() : who.error().detail));
    QVERIFY(!who->name.isEmpty());
    // A key with one character changed is refused, not "in trouble".
    QByteArray wrong = issued->secret.expose().toByteArray();
    wrong[wrong.size() / 2 + 3] = wrong[wrong.size() / 2 + 3] == 'x' ? 'y' : 'x';
    const auto refused
        = await(client->verifyKey(issued->token, base::Secret::take(std::move(wrong))));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, ErrorKind::Unauthorized);
    // The console's own credential is in force as before.
    QVERIFY(await(client->listTokens({})));
}

void LookupOverSandboxTest::findsTheTokenOfARealKey_data()
{
    QTest::addColumn<Vendor>("vendor");
    QTest::addColumn<work::Certainty>("how");
    QTest::newRow("Mist") << Vendor::Mist << work::Certainty::Ends;
    QTest::newRow("SoftwareOne") << Vendor::SoftwareOne << work::Certainty::ExactId;
    QTest::newRow("Lightspark") << Vendor::Lightspark << work::Certainty::ClientId;
}

/// What the vendor lists of a token and what stands in its key fit together.
void LookupOverSandboxTest::findsTheTokenOfARealKey()
{
    QFETCH(Vendor, vendor);
    QFETCH(work::Certainty, how);
    Bench bench;
    const auto client = bench.client(vendor);
    work::TokenStore store;
    std::optional<domain::PageCursor> at = domain::PageCursor {};
    domain::TokenKey own;
    while (at) {
        const auto page = await(client->listTokens(*at));
        QVERIFY(page);
        store.merge(page->tokens);
        for (const domain::Token &token : page->tokens.tokens()) {
            if (token.isOwnCredential)
                own = token.key;
        }
        at = page->next;
    }
    QByteArray text = "# found in a script\nTOKEN=";
    if (vendor == Vendor::Lightspark)
        text += bench.played.said(vendor).value("clientId"_L1).toString().toUtf8() + ':';
    text += bench.played.said(vendor).value("secret"_L1).toString().toUtf8() + '\n';
    const auto found = work::findKeys(base::Secret::take(std::move(text)), store.snapshot(),
        {{domain::vendorId(vendor), vendor}});
    QCOMPARE(found.matches.size(), std::size_t {1});
    QCOMPARE(found.matches.front(), (work::KeyMatch {own, how, 2}));
}

QTEST_GUILESS_MAIN(LookupOverSandboxTest)
#include "tst_lookupoversandbox.moc"
