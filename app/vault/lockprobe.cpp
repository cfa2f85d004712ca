// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vault/lockprobe.h"

#ifdef TD_HAS_SECRET_SERVICE

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusServiceWatcher>
#include <QDBusVariant>
#include <QTimer>

#include <functional>

#endif

namespace vault {

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Promise;
using base::Task;
using base::Unit;
using domain::VaultState;

LockProbe::LockProbe(std::chrono::milliseconds limit, QObject *parent)
    : QObject(parent)
    , m_limit(limit)
{
}

#ifdef TD_HAS_SECRET_SERVICE

namespace {

const QString service = u"org.freedesktop.secrets"_s;
const QString servicePath = u"/org/freedesktop/secrets"_s;
const QString serviceInterface = u"org.freedesktop.Secret.Service"_s;
const QString promptInterface = u"org.freedesktop.Secret.Prompt"_s;

/// A connection of our own: QDBusConnection::sessionBus() remembers a failure for ever, and a
/// session bus may come up after us.
QDBusConnection sessionBus()
{
    const QString name = u"tokendesk-vault"_s;
    QDBusConnection bus(name);
    if (bus.isConnected())
        return bus;
    QDBusConnection::disconnectFromBus(name);
    return QDBusConnection::connectToBus(QDBusConnection::SessionBus, name);
}

/// In a Plasma 4 or 5 session QtKeychain talks to KWallet, whose answers are honest.
bool usesKWallet()
{
    const QByteArray version = qgetenv("KDE_SESSION_VERSION");
    return qgetenv("XDG_CURRENT_DESKTOP").contains("KDE") && (version == "4" || version == "5");
}

VaultState stateOf(const QDBusError &error)
{
    switch (error.type()) {
    case QDBusError::NoReply:
    case QDBusError::Timeout:
    case QDBusError::TimedOut:
        return VaultState::Silent;
    case QDBusError::Disconnected:
    case QDBusError::NoServer:
        return VaultState::NoBus;
    default:
        return VaultState::NoService;
    }
}

/// One conversation with the Secret Service; ends itself.
class Conversation : public QObject
{
public:
    Conversation(QObject *parent, std::chrono::milliseconds limit)
        : QObject(parent)
        , m_bus(sessionBus())
        , m_limit(limit)
    {
    }

protected:
    using Answer = std::function<void(const QDBusMessage &)>;

    bool isConnected() const { return m_bus.isConnected(); }
    QDBusConnection &bus() { return m_bus; }

    /// Calls and hands over the reply, also when it is an error.
    void call(const QString &path, const QString &interface, const QString &method,
        const QVariantList &arguments, Answer answer)
    {
        auto message = QDBusMessage::createMethodCall(service, path, interface, method);
        message.setArguments(arguments);
        auto *watcher = new QDBusPendingCallWatcher(
            m_bus.asyncCall(message, static_cast<int>(m_limit.count())), this);
        connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [answer = std::move(answer)](QDBusPendingCallWatcher *done) {
                const QDBusMessage reply = done->reply();
                done->deleteLater();
                answer(reply);
            });
    }

    void readDefaultCollection(Answer answer)
    {
        call(servicePath, serviceInterface, u"ReadAlias"_s, {u"default"_s}, std::move(answer));
    }

private:
    QDBusConnection m_bus;
    std::chrono::milliseconds m_limit;
};

QString pathIn(const QDBusMessage &reply, qsizetype at = 0)
{
    return reply.arguments().value(at).value<QDBusObjectPath>().path();
}

class StateQuestion final : public Conversation
{
public:
    StateQuestion(QObject *parent, std::chrono::milliseconds limit)
        : Conversation(parent, limit)
    {
        // Each call has its own limit; this one is for all of them together.
        QTimer::singleShot(limit, this, [this] { end(VaultState::Silent); });
    }

    Task<VaultState> start()
    {
        Task<VaultState> task = m_promise.task();
        if (!isConnected())
            end(VaultState::NoBus);
        else
            readDefaultCollection([this](const QDBusMessage &reply) { takeCollection(reply); });
        return task;
    }

private:
    void takeCollection(const QDBusMessage &reply)
    {
        if (reply.type() != QDBusMessage::ReplyMessage)
            return end(stateOf(QDBusError(reply)));
        const QString collection = pathIn(reply);
        if (collection.isEmpty() || collection == "/"_L1)
            return end(VaultState::NoCollection);
        call(collection, u"org.freedesktop.DBus.Properties"_s, u"Get"_s,
            {u"org.freedesktop.Secret.Collection"_s, u"Locked"_s},
            [this](const QDBusMessage &locked) { takeLocked(locked); });
    }

    void takeLocked(const QDBusMessage &reply)
    {
        if (reply.type() != QDBusMessage::ReplyMessage)
            return end(stateOf(QDBusError(reply)));
        const QVariant locked = reply.arguments().value(0).value<QDBusVariant>().variant();
        // Only a clear "no" counts as unlocked.
        end(locked.typeId() == QMetaType::Bool && !locked.toBool() ? VaultState::Ready
                                                                   : VaultState::Locked);
    }

    void end(VaultState state)
    {
        m_promise.settle(state);
        deleteLater();
    }

    Promise<VaultState> m_promise;
};

class UnlockRequest final : public Conversation
{
    Q_OBJECT

public:
    using Conversation::Conversation;

    Task<Unit> start()
    {
        Task<Unit> task = m_promise.task();
        m_promise.onAbort([guard = QPointer<UnlockRequest>(this)] {
            if (guard)
                guard->dismiss();
        });
        if (!isConnected()) {
            end(ErrorKind::VaultUnavailable, u"there is no session bus"_s);
            return task;
        }
        auto *watcher = new QDBusServiceWatcher(
            service, bus(), QDBusServiceWatcher::WatchForUnregistration, this);
        connect(watcher, &QDBusServiceWatcher::serviceUnregistered, this,
            [this] { end(ErrorKind::VaultUnavailable, u"the keychain program ended"_s); });
        readDefaultCollection([this](const QDBusMessage &reply) { takeCollection(reply); });
        return task;
    }

private slots:
    void completed(bool dismissed, const QDBusVariant &)
    {
        if (dismissed)
            end(ErrorKind::VaultDenied, u"the prompt was dismissed"_s);
        else
            done();
    }

private:
    void takeCollection(const QDBusMessage &reply)
    {
        if (reply.type() != QDBusMessage::ReplyMessage)
            return end(ErrorKind::VaultUnavailable, reply.errorMessage());
        const QString collection = pathIn(reply);
        if (collection.isEmpty() || collection == "/"_L1)
            return end(ErrorKind::VaultUnavailable, u"there is no default keyring"_s);
        const QList<QDBusObjectPath> paths {QDBusObjectPath(collection)};
        call(servicePath, serviceInterface, u"Unlock"_s, {QVariant::fromValue(paths)},
            [this](const QDBusMessage &answer) { takePrompt(answer); });
    }

    void takePrompt(const QDBusMessage &reply)
    {
        if (reply.type() != QDBusMessage::ReplyMessage)
            return end(ErrorKind::VaultUnavailable, reply.errorMessage());
        m_prompt = pathIn(reply, 1);
        if (m_prompt.isEmpty() || m_prompt == "/"_L1)
            return done(); // It was open already.
        bus().connect(service, m_prompt, promptInterface, u"Completed"_s, this,
            SLOT(completed(bool, QDBusVariant)));
        call(
            m_prompt, promptInterface, u"Prompt"_s, {QString()}, [this](const QDBusMessage &shown) {
                if (shown.type() != QDBusMessage::ReplyMessage)
                    end(ErrorKind::VaultUnavailable, shown.errorMessage());
            });
    }

    void dismiss()
    {
        if (!m_prompt.isEmpty()) {
            bus().send(
                QDBusMessage::createMethodCall(service, m_prompt, promptInterface, u"Dismiss"_s));
        }
        deleteLater();
    }

    void done()
    {
        m_promise.settle(Unit {});
        deleteLater();
    }

    void end(ErrorKind kind, const QString &detail)
    {
        m_promise.settle(base::fail(kind, detail));
        deleteLater();
    }

    Promise<Unit> m_promise;
    QString m_prompt;
};

} // namespace

Task<VaultState> LockProbe::ask()
{
    if (usesKWallet())
        return Task<VaultState>::ready(VaultState::Ready);
    return (new StateQuestion(this, m_limit))->start();
}

Task<Unit> LockProbe::unlock()
{
    if (usesKWallet())
        return Task<Unit>::ready(Unit {});
    return (new UnlockRequest(this, m_limit))->start();
}

#else

Task<VaultState> LockProbe::ask()
{
    return Task<VaultState>::ready(VaultState::Ready);
}

Task<Unit> LockProbe::unlock()
{
    return Task<Unit>::ready(Unit {});
}

#endif

} // namespace vault

#ifdef TD_HAS_SECRET_SERVICE
#include "lockprobe.moc"
#endif
