// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "dialogs/confirmations.h"
#include "fakevendor.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using base::Instant;
using dialogs::Subject;
using domain::Environment;
using domain::TimeFact;

class ConfirmationsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void disablesOneOutsideProductionWithoutAQuestion();
    void asksBeforeDisablingInProduction();
    void asksOnceBeforeDisablingMany();
    void namesTheFactsBeforeDeletingAnIdleToken();
    void saysAnywayForATokenUsedThisWeek();
    void leavesRecentlyUsedOnesUnticked();
    void wantsTheCountTyped();
    void leavesTheOwnCredentialOut();
    void wantsTheOwnCredentialsNameTyped();
    void wantsTheIdWhereTheNameCannotBeTyped();
    void offersToDisableOnlyWhereThatIsPossible();
    void neverCallsUnknownUseNever();
    void showsForeignNamesAsOneLine();

private:
    static constexpr Instant now {std::chrono::milliseconds {1'760'000'000'000}};
    static Subject subject(const QString &name, Environment environment = Environment::Test)
    {
        Subject made {test::FakeVendor::token(u"c1"_s, u"id-"_s + name, name), u"Payments"_s,
            u"SoftwareOne Marketplace"_s, environment, true};
        made.token.lastUsed = TimeFact::known(now - std::chrono::days(40));
        made.token.creator = domain::Fact<QString>::known(u"ada@example.com"_s);
        return made;
    }
    static Subject usedToday(const QString &name)
    {
        Subject made = subject(name);
        made.token.lastUsed = TimeFact::known(now - std::chrono::hours(2));
        return made;
    }
};

void ConfirmationsTest::disablesOneOutsideProductionWithoutAQuestion()
{
    QVERIFY(!dialogs::disableQuestion({subject(u"a"_s)}, now));
    QVERIFY(!dialogs::disableQuestion({subject(u"a"_s, Environment::Staging)}, now));
}

void ConfirmationsTest::asksBeforeDisablingInProduction()
{
    const auto question
        = dialogs::disableQuestion({subject(u"ci"_s, Environment::Production)}, now);
    QVERIFY(question);
    QCOMPARE(question->affirmative, u"Disable Token"_s);
    QVERIFY(question->text.contains("production"_L1));
    QVERIFY(question->typedGate.isEmpty());
}

void ConfirmationsTest::asksOnceBeforeDisablingMany()
{
    const auto question = dialogs::disableQuestion({subject(u"a"_s), subject(u"b"_s)}, now);
    QVERIFY(question);
    QCOMPARE(question->rows.size(), std::size_t {2});
    QVERIFY(question->affirmativeFor(2).contains(u'2'));
    QVERIFY(!question->isDestructive);
}

void ConfirmationsTest::namesTheFactsBeforeDeletingAnIdleToken()
{
    const auto question = dialogs::deleteQuestion({subject(u"ci-deploy"_s)}, now);
    QVERIFY(question.title.contains("ci-deploy"_L1));
    QVERIFY(question.text.contains("SoftwareOne"_L1));
    for (const auto wanted :
        {"id-ci-deploy"_L1, "ada@example.com"_L1, "VIEW"_L1, "Payments"_L1, "Used"_L1})
        QVERIFY2(question.details.contains(wanted), qPrintable(question.details));
    QCOMPARE(question.affirmative, u"Delete Token"_s);
    QVERIFY(question.warning.isEmpty());
    QVERIFY(question.isDestructive);
    QVERIFY(question.typedGate.isEmpty() && !question.typedGateFor);
    QVERIFY(!question.text.contains("Are you sure"_L1));
}

void ConfirmationsTest::saysAnywayForATokenUsedThisWeek()
{
    const auto question = dialogs::deleteQuestion({usedToday(u"a"_s)}, now);
    QCOMPARE(question.affirmative, u"Delete Anyway"_s);
    QVERIFY(question.warning.contains("stop working"_L1));
    QVERIFY(dialogs::isInUse(usedToday(u"a"_s).token, now));
    QVERIFY(!dialogs::isInUse(subject(u"a"_s).token, now));
}

void ConfirmationsTest::leavesRecentlyUsedOnesUnticked()
{
    const auto question = dialogs::deleteQuestion({subject(u"a"_s), usedToday(u"b"_s)}, now);
    QVERIFY(question.rows[0].isTicked);
    QVERIFY(!question.rows[1].isTicked);
    QVERIFY(!question.warning.isEmpty());
}

void ConfirmationsTest::wantsTheCountTyped()
{
    const auto question = dialogs::deleteQuestion({subject(u"a"_s), subject(u"b"_s)}, now);
    QCOMPARE(question.typedGateFor(7), u"delete 7"_s);
    QCOMPARE(question.typedGateFor(1), QString());
    QCOMPARE(question.affirmativeFor(7), u"Delete 7 Tokens"_s);
    QCOMPARE(question.affirmativeFor(1), u"Delete 1 Token"_s);
}

void ConfirmationsTest::leavesTheOwnCredentialOut()
{
    Subject own = subject(u"me"_s);
    own.token.isOwnCredential = true;
    const auto question = dialogs::deleteQuestion({own, subject(u"b"_s)}, now);
    QVERIFY(question.rows[0].isLocked);
    QVERIFY(!question.rows[0].isTicked);
    QVERIFY(question.rows[0].note.contains("signs in"_L1));
    const auto disabling = dialogs::disableQuestion({own, subject(u"b"_s)}, now);
    QVERIFY(disabling->rows[0].isLocked);
}

void ConfirmationsTest::wantsTheOwnCredentialsNameTyped()
{
    Subject own = subject(u"console key"_s);
    own.token.isOwnCredential = true;
    const auto question = dialogs::ownCredentialQuestion(own, true, now);
    QCOMPARE(question.typedGate, u"console key"_s);
    QVERIFY(question.isDestructive);
    QVERIFY(!question.warning.isEmpty());
    QVERIFY(dialogs::ownCredentialQuestion(own, false, now).affirmative.contains("Disable"_L1));
}

void ConfirmationsTest::wantsTheIdWhereTheNameCannotBeTyped()
{
    Subject odd = subject(u"a\u202Eb"_s);
    odd.token.key.remoteId = u"TKN-1"_s;
    QCOMPARE(dialogs::ownCredentialQuestion(odd, true, now).typedGate, u"TKN-1"_s);
    odd.token.name.clear();
    QCOMPARE(dialogs::ownCredentialQuestion(odd, true, now).typedGate, u"TKN-1"_s);
}

void ConfirmationsTest::offersToDisableOnlyWhereThatIsPossible()
{
    Subject can = subject(u"a"_s);
    Subject cannot = subject(u"b"_s);
    cannot.canDisable = false;
    QVERIFY(!dialogs::deleteQuestion({can}, now).alternative.isEmpty());
    QVERIFY(dialogs::deleteQuestion({cannot}, now).alternative.isEmpty());
    can.token.status = domain::TokenStatus::Disabled;
    QVERIFY(dialogs::deleteQuestion({can}, now).alternative.isEmpty());
}

void ConfirmationsTest::neverCallsUnknownUseNever()
{
    Subject unknown = subject(u"a"_s);
    unknown.token.lastUsed = TimeFact::notReported();
    QVERIFY(dialogs::isInUse(unknown.token, now));
    const auto question = dialogs::deleteQuestion({unknown}, now);
    QVERIFY(!question.details.contains("Never"_L1));
    QVERIFY(!question.warning.isEmpty());
    unknown.token.lastUsed = TimeFact::never();
    QVERIFY(!dialogs::isInUse(unknown.token, now));
}

void ConfirmationsTest::showsForeignNamesAsOneLine()
{
    const auto question = dialogs::deleteQuestion({subject(u"a\n\u202Eb"_s)}, now);
    QVERIFY(!question.title.contains(u'\n'));
    QVERIFY(!question.title.contains(QChar(0x202E)));
}

QTEST_MAIN(ConfirmationsTest)
#include "tst_confirmations.moc"
