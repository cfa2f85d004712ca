// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/grantmodel.h"
#include "stricttest.h"

#include <QAbstractItemModelTester>
#include <QIcon>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using models::GrantModel;

class GrantModelTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void showsGrantsInTheVendorsWords();
    void leavesTheSameGrantsAlone();
};

void GrantModelTest::showsGrantsInTheVendorsWords()
{
    GrantModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setGrants({{.name = u"admin"_s, .target = u"org"_s, .broad = true},
        {.name = u"MOD-17"_s, .label = u"Access <b>"_s},
        {.name = u"read"_s, .target = u"site:1"_s, .targetLabel = u"Haven"_s}});
    QCOMPARE(model.rowCount(), 3);
    const auto text
        = [&model](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(text(0, GrantModel::Name), u"admin"_s);
    QCOMPARE(text(0, GrantModel::Place), u"org"_s);
    QVERIFY(!text(0, GrantModel::Note).isEmpty());
    QVERIFY(!model.index(0, 0).data(Qt::DecorationRole).value<QIcon>().isNull());
    QCOMPARE(text(1, GrantModel::Name), u"Access <b> (MOD-17)"_s);
    QCOMPARE(text(1, GrantModel::Place), u"Everywhere it can"_s);
    QVERIFY(text(1, GrantModel::Note).isEmpty());
    QVERIFY(!model.index(1, 0).data(Qt::ToolTipRole).toString().contains("<b>"_L1));
    QCOMPARE(text(2, GrantModel::Place), u"Haven (site:1)"_s);
    for (int column = 0; column < GrantModel::columns; ++column)
        QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
}

void GrantModelTest::leavesTheSameGrantsAlone()
{
    GrantModel model;
    model.setGrants({{.name = u"read"_s}});
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.setGrants({{.name = u"read"_s}});
    QCOMPARE(reset.size(), 0);
    model.setGrants({{.name = u"write"_s}});
    QCOMPARE(reset.size(), 1);
}

QTEST_MAIN(GrantModelTest)
#include "tst_grantmodel.moc"
