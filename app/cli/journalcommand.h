// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// journal list, export, verify, open: what was done to tokens, without any network.

#include "cli/arguments.h"
#include "cli/command.h"
#include "domain/journal.h"

namespace cli {

class JournalCommand final : public Command
{
    Q_OBJECT

public:
    JournalCommand(work::Desk &desk, Console &console, ReadJournal job);
    void start() override;

private:
    using Records = std::vector<domain::JournalRecord>;

    void list();
    void collect(qint64 before);
    void verify();
    void showOpen();
    void printExport(const Records &records);
    void end(bool written, int code = exitcode::done);
    void fail(const base::Error &error);

    ReadJournal m_job;
    QString m_connectionId;
    Records m_records; ///< of an export, newest first
};

} // namespace cli
