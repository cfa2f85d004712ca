// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "deskfixture.h"
#include "dialogs/editconflictdialog.h"
#include "dialogs/editdialog.h"
#include "stricttest.h"
#include "support/banner.h"
#include "widgettools.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using dialogs::EditConflictDialog;
using dialogs::EditDialog;
using domain::Operation;
using domain::Support;
using test::child;

class EditDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void sendsOnlyWhatChanged();
    void sendsNothingWhenNothingChanged();
    void showsWhatWouldChange();
    void overwritesNothingUnasked();
    void appliesItsChangesToTheNewState();
    void reloadsWithoutSending();
    void saysHowOldWhatItComparesWithIs();
    void saysThatTheTokenIsGone();
    void findsOutAVendorThatOnlySaysIt();
    void saysWhyAFieldIsFixed();
    void refusesABadNameBeforeSending();
    void keepsUnknownGrants();
    void showsWhatTheEditorCannotKeep();
    void saysTheVendorsRefusal();
    void editsTheNameWhenTheChoicesAreOutOfReach();

private:
    struct Opened
    {
        explicit Opened(const std::function<void(test::DeskFixture &)> &prepare = {})
        {
            domain::Token token = test::FakeVendor::token({}, u"t1"_s, u"old"_s);
            domain::Grant base;
            base.name = u"BASE"_s;
            token.grants.push_back(base);
            token.description = domain::Fact<QString>::known(u"why"_s);
            fixture.vendor.tokens = {token};
            if (prepare)
                prepare(fixture);
            const QString id = fixture.connect();
            key = {id, u"t1"_s};
            dialog = std::make_unique<EditDialog>(fixture.desk,
                fixture.desk.tokens().token(*fixture.desk.tokens().find(key)),
                *fixture.desk.connections().find(id), fixture.vendor.capabilities);
            dialog->open();
            static_cast<void>(test::waitUntil(
                [this] { return child<QPushButton>(dialog.get(), "saveButton")->isEnabled(); }));
        }
        QLineEdit *edit(const char *name) const { return child<QLineEdit>(dialog.get(), name); }
        QTreeWidgetItem *grant(const QString &name) const
        {
            return child<QTreeWidget>(dialog.get(), "grantsTree")
                ->findItems(name, Qt::MatchExactly | Qt::MatchRecursive)
                .value(0);
        }
        QStringList changes() const
        {
            QStringList lines;
            auto *tree = child<QTreeWidget>(dialog.get(), "changesTree");
            for (int row = 0; row < tree->topLevelItemCount(); ++row) {
                const QTreeWidgetItem *item = tree->topLevelItem(row);
                lines.append(item->text(0) + u'|' + item->text(1) + u'|' + item->text(2));
            }
            return lines;
        }
        void somebodyElseChangesIt()
        {
            domain::Grant more;
            more.name = u"FUTURE"_s;
            fixture.vendor.tokens.front().name = u"theirs"_s;
            fixture.vendor.tokens.front().grants.push_back(more);
        }
        EditConflictDialog *conflict() const
        {
            EditConflictDialog *found = nullptr;
            static_cast<void>(test::waitUntil([&] {
                found = dialog->findChild<EditConflictDialog *>();
                return found != nullptr;
            }));
            return found;
        }
        void save() const { child<QPushButton>(dialog.get(), "saveButton")->click(); }

        test::DeskFixture fixture;
        domain::TokenKey key;
        std::unique_ptr<EditDialog> dialog;
    };
};

void EditDialogTest::sendsOnlyWhatChanged()
{
    Opened opened;
    const QSignalSpy saved(opened.dialog.get(), &EditDialog::saved);
    opened.edit("tokenNameEdit")->setText(u"new"_s);
    opened.save();
    QTRY_COMPARE(saved.count(), 1);
    QVERIFY(opened.fixture.vendor.lastEdit);
    QCOMPARE(opened.fixture.vendor.lastEdit->name, std::optional<QString>(u"new"_s));
    QVERIFY(!opened.fixture.vendor.lastEdit->description);
    QVERIFY(!opened.fixture.vendor.lastEdit->grants);
}

void EditDialogTest::sendsNothingWhenNothingChanged()
{
    Opened opened;
    opened.save();
    QTRY_VERIFY(!opened.dialog->isVisible());
    QVERIFY(!opened.fixture.vendor.lastEdit);
}

void EditDialogTest::showsWhatWouldChange()
{
    Opened opened;
    auto *changes = child<QTreeWidget>(opened.dialog.get(), "changesTree");
    QVERIFY(!changes->isVisible());
    opened.grant(u"VIEW"_s)->setCheckState(0, Qt::Unchecked);
    opened.grant(u"TRANSACT"_s)->setCheckState(0, Qt::Checked);
    opened.edit("tokenNameEdit")->setText(u"new"_s);
    QVERIFY(changes->isVisible());
    QCOMPARE(opened.changes(),
        (QStringList {u"Name|old|new"_s, u"Grant added|\u2014|TRANSACT (broad)"_s,
            u"Grant removed|VIEW|\u2014"_s}));
    for (int row = 0; row < 3; ++row) // A word and an icon, not colour alone.
        QVERIFY(!changes->topLevelItem(row)->icon(0).isNull());
    test::keepPicture(opened.dialog.get(), "edit");
    opened.edit("tokenNameEdit")->setText(u"old"_s);
    QCOMPARE(opened.changes().size(), 2);
    opened.save();
    QTRY_VERIFY(opened.fixture.vendor.lastEdit);
    QCOMPARE(opened.fixture.vendor.lastEdit->grants->size(), std::size_t {2});
    QTRY_VERIFY(!opened.dialog->isVisible());
}

void EditDialogTest::overwritesNothingUnasked()
{
    Opened opened;
    opened.somebodyElseChangesIt();
    opened.edit("tokenNameEdit")->setText(u"mine"_s);
    opened.save();
    auto *conflict = opened.conflict();
    QVERIFY(conflict);
    auto *rows = child<QTreeWidget>(conflict, "conflictTree");
    QStringList lines;
    for (int row = 0; row < rows->topLevelItemCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < 5; ++column)
            cells.append(rows->topLevelItem(row)->text(column));
        lines.append(cells.join(u'|'));
    }
    QCOMPARE(lines,
        (QStringList {u"Name|both|old|theirs|mine"_s,
            u"FUTURE|somebody else|not granted|granted|granted"_s}));
    test::keepPicture(conflict, "edit-conflict");
    QVERIFY(child<QPushButton>(conflict, "cancelButton")->isDefault());
    child<QPushButton>(conflict, "cancelButton")->click();
    QVERIFY(!opened.fixture.vendor.lastEdit);
    QCOMPARE(opened.edit("tokenNameEdit")->text(), u"mine"_s); // What was typed stays.
    QVERIFY(child<QPushButton>(opened.dialog.get(), "saveButton")->isEnabled());
}

void EditDialogTest::appliesItsChangesToTheNewState()
{
    Opened opened;
    opened.somebodyElseChangesIt();
    opened.grant(u"TRANSACT"_s)->setCheckState(0, Qt::Checked);
    opened.save();
    auto *conflict = opened.conflict();
    QVERIFY(conflict);
    child<QPushButton>(conflict, "applyButton")->click();
    QTRY_VERIFY(opened.fixture.vendor.lastEdit);
    QStringList names;
    for (const domain::Grant &grant : *opened.fixture.vendor.lastEdit->grants)
        names.append(grant.name);
    QVERIFY(names.contains(u"FUTURE"_s) && names.contains(u"TRANSACT"_s));
    QVERIFY(!opened.fixture.vendor.lastEdit->name); // Theirs is not undone.
    QTRY_VERIFY(!opened.dialog->isVisible());
}

void EditDialogTest::reloadsWithoutSending()
{
    Opened opened;
    opened.somebodyElseChangesIt();
    opened.edit("tokenNameEdit")->setText(u"mine"_s);
    opened.save();
    auto *conflict = opened.conflict();
    QVERIFY(conflict);
    child<QPushButton>(conflict, "reloadButton")->click();
    QCOMPARE(opened.edit("tokenNameEdit")->text(), u"theirs"_s);
    QVERIFY(opened.changes().isEmpty());
    QVERIFY(!opened.fixture.vendor.lastEdit);
}

void EditDialogTest::saysHowOldWhatItComparesWithIs()
{
    domain::Token seen = test::FakeVendor::token({}, u"t1"_s, u"old"_s);
    work::EditFlow::Look look {.now = seen, .isFresh = false};
    look.now.name = u"theirs"_s;
    look.now.status = domain::TokenStatus::Disabled;
    look.listedAt = base::Instant {std::chrono::milliseconds {1'760'000'000'000}};
    EditConflictDialog dialog(seen, look, domain::TokenEdit {});
    auto *rows = child<QTreeWidget>(&dialog, "conflictTree");
    QCOMPARE(rows->topLevelItemCount(), 2);
    QCOMPARE(rows->topLevelItem(1)->text(3), u"Disabled"_s);
    QVERIFY(child<QLabel>(&dialog, "ageLabel")->text().contains(u"25"_s)); // of the year
    look.listedAt.reset();
    EditConflictDialog unknown(seen, look, domain::TokenEdit {});
    QVERIFY(child<QLabel>(&unknown, "ageLabel")->text().contains(u"unknown time"_s));
}

void EditDialogTest::saysThatTheTokenIsGone()
{
    Opened opened;
    opened.fixture.vendor.tokens.clear();
    opened.edit("tokenNameEdit")->setText(u"mine"_s);
    opened.save();
    auto *banner = child<support::Banner>(opened.dialog.get(), "banner");
    QTRY_COMPARE(banner->title(), u"The token is gone"_s);
    QVERIFY(!opened.fixture.vendor.lastEdit);
}

void EditDialogTest::findsOutAVendorThatOnlySaysIt()
{
    Opened opened;
    opened.fixture.vendor.onlySaysIt = true;
    const QSignalSpy saved(opened.dialog.get(), &EditDialog::saved);
    opened.edit("tokenNameEdit")->setText(u"mine"_s);
    opened.grant(u"TRANSACT"_s)->setCheckState(0, Qt::Checked);
    opened.save();
    auto *banner = child<support::Banner>(opened.dialog.get(), "banner");
    QTRY_VERIFY(banner->isVisible());
    const QString text = child<QLabel>(banner, "bannerTextLabel")->text();
    QVERIFY2(text.contains(u"Name: is “old”, wanted “mine”"_s), qPrintable(text));
    QVERIFY(text.contains(u"Grant not given: TRANSACT"_s));
    test::keepPicture(opened.dialog.get(), "edit-contradicted");
    QCOMPARE(saved.count(), 0);
    QVERIFY(opened.dialog->isVisible());
    QCOMPARE(opened.edit("tokenNameEdit")->text(), u"old"_s);
}

void EditDialogTest::saysWhyAFieldIsFixed()
{
    Opened opened([](test::DeskFixture &fixture) {
        fixture.vendor.capabilities.set(Operation::Rename,
            {.support = Support::Unsupported, .reason = u"Names are <fixed> here."_s});
    });
    auto *name = opened.edit("tokenNameEdit");
    QVERIFY(!name->isEnabled());
    QVERIFY(name->toolTip().contains("&lt;fixed&gt;"_L1));
    QVERIFY(opened.edit("tokenDescriptionEdit")->isEnabled());
}

void EditDialogTest::refusesABadNameBeforeSending()
{
    Opened opened;
    opened.edit("tokenNameEdit")->setText(u"a/b"_s);
    opened.save();
    QVERIFY(!child<QLabel>(opened.dialog.get(), "nameErrorLabel")->text().isEmpty());
    QVERIFY(!opened.fixture.vendor.lastEdit);
    QVERIFY(opened.dialog->isVisible());
}

void EditDialogTest::keepsUnknownGrants()
{
    Opened opened([](test::DeskFixture &fixture) {
        domain::Grant odd;
        odd.name = u"FUTURE"_s;
        odd.wire = {{u"x"_s, 1}};
        fixture.vendor.tokens.front().grants.push_back(odd);
    });
    opened.grant(u"TRANSACT"_s)->setCheckState(0, Qt::Checked);
    opened.save();
    QTRY_VERIFY(opened.fixture.vendor.lastEdit);
    const auto grants = *opened.fixture.vendor.lastEdit->grants;
    const bool isKept = std::any_of(grants.begin(), grants.end(), [](const domain::Grant &one) {
        return one.name == "FUTURE"_L1 && one.wire.value("x"_L1).toInt() == 1;
    });
    QVERIFY(isKept);
    QTRY_VERIFY(!opened.dialog->isVisible());
}

void EditDialogTest::showsWhatTheEditorCannotKeep()
{
    Opened opened([](test::DeskFixture &fixture) {
        domain::Grant forbidden;
        forbidden.name = u"ROOT"_s;
        fixture.vendor.tokens.front().grants.push_back(forbidden);
    });
    opened.edit("tokenNameEdit")->setText(u"new"_s);
    opened.grant(u"TRANSACT"_s)->setCheckState(0, Qt::Checked);
    const QString difference = opened.changes().join(u'\n');
    QVERIFY2(difference.contains(u"Grant removed|ROOT"_s), qPrintable(difference));
    QVERIFY(!difference.contains("VIEW"_L1));
}

void EditDialogTest::saysTheVendorsRefusal()
{
    Opened opened([](test::DeskFixture &fixture) {
        fixture.vendor.updateFails = base::Error {
            .kind = ErrorKind::Forbidden, .vendorWords = u"not yours"_s, .httpStatus = 403};
    });
    opened.edit("tokenNameEdit")->setText(u"new"_s);
    opened.save();
    auto *banner = child<support::Banner>(opened.dialog.get(), "banner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(child<QLabel>(banner, "bannerTextLabel")->text().contains("not yours"_L1));
    QCOMPARE(opened.edit("tokenNameEdit")->text(), u"new"_s);
}

void EditDialogTest::editsTheNameWhenTheChoicesAreOutOfReach()
{
    Opened opened([](test::DeskFixture &fixture) {
        fixture.vendor.formsFail = base::Error {.kind = ErrorKind::Forbidden};
    });
    QTRY_VERIFY(child<QLabel>(opened.dialog.get(), "grantsLabel")->isVisible());
    opened.edit("tokenNameEdit")->setText(u"new"_s);
    opened.save();
    QTRY_VERIFY(opened.fixture.vendor.lastEdit);
    QCOMPARE(opened.fixture.vendor.lastEdit->name, std::optional<QString>(u"new"_s));
    QTRY_VERIFY(!opened.dialog->isVisible());
}

QTEST_MAIN(EditDialogTest)
#include "tst_editdialog.moc"
