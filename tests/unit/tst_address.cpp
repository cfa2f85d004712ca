// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Which texts are an IP address or CIDR block, and what is odd about a list of them.

#include "domain/address.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;

class AddressTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void knowsAddresses_data();
    void knowsAddresses();
    void warnsOfWhatIsOdd_data();
    void warnsOfWhatIsOdd();
};

void AddressTest::knowsAddresses_data()
{
    QTest::addColumn<bool>("accepted");
    for (const char *good : {"0.0.0.0", "10.1.2.3", "255.255.255.255", "10.0.0.0/8", "1.2.3.4/32",
             "1.2.3.4/0", "::", "::1", "2001:db8::", "2001:db8::/32", "fe80::1/128",
             "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4", "1:2:3:4:5:6:1.2.3.4", "ABCD::ef"})
        QTest::newRow(good) << true;
    for (const char *bad : {"", " ", "1.2.3", "1.2.3.4.5", "256.1.1.1", "01.2.3.4", "1.2.3.4 ",
             "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/08", "1.2.3.4/8/8", "a.b.c.d",
             "+1.2.3.4", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
             "12345::", "::/129", "g::", "1:2:3:4:5:6:7:8::", "::1%eth0",
             "1.2.3.4::", "example.com", "[::1]", "::ffff:1.2.3.256", "1:2:3:4:5:6:7:1.2.3.4"})
        QTest::newRow(bad) << false;
}

void AddressTest::knowsAddresses()
{
    QTEST(domain::isAddressOrBlock(QString::fromLatin1(QTest::currentDataTag())), "accepted");
}

void AddressTest::warnsOfWhatIsOdd_data()
{
    QTest::addColumn<QStringList>("addresses");
    QTest::addColumn<QStringList>("warnings");
    const auto row = [](const QStringList &addresses, const QStringList &warnings) {
        QTest::newRow(qPrintable(addresses.join(u' '))) << addresses << warnings;
    };
    const auto unseen = [](const QString &text, const QString &what) {
        return u"%1 is %2: a vendor on the Internet sees your public address instead"_s.arg(
            text, what);
    };
    row({}, {});
    row({u"8.8.8.8"_s, u"198.51.100.0/24"_s, u"2001:db8::/32"_s}, {});
    row({u"0.0.0.0/0"_s}, {u"0.0.0.0/0 allows every address (IPv4): the list keeps nobody out"_s});
    row({u"::/0"_s}, {u"::/0 allows every address (IPv6): the list keeps nobody out"_s});
    row({u"8.8.8.8/0"_s}, {u"8.8.8.8/0 allows every address (IPv4): the list keeps nobody out"_s});
    row({u"128.0.0.0/1"_s}, {u"128.0.0.0/1 allows one in 2 of all IPv4 addresses"_s});
    row({u"8.0.0.0/7"_s}, {u"8.0.0.0/7 allows one in 128 of all IPv4 addresses"_s});
    row({u"8.0.0.0/8"_s}, {});
    row({u"2000::/3"_s}, {u"2000::/3 allows one in 8 of all IPv6 addresses"_s});
    row({u"10.0.0.1/24"_s},
        {u"10.0.0.1/24 has host bits: it means 10.0.0.0/24"_s,
            unseen(u"10.0.0.1/24"_s, u"private"_s)});
    row({u"8.8.8.8/31"_s}, {});
    row({u"8.8.8.9/31"_s}, {u"8.8.8.9/31 has host bits: it means 8.8.8.8/31"_s});
    row({u"2001:db8:0:0:1::5/64"_s},
        {u"2001:db8:0:0:1::5/64 has host bits: it means 2001:db8::/64"_s});
    row({u"192.168.1.1"_s}, {unseen(u"192.168.1.1"_s, u"private"_s)});
    row({u"172.32.0.1"_s}, {});
    row({u"100.64.0.0/10"_s}, {unseen(u"100.64.0.0/10"_s, u"shared by customers of a provider"_s)});
    row({u"127.0.0.1"_s}, {unseen(u"127.0.0.1"_s, u"of this computer itself"_s)});
    row({u"fe80::1"_s}, {unseen(u"fe80::1"_s, u"link-local"_s)});
    row({u"0.0.0.0"_s}, {unseen(u"0.0.0.0"_s, u"no address of anybody"_s)});
    row({u"::ffff:8.8.8.8"_s},
        {u"::ffff:8.8.8.8 is IPv4 written as IPv6, which a vendor may not recognise: write 8.8.8.8"_s});
    row({u"::ffff:0:0/96"_s},
        {u"::ffff:0:0/96 is IPv4 written as IPv6, which a vendor may not recognise: write 0.0.0.0/0"_s,
            u"::ffff:0:0/96 allows every address (IPv4): the list keeps nobody out"_s});
    row({u"8.8.8.8"_s, u"8.8.8.8"_s}, {u"8.8.8.8 is there twice"_s});
    row({u"8.8.8.8"_s, u"8.8.8.8/32"_s}, {u"8.8.8.8/32 is the same as 8.8.8.8"_s});
    row({u"2001:DB8::1"_s, u"2001:db8:0::1"_s}, {u"2001:db8:0::1 is the same as 2001:DB8::1"_s});
    row({u"8.8.8.8"_s, u"8.8.0.0/16"_s}, {u"8.8.8.8 is allowed by 8.8.0.0/16 already"_s});
    row({u"8.8.0.0/16"_s, u"8.9.0.0/16"_s}, {});
    row({u"not an address"_s, u"8.8.8.8"_s}, {});
}

void AddressTest::warnsOfWhatIsOdd()
{
    QFETCH(QStringList, addresses);
    QTEST(domain::addressWarnings(addresses), "warnings");
}

QTEST_GUILESS_MAIN(AddressTest)
#include "tst_address.moc"
