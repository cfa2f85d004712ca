// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The sort with tricks agrees with the one without.

#include "naiveorder.h"
#include "stricttest.h"
#include "tokens.h"
#include "work/rownotes.h"
#include "work/tokenstore.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using domain::Token;
using work::RowId;
using work::RowOrder;
using work::SortBy;
using work::SortField;

namespace {

const std::vector<std::pair<const char *, SortField>> fields
    = {{"name", SortField::Name}, {"vendor", SortField::Vendor},
        {"connection", SortField::Connection}, {"status", SortField::Status},
        {"last used", SortField::LastUsed}, {"created", SortField::Created},
        {"expires", SortField::Expires}, {"removed when idle", SortField::RemovedWhenIdle},
        {"owner", SortField::Owner}, {"creator", SortField::Creator}, {"grants", SortField::Grants},
        {"tags", SortField::Tags}, {"key hint", SortField::KeyHint}, {"note", SortField::Note},
        {"review", SortField::Review}, {"id", SortField::Id}};

/// Long equal beginnings, beginnings of one another, high and low letters, nothing.
QString awkwardText(QRandomGenerator &random)
{
    static const QStringList parts = {u""_s, u"prod-ingest-"_s, u"prod-in"_s, u"prod-i"_s,
        u"\u00c4"_s, u"\u7d22"_s, u"\U0001F511"_s, u"A"_s, u"\u0001"_s};
    QString text = parts.at(random.bounded(int(parts.size())));
    for (int more = random.bounded(4); more > 0; --more)
        text += parts.at(random.bounded(int(parts.size())));
    return text + QString::number(random.bounded(4)).repeated(random.bounded(3));
}

} // namespace

class RowSortTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void agreesWithTheNaiveOrder_data();
    void agreesWithTheNaiveOrder();
    void agreesForSeveralFields();
    void keepsMissingValuesLastInBothDirections();
    void stopsWhenAsked();

private:
    QStringList naive(const std::vector<SortBy> &sort) const;
    QStringList sorted(const std::vector<SortBy> &sort) const;
    QString spelled(RowId row) const { return QString::number(row); }

    work::TokenStore m_store;
    work::ConnectionTable m_connections;
    work::AnnotationTable m_annotations;
};

/// More rows than a segment has and than sorting by comparisons is used for.
void RowSortTest::initTestCase()
{
    m_connections = {{u"m"_s, {u"Zoo"_s, domain::Vendor::Mist, {}}},
        {u"s"_s, {u"\u00c4pfel"_s, domain::Vendor::SoftwareOne, {}}}};
    QRandomGenerator random(5);
    for (const QString &connection : {u"m"_s, u"s"_s, u"unknown"_s}) {
        std::vector<Token> page;
        for (int i = 0; i < 750; ++i) {
            Token token = test::randomToken(random, connection, awkwardText(random) + u'/');
            token.key.remoteId += QString::number(random.bounded(2000));
            token.name = awkwardText(random);
            token.keyHint = awkwardText(random);
            if (random.bounded(2) == 0)
                token.creator = domain::Fact<QString>::known(awkwardText(random));
            if (random.bounded(3) == 0)
                token.removedWhenIdle = token.created;
            if (random.bounded(4) == 0)
                token.created = domain::TimeFact::known(
                    base::Instant(std::chrono::milliseconds(-random.bounded(1000))));
            token.grantsState = static_cast<domain::FactState>(random.bounded(5));
            page.push_back(token);
        }
        m_store.merge(domain::TokenBatch::of(page));
    }
    for (RowId row = 0; row < m_store.rowCount(); row += 3) {
        domain::Annotation &noted = m_annotations[m_store.keyOf(row)];
        if (random.bounded(2) == 0)
            noted.note = awkwardText(random);
        for (int tags = random.bounded(3); tags > 0; --tags)
            noted.tags += u"t"_s + awkwardText(random);
        if (random.bounded(2) == 0)
            noted.owner = awkwardText(random);
        if (random.bounded(2) == 0)
            noted.reviewOn = QDate(1960, 1, 1).addDays(random.bounded(40'000));
    }
    for (RowId row = 0; row < m_store.rowCount(); row += 13)
        m_store.remove(m_store.keyOf(row));
}

QStringList RowSortTest::naive(const std::vector<SortBy> &sort) const
{
    std::vector<std::pair<Token, RowId>> rows;
    for (RowId row = 0; row < m_store.rowCount(); ++row) {
        if (m_store.isPresent(row))
            rows.emplace_back(m_store.token(row), row);
    }
    std::sort(rows.begin(), rows.end(), [&](const auto &a, const auto &b) {
        return test::naiveBefore(
            a.first, a.second, b.first, b.second, sort, m_connections, m_annotations);
    });
    QStringList order;
    for (const auto &[token, row] : rows)
        order.append(spelled(row));
    return order;
}

QStringList RowSortTest::sorted(const std::vector<SortBy> &sort) const
{
    QStringList order;
    work::TokenSnapshot snapshot = m_store.snapshot();
    snapshot.notes = work::RowNotes::of(m_store, m_annotations);
    for (const RowId row : work::sortedRows(snapshot, m_connections, sort))
        order.append(spelled(row));
    return order;
}

void RowSortTest::agreesWithTheNaiveOrder_data()
{
    QTest::addColumn<SortField>("field");
    QTest::addColumn<bool>("isDescending");
    for (const auto &[name, field] : fields) {
        QTest::addRow("%s, up", name) << field << false;
        QTest::addRow("%s, down", name) << field << true;
    }
}

void RowSortTest::agreesWithTheNaiveOrder()
{
    QFETCH(SortField, field);
    QFETCH(bool, isDescending);
    const std::vector<SortBy> sort = {{field, isDescending}};
    QCOMPARE(sorted(sort), naive(sort));
}

void RowSortTest::agreesForSeveralFields()
{
    QRandomGenerator random(17);
    for (int round = 0; round < 12; ++round) {
        std::vector<SortBy> sort;
        for (int keys = random.bounded(5); keys > 0; --keys)
            sort.push_back(
                {fields[random.bounded(quint32(fields.size()))].second, random.bounded(2) == 0});
        QCOMPARE(sorted(sort), naive(sort));
    }
}

void RowSortTest::keepsMissingValuesLastInBothDirections()
{
    for (const bool isDescending : {false, true}) {
        const RowOrder order = work::sortedRows(
            m_store.snapshot(), m_connections, {{SortField::LastUsed, isDescending}});
        int rank = 0;
        for (const RowId row : order) {
            const auto state = m_store.token(row).lastUsed.state;
            const int now = state == domain::FactState::Known ? 0
                : state == domain::FactState::Never           ? 1
                                                              : 2;
            QVERIFY(now >= rank);
            rank = now;
        }
        QCOMPARE(rank, 2);
    }
}

void RowSortTest::stopsWhenAsked()
{
    std::stop_source stop;
    stop.request_stop();
    const auto order = work::sortedRows(
        m_store.snapshot(), m_connections, {{SortField::Name}}, stop.get_token());
    QVERIFY(order != work::sortedRows(m_store.snapshot(), m_connections, {{SortField::Name}}));
}

QTEST_GUILESS_MAIN(RowSortTest)
#include "tst_rowsort.moc"
