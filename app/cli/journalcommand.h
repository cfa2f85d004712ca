// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// journal list, export, verify, open, recover: what was done to tokens, without any network.

#include "cli/arguments.h"
#include "cli/command.h"
#include "work/journalwalk.h"
#include "work/openoperations.h"

#include <functional>

namespace cli {

/// Sets a damaged journal aside; ends with what to say about it.
using RecoverJournal = std::function<base::Task<QString>()>;

class JournalCommand final : public Command
{
    Q_OBJECT

public:
    JournalCommand(
        work::Desk &desk, Console &console, ReadJournal job, RecoverJournal recoverJournal);
    void start() override;

private:
    using Records = std::vector<domain::JournalRecord>;

    void list();
    void exportAll();
    void recover();
    void verify();
    void showOpen();
    void tellDoubt(const work::OpenOperation &operation);
    void end(bool written, int code = exitcode::done);
    void fail(const base::Error &error);

    ReadJournal m_job;
    QString m_connectionId;
    RecoverJournal m_recover;
    work::JournalWalk m_walk; ///< of an export
};

} // namespace cli
