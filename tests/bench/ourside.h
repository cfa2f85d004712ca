// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The program's own store, model and table over the same pages.

#include "base/clock.h"
#include "models/tokentablemodel.h"
#include "stallwatch.h"
#include "tokens/tokentableview.h"

#include <memory>

namespace bench {

class OurSide final
{
public:
    enum class Show { Nothing, Table };

    explicit OurSide(int tokens, Show show = Show::Nothing);

    /// The page as the vendor's parser gives it.
    static domain::TokenBatch parse(const QByteArray &page);
    /// Lists everything once more, a page a turn of the event loop.
    void list(int round);
    /// Until the order asked for is in place and every block of JSON is compressed.
    void settle();
    /// Turns the event loop until the model shows what was asked for.
    void arrange();

    work::TokenStore store;
    base::SystemClock clock;
    models::TokenTableModel model;
    std::unique_ptr<tokens::TokenTableView> table;
    test::StallWatch stalls;

private:
    int m_tokens = 0;
};

} // namespace bench
