// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What every vendor does about CA files: a connection whose file cannot be used does not open, and
/// nothing is sent.

#include "contractvendor.h"
#include "vendors/catalog.h"

#include <QFile>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using test::await;
using test::ContractVendor;

class CaFilesTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void doesNotOpenWithoutItsOwn_data() { vendors(); }
    void doesNotOpenWithoutItsOwn();
    void doesNotOpenWithoutTheCommonOne_data() { vendors(); }
    void doesNotOpenWithoutTheCommonOne();
    void isCheckedBeforeItIsSaved_data() { vendors(); }
    void isCheckedBeforeItIsSaved();

private:
    static void vendors()
    {
        QTest::addColumn<int>("vendor");
        const auto &all = test::contractVendors();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name) << int(i);
    }
    /// A connection to a port of this computer where nobody listens.
    static ContractVendor vendor()
    {
        QFETCH(int, vendor);
        ContractVendor one = test::contractVendors().at(std::size_t(vendor));
        one.connection.baseUrl = QUrl(u"https://127.0.0.1:1"_s);
        return one;
    }
    static void verifyNotOpened(domain::VendorClient &client, const QString &file)
    {
        const auto who = await(client.whoAmI());
        QVERIFY(!who);
        QCOMPARE(who.error().kind, ErrorKind::LocalFile);
        QVERIFY2(who.error().detail.contains(file), qPrintable(who.error().detail));
    }

    QTemporaryDir m_folder;
};

void CaFilesTest::doesNotOpenWithoutItsOwn()
{
    ContractVendor one = vendor();
    one.connection.caFile = m_folder.filePath(u"gone.pem"_s);
    const auto client = vendors::makeHttpClient(one.connection, one.credentials());
    verifyNotOpened(*client, one.connection.caFile);
}

void CaFilesTest::doesNotOpenWithoutTheCommonOne()
{
    const ContractVendor one = vendor();
    const QString gone = m_folder.filePath(u"gone.pem"_s);
    const auto named = vendors::httpClientFactory([gone] { return gone; });
    verifyNotOpened(*named(one.connection, one.credentials()), gone);
    // Nor where the setting cannot be read: less trust than somebody asked for is not more safety.
    const auto unread = vendors::httpClientFactory([]() -> base::Result<QString> {
        return base::fail(ErrorKind::LocalFile, u"trust.json: damaged"_s);
    });
    verifyNotOpened(*unread(one.connection, one.credentials()), u"trust.json"_s);
}

void CaFilesTest::isCheckedBeforeItIsSaved()
{
    ContractVendor one = vendor();
    one.connection.caFile = m_folder.filePath(u"empty.pem"_s);
    QFile file(one.connection.caFile);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto fits = vendors::checkConnection(one.connection, nullptr);
    QVERIFY(!fits);
    QCOMPARE(fits.error().field, u"caFile"_s);
    QVERIFY(fits.error().detail.contains(u"holds no certificate"_s));
}

QTEST_GUILESS_MAIN(CaFilesTest)
#include "tst_cafiles.moc"
