// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/secretclipboard.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QMimeData>

namespace support {

using namespace Qt::StringLiterals;

namespace {

QByteArray hashOf(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(bytes);
    return hash.result();
}

} // namespace

SecretClipboard::SecretClipboard(QObject *parent)
    : QObject(parent)
{
    m_timer.setInterval(std::chrono::seconds(1));
    connect(&m_timer, &QTimer::timeout, this, &SecretClipboard::tick);
    connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this,
        &SecretClipboard::clear);
}

SecretClipboard::~SecretClipboard()
{
    clear();
}

void SecretClipboard::setPeriod(std::chrono::seconds period)
{
    m_period = std::clamp(period, std::chrono::seconds(10), std::chrono::seconds(120));
}

QMimeData *SecretClipboard::mimeFor(const base::Secret &secret)
{
    auto *mime = new QMimeData;
    mime->setText(QString::fromUtf8(secret.expose()));
    // All three on every system: a hint nobody reads costs nothing, and remote desktops cross
    // systems.
    mime->setData(u"x-kde-passwordManagerHint"_s, "secret");
    mime->setData(
        u"application/x-qt-windows-mime;value=\"ExcludeClipboardContentFromMonitorProcessing\""_s,
        "1");
    const QByteArray no(4, '\0'); // a DWORD of 0
    mime->setData(u"application/x-qt-windows-mime;value=\"CanIncludeInClipboardHistory\""_s, no);
    mime->setData(u"application/x-qt-windows-mime;value=\"CanUploadToCloudClipboard\""_s, no);
    mime->setData(u"org.nspasteboard.ConcealedType"_s, "1");
    return mime;
}

void SecretClipboard::copy(const base::Secret &secret)
{
    QGuiApplication::clipboard()->setMimeData(mimeFor(secret), QClipboard::Clipboard);
    m_hash = hashOf(secret.expose());
    m_left = static_cast<int>(m_period.count());
    m_timer.start();
    emit countedDown(m_left);
}

bool SecretClipboard::isOurs() const
{
    if (m_hash.isEmpty())
        return false;
    const QString text = QGuiApplication::clipboard()->text(QClipboard::Clipboard);
    QByteArray bytes = text.toUtf8();
    const bool same = hashOf(bytes) == m_hash;
    base::wipe(bytes);
    return same;
}

void SecretClipboard::clear()
{
    if (m_hash.isEmpty())
        return;
    Ending ending = Ending::Replaced;
    if (isOurs()) {
        QGuiApplication::clipboard()->clear(QClipboard::Clipboard);
        ending = isOurs() ? Ending::Refused : Ending::Cleared;
    }
    m_timer.stop();
    m_hash.clear();
    m_left = 0;
    emit ended(ending);
}

void SecretClipboard::tick()
{
    --m_left;
    if (m_left <= 0)
        clear();
    else
        emit countedDown(m_left);
}

} // namespace support
