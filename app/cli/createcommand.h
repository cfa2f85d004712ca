// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// tokens create: the one command that prints a secret, once, on standard output.

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/listing.h"

#include <functional>

namespace cli {

class CreateCommand final : public Command
{
    Q_OBJECT

public:
    using ReadIdToken = std::function<base::Result<base::Secret>()>;

    CreateCommand(work::Desk &desk, Console &console, CreateToken job, ReadIdToken readIdToken);
    void start() override;

private:
    void askForForms();
    void create(const std::vector<domain::DraftForm> &forms);
    void show(const domain::IssuedToken &issued);
    bool printKey(const domain::IssuedToken &issued);
    void fail(const base::Error &error);

    CreateToken m_job;
    ReadIdToken m_readIdToken;
    base::Secret m_idToken;
    Listing m_listing;
    QString m_connectionId;
};

} // namespace cli
