// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/privatefile.h"
#include "deskfixture.h"
#include "dialogs/secretdialog.h"
#include "fakeprompter.h"
#include "stricttest.h"
#include "support/banner.h"
#include "support/screenshield.h"
#include "support/secretlabel.h"
#include "widgettools.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using dialogs::SecretDialog;
using support::Answer;
using test::child;

class SecretDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void saysWhetherScreensSeeTheKey();
    void ignoresEscape();
    void closesOnlyAfterTheKeyIsSaidToBeStored();
    void copiesTheWholeKey();
    void leavesTheCountdownOfAnotherKeyAlone();
    void clearsTheClipboardAfterwards(); ///< MEM-07
    void savesTheKeyForItsOwnerOnly();
    void saysWhenTheFileCannotBeWritten();
    void asksOnceWhenItIsClosedOtherwise(); ///< ONE-04
    void deletesTheTokenOnDemand();
    void staysOpenWhenDeletingFails();
    void leaksTheKeyNowhere(); ///< MEM-05, MEM-07
    void hasNoCloseButtonAndBlocksTheProgram();

private:
    struct Shown
    {
        Shown()
        {
            const QString id = fixture.connect();
            domain::TokenDraft draft;
            draft.name = u"ci/deploy <b>"_s;
            auto issued = test::await(fixture.desk.issue(id, std::move(draft)));
            issued->advice = u"It needs about a minute before it works."_s;
            key = issued->token.key;
            dialog = std::make_unique<SecretDialog>(fixture.desk, std::move(*issued),
                *fixture.desk.connections().find(id), prompter, clipboard);
            dialog->open();
        }
        QPushButton *button(const char *name) const
        {
            return child<QPushButton>(dialog.get(), name);
        }
        QString status() const { return child<QLabel>(dialog.get(), "copyStatusLabel")->text(); }
        bool isPending() const { return !fixture.desk.pendingKeys().empty(); }

        test::DeskFixture fixture;
        test::FakePrompter prompter;
        support::SecretClipboard clipboard;
        domain::TokenKey key;
        std::unique_ptr<SecretDialog> dialog;
    };
};

/// MEM-09: on where the system can; else the person is told.
void SecretDialogTest::saysWhetherScreensSeeTheKey()
{
    const QString note = support::screenShieldNote();
    QVERIFY(note.contains(support::canShieldFromScreens() ? u"left out of screenshots"_s
                                                          : u"mind who sees your screen"_s));
    Shown shown;
    QVERIFY(test::accessibleText(shown.dialog.get()).contains(note));
    support::setScreenShieldWanted(false);
    QVERIFY(!support::isScreenShieldWanted());
    support::setScreenShieldWanted(true);
}

void SecretDialogTest::ignoresEscape()
{
    Shown shown;
    QTest::keyClick(shown.dialog.get(), Qt::Key_Escape);
    QTest::keyClick(child<support::SecretLabel>(shown.dialog.get(), "secretLabel"), Qt::Key_Escape);
    QTest::keyClick(shown.dialog.get(), Qt::Key_Return);
    QVERIFY(shown.dialog->isVisible());
    QVERIFY(shown.prompter.asked.empty());
    QVERIFY(shown.isPending());
}

void SecretDialogTest::closesOnlyAfterTheKeyIsSaidToBeStored()
{
    Shown shown;
    test::keepPicture(shown.dialog.get(), "secret");
    const QSignalSpy settled(shown.dialog.get(), &SecretDialog::settled);
    QVERIFY(!shown.button("doneButton")->isEnabled());
    child<QCheckBox>(shown.dialog.get(), "storedCheckBox")->click();
    QVERIFY(shown.button("doneButton")->isEnabled());
    shown.button("doneButton")->click();
    QTRY_VERIFY(!shown.dialog->isVisible());
    QVERIFY(!shown.isPending());
    QCOMPARE(settled.count(), 1);
    QCOMPARE(settled.first().at(1).toBool(), false);
}

void SecretDialogTest::copiesTheWholeKey()
{
    Shown shown;
    QCOMPARE(shown.status(), u"Not copied yet"_s);
    shown.button("copyButton")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"new-key-value-0123456789"_s);
    QCOMPARE(shown.status(), u"Copied, clears in 30 s"_s);
}

void SecretDialogTest::leavesTheCountdownOfAnotherKeyAlone()
{
    Shown shown;
    shown.clipboard.copy(base::Secret::copyOf("the key before this one"));
    QCOMPARE(shown.status(), u"Not copied yet"_s);
    shown.clipboard.clear();
    QCOMPARE(shown.status(), u"Not copied yet"_s);
}

void SecretDialogTest::clearsTheClipboardAfterwards()
{
    Shown shown;
    shown.button("copyButton")->click();
    shown.clipboard.clear();
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
    QVERIFY(shown.status().contains("Cleared"_L1));
}

void SecretDialogTest::savesTheKeyForItsOwnerOnly()
{
    const QTemporaryDir folder;
    Shown shown;
    shown.prompter.file = folder.filePath(u"k"_s);
    shown.button("saveToFileButton")->click();
    auto *banner = child<support::Banner>(shown.dialog.get(), "banner");
    QTRY_VERIFY(banner->isVisible());
    QCOMPARE(shown.prompter.suggestedNames, QStringList {u"ci-deploy-b-.key"_s});
    QFile file(shown.prompter.file);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("new-key-value-0123456789\n"));
    QVERIFY(base::isPrivate(shown.prompter.file));
    test::keepPicture(shown.dialog.get(), "secret-saved");
}

void SecretDialogTest::saysWhenTheFileCannotBeWritten()
{
    const QTemporaryDir folder;
    Shown shown;
    shown.prompter.file = folder.filePath(u"no/such/folder"_s);
    shown.button("saveToFileButton")->click();
    auto *banner = child<support::Banner>(shown.dialog.get(), "banner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(child<QLabel>(banner, "bannerTextLabel")->text().contains("such"_L1));
    QVERIFY(shown.dialog->isVisible());
}

void SecretDialogTest::asksOnceWhenItIsClosedOtherwise()
{
    Shown shown;
    shown.dialog->close();
    QCOMPARE(shown.prompter.asked.size(), std::size_t {1});
    shown.dialog->close(); // While the question is open.
    QCOMPARE(shown.prompter.asked.size(), std::size_t {1});
    QCOMPARE(shown.prompter.asked.front().alternative, u"Delete This Token Now"_s);
    QCOMPARE(shown.prompter.asked.front().cancel, u"Keep Open"_s);
    test::settle();
    QVERIFY(shown.dialog->isVisible()); // The prompter kept it open.
    QVERIFY(shown.isPending());
    shown.prompter.answers = {Answer::Choice::Affirmed};
    shown.dialog->close();
    QTRY_VERIFY(!shown.dialog->isVisible());
    QVERIFY(!shown.isPending());
}

void SecretDialogTest::deletesTheTokenOnDemand()
{
    Shown shown;
    const QSignalSpy settled(shown.dialog.get(), &SecretDialog::settled);
    shown.prompter.answers = {Answer::Choice::Alternative};
    shown.dialog->close();
    QTRY_COMPARE(settled.count(), 1);
    QCOMPARE(settled.first().at(1).toBool(), true);
    QCOMPARE(shown.fixture.vendor.deleted, QStringList {shown.key.remoteId});
    QTRY_VERIFY(!shown.isPending());
}

void SecretDialogTest::staysOpenWhenDeletingFails()
{
    Shown shown;
    shown.fixture.vendor.deleteFails = base::Error {.kind = ErrorKind::Offline};
    shown.prompter.answers = {Answer::Choice::Alternative};
    shown.dialog->close();
    QTRY_VERIFY(child<support::Banner>(shown.dialog.get(), "banner")->isVisible());
    QVERIFY(shown.dialog->isVisible());
    QVERIFY(shown.dialog->isEnabled());
    QVERIFY(shown.isPending());
}

void SecretDialogTest::leaksTheKeyNowhere()
{
    Shown shown;
    const auto key = "new-key-value"_L1;
    auto *label = child<support::SecretLabel>(shown.dialog.get(), "secretLabel");
    label->setFocus();
    QTest::keyPress(label, Qt::Key_Space);
    QVERIFY(label->isRevealed());
    test::keepPicture(shown.dialog.get(), "secret-revealed");
    QVERIFY(!test::accessibleText(shown.dialog.get()).contains(key));
    QVERIFY(!shown.dialog->windowTitle().contains(key));
    const auto children = shown.dialog->findChildren<QWidget *>();
    for (const QWidget *widget : children) {
        QVERIFY(!widget->toolTip().contains(key));
        const QMetaObject *meta = widget->metaObject();
        for (int i = 0; i < meta->propertyCount(); ++i)
            QVERIFY(!meta->property(i).read(widget).toString().contains(key));
    }
    QVERIFY(!QGuiApplication::clipboard()->text(QClipboard::Selection).contains(key));
    QTest::keyRelease(label, Qt::Key_Space);
    QVERIFY(!label->isRevealed());
}

void SecretDialogTest::hasNoCloseButtonAndBlocksTheProgram()
{
    Shown shown;
    QVERIFY(!(shown.dialog->windowFlags() & Qt::WindowCloseButtonHint));
    QCOMPARE(shown.dialog->windowModality(), Qt::ApplicationModal);
    QVERIFY(test::accessibleText(shown.dialog.get()).contains("New key, hidden"_L1));
    QVERIFY(child<QLabel>(shown.dialog.get(), "adviceLabel")->text().contains("minute"_L1));
}

QTEST_MAIN(SecretDialogTest)
#include "tst_secretdialog.moc"
