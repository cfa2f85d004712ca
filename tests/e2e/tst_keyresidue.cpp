// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// MEM-02: a second after the show-once dialog has closed, no byte of this process holds the key.
/// The vendors run in a process of their own; requests go over real HTTP, the dialog is the real
/// one.

#include "await.h"
#include "dialogs/secretdialog.h"
#include "drafts.h"
#include "fakeprompter.h"
#include "session_at_scale/stage.h"
#include "stricttest.h"
#include "support/secretclipboard.h"

#include <QCheckBox>
#include <QFile>
#include <QPushButton>

#include <cstring>

using namespace Qt::StringLiterals;

namespace {

/// A text that the process itself does not hold in clear.
class Needle final
{
public:
    explicit Needle(QByteArray text)
        : m_masked(std::move(text))
    {
        for (char &byte : m_masked)
            byte = static_cast<char>(byte ^ mask);
    }

    /// How often it lies in `memory`, with `step` bytes from one character to the next.
    int countIn(const char *memory, qsizetype size, qsizetype step) const
    {
        int count = 0;
        const char *const end = memory + size - m_masked.size() * step + 1;
        const char first = static_cast<char>(m_masked.front() ^ mask);
        for (const char *at = memory; at < end; ++at) {
            at = static_cast<const char *>(
                std::memchr(at, first, static_cast<std::size_t>(end - at)));
            if (!at)
                break;
            count += isAt(at, step);
        }
        return count;
    }

private:
    static constexpr char mask = 0x5a;

    bool isAt(const char *memory, qsizetype step) const
    {
        for (qsizetype i = 0; i < m_masked.size(); ++i) {
            if (static_cast<char>(memory[i * step] ^ mask) != m_masked.at(i))
                return false;
        }
        return true;
    }

    QByteArray m_masked;
};

/// Copies in everything this process may write to, as UTF-8 and as UTF-16.
int copiesInMemory(const Needle &needle)
{
    QFile maps(u"/proc/self/maps"_s);
    QFile memory(u"/proc/self/mem"_s);
    if (!maps.open(QIODevice::ReadOnly)
        || !memory.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return -1;
    int copies = 0;
    const QList<QByteArray> lines = maps.readAll().split('\n');
    for (const QByteArray &line : lines) {
        const QByteArray range = line.left(line.indexOf(' '));
        if (!line.contains(" rw") || line.contains("[v"))
            continue;
        bool isFirst = false;
        bool isLast = false;
        const qint64 first = range.left(range.indexOf('-')).toLongLong(&isFirst, 16);
        const qint64 last = range.mid(range.indexOf('-') + 1).toLongLong(&isLast, 16);
        if (!isFirst || !isLast || !memory.seek(first))
            continue;
        const QByteArray bytes = memory.read(last - first);
        copies += needle.countIn(bytes.constData(), bytes.size(), 1)
            + needle.countIn(bytes.constData(), bytes.size(), 2);
    }
    return copies;
}

} // namespace

class KeyResidueTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void findsWhatIsThere();
    void leavesNoCopyOfAKey_data();
    void leavesNoCopyOfAKey();

private:
    const domain::Connection *connectionOf(const QString &vendor) const;
    void showAndStore(domain::IssuedToken issued, const domain::Connection &connection);

    std::unique_ptr<e2e::Stage> m_stage;
};

void KeyResidueTest::initTestCase()
{
#if !defined(Q_OS_LINUX) || !defined(__GLIBC__) || defined(__SANITIZE_ADDRESS__)                   \
    || defined(__SANITIZE_THREAD__)
    QSKIP("freed memory is overwritten by glibc only, and not under a sanitizer");
#endif
    m_stage = std::make_unique<e2e::Stage>(qEnvironmentVariable("TOKENDESK_SANDBOX"), 20);
    QVERIFY(m_stage->isUp());
    m_stage->addConnections();
    QTRY_VERIFY(m_stage->isListed());
}

void KeyResidueTest::findsWhatIsThere()
{
    QByteArray clear("tk_");
    for (int i = 0; i < 24; ++i)
        clear += static_cast<char>('A' + (i * 7 + 3) % 26);
    const Needle needle(QByteArray(clear.constData(), clear.size()));
    const QString wide = QString::fromLatin1(clear);
    QVERIFY(copiesInMemory(needle) >= 2);
    QVERIFY(!wide.isEmpty());
}

void KeyResidueTest::leavesNoCopyOfAKey_data()
{
    QTest::addColumn<QString>("vendor");
    for (const domain::Vendor vendor : domain::allVendors)
        QTest::newRow(domain::vendorId(vendor).toLatin1().constData()) << domain::vendorId(vendor);
}

void KeyResidueTest::leavesNoCopyOfAKey()
{
    QFETCH(QString, vendor);
    const domain::Connection *connection = connectionOf(vendor);
    QVERIFY(connection);
    const auto forms = test::await(m_stage->desk.draftForms(connection->id));
    QVERIFY(forms);
    std::unique_ptr<Needle> needle;
    {
        const base::FreedMemoryWipe wipe;
        domain::TokenDraft draft = test::draftFor(forms->front(), u"residue-%1"_s.arg(vendor));
        if (connection->vendor == domain::Vendor::Csp)
            draft.idToken
                = base::Secret::take(m_stage->said(connection->vendor, "idToken").toUtf8());
        auto issued = test::await(m_stage->desk.issue(connection->id, std::move(draft)));
        QVERIFY(issued);
        QVERIFY(issued->secret.size() >= 12);
        QByteArray copy = issued->secret.expose().toByteArray();
        needle = std::make_unique<Needle>(std::move(copy));
        QVERIFY(copiesInMemory(*needle) >= 1); // The scan would find it.
        showAndStore(std::move(*issued), *connection);
    }
    QTRY_VERIFY(!base::FreedMemoryWipe::isOn()); // What is deleted late is gone, too.
    test::settle();
    QCOMPARE(copiesInMemory(*needle), 0);
}

void KeyResidueTest::showAndStore(domain::IssuedToken issued, const domain::Connection &connection)
{
    test::FakePrompter prompter;
    support::SecretClipboard clipboard;
    auto *dialog = new dialogs::SecretDialog(
        m_stage->desk, std::move(issued), connection, prompter, clipboard);
    dialog->open();
    auto *label = dialog->findChild<QWidget *>(u"secretLabel"_s);
    QVERIFY(label);
    QTest::mousePress(label, Qt::LeftButton);
    test::settle();
    static_cast<void>(dialog->grab()); // Painted at least once.
    QTest::mouseRelease(label, Qt::LeftButton);
    dialog->findChild<QCheckBox *>(u"storedCheckBox"_s)->setChecked(true);
    dialog->findChild<QPushButton *>(u"doneButton"_s)->click();
    QTRY_VERIFY(!dialog->isVisible());
    dialog->deleteLater();
    QCoreApplication::sendPostedEvents(dialog, QEvent::DeferredDelete);
}

const domain::Connection *KeyResidueTest::connectionOf(const QString &vendor) const
{
    for (const domain::Connection &connection : m_stage->desk.connections().all()) {
        if (domain::vendorId(connection.vendor) == vendor)
            return &connection;
    }
    return nullptr;
}

QTEST_MAIN(KeyResidueTest)
#include "tst_keyresidue.moc"
