// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Tokens as text for eyes, JSON for programs and CSV for spreadsheets. Pure. The JSON and CSV
/// forms are documented in README.md and only ever grow.

#include "domain/annotation.h"
#include "domain/connection.h"
#include "domain/token.h"

#include <QByteArray>
#include <QJsonObject>

#include <vector>

namespace cli {

struct ListedToken
{
    const domain::Connection *connection = nullptr;
    const domain::Token *token = nullptr;
    domain::Annotation noted {};
};

/// As lines.
QStringList tokenTable(const std::vector<ListedToken> &tokens);
QJsonObject tokenJson(const ListedToken &listed);
QByteArray tokenCsv(const std::vector<ListedToken> &tokens);

QJsonObject connectionJson(const domain::Connection &connection);
/// As lines.
QStringList connectionTable(const std::vector<domain::Connection> &connections);

} // namespace cli
