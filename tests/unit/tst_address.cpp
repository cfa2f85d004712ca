// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Which texts are an IP address or CIDR block.

#include "domain/draft.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;

class AddressTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void knowsAddresses_data();
    void knowsAddresses();
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

QTEST_GUILESS_MAIN(AddressTest)
#include "tst_address.moc"
