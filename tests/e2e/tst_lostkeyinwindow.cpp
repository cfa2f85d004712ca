// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Creations whose answers are lost, at every vendor, and what the window offers then: clicked,
/// over the sandbox.

#include "await.h"
#include "drafts.h"
#include "sandboxdesk.h"
#include "shell/mainwindow.h"
#include "shots.h"
#include "stricttest.h"
#include "vendors/catalog.h"
#include "verifyok.h"
#include "widgettools.h"

#include <QCheckBox>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Vendor;
using test::await;
using test::child;

namespace {

const QString name = u"lost robot"_s;

/// The window over one sandbox.
struct Bench : test::SandboxDesk
{
    explicit Bench(Vendor which)
        : SandboxDesk({.tokens = 12})
        , vendor(which)
    {
        desk.reconciler().setPatience({.waits = {1ms}, .strangers = 0ms});
        window.resize(1280, 860);
        window.show();
        id = open(vendor);
    }

    /// Sent by the desk, as the dialog does.
    bool loseACreation()
    {
        const auto forms = await(desk.draftForms(id));
        if (!forms || !played.dropNextCreation(vendor))
            return false;
        domain::TokenDraft draft = test::draftFor(forms->front(), name);
        if (vendor == Vendor::Csp)
            draft.idToken = played.key(vendor, "idToken");
        return !await(desk.issue(id, std::move(draft)));
    }

    /// Visible, wherever it stands.
    QPushButton *button(const char *objectName) const
    {
        const auto all = window.findChildren<QPushButton *>(QLatin1StringView(objectName));
        for (QPushButton *one : all) {
            if (one->isVisible() && one->isEnabled())
                return one;
        }
        return nullptr;
    }

    /// Tokens of the name that work.
    int live()
    {
        int count = 0;
        for (work::RowId row = 0; row < desk.tokens().rowCount(); ++row) {
            if (!desk.tokens().isPresent(row))
                continue;
            const domain::Token token = desk.tokens().token(row);
            count += token.name == name && token.status != domain::TokenStatus::Disabled ? 1 : 0;
        }
        return count;
    }

    Vendor vendor;
    QString id;
    shell::Settings settings {QString()};
    shell::MainWindow window {desk, settings, clock, &vendors::connectionForm};
};

} // namespace

class LostKeyInWindowTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void deletesAndReplacesWhatWasNeverSeen_data();
    void deletesAndReplacesWhatWasNeverSeen(); ///< ONE-03

private:
    static void affirm(const Bench &bench);
};

void LostKeyInWindowTest::deletesAndReplacesWhatWasNeverSeen_data()
{
    QTest::addColumn<Vendor>("vendor");
    for (const Vendor vendor : domain::allVendors)
        QTest::newRow(qPrintable(domain::vendorId(vendor))) << vendor;
}

/// The question before a deletion; CSP disables instead, and does not ask.
void LostKeyInWindowTest::affirm(const Bench &bench)
{
    if (bench.vendor == Vendor::Csp)
        return;
    QTRY_VERIFY(bench.window.findChild<QDialog *>(u"questionDialog"_s));
    QTRY_VERIFY(bench.button("affirmativeButton"));
    bench.button("affirmativeButton")->click();
}

void LostKeyInWindowTest::deletesAndReplacesWhatWasNeverSeen()
{
    QFETCH(const Vendor, vendor);
    Bench bench(vendor);
    QCOMPARE(bench.problem, QString());
    QVERIFY(bench.loseACreation());
    // Above the list, as after a crash: another like it, whose answer is lost as well.
    QTRY_VERIFY(bench.button("pendingReplaceButton"));
    QVERIFY(bench.button("pendingDeleteButton"));
    QVERIFY(bench.button("pendingKeepButton"));
    QCOMPARE(bench.live(), 1);
    test::shoot(bench.window, u"lost-key-notice-"_s + domain::vendorId(vendor));
    bench.button("pendingReplaceButton")->click();
    QTRY_VERIFY(bench.button("createButton"));
    QVERIFY(bench.played.dropNextCreation(vendor));
    if (vendor == Vendor::Csp)
        child<QLineEdit>(&bench.window, "idTokenEdit")
            ->setText(QString::fromUtf8(bench.played.key(vendor, "idToken").expose()));
    bench.button("createButton")->click();
    // In the dialog that sent it.
    QTRY_VERIFY(bench.button("foundDeleteButton"));
    QVERIFY(bench.button("foundReplaceButton"));
    QVERIFY(bench.button("foundKeepButton"));
    QCOMPARE(bench.live(), 2);
    test::shoot(bench.window, u"lost-key-dialog-"_s + domain::vendorId(vendor));
    bench.button("foundDeleteButton")->click();
    affirm(bench);
    QTRY_COMPARE(bench.live(), 1);
    // The first is still there to be deleted.
    QTRY_VERIFY(bench.button("pendingDeleteButton"));
    bench.button("pendingDeleteButton")->click();
    affirm(bench);
    QTRY_COMPARE(bench.live(), 0);
    QTRY_VERIFY(bench.desk.pendingKeys().empty());
    QVERIFY(bench.rest(bench.id));
}

QTEST_MAIN(LostKeyInWindowTest)
#include "tst_lostkeyinwindow.moc"
