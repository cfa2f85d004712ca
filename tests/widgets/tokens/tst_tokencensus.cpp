// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "speed.h"
#include "stallwatch.h"
#include "stricttest.h"
#include "tokens.h"
#include "tokens/tokencensus.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using domain::Token;
using domain::TokenStatus;
using tokens::TokenCensus;

class TokenCensusTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void countsAFewAtOnce();
    void countsManyWithoutKeepingTheLoop();
    void forgetsACountThatIsReplaced();

private:
    static void fill(work::TokenStore &store, int count);
    static work::RowOrder rows(int count);
    test::FixedClock m_clock;
};

void TokenCensusTest::fill(work::TokenStore &store, int count)
{
    std::vector<Token> tokens;
    for (int i = 0; i < count; ++i) {
        Token token = test::token(u"m"_s, u"id-%1"_s.arg(i), u"name"_s);
        token.status = i % 4 ? TokenStatus::Active : TokenStatus::Disabled;
        token.isOwnCredential = i == 0;
        if (i % 2)
            token.lastUsed = domain::TimeFact::known(test::FixedClock().time - 24h * i);
        tokens.push_back(token);
    }
    store.merge(domain::TokenBatch::of(tokens));
}

work::RowOrder TokenCensusTest::rows(int count)
{
    work::RowOrder rows;
    for (int row = 0; row < count; ++row)
        rows.push_back(work::RowId(row));
    return rows;
}

void TokenCensusTest::countsAFewAtOnce()
{
    work::TokenStore store;
    fill(store, 12);
    store.remove({u"m"_s, u"id-1"_s});
    TokenCensus census(store);
    QSignalSpy counted(&census, &TokenCensus::counted);
    census.count(rows(12), m_clock.now());
    QCOMPARE(counted.size(), 1);
    const auto &counts = census.counts();
    QCOMPARE(counts.tokens, 11);
    QCOMPARE(counts.own, 1);
    QCOMPARE(counts.recent, 3); // 3, 5 and 7 days ago
    QCOMPARE(counts.byStatus.at(TokenStatus::Disabled), 3);
    QCOMPARE(counts.byStatus.at(TokenStatus::Active), 8);
    QCOMPARE(counts.byConnection.value(u"m"_s), 11);
}

void TokenCensusTest::countsManyWithoutKeepingTheLoop()
{
    work::TokenStore store;
    fill(store, 100'000);
    TokenCensus census(store);
    QSignalSpy counted(&census, &TokenCensus::counted);
    test::StallWatch watch;
    census.count(rows(100'000), m_clock.now());
    QVERIFY(census.isRunning());
    QVERIFY(test::waitForNext(counted));
    VERIFY_SPEED(watch.busy() < 16ms, watch.text());
    QCOMPARE(census.counts().tokens, 100'000);
}

void TokenCensusTest::forgetsACountThatIsReplaced()
{
    work::TokenStore store;
    fill(store, 100'000);
    TokenCensus census(store);
    QSignalSpy counted(&census, &TokenCensus::counted);
    census.count(rows(100'000), m_clock.now());
    census.count(rows(3), m_clock.now());
    QCOMPARE(counted.size(), 1);
    QCOMPARE(census.counts().tokens, 3);
    test::settle();
    QCOMPARE(counted.size(), 1);
}

QTEST_GUILESS_MAIN(TokenCensusTest)
#include "tst_tokencensus.moc"
