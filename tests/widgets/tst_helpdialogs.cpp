// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/aboutdialog.h"
#include "dialogs/helpdialog.h"
#include "dialogs/shortcutsdialog.h"
#include "domain/vendor.h"
#include "stricttest.h"
#include "widgettools.h"

#include <QAction>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTreeWidget>

using namespace Qt::StringLiterals;
using test::child;

/// Takes what would go to the browser, so that a test can see that nothing does.
class LinkTrap final : public QObject
{
    Q_OBJECT

public:
    LinkTrap()
    {
        for (const auto &scheme : schemes)
            QDesktopServices::setUrlHandler(scheme, this, "take");
    }
    ~LinkTrap() override
    {
        for (const auto &scheme : schemes)
            QDesktopServices::unsetUrlHandler(scheme);
    }
    QList<QUrl> taken;

public slots:
    void take(const QUrl &url) { taken.append(url); }

private:
    const QStringList schemes {u"https"_s, u"http"_s, u"file"_s, u"mailto"_s};
};

class HelpDialogsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void helpTellsOfEveryVendor();
    void helpTellsWhatOneHasToKnow_data();
    void helpTellsWhatOneHasToKnow();
    void everyLinkInTheHelpLeadsToAHeading();
    void opensAtAChapter();
    void helpFollowsNoLinkToTheOutside_data();
    void helpFollowsNoLinkToTheOutside();
    void contentsShowTheChosenPart();
    void helpIsSearched();
    void helpKeepsItsPlaceWhenTheThemeChanges();
    void linksCanBeReadInLightAndDark();
    void helpIsWrittenInPlainSentences();

    void shortcutsListEveryAction();
    void shortcutsAreFoundByCommandAndByKey();
    void aboutTellsVersionLicencesAndProfile();
    void aboutSaysWhenNothingIsSaved();
    void everyPartHasANameForScreenReaders();
};

namespace {

QString textOf(const QWidget *dialog)
{
    return child<QTextBrowser>(dialog, "helpText")->toPlainText();
}

QList<QTreeWidgetItem *> headings(const QWidget *dialog)
{
    return child<QTreeWidget>(dialog, "contentsTree")
        ->findItems(u"*"_s, Qt::MatchWildcard | Qt::MatchRecursive);
}

/// What stands at the top of the visible text.
QString topLine(QTextBrowser *text)
{
    return text->cursorForPosition(QPoint(40, 20)).block().text();
}

std::vector<QAction *> someActions(QObject *parent)
{
    auto *create = new QAction(u"&New Token..."_s, parent);
    create->setShortcut(QKeySequence(u"Ctrl+N"_s));
    auto *refresh = new QAction(u"&Refresh"_s, parent);
    refresh->setShortcuts({QKeySequence(u"F5"_s), QKeySequence(u"Ctrl+R"_s)});
    auto *copy = new QAction(u"Drag && &Drop"_s, parent);
    return {create, refresh, copy};
}

QStringList visibleRows(const QWidget *dialog)
{
    const auto *table = child<QTreeWidget>(dialog, "shortcutsTable");
    QStringList rows;
    for (int i = 0; i < table->topLevelItemCount(); ++i) {
        const QTreeWidgetItem *row = table->topLevelItem(i);
        if (!row->isHidden())
            rows += row->text(0) + u'|' + row->text(1);
    }
    return rows;
}

} // namespace

void HelpDialogsTest::helpTellsOfEveryVendor()
{
    const dialogs::HelpDialog dialog;
    const QStringList vendors {u"Mist"_s, u"VMware CSP"_s, u"SoftwareOne"_s, u"Lightspark"_s};
    QCOMPARE(std::size(domain::allVendors), std::size_t(vendors.size()));
    for (const QString &vendor : vendors) {
        const auto all = headings(&dialog);
        QVERIFY2(std::any_of(all.begin(), all.end(),
                     [&](const QTreeWidgetItem *item) { return item->text(0) == vendor; }),
            qPrintable(vendor));
    }
}

void HelpDialogsTest::helpTellsWhatOneHasToKnow_data()
{
    QTest::addColumn<QString>("words");
    for (const char *words : {"90 days", "5000 calls", "ID token", "approximate", "Not reported",
             "Not permitted", "Keep for This Run Only", "0600", "clipboard is cleared", "--sandbox",
             "tokendesk-cli", "Copy Details", "type its name", "Every word", "returns the full key",
             "at most 15", "Undo", "keychain"})
        QTest::newRow(words) << QString::fromLatin1(words);
}

void HelpDialogsTest::helpTellsWhatOneHasToKnow()
{
    QFETCH(const QString, words);
    const dialogs::HelpDialog dialog;
    QVERIFY(textOf(&dialog).contains(words));
}

void HelpDialogsTest::everyLinkInTheHelpLeadsToAHeading()
{
    dialogs::HelpDialog dialog;
    dialog.show();
    auto *text = child<QTextBrowser>(&dialog, "helpText");
    auto *contents = child<QTreeWidget>(&dialog, "contentsTree");
    static const QRegularExpression link(u"href=\"([^\"]*)\""_s);
    int links = 0;
    for (auto it = link.globalMatch(text->toHtml()); it.hasNext(); ++links) {
        const QUrl url(it.next().captured(1));
        contents->setCurrentItem(nullptr);
        emit text->anchorClicked(url);
        QVERIFY2(contents->currentItem(), qPrintable(url.toString()));
        QVERIFY(url.toString().startsWith(u'#'));
    }
    QVERIFY(links >= 4);
}

void HelpDialogsTest::opensAtAChapter()
{
    dialogs::HelpDialog dialog;
    dialog.show();
    dialog.showChapter(u"filter"_s);
    const auto *contents = child<QTreeWidget>(&dialog, "contentsTree");
    QCOMPARE(contents->currentItem()->text(0), u"Filter"_s);
    dialog.showChapter(u"nothing-like-it"_s);
    QCOMPARE(contents->currentItem()->text(0), u"Filter"_s);
}

void HelpDialogsTest::helpFollowsNoLinkToTheOutside_data()
{
    QTest::addColumn<QUrl>("link");
    for (const char *link : {"https://example.com/", "https://example.com/#sandbox",
             "file:///etc/passwd", "mailto:a@example.com", "help.md#sandbox", "//example.com/"})
        QTest::newRow(link) << QUrl(QString::fromLatin1(link));
}

void HelpDialogsTest::helpFollowsNoLinkToTheOutside()
{
    QFETCH(const QUrl, link);
    LinkTrap trap;
    dialogs::HelpDialog dialog;
    auto *text = child<QTextBrowser>(&dialog, "helpText");
    auto *contents = child<QTreeWidget>(&dialog, "contentsTree");
    const QString before = text->toPlainText();
    QVERIFY(!text->openExternalLinks());

    // As a click would: the browser's own handling comes first, then ours.
    text->setHtml(u"<a href=\"%1\">here</a>"_s.arg(link.toString()));
    dialog.show();
    QTest::mouseClick(text->viewport(), Qt::LeftButton, {},
        text->cursorRect(text->textCursor()).center() + QPoint(12, 0));
    QCOMPARE(text->toPlainText(), u"here"_s);
    QVERIFY(trap.taken.isEmpty());
    QCOMPARE(contents->currentItem(), contents->topLevelItem(0));
    QVERIFY(!before.isEmpty());
}

void HelpDialogsTest::contentsShowTheChosenPart()
{
    dialogs::HelpDialog dialog;
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog, test::patienceMs()));
    auto *text = child<QTextBrowser>(&dialog, "helpText");
    test::keepPicture(&dialog, "help");
    for (const QString &name : {u"SoftwareOne"_s, u"First Steps"_s, u"Filter"_s}) {
        const auto all = headings(&dialog);
        const auto found = std::find_if(all.begin(), all.end(),
            [&name](const QTreeWidgetItem *item) { return item->text(0) == name; });
        child<QTreeWidget>(&dialog, "contentsTree")->setCurrentItem(*found);
        QCOMPARE(topLine(text), name);
        test::keepPicture(&dialog, qPrintable(u"help-"_s + name.left(5)));
    }
    auto *contents = child<QTreeWidget>(&dialog, "contentsTree");
    contents->setCurrentItem(contents->topLevelItem(2));
    test::keepPicture(&dialog, "help-vendors");
}

void HelpDialogsTest::helpIsSearched()
{
    dialogs::HelpDialog dialog;
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog, test::patienceMs()));
    auto *text = child<QTextBrowser>(&dialog, "helpText");
    auto *search = child<QLineEdit>(&dialog, "findEdit");
    QTest::keyClick(&dialog, Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, u"keychain"_s);
    QCOMPARE(text->textCursor().selectedText().toLower(), u"keychain"_s);
    const int first = text->textCursor().position();
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(text->textCursor().position() > first);
    QVERIFY(dialog.isVisible());
    QTest::keyClick(search, Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(text->textCursor().position(), first);
    QTest::keyClick(search, Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(child<QLabel>(&dialog, "findResultLabel")->text(), u"From the end"_s);
    search->setText(u"no such words"_s);
    QCOMPARE(child<QLabel>(&dialog, "findResultLabel")->text(), u"Not found"_s);
    search->clear();
    QCOMPARE(child<QLabel>(&dialog, "findResultLabel")->text(), QString());
}

void HelpDialogsTest::helpKeepsItsPlaceWhenTheThemeChanges()
{
    dialogs::HelpDialog dialog;
    dialog.show();
    QVERIFY(QTest::qWaitForWindowExposed(&dialog, test::patienceMs()));
    auto *bar = child<QTextBrowser>(&dialog, "helpText")->verticalScrollBar();
    bar->setValue(bar->maximum() / 2);
    const int place = bar->value();
    QVERIFY(place > 0);
    QPalette other = dialog.palette();
    other.setColor(QPalette::Window, Qt::black);
    dialog.setPalette(other);
    QCoreApplication::sendPostedEvents();
    QCOMPARE(bar->value(), place);
}

void HelpDialogsTest::linksCanBeReadInLightAndDark()
{
    dialogs::HelpDialog dialog;
    for (const QColor &ground : {QColor(Qt::white), QColor(0x18, 0x1a, 0x1d)}) {
        QPalette palette = dialog.palette();
        palette.setColor(QPalette::Base, ground);
        dialog.setPalette(palette);
        QCoreApplication::sendPostedEvents();
        int links = 0;
        const QTextDocument *document = child<QTextBrowser>(&dialog, "helpText")->document();
        for (QTextBlock block = document->begin(); block.isValid(); block = block.next()) {
            const auto formats = block.textFormats();
            for (const auto &range : formats) {
                if (!range.format.isAnchor())
                    continue;
                ++links;
                const int link = qGray(range.format.foreground().color().rgb());
                QVERIFY2(qAbs(link - qGray(ground.rgb())) > 120, qPrintable(block.text()));
            }
        }
        QVERIFY(links >= 4);
    }
}

void HelpDialogsTest::helpIsWrittenInPlainSentences()
{
    const dialogs::HelpDialog dialog;
    static const QRegularExpression contraction(
        u"\\b\\w+['’](t|re|ll|ve|d|m)\\b|\\b[Ii]t['’]s\\b"_s);
    const auto match = contraction.match(textOf(&dialog));
    QVERIFY2(!match.hasMatch(), qPrintable(match.captured()));
    QVERIFY(!textOf(&dialog).contains("**"_L1));
    QVERIFY(!textOf(&dialog).contains("http"_L1));
}

void HelpDialogsTest::shortcutsListEveryAction()
{
    QObject owner;
    dialogs::ShortcutsDialog dialog(someActions(&owner));
    QCOMPARE(visibleRows(&dialog),
        QStringList({u"New Token|Ctrl+N"_s, u"Refresh|F5, Ctrl+R"_s, u"Drag & Drop|"_s}));
    dialog.show();
    QVERIFY(test::accessibleText(&dialog).contains("No shortcut"_L1));
    test::keepPicture(&dialog, "shortcuts");
}

void HelpDialogsTest::shortcutsAreFoundByCommandAndByKey()
{
    QObject owner;
    const dialogs::ShortcutsDialog dialog(someActions(&owner));
    auto *search = child<QLineEdit>(&dialog, "searchEdit");
    search->setText(u"token new"_s);
    QCOMPARE(visibleRows(&dialog), QStringList(u"New Token|Ctrl+N"_s));
    search->setText(u"f5"_s);
    QCOMPARE(visibleRows(&dialog), QStringList(u"Refresh|F5, Ctrl+R"_s));
    search->setText(u"xyz"_s);
    QVERIFY(visibleRows(&dialog).isEmpty());
    QVERIFY(child<QLabel>(&dialog, "countLabel")->text().contains("No command"_L1));
    search->clear();
    QCOMPARE(visibleRows(&dialog).size(), 3);
}

void HelpDialogsTest::aboutTellsVersionLicencesAndProfile()
{
    dialogs::AboutDialog dialog(u"/home/ada/<b>profile</b>"_s);
    const auto text = [&dialog](const char *name) { return child<QLabel>(&dialog, name)->text(); };
    QVERIFY(text("versionLabel").contains(QStringLiteral(TOKENDESK_VERSION)));
    QVERIFY(!child<QLabel>(&dialog, "iconLabel")->pixmap().isNull());
    QVERIFY(text("licenceLabel").contains("Apache"_L1));
    QVERIFY(text("qtLabel").contains(QLatin1StringView(qVersion())));
    QCOMPARE(text("profileLabel"), u"/home/ada/<b>profile</b>"_s);
    QCOMPARE(child<QLabel>(&dialog, "profileLabel")->textFormat(), Qt::PlainText);
    const auto *table = child<QTreeWidget>(&dialog, "librariesTable");
    QStringList libraries;
    for (int i = 0; i < table->topLevelItemCount(); ++i)
        libraries += table->topLevelItem(i)->text(0) + u' ' + table->topLevelItem(i)->text(2);
    QCOMPARE(libraries,
        QStringList({u"Qt 6 LGPL-3.0"_s, u"QtKeychain BSD-3-Clause"_s, u"tl::expected CC0-1.0"_s,
            u"zlib Zlib"_s}));
    dialog.show();
    test::keepPicture(&dialog, "about");
}

void HelpDialogsTest::aboutSaysWhenNothingIsSaved()
{
    const dialogs::AboutDialog dialog {QString()};
    QVERIFY(child<QLabel>(&dialog, "profileLabel")->text().contains("Nothing"_L1));
}

void HelpDialogsTest::everyPartHasANameForScreenReaders()
{
    QObject owner;
    const dialogs::HelpDialog help;
    const dialogs::ShortcutsDialog shortcuts(someActions(&owner));
    const dialogs::AboutDialog about {QString()};
    const std::pair<const QWidget *, QList<const char *>> parts[]
        = {{&help, {"findEdit", "contentsTree", "helpText"}},
            {&shortcuts, {"searchEdit", "shortcutsTable"}}, {&about, {"librariesTable"}}};
    for (const auto &[dialog, names] : parts) {
        QVERIFY(!dialog->accessibleName().isEmpty());
        for (const char *name : names)
            QVERIFY2(!child<QWidget>(dialog, name)->accessibleName().isEmpty(), name);
    }
}

QTEST_MAIN(HelpDialogsTest)
#include "tst_helpdialogs.moc"
