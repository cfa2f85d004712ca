// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What is said above the list about keys that nobody has stored or seen, and that its buttons do
/// what they say.

#include "deskfixture.h"
#include "fakeprompter.h"
#include "shell/noticearea.h"
#include "shell/tokencommands.h"
#include "stricttest.h"
#include "support/banner.h"
#include "support/secretclipboard.h"
#include "widgettools.h"

#include <QCheckBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using base::ErrorKind;
using domain::TokenKey;
using support::Answer;
using test::await;
using test::child;
using test::FakeVendor;

class PendingNoticesTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup() { QCOMPARE(test::openWindows(), QStringList()); }

    void offersToDeleteAKeyThatWasNeverSeen();
    void offersToDisableWhereTokensAreDeletedByValue();
    void replacesAKeyThatWasNeverSeen();
    void picksNoneOfSeveral();
    void saysWhatSpeaksAgainstAToken_data();
    void saysWhatSpeaksAgainstAToken();
    void saysThatAKeyMayExist();
    void closesWhatIsKept();
    void asksAboutAKeyOfAnEarlierRun();
    void saysNothingWhileTheKeyIsOnTheScreen();
    void tellsWhatBecameOfADeletion_data();
    void tellsWhatBecameOfADeletion();

private:
    struct Bench
    {
        Bench()
        {
            fixture.desk.reconciler().setPatience({.waits = {}, .strangers = 0ms});
            fixture.vendor.tokens = {FakeVendor::token({}, u"1"_s, u"old"_s)};
            id = fixture.connect();
            window.resize(900, 500);
            QObject::connect(&notices, &shell::NoticeArea::pendingRequested, &commands,
                &shell::TokenCommands::settlePending);
            notices.setParent(&window);
            notices.resize(880, 300);
            window.show();
        }
        void loseACreate(const QStringList &made)
        {
            fixture.vendor.createFails = base::Error {.kind = ErrorKind::OutcomeUnknown};
            QVERIFY(!await(fixture.desk.issue(id, FakeVendor::draft(u"bot"_s))));
            fixture.vendor.createFails.reset();
            for (const QString &one : made)
                fixture.vendor.tokens.push_back(FakeVendor::token(id, one, u"bot"_s));
        }
        QString title() const
        {
            const auto *banner = notices.findChild<support::Banner *>();
            return banner ? banner->title() : QString();
        }
        QPushButton *button(const char *name) const
        {
            return notices.findChild<QPushButton *>(QLatin1StringView(name));
        }

        test::DeskFixture fixture;
        QString id;
        QWidget window;
        test::FakePrompter prompter;
        support::SecretClipboard clipboard;
        shell::NoticeArea notices {fixture.desk, fixture.clock};
        shell::TokenCommands commands {
            fixture.desk, fixture.clock, prompter, clipboard, notices, &window};
    };
};

void PendingNoticesTest::offersToDeleteAKeyThatWasNeverSeen()
{
    Bench bench;
    bench.loseACreate({u"2"_s});
    QTRY_COMPARE(bench.title(), u"A token was created and its key was never seen: “bot”"_s);
    test::settle();
    test::keepPicture(&bench.window, "notice-never-seen");
    const QSignalSpy journal(&bench.notices, &shell::NoticeArea::journalRequested);
    bench.button("showInJournalButton")->click();
    QCOMPARE(journal.size(), 1);
    QVERIFY(journal.first().first().toBool()); // What is open in it.
    bench.prompter.answers = {Answer::Choice::Affirmed};
    bench.button("pendingDeleteButton")->click();
    QTRY_COMPARE(bench.fixture.vendor.deleted, QStringList {u"2"_s});
    QTRY_VERIFY(bench.title().isEmpty());
}

/// What is offered is what the session says is possible, also when that changes.
void PendingNoticesTest::offersToDisableWhereTokensAreDeletedByValue()
{
    Bench bench;
    const auto setByValue = [&bench](bool isByValue) {
        bench.fixture.vendor.capabilities.set(domain::Operation::Track,
            {.support = isByValue ? domain::Support::Native : domain::Support::Unsupported});
        bench.fixture.desk.refresh(bench.id);
    };
    bench.loseACreate({u"2"_s});
    QTRY_COMPARE(bench.fixture.desk.pendingKeys().front().found, QStringList {u"2"_s});
    QCOMPARE(bench.button("pendingDeleteButton")->text(), u"Delete Token..."_s);
    setByValue(true);
    QTRY_COMPARE(bench.button("pendingDeleteButton")->text(), u"Disable Token"_s);
    setByValue(false);
    QTRY_COMPARE(bench.button("pendingDeleteButton")->text(), u"Delete Token..."_s);
    setByValue(true);
    QTRY_COMPARE(bench.button("pendingDeleteButton")->text(), u"Disable Token"_s);
    bench.button("pendingDeleteButton")->click();
    QTRY_VERIFY(bench.fixture.desk.pendingKeys().empty());
    QVERIFY(bench.fixture.vendor.deleted.isEmpty());
    QCOMPARE(bench.fixture.desk.changes().find({bench.id, u"2"_s})->status,
        domain::TokenStatus::Disabled);
}

void PendingNoticesTest::replacesAKeyThatWasNeverSeen()
{
    Bench bench;
    bench.loseACreate({u"2"_s});
    QTRY_VERIFY(bench.button("pendingReplaceButton"));
    bench.button("pendingReplaceButton")->click();
    auto *dialog = bench.window.findChild<QDialog *>(u"issueDialog"_s);
    QVERIFY(dialog);
    QTRY_VERIFY(dialog->findChild<QWidget *>(u"issueForm"_s));
    QCOMPARE(child<QLineEdit>(dialog, "tokenNameEdit")->text(), u"bot"_s); // Like the old one.
    QTRY_VERIFY(child<QPushButton>(dialog, "createButton")->isEnabled());
    child<QPushButton>(dialog, "createButton")->click();
    QTRY_VERIFY(bench.window.findChild<QDialog *>(u"secretDialog"_s));
    auto *secret = bench.window.findChild<QDialog *>(u"secretDialog"_s);
    QVERIFY(bench.fixture.vendor.deleted.isEmpty()); // Not before the new key is stored.
    bench.prompter.answers = {Answer::Choice::Affirmed};
    child<QCheckBox>(secret, "storedCheckBox")->click();
    child<QPushButton>(secret, "doneButton")->click();
    QTRY_COMPARE(bench.fixture.vendor.deleted, QStringList {u"2"_s});
    QTRY_VERIFY(bench.fixture.desk.pendingKeys().empty());
    QTRY_VERIFY(!bench.window.findChild<QDialog *>(u"secretDialog"_s));
}

void PendingNoticesTest::picksNoneOfSeveral()
{
    Bench bench;
    bench.loseACreate({u"2"_s, u"3"_s});
    QTRY_VERIFY(bench.button("pendingShowButton"));
    QVERIFY(bench.title().contains("may have been created"_L1));
    QVERIFY(!bench.button("pendingDeleteButton"));
    test::keepPicture(&bench.window, "notice-several");
    std::vector<TokenKey> shown;
    connect(&bench.commands, &shell::TokenCommands::showRequested, this,
        [&shown](const std::vector<TokenKey> &keys) { shown = keys; });
    bench.button("pendingShowButton")->click();
    QCOMPARE(shown, (std::vector<TokenKey> {{bench.id, u"2"_s}, {bench.id, u"3"_s}}));
}

void PendingNoticesTest::saysWhatSpeaksAgainstAToken_data()
{
    QTest::addColumn<bool>("isUsed");
    QTest::addColumn<QString>("words");
    QTest::newRow("used") << true << u"unless that key leaked, it is not yours"_s;
    QTest::newRow("other grants") << false << u"Its grants are not those you asked for"_s;
}

/// A colleague's token of the same name: it is shown, and deleting it is not offered.
void PendingNoticesTest::saysWhatSpeaksAgainstAToken()
{
    QFETCH(const bool, isUsed);
    QFETCH(const QString, words);
    Bench bench;
    domain::Token other = FakeVendor::token(bench.id, u"2"_s, u"bot"_s);
    if (isUsed)
        other.lastUsed = domain::TimeFact::known(bench.fixture.clock.time);
    else
        other.grants.push_back(domain::Grant {.name = u"TRANSACT"_s});
    bench.loseACreate({});
    bench.fixture.vendor.tokens.push_back(other);
    bench.fixture.desk.refresh(bench.id);
    QTRY_VERIFY(bench.button("pendingShowButton"));
    QVERIFY2(bench.title().contains("may have been created"_L1), qPrintable(bench.title()));
    QStringList said;
    for (const QLabel *label : bench.notices.findChildren<QLabel *>())
        said += label->text();
    QVERIFY2(said.join(u'|').contains(words), qPrintable(said.join(u'|')));
    QVERIFY(said.join(u'|').contains("Compare before you delete anything"_L1));
    QVERIFY(!bench.button("pendingDeleteButton"));
    QVERIFY(!bench.button("pendingReplaceButton"));
    // To compare comes first.
    const auto buttons = bench.notices.findChildren<QPushButton *>();
    const auto first = std::find_if(buttons.begin(), buttons.end(),
        [](const QPushButton *one) { return one->objectName().startsWith("pending"_L1); });
    QVERIFY(first != buttons.end());
    QCOMPARE((*first)->objectName(), u"pendingShowButton"_s);
    test::keepPicture(&bench.window, isUsed ? "notice-used" : "notice-other-grants");
}

// ONE-03
void PendingNoticesTest::saysThatAKeyMayExist()
{
    Bench bench;
    bench.fixture.vendor.listWarnings = QStringList {u"tracked tokens only"_s};
    bench.loseACreate({});
    QTRY_COMPARE(bench.title(), u"The vendor may have created the key of “bot”"_s);
    QVERIFY(bench.button("pendingLookButton"));
    const auto buttons = bench.notices.findChildren<QPushButton *>();
    for (const QPushButton *button : buttons)
        QVERIFY(!button->isVisible() || !button->text().contains("Retry"_L1));
}

void PendingNoticesTest::closesWhatIsKept()
{
    Bench bench;
    bench.loseACreate({u"2"_s});
    QTRY_VERIFY(bench.button("pendingKeepButton"));
    bench.button("pendingKeepButton")->click();
    QTRY_VERIFY(bench.title().isEmpty());
    QVERIFY(bench.fixture.vendor.deleted.isEmpty());
    bench.fixture.desk.refresh(bench.id);
    test::settle();
    QVERIFY(bench.fixture.desk.pendingKeys().empty()); // And it is not found anew.
}

// ONE-07
void PendingNoticesTest::asksAboutAKeyOfAnEarlierRun()
{
    Bench bench;
    {
        work::Logbook crashed(bench.fixture.journal, bench.fixture.clock, u"window"_s);
        const auto operation = await(crashed.begin({.action = domain::JournalAction::Create,
            .token = {bench.id, {}},
            .tokenName = u"old"_s,
            .connectionName = u"Payments"_s}));
        QVERIFY(await(crashed.note({*operation, domain::JournalPhase::Created, {}, u"1"_s})));
    }
    bench.fixture.clock.time += 24h * 31;
    QVERIFY(await(bench.fixture.desk.log().load()));
    QTRY_COMPARE(bench.title(), u"The key of “old” was not confirmed as stored"_s);
    test::keepPicture(&bench.window, "notice-not-confirmed");
    QVERIFY(bench.button("pendingDeleteButton"));
    QVERIFY(bench.button("pendingReplaceButton"));
    bench.button("pendingStoredButton")->click();
    QTRY_VERIFY(bench.title().isEmpty());
}

void PendingNoticesTest::saysNothingWhileTheKeyIsOnTheScreen()
{
    Bench bench;
    const auto issued = await(bench.fixture.desk.issue(bench.id, FakeVendor::draft(u"bot"_s)));
    QVERIFY(!bench.title().isEmpty());
    bench.notices.holdBack(issued->operation, true);
    QTRY_VERIFY(bench.title().isEmpty());
    bench.notices.holdBack(issued->operation, false);
    QVERIFY(bench.title().contains("was not confirmed"_L1));
}

void PendingNoticesTest::tellsWhatBecameOfADeletion_data()
{
    QTest::addColumn<bool>("isGone");
    QTest::addColumn<QString>("title");
    QTest::newRow("made") << true << u"“old” was deleted"_s;
    QTest::newRow("not made") << false << u"“old” was not deleted"_s;
}

void PendingNoticesTest::tellsWhatBecameOfADeletion()
{
    QFETCH(const bool, isGone);
    QFETCH(const QString, title);
    Bench bench;
    bench.fixture.vendor.deleteFails = base::Error {.kind = ErrorKind::OutcomeUnknown};
    if (isGone)
        bench.fixture.vendor.tokens.clear();
    QVERIFY(!await(bench.fixture.desk.remove({bench.id, u"1"_s})));
    QTRY_COMPARE(bench.title(), title);
    test::keepPicture(&bench.window, isGone ? "notice-settled" : "notice-not-done");
}

QTEST_MAIN(PendingNoticesTest)
#include "tst_pendingnotices.moc"
