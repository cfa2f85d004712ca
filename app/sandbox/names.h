// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The words that the generator builds people and token names of.

#include <QString>

#include <span>

namespace sandbox::names {

struct Spelling
{
    const char16_t *written; ///< as the person writes it
    const char *ascii; ///< for the e-mail address
};

std::span<const Spelling> firstNames();
std::span<const Spelling> lastNames();
std::span<const char16_t *const> purposes(); ///< "nightly backup"
std::span<const char16_t *const> places(); ///< "Berlin"
std::span<const char16_t *const> stages(); ///< "prod"
std::span<const char16_t *const> foreignLetters(); ///< names of letters and digits only, any script
/// Names that break careless code: markup, directions, control characters, formulas, very long.
std::span<const QString> hostile();

} // namespace sandbox::names
