// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What the window says, and what it lets nobody do, where not everything is as it should be: no
/// network, another window on the profile, a damaged file, a journal that cannot be used.

#include "damage.h"
#include "profile.h"
#include "shell/mainwindow.h"
#include "shots.h"
#include "store/store.h"
#include "stricttest.h"
#include "support/banner.h"
#include "tokens/tokentableview.h"
#include "widgettools.h"

#include <QAction>
#include <QDir>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using test::await;
using test::child;
using State = work::Session::State;

namespace {

/// What changes a token, or the list of connections.
constexpr const char *tokenChanges[]
    = {"newTokenAction", "editTokenAction", "duplicateTokenAction", "rotateTokenAction",
        "enableTokenAction", "disableTokenAction", "deleteTokenAction", "containTokenAction"};
constexpr const char *connectionChanges[]
    = {"newConnectionAction", "editConnectionAction", "removeConnectionAction"};

struct Stage
{
    test::Profile profile;
    QString id;
    std::unique_ptr<shell::Settings> settings;
    std::unique_ptr<shell::MainWindow> window;

    Stage()
    {
        profile.start();
        id = profile.connectAndKeep();
        profile.clock.time += 3h;
    }
    ~Stage() { close(); }

    /// As main() does it.
    void start(const QString &holder = {})
    {
        close();
        work::Desk &desk = profile.start(holder);
        settings = std::make_unique<shell::Settings>(profile.folder.path(), holder.isEmpty());
        window = std::make_unique<shell::MainWindow>(desk, *settings, profile.clock,
            [](domain::Vendor) { return domain::ConnectionForm(); });
        window->show();
        desk.refreshAll();
    }
    void close()
    {
        if (window)
            window->close();
        window.reset();
        settings.reset();
    }
    bool settle(State state) { return profile.waitForState(id, state) && selectFirst(); }
    bool selectFirst() const
    {
        auto *table = window->findChild<tokens::TokenTableView *>();
        if (!test::waitUntil([table] { return table->model()->rowCount() == 3; }))
            return false;
        table->selectRow(0);
        test::settle(); // Commands follow in the next turn.
        return true;
    }
    QAction *action(const char *name) const { return child<QAction>(window.get(), name); }
    /// Everything the banners say.
    QString said() const
    {
        return test::accessibleText(child<QWidget>(window.get(), "noticeArea"));
    }
    /// The titles of the banners in sight.
    QStringList banners() const
    {
        QStringList titles;
        for (const auto *banner : window->findChildren<support::Banner *>()) {
            if (banner->isVisible())
                titles += banner->title();
        }
        return titles;
    }
    /// The names of actions that are not off, or do not say why.
    template <std::size_t count>
    QStringList allowed(const char *const (&names)[count], const QString &reason) const
    {
        QStringList found;
        for (const char *name : names) {
            const QAction *one = action(name);
            if (one->isEnabled() || !one->toolTip().contains(reason))
                found += QLatin1StringView(name) + u": "_s + one->toolTip();
        }
        return found;
    }
};

} // namespace

class StandingTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void showsTheLastListWithoutNetwork();
    void saysOnceThatSeveralCannotBeReached();
    void triesAllAgain();
    void goesOnWhenTheVendorIsBack();
    void onlyReadsBesideAnotherWindow();
    void offersNoNewTokenWhereNoneMayBeMade();
    void writesNoLayoutBesideAnotherWindow();
    void saysWhatBecameOfADamagedFile();
    void changesNothingWithoutAJournal();
    void looksRight();
};

void StandingTest::showsTheLastListWithoutNetwork()
{
    Stage stage;
    stage.profile.vendor.whoAmIFails
        = base::Error {.kind = ErrorKind::Offline, .detail = u"refused"_s};
    stage.start();
    QVERIFY(stage.settle(State::Failed));
    QTRY_VERIFY2(stage.said().contains("Showing the list of 3 h ago"_L1), qPrintable(stage.said()));
    QVERIFY(stage.said().contains("changes are off"_L1));
    const QString reason = u"Changes are off until the connection answers again"_s;
    QCOMPARE(stage.allowed(tokenChanges, reason), QStringList());
    QVERIFY(stage.action("refreshAction")->isEnabled()); // The way back.
    QVERIFY(stage.action("newConnectionAction")->isEnabled());
    QVERIFY(stage.action("exportViewAction")->isEnabled());
    QVERIFY(stage.action("setTagsAction")->isEnabled()); // Notes need no vendor.
    test::keepPicture(stage.window.get(), "standing-offline");
}

/// Without network all connections fail, and one message says so.
void StandingTest::saysOnceThatSeveralCannotBeReached()
{
    Stage stage;
    const QString second = stage.profile.connectAndKeep(u"Second"_s);
    const QString third = stage.profile.connectAndKeep(u"Third"_s);
    stage.profile.vendor.whoAmIFails
        = base::Error {.kind = ErrorKind::Offline, .detail = u"refused"_s};
    stage.start();
    stage.window->resize(1100, 700);
    for (const QString &id : {stage.id, second, third})
        QVERIFY(stage.profile.waitForState(id, State::Failed));
    QTRY_COMPARE(stage.banners(),
        QStringList({u"3 connections cannot be reached: Payments, Second, Third"_s}));
    QVERIFY2(stage.said().contains("Showing what was last seen, 3 h ago to just now."_L1),
        qPrintable(stage.said()));
    auto *area = child<QWidget>(stage.window.get(), "noticeArea");
    test::settle();
    const int low = area->height();
    test::keepPicture(stage.window.get(), "standing-offline-three");
    child<QPushButton>(area, "showDetailsButton")->click();
    const auto *details = child<QLabel>(area, "bannerTextLabel");
    QCOMPARE(details->text().count("api.example"_L1), 3);
    QTRY_VERIFY(area->height() > low);
    QVERIFY2(area->height() < 3 * low, "room is left between its lines");
    test::keepPicture(stage.window.get(), "standing-offline-details");

    // What is back leaves the message; the last one has a message of its own.
    stage.profile.vendor.whoAmIFails.reset();
    stage.profile.program->refresh(second);
    QVERIFY(stage.profile.waitForState(second, State::Ready));
    QTRY_COMPARE(
        stage.banners(), QStringList({u"2 connections cannot be reached: Payments, Third"_s}));
    stage.profile.program->refresh(third);
    QTRY_COMPARE(
        stage.banners(), QStringList({u"“Payments”: “api.example” could not be reached."_s}));
}

/// One button for all of them.
void StandingTest::triesAllAgain()
{
    Stage stage;
    const QString second = stage.profile.connectAndKeep(u"Second"_s);
    stage.profile.vendor.whoAmIFails = base::Error {.kind = ErrorKind::Timeout};
    stage.start();
    for (const QString &id : {stage.id, second})
        QVERIFY(stage.profile.waitForState(id, State::Failed));
    QTRY_COMPARE(stage.banners().size(), 1);
    stage.profile.vendor.whoAmIFails.reset();
    child<QPushButton>(stage.window.get(), "tryAgainButton")->click();
    for (const QString &id : {stage.id, second})
        QVERIFY(stage.profile.waitForState(id, State::Ready));
    QTRY_COMPARE(stage.banners(), QStringList());
}

void StandingTest::goesOnWhenTheVendorIsBack()
{
    Stage stage;
    stage.profile.vendor.whoAmIFails = base::Error {.kind = ErrorKind::Offline};
    stage.start();
    QVERIFY(stage.settle(State::Failed));
    QVERIFY(!stage.action("deleteTokenAction")->isEnabled());
    stage.profile.vendor.whoAmIFails.reset();
    stage.action("refreshAction")->trigger();
    QVERIFY(stage.settle(State::Ready));
    QTRY_VERIFY(stage.action("deleteTokenAction")->isEnabled());
    QVERIFY2(!stage.said().contains("Showing the list"_L1), qPrintable(stage.said()));
}

/// DB-07: the second one says so, and by which process.
void StandingTest::onlyReadsBesideAnotherWindow()
{
    Stage stage;
    const QString holder = u"another Tokendesk (process 4711)"_s;
    stage.start(holder);
    QVERIFY(stage.settle(State::Ready));
    QVERIFY2(stage.said().contains(holder), qPrintable(stage.said()));
    const QString reason = u"Read-only: this profile is open in "_s + holder;
    QCOMPARE(stage.allowed(tokenChanges, reason), QStringList());
    QCOMPARE(stage.allowed(connectionChanges, reason), QStringList());
    QCOMPARE(stage.allowed({"setTagsAction", "trackTokenAction"}, reason), QStringList());
    QVERIFY(child<QPlainTextEdit>(stage.window.get(), "noteEdit")->isReadOnly());
    QCOMPARE(child<QLabel>(stage.window.get(), "notesProblem")->text(), reason);
    QVERIFY(stage.action("refreshAction")->isEnabled());
    test::keepPicture(stage.window.get(), "standing-second");
}

/// With several connections and none of them chosen.
void StandingTest::offersNoNewTokenWhereNoneMayBeMade()
{
    Stage stage;
    QVERIFY(!stage.profile.connectAndKeep(u"Second"_s).isEmpty());
    stage.start(u"another Tokendesk"_s);
    QVERIFY(stage.profile.waitForState(stage.id, State::Ready));
    test::settle();
    QVERIFY(!stage.action("newTokenAction")->isEnabled());
    stage.start();
    QVERIFY(stage.profile.waitForState(stage.id, State::Ready));
    QTRY_VERIFY(stage.action("newTokenAction")->isEnabled());
}

/// DB-07
void StandingTest::writesNoLayoutBesideAnotherWindow()
{
    Stage stage;
    const QDir folder(stage.profile.folder.path());
    const auto files = [&folder] { return folder.entryList(QDir::Files, QDir::Name); };
    const QByteArray layout = test::bytesOf(folder.filePath(u"window.ini"_s));
    stage.start(u"another Tokendesk"_s);
    QVERIFY(stage.settle(State::Ready));
    const QStringList before = files();
    stage.action("compactAction")->trigger();
    stage.window->resize(700, 500);
    stage.close();
    QCOMPARE(test::bytesOf(folder.filePath(u"window.ini"_s)), layout);
    QCOMPARE(files(), before);
}

/// DB-03: what can be fetched again is begun anew, and both is said.
void StandingTest::saysWhatBecameOfADamagedFile()
{
    Stage stage;
    stage.profile.stop();
    const QString path = stage.profile.folder.filePath(u"inventory.db"_s);
    test::writeBytes(path, QByteArray(5000, 'x'));
    {
        store::Store files(stage.profile.folder.path());
        const auto report = await(files.open());
        QVERIFY(report);
        stage.start();
        stage.window->showRenewedFiles(report->renewed());
    }
    const QStringList aside
        = QDir(stage.profile.folder.path()).entryList({u"inventory.bad-*.db"_s}, QDir::Files);
    QCOMPARE(aside.size(), 1);
    const QString said = stage.said();
    QVERIFY2(said.contains("A damaged file of the profile was begun anew"_L1), qPrintable(said));
    QVERIFY2(said.contains(aside.front()), qPrintable(said));
    QVERIFY2(said.contains("not a database"_L1), qPrintable(said)); // The reason.
    QVERIFY(stage.settle(State::Ready));
    QVERIFY(stage.action("deleteTokenAction")->isEnabled());
    test::shoot(*stage.window, u"standing-damaged"_s);
}

/// DB-03, ONE-01: nothing that could not be written down is sent.
void StandingTest::changesNothingWithoutAJournal()
{
    Stage stage;
    stage.start();
    QVERIFY(stage.settle(State::Ready));
    QVERIFY(stage.action("deleteTokenAction")->isEnabled());
    stage.profile.program->setJournalProblem(
        base::Error {.kind = ErrorKind::LocalFile, .detail = u"journal.db is damaged"_s});
    test::settle();
    const QString reason
        = u"Changes are off because the journal cannot be used: journal.db is damaged"_s;
    QCOMPARE(stage.allowed(tokenChanges, reason), QStringList());
    stage.profile.program->setJournalProblem({});
    QTRY_VERIFY(stage.action("deleteTokenAction")->isEnabled());
}

/// For looking at.
void StandingTest::looksRight()
{
    Stage stage;
    stage.profile.vendor.whoAmIFails
        = base::Error {.kind = ErrorKind::Offline, .detail = u"refused"_s};
    stage.start(u"another Tokendesk (process 4711)"_s);
    QVERIFY(stage.settle(State::Failed));
    test::keepPicture(stage.window.get(), "standing-both");
}

QTEST_MAIN(StandingTest)
#include "tst_standing.moc"
