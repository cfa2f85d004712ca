// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// What was typed on the command line, as values. Pure; nothing is done here.

#include "base/result.h"
#include "domain/connection.h"

#include <QStringList>

#include <utility>
#include <variant>
#include <vector>

namespace cli {

enum class VaultChoice { Keychain, Environment };
enum class Format { Text, Json, Csv };
enum class TokenChange { Enable, Disable, Delete };

struct ShowText
{
    QString text; ///< help or version
};
struct AddConnection
{
    domain::Connection connection; ///< url still as typed
    QString url;
};
struct ListConnections
{
    Format format = Format::Text;
};
struct CheckConnections
{
    QStringList names; ///< empty = all
};
struct RemoveConnection
{
    QString name;
};
/// Keys in the keychain that no connection of the profile has.
struct FindOrphans
{
    bool removes = false;
    Format format = Format::Text;
};
struct ListTokens
{
    QString connection; ///< empty = all
    QString filter;
    Format format = Format::Text;
    QString view; ///< whose filter must match as well; empty = none
    QString viewFilter; ///< found by main() under that name
};
struct CreateToken
{
    QString connection;
    QString name;
    std::vector<std::pair<QString, QString>> settings;
    bool readsIdToken = false; ///< CSP's id token, from standard input
    Format format = Format::Text;
};
struct ChangeTokens
{
    TokenChange change = TokenChange::Disable;
    QStringList tokens; ///< CONNECTION/ID
};

struct ReadJournal
{
    enum class What { List, Export, Verify, Open, Recover };

    What what = What::List;
    QString connection; ///< List: empty = all
    int limit = 50; ///< List: the newest rows
    Format format = Format::Text;
};

using Job = std::variant<ShowText, AddConnection, ListConnections, CheckConnections,
    RemoveConnection, FindOrphans, ListTokens, CreateToken, ChangeTokens, ReadJournal>;

struct Invocation
{
    QString profileFolder; ///< empty = the usual one
    VaultChoice vault = VaultChoice::Keychain;
    Job job;
};

/// arguments: without the program's name. Errors are Invalid, their detail a sentence for the
/// terminal.
base::Result<Invocation> parseArguments(const QStringList &arguments);

} // namespace cli
