// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// "Whose key is this?": local, masked, forgotten when it closes; a vendor is asked on a click
/// only.

#include "deskfixture.h"
#include "dialogs/whosekeydialog.h"
#include "stricttest.h"
#include "support/banner.h"
#include "widgettools.h"

#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using dialogs::WhoseKeyDialog;
using test::child;

namespace {

constexpr char clientId[] = "4c7e70e1a5f0810fc22e913fce9cd0ac";
constexpr char otherClientId[] = "a71d02c95be8e46f3a10d4f2b6079c3e";
constexpr char secret[] = "CANARY9EQ4ydFkCFhwsZH48NJkExA5eNdUysE6HAxDuYQt4w";

} // namespace

class WhoseKeyDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup()
    {
        QGuiApplication::clipboard()->clear();
        QCOMPARE(test::openWindows(), QStringList());
    }

    void findsATypedKeyAndForgetsIt();
    void takesAPasteWithManyLines();
    void takesADroppedText();
    void readsAFile();
    void refusesALargeFile();
    void saysWhatNoMatchMeans();
    void sendsNothingByItself();
    void asksTheVendorOnAClick();
    void saysThatTheVendorDoesNotKnowIt();
    void leadsToTheList();
    void showsAllThatAreChosen();
    void leadsToContainment();
    void tellsNobodyTheKey();

private:
    struct Opened
    {
        Opened()
        {
            domain::Token token = test::FakeVendor::token({}, u"t1"_s, u"ci <b>robot</b>"_s);
            token.keyHint = QString::fromLatin1(clientId);
            token.lastUsed = domain::TimeFact::known(fixture.clock.time - std::chrono::hours(3));
            domain::Token other = test::FakeVendor::token({}, u"t2"_s, u"other"_s);
            other.keyHint = QString::fromLatin1(otherClientId);
            fixture.vendor.tokens = {token, other};
            fixture.vendor.capabilities.set(
                domain::Operation::Track, {.support = domain::Support::Native});
            id = fixture.connect();
            dialog = std::make_unique<WhoseKeyDialog>(fixture.desk, fixture.clock);
            dialog->open();
        }
        void type(const QByteArray &text) const
        {
            QTest::keyClicks(child<QLineEdit>(dialog.get(), "keyEdit"), QString::fromLatin1(text));
            press("lookButton");
        }
        bool drop(const QMimeData &data) const
        {
            QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(dialog.get(), &enter);
            QDropEvent drop({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            return enter.isAccepted() && QCoreApplication::sendEvent(dialog.get(), &drop);
        }
        void press(const char *name) const { child<QPushButton>(dialog.get(), name)->click(); }
        bool isOn(const char *name) const
        {
            return child<QPushButton>(dialog.get(), name)->isEnabled();
        }
        QString result() const { return child<QLabel>(dialog.get(), "resultLabel")->text(); }
        QTreeWidget *rows() const { return child<QTreeWidget>(dialog.get(), "matchesTree"); }
        QString cell(int column) const { return rows()->topLevelItem(0)->text(column); }

        test::DeskFixture fixture;
        QString id;
        std::unique_ptr<WhoseKeyDialog> dialog;
    };
    static QByteArray pair() { return QByteArray(clientId) + ':' + secret; }
};

void WhoseKeyDialogTest::findsATypedKeyAndForgetsIt()
{
    Opened opened;
    QVERIFY(!opened.isOn("showButton"));
    opened.type(pair());
    QVERIFY(child<QLineEdit>(opened.dialog.get(), "keyEdit")->text().isEmpty());
    QTRY_COMPARE(opened.rows()->topLevelItemCount(), 1);
    QCOMPARE(opened.cell(0), u"ci <b>robot</b>"_s);
    QCOMPARE(opened.cell(1), u"Certain: its client ID is in the text"_s);
    QCOMPARE(opened.cell(2), u"Active"_s);
    QCOMPARE(opened.cell(3), u"3 h ago"_s);
    QVERIFY(opened.cell(5).contains(u"Payments"_s));
    QVERIFY(opened.isOn("showButton") && opened.isOn("containButton"));
    test::keepPicture(opened.dialog.get(), "whose-key");
}

void WhoseKeyDialogTest::takesAPasteWithManyLines()
{
    Opened opened;
    QGuiApplication::clipboard()->setText(u"# deploy\nA=1\nCLIENT_ID=%1\nCLIENT_SECRET=%2\n"_s.arg(
        QLatin1StringView(clientId), QLatin1StringView(secret)));
    auto *edit = child<QLineEdit>(opened.dialog.get(), "keyEdit");
    QTest::keyClick(edit, Qt::Key_V, Qt::ControlModifier);
    QVERIFY(edit->text().isEmpty());
    QTRY_COMPARE(opened.rows()->topLevelItemCount(), 1);
    QVERIFY(opened.cell(1).contains(u"(line 3)"_s));
    opened.rows()->clear();
    opened.press("pasteButton");
    QTRY_COMPARE(opened.rows()->topLevelItemCount(), 1);
}

void WhoseKeyDialogTest::takesADroppedText()
{
    Opened opened;
    QMimeData data;
    data.setText(u"key: "_s + QString::fromLatin1(pair()));
    QVERIFY(opened.drop(data));
    QTRY_COMPARE(opened.rows()->topLevelItemCount(), 1);
}

void WhoseKeyDialogTest::readsAFile()
{
    Opened opened;
    const QTemporaryDir folder;
    QFile file(folder.filePath(u".env"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("X=1\nAUTH=" + pair().toBase64() + "\n");
    file.close();
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file.fileName())});
    QVERIFY(opened.drop(data));
    QTRY_COMPARE(opened.rows()->topLevelItemCount(), 1);
    opened.dialog->searchFile(folder.filePath(u"none"_s));
    QVERIFY(opened.result().contains(u"cannot be read"_s));
    opened.dialog->searchFile(folder.path());
    QVERIFY(opened.result().contains(u"cannot be read"_s));
}

void WhoseKeyDialogTest::refusesALargeFile()
{
    Opened opened;
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"dump"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(work::longestKeyText + 1));
    file.close();
    opened.dialog->searchFile(file.fileName());
    QVERIFY(opened.result().contains(u"larger than 1 MiB"_s));
}

void WhoseKeyDialogTest::saysWhatNoMatchMeans()
{
    Opened opened;
    opened.press("lookButton");
    QVERIFY(opened.result().contains(u"nothing to compare"_s));
    opened.type(secret);
    QTRY_VERIFY(opened.result().startsWith(u"No listed token fits."_s));
    QVERIFY(opened.result().contains(u"not mean that the key is harmless"_s));
    QVERIFY(!opened.isOn("containButton"));
    test::keepPicture(opened.dialog.get(), "whose-key-none");
    opened.type("hello");
    QTRY_VERIFY(opened.result().startsWith(u"Nothing in it looks like a key."_s));
}

void WhoseKeyDialogTest::sendsNothingByItself()
{
    Opened opened;
    const int asked = opened.fixture.vendor.asked;
    opened.type(secret);
    QTRY_VERIFY(child<QWidget>(opened.dialog.get(), "askBox")->isVisible());
    QCOMPARE(opened.fixture.vendor.inspected.size(), std::size_t {0});
    QCOMPARE(opened.fixture.vendor.asked, asked);
    QCOMPARE(opened.fixture.vendor.reads, 0);
    QVERIFY(child<QLabel>(opened.dialog.get(), "askLabel")
                ->text()
                .contains(u"This sends the key to api.example"_s));
}

void WhoseKeyDialogTest::asksTheVendorOnAClick()
{
    Opened opened;
    opened.type(QByteArray("FOUND=") + secret);
    QTRY_VERIFY(child<QWidget>(opened.dialog.get(), "askBox")->isVisible());
    QCOMPARE(child<QComboBox>(opened.dialog.get(), "askWhatCombo")->currentText(),
        u"Line 1, %1 characters"_s.arg(qstrlen(secret)));
    test::keepPicture(opened.dialog.get(), "whose-key-ask");
    opened.press("askButton");
    QTRY_COMPARE(opened.rows()->topLevelItemCount(), 1);
    QVERIFY(opened.fixture.vendor.inspected.front() == base::Secret::copyOf(secret));
    QVERIFY(opened.cell(1).contains(u"not in the list"_s));
    QVERIFY(!opened.isOn("showButton")); // There is no such row to go to.
}

void WhoseKeyDialogTest::saysThatTheVendorDoesNotKnowIt()
{
    Opened opened;
    opened.fixture.vendor.inspectFails = base::Error {.kind = ErrorKind::NotFound};
    opened.type(secret);
    QTRY_VERIFY(child<QWidget>(opened.dialog.get(), "askBox")->isVisible());
    opened.press("askButton");
    auto *banner = child<support::Banner>(opened.dialog.get(), "whoseKeyBanner");
    QTRY_VERIFY(banner->title().contains(u"does not know this key"_s));
}

void WhoseKeyDialogTest::leadsToTheList()
{
    Opened opened;
    std::vector<domain::TokenKey> told;
    connect(opened.dialog.get(), &WhoseKeyDialog::showRequested, this,
        [&told](const std::vector<domain::TokenKey> &keys) { told = keys; });
    opened.type(pair());
    QTRY_COMPARE(opened.rows()->topLevelItemCount(), 1);
    opened.press("showButton");
    QCOMPARE(told, (std::vector<domain::TokenKey> {{opened.id, u"t1"_s}}));
    QVERIFY(!opened.dialog->isVisible());
}

void WhoseKeyDialogTest::showsAllThatAreChosen()
{
    Opened opened;
    std::vector<domain::TokenKey> told;
    connect(opened.dialog.get(), &WhoseKeyDialog::showRequested, this,
        [&told](const std::vector<domain::TokenKey> &keys) { told = keys; });
    QMimeData text;
    text.setText(QString::fromLatin1(pair() + '\n' + otherClientId + ':' + secret));
    QVERIFY(opened.drop(text));
    QTRY_COMPARE(opened.rows()->topLevelItemCount(), 2);
    QVERIFY(opened.isOn("containButton"));
    opened.rows()->selectAll();
    QVERIFY(!opened.isOn("containButton"));
    opened.press("showButton");
    QCOMPARE(told, (std::vector<domain::TokenKey> {{opened.id, u"t1"_s}, {opened.id, u"t2"_s}}));
}

void WhoseKeyDialogTest::leadsToContainment()
{
    Opened opened;
    const QSignalSpy told(opened.dialog.get(), &WhoseKeyDialog::containRequested);
    opened.type(pair());
    QTRY_COMPARE(opened.rows()->topLevelItemCount(), 1);
    opened.press("containButton");
    QCOMPARE(told.count(), 1);
    QCOMPARE(
        told.front().front().value<domain::TokenKey>(), (domain::TokenKey {opened.id, u"t1"_s}));
    QVERIFY(!opened.dialog->isVisible());
}

/// MEM-03, MEM-06: no widget, no accessible text, no clipboard of ours ever has it.
void WhoseKeyDialogTest::tellsNobodyTheKey()
{
    Opened opened;
    auto *edit = child<QLineEdit>(opened.dialog.get(), "keyEdit");
    QTest::keyClicks(edit, QString::fromLatin1(pair()));
    QCOMPARE(edit->echoMode(), QLineEdit::Password);
    QVERIFY(!test::accessibleText(opened.dialog.get()).contains(u"CANARY"_s));
    opened.press("lookButton");
    QTRY_COMPARE(opened.rows()->topLevelItemCount(), 1);
    opened.type(QByteArray("FOUND=") + secret);
    QTRY_VERIFY(child<QWidget>(opened.dialog.get(), "askBox")->isVisible());
    QVERIFY(!test::accessibleText(opened.dialog.get()).contains(u"CANARY"_s));
    for (const QWidget *widget : opened.dialog->findChildren<QWidget *>()) {
        QVERIFY(!widget->toolTip().contains(u"CANARY"_s));
        for (const QByteArray &name : widget->dynamicPropertyNames())
            QVERIFY(!widget->property(name.constData()).toString().contains(u"CANARY"_s));
    }
    QVERIFY(!edit->isUndoAvailable() && !edit->isRedoAvailable());
    QVERIFY(!QGuiApplication::clipboard()->text().contains(u"CANARY"_s));
    const auto rows = test::await(opened.fixture.journal.read({}));
    QVERIFY(rows && rows->empty());
    opened.dialog->reject();
    QVERIFY(edit->text().isEmpty());
    QCOMPARE(opened.rows()->topLevelItemCount(), 0);
}

QTEST_MAIN(WhoseKeyDialogTest)
#include "tst_whosekeydialog.moc"
