// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Tags of many tokens: asked for in one dialog, kept at once, taken back at once.

#include "deskfixture.h"
#include "dialogs/tagsdialog.h"
#include "shell/annotationcommands.h"
#include "shots.h"
#include "stricttest.h"
#include "support/tagedit.h"
#include "tokens.h"
#include "widgettools.h"

#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using dialogs::TagsDialog;
using domain::TokenKey;
using test::child;

class TagsDialogTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void asksForWhatToAddAndToTakeAway();
    void changesManyAndTakesItBack();
    void doesNotWriteWhatStaysAsItIs();
    void saysWhyItCannot();
    void looksRight();
};

void TagsDialogTest::asksForWhatToAddAndToTakeAway()
{
    TagsDialog dialog({30, {{u"a"_s, 12}, {u"b"_s, 1}}, {}});
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy chosen(&dialog, &TagsDialog::chosen);
    auto *set = child<QPushButton>(&dialog, "setTagsButton");
    QVERIFY(!set->isEnabled());
    auto *present = child<QListWidget>(&dialog, "presentTags");
    QCOMPARE(present->item(0)->text(), u"a (12 of 30)"_s);
    present->item(0)->setCheckState(Qt::Checked);
    child<QLineEdit>(&dialog, "tagField")->setText(u"half typed"_s);
    QVERIFY(set->isEnabled());
    set->click();
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().at(0).toStringList(), QStringList {u"half typed"_s});
    QCOMPARE(chosen.first().at(1).toStringList(), QStringList {u"a"_s});
}

void TagsDialogTest::changesManyAndTakesItBack()
{
    test::DeskFixture fixture;
    QVERIFY(fixture.desk.load());
    std::vector<TokenKey> keys;
    for (int i = 0; i < 2'000; ++i)
        keys.push_back({u"c"_s, QString::number(i)});
    work::AnnotationBook &book = fixture.desk.annotations();
    domain::Annotation first;
    first.tags = {u"old"_s};
    first.note = u"stays"_s;
    QVERIFY(test::await(book.set(keys.front(), first)));
    QWidget window;
    shell::AnnotationCommands commands(fixture.desk, &window);
    std::function<void()> undo;
    QString said;
    connect(&commands, &shell::AnnotationCommands::done, this,
        [&](const QString &message, const std::function<void()> &back) {
            said = message;
            undo = back;
        });
    commands.changeTags(keys, {u"new"_s}, {u"old"_s});
    QTRY_VERIFY(undo);
    QVERIFY(said.contains(u"tokens changed"_s));
    QCOMPARE(book.all().size(), 2'000);
    QCOMPARE(book.of(keys.front()).tags, QStringList {u"new"_s});
    QCOMPARE(book.of(keys.front()).note, u"stays"_s);
    std::exchange(undo, nullptr)();
    QTRY_COMPARE(said, u"Taken back"_s);
    QCOMPARE(book.all().size(), 1);
    QCOMPARE(book.of(keys.front()), first);
}

void TagsDialogTest::doesNotWriteWhatStaysAsItIs()
{
    test::DeskFixture fixture;
    QVERIFY(fixture.desk.load());
    QWidget window;
    shell::AnnotationCommands commands(fixture.desk, &window);
    QSignalSpy changed(&fixture.desk.annotations(), &work::AnnotationBook::changed);
    QString said;
    connect(&commands, &shell::AnnotationCommands::done, this,
        [&](const QString &message) { said = message; });
    commands.changeTags({{u"c"_s, u"1"_s}}, {}, {u"not there"_s});
    QCOMPARE(said, u"No tags had to be changed"_s);
    QCOMPARE(changed.size(), 0);
}

/// DB-07
void TagsDialogTest::saysWhyItCannot()
{
    test::DeskFixture fixture;
    QVERIFY(fixture.desk.load());
    fixture.desk.annotations().setProfileHolder(u"another window"_s);
    QWidget window;
    shell::AnnotationCommands commands(fixture.desk, &window);
    QString reason;
    connect(&commands, &shell::AnnotationCommands::failed, this,
        [&](const QString &, const QString &text) { reason = text; });
    commands.setTags({{u"c"_s, u"1"_s}});
    QCOMPARE(reason, u"Read-only: this profile is open in another window"_s);
    reason.clear();
    commands.keep({u"c"_s, u"1"_s}, {});
    QTRY_VERIFY2(reason.contains(u"another window"_s), qPrintable(reason));
    QCOMPARE(test::openWindows(), QStringList());
}

void TagsDialogTest::looksRight()
{
    TagsDialog dialog(
        {1234, {{u"critical"_s, 12}, {u"<b>payments</b>"_s, 1}, {u"to rotate"_s, 1200}}, {}});
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    dialog.findChild<support::TagEdit *>()->setTags({u"nightly"_s, u"review 2026"_s});
    dialog.show();
    test::shoot(dialog, u"tags-dialog"_s);
}

QTEST_MAIN(TagsDialogTest)
#include "tst_tagsdialog.moc"
