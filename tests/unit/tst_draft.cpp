// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A draft is held against its form before anything is sent.

#include "domain/draft.h"
#include "domain/vendorclient.h"
#include "stricttest.h"

using namespace Qt::StringLiterals;
using base::ErrorKind;
using domain::DraftForm;
using domain::Grant;
using domain::GrantChoice;
using domain::GrantStyle;
using domain::Presence;
using domain::TokenDraft;

namespace {

DraftForm form()
{
    DraftForm form;
    form.name = {.maximum = 10, .required = true, .pattern = u"[a-z ]*"_s, .hint = u"letters"_s};
    form.description = domain::TextRule {.maximum = 5, .required = false};
    form.choices = {{.grant = {.name = u"read"_s}},
        {.grant = {.name = u"login"_s}, .presence = Presence::Mandatory},
        {.grant = {.name = u"root"_s}, .presence = Presence::Forbidden}};
    form.minimumGrants = 1;
    form.maximumGrants = 2;
    form.maximumAddresses = 2;
    return form;
}

TokenDraft draft()
{
    TokenDraft draft;
    draft.name = u"bot"_s;
    draft.grants = {{.name = u"login"_s}};
    return draft;
}

} // namespace

class DraftTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void acceptsWhatFits();
    void namesTheFieldThatDoesNotFit_data();
    void namesTheFieldThatDoesNotFit();
    void countsCharactersAndNotCodeUnits();
    void leavesAPatternToTheServerWhereItDecides();
    void refusesAKindThatCannotBeMade();
    void takesNoGrantsWhereTheyAreInherited();
    void holdsTheShortestLifetime();
    void clonesEverything();
};

void DraftTest::acceptsWhatFits()
{
    TokenDraft full = draft();
    QVERIFY(domain::checkDraft(form(), full));
    full.description = u"12345"_s;
    full.grants.push_back({.name = u"read"_s});
    full.addresses = {u"10.0.0.0/8"_s, u"::1"_s};
    QVERIFY(domain::checkDraft(form(), full));
}

void DraftTest::namesTheFieldThatDoesNotFit_data()
{
    using Change = std::function<void(TokenDraft &)>;
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *name, const QString &field, Change change) {
        QTest::newRow(name) << std::move(change) << field;
    };
    row("no name", u"name"_s, [](TokenDraft &d) { d.name = u"  "_s; });
    row("long name", u"name"_s, [](TokenDraft &d) { d.name = QString(11, u'a'); });
    row("name pattern", u"name"_s, [](TokenDraft &d) { d.name = u"Bot!"_s; });
    row("pattern matches the whole text", u"name"_s, [](TokenDraft &d) { d.name = u"bot\n"_s; });
    row("long description", u"description"_s, [](TokenDraft &d) { d.description = u"123456"_s; });
    row("no grant", u"grants"_s, [](TokenDraft &d) { d.grants.clear(); });
    row("too many", u"grants"_s, [](TokenDraft &d) { d.grants.resize(3); });
    row("mandatory missing", u"grants"_s, [](TokenDraft &d) { d.grants[0].name = u"read"_s; });
    row("forbidden", u"grants"_s, [](TokenDraft &d) { d.grants.push_back({.name = u"root"_s}); });
    row("bad address", u"addresses"_s, [](TokenDraft &d) { d.addresses = {u"10.0.0"_s}; });
    row("too many addresses", u"addresses"_s, [](TokenDraft &d) {
        d.addresses = {u"::1"_s, u"::2"_s, u"::3"_s};
    });
}

void DraftTest::namesTheFieldThatDoesNotFit()
{
    QFETCH(std::function<void(TokenDraft &)>, change);
    TokenDraft changed = draft();
    change(changed);
    const auto checked = domain::checkDraft(form(), changed);
    QVERIFY(!checked);
    QCOMPARE_EQ(checked.error().kind, ErrorKind::Invalid);
    QTEST(checked.error().field, "field");
    QVERIFY(!checked.error().detail.isEmpty());
}

void DraftTest::countsCharactersAndNotCodeUnits()
{
    DraftForm emoji = form();
    emoji.name.pattern.clear();
    TokenDraft keys = draft();
    keys.name = QString(u"\U0001F511"_s).repeated(10);
    QVERIFY(domain::checkDraft(emoji, keys));
    keys.name += u'x';
    QVERIFY(!domain::checkDraft(emoji, keys));
}

void DraftTest::leavesAPatternToTheServerWhereItDecides()
{
    DraftForm lenient = form();
    lenient.name.serverDecides = true;
    TokenDraft odd = draft();
    odd.name = u"Bot!"_s;
    QVERIFY(domain::checkDraft(lenient, odd));
}

void DraftTest::refusesAKindThatCannotBeMade()
{
    DraftForm closed = form();
    closed.unavailable = u"only owners may"_s;
    const auto checked = domain::checkDraft(closed, draft());
    QCOMPARE_EQ(checked.error().kind, ErrorKind::Unsupported);
    QCOMPARE_EQ(checked.error().detail, u"only owners may"_s);
}

void DraftTest::takesNoGrantsWhereTheyAreInherited()
{
    DraftForm inherited = form();
    inherited.style = GrantStyle::Inherited;
    inherited.choices.clear();
    TokenDraft none = draft();
    QVERIFY(!domain::checkDraft(inherited, none));
    none.grants.clear();
    QVERIFY(domain::checkDraft(inherited, none));
}

void DraftTest::holdsTheShortestLifetime()
{
    DraftForm timed = form();
    timed.lifetime = domain::LifetimeRule {.minimum = std::chrono::seconds(60)};
    TokenDraft brief = draft();
    brief.lifetime = std::chrono::seconds(59);
    QCOMPARE_EQ(domain::checkDraft(timed, brief).error().field, u"lifetime"_s);
    brief.lifetime = std::chrono::seconds(60);
    QVERIFY(domain::checkDraft(timed, brief));
}

void DraftTest::clonesEverything()
{
    TokenDraft full = draft();
    full.addresses = {u"::1"_s};
    full.idToken = base::Secret::copyOf("id");
    const TokenDraft copy = full.clone();
    QCOMPARE_EQ(copy.name, full.name);
    QCOMPARE_EQ(copy.grants, full.grants);
    QCOMPARE_EQ(copy.addresses, full.addresses);
    QVERIFY(copy.idToken == full.idToken);
}

QTEST_GUILESS_MAIN(DraftTest)
#include "tst_draft.moc"
