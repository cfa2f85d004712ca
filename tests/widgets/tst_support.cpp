// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/privatefile.h"
#include "everybody.h"
#include "fakeprompter.h"
#include "shots.h"
#include "stricttest.h"
#include "support/banner.h"
#include "support/fieldform.h"
#include "support/outlinedfusion.h"
#include "support/plaintext.h"
#include "support/questiondialog.h"
#include "support/savesecretfile.h"
#include "support/secretclipboard.h"
#include "support/secretedit.h"
#include "support/secretlabel.h"
#include "support/toast.h"
#include "support/widgetprompter.h"
#include "widgettools.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Secret;
using support::Answer;
using support::Banner;
using support::Question;
using test::child;

class SupportTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void paintsForeignTextAsCharacters();
    void marksACopiedKeyForAllThreeSystems();
    void clearsTheClipboardOnlyWhileItIsOurs();
    void countsDownAndClears();
    void keepsTheClipboardTimeWithinBounds();
    void neverWritesThePrimarySelection(); ///< MEM-07
    void revealsWhileTheSpaceKeyIsHeld(); ///< MEM-05
    void revealsWhileTheMouseIsHeld();
    void hidesTheKeyWhenTheFocusGoes();
    void keepsTheKeyOutOfTheAccessibleTree();
    void givesAPastedKeyAwayOnce();
    void namesThePositionOfABadCharacter();
    void writesAKeyForItsOwnerOnly();
    void narrowsTheModeOfAnExistingFile();
    void refusesToWriteThroughALink();
    void refusesAFolder();
    void showsAnErrorWithRetryAndDetails();
    void countsDownToTheRetryTheVendorAllows();
    void capsTheCountdownAndNotWhatWasAsked();
    void dropsExtraButtonsWithTheNextMessage();
    void showsDetailsOnRequest();
    void asksWithCancelAsTheDefault();
    void answersCancelledOnEscape();
    void opensTheGateOnlyForTheTypedText();
    void countsTickedRowsOnTheButton();
    void undoesFromAToastOnce();
    void keepsAToastReadableInAnotherTheme();
    void paintsABannerInAnotherTheme();
    void saysErrorsAtTheirField();
    void outlinesCheckBoxesOnADarkGround();
};

void SupportTest::paintsForeignTextAsCharacters()
{
    QLabel *label = support::plainLabel(u"<h1>x</h1>"_s);
    const std::unique_ptr<QLabel> owner(label);
    QCOMPARE(label->textFormat(), Qt::PlainText);
    QCOMPARE(support::plainToolTip(u"<img src=x>\n&"_s), u"<qt>&lt;img src=x&gt;<br>&amp;</qt>"_s);
    QCOMPARE(support::plainToolTip({}), QString());
    QCOMPARE(support::buttonText(u"a&b"_s), u"a&&b"_s);
    QLineEdit field;
    QLabel name;
    support::setPlainText(&name, u"Lumen & Söhne"_s);
    QCOMPARE(name.text(), u"Lumen & Söhne"_s);
    name.setBuddy(&field);
    support::setPlainText(&name, u"Lumen & Söhne"_s);
    QCOMPARE(name.text(), u"Lumen && Söhne"_s); // As it is shown: with one.
}

void SupportTest::marksACopiedKeyForAllThreeSystems()
{
    const std::unique_ptr<QMimeData> mime(support::SecretClipboard::mimeFor(Secret::copyOf("abc")));
    QCOMPARE(mime->text(), u"abc"_s);
    QCOMPARE(mime->data(u"x-kde-passwordManagerHint"_s), QByteArray("secret"));
    QVERIFY(mime->hasFormat(u"org.nspasteboard.ConcealedType"_s));
    QVERIFY(mime->hasFormat(
        u"application/x-qt-windows-mime;value=\"ExcludeClipboardContentFromMonitorProcessing\""_s));
}

void SupportTest::clearsTheClipboardOnlyWhileItIsOurs()
{
    support::SecretClipboard clipboard;
    const QSignalSpy ended(&clipboard, &support::SecretClipboard::ended);
    clipboard.copy(Secret::copyOf("mine"));
    QVERIFY(clipboard.isOurs());
    clipboard.clear();
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
    QCOMPARE(ended.count(), 1);

    clipboard.copy(Secret::copyOf("mine"));
    QGuiApplication::clipboard()->setText(u"somebody else's"_s);
    clipboard.clear();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"somebody else's"_s);
    QCOMPARE(ended.first().first().value<support::SecretClipboard::Ending>(),
        support::SecretClipboard::Ending::Cleared);
    QCOMPARE(ended.last().first().value<support::SecretClipboard::Ending>(),
        support::SecretClipboard::Ending::Replaced);
}

void SupportTest::countsDownAndClears()
{
    support::SecretClipboard clipboard;
    clipboard.setPeriod(std::chrono::seconds(10));
    const QSignalSpy counted(&clipboard, &support::SecretClipboard::countedDown);
    clipboard.copy(Secret::copyOf("mine"));
    QCOMPARE(counted.last().first().toInt(), 10);
    QTRY_VERIFY(counted.last().first().toInt() < 10);
    for (int i = counted.last().first().toInt(); i > 0; --i)
        QVERIFY(QMetaObject::invokeMethod(&clipboard, "tick"));
    QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
    QVERIFY(!clipboard.isOurs());
}

void SupportTest::keepsTheClipboardTimeWithinBounds()
{
    support::SecretClipboard clipboard;
    QCOMPARE(clipboard.period(), std::chrono::seconds(30));
    clipboard.setPeriod(std::chrono::seconds(1));
    QCOMPARE(clipboard.period(), std::chrono::seconds(10));
    clipboard.setPeriod(std::chrono::hours(1));
    QCOMPARE(clipboard.period(), std::chrono::seconds(120));
}

void SupportTest::neverWritesThePrimarySelection()
{
    const QSignalSpy primary(QGuiApplication::clipboard(), &QClipboard::selectionChanged);
    Secret secret = Secret::copyOf("canary-key");
    support::SecretClipboard clipboard;
    clipboard.copy(secret);
    support::SecretLabel label(secret);
    label.show();
    QTest::mousePress(&label, Qt::LeftButton);
    QTest::mouseMove(&label, QPoint(60, 10));
    QTest::mouseRelease(&label, Qt::LeftButton);
    QCOMPARE(primary.count(), 0);
    QVERIFY(!QGuiApplication::clipboard()->text(QClipboard::Selection).contains("canary"_L1));
}

void SupportTest::revealsWhileTheSpaceKeyIsHeld()
{
    const Secret secret = Secret::copyOf("canary-key");
    support::SecretLabel label(secret);
    label.show();
    label.setFocus();
    QVERIFY(!label.isRevealed());
    const QImage masked = label.grab().toImage();
    QTest::keyPress(&label, Qt::Key_Space);
    QVERIFY(label.isRevealed());
    QVERIFY(label.grab().toImage() != masked);
    QTest::keyRelease(&label, Qt::Key_Space);
    QVERIFY(!label.isRevealed());
}

void SupportTest::revealsWhileTheMouseIsHeld()
{
    const Secret secret = Secret::copyOf("canary-key");
    support::SecretLabel label(secret);
    label.show();
    QTest::mousePress(&label, Qt::LeftButton);
    QVERIFY(label.isRevealed());
    QTest::mouseRelease(&label, Qt::LeftButton);
    QVERIFY(!label.isRevealed());
}

void SupportTest::hidesTheKeyWhenTheFocusGoes()
{
    const Secret secret = Secret::copyOf("canary-key");
    QWidget window;
    auto *label = new support::SecretLabel(secret, &window);
    auto *other = new QLineEdit(&window);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window, test::patienceMs()));
    label->setFocus();
    QTest::keyPress(label, Qt::Key_Space);
    QVERIFY(label->isRevealed());
    other->setFocus();
    QVERIFY(!label->isRevealed());
}

void SupportTest::keepsTheKeyOutOfTheAccessibleTree()
{
    const Secret secret = Secret::copyOf("canary-key");
    support::SecretLabel label(secret);
    label.show();
    QVERIFY(test::accessibleText(&label).contains("New key, hidden"_L1));
    label.setFocus();
    QTest::keyPress(&label, Qt::Key_Space);
    QVERIFY(!test::accessibleText(&label).contains("canary"_L1));
    auto *interface = QAccessible::queryAccessibleInterface(&label);
    QVERIFY(interface->state().passwordEdit);
}

void SupportTest::givesAPastedKeyAwayOnce()
{
    support::SecretEdit edit;
    edit.setText(u"  Bearer abc-123 \n"_s);
    const auto taken = edit.take();
    QVERIFY(taken);
    QCOMPARE(taken->expose(), QByteArrayView("abc-123"));
    QVERIFY(edit.text().isEmpty());
    edit.undo();
    QVERIFY(edit.text().isEmpty());
}

void SupportTest::namesThePositionOfABadCharacter()
{
    support::SecretEdit edit;
    edit.setText(u"abc\u200Bdef"_s);
    const auto taken = edit.take();
    QVERIFY(!taken);
    QCOMPARE(taken.error().kind, ErrorKind::Invalid);
    QVERIFY2(taken.error().detail.contains(u'4'), qPrintable(taken.error().detail));
    QVERIFY(!taken.error().detail.contains("abc"_L1));
    QVERIFY(!edit.text().isEmpty());
}

void SupportTest::writesAKeyForItsOwnerOnly()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key.txt"_s);
    QVERIFY(support::saveSecretFile(path, Secret::copyOf("abc")));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("abc\n"));
    QVERIFY(base::isPrivate(path));
}

void SupportTest::narrowsTheModeOfAnExistingFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"key.txt"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QVERIFY(test::letEverybodyRead(path));
    QVERIFY(support::saveSecretFile(path, Secret::copyOf("abc")));
    QVERIFY(base::isPrivate(path));
}

void SupportTest::refusesToWriteThroughALink()
{
    const QTemporaryDir folder;
    const QString target = folder.filePath(u"target"_s);
    const QString link = folder.filePath(u"link"_s);
    QVERIFY(QFile::link(target, link));
    const auto saved = support::saveSecretFile(link, Secret::copyOf("abc"));
    QVERIFY(!saved);
    QCOMPARE(saved.error().kind, ErrorKind::LocalFile);
    QVERIFY(!QFile::exists(target));
}

void SupportTest::refusesAFolder()
{
    const QTemporaryDir folder;
    QVERIFY(!support::saveSecretFile(folder.path(), Secret::copyOf("abc")));
    QVERIFY(!support::saveSecretFile(folder.filePath(u"none/key"_s), Secret::copyOf("abc")));
}

void SupportTest::showsAnErrorWithRetryAndDetails()
{
    QWidget window;
    auto *banner = new Banner(&window);
    window.show();
    QVERIFY(!banner->isVisible());
    const QSignalSpy retried(banner, &Banner::retryRequested);
    banner->showError({.kind = ErrorKind::Forbidden, .vendorWords = u"no <b>"_s, .httpStatus = 403},
        {u"List"_s, u"Payments"_s, u"h"_s, {}}, true);
    QVERIFY(banner->isVisible());
    QVERIFY(child<QLabel>(banner, "bannerTextLabel")->text().contains("no <b>"_L1));
    child<QPushButton>(banner, "retryButton")->click();
    QCOMPARE(retried.count(), 1);
    child<QPushButton>(banner, "copyDetailsButton")->click();
    QVERIFY(QGuiApplication::clipboard()->text().contains("HTTP status: 403"_L1));
    banner->clear();
    QVERIFY(!banner->isVisible());
}

void SupportTest::countsDownToTheRetryTheVendorAllows()
{
    QWidget window;
    auto *banner = new Banner(&window);
    window.show();
    banner->showError(
        {.kind = ErrorKind::RateLimited, .retryAfter = std::chrono::seconds(2)}, {}, true);
    auto *retry = child<QPushButton>(banner, "retryButton");
    QVERIFY(!retry->isEnabled());
    QVERIFY(retry->text().contains("2 s"_L1));
    QTRY_VERIFY(retry->isEnabled());
}

/// The message tells what was asked; nobody is kept from trying for an hour.
void SupportTest::capsTheCountdownAndNotWhatWasAsked()
{
    QWidget window;
    auto *banner = new Banner(&window);
    window.show();
    banner->showError(
        {.kind = ErrorKind::RateLimited, .httpStatus = 403, .retryAfter = std::chrono::hours(1)},
        {}, true);
    QVERIFY(child<QPushButton>(banner, "retryButton")->text().contains("10 min"_L1));
    QCOMPARE(banner->title(), u"The vendor may be limiting calls."_s);
    QVERIFY(child<QLabel>(banner, "bannerTextLabel")->text().contains("1 h 0 min"_L1));
}

void SupportTest::dropsExtraButtonsWithTheNextMessage()
{
    QWidget window;
    auto *banner = new Banner(&window);
    window.show();
    int runs = 0;
    banner->showMessage(Banner::Severity::Warning, u"one"_s);
    banner->addAction(u"Do It"_s, u"doItButton"_s, [&runs] { ++runs; });
    child<QPushButton>(banner, "doItButton")->click();
    QCOMPARE(runs, 1);
    banner->showMessage(Banner::Severity::Information, u"two"_s);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!banner->findChild<QPushButton *>(u"doItButton"_s));
}

void SupportTest::showsDetailsOnRequest()
{
    QWidget window;
    auto *banner = new Banner(&window);
    window.show();
    banner->showMessage(Banner::Severity::Warning, u"title"_s, u"brief"_s);
    auto *more = child<QPushButton>(banner, "showDetailsButton");
    QVERIFY(!more->isVisible());
    banner->addDetails(u"all <b>of</b> it"_s);
    const auto *text = child<QLabel>(banner, "bannerTextLabel");
    QCOMPARE(text->text(), u"brief"_s);
    more->click();
    QCOMPARE(text->text(), u"brief\nall <b>of</b> it"_s);
    QCOMPARE(more->text(), u"Hide Details"_s);
    child<QPushButton>(banner, "copyDetailsButton")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"all <b>of</b> it"_s);
    more->click();
    QCOMPARE(text->text(), u"brief"_s);
    more->click();
    banner->showMessage(Banner::Severity::Warning, u"another"_s, u"words"_s);
    QCOMPARE(text->text(), u"words"_s);
    QVERIFY(!more->isVisible());
}

void SupportTest::asksWithCancelAsTheDefault()
{
    QWidget window;
    window.show();
    support::WidgetPrompter prompter;
    Question question;
    question.title = u"Delete Token"_s;
    question.text = u"Delete \"<b>x</b>\"?"_s;
    question.affirmative = u"Delete Token"_s;
    question.isDestructive = true;
    std::optional<Answer> answer;
    prompter.ask(&window, question).then(&window, [&answer](const auto &a) { answer = *a; });
    auto *dialog = window.findChild<QDialog *>(u"questionDialog"_s);
    QVERIFY(dialog);
    QVERIFY(child<QPushButton>(dialog, "cancelButton")->isDefault());
    QVERIFY(!child<QPushButton>(dialog, "affirmativeButton")->autoDefault());
    test::keepPicture(dialog, "question");
    child<QPushButton>(dialog, "affirmativeButton")->click();
    QTRY_VERIFY(answer.has_value());
    QVERIFY(answer->isAffirmed());
}

void SupportTest::answersCancelledOnEscape()
{
    QWidget window;
    window.show();
    support::WidgetPrompter prompter;
    std::optional<Answer> answer;
    prompter.ask(&window, {}).then(&window, [&answer](const auto &a) { answer = *a; });
    QTest::keyClick(window.findChild<QDialog *>(u"questionDialog"_s), Qt::Key_Escape);
    QTRY_VERIFY(answer.has_value());
    QCOMPARE(answer->choice, Answer::Choice::Cancelled);
}

void SupportTest::opensTheGateOnlyForTheTypedText()
{
    Question question;
    question.affirmative = u"Delete"_s;
    question.typedGate = u"delete 7"_s;
    support::QuestionDialog dialog(question);
    dialog.show();
    auto *button = child<QPushButton>(&dialog, "affirmativeButton");
    QVERIFY(!button->isEnabled());
    child<QLineEdit>(&dialog, "gateEdit")->setText(u"delete 6"_s);
    QVERIFY(!button->isEnabled());
    child<QLineEdit>(&dialog, "gateEdit")->setText(u"delete 7"_s);
    QVERIFY(button->isEnabled());

    question.typedGate = u"ci\u00a0bot"_s;
    support::QuestionDialog named(question);
    child<QLineEdit>(&named, "gateEdit")->setText(u"ci bot"_s);
    QVERIFY(child<QPushButton>(&named, "affirmativeButton")->isEnabled());
}

void SupportTest::countsTickedRowsOnTheButton()
{
    Question question;
    question.rows = {{u"a"_s, u"used today"_s, false}, {u"b"_s, u"never used"_s, true}};
    question.rowsCanBeTicked = true;
    question.affirmativeFor = [](int count) { return u"Delete %1"_s.arg(count); };
    support::QuestionDialog dialog(question);
    dialog.show();
    const QSignalSpy answered(&dialog, &support::QuestionDialog::answered);
    auto *button = child<QPushButton>(&dialog, "affirmativeButton");
    QCOMPARE(button->text(), u"Delete 1"_s);
    auto *rows = child<QTreeWidget>(&dialog, "rowsTree");
    rows->topLevelItem(1)->setCheckState(0, Qt::Unchecked);
    QVERIFY(!button->isEnabled());
    rows->topLevelItem(0)->setCheckState(0, Qt::Checked);
    rows->topLevelItem(1)->setCheckState(0, Qt::Checked);
    QCOMPARE(button->text(), u"Delete 2"_s);
    button->click();
    QCOMPARE(answered.count(), 1);
    QCOMPARE(answered.first().first().value<Answer>().tickedRows, (std::vector<int> {0, 1}));
}

void SupportTest::keepsAToastReadableInAnotherTheme()
{
    const QPalette before = QApplication::palette();
    QApplication::setPalette(support::lightPalette());
    QWidget window;
    auto *toast = new support::Toast(&window);
    const auto *label = child<QLabel>(toast, "toastLabel");
    window.show();
    toast->showText(u"ci-deploy disabled"_s);
    QApplication::setPalette(support::darkPalette());
    // It is painted in the window's text colour, so its text has the window's own.
    QTRY_COMPARE(label->palette().color(QPalette::WindowText),
        support::darkPalette().color(QPalette::Window));
    QApplication::setPalette(before);
}

void SupportTest::paintsABannerInAnotherTheme()
{
    const QPalette before = QApplication::palette();
    QApplication::setPalette(support::lightPalette());
    QWidget window;
    auto *banner = new Banner(&window);
    window.show();
    banner->showMessage(Banner::Severity::Warning, u"Careful"_s);
    QVERIFY(banner->palette().color(QPalette::Window).lightness() > 200);
    QApplication::setPalette(support::darkPalette());
    QTRY_VERIFY(banner->palette().color(QPalette::Window).lightness() < 80);
    QCOMPARE(child<QLabel>(banner, "bannerTitleLabel")->palette().color(QPalette::WindowText),
        support::darkPalette().color(QPalette::WindowText));
    QApplication::setPalette(before);
}

void SupportTest::undoesFromAToastOnce()
{
    QWidget window;
    window.resize(600, 400);
    auto *elsewhere = new QLineEdit(&window);
    window.show();
    elsewhere->setFocus();
    auto *toast = new support::Toast(&window);
    int undone = 0;
    toast->showText(u"ci-deploy disabled"_s, u"Undo"_s, [&undone] { ++undone; });
    QVERIFY(toast->isVisible());
    QVERIFY(window.rect().contains(toast->geometry()));
    test::keepPicture(&window, "toast");
    QVERIFY(toast->focusButton());
    auto *undo = child<QPushButton>(toast, "undoButton");
    undo->click();
    undo->click();
    QCOMPARE(undone, 1);
    QCOMPARE(window.focusWidget(), elsewhere);
    QVERIFY(!toast->isVisible());
    toast->setPeriod(std::chrono::milliseconds(30));
    toast->showText(u"gone soon"_s);
    QVERIFY(!undo->isVisible());
    QTRY_VERIFY(!toast->isVisible());
}

void SupportTest::saysErrorsAtTheirField()
{
    support::FieldForm form;
    auto *edit = new QLineEdit(&form);
    form.addField(u"name"_s, u"&Name:"_s, edit, u"up to 40"_s);
    form.show();
    QCOMPARE(edit->accessibleName(), u"Name"_s);
    QCOMPARE(edit->accessibleDescription(), u"Up to 40"_s);
    QVERIFY(form.showError(u"name"_s, u"too long"_s));
    QCOMPARE(form.errorOf(u"name"_s), u"Too long"_s);
    QCOMPARE(edit->accessibleDescription(), u"Too long"_s);
    QVERIFY(!form.showError(u"other"_s, u"x"_s));
    form.clearErrors();
    QVERIFY(form.errorOf(u"name"_s).isEmpty());
}

void SupportTest::outlinesCheckBoxesOnADarkGround()
{
    const std::unique_ptr<QStyle> style = std::make_unique<support::OutlinedFusion>();
    QCheckBox box;
    box.setStyle(style.get());
    QPalette dark(QColor(0x20, 0x23, 0x27));
    dark.setColor(QPalette::Base, QColor(0x18, 0x1a, 0x1d));
    box.setPalette(dark);
    box.resize(60, 30);
    const QImage image = box.grab().toImage();
    int lightest = 0;
    for (int x = 0; x < image.width(); ++x)
        lightest = qMax(lightest, image.pixelColor(x, image.height() / 2).lightness());
    QVERIFY2(lightest > 110, qPrintable(QString::number(lightest))); // 3:1 on the ground
    QVERIFY(!style->styleHint(QStyle::SH_DialogButtonBox_ButtonsHaveIcons)); // black on black
}

QTEST_MAIN(SupportTest)
#include "tst_support.moc"
