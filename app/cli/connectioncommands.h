// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// connections add, list, check, remove, orphans

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/listing.h"

#include <functional>

namespace cli {

/// What adding needs of the world outside; given by main().
struct AddingParts
{
    std::function<QUrl(domain::Vendor, const QString &)> addressOf;
    domain::ConnectionCheck check;
    /// The credential for the connection: typed, piped or from the environment.
    std::function<base::Result<base::Secret>(const domain::Connection &)> readSecret;
};

class AddConnectionCommand final : public Command
{
    Q_OBJECT

public:
    AddConnectionCommand(work::Desk &desk, Console &console, AddConnection job, AddingParts parts);
    void start() override;

private:
    void fail(const base::Error &error);

    AddConnection m_job;
    AddingParts m_parts;
};

class ListConnectionsCommand final : public Command
{
    Q_OBJECT

public:
    ListConnectionsCommand(work::Desk &desk, Console &console, ListConnections job);
    void start() override;

private:
    ListConnections m_job;
};

class CheckConnectionsCommand final : public Command
{
    Q_OBJECT

public:
    CheckConnectionsCommand(work::Desk &desk, Console &console, CheckConnections job);
    void start() override;

private:
    void report(const work::Session &session);

    CheckConnections m_job;
    Listing m_listing;
    Tally m_tally;
};

class RemoveConnectionCommand final : public Command
{
    Q_OBJECT

public:
    /// leaveSecret: the vault is not ours to change (the environment).
    RemoveConnectionCommand(
        work::Desk &desk, Console &console, RemoveConnection job, bool leaveSecret);
    void start() override;

private:
    RemoveConnection m_job;
    bool m_leaveSecret;
};

class OrphansCommand final : public Command
{
    Q_OBJECT

public:
    OrphansCommand(work::Desk &desk, Console &console, FindOrphans job);
    void start() override;

private:
    void show(const std::vector<work::NotedKeys> &left);
    /// One after the other: each asks the keychain.
    void removeNext();

    FindOrphans m_job;
    std::vector<work::NotedKeys> m_left; ///< still to be removed
    Tally m_tally;
};

} // namespace cli
