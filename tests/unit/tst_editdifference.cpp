// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// What an edit changes, what others changed meanwhile, and what of an edit did not happen.

#include "domain/editdifference.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using domain::FactState;
using domain::FieldChange;
using domain::Grant;
using domain::GrantChange;
using domain::Token;
using domain::TokenEdit;

namespace {

Grant grant(const QString &name, const QString &target = {})
{
    Grant one;
    one.name = name;
    one.target = target;
    return one;
}

/// A Mist role as it comes from the vendor.
Grant role(const QString &name, const QString &scope, const QString &label = {})
{
    Grant one = grant(name, scope);
    one.label = label;
    one.wire = {{u"role"_s, name}, {u"scope"_s, scope}};
    return one;
}

Token token(const QString &name, const std::vector<Grant> &grants)
{
    Token one;
    one.key = {u"c"_s, u"t"_s};
    one.name = name;
    one.status = domain::TokenStatus::Active;
    one.description = domain::Fact<QString>::known(u"why"_s);
    one.grants = grants;
    return one;
}

QStringList words(const std::vector<GrantChange> &changes)
{
    static const QStringList kinds {u"added"_s, u"removed"_s, u"broadened"_s, u"narrowed"_s};
    QStringList all;
    for (const GrantChange &change : changes)
        all.append(
            u"%1 %2>%3"_s.arg(kinds.at(int(change.kind)), change.before.name, change.after.name));
    return all;
}

} // namespace

class EditDifferenceTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void comparesGrants_data();
    void comparesGrants();
    void saysWhatAnEditDoes();
    void saysWhatOthersDid();
    void takesSilenceForNoChange();
    void findsWhatWasNotDone();
    void doesTheSameToTheNewState_data();
    void doesTheSameToTheNewState();
};

void EditDifferenceTest::comparesGrants_data()
{
    using Grants = std::vector<Grant>;
    QTest::addColumn<Grants>("before");
    QTest::addColumn<Grants>("after");
    QTest::addColumn<QStringList>("changes");
    const auto row = [](const char *name, const Grants &a, const Grants &b, const QStringList &c) {
        QTest::newRow(name) << a << b << c;
    };
    row("nothing", {}, {}, {});
    row("another order", {grant(u"A"_s), grant(u"B"_s)}, {grant(u"B"_s), grant(u"A"_s)}, {});
    row("another label", {role(u"read"_s, u"org"_s)}, {role(u"read"_s, u"org"_s, u"Observer"_s)},
        {});
    row("added", {grant(u"A"_s)}, {grant(u"A"_s), grant(u"B"_s)}, {u"added >B"_s});
    row("removed", {grant(u"A"_s), grant(u"B"_s)}, {grant(u"A"_s)}, {u"removed B>"_s});
    row("exchanged: more first", {grant(u"A"_s)}, {grant(u"B"_s)},
        {u"added >B"_s, u"removed A>"_s});
    row("broadened", {role(u"read"_s, u"org"_s)}, {role(u"admin"_s, u"org"_s)},
        {u"broadened read>admin"_s});
    row("narrowed", {role(u"admin"_s, u"org"_s)}, {role(u"read"_s, u"org"_s)},
        {u"narrowed admin>read"_s});
    row("given twice", {grant(u"A"_s)}, {grant(u"A"_s), grant(u"A"_s)}, {u"added >A"_s});
}

void EditDifferenceTest::comparesGrants()
{
    QFETCH(std::vector<Grant>, before);
    QFETCH(std::vector<Grant>, after);
    QFETCH(QStringList, changes);
    QCOMPARE(words(domain::compareGrants(before, after)), changes);
}

void EditDifferenceTest::saysWhatAnEditDoes()
{
    const Token before = token(u"old"_s, {grant(u"A"_s)});
    QVERIFY(domain::differenceOf(before, TokenEdit {}).isEmpty());
    const auto named = domain::differenceOf(before, TokenEdit {.name = u"new"_s});
    QCOMPARE(named.fields.size(), std::size_t {1});
    QCOMPARE(named.fields[0], (FieldChange {FieldChange::Field::Name, u"old"_s, u"new"_s}));
    QVERIFY(!named.broadens());
    const auto more
        = domain::differenceOf(before, TokenEdit {.grants = {{grant(u"A"_s), grant(u"B"_s)}}});
    QVERIFY(more.broadens());
    const auto less = domain::differenceOf(before, TokenEdit {.grants = std::vector<Grant> {}});
    QVERIFY(!less.isEmpty() && !less.broadens());
    QVERIFY(domain::differenceOf(before, TokenEdit {.name = u"old"_s, .description = u"why"_s})
                .isEmpty());
}

void EditDifferenceTest::saysWhatOthersDid()
{
    const Token seen = token(u"old"_s, {grant(u"A"_s)});
    Token now = seen;
    now.lastUsed = domain::TimeFact::known(base::Instant {std::chrono::hours(1)});
    now.raw = "other bytes";
    QVERIFY(domain::differenceOf(seen, now).isEmpty());
    now.name = u"theirs"_s;
    now.status = domain::TokenStatus::Disabled;
    now.description = domain::Fact<QString>::notReported();
    now.allowedAddresses = {u"10.0.0.0/8"_s};
    now.grants = {};
    const auto found = domain::differenceOf(seen, now);
    QCOMPARE(found.fields.size(), std::size_t {4});
    QCOMPARE(found.fields[2].after, u"disabled"_s);
    QCOMPARE(words(found.grants), QStringList {u"removed A>"_s});
}

void EditDifferenceTest::takesSilenceForNoChange()
{
    const Token seen = token(u"old"_s, {grant(u"A"_s)});
    Token now = seen;
    now.grants = {};
    now.grantsState = FactState::NotFetched;
    now.status = domain::TokenStatus::Unknown;
    QVERIFY(domain::differenceOf(seen, now).isEmpty());
}

void EditDifferenceTest::findsWhatWasNotDone()
{
    const TokenEdit wanted {.name = u"new "_s, .description = u""_s, .grants = {{grant(u"B"_s)}}};
    Token now = token(u"new"_s, {grant(u"B"_s)});
    now.description = domain::Fact<QString>::notReported(); // An empty one is left out.
    QVERIFY(domain::missingOf(wanted, now).isEmpty());
    now.name = u"old"_s;
    now.grants = {grant(u"A"_s)};
    const auto missing = domain::missingOf(wanted, now);
    QCOMPARE(missing.fields[0], (FieldChange {FieldChange::Field::Name, u"old"_s, u"new"_s}));
    QCOMPARE(words(missing.grants), (QStringList {u"added >B"_s, u"removed A>"_s}));
}

void EditDifferenceTest::doesTheSameToTheNewState_data()
{
    using Grants = std::vector<Grant>;
    QTest::addColumn<Grants>("seen");
    QTest::addColumn<Grants>("wanted");
    QTest::addColumn<Grants>("now");
    QTest::addColumn<QStringList>("result");
    const auto A = grant(u"A"_s);
    const auto B = grant(u"B"_s);
    const auto C = grant(u"C"_s);
    QTest::newRow("they added") << Grants {A} << Grants {A, B} << Grants {A, C}
                                << QStringList {u"A"_s, u"C"_s, u"B"_s};
    QTest::newRow("they removed") << Grants {A, C} << Grants {A, B, C} << Grants {A}
                                  << QStringList {u"A"_s, u"B"_s};
    QTest::newRow("I removed") << Grants {A, B} << Grants {A} << Grants {A, B, C}
                               << QStringList {u"A"_s, u"C"_s};
    QTest::newRow("both the same")
        << Grants {A} << Grants {A, B} << Grants {B, A} << QStringList {};
    QTest::newRow("both removed") << Grants {A, B} << Grants {A} << Grants {A} << QStringList {};
}

void EditDifferenceTest::doesTheSameToTheNewState()
{
    QFETCH(std::vector<Grant>, seen);
    QFETCH(std::vector<Grant>, wanted);
    QFETCH(std::vector<Grant>, now);
    QFETCH(QStringList, result);
    const auto edit = domain::rebased(TokenEdit {.name = u"mine"_s, .grants = wanted},
        token(u"old"_s, seen), token(u"theirs"_s, now));
    QCOMPARE(edit.name, std::optional<QString>(u"mine"_s));
    QStringList names;
    for (const Grant &one : edit.grants.value_or(std::vector<Grant> {}))
        names.append(one.name);
    QCOMPARE(names, result);
    QVERIFY(!domain::rebased(
        TokenEdit {.name = u"theirs"_s}, token(u"old"_s, seen), token(u"theirs"_s, now))
                 .name);
}

QTEST_GUILESS_MAIN(EditDifferenceTest)
#include "tst_editdifference.moc"
