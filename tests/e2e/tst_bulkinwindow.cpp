// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Forty tokens deleted through the window, of which a few go wrong at their vendors: the real
/// clients and the real transport against the sandbox.

#include "await.h"
#include "http/dispatcher.h"
#include "http/qnamtransport.h"
#include "memorystore.h"
#include "sandbox/sandboxthread.h"
#include "shell/mainwindow.h"
#include "shots.h"
#include "stricttest.h"
#include "tokens/tokentableview.h"
#include "vault/memoryvault.h"
#include "vendors/catalog.h"
#include "widgettools.h"
#include "work/desk.h"

#include <QAction>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>

using namespace Qt::StringLiterals;
using domain::Vendor;
using test::child;
using State = work::Session::State;

namespace {

/// The window over one sandbox with Mist and SoftwareOne.
class Bench
{
public:
    Bench()
        : desk({.keychain = vault,
            .memory = vault,
            .journal = journal,
            .inventory = inventory,
            .annotations = annotations,
            .makeClient =
                [](const domain::Connection &connection, domain::Credentials credentials) {
                    return vendors::makeClient(connection, std::move(credentials),
                        std::make_unique<http::Dispatcher>(
                            std::make_unique<http::QnamTransport>()));
                },
            .checkConnection = &vendors::checkConnection,
            .clock = clock,
            .profileFolder = {}})
        , settings(QString())
        , window(desk, settings, clock, &vendors::connectionForm)
    {
        problem = sandbox.start();
        window.resize(1280, 860);
        window.show();
    }

    bool open(Vendor vendor)
    {
        const QJsonObject said = sandbox.readyLine().value(domain::vendorId(vendor)).toObject();
        domain::Connection made;
        made.name = domain::vendorName(vendor);
        made.vendor = vendor;
        made.environment = domain::Environment::Test;
        made.baseUrl = QUrl(sandbox.readyLine().value("url"_L1).toString());
        made.organisation = said.value("org"_L1).toString();
        domain::Credentials credentials;
        credentials.main = base::Secret::take(said.value("secret"_L1).toString().toUtf8());
        const auto id
            = test::await(desk.addConnection(made, std::move(credentials), work::KeepIn::Memory));
        return id
            && QTest::qWaitFor(
                [this, &id] { return desk.session(*id)->state() == State::Ready; }, 30'000);
    }

    /// Something for the requests to come that delete a token.
    bool spoil(const QJsonObject &fault)
    {
        http::QnamTransport transport;
        const auto queued
            = test::await(transport.send(QUrl(sandbox.readyLine().value("url"_L1).toString()),
                http::Request::change(
                    http::Verb::Post, u"/_sandbox/faults"_s, QJsonDocument(fault).toJson()),
                nullptr));
        return queued.has_value() && queued->status < 300;
    }

    tokens::TokenTableView *table() const { return window.findChild<tokens::TokenTableView *>(); }

    sandbox::SandboxThread sandbox {{.tokens = 60}};
    base::SystemClock clock;
    vault::MemoryVault vault;
    test::MemoryJournal journal;
    test::MemoryInventory inventory;
    test::MemoryAnnotations annotations;
    work::Desk desk;
    shell::Settings settings;
    shell::MainWindow window;
    QString problem;
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
        QVERIFY(bench.spoil(fault({{u"kind"_s, u"dropAfter"_s}})));
        QVERIFY(bench.spoil(fault({{u"kind"_s, 429}, {u"retryAfter"_s, 2}})));
        QVERIFY(bench.spoil(fault({{u"kind"_s, u"status"_s}, {u"status"_s, 409}})));
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
