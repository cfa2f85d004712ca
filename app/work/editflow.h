// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// One edit from the look at the token to the look at what came of it: nothing is overwritten that
/// somebody else changed meanwhile, and a vendor that only says that it did it is found out.

#include "domain/editdifference.h"
#include "work/desk.h"

namespace work {

class EditFlow final : public QObject
{
    Q_OBJECT

public:
    /// The token as the vendor has it, before anything is sent.
    struct Look
    {
        domain::Token now;
        domain::EditDifference meanwhile; ///< against what the admin saw
        bool isFresh = true; ///< else the vendor reads no single token, and this is the list's row
        std::optional<base::Instant> listedAt; ///< of that list
    };
    struct Outcome
    {
        domain::Token token;
        bool isChecked = false; ///< it was read again afterwards
        domain::EditDifference missing; ///< what the vendor called done and did not do
    };

    /// The desk outlives the flow.
    explicit EditFlow(Desk &desk, QObject *parent = nullptr);

    /// NotFound when the token was deleted meanwhile. Puts what it finds into the list.
    base::Task<Look> look(const domain::Token &seen);
    /// Sends the edit, reads the token again, and writes a contradiction into the journal.
    base::Task<Outcome> send(const domain::Token &now, const domain::TokenEdit &edit);

private:
    base::Task<Outcome> check(const domain::Token &saved, const domain::TokenEdit &edit);
    Outcome judged(domain::Token now, const domain::TokenEdit &edit);
    void writeDown(Beginning row);
    Look listed(const domain::Token &seen) const;

    Desk &m_desk;
};

} // namespace work
