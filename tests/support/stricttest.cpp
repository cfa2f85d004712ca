// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "stricttest.h"

#include <QRegularExpression>

namespace test {

void StrictTest::init()
{
    // The offscreen platform says the excepted sentence for every window with a size limit.
    QTest::failOnWarning(QRegularExpression(
        QStringLiteral("^(?!This plugin does not support propagateSizeHints\\(\\)).*")));
}

} // namespace test
