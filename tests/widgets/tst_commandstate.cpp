// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shell/commandstate.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using domain::Capabilities;
using domain::Capability;
using domain::Operation;
using domain::Support;
using shell::CommandState;
using shell::Selection;
using shell::TokenCommandStates;

Q_DECLARE_METATYPE(Support)
Q_DECLARE_METATYPE(shell::Selection)

namespace {

Capabilities everything()
{
    Capabilities can;
    for (const Operation operation : domain::allOperations)
        can.set(operation, {.support = Support::Native});
    can.set(Operation::Track, {.support = Support::Unsupported});
    return can;
}

Capabilities allBut(std::initializer_list<Operation> operations)
{
    Capabilities can = everything();
    for (const Operation operation : operations)
        can.downgrade(operation, u"no "_s + domain::operationId(operation));
    return can;
}

/// A token that is neither active nor disabled, so that both are possible.
Selection one(const Capabilities &capabilities)
{
    Selection selection;
    selection.count = 1;
    selection.parts = {{capabilities, u"Payments"_s}};
    selection.allActive = false;
    selection.allDisabled = false;
    return selection;
}

Selection several(std::vector<Selection::Part> parts)
{
    Selection selection = one({});
    selection.count = 3;
    selection.parts = std::move(parts);
    return selection;
}

std::vector<CommandState> allOf(const TokenCommandStates &states)
{
    return {states.edit, states.duplicate, states.enable, states.disable, states.remove,
        states.untrack};
}

} // namespace

class CommandStateTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void selectsAllOnlyOfWholeLists();
    void followsTheSupportOfAnOperation_data();
    void followsTheSupportOfAnOperation();
    void saysSomethingWhenTheVendorGivesNoReason();
    void asksForASelection();
    void allowsEverythingForOneTokenOfAVendorThatCan();
    void takesASingleTokenOnlyWhereOneIsMeant();
    void editsWhenAnyPartCanBeEdited_data();
    void editsWhenAnyPartCanBeEdited();
    void saysWhyNothingCanBeEdited();
    void duplicatesWhereTokensCanBeCreated();
    void isOffWhenItIsDoneAlready();
    void prefersTheVendorsReasonOverBeingDone();
    void namesTheConnectionThatCannot();
    void decidesLaterWhatNobodyLookedAt();
    void namesNoConnectionWhenThereIsOneOnly();
    void untracksATrackedTokenOnly();
    void deletesByValueWhatIsTrackedOnly();
    void containsTheFastestWay_data();
    void containsTheFastestWay();
    void saysThatTheOwnCredentialIsLeftOut();
    void saysNothingOfTheOwnCredentialWhereItDoesNotMatter();
};

void CommandStateTest::followsTheSupportOfAnOperation_data()
{
    QTest::addColumn<Support>("support");
    QTest::addColumn<bool>("isEnabled");
    QTest::addColumn<QString>("reason");
    QTest::newRow("native") << Support::Native << true << u"because"_s;
    QTest::newRow("emulated") << Support::Emulated << true << u"because"_s;
    QTest::newRow("unknown") << Support::Unknown << true << u"because"_s;
    QTest::newRow("console only") << Support::ManualLink << false
                                  << u"Only in the vendor's console: because"_s;
    QTest::newRow("unsupported") << Support::Unsupported << false << u"because"_s;
}

void CommandStateTest::followsTheSupportOfAnOperation()
{
    QFETCH(const Support, support);
    const CommandState state = shell::stateOf({.support = support, .reason = u"because"_s});
    QTEST(state.isEnabled, "isEnabled");
    QTEST(state.reason, "reason");
}

void CommandStateTest::saysSomethingWhenTheVendorGivesNoReason()
{
    const CommandState off = shell::stateOf({.support = Support::Unsupported});
    QVERIFY(!off.isEnabled);
    QCOMPARE(off.reason, u"This vendor cannot do that"_s);
    QCOMPARE(shell::stateOf({.support = Support::Native}).reason, QString());
}

void CommandStateTest::asksForASelection()
{
    Selection withoutParts;
    withoutParts.count = 2;
    for (const Selection &selection : {Selection {}, withoutParts}) {
        for (const CommandState &state : allOf(shell::statesFor(selection))) {
            QVERIFY(!state.isEnabled);
            QCOMPARE(state.reason, u"Select a token first"_s);
        }
    }
}

void CommandStateTest::allowsEverythingForOneTokenOfAVendorThatCan()
{
    Selection selection = one(everything());
    selection.isTracked = true;
    for (const CommandState &state : allOf(shell::statesFor(selection))) {
        QVERIFY(state.isEnabled);
        QCOMPARE(state.reason, QString());
    }
}

void CommandStateTest::takesASingleTokenOnlyWhereOneIsMeant()
{
    Selection selection = several({{everything(), u"Payments"_s}});
    selection.isTracked = true;
    const TokenCommandStates states = shell::statesFor(selection);
    for (const CommandState &state : {states.edit, states.duplicate, states.untrack}) {
        QVERIFY(!state.isEnabled);
        QCOMPARE(state.reason, u"Select a single token"_s);
    }
    QVERIFY(states.enable.isEnabled && states.disable.isEnabled && states.remove.isEnabled);
}

void CommandStateTest::editsWhenAnyPartCanBeEdited_data()
{
    QTest::addColumn<int>("operation");
    for (const auto operation :
        {Operation::Rename, Operation::EditDescription, Operation::EditGrants})
        QTest::newRow(qPrintable(domain::operationId(operation))) << int(operation);
}

void CommandStateTest::editsWhenAnyPartCanBeEdited()
{
    QFETCH(const int, operation);
    Capabilities can
        = allBut({Operation::Rename, Operation::EditDescription, Operation::EditGrants});
    can.set(static_cast<Operation>(operation), {.support = Support::Native});
    QVERIFY(shell::statesFor(one(can)).edit.isEnabled);
}

void CommandStateTest::saysWhyNothingCanBeEdited()
{
    const auto edit = shell::statesFor(
        one(allBut({Operation::Rename, Operation::EditDescription, Operation::EditGrants})))
                          .edit;
    QVERIFY(!edit.isEnabled);
    QCOMPARE(edit.reason, u"no "_s + domain::operationId(Operation::Rename));
}

void CommandStateTest::duplicatesWhereTokensCanBeCreated()
{
    const auto states = shell::statesFor(one(allBut({Operation::Create})));
    QVERIFY(!states.duplicate.isEnabled);
    QCOMPARE(states.duplicate.reason, u"no "_s + domain::operationId(Operation::Create));
    QVERIFY(states.edit.isEnabled);
}

void CommandStateTest::isOffWhenItIsDoneAlready()
{
    Selection active = one(everything());
    active.allActive = true;
    QCOMPARE(shell::statesFor(active).enable.reason, u"Already active"_s);
    QVERIFY(!shell::statesFor(active).enable.isEnabled);
    QVERIFY(shell::statesFor(active).disable.isEnabled);

    Selection disabled = one(everything());
    disabled.allDisabled = true;
    QCOMPARE(shell::statesFor(disabled).disable.reason, u"Already disabled"_s);
    QVERIFY(!shell::statesFor(disabled).disable.isEnabled);
    QVERIFY(shell::statesFor(disabled).enable.isEnabled);
}

void CommandStateTest::prefersTheVendorsReasonOverBeingDone()
{
    Selection active = one(allBut({Operation::Enable}));
    active.allActive = true;
    QCOMPARE(
        shell::statesFor(active).enable.reason, u"no "_s + domain::operationId(Operation::Enable));
}

void CommandStateTest::namesTheConnectionThatCannot()
{
    const auto states = shell::statesFor(several({{everything(), u"Marketplace"_s},
        {allBut({Operation::Disable, Operation::Delete}), u"Payments"_s}}));
    QVERIFY(!states.disable.isEnabled);
    QCOMPARE(states.disable.reason, u"Payments: no "_s + domain::operationId(Operation::Disable));
    QVERIFY(!states.remove.isEnabled);
    QVERIFY(states.enable.isEnabled);
}

void CommandStateTest::namesNoConnectionWhenThereIsOneOnly()
{
    const auto states = shell::statesFor(several({{allBut({Operation::Delete}), u"Payments"_s}}));
    QCOMPARE(states.remove.reason, u"no "_s + domain::operationId(Operation::Delete));
}

/// CSP
void CommandStateTest::deletesByValueWhatIsTrackedOnly()
{
    Capabilities can = everything();
    can.set(Operation::Track, {.support = Support::Native});
    can.set(Operation::Delete, {.support = Support::Native, .reason = u"by its value"_s});
    Selection token = one(can);
    QVERIFY(!shell::statesFor(token).remove.isEnabled);
    QCOMPARE(shell::statesFor(token).remove.reason, u"by its value"_s);
    QVERIFY(shell::statesFor(token).contain.isEnabled); // It is disabled.
    token.isTracked = true;
    QVERIFY(shell::statesFor(token).remove.isEnabled);
}

void CommandStateTest::untracksATrackedTokenOnly()
{
    const auto states = shell::statesFor(one(everything()));
    QVERIFY(!states.untrack.isEnabled);
    QCOMPARE(states.untrack.reason, u"The value of this token is not kept here"_s);
}

void CommandStateTest::containsTheFastestWay_data()
{
    QTest::addColumn<Selection>("selection");
    QTest::addColumn<bool>("isEnabled");
    QTest::addColumn<QString>("reason");
    QTest::newRow("disable") << one(everything()) << true << u"Disables it at once"_s;
    QTest::newRow("delete where nothing can be disabled")
        << one(allBut({Operation::Disable})) << true
        << u"Deletes it at once: this vendor cannot disable"_s;
    QTest::newRow("neither") << one(allBut({Operation::Disable, Operation::Delete})) << false
                             << u"no "_s + domain::operationId(Operation::Delete);
    QTest::newRow("several") << several({{everything(), u"Payments"_s}}) << false
                             << u"Select a single token"_s;
    Selection own = one(everything());
    own.hasOwnCredential = true; // A leaked key is stopped, whoever signs in with it.
    QTest::newRow("own") << own << true << u"Disables it at once"_s;
    Selection disabled = one(everything());
    disabled.allDisabled = true;
    QTest::newRow("disabled") << disabled << false << u"Already disabled: its key does not work"_s;
    Selection barred = one(everything());
    barred.parts.front().barrier = u"Offline"_s;
    QTest::newRow("barrier") << barred << false << u"Offline"_s;
    QTest::newRow("nothing") << Selection {} << false << u"Select a token first"_s;
}

void CommandStateTest::containsTheFastestWay()
{
    QFETCH(const Selection, selection);
    const CommandState contain = shell::statesFor(selection).contain;
    QTEST(contain.isEnabled, "isEnabled");
    QTEST(contain.reason, "reason");
}

void CommandStateTest::saysThatTheOwnCredentialIsLeftOut()
{
    Selection selection = several({{allBut({Operation::Delete}), u"Payments"_s}});
    selection.hasOwnCredential = true;
    const auto states = shell::statesFor(selection);
    QVERIFY(states.disable.isEnabled);
    QVERIFY(states.disable.reason.contains("left out"_L1));
    // Why it is off matters more.
    QCOMPARE(states.remove.reason, u"no "_s + domain::operationId(Operation::Delete));
}

void CommandStateTest::saysNothingOfTheOwnCredentialWhereItDoesNotMatter()
{
    Selection alone = one(everything());
    alone.hasOwnCredential = true;
    QCOMPARE(shell::statesFor(alone).remove.reason, QString());
    const Selection others = several({{everything(), u"Payments"_s}});
    QCOMPARE(shell::statesFor(others).remove.reason, QString());
}

void CommandStateTest::decidesLaterWhatNobodyLookedAt()
{
    Selection many = several({{allBut({Operation::Disable, Operation::Delete}), u"Lightning"_s},
        {allBut({Operation::Delete}), u"Payments"_s}});
    many.count = 1'000'000;
    many.isLookedAt = false;
    many.allActive = true; // Not known: it may be wrong.
    const TokenCommandStates states = shell::statesFor(many);
    QVERIFY(states.enable.isEnabled);
    QVERIFY(states.disable.isEnabled);
    QVERIFY2(states.disable.reason.contains("when you choose it"_L1), "says that it may not be");
    QVERIFY2(!states.remove.isEnabled, "nowhere possible");
    QVERIFY(!states.edit.isEnabled);
}

void CommandStateTest::selectsAllOnlyOfWholeLists()
{
    QVERIFY(shell::selectAllState({}).isEnabled);
    const CommandState off = shell::selectAllState({u"Payments"_s, u"Lab"_s});
    QVERIFY(!off.isEnabled);
    QVERIFY(off.reason.contains(u"Payments, Lab"_s));
}

QTEST_GUILESS_MAIN(CommandStateTest)
#include "tst_commandstate.moc"
