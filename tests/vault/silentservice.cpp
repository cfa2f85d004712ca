// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "silentservice.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>

namespace test {

using namespace Qt::StringLiterals;

namespace {

const QString name = u"org.freedesktop.secrets"_s;
const QString root = u"/org/freedesktop/secrets"_s;

} // namespace

SilentService::SilentService(bool answersProbe)
    : m_answersProbe(answersProbe)
{
    auto bus = QDBusConnection::sessionBus();
    if (!bus.registerVirtualObject(root, this, QDBusConnection::SubPath)
        || !bus.registerService(name))
        qFatal("the session bus did not take the service");
}

SilentService::~SilentService()
{
    auto bus = QDBusConnection::sessionBus();
    bus.unregisterService(name);
    bus.unregisterObject(root, QDBusConnection::UnregisterTree);
}

bool SilentService::handleMessage(const QDBusMessage &message, const QDBusConnection &bus)
{
    if (m_answersProbe && message.member() == "ReadAlias"_L1) {
        bus.send(message.createReply(
            QVariant::fromValue(QDBusObjectPath(root + u"/collection/login"_s))));
        return true;
    }
    if (m_answersProbe && message.member() == "Get"_L1) {
        bus.send(message.createReply(QVariant::fromValue(QDBusVariant(false))));
        return true;
    }
    ++m_unanswered;
    message.setDelayedReply(true);
    return true;
}

} // namespace test
