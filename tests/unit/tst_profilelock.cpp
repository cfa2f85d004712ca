// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Only one window writes to a profile (DB-07). Other processes are this program, started to hold
/// a lock.

#include "stricttest.h"
#include "work/profilelock.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

#include <cstdio>
#include <memory>

using namespace Qt::StringLiterals;
using work::ProfileLock;

namespace {

/// Says whether it has the lock, and holds it until its input ends.
int hold(const QString &folder)
{
    const ProfileLock lock(folder);
    std::puts(lock.isHeld() ? "held" : qPrintable(lock.holder()));
    std::fflush(stdout);
    std::getchar();
    return 0;
}

class Holder final
{
public:
    explicit Holder(const QString &folder)
    {
        m_process.start(QCoreApplication::applicationFilePath(), {u"--hold"_s, folder});
    }
    ~Holder()
    {
        m_process.closeWriteChannel();
        m_process.waitForFinished();
    }
    QString answer()
    {
        while (!m_process.canReadLine() && m_process.waitForReadyRead(20'000)) { }
        return QString::fromUtf8(m_process.readLine()).trimmed();
    }
    qint64 id() const { return m_process.processId(); }
    void kill()
    {
        m_process.kill();
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

} // namespace

class ProfileLockTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void isHeldByTheFirst();
    void takesOverFromAProcessThatIsGone();
    void letsOneOfTwoStartsWin();
    void needsNoFolder();
    void goesOnWhereNothingCanBeWritten();
};

void ProfileLockTest::isHeldByTheFirst()
{
    const QTemporaryDir folder;
    auto mine = std::make_unique<ProfileLock>(folder.filePath(u"profile"_s));
    QVERIFY(mine->isHeld());
    const QString other = Holder(folder.filePath(u"profile"_s)).answer();
    QCOMPARE(other, u"another Tokendesk (process %1)"_s.arg(QCoreApplication::applicationPid()));
    mine.reset();
    QCOMPARE(Holder(folder.filePath(u"profile"_s)).answer(), u"held"_s);
}

void ProfileLockTest::takesOverFromAProcessThatIsGone()
{
    const QTemporaryDir folder;
    Holder other(folder.path());
    QCOMPARE(other.answer(), u"held"_s);
    {
        const ProfileLock second(folder.path());
        QVERIFY(!second.isHeld());
        QVERIFY(second.holder().contains(QString::number(other.id())));
    }
    other.kill();
    QVERIFY(QFile::exists(folder.filePath(u"window.lock"_s))); // It had no time to clean up.
    QVERIFY(ProfileLock(folder.path()).isHeld());
}

// DB-07: two starts within 10 ms, 100 times.
void ProfileLockTest::letsOneOfTwoStartsWin()
{
    for (int i = 0; i < 100; ++i) {
        const QTemporaryDir folder;
        Holder first(folder.path());
        Holder second(folder.path());
        const QStringList answers {first.answer(), second.answer()};
        QCOMPARE(answers.count(u"held"_s), 1);
    }
}

void ProfileLockTest::needsNoFolder()
{
    QVERIFY(ProfileLock({}).isHeld());
}

void ProfileLockTest::goesOnWhereNothingCanBeWritten()
{
    const QTemporaryDir folder;
    QFile inTheWay(folder.filePath(u"profile"_s));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    QVERIFY(ProfileLock(inTheWay.fileName()).isHeld());
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == "--hold"_L1)
        return hold(arguments.value(2));
    ProfileLockTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_profilelock.moc"
