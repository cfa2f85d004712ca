// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stricttest.h"

#include <QRegularExpression>

namespace test {

namespace {

/// Qt's watchdog ends a row after five minutes. On a busy machine it does not get the processor
/// between two rows, takes them for one, and ends a test of many rows of which none is long. Qt
/// reads this when the first test begins.
[[maybe_unused]] const bool hasPatientWatchdog = [] {
    return qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT")
        || qputenv("QTEST_FUNCTION_TIMEOUT", QByteArray::number(10 * patienceMs()));
}();

} // namespace

void StrictTest::init()
{
    // The offscreen platform says the excepted sentence for every window with a size limit.
    QTest::failOnWarning(QRegularExpression(
        QStringLiteral("^(?!This plugin does not support propagateSizeHints\\(\\)).*")));
}

} // namespace test
