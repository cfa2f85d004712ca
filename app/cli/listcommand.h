// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// tokens list

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/listing.h"

namespace cli {

class ListCommand final : public Command
{
    Q_OBJECT

public:
    ListCommand(work::Desk &desk, Console &console, ListTokens job);
    void start() override;

private:
    void report(const work::Session &session);
    void print();

    ListTokens m_job;
    Listing m_listing;
    Tally m_tally;
    QStringList m_ids;
};

} // namespace cli
