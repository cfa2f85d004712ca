// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// NET-09: what is used of an address as admins type and paste it.

#include "domain/vendoraddress.h"
#include "domain/vendorclient.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;

class VendorAddressTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void readsWhatWasTyped_data();
    void readsWhatWasTyped();
    void leavesTheRestForTheCheck_data();
    void leavesTheRestForTheCheck();
    void keepsTheHostOfAStoredAddress();

private:
    static domain::ConnectionForm form()
    {
        domain::ConnectionForm form;
        form.hosts = {{u"Global"_s, QUrl(u"https://api.example.com"_s), u"manage.example.com"_s},
            {u"EU"_s, QUrl(u"https://api.eu.example.com"_s)}};
        form.apiPaths = {u"/api"_s, u"/csp/gateway"_s};
        return form;
    }
};

void VendorAddressTest::readsWhatWasTyped_data()
{
    QTest::addColumn<QString>("used");
    const QString api = u"https://api.example.com"_s;
    const auto row = [](const char *typed, const QString &used) { QTest::newRow(typed) << used; };
    row("api.example.com", api);
    row("https://api.example.com", api);
    row("https://api.example.com/", api);
    row("  api.example.com\t", api);
    row("<https://api.example.com/>", api);
    row("\"api.example.com\"", api);
    row("API.Example.COM", api);
    row("HTTPS://API.EXAMPLE.COM/API/V1/", api);
    row("api.example.com/api/v1", api);
    row("api.example.com/api", api);
    row("api.example.com/csp/gateway/am/api/auth?x=1", api);
    row("api.example.com:443", api);
    row("https://api.example.com:443/api/v1", api);
    row("api.example.com:8443", u"https://api.example.com:8443"_s);
    row("api.example.com:8443/api/v1/", u"https://api.example.com:8443"_s);
    row("https://manage.example.com/admin/?org_id=1#!dashboard", api);
    row("manage.example.com", api);
    row("localhost:8080", u"https://localhost:8080"_s);
    row("http://127.0.0.1:8080/api/v1", u"http://127.0.0.1:8080"_s);
    row("http://[::1]:80", u"http://[::1]"_s);
    row("proxy.internal", u"https://proxy.internal"_s);
}

void VendorAddressTest::readsWhatWasTyped()
{
    QFETCH(QString, used);
    const QUrl url = domain::addressOf(form(), QString::fromUtf8(QTest::currentDataTag()));
    QVERIFY(domain::isBareAddress(url));
    QCOMPARE_EQ(domain::addressText(url), used);
}

void VendorAddressTest::leavesTheRestForTheCheck_data()
{
    QTest::addColumn<QString>("typed");
    for (const char *typed : {"", " ", "https://", "api example.com", "https:api.example.com",
             "api.example.com/other", "api.example.com/apis", "api.example.com/x/api",
             "api.example.com?x=1", "api.example.com#x", "user@api.example.com/api",
             "user:pw@manage.example.com", "/api/v1"})
        QTest::newRow(*typed ? typed : "nothing") << QString::fromLatin1(typed);
}

void VendorAddressTest::leavesTheRestForTheCheck()
{
    QFETCH(QString, typed);
    const QUrl url = domain::addressOf(form(), typed);
    QVERIFY2(!domain::isBareAddress(url), qPrintable(url.toString()));
}

/// A key was typed for that host: it must not go to another one.
void VendorAddressTest::keepsTheHostOfAStoredAddress()
{
    const QUrl console(u"https://manage.example.com"_s);
    QCOMPARE_EQ(domain::withoutApiPath(console, form().apiPaths), console);
    QCOMPARE_EQ(domain::withoutApiPath(QUrl(u"https://x.example/api/v1/"_s), form().apiPaths),
        QUrl(u"https://x.example"_s));
    // A letter that looks like one of ours is seen.
    QCOMPARE_EQ(domain::addressText(domain::addressOf(form(), u"\u0430pi.example.com"_s)),
        u"https://xn--pi-6kc.example.com"_s);
}

QTEST_GUILESS_MAIN(VendorAddressTest)
#include "tst_vendoraddress.moc"
