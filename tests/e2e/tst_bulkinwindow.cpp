// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Forty tokens deleted through the window, of which a few go wrong at their vendors: the real
/// clients and the real transport against the sandbox.

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
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTableView>

using namespace Qt::StringLiterals;
using domain::Vendor;
using test::child;

namespace {

/// The window over one sandbox.
struct Bench : test::SandboxDesk
{
    Bench()
        : SandboxDesk({.tokens = 60})
    {
        window.resize(1280, 860);
        window.show();
    }

    bool open(Vendor vendor) { return rest(SandboxDesk::open(vendor)); }

    /// Something for the next request that deletes this token.
    bool spoil(const QString &remoteId, QJsonObject fault)
    {
        fault[u"method"_s] = u"DELETE"_s;
        fault[u"path"_s] = u"*/"_s + remoteId;
        return played.spoil(fault);
    }

    tokens::TokenTableView *table() const { return window.findChild<tokens::TokenTableView *>(); }

    shell::Settings settings {QString()};
    shell::MainWindow window {desk, settings, clock, &vendors::connectionForm};
};

/// Each vendor's own way of refusing to delete a token.
QJsonObject refusalOf(Vendor vendor)
{
    QJsonObject body {{u"detail"_s, u"token is held by an audit"_s}};
    if (vendor == Vendor::SoftwareOne)
        body = {{u"title"_s, u"Conflict"_s}, {u"status"_s, 409},
            {u"detail"_s, u"token is bound to an order"_s}, {u"traceId"_s, u"00-0rder-00"_s}};
    return {{u"kind"_s, u"status"_s}, {u"status"_s, 409}, {u"body"_s, body}};
}

/// Twenty of each vendor that can be ticked, and no others.
QHash<Vendor, QStringList> tickTwentyOfEach(dialogs::PreflightModel &model)
{
    QHash<Vendor, QStringList> chosen;
    model.tickShown(false);
    const auto &rows = model.review().rows;
    for (int row = 0; row < static_cast<int>(rows.size()); ++row) {
        const bulk::ReviewRow &one = rows[static_cast<std::size_t>(row)];
        if (chosen[one.vendor].size() < 20
            && model.setData(model.index(row, 0), Qt::Checked, Qt::CheckStateRole))
            chosen[one.vendor] += one.key.remoteId;
    }
    return chosen;
}

/// Types whatever the review asks for.
void openGate(QWidget &dialog)
{
    QTest::keyClicks(child<QLineEdit>(&dialog, "gateEdit"), u"delete 40"_s);
    for (auto *edit : dialog.findChildren<QLineEdit *>()) {
        if (!edit->objectName().startsWith("gateNameEdit"_L1) || !edit->isVisible())
            continue;
        const QString asked = edit->accessibleName();
        edit->setText(asked.section(u'“', 1).section(u'”', 0, 0));
    }
}

/// Every reason in the table of a job's tokens.
QStringList reasonsIn(const QTableView &table)
{
    QStringList reasons;
    for (int row = 0; row < table.model()->rowCount(); ++row)
        reasons += table.model()->index(row, jobs::JobItemsModel::Reason).data().toString();
    return reasons;
}

} // namespace

class BulkInWindowTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void deletesFortyWithAFewFailures(); ///< BULK-02, BULK-03, BULK-06, BULK-10

private:
    void reviewAndStart(Bench &bench);
    void readTheFailures(Bench &bench);
};

/// Of each vendor one answer is lost, one token comes too early, and two are refused. The faults
/// name their tokens: any other way the token whose answer was lost meets the refusal when it is
/// asked again, and is rightly "done".
void BulkInWindowTest::reviewAndStart(Bench &bench)
{
    bench.table()->selectAll();
    QTRY_VERIFY(child<QAction>(&bench.window, "deleteTokenAction")->isEnabled());
    child<QAction>(&bench.window, "deleteTokenAction")->trigger();
    auto *dialog = child<QDialog>(&bench.window, "preflightDialog");
    auto *table = child<QTableView>(dialog, "preflightTable");
    QTRY_VERIFY2(table->isVisible(), "the review is shown");
    auto *model = qobject_cast<dialogs::PreflightModel *>(table->model());
    QVERIFY(model);
    const auto chosen = tickTwentyOfEach(*model);
    for (const auto vendor : {Vendor::Mist, Vendor::SoftwareOne}) {
        const QStringList ids = chosen.value(vendor);
        QCOMPARE(ids.size(), qsizetype {20});
        QVERIFY(bench.spoil(ids[1], {{u"kind"_s, u"dropAfter"_s}}));
        QVERIFY(bench.spoil(ids[4], {{u"kind"_s, 429}, {u"retryAfter"_s, 2}}));
        QVERIFY(bench.spoil(ids[7], refusalOf(vendor)));
        QVERIFY(bench.spoil(ids[19], refusalOf(vendor)));
    }
    test::shoot(*dialog, u"window-preflight"_s);
    openGate(*dialog);
    auto *go = child<QPushButton>(dialog, "affirmativeButton");
    QCOMPARE(go->text(), u"Delete 40 Tokens"_s);
    QVERIFY(go->isEnabled());
    go->click();
}

void BulkInWindowTest::readTheFailures(Bench &bench)
{
    auto *panel = child<QWidget>(&bench.window, "jobsPanel");
    auto *states = child<QComboBox>(panel, "statesBox");
    const int failed = states->findText(u"Failed (4)"_s);
    QVERIFY(failed >= 0);
    states->setCurrentIndex(failed);
    emit states->activated(failed);
    const QStringList reasons = reasonsIn(*child<QTableView>(panel, "jobItemsTable"));
    QCOMPARE(reasons.size(), 4);
    QCOMPARE(reasons.filter(u"token is held by an audit"_s).size(), 2);
    QCOMPARE(reasons.filter(u"token is bound to an order"_s).size(), 2);
    test::shoot(bench.window, u"window-job-failed"_s);
    child<QPushButton>(panel, "copyReportButton")->click();
    const QStringList report = QGuiApplication::clipboard()->text().split(u'\n');
    QVERIFY(report.contains("failed: 4"_L1));
    const QStringList lines = report.filter(QRegularExpression(u"^failed\t"_s));
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines.filter(u"Conflict 409, token is held by an audit"_s).size(), 2);
    QCOMPARE(lines.filter(u"token is bound to an order"_s).size(), 2);
}

void BulkInWindowTest::deletesFortyWithAFewFailures()
{
    Bench bench;
    QCOMPARE(bench.problem, QString());
    QVERIFY(bench.open(Vendor::Mist));
    QVERIFY(bench.open(Vendor::SoftwareOne));
    QTRY_VERIFY(bench.table()->model()->rowCount() >= 100);
    const int before = bench.desk.tokens().count();
    reviewAndStart(bench);
    if (QTest::currentTestFailed())
        return;

    // The panel opens by itself and tells of every token.
    auto *panel = child<QWidget>(&bench.window, "jobsPanel");
    QTRY_VERIFY(panel->isVisible());
    auto *state = child<QLabel>(panel, "jobState");
    QTRY_VERIFY(state->text().startsWith("Running"_L1));
    test::shoot(bench.window, u"window-job"_s);
    QTRY_COMPARE(state->text(), u"Finished, not everything succeeded"_s);
    auto *result = child<QLabel>(panel, "jobResult");
    QCOMPARE(result->text(), u"34 deleted, 2 already gone, 4 failed"_s);
    QCOMPARE(bench.desk.tokens().count(), before - 36);
    test::shoot(bench.window, u"window-job-done"_s);
    readTheFailures(bench);
    if (QTest::currentTestFailed())
        return;

    // What a vendor refused goes the second time.
    child<QPushButton>(panel, "retryFailedButton")->click();
    QTRY_COMPARE(child<QLabel>(panel, "jobTitle")->text(), u"Delete 4 tokens"_s);
    QTRY_COMPARE(state->text(), u"Finished, the lists agree"_s);
    QCOMPARE(result->text(), u"4 deleted"_s);
    QCOMPARE(bench.desk.tokens().count(), before - 40);
}

QTEST_MAIN(BulkInWindowTest)
#include "tst_bulkinwindow.moc"
