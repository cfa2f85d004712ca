// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0
#include "sandbox/sandboxthread.h"

namespace sandbox {

using namespace Qt::StringLiterals;

SandboxThread::SandboxThread(Options options)
    : m_options(std::move(options))
{
    m_thread.setObjectName(u"sandbox"_s);
}

SandboxThread::~SandboxThread()
{
    m_thread.quit();
    m_thread.wait();
}

QString SandboxThread::start()
{
    QObject opener; // moves into the thread to make the sandbox there
    opener.moveToThread(&m_thread);
    m_thread.start();
    QString problem;
    QMetaObject::invokeMethod(
        &opener,
        [&] {
            m_sandbox = new Sandbox(m_options);
            // Posted by finished, deleteLater is still carried out by the thread.
            QObject::connect(&m_thread, &QThread::finished, m_sandbox, &QObject::deleteLater);
            problem = m_sandbox->start();
            m_readyLine = m_sandbox->readyLine();
            opener.moveToThread(nullptr);
        },
        Qt::BlockingQueuedConnection);
    return problem;
}

} // namespace sandbox
