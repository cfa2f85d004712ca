// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "deskfixture.h"
#include "dialogs/trackdialog.h"
#include "stricttest.h"
#include "support/banner.h"
#include "support/secretedit.h"
#include "widgettools.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using dialogs::TrackDialog;
using test::child;

namespace {

const QString canary = u"canary-value-77"_s;

/// The dialog over a desk with one connection, shown.
struct Opened
{
    Opened()
    {
        id = fixture.connect(u"Cloud <b>services</b>"_s);
        dialog = std::make_unique<TrackDialog>(fixture.desk, id, u"Cloud <b>services</b>"_s);
        dialog->open();
    }

    void type(const QString &text) const
    {
        auto *edit = child<QLineEdit>(dialog.get(), "secretEdit");
        edit->clear();
        QTest::keyClicks(edit, text);
    }
    void press(const char *button) const { child<QPushButton>(dialog.get(), button)->click(); }
    QString fieldError() const { return child<QLabel>(dialog.get(), "secretErrorLabel")->text(); }
    QString bannerTitle() const
    {
        return child<support::Banner>(dialog.get(), "trackBanner")->title();
    }
    int valuesInKeychain() const { return fixture.keychain.count() - 1; }

    test::DeskFixture fixture;
    QString id;
    std::unique_ptr<TrackDialog> dialog;
};

} // namespace

class TrackDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void keepsTheValueAndSaysWhichTokenItIs();
    void emptiesTheFieldAtOnce();
    void namesTheBadPositionWithoutAnyRequest();
    void asksForAValueWhenThereIsNone();
    void keepsTheValueForARetry();
    void forgetsAValueThatTheVendorRefuses();
    void leavesNothingBehindWhenTheKeychainFails();
    void finishesUnheardWhenItIsClosed();
    void saysWhenTheValueIsKeptForThisRunOnly();
    void showsForeignNamesAsPlainText();
};

void TrackDialogTest::keepsTheValueAndSaysWhichTokenItIs()
{
    Opened opened;
    QSignalSpy tracked(opened.dialog.get(), &TrackDialog::tracked);
    test::keepPicture(opened.dialog.get(), "track");
    opened.type(u"  Bearer "_s + canary);
    opened.press("trackButton");
    QTRY_COMPARE(tracked.count(), 1);

    const auto key = tracked.first().first().value<domain::TokenKey>();
    QCOMPARE(key.remoteId, u"inspected"_s);
    QCOMPARE(opened.fixture.vendor.inspected.size(), std::size_t {1});
    QVERIFY(opened.fixture.vendor.inspected.front() == base::Secret::copyOf("canary-value-77"));
    QCOMPARE(opened.valuesInKeychain(), 1);
    QCOMPARE(opened.dialog->result(), int(QDialog::Accepted));
}

void TrackDialogTest::emptiesTheFieldAtOnce()
{
    Opened opened;
    opened.type(canary);
    opened.press("trackButton");
    QCOMPARE(child<QLineEdit>(opened.dialog.get(), "secretEdit")->text(), QString());
    QVERIFY(!child<QPushButton>(opened.dialog.get(), "trackButton")->isEnabled());
    QVERIFY(!child<QLabel>(opened.dialog.get(), "progressLabel")->text().isEmpty());
    QVERIFY(!test::accessibleText(opened.dialog.get()).contains(canary));
    QTRY_VERIFY(!opened.dialog->isVisible());
}

void TrackDialogTest::namesTheBadPositionWithoutAnyRequest()
{
    Opened opened;
    opened.type(u"canary value"_s);
    opened.press("trackButton");
    QVERIFY2(opened.fieldError().contains("position 7"_L1), qPrintable(opened.fieldError()));
    QVERIFY(!opened.fieldError().contains("canary"_L1));
    QVERIFY(opened.fixture.vendor.inspected.empty());
    test::keepPicture(opened.dialog.get(), "track-badvalue");
}

void TrackDialogTest::asksForAValueWhenThereIsNone()
{
    Opened opened;
    opened.press("trackButton");
    QVERIFY(!opened.fieldError().isEmpty());
    QVERIFY(opened.fixture.vendor.inspected.empty());
}

void TrackDialogTest::keepsTheValueForARetry()
{
    Opened opened;
    opened.fixture.vendor.inspectFails = base::Error {.kind = ErrorKind::Offline};
    opened.type(canary);
    opened.press("trackButton");
    QTRY_VERIFY(!opened.bannerTitle().isEmpty());
    QVERIFY(opened.dialog->isVisible());
    QVERIFY(opened.bannerTitle().contains("api.example"_L1));
    QCOMPARE(opened.valuesInKeychain(), 0);
    test::keepPicture(opened.dialog.get(), "track-offline");

    opened.fixture.vendor.inspectFails.reset();
    QSignalSpy tracked(opened.dialog.get(), &TrackDialog::tracked);
    opened.press("retryButton");
    QTRY_COMPARE(tracked.count(), 1);
    QVERIFY(opened.fixture.vendor.inspected.back() == base::Secret::copyOf("canary-value-77"));
}

void TrackDialogTest::forgetsAValueThatTheVendorRefuses()
{
    Opened opened;
    opened.fixture.vendor.inspectFails
        = base::Error {.kind = ErrorKind::NotFound, .vendorWords = u"no such token"_s};
    opened.type(canary);
    opened.press("trackButton");
    QTRY_VERIFY(!opened.bannerTitle().isEmpty());
    opened.press("trackButton");
    QVERIFY(!opened.fieldError().isEmpty());
    QCOMPARE(opened.fixture.vendor.inspected.size(), std::size_t {1});
}

void TrackDialogTest::leavesNothingBehindWhenTheKeychainFails()
{
    Opened opened;
    opened.fixture.keychain.trouble = ErrorKind::VaultDenied;
    opened.type(canary);
    opened.press("trackButton");
    QTRY_VERIFY(!opened.bannerTitle().isEmpty());
    QCOMPARE(opened.valuesInKeychain(), 0);
    QVERIFY(opened.fixture.desk.connections().find(opened.id)->tracked.isEmpty());
}

void TrackDialogTest::finishesUnheardWhenItIsClosed()
{
    Opened opened;
    opened.type(canary);
    opened.press("trackButton");
    opened.press("cancelButton");
    opened.dialog.reset();
    QTRY_COMPARE(opened.valuesInKeychain(), 1);
    QTRY_COMPARE(opened.fixture.desk.connections().find(opened.id)->tracked.size(), 1);
}

void TrackDialogTest::saysWhenTheValueIsKeptForThisRunOnly()
{
    test::DeskFixture fixture;
    const QString id = fixture.connect();
    const TrackDialog inKeychain(fixture.desk, id, u"Cloud"_s);
    QVERIFY(child<QLabel>(&inKeychain, "explanationLabel")->text().contains("keychain"_L1));

    const auto moved
        = test::await(fixture.desk.updateConnection(*fixture.desk.connections().find(id),
            {base::Secret::copyOf("key"), {}, {}}, work::KeepIn::Memory));
    QVERIFY(moved);
    const TrackDialog inMemory(fixture.desk, id, u"Cloud"_s);
    const QString text = child<QLabel>(&inMemory, "explanationLabel")->text();
    QVERIFY(text.contains("this run only"_L1));
    QVERIFY(!text.contains("keychain"_L1));
}

void TrackDialogTest::showsForeignNamesAsPlainText()
{
    const Opened opened;
    const auto *label = child<QLabel>(opened.dialog.get(), "explanationLabel");
    QCOMPARE(label->textFormat(), Qt::PlainText);
    QVERIFY(label->text().contains("<b>services</b>"_L1));
}

QTEST_MAIN(TrackDialogTest)
#include "tst_trackdialog.moc"
