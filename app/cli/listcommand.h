// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// tokens list

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/listing.h"
#include "cli/tokenoutput.h"
#include "filter/expression.h"

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
    bool write(const std::vector<ListedToken> &listed);

    ListTokens m_job;
    filter::Expression m_filter;
    Listing m_listing;
    Tally m_tally;
    QStringList m_ids;
};

} // namespace cli
