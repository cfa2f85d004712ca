// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Waits for a Task in a test: `const auto page = test::await(client.listTokens({}));`

#include "base/task.h"
#include "patience.h"

#include <QEventLoop>
#include <QTest>
#include <QTimer>

namespace test {

/// Spins the event loop until the task ends; a task that does not end within patience() is a
/// Timeout error with the detail "test waited", which no program code produces.
template <typename T>
base::Result<T> await(base::Task<T> task)
{
    QObject guard;
    std::optional<base::Result<T>> result;
    // A loop of its own: test::waitUntil() sleeps 10 ms between looks, on a socket several times a
    // call.
    QEventLoop loop;
    task.then(&guard, [&](base::Result<T> value) {
        result.emplace(std::move(value));
        loop.quit();
    });
    limit(loop);
    if (!result)
        loop.exec();
    if (!result)
        return base::fail(base::ErrorKind::Timeout, QStringLiteral("test waited"));
    return std::move(*result);
}

} // namespace test
