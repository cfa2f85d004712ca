// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "vault/keychainvault.h"

#include "base/json.h"

#include <QJsonDocument>
#include <qt6keychain/keychain.h>
#include <QTimer>

namespace vault {

using namespace Qt::StringLiterals;
using base::Error;
using base::ErrorKind;
using base::Promise;
using base::Result;
using base::Secret;
using base::Task;
using base::Unit;
using domain::VaultKey;
using domain::VaultState;

namespace {

// What Windows' credential store takes is 2560 bytes (KEY-07).
constexpr qsizetype maximumStored = 2048;

QByteArray stored(const Secret &secret)
{
    QJsonObject object {{u"version"_s, 1}, {u"secret"_s, QString::fromUtf8(secret.expose())}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<Secret> unpack(const QByteArray &text)
{
    const auto object = base::json::parseObject(text);
    if (!object || base::json::integer(object->value("version"_L1)) != 1)
        return base::fail(
            ErrorKind::VaultUnavailable, u"the keychain's entry was not written by this program"_s);
    return Secret::take(base::json::text(*object, "secret").toUtf8());
}

Error stateError(VaultState state)
{
    switch (state) {
    case VaultState::Locked:
        return {.kind = ErrorKind::VaultLocked, .detail = u"the keychain is locked"_s};
    case VaultState::NoService:
        return {.kind = ErrorKind::VaultUnavailable, .detail = u"no keychain program answers"_s};
    case VaultState::NoBus:
        return {.kind = ErrorKind::VaultUnavailable, .detail = u"there is no session bus"_s};
    case VaultState::NoCollection:
        return {.kind = ErrorKind::VaultUnavailable, .detail = u"there is no default keyring"_s};
    case VaultState::Silent:
    case VaultState::Ready:
        break;
    }
    return {.kind = ErrorKind::VaultUnavailable, .detail = u"the keychain does not answer"_s};
}

} // namespace

struct KeychainVault::Ending
{
    QKeychain::Error code = QKeychain::NoError;
    QString words;
    Result<Secret> secret = base::fail(ErrorKind::VaultMissing);
    std::shared_ptr<Secret> text; ///< as it is in the keychain; of a read

    bool isMissing() const { return code == QKeychain::EntryNotFound; }

    Error error() const
    {
        switch (code) {
        case QKeychain::EntryNotFound:
            return {.kind = ErrorKind::VaultMissing, .detail = u"the keychain has no such entry"_s};
        case QKeychain::AccessDenied:
        case QKeychain::AccessDeniedByUser:
            return {.kind = ErrorKind::VaultDenied, .detail = words};
        default:
            // libsecret has no code for it, only this sentence.
            return {.kind = words.contains("locked"_L1) ? ErrorKind::VaultLocked
                                                        : ErrorKind::VaultUnavailable,
                .detail = words};
        }
    }
};

KeychainVault::KeychainVault()
    : KeychainVault(Options {})
{
}

KeychainVault::KeychainVault(Options options, QObject *parent)
    : QObject(parent)
    , m_options(std::move(options))
    , m_probe(m_options.probeLimit)
{
}

Task<VaultState> KeychainVault::probe()
{
    return m_probe.ask();
}

Task<Unit> KeychainVault::unlock()
{
    return m_probe.unlock().andThen([this](Unit) { return ensureReady(); });
}

Task<Unit> KeychainVault::write(const VaultKey &key, Secret secret)
{
    QByteArray text = stored(secret);
    const bool fits = text.size() <= maximumStored;
    base::wipe(text);
    if (secret.isEmpty() || !fits)
        return Task<Unit>::ready(base::invalid(u"secret"_s,
            fits ? u"the key is empty"_s
                 : u"the key is too long for the keychain (%1 bytes stored at most)"_s.arg(
                     maximumStored)));
    // Shared only because std::function must be able to copy what it holds.
    auto shared = std::make_shared<Secret>(std::move(secret));
    return inTurn<Unit>([this, name = nameOf(key), shared] { return writeNow(name, shared); });
}

Task<Secret> KeychainVault::read(const VaultKey &key)
{
    return inTurn<Secret>([this, name = nameOf(key)] { return readNow(name); });
}

Task<Unit> KeychainVault::remove(const VaultKey &key)
{
    return inTurn<Unit>([this, name = nameOf(key)] { return removeNow(name); });
}

template <typename T>
Task<T> KeychainVault::inTurn(std::function<Task<T>()> work)
{
    Promise<T> promise;
    m_waiting.push_back([this, promise, work = std::move(work)] {
        if (promise.isCancelled())
            return nextTurn();
        work().then(this, [this, promise](Result<T> result) {
            promise.settle(std::move(result));
            nextTurn();
        });
    });
    Task<T> task = promise.task();
    if (!m_isBusy)
        nextTurn();
    return task;
}

void KeychainVault::nextTurn()
{
    m_isBusy = !m_waiting.empty();
    if (!m_isBusy)
        return;
    const auto turn = std::move(m_waiting.front());
    m_waiting.pop_front();
    turn();
}

Task<Unit> KeychainVault::ensureReady()
{
    if (m_abandoned)
        return Task<Unit>::failed({.kind = ErrorKind::VaultUnavailable,
            .detail = u"still waiting for the keychain to answer an earlier question"_s});
    return m_probe.ask().map([](VaultState state) -> Result<Unit> {
        if (state != VaultState::Ready)
            return base::fail(stateError(state));
        return Unit {};
    });
}

/// No parent, deletes itself, and is never deleted here: QtKeychain keeps a plain pointer to it
/// until the keychain has answered. When we lose patience only our receiver goes.
Task<KeychainVault::Ending> KeychainVault::run(QKeychain::Job *job)
{
    Promise<Ending> promise;
    auto *patience = new QTimer(this);
    patience->setSingleShot(true);
    connect(job, &QKeychain::Job::finished, patience, [promise, patience](QKeychain::Job *done) {
        patience->deleteLater();
        Ending ending {.code = done->error(), .words = done->errorString()};
        auto *reader = qobject_cast<QKeychain::ReadPasswordJob *>(done);
        if (reader && ending.code == QKeychain::NoError) {
            QByteArray text = reader->textData().toUtf8();
            ending.secret = unpack(text);
            ending.text = std::make_shared<Secret>(Secret::take(std::move(text)));
        }
        promise.settle(std::move(ending));
    });
    connect(patience, &QTimer::timeout, this, [this, promise, patience, job] {
        job->disconnect(patience);
        patience->deleteLater();
        m_abandoned = job;
        promise.settle(base::fail(ErrorKind::VaultUnavailable,
            u"the keychain has not answered for %1 s"_s.arg(m_options.patience.count() / 1000)));
    });
    patience->start(m_options.patience);
    job->start();
    return promise.task();
}

Task<KeychainVault::Ending> KeychainVault::runRead(const QString &name)
{
    auto *job = new QKeychain::ReadPasswordJob(m_options.application);
    job->setKey(name);
    return run(job);
}

Task<Secret> KeychainVault::readNow(const QString &name)
{
    return ensureReady()
        .andThen([this, name](Unit) { return runRead(name); })
        .andThen([this](Ending ending) -> Task<Secret> {
            if (ending.code == QKeychain::NoError)
                return Task<Secret>::ready(std::move(ending.secret));
            if (!ending.isMissing())
                return Task<Secret>::failed(ending.error());
            // Believed only if it is still unlocked (KEY-03): it may have been locked meanwhile.
            return ensureReady().map(
                [error = ending.error()](Unit) -> Result<Secret> { return base::fail(error); });
        });
}

Task<Unit> KeychainVault::writeNow(const QString &name, const std::shared_ptr<Secret> &secret)
{
    return ensureReady()
        .andThen([this, name, secret](Unit) {
            auto *job = new QKeychain::WritePasswordJob(m_options.application);
            job->setKey(name);
            job->setTextData(QString::fromUtf8(stored(*secret)));
            return run(job);
        })
        .andThen([this, name](Ending ending) {
            if (ending.code != QKeychain::NoError)
                return Task<Secret>::failed(ending.error());
            return readNow(name);
        })
        .map([secret](const Secret &back) -> Result<Unit> {
            if (back == *secret)
                return Unit {};
            return base::fail(
                ErrorKind::VaultUnavailable, u"the keychain gave back something else"_s);
        });
}

Task<Unit> KeychainVault::removeNow(const QString &name)
{
    return ensureReady()
        .andThen([this, name](Unit) {
            auto *job = new QKeychain::DeletePasswordJob(m_options.application);
            job->setKey(name);
            return run(job);
        })
        .andThen([this, name](Ending ending) {
            if (ending.code != QKeychain::NoError && !ending.isMissing())
                return Task<Secret>::failed(ending.error());
            return readNow(name);
        })
        .map([](const Secret &) -> Result<Unit> {
            return base::fail(ErrorKind::VaultUnavailable, u"the entry is still there"_s);
        })
        .orElse([](const Error &error) {
            if (error.kind == ErrorKind::VaultMissing)
                return Task<Unit>::ready(Unit {});
            return Task<Unit>::failed(error);
        });
}

Task<Unit> KeychainVault::writeNamed(const QString &name, Secret secret)
{
    if (name.isEmpty() || name.size() > 200
        || name.startsWith(m_options.application, Qt::CaseInsensitive)) // Windows looks so.
        return Task<Unit>::ready(
            base::invalid(u"name"_s, u"choose a name of 1 to 200 characters that is not ours"_s));
    if (secret.isEmpty() || static_cast<qsizetype>(secret.size()) > maximumStored)
        return Task<Unit>::ready(
            base::invalid(u"secret"_s, u"the key is empty or too long for the keychain"_s));
    auto shared = std::make_shared<Secret>(std::move(secret));
    return inTurn<Unit>([this, name, shared] { return writeNamedNow(name, shared); });
}

/// Never over an entry that is there: it may be what another program signs in with.
Task<Unit> KeychainVault::writeNamedNow(const QString &name, const std::shared_ptr<Secret> &secret)
{
    const auto look = [this, name] {
        auto *job = new QKeychain::ReadPasswordJob(name);
        job->setKey(name);
        return run(job);
    };
    return ensureReady()
        .andThen([look](Unit) { return look(); })
        .andThen([this, name, secret](const Ending &there) {
            if (there.code == QKeychain::NoError)
                return Task<Ending>::failed({.kind = ErrorKind::Conflict,
                    .detail = u"the keychain has an entry of this name already"_s});
            if (!there.isMissing())
                return Task<Ending>::failed(there.error());
            auto *job = new QKeychain::WritePasswordJob(name);
            job->setKey(name);
            job->setTextData(QString::fromUtf8(secret->expose()));
            return run(job);
        })
        .andThen([look](const Ending &written) {
            return written.code == QKeychain::NoError ? look()
                                                      : Task<Ending>::failed(written.error());
        })
        .map([secret](const Ending &back) -> Result<Unit> {
            if (back.code == QKeychain::NoError && back.text && *back.text == *secret)
                return Unit {};
            return base::fail(
                ErrorKind::VaultUnavailable, u"the keychain gave back something else"_s);
        });
}

QString KeychainVault::nameOf(const VaultKey &key) const
{
    // The application's id stands in the key too: Windows ignores the service.
    return u"%1/%2/%3"_s.arg(m_options.application, key.connectionId, key.field);
}

} // namespace vault
