// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Four eyes (BULK-11): a plan that one admin saves in her window, and another one opens, checks
/// and carries out in his, with a profile of his own, against one sandbox.

#include "bulk/sharedplan.h"
#include "dialogs/plantext.h"
#include "dialogs/preflightmodel.h"
#include "jobs/jobitemsmodel.h"
#include "sandboxdesk.h"
#include "shell/mainwindow.h"
#include "shots.h"
#include "stricttest.h"
#include "tokens/tokentableview.h"
#include "vendors/catalog.h"
#include "widgettools.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using domain::JournalAction;
using domain::JournalEntry;
using domain::Vendor;
using test::child;

namespace {

/// One admin's profile and window.
struct Admin
{
    Admin(const base::Clock &clock, const test::PlayedVendors &playedVendors, const QString &person)
        : played(playedVendors)
        , desk(memory.parts(clock))
        , window(desk, settings, clock, &vendors::connectionForm)
    {
        desk.log().setPerson(person);
        window.resize(1280, 860);
        window.show();
    }

    QString open(Vendor vendor)
    {
        const QString id = test::openConnection(desk, played, vendor, "secret");
        return test::rest(desk, id) ? id : QString();
    }
    tokens::TokenTableView *table() const { return window.findChild<tokens::TokenTableView *>(); }
    void trigger(const char *name) const
    {
        auto *action = child<QAction>(&window, name);
        QTRY_VERIFY(action->isEnabled());
        action->trigger();
    }
    QDialog *review() const
    {
        static_cast<void>(test::waitUntil([this] {
            auto *found = window.findChild<QTableView *>(u"preflightTable"_s);
            return found && found->isVisible();
        }));
        return window.findChild<QDialog *>(u"preflightDialog"_s);
    }
    void openPlan(const QString &path) const
    {
        trigger("openPlanAction");
        auto *files = child<QFileDialog>(&window, "openPlanDialog");
        emit files->fileSelected(path);
        files->close();
    }
    std::vector<JournalEntry> rowsOf(JournalAction action) const
    {
        std::vector<JournalEntry> rows;
        for (const auto &record : memory.journal.records()) {
            if (record.entry.action == action)
                rows.push_back(record.entry);
        }
        return rows;
    }

    const test::PlayedVendors &played;
    test::DeskMemory memory;
    work::Desk desk;
    shell::Settings settings {QString()};
    shell::MainWindow window;
};

struct Bench
{
    base::SystemClock clock;
    sandbox::SandboxThread sandbox {sandbox::Options {.tokens = 20}};
    QString problem = sandbox.start();
    test::PlayedVendors played {sandbox.readyLine()};
    QTemporaryDir folder;
    Admin ada {clock, played, u"ada@desk"_s};
    Admin grace {clock, played, u"grace@laptop"_s};
    QString path = folder.filePath(u"plan.json"_s);
    QString code;

    /// Those that ada ticks: two tokens of each.
    QStringList tickTwoOfEach(QDialog *review)
    {
        auto *model = qobject_cast<dialogs::PreflightModel *>(
            child<QTableView>(review, "preflightTable")->model());
        model->tickShown(false);
        QHash<Vendor, QStringList> chosen;
        const auto &rows = model->review().rows;
        for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
            const bulk::ReviewRow &one = rows[static_cast<std::size_t>(row)];
            if (one.use != bulk::Use::Recent && chosen[one.vendor].size() < 2
                && model->setData(model->index(row, 0), Qt::Checked, Qt::CheckStateRole))
                chosen[one.vendor] += one.key.remoteId;
        }
        QStringList ids = chosen.value(Vendor::Mist) + chosen.value(Vendor::SoftwareOne);
        ids.sort();
        return ids;
    }
    /// From the command to the code.
    void savePlan(QStringList &ids)
    {
        ada.table()->selectAll();
        ada.trigger("deleteTokenAction");
        QDialog *review = ada.review();
        QVERIFY(review);
        ids = tickTwoOfEach(review);
        test::shoot(*review, u"plan-to-save"_s);
        child<QPushButton>(review, "savePlanButton")->click();
        auto *dialog = child<QDialog>(review, "savePlanDialog");
        auto *save = child<QPushButton>(dialog, "savePlanFileButton");
        QVERIFY(!save->isEnabled());
        QTest::keyClicks(child<QLineEdit>(dialog, "secondEdit"), u"grace"_s);
        QVERIFY(save->isEnabled());
        test::shoot(*dialog, u"plan-ask"_s);
        save->click();
        auto *files = child<QFileDialog>(dialog, "planFileDialog");
        emit files->fileSelected(path);
        files->close();
        QTRY_VERIFY(dialog->findChild<QLabel *>(u"codeLabel"_s));
        auto *shown = child<QLabel>(dialog, "codeLabel");
        child<QPushButton>(dialog, "copyCodeButton")->click();
        code = shown->text();
        QCOMPARE(QGuiApplication::clipboard()->text(), code);
        test::settle();
        test::shoot(*dialog, u"plan-saved"_s);
        child<QPushButton>(dialog, "doneButton")->click();
        QTRY_VERIFY(!ada.window.findChild<QDialog *>(u"preflightDialog"_s));
    }
};

/// Types whatever else the review asks for.
void openGate(QWidget &dialog)
{
    for (auto *edit : dialog.findChildren<QLineEdit *>()) {
        if (!edit->objectName().startsWith("gate"_L1) || !edit->isVisible())
            continue;
        const QString asked = edit->accessibleName().section(u'“', 1).section(u'”', 0, 0);
        if (edit->objectName() == "gateEdit"_L1)
            QTest::keyClicks(edit, asked);
        else
            edit->setText(asked);
    }
}

} // namespace

class FourEyesTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void carriesOutAnothersPlan(); ///< BULK-11
    void saysWhatItCannotUse(); ///< BULK-11
    void saysSoToTheMakerHerself(); ///< BULK-11
    void hasASentenceForEachFault(); ///< BULK-11
};

void FourEyesTest::carriesOutAnothersPlan()
{
    Bench bench;
    QCOMPARE(bench.problem, QString());
    for (Admin *admin : {&bench.ada, &bench.grace}) {
        QVERIFY(!admin->open(Vendor::Mist).isEmpty());
        QVERIFY(!admin->open(Vendor::SoftwareOne).isEmpty());
    }
    QStringList ids;
    bench.savePlan(ids);
    if (QTest::currentTestFailed())
        return;
    QCOMPARE(ids.size(), qsizetype {4});
    const auto saved = bulk::readPlanFile(bench.path);
    QVERIFY(saved);
    const auto noted = bench.ada.rowsOf(JournalAction::Plan);
    QCOMPARE(noted.size(), std::size_t {1});
    QCOMPARE(noted[0].person, u"ada@desk"_s);
    QCOMPARE(noted[0].details.value("second"_L1).toString(), u"grace"_s);
    QCOMPARE(noted[0].details.value("plan"_L1).toString(), saved->hash);

    bench.grace.openPlan(bench.path);
    QDialog *review = bench.grace.review();
    QVERIFY(review);
    auto *rows = child<QTableView>(review, "preflightTable")->model();
    QCOMPARE(rows->rowCount(), 4);
    QVERIFY(!child<QPushButton>(review, "savePlanButton")->isVisible());
    QVERIFY(!child<QPushButton>(review, "disableFirstButton")->isVisible());
    openGate(*review);
    auto *go = child<QPushButton>(review, "affirmativeButton");
    auto *code = child<QLineEdit>(review, "planCodeEdit");
    QVERIFY(!go->isEnabled());
    QTest::keyClicks(code, u"0000-0000-0000"_s);
    QVERIFY2(!go->isEnabled(), "a wrong code");
    QVERIFY(child<QLabel>(review, "planCodeProblem")->text().startsWith("Not the code"_L1));
    QVERIFY(go->toolTip().contains("Not the code"_L1));
    test::shoot(*review, u"plan-wrong-code"_s);
    code->clear();
    QTest::keyClicks(code, bench.code.toLower());
    QVERIFY(go->isEnabled());
    test::shoot(*review, u"plan-review"_s);
    go->click();

    auto *state = child<QLabel>(child<QWidget>(&bench.grace.window, "jobsPanel"), "jobState");
    QTRY_COMPARE(state->text(), u"Finished, the lists agree"_s);
    const auto job = bench.grace.rowsOf(JournalAction::Job);
    QVERIFY(!job.empty());
    QCOMPARE(job[0].person, u"grace@laptop"_s);
    QCOMPARE(job[0].details.value("maker"_L1).toString(), u"ada"_s);
    QCOMPARE(job[0].details.value("plan"_L1).toString(), saved->hash);
    QStringList gone;
    for (const JournalEntry &row : bench.grace.rowsOf(JournalAction::Delete)) {
        if (row.phase == domain::JournalPhase::Planned
            && row.details.value("plan"_L1).toString() == saved->hash)
            gone += row.token.remoteId;
    }
    gone.sort();
    QCOMPARE(gone, ids);
    QVERIFY(bench.ada.rowsOf(JournalAction::Delete).empty());
}

/// Only one of the vendors is connected there, and one token has another name by now.
void FourEyesTest::saysWhatItCannotUse()
{
    Bench bench;
    QVERIFY(!bench.ada.open(Vendor::Mist).isEmpty());
    QVERIFY(!bench.ada.open(Vendor::SoftwareOne).isEmpty());
    QVERIFY(!bench.grace.open(Vendor::Mist).isEmpty());
    QStringList ids;
    bench.savePlan(ids);
    if (QTest::currentTestFailed())
        return;
    auto changed = bulk::readPlanFile(bench.path);
    QVERIFY(changed);
    const auto mist = std::find_if(changed->rows.begin(), changed->rows.end(),
        [](const auto &row) { return row.vendor == Vendor::Mist; });
    mist->name = u"of old"_s;
    const auto job = bulk::planFile({}, bulk::sealed(*changed));
    QFile file(bench.path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(job.head + job.portion(0, job.rows) + job.tail);
    file.close();

    bench.grace.openPlan(bench.path);
    QDialog *review = bench.grace.review();
    QVERIFY(review);
    auto *rows = child<QTableView>(review, "preflightTable")->model();
    QStringList effects;
    for (int row = 0; row < rows->rowCount(); ++row)
        effects += rows->index(row, dialogs::PreflightModel::Effect).data().toString();
    QCOMPARE(effects.filter(u"Not here: no connection to ACC-"_s).size(), 2);
    QCOMPARE(effects.filter(u"called “of old” in the plan"_s).size(), 1);
    QCOMPARE(child<QPushButton>(review, "affirmativeButton")->text(), u"Delete 1 Tokens"_s);
    test::shoot(*review, u"plan-not-here"_s);
    child<QPushButton>(review, "cancelButton")->click();

    // Somebody else made a row of it.
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray bytes = file.readAll();
    file.close();
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(bytes.replace("of old", "of new"));
    file.close();
    bench.grace.openPlan(bench.path);
    QTRY_VERIFY(test::accessibleText(&bench.grace.window)
                    .contains("The plan was changed after it was saved"_L1));
    test::shoot(bench.grace.window, u"plan-damaged"_s);
}

void FourEyesTest::saysSoToTheMakerHerself()
{
    Bench bench;
    QVERIFY(!bench.ada.open(Vendor::Mist).isEmpty());
    QVERIFY(!bench.ada.open(Vendor::SoftwareOne).isEmpty());
    QStringList ids;
    bench.savePlan(ids);
    if (QTest::currentTestFailed())
        return;
    bench.ada.openPlan(bench.path);
    QDialog *review = bench.ada.review();
    QVERIFY(review);
    const QString said = test::accessibleText(child<QWidget>(review, "planBanner"));
    QVERIFY2(said.contains("one pair of eyes, not two"_L1), qPrintable(said));
    QVERIFY2(said.contains("cannot enforce"_L1), qPrintable(said));
    test::shoot(*review, u"plan-same-person"_s);
    openGate(*review);
    child<QLineEdit>(review, "planCodeEdit")->setText(bench.code);
    QVERIFY(child<QPushButton>(review, "affirmativeButton")->isEnabled());
    child<QPushButton>(review, "cancelButton")->click();
}

void FourEyesTest::hasASentenceForEachFault()
{
    QStringList sentences;
    for (const bulk::PlanFault fault : bulk::allPlanFaults)
        sentences += dialogs::planProblemText({.kind = base::ErrorKind::Invalid,
            .detail = u"what"_s,
            .field = bulk::planFaultId(fault)});
    for (const QString &sentence : sentences)
        QVERIFY2(sentence.endsWith(u'.'), qPrintable(sentence));
    QCOMPARE(sentences.removeDuplicates(), qsizetype {0});
}

QTEST_MAIN(FourEyesTest)
#include "tst_foureyes.moc"
