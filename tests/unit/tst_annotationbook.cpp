// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Notes are cleaned, durable before they count, and refused with the reason.

#include "await.h"
#include "stricttest.h"
#include "work/annotationbook.h"

#include <QSignalSpy>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Result;
using base::Task;
using base::Unit;
using domain::Annotation;
using domain::Annotations;
using domain::TokenKey;
using work::AnnotationBook;

namespace {

const TokenKey one {u"c"_s, u"1"_s};
const TokenKey two {u"c"_s, u"2"_s};

/// Keeps what it is told, or fails.
class FakeStore final : public Annotations
{
public:
    Task<All> readAll() override
    {
        return problem.isEmpty() ? Task<All>::ready(All(kept))
                                 : Task<All>::ready(base::fail(ErrorKind::LocalFile, problem));
    }
    Task<Unit> write(All changed) override
    {
        if (!problem.isEmpty())
            return Task<Unit>::ready(base::fail(ErrorKind::LocalFile, problem));
        ++writes;
        kept = std::move(changed);
        return Task<Unit>::ready(Unit {});
    }

    All kept;
    QString problem;
    int writes = 0;
};

Annotation tagged(const QStringList &tags)
{
    Annotation annotation;
    annotation.tags = tags;
    return annotation;
}

} // namespace

class AnnotationBookTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void cleansTags_data();
    void cleansTags();
    void cleansTheRest();
    void knowsWhatWasStored();
    void tellsOfAChangeOnceItIsOnDisk();
    void changesNothingWhenTheDiskRefuses();
    void refusesWithTheReason();
    void forgetsWhatBecameEmpty();
    void listsTagsAndOwnersOnce();
    void ownersWrittenHereCountMore();
};

void AnnotationBookTest::cleansTags_data()
{
    QTest::addColumn<QStringList>("typed");
    QTest::addColumn<QStringList>("expected");
    QTest::newRow("spaces") << QStringList {u"  to \t rotate "_s} << QStringList {u"to rotate"_s};
    QTest::newRow("sorted") << QStringList {u"b"_s, u"A"_s} << QStringList {u"A"_s, u"b"_s};
    QTest::newRow("once, whatever the case")
        << QStringList {u"prod"_s, u"Prod"_s, u"prod"_s} << QStringList {u"Prod"_s};
    QTest::newRow("commas") << QStringList {u"a,b"_s, u","_s} << QStringList {u"a b"_s};
    QTest::newRow("nothing") << QStringList {u""_s, u" "_s} << QStringList();
    QTest::newRow("long") << QStringList {QString(200, u'x')}
                          << QStringList {QString(work::longestTag, u'x')};
    QTest::newRow("IN-12: NUL") << QStringList {u"a"_s + QChar(0) + u'b'} << QStringList {u"ab"_s};
}

void AnnotationBookTest::cleansTags()
{
    QFETCH(QStringList, typed);
    QTEST(work::cleanTags(typed), "expected");
}

/// IN-12
void AnnotationBookTest::cleansTheRest()
{
    Annotation annotation;
    annotation.note = u"  two\nlines "_s + QChar(0) + QString(work::longestNote, u'x');
    annotation.owner = u" ada\n lovelace "_s;
    const Annotation clean = work::cleaned(annotation);
    QVERIFY(clean.note.startsWith(u"two\nlines x"_s));
    QVERIFY(clean.note.size() <= work::longestNote);
    QCOMPARE(clean.owner, u"ada lovelace"_s);
}

void AnnotationBookTest::knowsWhatWasStored()
{
    FakeStore store;
    store.kept = {{one, tagged({u"a"_s})}};
    AnnotationBook book(store);
    QVERIFY(!book.isLoaded());
    QVERIFY(test::await(book.load()));
    QVERIFY(book.isLoaded());
    QCOMPARE(book.of(one).tags, QStringList {u"a"_s});
    QVERIFY(book.of(two).isEmpty());
}

void AnnotationBookTest::tellsOfAChangeOnceItIsOnDisk()
{
    FakeStore store;
    AnnotationBook book(store);
    QVERIFY(test::await(book.load()));
    QSignalSpy changed(&book, &AnnotationBook::changed);
    QVERIFY(test::await(book.set(one, tagged({u" b "_s, u"a"_s}))));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.first().first().value<QList<TokenKey>>(), QList<TokenKey> {one});
    QCOMPARE(book.of(one).tags, (QStringList {u"a"_s, u"b"_s}));
    QCOMPARE(store.kept.front().second, book.of(one));
}

void AnnotationBookTest::changesNothingWhenTheDiskRefuses()
{
    FakeStore store;
    AnnotationBook book(store);
    QVERIFY(test::await(book.load()));
    store.problem = u"disk full"_s;
    QSignalSpy changed(&book, &AnnotationBook::changed);
    const auto result = test::await(book.set(one, tagged({u"a"_s})));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::LocalFile);
    QVERIFY(book.of(one).isEmpty());
    QCOMPARE(changed.size(), 0);
}

/// DB-07: a second window on the profile reads only.
void AnnotationBookTest::refusesWithTheReason()
{
    FakeStore store;
    AnnotationBook book(store);
    QCOMPARE(book.barrier()->kind,
        work::Barrier::Kind::NotesUnread); // Nothing was read: writing could be over what is there.
    QVERIFY(!test::await(book.set(one, tagged({u"a"_s}))));
    QVERIFY(test::await(book.load()));
    QVERIFY(!book.barrier());
    book.setProfileHolder(u"another window"_s);
    const auto result = test::await(book.set(one, tagged({u"a"_s})));
    QVERIFY(!result);
    QCOMPARE(result.error().kind, ErrorKind::Conflict);
    QVERIFY(result.error().detail.contains(u"another window"_s));
    QCOMPARE(store.writes, 0);
    book.setProfileHolder({});
    QVERIFY(test::await(book.set(one, tagged({u"a"_s}))));
}

void AnnotationBookTest::forgetsWhatBecameEmpty()
{
    FakeStore store;
    AnnotationBook book(store);
    QVERIFY(test::await(book.load()));
    QVERIFY(test::await(book.set(one, tagged({u"a"_s}))));
    QCOMPARE(book.all().size(), 1);
    QVERIFY(test::await(book.set(one, {})));
    QVERIFY(book.all().isEmpty());
}

void AnnotationBookTest::listsTagsAndOwnersOnce()
{
    FakeStore store;
    Annotation first = tagged({u"b"_s, u"a"_s});
    first.owner = u"ada"_s;
    store.kept = {{one, first}, {two, tagged({u"A"_s, u"c"_s})}};
    AnnotationBook book(store);
    QVERIFY(test::await(book.load()));
    QCOMPARE(book.tags(), (QStringList {u"A"_s, u"b"_s, u"c"_s}));
    QCOMPARE(book.owners(), QStringList {u"ada"_s});
}

void AnnotationBookTest::ownersWrittenHereCountMore()
{
    domain::Token token;
    token.owner = domain::Fact<QString>::known(u"vendor's"_s);
    Annotation annotation;
    QCOMPARE(domain::ownerOf(token, annotation).value, u"vendor's"_s);
    annotation.owner = u"ours"_s;
    QCOMPARE(domain::ownerOf(token, annotation).value, u"ours"_s);
}

QTEST_GUILESS_MAIN(AnnotationBookTest)
#include "tst_annotationbook.moc"
