// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The table of commands: what no single command can see.

#include "shell/actions.h"
#include "stricttest.h"

#include <QHash>
#include <QKeySequence>

class ActionsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void givesEachKeyToOneCommand();
    void explainsEachCommand();
};

/// Qt takes a key that two enabled commands have for ambiguous, and runs neither.
void ActionsTest::givesEachKeyToOneCommand()
{
    QObject owner;
    const shell::Actions actions(&owner);
    QHash<QKeySequence, QString> takenBy;
    for (const QAction *action : actions.all()) {
        const auto keys = action->shortcuts();
        for (const QKeySequence &key : keys) {
            QVERIFY2(!takenBy.contains(key),
                qPrintable(QStringLiteral("%1: %2 and %3")
                               .arg(key.toString(), takenBy.value(key), action->objectName())));
            takenBy.insert(key, action->objectName());
        }
    }
    QVERIFY(takenBy.size() > 30);
}

void ActionsTest::explainsEachCommand()
{
    QObject owner;
    const shell::Actions actions(&owner);
    QSet<QString> names;
    for (const QAction *action : actions.all()) {
        QVERIFY2(!action->toolTip().isEmpty(), qPrintable(action->objectName()));
        QVERIFY2(!names.contains(action->objectName()), qPrintable(action->objectName()));
        names.insert(action->objectName());
    }
}

QTEST_MAIN(ActionsTest)
#include "tst_actions.moc"
