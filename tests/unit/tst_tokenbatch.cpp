// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Packing loses nothing, and the digest of a row says whether anything in it changed.

#include "domain/tokenbatch.h"
#include "stricttest.h"
#include "tokens.h"

#include <functional>

using namespace Qt::StringLiterals;
using domain::Fact;
using domain::FactState;
using domain::OwnText;
using domain::TimeFact;
using domain::Token;
using domain::TokenBatch;

namespace {

/// With JSON, too.
Token fullToken()
{
    Token token = test::fullToken(u"conn"_s);
    token.raw = R"({"id":"Id-1"})";
    return token;
}

const std::vector<std::pair<const char *, std::function<void(Token &)>>> &changes()
{
    static const std::vector<std::pair<const char *, std::function<void(Token &)>>> all = {
        {"id", [](Token &t) { t.key.remoteId = u"id-1"_s; }},
        {"name", [](Token &t) { t.name = u"\u00c9l\u00e8ve\tCI"_s; }},
        {"name's case", [](Token &t) { t.name = t.name.toLower(); }},
        {"kind", [](Token &t) { t.kind = domain::TokenKind::Organisation; }},
        {"description", [](Token &t) { t.description.value += u'!'; }},
        {"no description", [](Token &t) { t.description = Fact<QString>::never(); }},
        {"status", [](Token &t) { t.status = domain::TokenStatus::Active; }},
        {"raw status", [](Token &t) { t.rawStatus.clear(); }},
        {"created", [](Token &t) { t.created.value += std::chrono::milliseconds(1); }},
        {"last used never", [](Token &t) { t.lastUsed = TimeFact::never(); }},
        {"last used exactly", [](Token &t) { t.lastUsed.precision = domain::Precision::Exact; }},
        {"expires", [](Token &t) { t.expires = TimeFact::notPermitted(); }},
        {"expires not understood",
            [](Token &t) { t.expires = TimeFact::notUnderstood(u"soon"_s); }},
        {"expires odd, without a word", [](Token &t) { t.expires = TimeFact::notUnderstood(); }},
        {"all times not understood",
            [](Token &t) {
                t.created = TimeFact::notUnderstood(u"0"_s);
                t.lastUsed = TimeFact::notUnderstood(u"M\u00e4rz 1"_s);
                t.expires = TimeFact::notUnderstood(u"{...}"_s);
            }},
        {"expires far ahead",
            [](Token &t) { t.expires.value = base::Instant(std::chrono::days(2'932'896)); }},
        {"removal", [](Token &t) { t.removedWhenIdle = TimeFact::never(); }},
        {"creator", [](Token &t) { t.creator = Fact<QString>::notReported(); }},
        {"owner", [](Token &t) { t.owner.value = u"ana@example.com"_s; }},
        {"grants", [](Token &t) { t.grants.pop_back(); }},
        {"one grant's place", [](Token &t) { t.grants.front().target = u"site"_s; }},
        {"grants not understood", [](Token &t) { t.grantsState = FactState::NotUnderstood; }},
        {"description not understood",
            [](Token &t) { t.description = Fact<QString>::notUnderstood(); }},
        {"creator not understood", [](Token &t) { t.creator = Fact<QString>::notUnderstood(); }},
        {"grants' state", [](Token &t) { t.grantsState = FactState::NotFetched; }},
        {"addresses", [](Token &t) { t.allowedAddresses.removeLast(); }},
        {"hint", [](Token &t) { t.keyHint.clear(); }},
        {"slot", [](Token &t) { t.trackedSlot = u"slot-3"_s; }},
        {"own", [](Token &t) { t.isOwnCredential = false; }},
        {"JSON", [](Token &t) { t.raw += ' '; }},
    };
    return all;
}

} // namespace

class TokenBatchTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void keepsEveryField();
    void keepsRandomTokens();
    void keepsHostileText();
    void digestChangesWithAnyField_data();
    void digestChangesWithAnyField();
    void digestDoesNotDependOnTheNeighbours();
    void sharesCreatorsAndOwners();
    void ordersTimesKnownNeverUnknown();
    void searchesFoldedLines();
    void grantSetsAreFoundByAllTheirWords();
};

void TokenBatchTest::keepsEveryField()
{
    const Token token = fullToken();
    const TokenBatch batch = TokenBatch::of({token});
    QCOMPARE_EQ(batch.connectionId(), u"conn"_s);
    QCOMPARE_EQ(batch.size(), 1U);
    QVERIFY(batch.token(0) == token);
    for (const auto &[what, change] : changes()) {
        Token other = fullToken();
        change(other);
        QVERIFY2(TokenBatch::of({other}).token(0) == other, what);
        QVERIFY2(TokenBatch::of({other}).rows().createdFact(0) == other.created, what);
        QVERIFY2(TokenBatch::of({other}).rows().lastUsedFact(0) == other.lastUsed, what);
        QVERIFY2(TokenBatch::of({other}).rows().expiresFact(0) == other.expires, what);
        QVERIFY2(!(TokenBatch::of({other}).token(0) == token), what);
    }
}

void TokenBatchTest::keepsRandomTokens()
{
    QRandomGenerator random(7);
    std::vector<Token> tokens;
    for (int i = 0; i < 500; ++i) {
        tokens.push_back(test::randomToken(random, u"c"_s, QString::number(i)));
        tokens.back().raw = QByteArray(random.bounded(20), 'x');
    }
    QVERIFY(TokenBatch::of(tokens).tokens() == tokens);
}

void TokenBatchTest::keepsHostileText()
{
    const QStringList texts = {u""_s, u"\n"_s, u"a\nb\r\n"_s, QString(QChar(0)) + u'x',
        QString(100'000, u'\u0301'), u"\u2028"_s, u"\U0010FFFD"_s, QString(300, u'A')};
    for (const QString &name : texts) {
        Token token = test::token(u"c"_s, u"id"_s, name);
        token.description = Fact<QString>::known(name);
        token.keyHint = name;
        const TokenBatch batch = TokenBatch::of({token, token});
        QVERIFY(batch.token(0) == token);
        QVERIFY(batch.token(1) == token);
        QCOMPARE_EQ(std::count(batch.rows().search.begin(), batch.rows().search.end(), '\n'), 8);
    }
}

void TokenBatchTest::digestChangesWithAnyField_data()
{
    QTest::addColumn<int>("change");
    for (std::size_t i = 0; i < changes().size(); ++i)
        QTest::newRow(changes()[i].first) << static_cast<int>(i);
}

void TokenBatchTest::digestChangesWithAnyField()
{
    QFETCH(int, change);
    Token other = fullToken();
    changes()[static_cast<std::size_t>(change)].second(other);
    QCOMPARE_NE(TokenBatch::of({other}).rows().digest.front(),
        TokenBatch::of({fullToken()}).rows().digest.front());
}

void TokenBatchTest::digestDoesNotDependOnTheNeighbours()
{
    const Token before = test::token(u"conn"_s, u"other"_s, u"other"_s);
    QCOMPARE_EQ(TokenBatch::of({before, fullToken()}).rows().digest.back(),
        TokenBatch::of({fullToken()}).rows().digest.front());
}

void TokenBatchTest::sharesCreatorsAndOwners()
{
    std::vector<Token> tokens(3, fullToken());
    tokens[1].creator = Fact<QString>::known(u"Ana@Example.com"_s);
    const TokenBatch batch = TokenBatch::of(tokens);
    QCOMPARE_EQ(batch.texts().size(), 1U);
    QCOMPARE_EQ(batch.texts().front().folded, std::string("ana@example.com"));
    QCOMPARE_EQ(batch.rows().creator[1], batch.rows().owner[0]);
    QCOMPARE_EQ(domain::stateOfPlace(batch.rows().creator[0]), FactState::Never);
}

void TokenBatchTest::ordersTimesKnownNeverUnknown()
{
    const auto late = base::Instant(std::chrono::milliseconds(4'000'000'000'000));
    const auto known = domain::packTime(TimeFact::known(late));
    const auto never = domain::packTime(TimeFact::never());
    const auto unknown = domain::packTime(TimeFact::notReported());
    QVERIFY(known < never && never < unknown);
    QVERIFY(domain::isKnownTime(known) && !domain::isKnownTime(never));
    for (const auto &fact : {TimeFact::never(), TimeFact::notReported(), TimeFact::notPermitted(),
             TimeFact(), TimeFact::known(late)})
        QCOMPARE_EQ(domain::stateOf(domain::packTime(fact)), fact.state);
}

void TokenBatchTest::searchesFoldedLines()
{
    const TokenBatch batch = TokenBatch::of({fullToken()});
    const auto &rows = batch.rows();
    QCOMPARE_EQ(std::string(rows.searchText(0)),
        std::string("eleve ci \xF0\x9F\x94\x91\nid-1\n1qkb...qqcl\nfor backups\n"));
    QCOMPARE_EQ(rows.folded(0, OwnText::KeyHint), std::string_view("1qkb...qqcl"));
    QCOMPARE_EQ(rows.text(0, OwnText::Id), std::string_view("Id-1"));
    QCOMPARE_EQ(rows.text(0, OwnText::Description), std::string_view("for\nbackups"));
    QCOMPARE_EQ(rows.descriptionState(0), FactState::Known);
}

void TokenBatchTest::grantSetsAreFoundByAllTheirWords()
{
    const auto set = domain::GrantSet::of(fullToken().grants);
    QCOMPARE_EQ(set->searchForm(), std::string("administrator (main)\nadmin\norg\nread\n"));
    QVERIFY(set->isBroad());
    QVERIFY(!domain::GrantSet::of({}));
    QVERIFY(*set == *domain::GrantSet::of(fullToken().grants));
    QVERIFY(!(*set == *domain::GrantSet::of({fullToken().grants.front()})));
}

QTEST_GUILESS_MAIN(TokenBatchTest)
#include "tst_tokenbatch.moc"
