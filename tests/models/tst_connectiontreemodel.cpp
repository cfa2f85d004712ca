// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/connectiontreemodel.h"
#include "stricttest.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using domain::Connection;
using domain::Environment;
using domain::Vendor;
using models::ConnectionScope;
using models::ConnectionStatus;
using models::ConnectionTreeModel;
using State = work::Session::State;

class ConnectionTreeModelTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void groupsByVendorAndSortsByName();
    void removesAVendorWithItsLastConnection();
    void sumsTheCounts();
    void saysEverythingInWords();
    void givesEachStateItsOwnWords();
    void namesRowsByScope();
    void survivesRandomEdits();

private:
    static Connection connection(const QString &id, const QString &name, Vendor vendor)
    {
        return {.id = id,
            .name = name,
            .vendor = vendor,
            .environment = Environment::Staging,
            .baseUrl = QUrl(u"https://%1.example.org"_s.arg(id))};
    }
    static QString shape(const QAbstractItemModel &model, const QModelIndex &parent = {});
};

/// The tree as text: "a(b c) d".
QString ConnectionTreeModelTest::shape(const QAbstractItemModel &model, const QModelIndex &parent)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        const QString below = shape(model, index);
        rows += index.data().toString() + (below.isEmpty() ? QString() : u'(' + below + u')');
    }
    return rows.join(u", "_s);
}

void ConnectionTreeModelTest::groupsByVendorAndSortsByName()
{
    work::ConnectionBook book {QString()};
    ConnectionTreeModel model(book);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(shape(model), u"All Tokens"_s);
    QVERIFY(book.add(connection(u"1"_s, u"zeta"_s, Vendor::Lightspark)));
    QVERIFY(book.add(connection(u"2"_s, u"Beta"_s, Vendor::Mist)));
    QVERIFY(book.add(connection(u"3"_s, u"alpha"_s, Vendor::Mist)));
    QCOMPARE(shape(model), u"All Tokens, Juniper Mist(alpha, Beta), Lightspark(zeta)"_s);
    QVERIFY(book.update(connection(u"3"_s, u"gamma"_s, Vendor::Mist)));
    QCOMPARE(shape(model), u"All Tokens, Juniper Mist(Beta, gamma), Lightspark(zeta)"_s);
    QVERIFY(book.update(connection(u"3"_s, u"delta"_s, Vendor::Lightspark)));
    QCOMPARE(shape(model), u"All Tokens, Juniper Mist(Beta), Lightspark(delta, zeta)"_s);
    ConnectionTreeModel later(book);
    QCOMPARE(shape(later), shape(model));
}

void ConnectionTreeModelTest::removesAVendorWithItsLastConnection()
{
    work::ConnectionBook book {QString()};
    ConnectionTreeModel model(book);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(book.add(connection(u"1"_s, u"one"_s, Vendor::Csp)));
    QVERIFY(book.add(connection(u"2"_s, u"two"_s, Vendor::Csp)));
    const QPersistentModelIndex two = model.indexOf({Vendor::Csp, u"2"_s});
    QVERIFY(book.remove(u"1"_s));
    QVERIFY(two.isValid());
    QCOMPARE(two.data().toString(), u"two"_s);
    QVERIFY(book.remove(u"2"_s));
    QCOMPARE(shape(model), u"All Tokens"_s);
    QVERIFY(!two.isValid());
}

void ConnectionTreeModelTest::sumsTheCounts()
{
    work::ConnectionBook book {QString()};
    for (const auto &[id, vendor] : {std::pair(u"1"_s, Vendor::Mist),
             std::pair(u"2"_s, Vendor::Mist), std::pair(u"3"_s, Vendor::Csp)})
        QVERIFY(book.add(connection(id, id, vendor)));
    ConnectionTreeModel model(book);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setStatus(u"1"_s, {.state = State::Ready, .count = 10});
    QCOMPARE(changed.size(), 3);
    model.setStatus(u"1"_s, {.state = State::Ready, .count = 10});
    QCOMPARE(changed.size(), 3);
    model.setStatus(u"2"_s, {.state = State::Loading, .count = 5});
    model.setStatus(u"3"_s, {.count = 1});
    model.setStatus(u"no such"_s, {.count = 1});
    const auto count = [&model](const ConnectionScope &scope) {
        return model.indexOf(scope).data(ConnectionTreeModel::CountRole).toInt();
    };
    QCOMPARE(count({}), 16);
    QCOMPARE(count({.vendor = Vendor::Mist}), 15);
    QCOMPARE(count({.connectionId = u"2"_s}), 5);
    QVERIFY(book.remove(u"2"_s));
    QCOMPARE(count({}), 11);
}

void ConnectionTreeModelTest::saysEverythingInWords()
{
    work::ConnectionBook book {QString()};
    QVERIFY(book.add(connection(u"1"_s, u"<i>lab</i>"_s, Vendor::Mist)));
    ConnectionTreeModel model(book);
    model.setStatus(
        u"1"_s, {.state = State::Failed, .count = 1, .problem = u"The vendor said <b>no</b>."_s});
    const QModelIndex index = model.indexOf({.connectionId = u"1"_s});
    QCOMPARE(index.data().toString(), u"<i>lab</i>"_s);
    const QString spoken = index.data(Qt::AccessibleDescriptionRole).toString();
    for (const auto &part : {u"Staging"_s, u"Failed"_s, u"1 token"_s, u"https://1.example.org"_s,
             u"The vendor said <b>no</b>."_s})
        QVERIFY2(spoken.contains(part), qPrintable(spoken));
    QVERIFY(!index.data(Qt::ToolTipRole).toString().contains("<b>"_L1));
    QCOMPARE(index.data(ConnectionTreeModel::EnvironmentRole).toInt(), int(Environment::Staging));
    QCOMPARE(index.data(ConnectionTreeModel::StateTextRole).toString(), u"Failed"_s);
}

void ConnectionTreeModelTest::givesEachStateItsOwnWords()
{
    QSet<QString> words;
    for (const auto state : {State::Closed, State::Opening, State::Loading, State::Ready,
             State::Failed, State::Stopped})
        words.insert(models::stateText({.state = state}));
    words.insert(models::stateText({.state = State::Ready, .hasWarnings = true}));
    QCOMPARE(words.size(), 7);
    QVERIFY(
        models::stateText({.state = State::Loading, .count = 3, .total = 9}).contains("3 of 9"_L1));
}

void ConnectionTreeModelTest::namesRowsByScope()
{
    work::ConnectionBook book {QString()};
    QVERIFY(book.add(connection(u"1"_s, u"one"_s, Vendor::Csp)));
    ConnectionTreeModel model(book);
    const ConnectionScope scopes[] = {{}, {.vendor = Vendor::Csp}, {Vendor::Csp, u"1"_s}};
    for (const ConnectionScope &scope : scopes)
        QVERIFY(model.scopeOf(model.indexOf(scope)) == scope);
    QVERIFY(!model.indexOf({.vendor = Vendor::Mist}).isValid());
    QVERIFY(!model.indexOf({.connectionId = u"2"_s}).isValid());
    QVERIFY(model.scopeOf({}).isEverything());
}

void ConnectionTreeModelTest::survivesRandomEdits()
{
    QRandomGenerator random(77);
    work::ConnectionBook book {QString()};
    ConnectionTreeModel model(book);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int step = 0; step < 300; ++step) {
        const QString id = QString::number(random.bounded(12));
        const auto vendor = domain::allVendors[random.bounded(4u)];
        // Names must be unique, so each carries its id.
        const Connection made = connection(id, u"%1-%2"_s.arg(random.bounded(9)).arg(id), vendor);
        const bool known = book.find(id);
        const int what = random.bounded(4);
        if (what == 0 && known)
            QVERIFY(book.remove(id));
        else if (what == 1)
            model.setStatus(id, {.state = State::Ready, .count = random.bounded(5)});
        else if (known)
            QVERIFY(book.update(made));
        else
            QVERIFY(book.add(made));
        QCOMPARE(shape(model), shape(ConnectionTreeModel(book)));
    }
}

QTEST_MAIN(ConnectionTreeModelTest)
#include "tst_connectiontreemodel.moc"
