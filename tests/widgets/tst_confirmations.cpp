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
    void namesTheFactsBeforeDeletingAnIdleToken();
    void saysAnywayForATokenUsedThisWeek();
    void wantsTheOwnCredentialsNameTyped();
    void wantsTheIdWhereTheNameCannotBeTyped();
    void offersToDisableOnlyWhereThatIsPossible();
    void neverCallsUnknownUseNever();
    void showsForeignNamesAsOneLine();
    void saysInOneQuestionHowALeakedKeyIsStopped();
    void warnsBeforeContainingTheOwnCredential();

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
    QVERIFY(!dialogs::disableQuestion(subject(u"a"_s), now));
    QVERIFY(!dialogs::disableQuestion(subject(u"a"_s, Environment::Staging), now));
}

void ConfirmationsTest::asksBeforeDisablingInProduction()
{
    const auto question = dialogs::disableQuestion(subject(u"ci"_s, Environment::Production), now);
    QVERIFY(question);
    QCOMPARE(question->affirmative, u"Disable Token"_s);
    QVERIFY(question->text.contains("production"_L1));
    QVERIFY(question->typedGate.isEmpty());
}

void ConfirmationsTest::namesTheFactsBeforeDeletingAnIdleToken()
{
    const auto question = dialogs::deleteQuestion(subject(u"ci-deploy"_s), now);
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
    const auto question = dialogs::deleteQuestion(usedToday(u"a"_s), now);
    QCOMPARE(question.affirmative, u"Delete Anyway"_s);
    QVERIFY(question.warning.contains("stop working"_L1));
    QVERIFY(dialogs::isInUse(usedToday(u"a"_s).token, now));
    QVERIFY(!dialogs::isInUse(subject(u"a"_s).token, now));
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
    odd.token.name = u"ci\u00a0bot"_s;
    QCOMPARE(dialogs::ownCredentialQuestion(odd, true, now).typedGate, u"ci bot"_s);
    odd.token.name = u"\u202e"_s;
    odd.token.key.remoteId = QString(150, u'a');
    QCOMPARE(dialogs::ownCredentialQuestion(odd, true, now).typedGate, u"delete"_s);
    QCOMPARE(dialogs::ownCredentialQuestion(odd, false, now).typedGate, u"disable"_s);
}

void ConfirmationsTest::offersToDisableOnlyWhereThatIsPossible()
{
    Subject can = subject(u"a"_s);
    Subject cannot = subject(u"b"_s);
    cannot.canDisable = false;
    QVERIFY(!dialogs::deleteQuestion(can, now).alternative.isEmpty());
    QVERIFY(dialogs::deleteQuestion(cannot, now).alternative.isEmpty());
    can.token.status = domain::TokenStatus::Disabled;
    QVERIFY(dialogs::deleteQuestion(can, now).alternative.isEmpty());
}

void ConfirmationsTest::neverCallsUnknownUseNever()
{
    Subject unknown = subject(u"a"_s);
    unknown.token.lastUsed = TimeFact::notReported();
    QVERIFY(dialogs::isInUse(unknown.token, now));
    const auto question = dialogs::deleteQuestion(unknown, now);
    QVERIFY(!question.details.contains("Never"_L1));
    QVERIFY(!question.warning.isEmpty());
    unknown.token.lastUsed = TimeFact::never();
    QVERIFY(!dialogs::isInUse(unknown.token, now));
}

void ConfirmationsTest::showsForeignNamesAsOneLine()
{
    const auto question = dialogs::deleteQuestion(subject(u"a\n\u202Eb"_s), now);
    QVERIFY(!question.title.contains(u'\n'));
    QVERIFY(!question.title.contains(QChar(0x202E)));
}

void ConfirmationsTest::saysInOneQuestionHowALeakedKeyIsStopped()
{
    const auto gently = dialogs::containQuestion(usedToday(u"ci-deploy"_s), false, now);
    QVERIFY(gently.title.contains("ci-deploy"_L1));
    QCOMPARE(gently.affirmative, u"Disable Now"_s);
    QVERIFY(gently.text.contains("enabled again"_L1));
    QVERIFY2(gently.warning.contains("Used"_L1), qPrintable(gently.warning));
    for (const auto wanted : {"id-ci-deploy"_L1, "Payments"_L1, "Used"_L1})
        QVERIFY2(gently.details.contains(wanted), qPrintable(gently.details));
    // Speed matters: nothing to tick, nothing to type.
    QVERIFY(gently.typedGate.isEmpty() && !gently.typedGateFor && gently.rows.empty());
    const auto finally = dialogs::containQuestion(subject(u"a"_s), true, now);
    QCOMPARE(finally.affirmative, u"Delete Now"_s);
    QVERIFY(finally.text.contains("cannot be undone"_L1));
    QVERIFY(finally.warning.isEmpty());
}

void ConfirmationsTest::warnsBeforeContainingTheOwnCredential()
{
    Subject own = usedToday(u"console key"_s);
    own.token.isOwnCredential = true;
    const auto question = dialogs::containQuestion(own, false, now);
    QVERIFY2(question.warning.contains("signs in"_L1), qPrintable(question.warning));
}

QTEST_MAIN(ConfirmationsTest)
#include "tst_confirmations.moc"
