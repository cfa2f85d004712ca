// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The ways of a new key out of the window that shows it, and what stays behind: nothing.

#include "await.h"
#include "base/privatefile.h"
#include "everybody.h"
#include "fakeprompter.h"
#include "stricttest.h"
#include "support/banner.h"
#include "support/savesecretfile.h"
#include "tickets/handoverbox.h"
#include "widgettools.h"

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMetaProperty>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Secret;
using test::child;
using tickets::HandOverBox;

class HandOverBoxTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void namesAVariable_data()
    {
        QTest::addColumn<QString>("token");
        QTest::addColumn<QString>("variable");
        QTest::newRow("words") << u"ci deploy"_s << u"CI_DEPLOY_TOKEN"_s;
        QTest::newRow("odd characters") << u"--ci/<b>deploy! "_s << u"CI_B_DEPLOY_TOKEN"_s;
        QTest::newRow("is one already") << u"github-token"_s << u"GITHUB_TOKEN"_s;
        QTest::newRow("a key") << u"api key"_s << u"API_KEY"_s;
        QTest::newRow("digits first") << u"2fa"_s << u"API_2FA_TOKEN"_s;
        QTest::newRow("nothing left") << u"\u00e9\u00e9"_s << u"API_TOKEN"_s;
    }
    void namesAVariable()
    {
        QFETCH(QString, token);
        const QString name = tickets::variableNameFor(token);
        QTEST(name, "variable");
        QVERIFY(support::isVariableName(name));
    }

    void writesOneLineOfAnEnvFile_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        QTest::newRow("no file") << QByteArray() << QByteArray("CI_TOKEN=k-1\n");
        QTest::newRow("other lines") << QByteArray("# mine\nA=1\nB='2 3'\n")
                                     << QByteArray("# mine\nA=1\nB='2 3'\nCI_TOKEN=k-1\n");
        QTest::newRow("no line end at the end")
            << QByteArray("A=1") << QByteArray("A=1\nCI_TOKEN=k-1\n");
        QTest::newRow("replaces its own line")
            << QByteArray("A=1\nCI_TOKEN=old\nB=2\n") << QByteArray("A=1\nCI_TOKEN=k-1\nB=2\n");
        QTest::newRow("with export and spaces")
            << QByteArray("export CI_TOKEN = old\nB=2\n") << QByteArray("CI_TOKEN=k-1\nB=2\n");
        QTest::newRow("a longer name is another")
            << QByteArray("CI_TOKEN_2=x\n") << QByteArray("CI_TOKEN_2=x\nCI_TOKEN=k-1\n");
        QTest::newRow("a remark is not a line of its own")
            << QByteArray("#CI_TOKEN=x\n") << QByteArray("#CI_TOKEN=x\nCI_TOKEN=k-1\n");
    }
    void writesOneLineOfAnEnvFile()
    {
        QFETCH(QByteArray, before);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u".env"_s);
        if (!before.isEmpty()) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(before);
            file.close();
            QVERIFY(test::letEverybodyRead(path));
        }
        QVERIFY(support::saveSecretVariable(path, u"CI_TOKEN"_s, Secret::copyOf("k-1")));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QTEST(file.readAll(), "after");
        QVERIFY(base::isPrivate(path));
    }

    void refusesWhatIsNoEnvFile()
    {
        const QTemporaryDir folder;
        const Secret key = Secret::copyOf("k");
        const QString path = folder.filePath(u".env"_s);
        QCOMPARE(support::saveSecretVariable(path, u"1A"_s, key).error().field, u"variable"_s);
        QCOMPARE(support::saveSecretVariable(path, u"A=B"_s, key).error().field, u"variable"_s);
        QCOMPARE(support::saveSecretVariable(folder.path(), u"A"_s, key).error().kind,
            ErrorKind::LocalFile);
        QVERIFY(QFile::link(folder.filePath(u"elsewhere"_s), path));
        QCOMPARE(support::saveSecretVariable(path, u"A"_s, key).error().kind, ErrorKind::LocalFile);
        const QString quoted = folder.filePath(u"quoted"_s);
        QVERIFY(support::saveSecretVariable(quoted, u"A"_s, Secret::copyOf("a b$c")));
        QFile file(quoted);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("A='a b$c'\n"));
    }

    void savesTheVariableAndSaysWhere()
    {
        Shown shown;
        const QTemporaryDir folder;
        shown.prompter.file = folder.filePath(u".env"_s);
        QSignalSpy went(shown.box.get(), &HandOverBox::handedOver);
        child<QPushButton>(shown.box.get(), "envButton")->click();
        QTRY_COMPARE(went.count(), 1);
        QCOMPARE(went.first().first().toString(), u"env-file"_s);
        QVERIFY(shown.said().contains("CI_DEPLOY_TOKEN"_L1));
        child<QLineEdit>(shown.box.get(), "variableEdit")->setText(u"not a name"_s);
        QVERIFY(!child<QPushButton>(shown.box.get(), "envButton")->isEnabled());
    }

    void keepsTheKeyInTheKeychainUnderTheAdminsName()
    {
        Shown shown;
        QSignalSpy went(shown.box.get(), &HandOverBox::handedOver);
        auto *name = child<QLineEdit>(shown.box.get(), "entryEdit");
        QCOMPARE(name->text(), u"ci deploy"_s);
        name->setText(u"deploy key"_s);
        child<QPushButton>(shown.box.get(), "keepButton")->click();
        QTRY_COMPARE(went.count(), 1);
        QCOMPARE(shown.keptName, u"deploy key"_s);
        QVERIFY(shown.said().contains("deploy key"_L1));
        shown.keepFails = base::Error {.kind = ErrorKind::Conflict};
        child<QPushButton>(shown.box.get(), "keepButton")->click();
        QTRY_VERIFY(!shown.said().contains("deploy key"_L1));
        QCOMPARE(went.count(), 1);
    }

    void triesTheKeyOnRequestOnly()
    {
        Shown shown;
        QSignalSpy proven(shown.box.get(), &HandOverBox::proven);
        test::settle();
        QCOMPARE(shown.tries, 0);
        QVERIFY(child<QLabel>(shown.box.get(), "provingLabel")->text().contains("last use"_L1));
        child<QPushButton>(shown.box.get(), "proveButton")->click();
        QTRY_COMPARE(proven.count(), 1);
        QVERIFY(shown.said().contains("The key works"_L1));
        shown.proveFails = base::Error {.kind = ErrorKind::Unauthorized};
        child<QPushButton>(shown.box.get(), "proveButton")->click();
        QTRY_VERIFY(!shown.said().contains("The key works"_L1));
        QCOMPARE(proven.count(), 1);
        QCOMPARE(shown.tries, 2);
    }

    /// MEM-03, MEM-06
    void leaksTheKeyNowhere()
    {
        Shown shown;
        child<QPushButton>(shown.box.get(), "keepButton")->click();
        child<QPushButton>(shown.box.get(), "proveButton")->click();
        test::settle();
        QVERIFY(!test::accessibleText(shown.box.get()).contains("sentinel"_L1));
        const auto widgets = shown.box->findChildren<QWidget *>();
        for (const QWidget *widget : widgets) {
            const QMetaObject *meta = widget->metaObject();
            for (int i = 0; i < meta->propertyCount(); ++i)
                QVERIFY(!meta->property(i).read(widget).toString().contains("sentinel"_L1));
        }
    }

private:
    struct Shown
    {
        Shown()
        {
            box = std::make_unique<HandOverBox>(HandOverBox::Parts {.key = key,
                .tokenName = u"ci deploy"_s,
                .formerName = u"ci deploy"_s,
                .prompter = prompter,
                .keep =
                    [this](const QString &name, const Secret &) {
                        keptName = name;
                        return keepFails ? base::Task<base::Unit>::failed(*keepFails)
                                         : base::Task<base::Unit>::ready(base::Unit {});
                    },
                .prove =
                    [this](const Secret &) {
                        ++tries;
                        return proveFails ? base::Task<domain::Identity>::failed(*proveFails)
                                          : base::Task<domain::Identity>::ready(
                                              domain::Identity {.name = u"ada"_s});
                    }});
            box->show();
        }
        QString said() const
        {
            auto *banner = child<support::Banner>(box.get(), "handOverBanner");
            return banner->title() + child<QLabel>(banner, "bannerTextLabel")->text();
        }

        Secret key = Secret::copyOf("sentinel-4711");
        test::FakePrompter prompter;
        QString keptName;
        int tries = 0;
        std::optional<base::Error> keepFails;
        std::optional<base::Error> proveFails;
        std::unique_ptr<HandOverBox> box;
    };
};

QTEST_MAIN(HandOverBoxTest)
#include "tst_handoverbox.moc"
