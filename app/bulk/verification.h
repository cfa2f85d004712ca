// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The last look (BULK-10): lists a connection again, and again after a while as long as the list
/// does not agree with what was done. What a list says of very many tokens is looked up in the
/// pool.

#include "bulk/verdict.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <vector>

namespace work {
class Desk;
} // namespace work

namespace bulk {

class Verification final : public QObject
{
    Q_OBJECT

public:
    /// The tokens of one connection that something was done to.
    struct Subject
    {
        QString connectionId;
        Deed deed = Deed::Delete;
        std::vector<domain::TokenKey> tokens;
    };
    using Agrees = std::function<bool(const std::vector<Sight> &sights)>;

    /// agrees: asked after each list but the last.
    Verification(work::Desk &desk, Subject subject, std::vector<std::chrono::milliseconds> looks,
        Agrees agrees, QObject *parent = nullptr);

    void start();
    /// What the last list says of each token, in their order.
    const std::vector<Sight> &sights() const { return m_sights; }

signals:
    /// With the reason when the list could not be read.
    void ended(const std::optional<base::Error> &error);

private:
    void look();
    void takeSession(const QString &id);
    void takeSights(base::Result<std::vector<Sight>> sights);

    work::Desk &m_desk;
    Subject m_subject;
    std::vector<std::chrono::milliseconds> m_looks;
    Agrees m_agrees;
    std::vector<Sight> m_sights;
    std::size_t m_next = 0;
    bool m_isListing = false;
    QTimer m_timer;
};

} // namespace bulk
