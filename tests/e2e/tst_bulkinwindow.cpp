// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Forty tokens deleted through the window, of which a few go wrong at their vendors: the real
/// clients and the real transport against the sandbox.

#include "sandboxdesk.h"
#include "shell/mainwindow.h"
#include "shots.h"
#include "stricttest.h"
#include "tokens/tokentableview.h"
#include "vendors/catalog.h"
#include "widgettools.h"

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
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

    tokens::TokenTableView *table() const { return window.findChild<tokens::TokenTableView *>(); }

    shell::Settings settings {QString()};
    shell::MainWindow window {desk, settings, clock, &vendors::connectionForm};
};

} // namespace

class BulkInWindowTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void deletesFortyWithAFewFailures(); ///< BULK-02, BULK-03, BULK-06, BULK-10
};

void BulkInWindowTest::deletesFortyWithAFewFailures()
{
    Bench bench;
    QCOMPARE(bench.problem, QString());
    QVERIFY(bench.open(Vendor::Mist));
    QVERIFY(bench.open(Vendor::SoftwareOne));
    QTRY_VERIFY(bench.table()->model()->rowCount() >= 100);
    const int before = bench.desk.tokens().count();

    // One is lost on the way back, one too many at a time, one refused, at each of the two.
    for (const auto vendor : {Vendor::Mist, Vendor::SoftwareOne}) {
        const auto fault = [vendor](const QJsonObject &what) {
            QJsonObject made = what;
            made[u"vendor"_s] = domain::vendorId(vendor);
            made[u"method"_s] = u"DELETE"_s;
            return made;
        };
        QVERIFY(bench.played.spoil(fault({{u"kind"_s, u"dropAfter"_s}})));
        QVERIFY(bench.played.spoil(fault({{u"kind"_s, 429}, {u"retryAfter"_s, 2}})));
        QVERIFY(bench.played.spoil(fault({{u"kind"_s, u"status"_s}, {u"status"_s, 409}})));
    }

    bench.table()->selectAll();
    QTRY_VERIFY(child<QAction>(&bench.window, "deleteTokenAction")->isEnabled());
    child<QAction>(&bench.window, "deleteTokenAction")->trigger();
    auto *dialog = child<QDialog>(&bench.window, "preflightDialog");
    QTRY_VERIFY2(child<QTableView>(dialog, "preflightTable")->isVisible(), "the review is shown");

    // Forty of them: untick all, tick the first that can be.
    child<QPushButton>(dialog, "untickButton")->click();
    QAbstractItemModel *rows = child<QTableView>(dialog, "preflightTable")->model();
    QSet<QString> chosen;
    for (int row = 0; row < rows->rowCount() && chosen.size() < 40; ++row) {
        const QModelIndex box = rows->index(row, 0);
        if (rows->setData(box, Qt::Checked, Qt::CheckStateRole))
            chosen.insert(QString::number(row));
    }
    QCOMPARE(chosen.size(), qsizetype {40});
    test::shoot(bench.window, u"window-preflight"_s);
    QTest::keyClicks(child<QLineEdit>(dialog, "gateEdit"), u"delete 40"_s);
    for (auto *edit : dialog->findChildren<QLineEdit *>()) {
        if (!edit->objectName().startsWith("gateNameEdit"_L1) || !edit->isVisible())
            continue;
        const QString asked = edit->accessibleName();
        edit->setText(asked.section(u'“', 1).section(u'”', 0, 0));
    }
    auto *go = child<QPushButton>(dialog, "affirmativeButton");
    QCOMPARE(go->text(), u"Delete 40 Tokens"_s);
    QVERIFY(go->isEnabled());
    go->click();

    // The panel opens by itself and tells of every token.
    auto *panel = child<QWidget>(&bench.window, "jobsPanel");
    QTRY_VERIFY(panel->isVisible());
    auto *state = child<QLabel>(panel, "jobState");
    QTRY_VERIFY_WITH_TIMEOUT(!state->text().isEmpty(), 10'000);
    QTest::qWait(1500);
    test::shoot(bench.window, u"window-job"_s);
    QTRY_VERIFY2_WITH_TIMEOUT(
        state->text().startsWith("Finished"_L1), qPrintable(state->text()), 90'000);
    const QString result = child<QLabel>(panel, "jobResult")->text();
    test::shoot(bench.window, u"window-job-done"_s);
    QVERIFY2(
        !result.contains("unknown"_L1) && !result.contains("contradicted"_L1), qPrintable(result));
    // What a vendor refused goes the second time.
    if (auto *retry = child<QPushButton>(panel, "retryFailedButton"); retry->isVisible()) {
        const QString title = child<QLabel>(panel, "jobTitle")->text();
        retry->click();
        QTRY_VERIFY(child<QLabel>(panel, "jobTitle")->text() != title);
        QTRY_VERIFY2_WITH_TIMEOUT(
            state->text().startsWith("Finished"_L1), qPrintable(state->text()), 60'000);
    }
    QCOMPARE(bench.desk.tokens().count(), before - 40);
}

QTEST_MAIN(BulkInWindowTest)
#include "tst_bulkinwindow.moc"
