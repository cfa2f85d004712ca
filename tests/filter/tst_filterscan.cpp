// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The fast evaluator means the same as the plain one: 10,000 filters over an odd estate.

#include "filter/match.h"
#include "filter/parser.h"
#include "randomfilter.h"
#include "stricttest.h"
#include "work/filterscan.h"
#include "work/rownotes.h"
#include "work/textscan.h"
#include "work/tokenstore.h"

using namespace Qt::StringLiterals;
using domain::Token;
using filter::Expression;
using filter::MatchContext;
using filter::TextTest;
using work::FilterScan;
using work::RowId;

namespace {

/// Tokens of several connections in a store, some of them gone again, and the same as they are.
class Estate
{
public:
    Estate(RowId rows, quint32 seed)
        : m_random(seed)
    {
        for (int i = 0; i < 5; ++i) {
            const QString id = u"c%1"_s.arg(i);
            const MatchContext context = test::randomContext(m_random);
            m_facts.connections.insert(
                id, {context.connectionName, context.vendor, context.environment});
        }
        m_facts.now = test::FixedClock().time;
        m_facts.statusWords = {u"aktiv"_s, u"gesperrt"_s, u"abgelaufen"_s, u"gel\u00f6scht"_s, {}};
        for (RowId row = 0; row < rows; ++row)
            m_store.put(randomToken(row));
        for (RowId row = 0; row < rows; row += 7)
            m_store.put(randomToken(row)); // changed
        for (RowId row = 3; row < rows; row += 11)
            m_store.remove(m_store.keyOf(row));
        for (RowId row = 0; row < rows; row += 2)
            m_annotations.insert(keyOf(row), test::randomAnnotation(m_random));
        m_snapshot = m_store.snapshot();
        m_snapshot.notes = work::RowNotes::of(m_store, m_annotations);
    }

    const work::TokenSnapshot &snapshot() const { return m_snapshot; }
    const work::FilterContext &facts() const { return m_facts; }
    bool isPresent(RowId row) const { return m_store.isPresent(row); }
    bool matchesPlainly(const Expression &expression, RowId row) const
    {
        const Token token = m_store.token(row);
        const auto facts = m_facts.connections.value(token.key.connectionId);
        return filter::matches(expression, token,
            {m_facts.now, facts.name, facts.vendor, facts.environment,
                m_facts.statusWords.value(static_cast<int>(token.status)),
                m_annotations.value(token.key)});
    }

private:
    static domain::TokenKey keyOf(RowId row)
    {
        return {u"c%1"_s.arg(row % 5), u"Id-%1"_s.arg(row)};
    }
    Token randomToken(RowId row)
    {
        Token token = test::oddToken(m_random, u"c%1"_s.arg(row % 5), QString());
        token.key = keyOf(row);
        return token;
    }

    test::Random m_random;
    work::TokenStore m_store;
    work::TokenSnapshot m_snapshot;
    work::FilterContext m_facts;
    work::AnnotationTable m_annotations;
};

/// Segments before `first` are left out.
std::vector<work::SegmentBits> scan(
    const Estate &estate, const Expression &expression, std::size_t first = 0)
{
    const FilterScan scan(expression, estate.snapshot(), estate.facts(), first);
    std::vector<work::SegmentBits> found;
    for (std::size_t i = first; i < estate.snapshot().segments.size(); ++i) {
        const work::TokenSegment &segment = *estate.snapshot().segments[i];
        found.push_back(scan.matching(segment));
        found.back() &= segment.present;
    }
    return found;
}

} // namespace

class FilterScanTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void agreesWithThePlainEvaluator();
    void findsNothingInAnEmptyStore();
    void anEmptyFilterFindsEveryRow();
    void findsTextsWhereverTheyStand();
};

void FilterScanTest::agreesWithThePlainEvaluator()
{
    const Estate estate(work::rowsPerSegment + 100, 13);
    const RowId rowCount = estate.snapshot().rowCount;
    QRandomGenerator random(17);
    qsizetype matched = 0;
    for (int i = 0; i < 10'000; ++i) {
        const Expression expression = test::randomExpression(random);
        // Many rows for some of the filters, some of the small segment's for all.
        const RowId step = i % 500 == 0 ? 1 : i % 25 == 0 ? 50 : 10;
        const std::size_t first = i % 25 == 0 ? 0 : 1;
        const auto found = scan(estate, expression, first);
        const RowId start = static_cast<RowId>(first) * work::rowsPerSegment;
        for (RowId row = start + random.bounded(step); row < rowCount; row += step) {
            if (!estate.isPresent(row))
                continue;
            const bool isFound
                = found[row / work::rowsPerSegment - first].test(row % work::rowsPerSegment);
            QVERIFY2(isFound == estate.matchesPlainly(expression, row),
                qUtf8Printable(u"%1, row %2: %3"_s.arg(i).arg(row).arg(
                    base::displayForm(filter::toText(expression), 4000))));
            matched += isFound ? 1 : 0;
        }
    }
    QVERIFY(matched > 20'000);
}

void FilterScanTest::findsNothingInAnEmptyStore()
{
    const Estate estate(0, 1);
    for (const QString &text :
        {u""_s, u"a"_s, u"name:* -owner:none"_s, u"used:never or idle:>1d"_s})
        QVERIFY(scan(estate, filter::parse(text).expression).empty());
}

void FilterScanTest::anEmptyFilterFindsEveryRow()
{
    const Estate estate(work::rowsPerSegment, 1);
    QVERIFY(scan(estate, {}).front() == estate.snapshot().segments.front()->present);
    QVERIFY(scan(estate, Expression::nothing()).front() == work::SegmentBits());
}

/// The search takes blocks of bytes; borders are where such a thing goes wrong.
void FilterScanTest::findsTextsWhereverTheyStand()
{
    for (int length = 1; length <= 40; ++length) {
        QString word(length, u'a');
        word.back() = u'b';
        const TextTest test = TextTest::containing(word);
        for (int before = 0; before <= 40; ++before) {
            work::TokenStore store;
            store.put(test::token(u"c"_s, u"1"_s, QString(length, u'a')));
            store.put(test::token(u"c"_s, u"2"_s, QString(before, u'x') + word));
            store.put(test::token(u"c"_s, u"3"_s, QString(before, u'a') + word + u'y'));
            store.put(test::token(u"c"_s, u"4"_s, word.chopped(1)));
            const auto bits = work::OwnTextTest({}, test)(*store.snapshot().segments.front());
            QCOMPARE(bits.word(0), quint64(0b0110));
        }
    }
}

QTEST_GUILESS_MAIN(FilterScanTest)
#include "tst_filterscan.moc"
