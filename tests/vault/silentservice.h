// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/// A keychain program that hangs: says it is unlocked (or not even that), then never answers again.

#include <QDBusVirtualObject>

namespace test {

class SilentService final : public QDBusVirtualObject
{
    Q_OBJECT

public:
    /// Takes the Secret Service's name on the session bus.
    explicit SilentService(bool answersProbe);
    ~SilentService() override;

    QString introspect(const QString &) const override { return {}; }
    bool handleMessage(const QDBusMessage &message, const QDBusConnection &bus) override;

    int unanswered() const { return m_unanswered; }

private:
    bool m_answersProbe;
    int m_unanswered = 0;
};

} // namespace test
