// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A screen reader's late question must not end the program.

#include "stricttest.h"
#include "support/scrollareaaccess.h"

#include <QAccessible>
#include <QLabel>
#include <QScrollArea>

class ScrollAreaAccessTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void initTestCase() { support::installScrollAreaAccess(); }
    void givesNothingForAChildThatIsNotThere();
    void stillShowsWhatIsThere();
};

void ScrollAreaAccessTest::givesNothingForAChildThatIsNotThere()
{
    QScrollArea area;
    area.setWidget(new QLabel(QStringLiteral("inside")));
    area.show();
    QAccessibleInterface *access = QAccessible::queryAccessibleInterface(&area);
    QVERIFY(access);
    QVERIFY(!access->child(access->childCount())); // Qt's own answer ends in a crash here.
    QVERIFY(!access->child(-1));
    QVERIFY(!access->child(1000));
}

void ScrollAreaAccessTest::stillShowsWhatIsThere()
{
    QScrollArea area;
    auto *label = new QLabel(QStringLiteral("inside"));
    area.setWidget(label);
    area.show();
    QAccessibleInterface *access = QAccessible::queryAccessibleInterface(label);
    bool reached = false;
    for (; access; access = access->parent())
        reached = reached || access->object() == &area;
    QVERIFY(reached);
    QVERIFY(QAccessible::queryAccessibleInterface(&area)->childCount() > 0);
}

QTEST_MAIN(ScrollAreaAccessTest)
#include "tst_scrollareaaccess.moc"
