// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "filter/match.h"
#include "models/tokentablemodel.h"
#include "naiveorder.h"
#include "stricttest.h"
#include "tokens.h"

#include <QAbstractItemModelTester>
#include <QPersistentModelIndex>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QThreadPool>
#include <QTimer>

using namespace Qt::StringLiterals;
using domain::Token;
using domain::TokenKey;
using models::TokenColumnId;
using models::TokenFilter;
using models::TokenTableModel;

class TokenTableModelTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleanup();
    void showsWhatTheStoreHolds();
    void answersItsRoles();
    void announcesAPageAsOneInsertionAtTheEnd();
    void sortsEveryColumnLikeANaiveModel_data();
    void sortsEveryColumnLikeANaiveModel();
    void filtersByWordsConnectionAndVendor();
    void keepsTheLastFilterThatCouldBeRead();
    void letsRowsGoWithTime();
    void tellsWhenAHiddenTokenGoes();
    void keepsPersistentIndexesByToken();
    void coalescesChanges();
    void announcesOneRangeWhenMostRowsChanged();
    void reordersAtMostOnceASecondWhileLoading();
    void dropsAnOldOrderWhenANewerIsAskedFor();
    void reconcilesRowsThatCameAndWentWhileOrdering();
    void asksAnewBetweenTwoSteps();
    void survivesRandomScripts_data();
    void survivesRandomScripts();

private:
    void fill(int count);
    QStringList shownIds(const TokenTableModel &model) const;
    QStringList naiveIds(const TokenFilter &filter, const std::vector<work::SortBy> &sort) const;
    QStringList naiveIds(const TokenFilter &filter, TokenColumnId column, bool descending) const;
    QHash<QString, models::ConnectionText> connections() const;

    test::FixedClock m_clock;
    std::unique_ptr<work::TokenStore> m_store = std::make_unique<work::TokenStore>();
};

void TokenTableModelTest::cleanup()
{
    m_store = std::make_unique<work::TokenStore>();
}

QHash<QString, models::ConnectionText> TokenTableModelTest::connections() const
{
    using domain::Environment;
    using domain::Vendor;
    return {{u"m"_s, {u"Mist lab"_s, Vendor::Mist, Environment::Test}},
        {u"s"_s, {u"Market"_s, Vendor::SoftwareOne, Environment::Production}},
        {u"l"_s, {u"Lightning"_s, Vendor::Lightspark, Environment::Staging}}};
}

void TokenTableModelTest::fill(int count)
{
    QRandomGenerator random(99);
    for (const auto &connection : {u"m"_s, u"s"_s, u"l"_s}) {
        std::vector<Token> page;
        for (int i = 0; i < count; ++i)
            page.push_back(
                test::randomToken(random, connection, QString::number(random.generate(), 36)));
        m_store->merge(domain::TokenBatch::of(page));
    }
}

QStringList TokenTableModelTest::shownIds(const TokenTableModel &model) const
{
    QStringList ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids += model.tokenAt(row)->key.connectionId + u'/' + model.tokenAt(row)->key.remoteId;
    return ids;
}

/// The order as one would write it without a thought for speed.
QStringList TokenTableModelTest::naiveIds(
    const TokenFilter &wanted, const std::vector<work::SortBy> &sort) const
{
    const auto table = connections();
    std::vector<std::pair<Token, work::RowId>> rows;
    const auto expression = filter::parse(wanted.words).expression;
    for (work::RowId row = 0; row < m_store->rowCount(); ++row) {
        if (!m_store->isPresent(row))
            continue;
        const Token token = m_store->token(row);
        const auto &connection = table[token.key.connectionId];
        if (!wanted.connectionIds.isEmpty()
            && !wanted.connectionIds.contains(token.key.connectionId))
            continue;
        if (wanted.vendor && *wanted.vendor != connection.vendor)
            continue;
        if (!filter::matches(expression, token,
                {m_clock.time, connection.name, connection.vendor, connection.environment,
                    models::statusText(token)}))
            continue;
        rows.emplace_back(token, row);
    }
    std::sort(rows.begin(), rows.end(), [&](const auto &a, const auto &b) {
        return test::naiveBefore(a.first, a.second, b.first, b.second, sort, table);
    });
    QStringList ids;
    for (const auto &[token, row] : rows)
        ids += token.key.connectionId + u'/' + token.key.remoteId;
    return ids;
}

QStringList TokenTableModelTest::naiveIds(
    const TokenFilter &filter, TokenColumnId column, bool descending) const
{
    return naiveIds(filter, {{column, descending}});
}

void TokenTableModelTest::showsWhatTheStoreHolds()
{
    fill(10);
    TokenTableModel model(*m_store, m_clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), 30);
    QCOMPARE(model.columnCount(), int(models::tokenColumns().size()));
    model.setConnections(connections());
    QTRY_COMPARE(shownIds(model), naiveIds({}, TokenColumnId::Name, false));
}

void TokenTableModelTest::answersItsRoles()
{
    Token token = test::token(u"m"_s, u"id-1"_s, u"<b>bold</b>"_s);
    token.lastUsed = domain::TimeFact::known(m_clock.time - std::chrono::hours(3));
    token.isOwnCredential = true;
    m_store->put(token);
    TokenTableModel model(*m_store, m_clock);
    model.setConnections(connections());
    const QModelIndex name = model.index(0, int(TokenColumnId::Name));

    QCOMPARE(name.data().toString(), u"<b>bold</b>"_s);
    QCOMPARE(name.data(TokenTableModel::TokenKeyRole).value<TokenKey>(), token.key);
    QCOMPARE(name.data(TokenTableModel::StatusRole).toInt(), int(domain::TokenStatus::Active));
    QCOMPARE(name.data(TokenTableModel::RowIdRole).toUInt(), 0u);
    QVERIFY(!name.data(Qt::DecorationRole).value<QIcon>().isNull());
    const QString spoken = name.data(Qt::AccessibleDescriptionRole).toString();
    for (const auto &part : {u"<b>bold</b>"_s, u"Juniper Mist"_s, u"Active"_s, u"3 h ago"_s})
        QVERIFY2(spoken.contains(part), qPrintable(spoken));
    const QString tip = name.data(Qt::ToolTipRole).toString();
    QVERIFY(tip.startsWith("<qt>"_L1));
    QVERIFY(!tip.contains("<b>"_L1));

    const QModelIndex used = model.index(0, int(TokenColumnId::LastUsed));
    QCOMPARE(used.data().toString(), u"3 h ago"_s);
    QVERIFY(used.data(Qt::ToolTipRole).toString().contains("2026-03-01 09:00:00 UTC"_L1));
    QVERIFY(!used.data(Qt::FontRole).isValid());
    const QModelIndex expires = model.index(0, int(TokenColumnId::Expires));
    QCOMPARE(expires.data().toString(), u"Not reported"_s);
    QVERIFY(expires.data(Qt::FontRole).value<QFont>().italic());
}

void TokenTableModelTest::announcesAPageAsOneInsertionAtTheEnd()
{
    fill(20);
    TokenTableModel model(*m_store, m_clock);
    QTRY_VERIFY(!shownIds(model).isEmpty());
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    std::vector<Token> page;
    for (int i = 0; i < 50; ++i)
        page.push_back(test::token(u"m"_s, u"new-%1"_s.arg(i), u"a"_s));
    m_store->merge(domain::TokenBatch::of(page));
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.at(0).at(1).toInt(), 60);
    QCOMPARE(inserted.at(0).at(2).toInt(), 109);
}

void TokenTableModelTest::sortsEveryColumnLikeANaiveModel_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<bool>("descending");
    for (const auto &column : models::tokenColumns()) {
        QTest::addRow("%s, up", column.word) << int(column.id) << false;
        QTest::addRow("%s, down", column.word) << int(column.id) << true;
    }
}

void TokenTableModelTest::sortsEveryColumnLikeANaiveModel()
{
    QFETCH(int, column);
    QFETCH(bool, descending);
    fill(60);
    TokenTableModel model(*m_store, m_clock);
    model.setConnections(connections());
    model.sort(column, descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    QCOMPARE(shownIds(model), naiveIds({}, static_cast<TokenColumnId>(column), descending));
}

void TokenTableModelTest::filtersByWordsConnectionAndVendor()
{
    fill(40);
    TokenTableModel model(*m_store, m_clock);
    model.setConnections(connections());
    const TokenFilter filters[] = {{.words = u"arger"_s}, {.connectionIds = {u"m"_s, u"l"_s}},
        {.vendor = domain::Vendor::SoftwareOne},
        {.words = u"active read"_s, .connectionIds = {u"s"_s}}, {.words = u"nothing like it"_s},
        {}};
    for (const TokenFilter &filter : filters) {
        model.setFilter(filter);
        QCOMPARE(shownIds(model), naiveIds(filter, TokenColumnId::Name, false));
        TokenFilter structure = filter;
        structure.words.clear();
        QCOMPARE(model.countWithoutWords(), naiveIds(structure, TokenColumnId::Name, false).size());
    }
}

void TokenTableModelTest::keepsTheLastFilterThatCouldBeRead()
{
    fill(20);
    TokenTableModel model(*m_store, m_clock);
    model.setConnections(connections());
    model.setFilter({.words = u"status:active"_s});
    QVERIFY(!model.filterError());
    model.setFilter({.words = u"status:active (alpha"_s, .connectionIds = {u"m"_s}});
    QVERIFY(model.filterError());
    QCOMPARE(model.filterError()->position, 14);
    QCOMPARE(model.filter().words, u"status:active (alpha"_s);
    QCOMPARE(shownIds(model),
        naiveIds(
            {.words = u"status:active"_s, .connectionIds = {u"m"_s}}, TokenColumnId::Name, false));
    model.setFilter({.words = u"status:active (alpha)"_s});
    QVERIFY(!model.filterError());
    QCOMPARE(shownIds(model), naiveIds(model.filter(), TokenColumnId::Name, false));
}

void TokenTableModelTest::letsRowsGoWithTime()
{
    Token token = test::token(u"m"_s, u"1"_s, u"alpha"_s);
    token.lastUsed = domain::TimeFact::known(m_clock.time - std::chrono::hours(23));
    m_store->put(token);
    TokenTableModel model(*m_store, m_clock);
    model.setFilter({.words = u"used:<1d"_s});
    QCOMPARE(model.rowCount(), 1);
    m_clock.time += std::chrono::hours(2);
    model.letTimePass();
    QTRY_COMPARE(model.rowCount(), 0);
    m_clock.time -= std::chrono::hours(2);
}

void TokenTableModelTest::tellsWhenAHiddenTokenGoes()
{
    m_store->put(test::token(u"m"_s, u"1"_s, u"alpha"_s));
    TokenTableModel model(*m_store, m_clock);
    model.setFilter({.words = u"zeta"_s});
    QSignalSpy arranged(&model, &TokenTableModel::arranged);
    m_store->remove({u"m"_s, u"1"_s});
    QCOMPARE(arranged.size(), 1);
    QCOMPARE(model.countWithoutWords(), 0);
}

void TokenTableModelTest::keepsPersistentIndexesByToken()
{
    fill(30);
    TokenTableModel model(*m_store, m_clock);
    model.setConnections(connections());
    const QPersistentModelIndex kept = model.index(17, int(TokenColumnId::Status));
    const TokenKey key = model.tokenAt(17)->key;
    model.sort(int(TokenColumnId::LastUsed), Qt::DescendingOrder);
    QCOMPARE(model.tokenAt(kept.row())->key, key);
    QCOMPARE(kept.column(), int(TokenColumnId::Status));
    model.setFilter({.connectionIds = {key.connectionId}});
    QCOMPARE(model.tokenAt(kept.row())->key, key);
    QCOMPARE(model.indexOf(key, TokenColumnId::Status), QModelIndex(kept));
    m_store->remove(key);
    QVERIFY(!kept.isValid());
    QVERIFY(!model.indexOf(key, TokenColumnId::Status).isValid());
}

void TokenTableModelTest::coalescesChanges()
{
    std::vector<Token> page;
    for (int i = 0; i < 9; ++i)
        page.push_back(test::token(u"m"_s, QString::number(i), QString::number(i)));
    m_store->merge(domain::TokenBatch::of(page));
    TokenTableModel model(*m_store, m_clock);
    model.setConnections(connections());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    for (const std::size_t i : {4u, 2u, 3u, 7u}) {
        page[i].status = domain::TokenStatus::Disabled;
        m_store->put(page[i]);
    }
    QCOMPARE(changed.size(), 0);
    QTRY_COMPARE(changed.size(), 2);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 2);
    QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 4);
    QCOMPARE(changed.at(1).at(0).toModelIndex().row(), 7);
}

void TokenTableModelTest::announcesOneRangeWhenMostRowsChanged()
{
    std::vector<Token> page;
    for (int i = 0; i < 9; ++i)
        page.push_back(test::token(u"m"_s, QString::number(i), QString::number(i)));
    m_store->merge(domain::TokenBatch::of(page));
    TokenTableModel model(*m_store, m_clock);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    for (const std::size_t i : {0u, 2u, 4u, 6u, 8u}) {
        page[i].status = domain::TokenStatus::Disabled;
        m_store->put(page[i]);
    }
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 0);
    QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 8);
}

void TokenTableModelTest::reordersAtMostOnceASecondWhileLoading()
{
    TokenTableModel model(*m_store, m_clock);
    model.setConnections(connections());
    QSignalSpy reordered(&model, &QAbstractItemModel::layoutChanged);
    QElapsedTimer time;
    time.start();
    for (int pageNumber = 0; pageNumber < 30; ++pageNumber) {
        m_store->merge(domain::TokenBatch::of(
            {test::token(u"m"_s, u"z%1"_s.arg(pageNumber), u"z%1"_s.arg(90 - pageNumber)),
                test::token(u"m"_s, u"a%1"_s.arg(pageNumber), u"a%1"_s.arg(90 - pageNumber))}));
        test::settle(std::chrono::milliseconds(10));
    }
    QVERIFY2(reordered.size() <= 2 + time.elapsed() / 1000,
        qPrintable(u"%1 in %2 ms"_s.arg(reordered.size()).arg(time.elapsed())));
    QTRY_COMPARE(shownIds(model), naiveIds({}, TokenColumnId::Name, false));
}

void TokenTableModelTest::dropsAnOldOrderWhenANewerIsAskedFor()
{
    fill(50);
    TokenTableModel model(*m_store, m_clock);
    model.setConnections(connections());
    model.setPoolThreshold(0);
    const QStringList before = shownIds(model);
    QSignalSpy arranged(&model, &TokenTableModel::arranged);
    model.sort(int(TokenColumnId::Created), Qt::DescendingOrder);
    model.sort(int(TokenColumnId::Id), Qt::AscendingOrder);
    model.sort(int(TokenColumnId::LastUsed), Qt::DescendingOrder);
    QCOMPARE(shownIds(model), before);
    QTRY_VERIFY(!arranged.isEmpty());
    QCOMPARE(shownIds(model), naiveIds({}, TokenColumnId::LastUsed, true));
    test::settle(std::chrono::milliseconds(50));
    QCOMPARE(arranged.size(), 1);
}

void TokenTableModelTest::reconcilesRowsThatCameAndWentWhileOrdering()
{
    fill(50);
    TokenTableModel model(*m_store, m_clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setConnections(connections());
    model.setPoolThreshold(0);
    model.sort(int(TokenColumnId::Created), Qt::DescendingOrder);
    m_store->remove(model.tokenAt(7)->key);
    m_store->removeConnection(u"s"_s);
    m_store->put(test::token(u"m"_s, u"late"_s, u"late"_s));
    QTRY_COMPARE(model.rowCount(), m_store->count());
    QVERIFY(!model.isOrdering());
    QTRY_COMPARE(shownIds(model), naiveIds({}, TokenColumnId::Created, true));
}

void TokenTableModelTest::asksAnewBetweenTwoSteps()
{
    fill(50);
    QThreadPool *pool = QThreadPool::globalInstance();
    const auto threads
        = qScopeGuard([pool, most = pool->maxThreadCount()] { pool->setMaxThreadCount(most); });
    pool->setMaxThreadCount(1);
    TokenTableModel model(*m_store, m_clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setConnections(connections());
    model.setPoolThreshold(0);
    TokenFilter filter;
    filter.vendor = domain::Vendor::Mist;
    model.setFilter(filter);
    QTRY_COMPARE(model.rowCount(), 50);
    // A step of the last order on the rows of the next one loses rows that nobody is told of.
    int told = model.rowCount();
    QStringList untold;
    connect(&model, &TokenTableModel::rowsInserted, &model,
        [&told](const QModelIndex &, int first, int last) { told += last - first + 1; });
    connect(&model, &TokenTableModel::rowsRemoved, &model,
        [&told](const QModelIndex &, int first, int last) { told -= last - first + 1; });
    connect(&model, &TokenTableModel::layoutChanged, &model, [&] {
        if (told != model.rowCount())
            untold += u"%1, not %2"_s.arg(model.rowCount()).arg(told);
    });
    for (const int changes : {1, 2}) { // After the first step, the second ...
        int heard = 0;
        const auto interrupt = [&] {
            if (++heard != changes)
                return;
            // The next order is long in coming: a step left of the last one has time to go wrong.
            const auto gate = std::make_shared<QSemaphore>();
            pool->start([gate] { gate->acquire(); });
            QTimer::singleShot(50, qApp, [gate] { gate->release(); });
            model.sort(
                int(TokenColumnId::Id), changes % 2 ? Qt::DescendingOrder : Qt::AscendingOrder);
            m_store->put(test::token(u"m"_s, u"late%1"_s.arg(changes), u"late"_s));
        };
        QObject guard;
        const auto later = [&] { QTimer::singleShot(0, &guard, interrupt); };
        connect(&model, &TokenTableModel::rowsInserted, &guard, later);
        connect(&model, &TokenTableModel::layoutChanged, &guard, later);
        connect(&model, &TokenTableModel::rowsRemoved, &guard, later);
        filter.vendor.reset();
        model.setFilter(filter);
        QTRY_VERIFY(heard >= changes);
        QTRY_VERIFY(!model.isUnsettled());
        QTRY_COMPARE(model.rowCount(), m_store->count());
        QTRY_COMPARE(shownIds(model), naiveIds({}, TokenColumnId::Id, changes % 2 != 0));
        filter.vendor = domain::Vendor::SoftwareOne;
        model.setFilter(filter);
        QTRY_COMPARE(model.rowCount(), m_store->count(u"s"_s));
        QTRY_VERIFY(!model.isUnsettled());
        QCOMPARE(untold, QStringList());
    }
}

void TokenTableModelTest::survivesRandomScripts_data()
{
    QTest::addColumn<quint32>("seed");
    QTest::addColumn<int>("poolThreshold");
    for (const quint32 seed : {1u, 2u, 3u, 4u, 5u, 6u})
        QTest::addRow("seed %u", seed) << seed << (seed % 2 ? 20'000 : 0);
}

void TokenTableModelTest::survivesRandomScripts()
{
    QFETCH(quint32, seed);
    QFETCH(int, poolThreshold);
    QRandomGenerator random(seed);
    TokenTableModel model(*m_store, m_clock);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setConnections(connections());
    model.setPoolThreshold(poolThreshold);
    const QStringList ids = {u"m"_s, u"s"_s, u"l"_s};
    TokenFilter filter;
    std::vector<models::SortBy> sort {{}};
    std::map<QString, QPersistentModelIndex> kept; // token -> an index that must follow it

    for (int step = 0; step < 120; ++step) {
        const QString connection = ids.at(random.bounded(3));
        switch (random.bounded(8)) {
        case 0:
        case 1: {
            std::vector<Token> page;
            for (int i = random.bounded(12); i >= 0; --i)
                page.push_back(
                    test::randomToken(random, connection, QString::number(random.bounded(60))));
            m_store->merge(domain::TokenBatch::of(page));
            break;
        }
        case 2:
            m_store->remove({connection, QString::number(random.bounded(60))});
            break;
        case 3:
            m_store->beginSync(connection);
            m_store->merge(domain::TokenBatch::of({test::randomToken(random, connection, u"7"_s)}));
            m_store->endSync(connection, random.bounded(3) == 0);
            break;
        case 4:
            sort.clear();
            for (int keys = random.bounded(1, 4); keys > 0; --keys)
                sort.push_back({static_cast<TokenColumnId>(random.bounded(model.columnCount())),
                    random.bounded(2) == 0 ? Qt::DescendingOrder : Qt::AscendingOrder});
            model.setSortKeys(sort);
            break;
        case 5: {
            const QStringList words = {u""_s, u"a"_s, u"active"_s, u"zeta"_s};
            filter.words = words.at(random.bounded(4));
            filter.connectionIds.clear();
            if (random.bounded(2) == 0)
                filter.connectionIds.insert(connection);
            model.setFilter(filter);
            break;
        }
        case 6:
            if (model.rowCount() > 0) {
                const int row = random.bounded(model.rowCount());
                kept[shownIds(model).at(row)] = model.index(row, 0);
            }
            break;
        default:
            for (int turns = random.bounded(4); turns > 0; --turns) // Not to the end of it.
                QCoreApplication::processEvents();
        }
        const QStringList shown = shownIds(model);
        for (const auto &[id, index] : kept) {
            if (index.isValid())
                QCOMPARE(shown.at(index.row()), id);
        }
    }
    std::vector<work::SortBy> fields;
    for (const models::SortBy &by : sort)
        fields.push_back({by.column, by.order == Qt::DescendingOrder});
    QTRY_COMPARE(shownIds(model), naiveIds(filter, fields));
}

QTEST_MAIN(TokenTableModelTest)
#include "tst_tokentablemodel.moc"
