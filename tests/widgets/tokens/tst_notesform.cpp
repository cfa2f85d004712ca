// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Notes are edited in place: handed over when a field is left, never lost, never mixed up.

#include "shots.h"
#include "stricttest.h"
#include "support/tagedit.h"
#include "tokens.h"
#include "tokens/notesform.h"

#include <QCalendarWidget>
#include <QCompleter>
#include <QFocusEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::StringLiterals;
using domain::Annotation;
using domain::Token;
using domain::TokenKey;
using tokens::NotesForm;

namespace {

struct Form
{
    Form()
    {
        form.setSource({[this] { return known; }, [this] { return whyNot; }});
        QObject::connect(
            &form, &NotesForm::edited, [this](const TokenKey &key, const Annotation &annotation) {
                edits.push_back({key, annotation});
            });
        form.resize(360, 260);
        form.show();
        show(first, {});
    }
    void show(const Token &token, const Annotation &annotation)
    {
        form.showNotes(token, annotation, test::FixedClock().time);
    }
    template <typename T>
    T *part(const char *name)
    {
        return form.findChild<T *>(QLatin1StringView(name));
    }
    QStringList chips()
    {
        QStringList texts;
        for (const auto *chip : form.findChildren<QToolButton *>(u"tagChip"_s)) {
            if (chip->isVisibleTo(&form))
                texts += chip->text().trimmed();
        }
        return texts;
    }

    Token first = test::token(u"c"_s, u"1"_s, u"ci-deploy"_s);
    Token second = test::token(u"c"_s, u"2"_s, u"backup"_s);
    QString whyNot;
    QStringList known;
    std::vector<std::pair<TokenKey, Annotation>> edits;
    NotesForm form;
};

} // namespace

class NotesFormTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void addsTagsByEnterAndComma();
    void offersTagsInUse();
    void takesTagsAway();
    void handsOverANoteWhenItIsLeft();
    void handsOverToTheTokenItWasWrittenFor();
    void keepsWhatIsBeingTyped();
    void followsAnEditFromElsewhere();
    void setsAReviewDate();
    void saysWhyNothingCanBeWritten();
    void showsHostileTextAsText();
    void looksRight();
};

void NotesFormTest::addsTagsByEnterAndComma()
{
    Form test;
    auto *field = test.part<QLineEdit>("tagField");
    QTest::keyClicks(field, u"to rotate"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(test.edits.size(), std::size_t(1));
    QCOMPARE(test.edits.back().second.tags, QStringList {u"to rotate"_s});
    QTest::keyClicks(field, u"critical,"_s);
    QCOMPARE(test.edits.back().second.tags, (QStringList {u"critical"_s, u"to rotate"_s}));
    QCOMPARE(test.chips(), (QStringList {u"critical"_s, u"to rotate"_s}));
    QCOMPARE(field->text(), QString());
}

void NotesFormTest::offersTagsInUse()
{
    Form test;
    test.known = {u"critical"_s, u"to rotate"_s};
    test.show(test.first, {});
    QCompleter *completer = test.part<QLineEdit>("tagField")->completer();
    completer->setCompletionPrefix(u"ROT"_s);
    QCOMPARE(completer->completionCount(), 1);
    QCOMPARE(completer->currentCompletion(), u"to rotate"_s);
}

void NotesFormTest::takesTagsAway()
{
    Form test;
    Annotation tagged;
    tagged.tags = {u"a"_s, u"b"_s};
    test.show(test.first, tagged);
    test.form.findChildren<QToolButton *>(u"tagChip"_s).first()->click();
    QCOMPARE(test.edits.back().second.tags, QStringList {u"b"_s});
    QTest::keyClick(test.part<QLineEdit>("tagField"), Qt::Key_Backspace);
    QCOMPARE(test.edits.back().second.tags, QStringList());
}

void NotesFormTest::handsOverANoteWhenItIsLeft()
{
    Form test;
    auto *note = test.part<QPlainTextEdit>("noteEdit");
    note->setFocus();
    QTest::keyClicks(note, u"ask Ada"_s);
    QVERIFY(test.edits.empty());
    QFocusEvent left(QEvent::FocusOut);
    QCoreApplication::sendEvent(note, &left);
    QCOMPARE(test.edits.size(), std::size_t(1));
    QCOMPARE(test.edits.back().second.note, u"ask Ada"_s);
    test.form.commit();
    QCOMPARE(test.edits.size(), std::size_t(1)); // once
}

void NotesFormTest::handsOverToTheTokenItWasWrittenFor()
{
    Form test;
    QTest::keyClicks(test.part<QPlainTextEdit>("noteEdit"), u"mine"_s);
    test.show(test.second, {});
    QCOMPARE(test.edits.size(), std::size_t(1));
    QCOMPARE(test.edits.back().first, test.first.key);
    QCOMPARE(test.part<QPlainTextEdit>("noteEdit")->toPlainText(), QString());
}

void NotesFormTest::keepsWhatIsBeingTyped()
{
    Form test;
    auto *note = test.part<QPlainTextEdit>("noteEdit");
    QTest::keyClicks(note, u"half a sen"_s);
    test.show(test.first, {}); // the list was read again
    QCOMPARE(note->toPlainText(), u"half a sen"_s);
    test.form.commit();
    test.show(test.first, {}); // the disk refused
    QCOMPARE(note->toPlainText(), u"half a sen"_s);
}

void NotesFormTest::followsAnEditFromElsewhere()
{
    Form test;
    QTest::keyClicks(test.part<QPlainTextEdit>("noteEdit"), u"new"_s);
    test.form.commit();
    Annotation kept = test.edits.back().second;
    test.show(test.first, kept);
    test.show(test.first, {}); // Undo
    QCOMPARE(test.part<QPlainTextEdit>("noteEdit")->toPlainText(), QString());
    test.form.commit();
    QCOMPARE(test.edits.size(), std::size_t(1));
}

void NotesFormTest::setsAReviewDate()
{
    Form test;
    auto *button = test.part<QToolButton>("reviewButton");
    QCOMPARE(button->popupMode(), QToolButton::MenuButtonPopup); // Its arrow beside the text.
    QCOMPARE(button->text(), u"None"_s);
    const auto actions = test.part<QMenu>("reviewMenu")->actions();
    actions.first()->trigger(); // In 30 days
    QCOMPARE(test.edits.back().second.reviewOn, QDate(2026, 3, 31));
    QVERIFY(button->text().contains(u"In 30 days"_s));
    emit test.part<QCalendarWidget>("reviewCalendar")->activated(QDate(2026, 2, 28));
    QCOMPARE(test.edits.back().second.reviewOn, QDate(2026, 2, 28));
    QVERIFY(button->text().contains(u"Overdue by 1 days"_s));
    actions.last()->trigger();
    QVERIFY(!test.edits.back().second.reviewOn.isValid());
}

/// DB-07: a second window says why it only reads.
void NotesFormTest::saysWhyNothingCanBeWritten()
{
    Form test;
    test.whyNot = u"Another window uses this profile."_s;
    test.show(test.first, {});
    QVERIFY(test.part<QPlainTextEdit>("noteEdit")->isReadOnly());
    QVERIFY(!test.part<QToolButton>("reviewButton")->isEnabled());
    QVERIFY(!test.part<QLineEdit>("tagField")->isVisibleTo(&test.form));
    QCOMPARE(test.part<QLabel>("notesProblem")->text(), test.whyNot);
}

/// IN-01
void NotesFormTest::showsHostileTextAsText()
{
    Form test;
    Annotation hostile;
    hostile.tags = {u"<b>x</b>&y"_s};
    hostile.note = u"<img src=x>"_s;
    test.show(test.first, hostile);
    QCOMPARE(test.chips(), QStringList {u"<b>x</b>&&y"_s});
    QCOMPARE(test.part<QPlainTextEdit>("noteEdit")->toPlainText(), hostile.note);
}

void NotesFormTest::looksRight()
{
    Form test;
    Annotation full;
    full.tags = {u"critical"_s, u"payments"_s, u"to rotate"_s, u"nightly build farm"_s};
    full.note = u"Used by the nightly build. Ask Ada before touching it; ticket OPS-1234."_s;
    full.owner = u"ada@example.com"_s;
    full.reviewOn = QDate(2026, 3, 12);
    test.show(test.first, full);
    test::shoot(test.form, u"notes-form"_s);
}

QTEST_MAIN(NotesFormTest)
#include "tst_notesform.moc"
