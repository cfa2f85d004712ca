// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Errors as sentences for people: what happened, what it means, what to do. The only place that
/// makes them.

#include "base/clock.h"
#include "base/error.h"

#include <QString>

#include <chrono>
#include <optional>

namespace support {

struct ErrorText
{
    QString title; ///< what happened, one sentence
    QString meaning; ///< what that means for the admin's work
    QString advice; ///< what to do next
    QString vendorWords; ///< the vendor's own words with request id, or empty
};

/// What an error happened in, for the words around it.
struct ErrorContext
{
    QString action; ///< "Create token"; may be empty
    QString connection; ///< its name; may be empty
    QString host; ///< whom we talked to; may be empty
    std::optional<base::Instant> when;
};

ErrorText errorText(const base::Error &error, const ErrorContext &context = {});

/// The same as one paragraph, for places with room for one label only.
QString errorParagraph(const base::Error &error, const ErrorContext &context = {});

/// The same in one line, the vendor's own words first: for a table, which cuts off what is long.
QString errorLine(const base::Error &error);

/// What "Copy details" puts on the clipboard: everything support will ask for, no key. Vendor's
/// words arrive redacted; token-shaped words are masked here once more, as this text leaves the
/// program.
QString errorDetails(const base::Error &error, const ErrorContext &context = {});

/// "1 min 12 s", "40 s".
QString durationText(std::chrono::seconds duration);

/// Whether asking again by hand can help and cannot double a change.
bool mayRetry(const base::Error &error);

} // namespace support
