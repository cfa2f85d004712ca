// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What is measured. Times are registered with Google Benchmark under "what/side/rows".

#include "results.h"

#include <QList>

namespace bench {

void addOurCases(const QList<int> &rows);
void addStockCases(const QList<int> &rows);

/// Of the refreshes that ran.
void addRefreshFigures(Results &results);
/// Gives the memory of the estates back; before the application ends at the latest.
void dropSides();

/// Whether both sides show the same rows after the same sorts and filters; says what differs.
bool sidesAgree(int rows);

/// The longest time the event loop was kept, with a table on the screen.
void measureStalls(Results &results, int rows);
/// Bytes a token, each side in a process of its own.
void measureMemory(Results &results, int rows);
int printMemory(const QString &side, int rows);
/// The longest time that reviewing many tokens, and beginning a job with them, kept the event loop.
void measureManyTokens(Results &results, int rows);
/// A whole listing of one vendor through the real client, beside curl fetching the same pages.
void measureListing(Results &results, const QString &sandbox, int tokens);

} // namespace bench
