// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// From a path to a database that can be trusted: owner, permissions, damage, format.

#include "base/privatefile.h"
#include "damage.h"
#include "noteshape.h"
#include "store/files.h"
#include "storetools.h"
#include "stricttest.h"

#include <QTemporaryDir>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using store::FileReport;
using store::OpenFile;
using store::Shape;
using test::notes;
using test::notesWithTags;
using State = store::FileReport::State;

namespace {

QVariant valueOf(OpenFile &file, const QString &sql)
{
    const auto used = file.use();
    if (!used)
        return used.error().detail;
    const auto value = (*used)->value(sql);
    return value ? *value : QVariant(value.error().detail);
}

/// Empty when it worked.
QString write(OpenFile &file, const QString &text)
{
    const auto used = file.useForWriting();
    if (!used)
        return used.error().detail;
    const auto done = file.checked((*used)->write([&] {
        return (*used)->run(u"INSERT INTO note VALUES (CAST(? AS TEXT))"_s, {store::textOf(text)});
    }));
    return done ? QString() : done.error().detail;
}

int noteCount(OpenFile &file)
{
    return valueOf(file, u"SELECT count(*) FROM note"_s).toInt();
}

#ifdef Q_OS_LINUX
/// For a user who may do everything, nothing is read-only: be somebody else for a while.
class Nobody final
{
public:
    static constexpr uid_t id = 65534;
    explicit Nobody(const QString &folder)
    {
        if (::geteuid() != 0)
            return;
        const QStringList names = QStringList {u"."_s} + test::namesIn(folder);
        for (const QString &name : names) {
            if (::chown(QFile::encodeName(QDir(folder).filePath(name)).constData(), id, id) != 0)
                return;
        }
        m_isAway = ::setresuid(id, id, 0) == 0;
    }
    ~Nobody()
    {
        if (m_isAway && ::setresuid(0, 0, 0) != 0)
            qFatal("cannot come back");
    }
    Nobody(const Nobody &) = delete;
    Nobody &operator=(const Nobody &) = delete;

private:
    bool m_isAway = false;
};
#endif

} // namespace

class OpenFileTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void init();
    void makesAFileOfItsOwn();
    void setsEveryPragmaAndReadsItBack();
    void isNobodyElsesToRead();
    void refusesLinksAndForeignFiles_data();
    void refusesLinksAndForeignFiles();
    void refusesAFolderThatIsALink();
    void leavesADamagedPreciousFileAsItIs_data();
    void leavesADamagedPreciousFileAsItIs();
    void movesADamagedCacheAside_data();
    void movesADamagedCacheAside();
    void looksThroughAPreciousFileOnceADay();
    void readsFromACacheThatTakesLongToLookThrough();
    void writesToNoCacheThatIsStillLookedThrough();
    void noticesDamageWhileItWorks();
    void saysThatAFileWasEmpty();
    void holdsAnEmptyFileWithALogForDamage();
    void worksWithoutALostLog();
    void readsWhatCannotBeWritten_data();
    void readsWhatCannotBeWritten();
    void copiesBeforeItChangesTheFormat();
    void keepsTheOldFormatWhenTheChangeFails();
    void refusesANewerFormat();
    void refusesAnotherProgramsFile();
    void saysThatAnotherProgramWrites();
    void losesNothingOnAFullDisk();
    void opensOnceThereIsRoom();
    void goesWithoutALogWhereThereIsNone();
    void knowsNetworkFileSystems();

private:
    QString path() const { return QDir(m_folder->path()).filePath(u"notes.db"_s); }
    void fill(const Shape &shape);
    void fillWithMany(const Shape &shape);

    std::unique_ptr<QTemporaryDir> m_folder;
};

void OpenFileTest::init()
{
    StrictTest::init();
    m_folder = std::make_unique<QTemporaryDir>();
}

/// Some pages of notes, closed.
void OpenFileTest::fill(const Shape &shape)
{
    OpenFile file(m_folder->path(), shape);
    for (int i = 0; i < 60; ++i)
        QCOMPARE(write(file, QString(1000, u'a')), QString());
}

/// So many that a look at all of them takes longer than opening the file.
void OpenFileTest::fillWithMany(const Shape &shape)
{
    OpenFile file(m_folder->path(), shape);
    const auto used = file.useForWriting();
    QVERIFY(used);
    QVERIFY((*used)->run(u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i "
                         "< 30000) INSERT INTO note SELECT hex(zeroblob(500)) FROM n"_s));
}

void OpenFileTest::makesAFileOfItsOwn()
{
    OpenFile file(m_folder->path(), notes());
    QCOMPARE_EQ(file.report().state, State::Usable);
    QCOMPARE(valueOf(file, u"PRAGMA application_id"_s).toInt(), test::noteApplication);
    QCOMPARE(valueOf(file, u"PRAGMA user_version"_s).toInt(), 1);
    QCOMPARE(noteCount(file), 0);
}

/// DB-04
void OpenFileTest::setsEveryPragmaAndReadsItBack()
{
    OpenFile file(m_folder->path(), notes());
    QCOMPARE(valueOf(file, u"PRAGMA journal_mode"_s).toString(), u"wal"_s);
    QCOMPARE(valueOf(file, u"PRAGMA synchronous"_s).toInt(), 2);
    QCOMPARE(valueOf(file, u"PRAGMA foreign_keys"_s).toInt(), 1);
    QCOMPARE(valueOf(file, u"PRAGMA recursive_triggers"_s).toInt(), 1);
    QCOMPARE(valueOf(file, u"PRAGMA secure_delete"_s).toInt(), 1);
    QCOMPARE(valueOf(file, u"PRAGMA trusted_schema"_s).toInt(), 0);
    QCOMPARE(valueOf(file, u"PRAGMA cell_size_check"_s).toInt(), 1);
    QCOMPARE(valueOf(file, u"PRAGMA temp_store"_s).toInt(), 2);
    QCOMPARE(valueOf(file, u"PRAGMA busy_timeout"_s).toInt(), 3000);

    OpenFile cache(m_folder->path() + u"/cache"_s, notes(false));
    QCOMPARE(valueOf(cache, u"PRAGMA synchronous"_s).toInt(), 1);
}

/// DB-02
void OpenFileTest::isNobodyElsesToRead()
{
#ifdef Q_OS_UNIX
    const QString folder = m_folder->path() + u"/profile"_s;
    const mode_t before = ::umask(0);
    OpenFile file(folder, notes());
    QCOMPARE(write(file, u"a"_s), QString());
    ::umask(before);

    const auto modeOf = [](const QString &path) {
        struct stat found = {};
        return ::stat(QFile::encodeName(path).constData(), &found) == 0 ? found.st_mode & 0777U
                                                                        : 0U;
    };
    QCOMPARE(modeOf(folder), 0700U);
    QCOMPARE(test::namesIn(folder).size(), 3);
    for (const QString &name : test::namesIn(folder))
        QCOMPARE(modeOf(folder + u'/' + name), 0600U);

    // And what somebody opened up is closed again.
    file.close();
    QVERIFY(::chmod(QFile::encodeName(folder).constData(), 0755) == 0);
    QVERIFY(::chmod(QFile::encodeName(folder + u"/notes.db"_s).constData(), 0644) == 0);
    QCOMPARE(noteCount(file), 1);
    QCOMPARE(modeOf(folder), 0700U);
    QCOMPARE(modeOf(folder + u"/notes.db"_s), 0600U);
#endif
}

void OpenFileTest::refusesLinksAndForeignFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("isForeign");
    QTest::newRow("a link") << u"notes.db"_s << false;
    QTest::newRow("a link for the log") << u"notes.db-wal"_s << false;
    QTest::newRow("a link for the shared memory") << u"notes.db-shm"_s << false;
    QTest::newRow("a foreign file") << u"notes.db"_s << true;
    QTest::newRow("a foreign folder") << u"."_s << true;
}

/// DB-02
void OpenFileTest::refusesAFolderThatIsALink()
{
#ifdef Q_OS_WIN
    QSKIP("Qt makes a file of the desktop there, no link of the file system.");
#endif
    const QString link = m_folder->filePath(u"profile"_s);
    const QTemporaryDir elsewhere;
    QVERIFY(QFile::link(elsewhere.path(), link));
    OpenFile file(link, notes());
    QVERIFY(!file.use());
    QVERIFY2(file.report().reason.contains("symbolic link"_L1), qPrintable(file.report().reason));
    QCOMPARE(QDir(elsewhere.path()).entryList(QDir::Files), QStringList());
}

/// DB-02
void OpenFileTest::refusesLinksAndForeignFiles()
{
#ifdef Q_OS_UNIX
    QFETCH(QString, name);
    QFETCH(bool, isForeign);
    QTemporaryDir elsewhere;
    const QString target = elsewhere.filePath(u"target"_s);
    test::writeBytes(target, "precious");
    const QString there = QDir(m_folder->path()).filePath(name);
    if (!isForeign) {
        QVERIFY(QFile::link(target, there));
    } else {
        if (::geteuid() != 0)
            QSKIP("only root can give a file away");
        if (name != "."_L1)
            test::writeBytes(there, {});
        QVERIFY(::chown(QFile::encodeName(there).constData(), 65534, 65534) == 0);
    }
    OpenFile file(m_folder->path(), notes());
    QCOMPARE_EQ(file.report().state, State::Unusable);
    QVERIFY2(file.report().reason.contains(isForeign ? u"another user"_s : u"symbolic link"_s),
        qPrintable(file.report().reason));
    QVERIFY(!file.report().isDamaged);
    QCOMPARE(test::bytesOf(target), QByteArray("precious"));
#endif
}

void OpenFileTest::leavesADamagedPreciousFileAsItIs_data()
{
    test::addBreakages();
}

/// DB-03
void OpenFileTest::leavesADamagedPreciousFileAsItIs()
{
    QFETCH(test::Breakage, breakage);
    fill(notes());
    test::damage(path(), breakage);
    const QByteArray before = test::bytesOf(path());
    {
        OpenFile file(m_folder->path(), notes());
        QCOMPARE_EQ(file.report().state, State::Unusable);
        QVERIFY(file.report().isDamaged);
        QVERIFY2(file.report().reason.startsWith(u"notes.db: it is "_s)
                && file.report().reason.contains(u"(SQLite "_s),
            qPrintable(file.report().reason));
        QCOMPARE(write(file, u"new"_s), file.report().reason);
    }
    QCOMPARE(test::bytesOf(path()), before);
    QCOMPARE(test::namesIn(m_folder->path()), QStringList {u"notes.db"_s});
}

void OpenFileTest::movesADamagedCacheAside_data()
{
    test::addBreakages();
}

/// DB-03
void OpenFileTest::movesADamagedCacheAside()
{
    QFETCH(test::Breakage, breakage);
    fill(notes(false));
    test::damage(path(), breakage);
    const QByteArray before = test::bytesOf(path());

    OpenFile file(m_folder->path(), notes(false));
    QCOMPARE_EQ(file.report().state, State::MovedAside);
    QVERIFY(file.report().movedTo.startsWith(u"notes.bad-20"_s));
    QVERIFY(!file.report().reason.isEmpty());
    QCOMPARE(test::bytesOf(m_folder->filePath(file.report().movedTo)), before);
    QCOMPARE(noteCount(file), 0);
    QCOMPARE(write(file, u"new"_s), QString());
}

/// DB-03: at most daily, because a large journal takes seconds.
void OpenFileTest::looksThroughAPreciousFileOnceADay()
{
    const QString mark = m_folder->filePath(u"notes.checked"_s);
    const auto setMarkTo = [&mark](const QDateTime &time) {
        QFile file(mark);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QVERIFY(file.setFileTime(time, QFile::FileModificationTime));
    };
    const auto state = [this] { return OpenFile(m_folder->path(), notes()).report().state; };
    const QDateTime now = QDateTime::currentDateTimeUtc();
    fill(notes());
    QVERIFY(!QFile::exists(mark)); // A new file has not been looked through.
    QCOMPARE_EQ(state(), State::Usable);
    QVERIFY(QFile::exists(mark));
    test::damage(path(), test::emptyPage);
    QCOMPARE_EQ(state(), State::Usable);
    setMarkTo(now.addSecs(-23 * 3600));
    QCOMPARE_EQ(state(), State::Usable);
    setMarkTo(now.addSecs(3600)); // The clock was set back.
    QCOMPARE_EQ(state(), State::Unusable);
    QVERIFY(!QFile::exists(mark)); // What is damaged is looked at again at every start.
    QCOMPARE_EQ(state(), State::Unusable);
    test::writeBytes(mark, {});
    setMarkTo(now.addSecs(-25 * 3600));
    QCOMPARE_EQ(state(), State::Unusable);
}

/// DB-03: a second at most for what can be fetched again.
void OpenFileTest::readsFromACacheThatTakesLongToLookThrough()
{
    Shape impatient = notes(false);
    impatient.checkPatience = std::chrono::milliseconds(0);
    fillWithMany(impatient);
    {
        OpenFile whole(m_folder->path(), impatient);
        QVERIFY(whole.use());
        QCOMPARE(write(whole, u"new"_s), QString());
        QCOMPARE_EQ(whole.report().state, State::Usable);
    }
    test::damage(path(), test::emptyPage);
    OpenFile file(m_folder->path(), impatient);
    QVERIFY(file.use()); // Not known yet.
    QCOMPARE_EQ(file.report().state, State::Usable);
    QVERIFY(test::waitUntil([&file] { return !file.use(); })); // Once; then it is moved aside.
    QCOMPARE_EQ(file.report().state, State::MovedAside);
    QCOMPARE(write(file, u"new"_s), QString());
    QCOMPARE(noteCount(file), 1);
}

void OpenFileTest::writesToNoCacheThatIsStillLookedThrough()
{
    Shape impatient = notes(false);
    impatient.checkPatience = std::chrono::milliseconds(0);
    fillWithMany(impatient);
    test::damage(path(), test::emptyPage);
    const QByteArray before = test::bytesOf(path());
    OpenFile file(m_folder->path(), impatient);
    QVERIFY(file.use());
    const QString said = write(file, u"new"_s);
    QVERIFY2(said.contains(u"(SQLite 11"_s), qPrintable(said));
    QCOMPARE_EQ(file.report().state, State::MovedAside);
    QCOMPARE(test::bytesOf(m_folder->filePath(file.report().movedTo)), before);
}

/// DB-03: what the check at the start does not see, or what happens later.
void OpenFileTest::noticesDamageWhileItWorks()
{
    fill(notes(false));
    OpenFile file(m_folder->path(), notes(false));
    QVERIFY(file.use());
    const auto failed
        = file.checked(base::Result<int>(base::fail(store::damageError(path(), u"found later"_s))));
    QVERIFY(!failed);
    QCOMPARE(noteCount(file), 0);
    QCOMPARE_EQ(file.report().state, State::MovedAside);

    OpenFile precious(m_folder->path(), notes(true));
    QVERIFY(precious.use());
    QVERIFY(!precious.checked(
        base::Result<int>(base::fail(store::damageError(path(), u"found later"_s)))));
    QVERIFY(write(precious, u"a"_s).contains(u"found later"_s));
}

/// DB-03: for SQLite an empty file is a new one.
void OpenFileTest::saysThatAFileWasEmpty()
{
    test::writeBytes(path(), {});
    test::makeOld(path());
    OpenFile file(m_folder->path(), notes());
    QCOMPARE_EQ(file.report().state, State::Usable);
    QCOMPARE(file.report().warning, u"notes.db was empty and has been begun anew"_s);
}

void OpenFileTest::holdsAnEmptyFileWithALogForDamage()
{
    test::writeBytes(path(), {});
    test::makeOld(path());
    test::writeBytes(path() + u"-wal"_s, "frames");
    OpenFile file(m_folder->path(), notes());
    QVERIFY(file.report().isDamaged);
    QCOMPARE(test::bytesOf(path() + u"-wal"_s), QByteArray("frames"));
}

/// DB-03: a crash left a log, and somebody removed it.
void OpenFileTest::worksWithoutALostLog()
{
    fill(notes());
    QTemporaryDir copy;
    {
        OpenFile file(m_folder->path(), notes());
        QCOMPARE(write(file, u"in the log"_s), QString());
        for (const char *suffix : {"", "-wal"})
            QVERIFY(QFile::copy(path() + QLatin1StringView(suffix),
                copy.filePath(u"notes.db"_s + QLatin1StringView(suffix))));
    }
    {
        OpenFile whole(copy.path(), notes());
        QCOMPARE(noteCount(whole), 61);
    }
    QVERIFY(QFile::remove(copy.filePath(u"notes.db"_s)));
    QVERIFY(QFile::copy(path(), copy.filePath(u"notes.db"_s)));
    OpenFile without(copy.path(), notes());
    QCOMPARE_EQ(without.report().state, State::Usable);
    QCOMPARE(write(without, u"goes on"_s), QString());
}

void OpenFileTest::readsWhatCannotBeWritten_data()
{
    QTest::addColumn<bool>("isFolder");
    QTest::newRow("file") << false;
    QTest::newRow("folder") << true;
}

/// DB-03, DB-08
void OpenFileTest::readsWhatCannotBeWritten()
{
#ifdef Q_OS_LINUX
    QFETCH(bool, isFolder);
    fill(notes());
    const Nobody nobody(m_folder->path());
    QVERIFY(QFile::setPermissions(isFolder ? m_folder->path() : path(),
        isFolder ? QFile::ReadOwner | QFile::ExeOwner : QFile::Permissions(QFile::ReadOwner)));
    {
        OpenFile file(m_folder->path(), notes());
        QCOMPARE(noteCount(file), 60);
        QCOMPARE_EQ(file.report().state, State::ReadOnly);
        QCOMPARE(write(file, u"a"_s), u"notes.db: the file, or its folder, cannot be written"_s);
    }
    QVERIFY(QFile::setPermissions(
        m_folder->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
#endif
}

/// DB-06
void OpenFileTest::copiesBeforeItChangesTheFormat()
{
    fill(notes());
    OpenFile file(m_folder->path(), notesWithTags());
    QCOMPARE_EQ(file.report().state, State::Usable);
    QCOMPARE(valueOf(file, u"PRAGMA user_version"_s).toInt(), 2);
    QCOMPARE(valueOf(file, u"SELECT count(*) FROM tag"_s).toInt(), test::tagCount);
    QCOMPARE(valueOf(file, u"SELECT max(text) FROM note"_s).toString(), QString(1000, u'A'));

    QCOMPARE(file.report().backup, u"notes.before-2.db"_s);
    const QString backup = m_folder->filePath(file.report().backup);
    test::Outsider old(backup);
    QCOMPARE(old.value(u"PRAGMA user_version"_s).toInt(), 1);
    QCOMPARE(old.value(u"SELECT count(*) FROM note WHERE text LIKE 'aaa%'"_s).toInt(), 60);
    QVERIFY(base::isPrivate(backup));
}

/// DB-06: all of it or nothing.
void OpenFileTest::keepsTheOldFormatWhenTheChangeFails()
{
    fill(notes());
    Shape shape = notesWithTags();
    shape.migrations.back().push_back(u"INSERT INTO nowhere VALUES (1)"_s);
    {
        OpenFile file(m_folder->path(), shape);
        QCOMPARE_EQ(file.report().state, State::Unusable);
        QVERIFY2(file.report().reason.contains(u"nowhere"_s), qPrintable(file.report().reason));
    }
    OpenFile file(m_folder->path(), notes());
    QCOMPARE(noteCount(file), 60);
    QCOMPARE(valueOf(file, u"SELECT count(*) FROM sqlite_schema"_s).toInt(), 1);
}

/// DB-06
void OpenFileTest::refusesANewerFormat()
{
    fill(notesWithTags());
    const QByteArray before = test::bytesOf(path());
    for (const bool isPrecious : {true, false}) {
        OpenFile file(m_folder->path(), notes(isPrecious));
        QCOMPARE_EQ(file.report().state, State::Unusable);
        QVERIFY(!file.report().isDamaged);
        QVERIFY2(file.report().reason.contains(u"knows format 2 is needed"_s),
            qPrintable(file.report().reason));
    }
    QCOMPARE(test::bytesOf(path()), before);
}

void OpenFileTest::refusesAnotherProgramsFile()
{
    {
        test::Outsider other(path());
        QCOMPARE(other.run(u"CREATE TABLE theirs (a)"_s), QString());
    }
    const QByteArray before = test::bytesOf(path());
    OpenFile file(m_folder->path(), notes(false));
    QCOMPARE(file.report().reason, u"notes.db: it is a database of another program"_s);
    QCOMPARE(test::bytesOf(path()), before);
}

/// DB-05
void OpenFileTest::saysThatAnotherProgramWrites()
{
    OpenFile file(m_folder->path(), notes());
    QVERIFY(file.use());
    QVERIFY((*file.use())->run(u"PRAGMA busy_timeout = 50"_s));
    test::Outsider other(path());
    QCOMPARE(other.run(u"BEGIN IMMEDIATE"_s), QString());
    const QString words = write(file, u"a"_s);
    QVERIFY2(words.startsWith(
                 u"notes.db: another program has been writing to it for too long (SQLite 5"_s),
        qPrintable(words));
    QCOMPARE(other.run(u"COMMIT"_s), QString());
    QCOMPARE(write(file, u"a"_s), QString());
}

/// DB-08
void OpenFileTest::losesNothingOnAFullDisk()
{
    OpenFile file(m_folder->path(), notes());
    QVERIFY(file.use());
    QVERIFY((*file.use())->value(u"PRAGMA max_page_count = 40"_s));
    QString words;
    int written = 0;
    while (words.isEmpty() && written < 1000) {
        words = write(file, QString(1000, u'x'));
        written += words.isEmpty();
    }
    QVERIFY2(words.startsWith(u"notes.db: the disk is full (SQLite 13"_s), qPrintable(words));
    QVERIFY(written > 50);
    QCOMPARE(noteCount(file), written);
    QCOMPARE_EQ(file.report().state, State::Usable);
    QVERIFY((*file.use())->value(u"PRAGMA max_page_count = 400"_s));
    QCOMPARE(write(file, u"there is room again"_s), QString());
}

/// What is in the way at the start may go away; nobody has to start again for that.
void OpenFileTest::opensOnceThereIsRoom()
{
    const QString inTheWay = m_folder->filePath(u"profile"_s);
    test::writeBytes(inTheWay, "a file where the folder should be");
    OpenFile file(inTheWay, notes());
    QCOMPARE_EQ(file.report().state, State::Unusable);
    QVERIFY(QFile::remove(inTheWay));
    QCOMPARE_EQ(file.report().state, State::Usable);
    QCOMPARE(write(file, u"a"_s), QString());
}

/// DB-10: SQLite's own way for file systems without locks has no shared memory either.
void OpenFileTest::goesWithoutALogWhereThereIsNone()
{
#ifdef Q_OS_UNIX
    Shape shape = notes();
    shape.vfs = u"unix-dotfile"_s;
    OpenFile file(m_folder->path(), shape);
    QCOMPARE(write(file, u"a"_s), QString());
    QCOMPARE(valueOf(file, u"PRAGMA journal_mode"_s).toString(), u"delete"_s);
    QCOMPARE_EQ(file.report().state, State::Usable);
    QVERIFY(file.report().warning.contains(u"without a write-ahead log"_s));
#endif
}

/// DB-10
void OpenFileTest::knowsNetworkFileSystems()
{
    for (const char *name : {"nfs", "nfs4", "CIFS", "smb3", "fuse.sshfs", "9p"})
        QVERIFY2(store::isNetworkFileSystem(name), name);
    for (const char *name : {"ext4", "btrfs", "apfs", "NTFS", "tmpfs", "overlay", ""})
        QVERIFY2(!store::isNetworkFileSystem(name), name);
}

QTEST_GUILESS_MAIN(OpenFileTest)
#include "tst_openfile.moc"
