// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stricttest.h"
#include "tokens.h"
#include "tokens/filtersuggestions.h"
#include "work/tokenstore.h"

using namespace Qt::StringLiterals;

class FilterSuggestionsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void namesPeopleAndGrants();
    void staysShortWhateverIsThere();
};

void FilterSuggestionsTest::namesPeopleAndGrants()
{
    domain::Token token = test::token(u"c"_s, u"1"_s, u"alpha"_s);
    token.owner = domain::Fact<QString>::known(u"otto"_s);
    token.creator = domain::Fact<QString>::known(u"Ada"_s);
    token.grants = {{.name = u"MOD-1"_s, .label = u"Billing"_s}, {.name = u"read"_s}};
    work::TokenStore store;
    store.put(token);
    const auto found = tokens::suggestionsFrom(store.snapshot(), {u"Lab"_s});
    QCOMPARE(found.connections, QStringList {u"Lab"_s});
    QCOMPARE(found.owners, (QStringList {u"Ada"_s, u"otto"_s}));
    QCOMPARE(found.creators, found.owners);
    QCOMPARE(found.grants, (QStringList {u"Billing"_s, u"read"_s}));
}

void FilterSuggestionsTest::staysShortWhateverIsThere()
{
    std::vector<domain::Token> page;
    for (int i = 0; i < 2000; ++i) {
        page.push_back(test::token(u"c"_s, QString::number(i), u"t"_s));
        page.back().owner = domain::Fact<QString>::known(u"person %1"_s.arg(i));
        page.back().grants = {{.name = u"right %1"_s.arg(i)}};
    }
    work::TokenStore store;
    store.merge(domain::TokenBatch::of(page));
    const auto found = tokens::suggestionsFrom(store.snapshot(), {});
    QCOMPARE(found.owners.size(), 300);
    QCOMPARE(found.grants.size(), 200);
}

QTEST_GUILESS_MAIN(FilterSuggestionsTest)
#include "tst_filtersuggestions.moc"
