// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The review before a change of many tokens: what is ticked, what has to be typed, what comes out.

#include "dialogs/preflightdialog.h"
#include "shots.h"
#include "speed.h"
#include "stallwatch.h"
#include "stricttest.h"
#include "tokens.h"
#include "widgettools.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>

using namespace Qt::StringLiterals;
using bulk::Deed;
using bulk::Lock;
using bulk::Review;
using bulk::ReviewRow;
using bulk::Use;
using dialogs::PreflightAnswer;
using dialogs::PreflightDialog;
using dialogs::PreflightModel;
using test::child;
using Choice = PreflightAnswer::Choice;

namespace {

constexpr auto mist = domain::Vendor::Mist;
constexpr auto softwareOne = domain::Vendor::SoftwareOne;

struct Stage
{
    test::FixedClock clock;
    Review review;
    Deed deed;

    explicit Stage(Deed done = Deed::Delete)
        : deed(done)
    {
        review.deed = done;
        review.connections[u"c1"_s]
            = {.name = u"Payments"_s, .vendor = softwareOne, .tokens = 9999999};
        review.connections[u"c2"_s] = {.name = u"Campus"_s,
            .organisation = u"Example School"_s,
            .vendor = mist,
            .tokens = 9999999};
    }
    ReviewRow &add(const QString &name, Use use = Use::Earlier, domain::Vendor vendor = softwareOne)
    {
        ReviewRow row;
        row.key = {vendor == mist ? u"c2"_s : u"c1"_s, u"id-"_s + name};
        row.name = name;
        row.connectionName = vendor == mist ? u"Campus"_s : u"Payments"_s;
        row.vendor = vendor;
        row.status = domain::TokenStatus::Active;
        row.use = use;
        row.canDisable = deed == Deed::Delete && vendor == softwareOne;
        if (use == Use::Earlier)
            row.lastUsed = domain::TimeFact::known(clock.time - std::chrono::days(40));
        if (use == Use::Recent)
            row.lastUsed = domain::TimeFact::known(clock.time - std::chrono::hours(2));
        if (use == Use::Never)
            row.lastUsed = domain::TimeFact::never();
        if (use == Use::Unknown)
            row.lastUsed = domain::TimeFact::notReported();
        row.isTicked = use == Use::Earlier || use == Use::Never;
        review.rows.push_back(row);
        return review.rows.back();
    }
    void lockLast(Lock lock, const QString &reason = {})
    {
        review.rows.back().lock = lock;
        review.rows.back().reason = reason;
        review.rows.back().isTicked = false;
        review.rows.back().isOwn = lock == Lock::OwnCredential;
    }
    void addUsual()
    {
        add(u"nightly"_s);
        add(u"ci-deploy"_s, Use::Recent);
        add(u"backup"_s, Use::Never);
        add(u"wlan-report"_s, Use::Earlier, mist);
        add(u"console"_s);
        lockLast(Lock::OwnCredential);
    }
};

/// An open dialog, and what came out of it.
struct Open
{
    QPointer<PreflightDialog> dialog;
    std::vector<PreflightAnswer> answers;

    explicit Open(const Stage &stage)
        : dialog(new PreflightDialog(
            stage.deed, static_cast<int>(stage.review.rows.size()), stage.clock))
    {
        QObject::connect(dialog, &PreflightDialog::confirmed, dialog,
            [this](const PreflightAnswer &answer) { answers.push_back(answer); });
        dialog->showReview(stage.review);
        dialog->show();
        test::settle();
    }
    ~Open() { delete dialog; }

    QPushButton *button(const char *name) const { return child<QPushButton>(dialog, name); }
    QLineEdit *gate(const char *name = "gateEdit") const { return child<QLineEdit>(dialog, name); }
    QTableView *table() const { return child<QTableView>(dialog, "preflightTable"); }
    QString text(const char *name) const { return child<QLabel>(dialog, name)->text(); }
    QString cell(int row, int column) const
    {
        return table()->model()->index(row, column).data().toString();
    }
    bool isTicked(int row) const
    {
        return table()->model()->index(row, 0).data(Qt::CheckStateRole).toInt() == Qt::Checked;
    }
    QStringList planned() const
    {
        QStringList names;
        for (const auto &row : answers.front().plan.rows)
            names += row.name;
        return names;
    }
    void type(const QString &words) const
    {
        gate()->clear();
        QTest::keyClicks(gate(), words);
    }
};

} // namespace

class PreflightDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void passesTheModelTester();
    void ticksOnlyWhatIsNotInUse(); ///< BULK-02
    void locksTheOwnCredentialAndSaysSo(); ///< BULK-04
    void saysWhyOthersAreLeftOut_data();
    void saysWhyOthersAreLeftOut();
    void countsByVendorAndUse(); ///< BULK-02
    void wantsTheCountTyped(); ///< BULK-03
    void wantsTheNameOfTheOrganisationForMany(); ///< BULK-03
    void takesTheNameAsItCanBeTyped(); // BULK-03
    void takesNoPastedCount(); ///< BULK-03
    void confirmsNothingByEnter(); ///< BULK-03
    void cancelsByDefault(); ///< BULK-03
    void namesTheCountOnTheButton();
    void readsCountsAsTheSystemWritesThem();
    void ticksAndUnticksAKind();
    void ticksSelectedRowsByTheSpaceBar();
    void plansWhatIsTicked(); ///< BULK-01
    void offersToDisableFirstWhereThatIsPossible();
    void deletesLater();
    void saysWhatStaysInUseUntilThen();
    void asksNothingToBeTypedForEnabling();
    void showsThatListsAreFetchedAgain();
    void saysWhichListsAreOld();
    void closesWithoutAnswer();
    void showsForeignNamesAsOneLine(); ///< IN-01
    void answersAtOnceForAHundredThousand();
    void looksRight();
};

void PreflightDialogTest::passesTheModelTester()
{
    Stage stage;
    stage.addUsual();
    PreflightModel model(stage.clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setReview(stage.review);
    model.show(PreflightModel::Kind::InUse);
    model.tickShown(true);
    model.show(PreflightModel::Kind::All);
    model.sort(PreflightModel::LastUsed, Qt::DescendingOrder);
    model.setDelay(std::chrono::hours {24});
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.tickedCount(), 4);
}

void PreflightDialogTest::ticksOnlyWhatIsNotInUse()
{
    Stage stage;
    stage.addUsual();
    stage.add(u"payouts"_s, Use::Unknown);
    const Open open(stage);
    QVERIFY(open.isTicked(0));
    QVERIFY(!open.isTicked(1));
    QVERIFY(open.isTicked(2));
    QVERIFY(!open.isTicked(5));
    QVERIFY2(open.cell(1, PreflightModel::Effect).contains("7 days"_L1),
        qPrintable(open.cell(1, PreflightModel::Effect)));
    QVERIFY(open.cell(5, PreflightModel::Effect).contains("may be in use"_L1));
    QCOMPARE(open.cell(5, PreflightModel::LastUsed), u"Not reported"_s);
    QVERIFY(open.text("preflightWarning").startsWith(u'2'));
}

void PreflightDialogTest::locksTheOwnCredentialAndSaysSo()
{
    Stage stage;
    stage.addUsual();
    const Open open(stage);
    QVERIFY(open.cell(4, PreflightModel::Effect).contains("signs in"_L1));
    open.button("tickButton")->click();
    QVERIFY(!open.isTicked(4));
    QVERIFY(!open.table()->model()->setData(
        open.table()->model()->index(4, 0), Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(open.text("tickedLabel"), u"4 of 5 ticked"_s);
}

void PreflightDialogTest::saysWhyOthersAreLeftOut_data()
{
    QTest::addColumn<int>("lock");
    QTest::addColumn<QString>("said");
    QTest::newRow("cannot") << int(Lock::CannotDo) << u"Mist has no such call"_s;
    QTest::newRow("barrier") << int(Lock::Barrier) << u"Mist has no such call"_s;
    QTest::newRow("not listed") << int(Lock::NotListed) << u"does not list it"_s;
    QTest::newRow("already") << int(Lock::AlreadySo) << u"disabled already"_s;
    QTest::newRow("no connection") << int(Lock::NoConnection) << u"not open"_s;
}

void PreflightDialogTest::saysWhyOthersAreLeftOut()
{
    QFETCH(int, lock);
    QFETCH(QString, said);
    Stage stage(Deed::Disable);
    stage.add(u"a"_s);
    stage.lockLast(static_cast<Lock>(lock), u"Mist has no such call"_s);
    const Open open(stage);
    const QString effect = open.cell(0, PreflightModel::Effect);
    QVERIFY2(effect.contains(said), qPrintable(effect));
    const bool isRefusal = static_cast<Lock>(lock) == Lock::CannotDo;
    QCOMPARE(open.text("preflightFacts").contains("1 left out: "_L1 + said), isRefusal);
    QVERIFY(!open.button("affirmativeButton")->isEnabled());
}

void PreflightDialogTest::countsByVendorAndUse()
{
    Stage stage;
    stage.addUsual();
    const Open open(stage);
    const QString facts = open.text("preflightFacts");
    QVERIFY2(facts.contains("Juniper Mist: 1"_L1), qPrintable(facts));
    QVERIFY2(facts.contains("SoftwareOne Marketplace: 4"_L1), qPrintable(facts));
    QVERIFY2(facts.contains("2 h ago"_L1), qPrintable(facts));
}

void PreflightDialogTest::wantsTheCountTyped()
{
    Stage stage;
    stage.addUsual();
    Open open(stage);
    QPushButton *go = open.button("affirmativeButton");
    QVERIFY(!go->isEnabled());
    open.type(u"delete 4"_s);
    QVERIFY(!go->isEnabled());
    open.type(u"delete 3"_s);
    QVERIFY(go->isEnabled());
    open.button("untickButton")->click();
    QVERIFY(!go->isEnabled());
    open.button("tickButton")->click(); // 4 now: what was typed is wrong.
    QVERIFY(!go->isEnabled());
    open.type(u"delete 4"_s);
    go->click();
    QCOMPARE(open.answers.size(), std::size_t {1});
}

void PreflightDialogTest::wantsTheNameOfTheOrganisationForMany()
{
    Stage stage;
    for (int i = 0; i < 26; ++i)
        stage.add(QString::number(i), Use::Earlier, mist);
    const Open open(stage);
    open.type(u"delete 26"_s);
    QVERIFY(!open.button("affirmativeButton")->isEnabled());
    QApplication::clipboard()->setText(u"Example School"_s);
    open.gate("gateNameEdit1")->paste(); // That one may be pasted.
    QVERIFY(open.button("affirmativeButton")->isEnabled());
}

void PreflightDialogTest::takesTheNameAsItCanBeTyped()
{
    Stage stage;
    for (int i = 0; i < 30; ++i)
        stage.add(QString::number(i), Use::Earlier, mist);
    stage.review.connections[u"c2"_s].organisation = u"Acme\u00a0Corp"_s;
    const Open open(stage);
    open.type(u"delete 30"_s);
    QLineEdit *name = open.gate("gateNameEdit1");
    QVERIFY2(name->accessibleName().contains(u"Acme Corp"_s), qPrintable(name->accessibleName()));
    QTest::keyClicks(name, u"AcmeCorp"_s);
    QVERIFY(!open.button("affirmativeButton")->isEnabled());
    name->clear();
    QTest::keyClicks(name, u"Acme Corp"_s);
    QVERIFY(open.button("affirmativeButton")->isEnabled());
    name->setText(u"Acme\u00a0Corp"_s); // Pasted from the vendor's console.
    QVERIFY(open.button("affirmativeButton")->isEnabled());
}

void PreflightDialogTest::takesNoPastedCount()
{
    Stage stage;
    stage.addUsual();
    const Open open(stage);
    QApplication::clipboard()->setText(u"delete 3"_s);
    open.gate()->setFocus();
    QTest::keyClick(open.gate(), Qt::Key_V, Qt::ControlModifier);
    QTest::keyClick(open.gate(), Qt::Key_Insert, Qt::ShiftModifier);
    QCOMPARE(open.gate()->text(), QString());
    QVERIFY(!open.gate()->acceptDrops());
    QCOMPARE(open.gate()->contextMenuPolicy(), Qt::NoContextMenu);
}

void PreflightDialogTest::confirmsNothingByEnter()
{
    Stage stage;
    stage.addUsual();
    const Open open(stage);
    open.type(u"delete 3"_s);
    QTest::keyClick(open.gate(), Qt::Key_Return);
    QTest::keyClick(open.table(), Qt::Key_Enter);
    QVERIFY(open.answers.empty());
    QVERIFY(open.dialog->isVisible());
}

void PreflightDialogTest::cancelsByDefault()
{
    Stage stage;
    stage.addUsual();
    const Open open(stage);
    QVERIFY(open.button("cancelButton")->isDefault());
    QVERIFY(!open.button("affirmativeButton")->autoDefault());
    QVERIFY(!open.button("disableFirstButton")->autoDefault());
    QTest::keyClick(open.dialog, Qt::Key_Return);
    QVERIFY(open.answers.empty());
    QVERIFY(!open.dialog || !open.dialog->isVisible());
}

void PreflightDialogTest::namesTheCountOnTheButton()
{
    Stage stage(Deed::Disable);
    stage.addUsual();
    const Open open(stage);
    QCOMPARE(open.button("affirmativeButton")->text(), u"Disable 3 Tokens"_s);
    open.button("untickButton")->click();
    QVERIFY(!open.button("affirmativeButton")->isEnabled());
}

void PreflightDialogTest::readsCountsAsTheSystemWritesThem()
{
    const QLocale before;
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    Stage stage;
    for (int i = 0; i < 1200; ++i)
        stage.add(u"token %1"_s.arg(i));
    const Open open(stage);
    QCOMPARE(open.dialog->windowTitle(), u"Delete 1,200 Tokens"_s);
    QCOMPARE(open.button("affirmativeButton")->text(), u"Delete 1,200 Tokens"_s);
    open.type(u"delete 1200"_s); // What is typed is the number alone.
    open.gate("gateNameEdit1")->setText(u"Payments"_s);
    QVERIFY(open.button("affirmativeButton")->isEnabled());
    child<QRadioButton>(open.dialog, "laterButton")->click();
    QCOMPARE(open.button("affirmativeButton")->text(), u"Delete 1,200 Tokens Later"_s);
    QLocale::setDefault(before);
}

void PreflightDialogTest::ticksAndUnticksAKind()
{
    Stage stage;
    stage.addUsual();
    const Open open(stage);
    auto *kinds = child<QComboBox>(open.dialog, "kindsBox");
    const int inUse = kinds->findData(static_cast<int>(PreflightModel::Kind::InUse));
    QVERIFY(inUse >= 0);
    kinds->setCurrentIndex(inUse);
    emit kinds->activated(inUse);
    QCOMPARE(open.table()->model()->rowCount(), 1);
    open.button("tickButton")->click();
    QCOMPARE(open.text("tickedLabel"), u"4 of 5 ticked"_s);
}

void PreflightDialogTest::ticksSelectedRowsByTheSpaceBar()
{
    Stage stage;
    stage.addUsual();
    const Open open(stage);
    open.table()->selectRow(0);
    QTest::keyClick(open.table(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(open.table(), Qt::Key_Down, Qt::ShiftModifier);
    // The current row is ticked: so all three lose their ticks.
    QTest::keyClick(open.table(), Qt::Key_Space);
    QCOMPARE(open.text("tickedLabel"), u"1 of 5 ticked"_s);
    QTest::keyClick(open.table(), Qt::Key_Space);
    QCOMPARE(open.text("tickedLabel"), u"4 of 5 ticked"_s);
}

void PreflightDialogTest::plansWhatIsTicked()
{
    Stage stage(Deed::Disable);
    stage.addUsual();
    Open open(stage);
    open.table()->sortByColumn(PreflightModel::Token, Qt::DescendingOrder);
    open.button("affirmativeButton")->click();
    QCOMPARE(open.answers.size(), std::size_t {1});
    QCOMPARE(open.answers.front().choice, Choice::Now);
    QCOMPARE(open.answers.front().plan.deed, Deed::Disable);
    QCOMPARE(open.planned(), (QStringList {u"nightly"_s, u"backup"_s, u"wlan-report"_s}));
}

void PreflightDialogTest::offersToDisableFirstWhereThatIsPossible()
{
    Stage none;
    none.add(u"a"_s, Use::Earlier, mist);
    none.add(u"b"_s, Use::Earlier, mist);
    QVERIFY(!Open(none).button("disableFirstButton")->isVisible());
    Stage stage;
    stage.addUsual();
    Open open(stage);
    QVERIFY(open.button("disableFirstButton")->isVisible());
    open.button("disableFirstButton")->click(); // Nothing is lost by it: nothing to type.
    QCOMPARE(open.answers.size(), std::size_t {1});
    QCOMPARE(open.answers.front().plan.deed, Deed::Disable);
    // What cannot be disabled is not deleted instead.
    QCOMPARE(open.planned(), (QStringList {u"nightly"_s, u"backup"_s}));
}

void PreflightDialogTest::deletesLater()
{
    Stage stage;
    stage.add(u"a"_s);
    stage.add(u"b"_s);
    Open open(stage);
    child<QRadioButton>(open.dialog, "laterButton")->click();
    QCOMPARE(open.cell(0, PreflightModel::Effect), u"Disabled now, deleted in 7 days"_s);
    QCOMPARE(open.button("affirmativeButton")->text(), u"Delete 2 Tokens Later"_s);
    open.type(u"delete 2"_s);
    open.button("affirmativeButton")->click();
    QCOMPARE(open.answers.front().choice, Choice::Later);
    QCOMPARE(open.answers.front().delay, std::chrono::hours {24 * 7});
}

void PreflightDialogTest::saysWhatStaysInUseUntilThen()
{
    Stage stage;
    stage.add(u"a"_s, Use::Earlier, mist);
    stage.add(u"b"_s, Use::Earlier, mist);
    const Open open(stage);
    child<QRadioButton>(open.dialog, "laterButton")->click();
    QCOMPARE(open.cell(0, PreflightModel::Effect), u"Deleted in 24 hours unless undone"_s);
    const QString note = open.text("laterNote");
    QVERIFY2(note.contains("only while it runs"_L1), qPrintable(note));
    QVERIFY2(note.contains("2 cannot be disabled"_L1), qPrintable(note));
}

void PreflightDialogTest::asksNothingToBeTypedForEnabling()
{
    Stage stage(Deed::Enable);
    for (int i = 0; i < 40; ++i)
        stage.add(QString::number(i));
    Open open(stage);
    QVERIFY(open.button("affirmativeButton")->isEnabled());
    open.button("affirmativeButton")->click();
    QCOMPARE(open.answers.front().plan.rows.size(), std::size_t {40});
}

void PreflightDialogTest::showsThatListsAreFetchedAgain()
{
    const Stage stage;
    PreflightDialog dialog(Deed::Delete, 12, stage.clock);
    dialog.showProgress(u"Fetching Payments"_s, 1, 3);
    dialog.show();
    QVERIFY(child<QLabel>(&dialog, "progressLabel")->isVisible());
    QCOMPARE(dialog.findChild<QProgressBar *>()->value(), 1);
    QVERIFY(!child<QPushButton>(&dialog, "affirmativeButton")->isEnabled());
    test::keepPicture(&dialog, "preflight-fetching");
}

void PreflightDialogTest::saysWhichListsAreOld()
{
    Stage stage;
    stage.addUsual();
    const Open open(stage);
    open.dialog->showReview(stage.review, u"Campus: it was stopped"_s);
    QVERIFY(test::accessibleText(open.dialog).contains("Campus: it was stopped"_L1));
}

void PreflightDialogTest::closesWithoutAnswer()
{
    Stage stage;
    stage.addUsual();
    const Open open(stage);
    QTest::keyClick(open.dialog, Qt::Key_Escape);
    QVERIFY(open.answers.empty());
    QCOMPARE(test::openWindows(), QStringList());
}

void PreflightDialogTest::showsForeignNamesAsOneLine()
{
    Stage stage;
    stage.add(u"<b>a</b>\n\u202Eb"_s);
    const Open open(stage);
    const QString name = open.cell(0, PreflightModel::Token);
    QVERIFY(name.startsWith("<b>a"_L1));
    QVERIFY(!name.contains(u'\n') && !name.contains(QChar(0x202E)));
    const QModelIndex index = open.table()->model()->index(0, 0);
    QVERIFY(!index.data(Qt::ToolTipRole).toString().contains("<b>a"_L1));
}

void PreflightDialogTest::answersAtOnceForAHundredThousand()
{
    Stage stage;
    for (int i = 0; i < 100'000; ++i)
        stage.add(u"token %1"_s.arg(i), i % 5 == 0 ? Use::Recent : Use::Earlier);
    const Open open(stage);
    test::StallWatch watch;
    const auto limit = std::chrono::milliseconds {150};
    const auto step = [&watch](auto act) {
        watch.restart();
        act();
        test::settle();
        const auto busy = watch.busy();
        return busy;
    };
    QAbstractItemModel *model = open.table()->model();
    const auto one
        = step([&] { model->setData(model->index(7, 0), Qt::Unchecked, Qt::CheckStateRole); });
    const auto all = step([&] { open.button("tickButton")->click(); });
    const auto order = step([&] { open.table()->sortByColumn(2, Qt::DescendingOrder); });
    const auto typed = step([&] { QTest::keyClick(open.gate(), Qt::Key_D); });
    const auto ms = [](auto time) {
        return double(std::chrono::duration_cast<std::chrono::microseconds>(time).count()) / 1000;
    };
    qInfo("tick one %.1f ms, all %.1f ms, sort %.1f ms, type %.1f ms", ms(one), ms(all), ms(order),
        ms(typed));
    for (const auto time : {one, all, order, typed})
        VERIFY_SPEED(time < limit, QString::number(ms(time)));
}

void PreflightDialogTest::looksRight()
{
    for (const Deed deed : bulk::allDeeds) {
        Stage stage(deed);
        stage.addUsual();
        stage.add(u"payouts"_s, Use::Unknown, mist);
        stage.add(u"left"_s, Use::Earlier, mist);
        stage.lockLast(Lock::CannotDo, u"Mist has no call for it"_s);
        const Open open(stage);
        const QString name = u"preflight-"_s + bulk::deedId(deed);
        test::shoot(*open.dialog, name);
        if (deed != Deed::Delete)
            continue;
        child<QRadioButton>(open.dialog, "laterButton")->click();
        test::shoot(*open.dialog, name + u"-later"_s);
    }
    Stage single;
    single.add(u"ci-deploy"_s, Use::Recent).isTicked = true;
    test::shoot(*Open(single).dialog, u"preflight-1"_s);
    Stage thousand;
    for (int i = 0; i < 1000; ++i)
        thousand.add(u"token %1"_s.arg(i), Use::Earlier, i % 3 == 0 ? mist : softwareOne);
    test::shoot(*Open(thousand).dialog, u"preflight-1000"_s);
    Stage many;
    for (int i = 0; i < 20'000; ++i)
        many.add(u"token %1"_s.arg(i), i % 5 == 0 ? Use::Recent : Use::Earlier,
            i % 3 == 0 ? mist : softwareOne);
    const Open open(many);
    open.dialog->showReview(many.review, u"Campus: it was stopped"_s);
    open.type(u"delete 16000"_s);
    test::shoot(*open.dialog, u"preflight-20000"_s);
}

QTEST_MAIN(PreflightDialogTest)
#include "tst_preflightdialog.moc"
