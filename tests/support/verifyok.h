// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// VERIFY_OK(result): fails a test with the words of the error.

#include "base/result.h"

#include <QTest>

namespace test {

inline QByteArray words(const base::Error &error)
{
    return QStringList {
        base::errorKindName(error.kind), error.vendorWords, error.detail, error.field}
        .join(QStringLiteral(" | "))
        .toUtf8();
}

template <typename T>
QByteArray failure(const base::Result<T> &result)
{
    return result ? QByteArray() : words(result.error());
}

} // namespace test

#define VERIFY_OK(expression)                                                                      \
    do {                                                                                           \
        const auto &outcome = (expression);                                                        \
        QVERIFY2(outcome.has_value(), test::failure(outcome).constData());                         \
    } while (false)
