// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Changes of many tokens in the window: from the command to what is said in the end.

#include "bulkstage.h"
#include "dialogs/preflightdialog.h"
#include "shell/mainwindow.h"
#include "shots.h"
#include "stricttest.h"
#include "support/banner.h"
#include "tokens/tokentableview.h"
#include "widgettools.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::TokenStatus;
using test::BulkStage;
using test::child;

namespace {

struct Window : BulkStage
{
    shell::Settings settings;
    shell::MainWindow window;

    explicit Window(int tokens, const QString &folder = {}, bool canDisable = true)
        : BulkStage(tokens, canDisable)
        , settings(folder)
        , window(desk, settings, fixture.clock,
              [](domain::Vendor) { return domain::ConnectionForm(); })
    {
        window.resize(1280, 860);
        window.show();
        static_cast<void>(
            test::waitUntil([this, tokens] { return table()->model()->rowCount() == tokens; }));
    }

    tokens::TokenTableView *table() const { return window.findChild<tokens::TokenTableView *>(); }
    QAction *action(const char *name) const { return child<QAction>(&window, name); }
    void select(int count)
    {
        table()->clearSelection();
        table()->selectRow(0);
        for (int i = 1; i < count; ++i)
            QTest::keyClick(table(), Qt::Key_Down, Qt::ShiftModifier);
    }
    void trigger(const char *name) const
    {
        if (test::waitUntil([this, name] { return action(name)->isEnabled(); }))
            action(name)->trigger();
    }
    QPushButton *visibleButton(const QString &text) const
    {
        const auto buttons = window.findChildren<QPushButton *>();
        const auto found
            = std::find_if(buttons.begin(), buttons.end(), [&text](const QPushButton *button) {
                  return button->text() == text && button->isVisible();
              });
        return found == buttons.end() ? nullptr : *found;
    }
    QWidget *panel() const { return child<QWidget>(&window, "jobsPanel"); }
    QString said() const { return test::accessibleText(const_cast<shell::MainWindow *>(&window)); }
    dialogs::PreflightDialog *review() const
    {
        static_cast<void>(test::waitUntil([this] {
            auto *found = window.findChild<QTableView *>(u"preflightTable"_s);
            return found && found->isVisible();
        }));
        return window.findChild<dialogs::PreflightDialog *>();
    }
    QDialog *question() const
    {
        static_cast<void>(test::waitUntil(
            [this] { return window.findChild<QDialog *>(u"questionDialog"_s) != nullptr; }));
        return window.findChild<QDialog *>(u"questionDialog"_s);
    }
    static void press(const QWidget *dialog, const char *name)
    {
        QTest::mouseClick(child<QPushButton>(dialog, name), Qt::LeftButton);
    }
};

} // namespace

class BulkCommandsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void deletesSeveralAsAJob(); ///< BULK-03
    void listsAgainBeforeAnOldListIsDecidedUpon(); ///< BULK-02
    void givesAnUndoForWhatWasDisabled();
    void changesMoreThanFiveThousand();
    void sparesTheOwnCredential(); ///< BULK-04
    void keepsTheSelectionThatWasConfirmed(); ///< BULK-01
    void deletesLaterWithUndo();
    void saysWhatWillNotBeDeletedLater();
    void containsAKeyByOneQuestion();
    void offersOneLikeAContainedTokenThatIsGone();
    void saysThatAContainedKeyStillWorks();
    void containsWhileAJobWaits();
    void asksBeforeItClosesOnAJob_data();
    void asksBeforeItClosesOnAJob();
    void togglesThePanelByItsKey();
    void remembersThePanel();
    void showsTheJobInTheFoot();
};

void BulkCommandsTest::deletesSeveralAsAJob()
{
    Window shown(10);
    shown.select(4);
    shown.trigger("deleteTokenAction");
    auto *review = shown.review();
    QVERIFY(review);
    QTest::keyClicks(child<QLineEdit>(review, "gateEdit"), u"delete 4"_s);
    Window::press(review, "affirmativeButton");
    QTRY_VERIFY(shown.panel()->isVisible());
    QTRY_COMPARE(shown.vendor.deleted.size(), 4);
    QTRY_VERIFY2(shown.said().contains("4 deleted"_L1), qPrintable(shown.said()));
    QTRY_COMPARE(shown.table()->model()->rowCount(), 6);
}

void BulkCommandsTest::listsAgainBeforeAnOldListIsDecidedUpon()
{
    Window shown(10);
    shown.fixture.clock.time += std::chrono::seconds {61};
    shown.vendor.listTime = std::chrono::milliseconds {300};
    shown.vendor.tokens.pop_back(); // somebody else's doing
    shown.table()->selectAll();
    shown.trigger("disableTokenAction");
    auto *dialog = child<QDialog>(&shown.window, "preflightDialog");
    QVERIFY(child<QLabel>(dialog, "progressLabel")->isVisible());
    QVERIFY(!child<QPushButton>(dialog, "affirmativeButton")->isEnabled());
    auto *review = shown.review();
    QVERIFY(review);
    auto *rows = child<QTableView>(review, "preflightTable")->model();
    QCOMPARE(rows->rowCount(), 10);
    QStringList effects;
    for (int row = 0; row < rows->rowCount(); ++row)
        effects += rows->index(row, dialogs::PreflightModel::Effect).data().toString();
    QCOMPARE(effects.filter(u"does not list it"_s).size(), 1);
    Window::press(review, "cancelButton");
    QVERIFY(shown.vendor.toggled.isEmpty());
}

void BulkCommandsTest::givesAnUndoForWhatWasDisabled()
{
    Window shown(6);
    shown.select(3);
    shown.trigger("disableTokenAction");
    Window::press(shown.review(), "affirmativeButton");
    QTRY_VERIFY2(shown.said().contains("3 disabled"_L1), qPrintable(shown.said()));
    QPushButton *undo = nullptr;
    QTRY_VERIFY(undo = shown.visibleButton(u"Undo"_s));
    undo->click();
    QTRY_COMPARE(shown.vendor.toggled.size(), 6);
    for (const domain::Token &token : shown.vendor.tokens)
        QCOMPARE(token.status, TokenStatus::Active);
}

void BulkCommandsTest::changesMoreThanFiveThousand()
{
    Window shown(6000);
    shown.table()->selectAll();
    shown.trigger("deleteTokenAction");
    auto *review = shown.review();
    QVERIFY(review);
    QCOMPARE(child<QPushButton>(review, "affirmativeButton")->text(),
        u"Delete %1 Tokens"_s.arg(QLocale().toString(4800)));
    // The name of the organisation, too (BULK-03).
    QVERIFY(child<QLineEdit>(review, "gateNameEdit1")->isVisible());
    Window::press(review, "cancelButton");
    QVERIFY(shown.vendor.deleted.isEmpty());
}

void BulkCommandsTest::sparesTheOwnCredential()
{
    Window shown(4);
    shown.vendor.tokens.front().isOwnCredential = true;
    shown.desk.refreshAll();
    QTRY_VERIFY(shown.desk.tokens().token(0).isOwnCredential);
    shown.table()->selectAll();
    shown.trigger("disableTokenAction");
    Window::press(shown.review(), "affirmativeButton");
    QTRY_COMPARE(shown.vendor.toggled.size(), 3);
    test::settle();
    QVERIFY(!shown.vendor.toggled.contains(u"id-00000"_s));
}

void BulkCommandsTest::keepsTheSelectionThatWasConfirmed()
{
    Window shown(10);
    shown.select(3);
    const auto chosen = shown.table()->selectedKeys();
    shown.vendor.answers = false;
    shown.trigger("disableTokenAction");
    Window::press(shown.review(), "affirmativeButton");
    QTRY_VERIFY(!shown.vendor.held.empty());
    shown.table()->clearSelection();
    shown.table()->sortByColumn(0, Qt::DescendingOrder);
    shown.desk.refreshAll();
    test::settle();
    shown.vendor.release();
    QTRY_COMPARE(shown.vendor.toggled.size(), 3);
    for (const auto &key : chosen)
        QVERIFY(shown.vendor.toggled.contains(key.remoteId));
}

void BulkCommandsTest::deletesLaterWithUndo()
{
    Window shown(6);
    shown.select(2);
    shown.trigger("deleteTokenAction");
    auto *review = shown.review();
    child<QRadioButton>(review, "laterButton")->click();
    QTest::keyClicks(child<QLineEdit>(review, "gateEdit"), u"delete 2"_s);
    Window::press(review, "affirmativeButton");
    auto *staged = child<QTableView>(&shown.window, "stagedTable");
    QTRY_VERIFY(staged->isVisible());
    QTRY_COMPARE(staged->model()->rowCount(), 2);
    QCOMPARE(shown.vendor.toggled.size(), 2);
    QVERIFY(shown.vendor.deleted.isEmpty());
    staged->selectAll();
    child<QPushButton>(&shown.window, "undoStagedButton")->click();
    QTRY_COMPARE(staged->model()->rowCount(), 0);
    QTRY_COMPARE(shown.vendor.toggled.size(), 4);
    QVERIFY(shown.vendor.deleted.isEmpty());
}

void BulkCommandsTest::saysWhatWillNotBeDeletedLater()
{
    Window shown(6);
    for (const domain::Token &token : shown.vendor.tokens)
        shown.vendor.refusals[token.key.remoteId] = {.kind = base::ErrorKind::Forbidden};
    shown.select(2);
    shown.trigger("deleteTokenAction");
    auto *review = shown.review();
    child<QRadioButton>(review, "laterButton")->click();
    QTest::keyClicks(child<QLineEdit>(review, "gateEdit"), u"delete 2"_s);
    Window::press(review, "affirmativeButton");
    const auto isSaid = [&shown] {
        const auto banners = shown.window.findChildren<support::Banner *>();
        return std::any_of(banners.begin(), banners.end(), [](const support::Banner *banner) {
            return banner->title() == u"2 tokens will not be deleted later"_s;
        });
    };
    QTRY_VERIFY(isSaid());
    QVERIFY(shown.vendor.toggled.isEmpty());
}

void BulkCommandsTest::containsAKeyByOneQuestion()
{
    Window shown(6);
    shown.select(1);
    const auto key = shown.table()->selectedKeys().front();
    shown.trigger("containTokenAction");
    QDialog *question = shown.question();
    QVERIFY(question);
    test::shoot(*question, u"contain-question"_s);
    const QString asked = test::accessibleText(question);
    QVERIFY2(asked.contains(key.remoteId) && asked.contains("Used"_L1), qPrintable(asked));
    Window::press(question, "affirmativeButton");
    QTRY_COMPARE(shown.vendor.toggled, QStringList {key.remoteId});
    QTRY_VERIFY2(shown.said().contains("does not work any more"_L1), qPrintable(shown.said()));
    test::shoot(shown.window, u"contain-done"_s);
    child<QPushButton>(&shown.window, "containReportButton")->click();
    const QString report = QApplication::clipboard()->text();
    QVERIFY2(report.contains(key.remoteId) && report.contains("stopped"_L1), qPrintable(report));
    // What comes next is at hand.
    QVERIFY(child<QPushButton>(&shown.window, "containDeleteButton")->isVisible());
    child<QPushButton>(&shown.window, "containRotateButton")->click();
    QTRY_VERIFY(shown.window.findChild<QDialog *>(u"ticketDialog"_s));
    const auto *ticket = shown.window.findChild<QDialog *>(u"ticketDialog"_s);
    QVERIFY2(ticket->windowTitle().contains(u"token 0"_s), qPrintable(ticket->windowTitle()));
}

void BulkCommandsTest::offersOneLikeAContainedTokenThatIsGone()
{
    Window shown(3, {}, false);
    shown.select(1);
    const auto key = shown.table()->selectedKeys().front();
    shown.trigger("containTokenAction");
    Window::press(shown.question(), "affirmativeButton");
    QTRY_COMPARE(shown.vendor.deleted, QStringList {key.remoteId});
    QTRY_VERIFY(shown.window.findChild<QPushButton *>(u"containRecreateButton"_s));
    QVERIFY(!shown.window.findChild<QPushButton *>(u"containRotateButton"_s));
    child<QPushButton>(&shown.window, "containRecreateButton")->click();
    QTRY_VERIFY(shown.window.findChild<QDialog *>(u"issueDialog"_s));
}

void BulkCommandsTest::saysThatAContainedKeyStillWorks()
{
    Window shown(3);
    shown.select(1);
    const auto key = shown.table()->selectedKeys().front();
    shown.vendor.refusals[key.remoteId] = {.kind = ErrorKind::Conflict, .httpStatus = 409};
    shown.trigger("containTokenAction");
    Window::press(shown.question(), "affirmativeButton");
    QTRY_VERIFY2(shown.said().contains("still works"_L1), qPrintable(shown.said()));
    shown.vendor.refusals.clear();
    child<QPushButton>(&shown.window, "containAgainButton")->click();
    QTRY_COMPARE(shown.vendor.toggled, QStringList {key.remoteId});
}

void BulkCommandsTest::containsWhileAJobWaits()
{
    Window shown(12);
    shown.select(8);
    shown.vendor.answers = false;
    shown.trigger("disableTokenAction");
    Window::press(shown.review(), "affirmativeButton");
    QTRY_VERIFY(!shown.vendor.held.empty());
    const auto waiting = shown.vendor.held.size();
    QVERIFY(shown.table()->selectKey(shown.key(10)));
    shown.trigger("containTokenAction");
    Window::press(shown.question(), "affirmativeButton");
    QTRY_VERIFY(shown.vendor.held.size() > waiting); // sent at once
    shown.vendor.release();
    QTRY_VERIFY(shown.vendor.toggled.contains(shown.key(10).remoteId));
}

void BulkCommandsTest::asksBeforeItClosesOnAJob_data()
{
    QTest::addColumn<bool>("hasProfile");
    QTest::addColumn<QString>("said");
    QTest::newRow("a profile") << true << u"can be continued when it is opened again"_s;
    QTest::newRow("none") << false << u"they cannot be continued when it is opened again"_s;
}

void BulkCommandsTest::asksBeforeItClosesOnAJob()
{
    QFETCH(bool, hasProfile);
    QFETCH(QString, said);
    const QTemporaryDir folder;
    Window shown(12, hasProfile ? folder.path() : QString());
    shown.select(8);
    shown.vendor.answers = false;
    shown.trigger("disableTokenAction");
    Window::press(shown.review(), "affirmativeButton");
    QTRY_VERIFY(!shown.vendor.held.empty());
    shown.window.close();
    QVERIFY(shown.window.isVisible());
    QDialog *question = shown.question();
    QVERIFY(question);
    const QString asked = test::accessibleText(question);
    QVERIFY2(asked.contains(said), qPrintable(asked));
    test::shoot(*question, u"close-question"_s);
    Window::press(question, "cancelButton");
    QVERIFY(shown.window.isVisible());
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    test::settle();
    shown.window.close();
    Window::press(shown.question(), "affirmativeButton");
    QTRY_VERIFY(!shown.window.isVisible());
    shown.vendor.held.clear();
}

void BulkCommandsTest::togglesThePanelByItsKey()
{
    Window shown(2);
    QVERIFY(!shown.panel()->isVisible());
    shown.action("showJobsAction")->trigger();
    QVERIFY(shown.panel()->isVisible());
    test::shoot(shown.window, u"window-no-jobs"_s);
    QCOMPARE(shown.action("showJobsAction")->shortcut(), QKeySequence(u"Ctrl+J"_s));
    shown.action("showJobsAction")->trigger();
    QVERIFY(!shown.panel()->isVisible());
}

void BulkCommandsTest::remembersThePanel()
{
    const QTemporaryDir folder;
    {
        Window shown(2, folder.path());
        shown.action("showJobsAction")->trigger();
        shown.window.close();
    }
    const Window again(2, folder.path());
    QVERIFY(again.panel()->isVisible());
}

void BulkCommandsTest::showsTheJobInTheFoot()
{
    Window shown(12);
    shown.select(4);
    shown.vendor.answers = false;
    shown.trigger("disableTokenAction");
    Window::press(shown.review(), "affirmativeButton");
    auto *foot = child<QWidget>(&shown.window, "jobStatusButton");
    QTRY_VERIFY(foot->isVisible());
    shown.vendor.release();
    QTRY_VERIFY(!foot->isVisible());
}

QTEST_MAIN(BulkCommandsTest)
#include "tst_bulkcommands.moc"
