// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The CA file of all connections, as the settings take it.

#include "shell/settingsdialog.h"
#include "stricttest.h"
#include "widgettools.h"
#include "work/commoncafile.h"

#include <QDialogButtonBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using shell::SettingsDialog;
using test::child;

class SettingsDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void keepsTheCaFile();
    void refusesACaFileThatIsNotThere();
    void changesNothingWhereItMayNot();

private:
    static void press(const SettingsDialog *dialog, QDialogButtonBox::StandardButton button)
    {
        dialog->findChild<QDialogButtonBox *>()->button(button)->click();
    }
};

void SettingsDialogTest::keepsTheCaFile()
{
    const QTemporaryDir folder;
    QFile ca(folder.filePath(u"ca.pem"_s));
    QVERIFY(ca.open(QIODevice::WriteOnly));
    shell::Settings settings(folder.path());
    for (const QString &file : {ca.fileName(), QString()}) {
        const QPointer dialog = new SettingsDialog(settings, nullptr);
        const QSignalSpy trusted(dialog, &SettingsDialog::trustChanged);
        child<QLineEdit>(dialog, "caFileEdit")->setText(file);
        dialog->open();
        press(dialog, QDialogButtonBox::Ok);
        QCOMPARE(trusted.count(), 1);
        QCOMPARE(work::readCommonCaFile(folder.path()).value_or(u"?"_s), file);
        QTRY_VERIFY(!dialog);
    }
}

void SettingsDialogTest::refusesACaFileThatIsNotThere()
{
    const QTemporaryDir folder;
    shell::Settings settings(folder.path());
    const QPointer dialog = new SettingsDialog(settings, nullptr);
    child<QLineEdit>(dialog, "caFileEdit")->setText(folder.filePath(u"gone.pem"_s));
    dialog->open();
    press(dialog, QDialogButtonBox::Ok);
    QVERIFY(dialog->isVisible());
    QVERIFY(child<QLabel>(dialog, "caFileErrorLabel")->isVisible());
    QCOMPARE(work::readCommonCaFile(folder.path()).value_or(u"?"_s), QString());
    press(dialog, QDialogButtonBox::Cancel);
    QTRY_VERIFY(!dialog);
}

void SettingsDialogTest::changesNothingWhereItMayNot()
{
    const QTemporaryDir folder;
    shell::Settings settings(folder.path(), false); // Another window has the profile.
    const QPointer dialog = new SettingsDialog(settings, nullptr);
    QVERIFY(!child<QLineEdit>(dialog, "caFileEdit")->isEnabled());
    dialog->open();
    press(dialog, QDialogButtonBox::Ok);
    QTRY_VERIFY(!dialog);
    QVERIFY(!QFile::exists(folder.filePath(u"trust.json"_s)));
}

QTEST_MAIN(SettingsDialogTest)
#include "tst_settingsdialog.moc"
