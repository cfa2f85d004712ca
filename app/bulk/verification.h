// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// The last look (BULK-10): lists a connection again, and again after a while as long as the list
/// does not agree with what was done.

#include "base/error.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace work {
class Desk;
} // namespace work

namespace bulk {

class Verification final : public QObject
{
    Q_OBJECT

public:
    /// agrees: asked after each list but the last.
    Verification(work::Desk &desk, QString connectionId,
        std::vector<std::chrono::milliseconds> looks, std::function<bool()> agrees,
        QObject *parent = nullptr);

    void start();

signals:
    /// With the reason when the list could not be read.
    void ended(const std::optional<base::Error> &error);

private:
    void look();
    void takeSession(const QString &id);

    work::Desk &m_desk;
    QString m_connectionId;
    std::vector<std::chrono::milliseconds> m_looks;
    std::function<bool()> m_agrees;
    std::size_t m_next = 0;
    bool m_isListing = false;
    QTimer m_timer;
};

} // namespace bulk
