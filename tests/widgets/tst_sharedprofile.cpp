// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The window beside tokendesk-cli, started for real, on one profile.

#include "models/connectiontreemodel.h"
#include "profile.h"
#include "shell/mainwindow.h"
#include "stricttest.h"
#include "support/banner.h"
#include "tokens/connectiontreeview.h"
#include "widgettools.h"

#include <QDialog>
#include <QProcess>
#include <QPushButton>

using namespace Qt::StringLiterals;
using base::Secret;
using test::await;
using test::child;
using State = work::Session::State;

namespace {

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
    }
    ~Stage()
    {
        if (window)
            window->close();
    }

    /// As main() does it.
    void start()
    {
        work::Desk &desk = profile.start();
        settings = std::make_unique<shell::Settings>(profile.folder.path());
        window = std::make_unique<shell::MainWindow>(desk, *settings, profile.clock,
            [](domain::Vendor) { return domain::ConnectionForm(); });
        window->show();
        desk.refreshAll();
        desk.followProfile();
    }
    work::Desk &desk() const { return *profile.program; }
    /// tokendesk-cli with these words; its exit code.
    int command(const QStringList &words) const
    {
        return QProcess::execute(QStringLiteral(TD_CLI),
            QStringList {u"--profile"_s, profile.folder.path(), u"--vault"_s, u"env"_s} + words);
    }
    QStringList shownConnections() const
    {
        QStringList names;
        const auto *model = window->findChild<tokens::ConnectionTreeView *>()->model();
        collect(*model, {}, names);
        return names;
    }
    QStringList banners() const
    {
        QStringList titles;
        for (const auto *banner : window->findChildren<support::Banner *>()) {
            if (banner->isVisible())
                titles += banner->title();
        }
        return titles;
    }
    bool isOnDisk(const QString &name) const
    {
        work::ConnectionBook book(profile.folder.filePath(u"connections.json"_s));
        return book.load() && book.findByName(name);
    }
    QPushButton *button(const char *name) const { return child<QPushButton>(window.get(), name); }

private:
    static void collect(const QAbstractItemModel &model, const QModelIndex &in, QStringList &names)
    {
        for (int row = 0; row < model.rowCount(in); ++row) {
            const QModelIndex one = model.index(row, 0, in);
            names += one.data().toString();
            collect(model, one, names);
        }
    }
};

} // namespace

class SharedProfileTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void showsAndKeepsWhatACommandAdds();
    void saysWhatACommandRemoved();
    void offersToRemoveAKeyThatWasLeft();
};

void SharedProfileTest::showsAndKeepsWhatACommandAdds()
{
    Stage stage;
    stage.start();
    QVERIFY(stage.profile.waitForState(stage.id, State::Ready));
    qputenv("TOKENDESK_SECRET_FROM_OUTSIDE", "key-0123456789");
    QCOMPARE(stage.command({u"connections"_s, u"add"_s, u"From outside"_s, u"--vendor"_s, u"mist"_s,
                 u"--url"_s, u"https://api.mist.com"_s}),
        0);
    QTRY_VERIFY2(stage.shownConnections().contains(u"From outside"_s),
        qPrintable(stage.shownConnections().join(u", "_s)));
    QCOMPARE(stage.desk().tokens().count(stage.id), 3); // Nothing here was begun anew.
    QCOMPARE(stage.desk().session(stage.id)->state(), State::Ready);

    domain::Connection mine = *stage.desk().connections().find(stage.id);
    mine.name = u"Renamed"_s;
    QVERIFY(await(stage.desk().updateConnection(mine, {}, work::KeepIn::Keychain)));
    QVERIFY(stage.isOnDisk(u"From outside"_s));
    QVERIFY(stage.isOnDisk(u"Renamed"_s));
    qunsetenv("TOKENDESK_SECRET_FROM_OUTSIDE");
}

void SharedProfileTest::saysWhatACommandRemoved()
{
    Stage stage;
    stage.start();
    QVERIFY(stage.profile.waitForState(stage.id, State::Ready));
    QCOMPARE(stage.command({u"connections"_s, u"remove"_s, u"Payments"_s}), 0);
    const QString title = u"“Payments” was removed by another Tokendesk"_s;
    QTRY_COMPARE(stage.banners(), QStringList {title});
    test::keepPicture(stage.window.get(), "removed-elsewhere");
    QCOMPARE(stage.desk().tokens().count(stage.id), 3);
    QVERIFY(stage.desk().session(stage.id)->client());
    stage.button("putBackButton")->click();
    QVERIFY(stage.isOnDisk(u"Payments"_s));
    QTRY_COMPARE(stage.banners(), QStringList());

    QCOMPARE(stage.command({u"connections"_s, u"remove"_s, u"Payments"_s}), 0);
    QTRY_COMPARE(stage.banners(), QStringList {title});
    stage.button("closeHereButton")->click();
    QTRY_COMPARE(stage.desk().tokens().count(stage.id), 0);
    QTRY_COMPARE(stage.banners(), QStringList());
    QVERIFY(!stage.desk().connections().find(stage.id));
}

void SharedProfileTest::offersToRemoveAKeyThatWasLeft()
{
    Stage stage;
    const domain::Connection lost {
        .id = u"id-lost"_s, .name = u"Lost"_s, .vendor = domain::Vendor::Mist};
    const domain::VaultKey key {lost.id, domain::field::credentialOf(lost)};
    QVERIFY(work::KeyRegister(stage.profile.folder.path()).note(lost, stage.profile.clock.now()));
    QVERIFY(await(stage.profile.keychain.write(key, Secret::copyOf("k"))));
    stage.start();
    QTRY_COMPARE(
        stage.banners(), QStringList {u"The keychain has a key that no connection uses"_s});
    test::keepPicture(stage.window.get(), "left-key");
    stage.button("removeLeftKeyButton")->click();
    QTRY_VERIFY(stage.window->findChild<QDialog *>(u"questionDialog"_s));
    QVERIFY(stage.profile.keychain.has(key)); // Not before it was answered.
    stage.button("affirmativeButton")->click();
    QTRY_VERIFY(!stage.profile.keychain.has(key));
    QTRY_COMPARE(stage.banners(), QStringList());
    QTRY_VERIFY(!stage.window->findChild<QDialog *>(u"questionDialog"_s));
}

QTEST_MAIN(SharedProfileTest)
#include "tst_sharedprofile.moc"
