// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Base class of every test: a warning nobody announced fails the test.

#include "patience.h"

#include <QObject>
#include <QTest>

namespace test {

class StrictTest : public QObject
{
    Q_OBJECT

protected slots: // a test that needs its own init() calls this one first
    void init();
};

} // namespace test
