// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "shots.h"
#include "stricttest.h"
#include "tokens/connectiontreeview.h"

#include <QAccessible>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using domain::Connection;
using domain::Environment;
using domain::Vendor;
using models::ConnectionScope;
using models::ConnectionTreeModel;
using tokens::ConnectionTreeView;
using State = work::Session::State;

class ConnectionTreeViewTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void isTheTreeOfConnections();
    void saysWhichTokensAreWanted();
    void keepsItsSelectionWhenOthersComeAndGo();
    void fallsBackToEverything();
    void looksRight();
};

namespace {

Connection connection(const QString &id, const QString &name, Vendor vendor,
    Environment environment = Environment::Test)
{
    return {.id = id,
        .name = name,
        .vendor = vendor,
        .environment = environment,
        .baseUrl = QUrl(u"https://api.example.org"_s)};
}

} // namespace

void ConnectionTreeViewTest::isTheTreeOfConnections()
{
    work::ConnectionBook book {QString()};
    QVERIFY(book.add(connection(u"1"_s, u"Lab"_s, Vendor::Mist)));
    ConnectionTreeModel model(book);
    ConnectionTreeView view(model);
    view.show();
    QAccessibleInterface *tree = QAccessible::queryAccessibleInterface(&view);
    QCOMPARE(tree->text(QAccessible::Name), u"Connections"_s);
    QCOMPARE(tree->role(), QAccessible::Tree);
    QVERIFY(view.scope().isEverything());
    QVERIFY(view.isExpanded(model.indexOf({.vendor = Vendor::Mist})));
}

void ConnectionTreeViewTest::saysWhichTokensAreWanted()
{
    work::ConnectionBook book {QString()};
    QVERIFY(book.add(connection(u"1"_s, u"Lab"_s, Vendor::Mist)));
    ConnectionTreeModel model(book);
    ConnectionTreeView view(model);
    view.show();
    QSignalSpy changed(&view, &ConnectionTreeView::scopeChanged);
    QTest::keyClick(&view, Qt::Key_Down);
    QCOMPARE(changed.size(), 1);
    QVERIFY(changed.at(0).at(0).value<ConnectionScope>() == (ConnectionScope {Vendor::Mist, {}}));
    QTest::keyClick(&view, Qt::Key_Down);
    QVERIFY(view.scope() == (ConnectionScope {Vendor::Mist, u"1"_s}));
    QSignalSpy activated(&view, &ConnectionTreeView::connectionActivated);
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(activated.at(0).at(0).toString(), u"1"_s);
}

void ConnectionTreeViewTest::keepsItsSelectionWhenOthersComeAndGo()
{
    work::ConnectionBook book {QString()};
    QVERIFY(book.add(connection(u"2"_s, u"beta"_s, Vendor::Csp)));
    ConnectionTreeModel model(book);
    ConnectionTreeView view(model);
    view.selectScope({.connectionId = u"2"_s});
    QSignalSpy changed(&view, &ConnectionTreeView::scopeChanged);
    QVERIFY(book.add(connection(u"1"_s, u"alpha"_s, Vendor::Csp)));
    QVERIFY(book.add(connection(u"3"_s, u"mist"_s, Vendor::Mist)));
    QVERIFY(book.update(connection(u"2"_s, u"aaa"_s, Vendor::Csp)));
    QVERIFY(book.remove(u"1"_s));
    QCOMPARE(view.scope().connectionId, u"2"_s);
    QCOMPARE(changed.size(), 0);
    QVERIFY(view.isExpanded(model.indexOf({.vendor = Vendor::Mist})));
}

void ConnectionTreeViewTest::fallsBackToEverything()
{
    work::ConnectionBook book {QString()};
    ConnectionTreeModel model(book);
    ConnectionTreeView view(model);
    view.selectScope({.connectionId = u"gone"_s});
    QVERIFY(view.scope().isEverything());
    QVERIFY(view.currentIndex().isValid());
}

void ConnectionTreeViewTest::looksRight()
{
    work::ConnectionBook book {QString()};
    QVERIFY(book.add(connection(u"1"_s, u"Mist EMEA"_s, Vendor::Mist, Environment::Production)));
    QVERIFY(book.add(connection(u"2"_s, u"Mist lab"_s, Vendor::Mist, Environment::Test)));
    QVERIFY(book.add(connection(u"3"_s, u"CSP of the whole organisation, with a long name"_s,
        Vendor::Csp, Environment::Staging)));
    QVERIFY(book.add(
        connection(u"4"_s, u"Marketplace"_s, Vendor::SoftwareOne, Environment::Production)));
    QVERIFY(book.add(connection(u"5"_s, u"Lightning"_s, Vendor::Lightspark)));
    ConnectionTreeModel model(book);
    model.setStatus(u"1"_s, {.state = State::Ready, .count = 1234});
    model.setStatus(u"2"_s, {.state = State::Loading, .count = 300, .total = 1200});
    model.setStatus(u"3"_s, {.state = State::Failed});
    model.setStatus(u"4"_s, {.state = State::Ready, .count = 12, .hasWarnings = true});
    model.setStatus(u"5"_s, {.state = State::Opening});
    ConnectionTreeView view(model);
    view.resize(270, 460);
    view.show();
    view.selectScope({.connectionId = u"2"_s});
    test::shoot(view, u"tree"_s);
}

QTEST_MAIN(ConnectionTreeViewTest)
#include "tst_connectiontreeview.moc"
