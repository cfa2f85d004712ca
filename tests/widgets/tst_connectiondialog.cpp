// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "deskfixture.h"
#include "dialogs/connectiondialog.h"
#include "dialogs/identityview.h"
#include "stricttest.h"
#include "support/banner.h"
#include "support/secretedit.h"
#include "widgettools.h"

#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using dialogs::ConnectionDialog;
using test::child;

class ConnectionDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void asksForWhatTheVendorNeeds();
    void savesInTheKeychainAndForgetsTheKey();
    void testsAndShowsWhoItIs();
    void offersTheOrganisationsTheKeySees();
    void saysTheVendorsRefusal();
    void sendsAKeyToTheAddressItWasTypedFor();
    void namesTheBadPositionInAPastedKeyWithoutAnyRequest();
    void refusesAnAddressThatIsNotHttps();
    void showsTheAddressThatWillBeUsed();
    void keepsAStoredAddressWithItsPath();
    void refusesASecondConnectionOfTheSameName();
    void offersThisRunOnlyWhenTheKeychainFails_data();
    void offersThisRunOnlyWhenTheKeychainFails();
    void savesAfterTheKeychainWasUnlocked();
    void neverShowsAStoredKey();
    void keepsTheStoredKeyWhenNoneIsTyped();
    void duplicatesWithoutTheKey();
    void keepsACaFile();

private:
    static domain::ConnectionForm formOf(domain::Vendor vendor);
    static void type(const QWidget *dialog, const char *name, const QString &text)
    {
        auto *edit = child<QLineEdit>(dialog, name);
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    static void choose(const QWidget *dialog, const char *name, const QVariant &data)
    {
        auto *box = child<QComboBox>(dialog, name);
        box->setCurrentIndex(box->findData(data));
    }
    static QString error(const QWidget *dialog, const char *field)
    {
        return dialog->findChild<QLabel *>(QLatin1String(field) + u"ErrorLabel"_s)->text();
    }
    static void fillIn(const QWidget *dialog)
    {
        choose(dialog, "vendorComboBox", u"lightspark"_s);
        type(dialog, "nameEdit", u"Payments"_s);
        type(dialog, "clientIdEdit", u"client-1"_s);
        type(dialog, "secretEdit", u"canary-key-1"_s);
    }
};

domain::ConnectionForm ConnectionDialogTest::formOf(domain::Vendor vendor)
{
    domain::ConnectionForm form;
    form.vendor = vendor;
    form.hosts = {{u"Production"_s, QUrl(u"https://api.example"_s)},
        {u"Second"_s, QUrl(u"https://api.second.example"_s)}};
    form.apiPaths = {u"/api"_s};
    form.takesOrganisation = vendor == domain::Vendor::Mist || vendor == domain::Vendor::Csp;
    form.organisationHint = u"UUID, may stay empty"_s;
    form.takesClientId = vendor == domain::Vendor::Lightspark;
    form.takesOauthClient = vendor == domain::Vendor::Csp;
    form.takesOwnTokenId = vendor == domain::Vendor::SoftwareOne;
    form.secretLabel = form.takesClientId ? u"Client secret"_s : u"API token"_s;
    form.secretHint = u"from the console"_s;
    return form;
}

void ConnectionDialogTest::asksForWhatTheVendorNeeds()
{
    test::DeskFixture fixture;
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    QVERIFY(child<QComboBox>(&dialog, "organisationComboBox")->isVisible());
    QVERIFY(!child<QLineEdit>(&dialog, "clientIdEdit")->isVisible());
    QVERIFY(!child<QLineEdit>(&dialog, "urlEdit")->isVisible());
    test::keepPicture(&dialog, "connection-mist");
    choose(&dialog, "vendorComboBox", u"lightspark"_s);
    QVERIFY(child<QLineEdit>(&dialog, "clientIdEdit")->isVisible());
    QVERIFY(!child<QComboBox>(&dialog, "organisationComboBox")->isVisible());
    QCOMPARE(child<QLineEdit>(&dialog, "secretEdit")->accessibleName(), u"Client secret"_s);
    choose(&dialog, "vendorComboBox", u"csp"_s);
    QVERIFY(child<QLineEdit>(&dialog, "oauthSecretEdit")->isVisible());
    test::keepPicture(&dialog, "connection-csp");
    choose(&dialog, "vendorComboBox", u"softwareone"_s);
    QVERIFY(child<QLineEdit>(&dialog, "ownTokenIdEdit")->isVisible());
    QVERIFY(!child<QLineEdit>(&dialog, "oauthSecretEdit")->isVisible());
    choose(&dialog, "hostComboBox", QUrl());
    QVERIFY(child<QLineEdit>(&dialog, "urlEdit")->isVisible());
}

void ConnectionDialogTest::savesInTheKeychainAndForgetsTheKey()
{
    test::DeskFixture fixture;
    ConnectionDialog dialog(fixture.desk, &formOf);
    const QSignalSpy saved(&dialog, &ConnectionDialog::saved);
    dialog.startAdd();
    dialog.open();
    fillIn(&dialog);
    choose(&dialog, "environmentComboBox", u"staging"_s);
    child<QPushButton>(&dialog, "saveButton")->click();
    QVERIFY(child<QLineEdit>(&dialog, "secretEdit")->text().isEmpty());
    QTRY_COMPARE(saved.count(), 1);
    const domain::Connection *made
        = fixture.desk.connections().find(saved.first().first().toString());
    QVERIFY(made);
    QCOMPARE(made->name, u"Payments"_s);
    QCOMPARE(made->clientId, u"client-1"_s);
    QCOMPARE(made->baseUrl, QUrl(u"https://api.example"_s));
    QCOMPARE(made->environment, domain::Environment::Staging);
    QVERIFY(fixture.keychain.has({made->id, QLatin1String(domain::field::credential)}));
    QVERIFY(!test::accessibleText(&dialog).contains("canary"_L1));
    QTRY_VERIFY(!dialog.isVisible());
}

void ConnectionDialogTest::testsAndShowsWhoItIs()
{
    test::DeskFixture fixture;
    fixture.vendor.identity.budgetUsed = 12;
    fixture.vendor.identity.budgetLimit = 5000;
    fixture.vendor.identity.note = u"<b>own tokens only</b>"_s;
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    fillIn(&dialog);
    child<QPushButton>(&dialog, "testButton")->click();
    QVERIFY(!child<QPushButton>(&dialog, "saveButton")->isEnabled());
    auto *identity = child<dialogs::IdentityView>(&dialog, "identityGroupBox");
    QTRY_VERIFY(identity->isVisible());
    for (const auto wanted :
        {"ada@example.com"_L1, "12 of 5000"_L1, "<b>own tokens only</b>"_L1, "admin"_L1})
        QVERIFY2(identity->summary().contains(wanted), qPrintable(identity->summary()));
    test::keepPicture(&dialog, "connection-tested");
    // What was tested is no longer what stands there.
    QTest::keyClicks(child<QLineEdit>(&dialog, "clientIdEdit"), u"x"_s);
    QVERIFY(!identity->isVisible());
    // The key was taken and is still known: saving does not ask for it again.
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_COMPARE(fixture.desk.connections().all().size(), std::size_t {1});
}

void ConnectionDialogTest::offersTheOrganisationsTheKeySees()
{
    test::DeskFixture fixture;
    fixture.vendor.identity.organisations = {{u"org-1"_s, u"One"_s}, {u"org-2"_s, u"Two"_s}};
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    type(&dialog, "nameEdit", u"Campus"_s);
    type(&dialog, "secretEdit", u"canary-key-1"_s);
    child<QPushButton>(&dialog, "testButton")->click();
    auto *box = child<QComboBox>(&dialog, "organisationComboBox");
    QTRY_COMPARE(box->count(), 2);
    box->setCurrentIndex(1);
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_COMPARE(fixture.desk.connections().all().size(), std::size_t {1});
    QCOMPARE(fixture.desk.connections().all().front().organisation, u"org-2"_s);
}

void ConnectionDialogTest::saysTheVendorsRefusal()
{
    test::DeskFixture fixture;
    fixture.vendor.whoAmIFails = base::Error {.kind = ErrorKind::Unauthorized,
        .vendorWords = u"token <i>expired</i>"_s,
        .requestId = u"req-7"_s,
        .httpStatus = 401};
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    fillIn(&dialog);
    child<QPushButton>(&dialog, "testButton")->click();
    auto *banner = child<support::Banner>(&dialog, "banner");
    QTRY_VERIFY(banner->isVisible());
    const QString text = child<QLabel>(banner, "bannerTextLabel")->text();
    QVERIFY(text.contains("token <i>expired</i>"_L1));
    QVERIFY(text.contains("req-7"_L1));
    QVERIFY(child<QPushButton>(&dialog, "saveButton")->isEnabled());
    test::keepPicture(&dialog, "connection-refused");
}

void ConnectionDialogTest::sendsAKeyToTheAddressItWasTypedFor()
{
    test::DeskFixture fixture;
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    fillIn(&dialog);
    child<QPushButton>(&dialog, "testButton")->click();
    QTRY_VERIFY(child<dialogs::IdentityView>(&dialog, "identityGroupBox")->isVisible());
    choose(&dialog, "hostComboBox", QUrl(u"https://api.second.example"_s));
    for (const char *button : {"testButton", "saveButton"}) {
        child<QPushButton>(&dialog, button)->click();
        QVERIFY(!error(&dialog, "secret").isEmpty());
    }
    test::settle();
    QCOMPARE(fixture.vendor.asked, 1);
    QVERIFY(fixture.desk.connections().all().empty());
    type(&dialog, "secretEdit", u"canary-key-2"_s);
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_COMPARE(fixture.desk.connections().all().size(), std::size_t {1});
    QTRY_VERIFY(!dialog.isVisible());
}

void ConnectionDialogTest::namesTheBadPositionInAPastedKeyWithoutAnyRequest()
{
    test::DeskFixture fixture;
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    fillIn(&dialog);
    child<QLineEdit>(&dialog, "secretEdit")->setText(u"abc\u200Bdef"_s);
    child<QPushButton>(&dialog, "testButton")->click();
    QVERIFY2(error(&dialog, "secret").contains(u'4'), qPrintable(error(&dialog, "secret")));
    child<QPushButton>(&dialog, "saveButton")->click();
    test::settle();
    QCOMPARE(fixture.vendor.asked, 0);
    QCOMPARE(fixture.keychain.count(), 0);
}

void ConnectionDialogTest::refusesAnAddressThatIsNotHttps()
{
    test::DeskFixture fixture;
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    fillIn(&dialog);
    choose(&dialog, "hostComboBox", QUrl());
    type(&dialog, "urlEdit", u"http://evil.example"_s);
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_VERIFY(error(&dialog, "url").contains("https"_L1));
    test::keepPicture(&dialog, "connection-badurl");
    type(&dialog, "urlEdit", u"api.example/"_s);
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_COMPARE(fixture.desk.connections().all().size(), std::size_t {1});
    QCOMPARE(fixture.desk.connections().all().front().baseUrl, QUrl(u"https://api.example"_s));
}

void ConnectionDialogTest::showsTheAddressThatWillBeUsed()
{
    test::DeskFixture fixture;
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    fillIn(&dialog);
    choose(&dialog, "hostComboBox", QUrl());
    auto *edit = child<QLineEdit>(&dialog, "urlEdit");
    type(&dialog, "urlEdit", u" API.mist.example/api/v1/self "_s);
    emit edit->editingFinished();
    QCOMPARE(edit->text(), u"https://api.mist.example"_s);
    QVERIFY2(error(&dialog, "url").contains("API.mist.example/api/v1/self"_L1),
        qPrintable(error(&dialog, "url")));
    QVERIFY(edit->accessibleDescription().contains("will be used"_L1));
    emit edit->editingFinished(); // Left once more: still said.
    QVERIFY(!error(&dialog, "url").isEmpty());
    QTest::keyClicks(edit, u"x"_s);
    QVERIFY(error(&dialog, "url").isEmpty());
    // What is no address is left as it was typed.
    type(&dialog, "urlEdit", u"api.example/elsewhere"_s);
    emit edit->editingFinished();
    QCOMPARE(edit->text(), u"api.example/elsewhere"_s);
    type(&dialog, "urlEdit", u"api.mist.example/api/v1"_s);
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_COMPARE(fixture.desk.connections().all().size(), std::size_t {1});
    QCOMPARE(fixture.desk.connections().all().front().baseUrl, QUrl(u"https://api.mist.example"_s));
}

/// Its key was typed for that address: it is not asked for again.
void ConnectionDialogTest::keepsAStoredAddressWithItsPath()
{
    test::DeskFixture fixture;
    domain::Connection stored = *fixture.desk.connections().find(fixture.connect());
    stored.baseUrl = QUrl(u"https://api.kept.example/api/v1"_s);
    QVERIFY(test::await(fixture.desk.updateConnection(
        stored, {base::Secret::copyOf("key"), {}, {}}, work::KeepIn::Keychain)));
    ConnectionDialog dialog(fixture.desk, &formOf);
    const QSignalSpy saved(&dialog, &ConnectionDialog::saved);
    dialog.startEdit(stored);
    dialog.show();
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(fixture.desk.connections().find(stored.id)->baseUrl, stored.baseUrl);
}

void ConnectionDialogTest::refusesASecondConnectionOfTheSameName()
{
    test::DeskFixture fixture;
    QVERIFY(!fixture.connect(u"Payments"_s).isEmpty());
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    fillIn(&dialog);
    child<QPushButton>(&dialog, "saveButton")->click();
    QVERIFY(!error(&dialog, "name").isEmpty());
    type(&dialog, "nameEdit", u" "_s);
    child<QPushButton>(&dialog, "saveButton")->click();
    QVERIFY(!error(&dialog, "name").isEmpty());
    QCOMPARE(fixture.desk.connections().all().size(), std::size_t {1});
}

void ConnectionDialogTest::offersThisRunOnlyWhenTheKeychainFails_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("none installed") << ErrorKind::VaultUnavailable;
    QTest::newRow("locked") << ErrorKind::VaultLocked;
    QTest::newRow("denied") << ErrorKind::VaultDenied;
    QTest::newRow("did not keep it") << ErrorKind::VaultMissing;
}

void ConnectionDialogTest::offersThisRunOnlyWhenTheKeychainFails()
{
    QFETCH(const ErrorKind, kind);
    test::DeskFixture fixture;
    fixture.keychain.trouble = kind;
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    fillIn(&dialog);
    child<QPushButton>(&dialog, "saveButton")->click();
    auto *banner = child<support::Banner>(&dialog, "banner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(fixture.desk.connections().all().empty());
    if (kind == ErrorKind::VaultUnavailable)
        test::keepPicture(&dialog, "connection-nokeychain");
    child<QPushButton>(banner, "keepForThisRunButton")->click();
    QTRY_COMPARE(fixture.desk.connections().all().size(), std::size_t {1});
    QCOMPARE(fixture.memory.count(), 1);
    QCOMPARE(fixture.keychain.count(), 0);
    QTRY_VERIFY(!dialog.isVisible());
}

void ConnectionDialogTest::savesAfterTheKeychainWasUnlocked()
{
    test::DeskFixture fixture;
    fixture.keychain.trouble = ErrorKind::VaultLocked;
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startAdd();
    dialog.show();
    fillIn(&dialog);
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_VERIFY(child<support::Banner>(&dialog, "banner")->isVisible());
    child<QPushButton>(&dialog, "unlockKeychainButton")->click();
    child<QPushButton>(&dialog, "retryButton")->click();
    QTRY_COMPARE(fixture.keychain.count(), 1);
    QTRY_VERIFY(!dialog.isVisible());
}

void ConnectionDialogTest::neverShowsAStoredKey()
{
    test::DeskFixture fixture;
    const QString id = fixture.connect();
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startEdit(*fixture.desk.connections().find(id));
    dialog.show();
    auto *secret = child<QLineEdit>(&dialog, "secretEdit");
    QVERIFY(secret->text().isEmpty());
    QVERIFY(secret->placeholderText().contains("keep"_L1));
    QVERIFY(!child<QComboBox>(&dialog, "vendorComboBox")->isEnabled());
    QVERIFY(!test::accessibleText(&dialog).contains("stored-key"_L1));
    test::keepPicture(&dialog, "connection-edit");
}

void ConnectionDialogTest::keepsTheStoredKeyWhenNoneIsTyped()
{
    test::DeskFixture fixture;
    const QString id = fixture.connect();
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startEdit(*fixture.desk.connections().find(id));
    dialog.show();
    type(&dialog, "nameEdit", u"Renamed"_s);
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_VERIFY(!dialog.isVisible());
    QCOMPARE(fixture.desk.connections().find(id)->name, u"Renamed"_s);
    const auto kept
        = test::await(fixture.keychain.read({id, QLatin1String(domain::field::credential)}));
    QVERIFY(kept);
    QCOMPARE(kept->expose(), QByteArrayView("stored-key"));
}

void ConnectionDialogTest::duplicatesWithoutTheKey()
{
    test::DeskFixture fixture;
    const QString id = fixture.connect();
    ConnectionDialog dialog(fixture.desk, &formOf);
    dialog.startDuplicate(*fixture.desk.connections().find(id));
    dialog.show();
    child<QPushButton>(&dialog, "saveButton")->click();
    QVERIFY(!error(&dialog, "secret").isEmpty());
    type(&dialog, "secretEdit", u"another-key"_s);
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_COMPARE(fixture.desk.connections().all().size(), std::size_t {2});
    QCOMPARE(fixture.desk.connections().all().back().name, u"Payments (copy)"_s);
}

void ConnectionDialogTest::keepsACaFile()
{
    test::DeskFixture fixture;
    QString id;
    {
        ConnectionDialog dialog(fixture.desk, &formOf);
        const QSignalSpy saved(&dialog, &ConnectionDialog::saved);
        dialog.startAdd();
        dialog.open();
        fillIn(&dialog);
        type(&dialog, "caFileEdit", u" /etc/corp/ca.pem "_s);
        child<QPushButton>(&dialog, "saveButton")->click();
        QTRY_COMPARE(saved.count(), 1);
        id = saved.first().first().toString();
        QTRY_VERIFY(!dialog.isVisible());
    }
    const QString absolute = QFileInfo(u"/etc/corp/ca.pem"_s).absoluteFilePath();
    QCOMPARE(fixture.desk.connections().find(id)->caFile, absolute);
    ConnectionDialog dialog(fixture.desk, &formOf);
    const QSignalSpy saved(&dialog, &ConnectionDialog::saved);
    dialog.startEdit(*fixture.desk.connections().find(id));
    dialog.open();
    QCOMPARE(child<QLineEdit>(&dialog, "caFileEdit")->text(), absolute);
    child<QLineEdit>(&dialog, "caFileEdit")->clear();
    child<QPushButton>(&dialog, "saveButton")->click();
    QTRY_COMPARE(saved.count(), 1);
    QCOMPARE(fixture.desk.connections().find(id)->caFile, QString());
    QTRY_VERIFY(!dialog.isVisible());
}

QTEST_MAIN(ConnectionDialogTest)
#include "tst_connectiondialog.moc"
