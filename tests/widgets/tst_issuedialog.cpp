// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "deskfixture.h"
#include "dialogs/granteditor.h"
#include "dialogs/issuedialog.h"
#include "dialogs/issueform.h"
#include "dialogs/lifetimepicker.h"
#include "dialogs/rolegrants.h"
#include "stricttest.h"
#include "support/banner.h"
#include "widgettools.h"

#include <QCheckBox>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using dialogs::IssueDialog;
using test::child;

class IssueDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void ticksNothingThatNobodyTicked();
    void createsWhatWasTickedAndHandsTheKeyOn();
    void ticksWhatAPresetSays();
    void warnsOfBroadGrants();
    void refusesBeforeSending_data();
    void refusesBeforeSending();
    void givesRolesOnPlaces();
    void keepsAGrantNobodyOffers();
    void takesATypedGrantThatFits();
    void searchesALongList();
    void switchesBetweenKinds();
    void checksAddresses();
    void asksForAnIdTokenWhenTheVendorWantsOne();
    void saysWhyAKindIsUnavailable();
    void copiesAnExistingToken();
    void cannotBeClosedOnceSent();
    void neverOffersARetryWhenTheTokenMayExist_data();
    void neverOffersARetryWhenTheTokenMayExist();
    void saysWhatWasFoundAfterALostReply_data();
    void saysWhatWasFoundAfterALostReply();
    void marksANameWhereThatIsChosen();
    void offersNoMarkWhereNamesHaveNoRoom();
    void saysTheVendorsRefusalAndAllowsCorrection();
    void retriesLoadingTheForm();
    void saysWhenATokenEnds();

private:
    struct Opened
    {
        explicit Opened(
            test::DeskFixture &fixture, domain::Environment environment = domain::Environment::Test)
        {
            const QString id = fixture.connect(u"Payments"_s, environment);
            dialog
                = std::make_unique<IssueDialog>(fixture.desk, *fixture.desk.connections().find(id),
                    [this](domain::IssuedToken token) { issued.emplace(std::move(token)); });
        }
        bool open()
        {
            dialog->startNew();
            dialog->open();
            return test::waitUntil(
                [this] { return dialog->findChild<QWidget *>(u"issueForm"_s) != nullptr; });
        }
        QTreeWidgetItem *grant(const QString &name) const
        {
            const auto found = child<QTreeWidget>(dialog.get(), "grantsTree")
                                   ->findItems(name, Qt::MatchExactly | Qt::MatchRecursive);
            return found.isEmpty() ? nullptr : found.first();
        }
        void tick(const QString &name) const { grant(name)->setCheckState(0, Qt::Checked); }
        void name(const QString &text) const
        {
            auto *edit = child<QLineEdit>(dialog.get(), "tokenNameEdit");
            edit->clear();
            QTest::keyClicks(edit, text);
        }
        void create() const { child<QPushButton>(dialog.get(), "createButton")->click(); }
        QString label(const char *name) const
        {
            const auto *found = dialog->findChild<QLabel *>(QLatin1StringView(name));
            return found ? found->text() : QString();
        }
        QString error(const char *field) const
        {
            return child<QLabel>(dialog.get(), QByteArray(field).append("ErrorLabel").constData())
                ->text();
        }

        std::unique_ptr<IssueDialog> dialog;
        std::optional<domain::IssuedToken> issued;
    };
};

void IssueDialogTest::ticksNothingThatNobodyTicked()
{
    test::DeskFixture fixture;
    Opened opened(fixture, domain::Environment::Production);
    QVERIFY(opened.open());
    test::keepPicture(opened.dialog.get(), "issue-checklist");
    QCOMPARE(opened.grant(u"VIEW"_s)->checkState(0), Qt::Unchecked);
    QCOMPARE(opened.grant(u"TRANSACT"_s)->checkState(0), Qt::Unchecked);
    // Mandatory: ticked and fixed; forbidden: out of reach. Both say why.
    QCOMPARE(opened.grant(u"BASE"_s)->checkState(0), Qt::Checked);
    QCOMPARE(opened.grant(u"BASE"_s)->flags(), Qt::NoItemFlags);
    QVERIFY(opened.grant(u"BASE"_s)->toolTip(0).contains("every token has it"_L1));
    QCOMPARE(opened.grant(u"ROOT"_s)->checkState(0), Qt::Unchecked);
    QCOMPARE(opened.grant(u"ROOT"_s)->flags(), Qt::NoItemFlags);
    QVERIFY(opened.grant(u"ROOT"_s)->toolTip(0).contains("reserved"_L1));
    QVERIFY(
        child<QLabel>(opened.dialog.get(), "environmentLabel")->text().contains("Production"_L1));
}

void IssueDialogTest::createsWhatWasTickedAndHandsTheKeyOn()
{
    test::DeskFixture fixture;
    Opened opened(fixture);
    QVERIFY(opened.open());
    opened.name(u"ci-deploy"_s);
    opened.tick(u"VIEW"_s);
    opened.create();
    QTRY_VERIFY(opened.issued.has_value());
    QCOMPARE(opened.issued->secret.expose(), QByteArrayView("new-key-value-0123456789"));
    QVERIFY(!opened.dialog->isVisible());
    QCOMPARE(fixture.vendor.lastDraft->name, u"ci-deploy"_s);
    QStringList names;
    for (const auto &grant : fixture.vendor.lastDraft->grants)
        names += grant.name;
    QCOMPARE(names, (QStringList {u"VIEW"_s, u"BASE"_s}));
    // Known to the program before anybody could see its key (ONE-02).
    QCOMPARE(fixture.desk.pendingKeys().front().token, opened.issued->token.key);
}

void IssueDialogTest::ticksWhatAPresetSays()
{
    test::DeskFixture fixture;
    Opened opened(fixture);
    QVERIFY(opened.open());
    auto *preset = child<QComboBox>(opened.dialog.get(), "presetComboBox");
    QCOMPARE(preset->currentIndex(), 0);
    QCOMPARE(preset->itemText(1), u"View only"_s);
    preset->setCurrentIndex(1);
    emit preset->activated(1);
    QCOMPARE(opened.grant(u"VIEW"_s)->checkState(0), Qt::Checked);
    QCOMPARE(opened.grant(u"TRANSACT"_s)->checkState(0), Qt::Unchecked);
    opened.tick(u"TRANSACT"_s);
    QCOMPARE(preset->currentIndex(), 0); // No longer the preset.
}

void IssueDialogTest::warnsOfBroadGrants()
{
    test::DeskFixture fixture;
    Opened opened(fixture);
    QVERIFY(opened.open());
    opened.tick(u"VIEW"_s);
    QVERIFY(opened.error("grants").isEmpty());
    opened.tick(u"TRANSACT"_s);
    QVERIFY(opened.error("grants").contains("TRANSACT"_L1));
    test::keepPicture(opened.dialog.get(), "issue-broad");
}

void IssueDialogTest::refusesBeforeSending_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("ticks");
    QTest::addColumn<QByteArray>("field");
    QTest::newRow("no name") << u"  "_s << true << QByteArray("name");
    QTest::newRow("letters the vendor refuses") << u"a/b"_s << true << QByteArray("name");
    QTest::newRow("too long") << QString(41, u'x') << true << QByteArray("name");
}

void IssueDialogTest::refusesBeforeSending()
{
    QFETCH(const QString, name);
    QFETCH(const bool, ticks);
    QFETCH(const QByteArray, field);
    test::DeskFixture fixture;
    Opened opened(fixture);
    QVERIFY(opened.open());
    opened.name(name);
    if (ticks)
        opened.tick(u"VIEW"_s);
    opened.create();
    QVERIFY(!opened.error(field.constData()).isEmpty());
    test::settle();
    QCOMPARE(fixture.vendor.creates, 0);
    QVERIFY(opened.dialog->isVisible());
}

void IssueDialogTest::givesRolesOnPlaces()
{
    test::DeskFixture fixture;
    fixture.vendor.forms = {test::FakeVendor::roleForm()};
    Opened opened(fixture);
    QVERIFY(opened.open());
    opened.name(u"observer"_s);
    opened.create();
    QVERIFY(!opened.error("grants").isEmpty()); // At least one.
    auto *add = child<QPushButton>(opened.dialog.get(), "addRoleButton");
    add->click();
    opened.create();
    QVERIFY(opened.error("grants").contains(u'1')); // Half filled in.
    child<QComboBox>(opened.dialog.get(), "roleComboBox")->setCurrentIndex(0);
    child<QComboBox>(opened.dialog.get(), "targetComboBox")->setCurrentIndex(1);
    child<QCheckBox>(opened.dialog.get(), "viewCheckBox")->click();
    test::keepPicture(opened.dialog.get(), "issue-roles");
    add->click();
    add->click();
    QVERIFY(!add->isEnabled()); // Three is the most.
    for (int i = 0; i < 2; ++i) {
        child<QPushButton>(
            opened.dialog->findChildren<dialogs::RoleRow *>().last(), "removeRoleButton")
            ->click();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
    opened.create();
    QTRY_VERIFY(opened.issued.has_value());
    const auto grants = fixture.vendor.lastDraft->grants;
    QCOMPARE(grants.size(), std::size_t {1});
    QCOMPARE(grants.front().name, u"read"_s);
    QCOMPARE(grants.front().target, u"site:1"_s);
    QCOMPARE(grants.front().wire.value("scope"_L1).toString(), u"site"_s);
    QCOMPARE(grants.front().wire.value("views"_L1).toArray(), QJsonArray {u"reporting"_s});
}

void IssueDialogTest::keepsAGrantNobodyOffers()
{
    for (const auto &form : {test::FakeVendor::checklistForm(), test::FakeVendor::roleForm()}) {
        const std::unique_ptr<dialogs::GrantEditor> editor(dialogs::makeGrantEditor(form, nullptr));
        domain::Grant odd;
        odd.name = u"FUTURE_THING"_s;
        odd.target = u"galaxy:9"_s;
        odd.wire = {{u"role"_s, u"FUTURE_THING"_s}, {u"extra"_s, 7}};
        editor->setGrants({odd});
        const auto kept = editor->grants();
        const bool isThere
            = std::any_of(kept.begin(), kept.end(), [&odd](const auto &one) { return one == odd; });
        QVERIFY(isThere);
    }
}

void IssueDialogTest::takesATypedGrantThatFits()
{
    test::DeskFixture fixture;
    fixture.vendor.forms.front().takesTypedGrants = true;
    fixture.vendor.forms.front().typedGrantPattern = u"[A-Z_]+"_s;
    Opened opened(fixture);
    QVERIFY(opened.open());
    auto *typed = child<QLineEdit>(opened.dialog.get(), "typedGrantEdit");
    auto *add = child<QPushButton>(opened.dialog.get(), "addGrantButton");
    QTest::keyClicks(typed, u"not fitting"_s);
    add->click();
    QTRY_VERIFY(child<QLabel>(opened.dialog.get(), "typedGrantErrorLabel")->isVisible());
    typed->clear();
    QTest::keyClicks(typed, u"NEW_ONE"_s);
    add->click();
    QVERIFY(opened.grant(u"NEW_ONE"_s));
    QCOMPARE(opened.grant(u"NEW_ONE"_s)->checkState(0), Qt::Checked);
}

void IssueDialogTest::searchesALongList()
{
    test::DeskFixture fixture;
    auto &form = fixture.vendor.forms.front();
    for (int i = 0; i < 60; ++i) {
        domain::GrantChoice choice;
        choice.grant.name = u"SERVICE_%1"_s.arg(i);
        choice.group = u"Services"_s;
        form.choices.push_back(choice);
    }
    Opened opened(fixture);
    QVERIFY(opened.open());
    auto *search = child<QLineEdit>(opened.dialog.get(), "grantSearchEdit");
    QTRY_VERIFY(search->isVisible());
    opened.tick(u"SERVICE_7"_s);
    search->setText(u"service_59"_s);
    QVERIFY(!opened.grant(u"SERVICE_59"_s)->isHidden());
    QVERIFY(opened.grant(u"SERVICE_7"_s)->isHidden());
    // Hidden is not unticked, and the count says so.
    QVERIFY(child<QLabel>(opened.dialog.get(), "grantCountLabel")->text().contains(u'2'));
}

void IssueDialogTest::switchesBetweenKinds()
{
    test::DeskFixture fixture;
    fixture.vendor.forms = {test::FakeVendor::roleForm(), test::FakeVendor::inheritedForm()};
    Opened opened(fixture);
    QVERIFY(opened.open());
    auto *kind = child<QComboBox>(opened.dialog.get(), "kindComboBox");
    QVERIFY(kind->isVisible());
    opened.name(u"mine"_s);
    kind->setCurrentIndex(1);
    QTRY_VERIFY(child<QLabel>(opened.dialog.get(), "inheritedLabel")->isVisible());
    QCOMPARE(child<QLineEdit>(opened.dialog.get(), "tokenNameEdit")->text(), u"mine"_s);
    opened.create();
    QTRY_VERIFY(opened.issued.has_value());
    QCOMPARE(fixture.vendor.lastDraft->kind, domain::TokenKind::User);
}

void IssueDialogTest::checksAddresses()
{
    test::DeskFixture fixture;
    fixture.vendor.forms = {test::FakeVendor::inheritedForm()};
    fixture.vendor.forms.front().maximumAddresses = 2;
    Opened opened(fixture);
    QVERIFY(opened.open());
    opened.name(u"x"_s);
    auto *addresses = child<QPlainTextEdit>(opened.dialog.get(), "addressesEdit");
    addresses->setPlainText(u"10.0.0.1, 300.1.1.1"_s);
    opened.create();
    QVERIFY(opened.error("addresses").contains("300.1.1.1"_L1));
    // What is odd is said as it is typed, and stops nothing.
    addresses->setPlainText(u"0.0.0.0/0"_s);
    QVERIFY(opened.error("addresses").contains("0.0.0.0/0 allows every address"_L1));
    addresses->setPlainText(u"198.51.100.7/24"_s);
    QCOMPARE(
        opened.error("addresses"), u"198.51.100.7/24 has host bits: it means 198.51.100.0/24"_s);
    addresses->setPlainText(u"198.51.100.7"_s);
    QVERIFY(opened.error("addresses").isEmpty());
    addresses->setPlainText(u"10.0.0.1\n10.0.0.0/8"_s);
    opened.create();
    QTRY_VERIFY(opened.issued.has_value());
    QCOMPARE(fixture.vendor.lastDraft->addresses, (QStringList {u"10.0.0.1"_s, u"10.0.0.0/8"_s}));
}

void IssueDialogTest::asksForAnIdTokenWhenTheVendorWantsOne()
{
    test::DeskFixture fixture;
    auto &form = fixture.vendor.forms.front();
    form.mayNeedIdToken = true;
    form.idTokenHelp = QUrl(u"https://console.example/tokens"_s);
    form.lifetime = domain::LifetimeRule {std::chrono::minutes(30), std::chrono::days(90),
        {std::chrono::hours(1), std::chrono::days(90)}};
    Opened opened(fixture);
    QVERIFY(opened.open());
    opened.name(u"x"_s);
    opened.tick(u"VIEW"_s);
    auto *idToken = child<QLineEdit>(opened.dialog.get(), "idTokenEdit");
    QVERIFY(!idToken->isVisible());
    fixture.vendor.createFails = base::Error {
        .kind = ErrorKind::Invalid, .detail = u"an ID token is needed"_s, .field = u"idToken"_s};
    opened.create();
    QTRY_VERIFY(idToken->isVisible());
    QVERIFY(child<QPushButton>(opened.dialog.get(), "openConsoleButton")->isVisible());
    test::keepPicture(opened.dialog.get(), "issue-idtoken");
    fixture.vendor.createFails.reset();
    QTest::keyClicks(idToken, u"eyJ.abc.def"_s);
    opened.create();
    QVERIFY(idToken->text().isEmpty());
    QTRY_VERIFY(opened.issued.has_value());
    QCOMPARE(fixture.vendor.lastDraft->idToken.expose(), QByteArrayView("eyJ.abc.def"));
    QCOMPARE(fixture.vendor.lastDraft->lifetime, std::chrono::seconds(std::chrono::days(90)));
}

void IssueDialogTest::saysWhyAKindIsUnavailable()
{
    test::DeskFixture fixture;
    fixture.vendor.forms.front().unavailable = u"single sign-on users cannot"_s;
    Opened opened(fixture);
    QVERIFY(opened.open());
    QVERIFY(!child<QPushButton>(opened.dialog.get(), "createButton")->isEnabled());
    QVERIFY(child<QLabel>(opened.dialog.get(), "bannerTextLabel")
                ->text()
                .contains("single sign-on"_L1));
}

void IssueDialogTest::copiesAnExistingToken()
{
    test::DeskFixture fixture;
    Opened opened(fixture);
    domain::Token model = test::FakeVendor::token(u"c"_s, u"t"_s, u"old"_s);
    model.description = domain::Fact<QString>::known(u"for the <b>robots</b>"_s);
    opened.dialog->startClone(model);
    opened.dialog->open();
    QTRY_VERIFY(opened.dialog->findChild<QWidget *>(u"issueForm"_s));
    QCOMPARE(child<QLineEdit>(opened.dialog.get(), "tokenNameEdit")->text(), u"old copy"_s);
    QCOMPARE(child<QLineEdit>(opened.dialog.get(), "tokenDescriptionEdit")->text(),
        u"for the <b>robots</b>"_s);
    QCOMPARE(opened.grant(u"VIEW"_s)->checkState(0), Qt::Checked);
    QCOMPARE(opened.grant(u"TRANSACT"_s)->checkState(0), Qt::Unchecked);
}

void IssueDialogTest::cannotBeClosedOnceSent()
{
    test::DeskFixture fixture;
    fixture.vendor.holdsCreate = true;
    Opened opened(fixture);
    QVERIFY(opened.open());
    opened.name(u"x"_s);
    opened.tick(u"VIEW"_s);
    opened.create();
    auto *cancel = child<QPushButton>(opened.dialog.get(), "cancelButton");
    QVERIFY(!cancel->isEnabled());
    QVERIFY(!cancel->toolTip().isEmpty());
    QTest::keyClick(opened.dialog.get(), Qt::Key_Escape);
    opened.dialog->close();
    QVERIFY(opened.dialog->isVisible());
    opened.create(); // A second press does not send again.
    fixture.vendor.finishCreate();
    QTRY_VERIFY(opened.issued.has_value());
    QCOMPARE(fixture.vendor.creates, 1);
}

void IssueDialogTest::neverOffersARetryWhenTheTokenMayExist_data()
{
    QTest::addColumn<ErrorKind>("kind");
    QTest::newRow("no answer") << ErrorKind::OutcomeUnknown;
    QTest::newRow("vendor fault") << ErrorKind::VendorFault;
    QTest::newRow("answer not understood") << ErrorKind::UnexpectedReply;
}

void IssueDialogTest::neverOffersARetryWhenTheTokenMayExist()
{
    QFETCH(const ErrorKind, kind);
    test::DeskFixture fixture;
    fixture.vendor.createFails = base::Error {.kind = kind, .vendorWords = u"oops"_s};
    Opened opened(fixture);
    QVERIFY(opened.open());
    opened.name(u"x"_s);
    opened.tick(u"VIEW"_s);
    opened.create();
    QTRY_VERIFY(opened.dialog->findChild<QWidget *>(u"unknownOutcome"_s));
    const auto title = [&] { return opened.label("outcomeTitleLabel"); };
    QCOMPARE(title(), u"The vendor may have created this key."_s);
    QVERIFY(!child<QPushButton>(opened.dialog.get(), "createButton")->isEnabled());
    QVERIFY(!opened.dialog->findChild<QWidget *>(u"issueForm"_s)->isVisible());
    if (kind == ErrorKind::OutcomeUnknown)
        test::keepPicture(opened.dialog.get(), "issue-unknown");
    child<QPushButton>(opened.dialog.get(), "cancelButton")->click();
    QVERIFY(!opened.dialog->isVisible());
    QVERIFY(!opened.issued);
    QCOMPARE(fixture.vendor.creates, 1);
}

// What the list shows meanwhile is said on the same screen.
void IssueDialogTest::saysWhatWasFoundAfterALostReply_data()
{
    QTest::addColumn<int>("made");
    QTest::addColumn<QString>("title");
    QTest::newRow("one") << 1 << u"The key was created, and nobody has seen it."_s;
    QTest::newRow("one, in use") << -1
                                 << u"The key may have been created, and nobody has seen it."_s;
    QTest::newRow("two") << 2 << u"The key may have been created, and nobody has seen it."_s;
    QTest::newRow("none") << 0 << u"The key was not created."_s;
}

void IssueDialogTest::saysWhatWasFoundAfterALostReply()
{
    QFETCH(const int, made);
    QFETCH(const QString, title);
    test::DeskFixture fixture;
    fixture.desk.reconciler().setPatience({.waits = {}, .strangers = {}});
    fixture.vendor.createFails = base::Error {.kind = ErrorKind::OutcomeUnknown};
    Opened opened(fixture);
    QVERIFY(opened.open());
    opened.name(u"x"_s);
    opened.tick(u"VIEW"_s);
    opened.create();
    const bool isInUse = made < 0; // A colleague's, then.
    const int found = std::abs(made);
    const auto choices = test::FakeVendor::checklistForm().choices;
    for (int i = 0; i < found; ++i) {
        domain::Token token = test::FakeVendor::token({}, u"new%1"_s.arg(i), u"x"_s);
        token.grants = {choices[0].grant, choices[2].grant}; // What was ticked, and what is always.
        if (isInUse)
            token.lastUsed = domain::TimeFact::known(fixture.clock.time);
        fixture.vendor.tokens.push_back(token);
    }
    QTRY_VERIFY(opened.dialog->findChild<QLabel *>(u"outcomeTitleLabel"_s));
    QTRY_COMPARE(opened.label("outcomeTitleLabel"), title);
    test::keepPicture(opened.dialog.get(), qPrintable(u"issue-found-%1"_s.arg(made)));
    const auto offers = [&opened](const char *button) {
        return child<QPushButton>(opened.dialog.get(), button)->isVisible();
    };
    QCOMPARE(offers("foundDeleteButton"), made == 1); // Of several it picks none.
    QCOMPARE(offers("foundReplaceButton"), made == 1);
    QCOMPARE(offers("foundKeepButton"), made == 1);
    QCOMPARE(offers("foundShowButton"), made == 2 || isInUse);
    QCOMPARE(opened.label("outcomeAdviceLabel").contains("unless that key leaked"_L1), isInUse);
    auto *create = child<QPushButton>(opened.dialog.get(), "createButton");
    QCOMPARE(create->isEnabled(), made == 0);
    if (found > 0) {
        std::optional<std::pair<dialogs::PendingRequest, work::PendingKey>> decided;
        connect(opened.dialog.get(), &dialogs::IssueDialog::lostKeyDecided, this,
            [&decided](auto request, const auto &pending) {
                decided = {request, pending};
            });
        child<QPushButton>(opened.dialog.get(), made == 1 ? "foundDeleteButton" : "foundShowButton")
            ->click();
        QVERIFY(decided);
        QVERIFY(!opened.dialog->isVisible());
        QCOMPARE(decided->second.found.size(), found);
        return;
    }
    fixture.vendor.createFails.reset();
    create->click(); // Back to the form, where nothing typed was lost.
    QVERIFY(opened.dialog->findChild<QWidget *>(u"issueForm"_s)->isVisible());
    create->click();
    QTRY_VERIFY(opened.issued.has_value());
    QCOMPARE(fixture.vendor.lastDraft->name, u"x"_s);
    QCOMPARE(fixture.vendor.creates, 2);
}

// ONE-05
void IssueDialogTest::marksANameWhereThatIsChosen()
{
    test::DeskFixture fixture;
    Opened opened(fixture);
    bool isChosen = false;
    opened.dialog->offerMark(false, [&isChosen](bool isMarked) { isChosen = isMarked; });
    QVERIFY(opened.open());
    auto *mark = child<QCheckBox>(opened.dialog.get(), "markCheckBox");
    QVERIFY(mark->isVisible());
    QVERIFY(!mark->isChecked());
    mark->click();
    opened.name(u"bot"_s);
    opened.tick(u"VIEW"_s);
    test::keepPicture(opened.dialog.get(), "issue-mark");
    opened.create();
    QTRY_VERIFY(opened.issued.has_value());
    QVERIFY(isChosen);
    static const QRegularExpression marked(u"\\Abot-[a-z0-9]{8}\\z"_s);
    QVERIFY(marked.match(fixture.vendor.lastDraft->name).hasMatch());
    QCOMPARE(opened.issued->token.name, fixture.vendor.lastDraft->name);
}

void IssueDialogTest::offersNoMarkWhereNamesHaveNoRoom()
{
    test::DeskFixture fixture;
    fixture.vendor.forms.front().name.pattern = u"[a-z]+"_s;
    Opened opened(fixture);
    opened.dialog->offerMark(true, [](bool) {});
    QVERIFY(opened.open());
    QVERIFY(!child<QCheckBox>(opened.dialog.get(), "markCheckBox")->isVisible());
    opened.name(u"bot"_s);
    opened.tick(u"VIEW"_s);
    opened.create();
    QTRY_VERIFY(opened.issued.has_value());
    QCOMPARE(fixture.vendor.lastDraft->name, u"bot"_s);
}

void IssueDialogTest::saysTheVendorsRefusalAndAllowsCorrection()
{
    test::DeskFixture fixture;
    fixture.vendor.createFails = base::Error {.kind = ErrorKind::Conflict,
        .vendorWords = u"limit of 50 tokens reached"_s,
        .requestId = u"r-9"_s,
        .httpStatus = 409};
    Opened opened(fixture);
    QVERIFY(opened.open());
    opened.name(u"x"_s);
    opened.tick(u"VIEW"_s);
    opened.create();
    auto *banner = child<support::Banner>(opened.dialog.get(), "banner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(child<QLabel>(banner, "bannerTextLabel")->text().contains("limit of 50"_L1));
    fixture.vendor.createFails.reset();
    opened.create();
    QTRY_VERIFY(opened.issued.has_value());
}

void IssueDialogTest::retriesLoadingTheForm()
{
    test::DeskFixture fixture;
    fixture.vendor.formsFail = base::Error {.kind = ErrorKind::Offline};
    Opened opened(fixture);
    opened.dialog->startNew();
    opened.dialog->open();
    auto *banner = child<support::Banner>(opened.dialog.get(), "banner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(!child<QPushButton>(opened.dialog.get(), "createButton")->isEnabled());
    fixture.vendor.formsFail.reset();
    child<QPushButton>(banner, "retryButton")->click();
    QTRY_VERIFY(child<QPushButton>(opened.dialog.get(), "createButton")->isEnabled());
}

void IssueDialogTest::saysWhenATokenEnds()
{
    const domain::LifetimeRule rule {std::chrono::minutes(30), std::chrono::days(90),
        {std::chrono::hours(1), std::chrono::days(90)}};
    dialogs::LifetimePicker picker(rule);
    picker.show();
    QCOMPARE(picker.lifetime(), std::chrono::seconds(std::chrono::days(90)));
    const QDateTime end = QDateTime::currentDateTime().addDays(90);
    QVERIFY(child<QLabel>(&picker, "lifetimeEndLabel")
                ->text()
                .contains(QString::number(end.date().year())));
    auto *choice = child<QComboBox>(&picker, "lifetimeComboBox");
    choice->setCurrentIndex(choice->count() - 1);
    QTRY_VERIFY(child<QSpinBox>(&picker, "lifetimeSpinBox")->isVisible());
    child<QSpinBox>(&picker, "lifetimeSpinBox")->setValue(3);
    QCOMPARE(picker.lifetime(), std::chrono::seconds(std::chrono::days(3)));
    QCOMPARE(dialogs::lifetimeText(std::chrono::minutes(90)), u"90 minutes"_s);
    QCOMPARE(dialogs::lifetimeText(std::chrono::hours(1)), u"1 hour"_s);
}

QTEST_MAIN(IssueDialogTest)
#include "tst_issuedialog.moc"
