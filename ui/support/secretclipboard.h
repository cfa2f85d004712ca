// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Puts a key on the clipboard so that it does not stay there (MEM-07): marked as secret for
/// clipboard managers, cleared after a countdown and at quit, never somebody else's content, never
/// PRIMARY.

#include "base/secret.h"

#include <QByteArray>
#include <QObject>
#include <QTimer>

#include <chrono>

class QMimeData;

namespace support {

class SecretClipboard final : public QObject
{
    Q_OBJECT

public:
    enum class Ending {
        Cleared, ///< we emptied it
        Replaced, ///< somebody else's content took its place
        Refused, ///< the system did not let us; e.g. Wayland, for a program without focus
    };

    explicit SecretClipboard(QObject *parent = nullptr);
    ~SecretClipboard() override;

    /// 10 to 120 seconds; others are moved to the nearer end.
    void setPeriod(std::chrono::seconds period);
    std::chrono::seconds period() const { return m_period; }

    /// The bytes with the hints of all three systems. Public for tests.
    static QMimeData *mimeFor(const base::Secret &secret);

    void copy(const base::Secret &secret);
    /// Whether what we put there is still there.
    bool isOurs() const;
    /// Clears now, if it is still ours.
    void clear();
    int secondsLeft() const { return m_left; }

signals:
    void countedDown(int secondsLeft);
    /// Once for every copy() that was not replaced by another one.
    void ended(support::SecretClipboard::Ending ending);

private slots:
    void tick();

private:
    std::chrono::seconds m_period {30};
    int m_left = 0;
    QByteArray m_hash; ///< of what we put there; empty = nothing of ours
    QTimer m_timer;
};

} // namespace support
