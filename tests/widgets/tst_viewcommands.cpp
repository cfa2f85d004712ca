// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Saved views in the window: choosing, noticing changes, saving, undoing.

#include "deskfixture.h"
#include "models/tokentablemodel.h"
#include "shell/commandpalette.h"
#include "shell/mainwindow.h"
#include "shell/viewcommands.h"
#include "shots.h"
#include "stricttest.h"
#include "tokens.h"
#include "tokens/filterbar.h"
#include "tokens/tokentableview.h"
#include "widgettools.h"

#include <QAction>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using models::TokenColumnId;
using shell::ViewCommands;
using test::child;
using tokens::TokenTableView;

namespace {

/// As much of the window as views have to do with.
struct Desk
{
    test::FixedClock clock;
    work::TokenStore store;
    models::TokenTableModel model {store, clock};
    QMainWindow window;
    QWidget *middle = new QWidget(&window);
    tokens::FilterBar *filter = new tokens::FilterBar(middle);
    TokenTableView *table = new TokenTableView(model, middle);
    ViewCommands *commands;

    explicit Desk(const QString &folder = {})
        : commands(new ViewCommands(folder, *filter, *table, &window))
    {
        store.put(test::token(u"c"_s, u"1"_s, u"nightly"_s));
        auto *column = new QVBoxLayout(middle);
        column->addWidget(filter);
        column->addWidget(table);
        window.setCentralWidget(middle);
        window.menuBar()->addMenu(commands->menu());
        window.resize(900, 400);
        window.show();
        QObject::connect(filter, &tokens::FilterBar::textChanged, &window,
            [this](const QString &text) { model.setFilter({.words = text}); });
    }

    QString chooserText() const { return commands->chooser()->text(); }
    QAction *action(const char *name) const { return child<QAction>(&window, name); }
    QStringList offered() const
    {
        QStringList texts;
        const auto actions = commands->menu()->actions();
        for (const QAction *one : actions) {
            if (one->isCheckable())
                texts += one->text();
        }
        return texts;
    }
    /// Through the dialog, as a person does.
    void saveAs(const QString &name) const
    {
        action("saveViewAsAction")->trigger();
        giveName(name);
    }
    void giveName(const QString &name) const
    {
        auto *edit = child<QLineEdit>(&window, "viewNameEdit");
        edit->setText(name);
        child<QPushButton>(&window, "saveViewButton")->click();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    }
};

} // namespace

class ViewCommandsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void startsWithEverything();
    void choosesByNumber();
    void marksAChangedView();
    void keepsFilterSortColumnsAndDensity();
    void leavesAloneWhatAViewDoesNotSay();
    void guardsWhatComesWithTheProgram();
    void updatesWithUndo();
    void deletesWithUndo();
    void renamesTheCurrentView();
    void refusesATakenName();
    void savesNoFilterThatCannotBeRead();
    void movesHidesAndCopies();
    void exportsAndImports();
    void saysWhyAFileCannotBeImported();
    void remembersForTheNextRun();
    void rests();
    void isInThePalette();
    void standsBeforeTheFilterForTheTabKey();
    void looksRight();
};

void ViewCommandsTest::startsWithEverything()
{
    Desk desk;
    QCOMPARE(desk.chooserText(), u"All"_s);
    QCOMPARE(desk.commands->chooser()->accessibleName(), u"View: All"_s);
    QCOMPARE(desk.offered().size(), 9);
    QVERIFY(!desk.commands->isChanged());
    QVERIFY(!desk.action("exportViewsAction")->isEnabled());
}

void ViewCommandsTest::choosesByNumber()
{
    Desk desk;
    desk.window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&desk.window, test::patienceMs()));
    QTest::keyClick(desk.table, Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(desk.chooserText(), u"Idle over 90 days"_s);
    QCOMPARE(desk.filter->text(), u"idle:>90d"_s);
    QCOMPARE(desk.table->sortKeys().front().column, TokenColumnId::LastUsed);
    QVERIFY(!desk.commands->isChanged());
    QTest::keyClick(desk.table, Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(desk.filter->text(), QString());
}

void ViewCommandsTest::marksAChangedView()
{
    Desk desk;
    desk.commands->choose(u"Expiring in 30 days"_s);
    const QString plain = desk.chooserText();
    desk.filter->setText(u"expires:<9d"_s);
    QVERIFY(desk.commands->isChanged());
    QVERIFY(desk.chooserText() != plain);
    QVERIFY(desk.commands->chooser()->accessibleName().contains(u"changed"_s));
    desk.filter->setText(u"expires:<=30d"_s);
    QCOMPARE(desk.chooserText(), plain);
    desk.table->setSortKeys({{TokenColumnId::Owner, Qt::AscendingOrder}});
    QVERIFY(desk.chooserText() != plain);
}

void ViewCommandsTest::keepsFilterSortColumnsAndDensity()
{
    Desk desk;
    desk.filter->setText(u"deploy"_s);
    desk.table->setSortKeys(
        {{TokenColumnId::Owner, Qt::DescendingOrder}, {TokenColumnId::Id, Qt::AscendingOrder}});
    desk.table->setColumnHidden(int(TokenColumnId::Vendor), true);
    desk.table->setColumnWidth(int(TokenColumnId::Name), 333);
    desk.table->setDensity(TokenTableView::Density::Compact);
    desk.saveAs(u"Mine too"_s);
    QCOMPARE(desk.chooserText(), u"Mine too"_s);
    const QByteArray state = desk.table->saveState();
    desk.commands->choose(u"All"_s);
    desk.table->resetColumns();
    desk.table->setDensity(TokenTableView::Density::Comfortable);
    QVERIFY(desk.table->saveState() != state);
    QSignalSpy compact(desk.commands, &ViewCommands::compactChosen);
    desk.commands->choose(u"Mine too"_s);
    QCOMPARE(desk.filter->text(), u"deploy"_s);
    QCOMPARE(desk.table->saveState(), state);
    QCOMPARE(compact.size(), 1);
    QVERIFY(compact.first().first().toBool());
    QVERIFY(!desk.commands->isChanged());
    desk.table->setColumnWidth(int(TokenColumnId::Name), 200);
    QVERIFY(desk.commands->isChanged());
}

void ViewCommandsTest::leavesAloneWhatAViewDoesNotSay()
{
    Desk desk;
    desk.table->setDensity(TokenTableView::Density::Compact);
    desk.table->setColumnHidden(int(TokenColumnId::Vendor), true);
    desk.commands->choose(u"Expiring in 30 days"_s);
    QCOMPARE(desk.table->density(), TokenTableView::Density::Compact);
    QVERIFY(desk.table->isColumnHidden(int(TokenColumnId::Vendor)));
    QCOMPARE(desk.table->sortKeys().front().column, TokenColumnId::Expires);
    desk.table->setColumnWidth(int(TokenColumnId::Name), 321);
    QVERIFY(!desk.commands->isChanged());
}

void ViewCommandsTest::guardsWhatComesWithTheProgram()
{
    Desk desk;
    for (const char *name : {"updateViewAction", "renameViewAction", "deleteViewAction"}) {
        QVERIFY(!desk.action(name)->isEnabled());
        QVERIFY(!desk.action(name)->statusTip().isEmpty());
    }
    desk.saveAs(u"Own"_s);
    QVERIFY(desk.action("renameViewAction")->isEnabled());
    QVERIFY(!desk.action("updateViewAction")->isEnabled()); // Nothing was changed.
    desk.filter->setText(u"x"_s);
    QVERIFY(desk.action("updateViewAction")->isEnabled());
}

void ViewCommandsTest::updatesWithUndo()
{
    Desk desk;
    desk.saveAs(u"Own"_s);
    desk.filter->setText(u"status:active"_s);
    QSignalSpy done(desk.commands, &ViewCommands::done);
    desk.action("updateViewAction")->trigger();
    QCOMPARE(desk.commands->views().find(u"Own"_s)->filter, u"status:active"_s);
    QVERIFY(!desk.commands->isChanged());
    QCOMPARE(done.size(), 1);
    done.first().at(1).value<std::function<void()>>()();
    QCOMPARE(desk.commands->views().find(u"Own"_s)->filter, QString());
}

void ViewCommandsTest::deletesWithUndo()
{
    Desk desk;
    desk.saveAs(u"A"_s);
    desk.saveAs(u"B"_s);
    desk.commands->choose(u"A"_s);
    const auto before = desk.commands->views().all();
    QSignalSpy done(desk.commands, &ViewCommands::done);
    desk.action("deleteViewAction")->trigger();
    QVERIFY(!desk.commands->views().find(u"A"_s));
    QCOMPARE(desk.commands->current(), u"All"_s);
    QCOMPARE(done.first().first().toString(), u"View “A” deleted"_s);
    done.first().at(1).value<std::function<void()>>()();
    QCOMPARE(desk.commands->views().all(), before);
}

void ViewCommandsTest::renamesTheCurrentView()
{
    Desk desk;
    desk.saveAs(u"A"_s);
    desk.filter->setText(u"changed"_s);
    desk.action("renameViewAction")->trigger();
    desk.giveName(u"B & C"_s);
    QCOMPARE(desk.commands->current(), u"B & C"_s);
    QVERIFY(desk.chooserText().startsWith(u"B && C"_s));
    QVERIFY(desk.commands->isChanged());
    QCOMPARE(desk.commands->views().find(u"B & C"_s)->filter, QString());
    QVERIFY(!desk.commands->views().find(u"A"_s));
}

void ViewCommandsTest::refusesATakenName()
{
    Desk desk;
    desk.action("saveViewAsAction")->trigger();
    auto *dialog = child<QDialog>(&desk.window, "viewNameDialog");
    child<QLineEdit>(dialog, "viewNameEdit")->setText(u"disabled"_s);
    child<QPushButton>(dialog, "saveViewButton")->click();
    QVERIFY(dialog->isVisible());
    QVERIFY(test::accessibleText(dialog).contains(u"already a view"_s));
    QVERIFY(!desk.commands->views().hasOwn());
    dialog->reject();
}

void ViewCommandsTest::savesNoFilterThatCannotBeRead()
{
    Desk desk;
    desk.filter->setText(u"statsu:x"_s);
    QSignalSpy failed(desk.commands, &ViewCommands::failed);
    desk.action("saveViewAsAction")->trigger();
    QCOMPARE(failed.size(), 1);
    QVERIFY(!desk.window.findChild<QDialog *>(u"viewNameDialog"_s));
}

void ViewCommandsTest::movesHidesAndCopies()
{
    Desk desk;
    desk.action("manageViewsAction")->trigger();
    auto *dialog = child<QDialog>(&desk.window, "viewsDialog");
    auto *list = child<QListWidget>(dialog, "viewsList");
    const auto press = [dialog](const char *name) { child<QPushButton>(dialog, name)->click(); };
    QCOMPARE(list->count(), 9);
    list->setCurrentRow(7); // Mine
    QVERIFY(!child<QPushButton>(dialog, "deleteViewButton")->isEnabled());
    press("moveViewUpButton");
    QCOMPARE(list->currentRow(), 6);
    QCOMPARE(desk.offered().at(6), u"Mine"_s);
    press("hideViewButton");
    QVERIFY(!desk.offered().contains(u"Mine"_s));
    QVERIFY(list->currentItem()->text().contains(u"hidden"_s));
    press("hideViewButton");
    QVERIFY(desk.offered().contains(u"Mine"_s));
    press("copyViewButton");
    QCOMPARE(list->count(), 10);
    QCOMPARE(desk.commands->views().find(u"Mine 2"_s)->filter, u"own:yes"_s);
    list->setCurrentRow(9);
    QVERIFY(child<QPushButton>(dialog, "renameViewButton")->isEnabled());
    press("deleteViewButton");
    QCOMPARE(list->count(), 9);
    test::shoot(*dialog, u"views-dialog"_s);
    dialog->close();
}

void ViewCommandsTest::exportsAndImports()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"views.json"_s);
    Desk desk;
    desk.filter->setText(u"deploy"_s);
    desk.saveAs(u"Own"_s);
    QSignalSpy done(desk.commands, &ViewCommands::done);
    desk.commands->exportFile(file);
    QCOMPARE(done.size(), 1);
    Desk other;
    other.commands->importFile(file);
    QCOMPARE(*other.commands->views().find(u"Own"_s), *desk.commands->views().find(u"Own"_s));
    QCOMPARE(other.offered().last(), u"Own"_s);
}

void ViewCommandsTest::saysWhyAFileCannotBeImported()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"views.json"_s);
    Desk desk;
    QSignalSpy failed(desk.commands, &ViewCommands::failed);
    desk.commands->importFile(file);
    QCOMPARE(failed.size(), 1);
    QFile target(file);
    QVERIFY(target.open(QIODevice::WriteOnly));
    target.write("{}");
    target.close();
    desk.commands->importFile(file);
    QCOMPARE(failed.size(), 2);
    QVERIFY(failed.last().at(1).toString().contains(u"version"_s));
    desk.commands->exportFile(folder.filePath(u"no/such/folder.json"_s));
    QCOMPARE(failed.size(), 3);
    QVERIFY(!desk.commands->views().hasOwn());
}

void ViewCommandsTest::remembersForTheNextRun()
{
    const QTemporaryDir folder;
    {
        Desk desk(folder.path());
        QVERIFY(desk.commands->load());
        desk.saveAs(u"Own"_s);
    }
    Desk desk(folder.path());
    QVERIFY(desk.commands->load());
    QCOMPARE(desk.offered().last(), u"Own"_s);
    QVERIFY(QFile::exists(folder.filePath(u"views.json"_s)));
}

void ViewCommandsTest::rests()
{
    Desk desk;
    desk.commands->setEnabled(false);
    for (const QAction *action : desk.commands->actions())
        QVERIFY(!action->isEnabled());
    desk.commands->choose(u"Active"_s);
    QCOMPARE(desk.filter->text(), QString());
    desk.commands->setEnabled(true);
    QVERIFY(desk.action("saveViewAsAction")->isEnabled());
    QVERIFY(!desk.action("updateViewAction")->isEnabled());
}

void ViewCommandsTest::isInThePalette()
{
    Desk desk;
    auto *palette = new shell::CommandPalette(desk.commands->actions(), &desk.window);
    child<QLineEdit>(palette, "commandEdit")->setText(u"view never"_s);
    const auto *list = child<QListWidget>(palette, "commandList");
    QCOMPARE(list->count(), 1);
    QVERIFY(list->item(0)->text().startsWith(u"View: Never used"_s));
    delete palette;
}

void ViewCommandsTest::standsBeforeTheFilterForTheTabKey()
{
    test::DeskFixture fixture;
    shell::Settings settings({});
    shell::MainWindow window(fixture.desk, settings, fixture.clock, {});
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window, test::patienceMs()));
    const auto *chooser = child<QPushButton>(&window, "viewChooser");
    QWidget *next = chooser->nextInFocusChain();
    while (!(next->focusPolicy() & Qt::TabFocus) || !next->isVisible())
        next = next->nextInFocusChain();
    QCOMPARE(next->objectName(), u"filterField"_s);
    QTest::keyClick(&window, Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(child<QLineEdit>(&window, "filterField")->text(), u"status:active"_s);
    child<QAction>(&window, "lockAction")->trigger();
    QVERIFY(!child<QAction>(&window, "saveViewAsAction")->isEnabled());
}

/// For looking at.
void ViewCommandsTest::looksRight()
{
    Desk desk;
    desk.saveAs(u"Robots & old keys"_s);
    desk.filter->setText(u"deploy"_s);
    test::shoot(desk.window, u"views"_s);
    test::shoot(*desk.commands->menu(), u"views-menu"_s);
    QVERIFY(desk.window.isVisible());
}

QTEST_MAIN(ViewCommandsTest)
#include "tst_viewcommands.moc"
