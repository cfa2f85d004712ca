// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// tokens enable, disable, delete

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/listing.h"

namespace cli {

class ChangeCommand final : public Command
{
    Q_OBJECT

public:
    ChangeCommand(work::Desk &desk, Console &console, ChangeTokens job);
    void start() override;

private:
    bool hasAllOf(const work::Session &session) const;
    void change();
    void setEnabled(bool enabled);
    /// One after the other, in the order given.
    void deleteNext();
    void report(const domain::TokenKey &key, const QString &word, const base::Error *error);

    ChangeTokens m_job;
    Listing m_listing;
    Tally m_tally;
    std::vector<domain::TokenKey> m_keys;
    std::size_t m_next = 0;
};

} // namespace cli
