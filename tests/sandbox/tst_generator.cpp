// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// The same seed gives the same estate, ids lead back to their token, and a page costs what it
/// holds.

#include "sandbox/estate.h"
#include "sandbox/generator.h"
#include "stricttest.h"

#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;
using sandbox::Estate;
using sandbox::Generator;
using sandbox::NameStyle;

namespace {
constexpr qint64 now = 1'700'000'000'000;
}

class GeneratorTest : public test::StrictTest
{
    Q_OBJECT

private slots:
    void sameSeedSameEstate();
    void idsLeadBack();
    void strangersLeadNowhere();
    void peopleDiffer();
    void agesAreBelievable();
    void plainNamesAreLettersOnly();
    void smallEstatesShowOddNames();
    void pageCostsWhatItHolds();
    void removedStayRemoved();
};

void GeneratorTest::sameSeedSameEstate()
{
    const Generator one(7, now);
    const Generator same(7, now);
    const Generator other(8, now);
    int different = 0;
    for (quint32 i = 0; i < 200; ++i) {
        QCOMPARE(one.uuid("a", i), same.uuid("a", i));
        QCOMPARE(one.tokenName("a", i), same.tokenName("a", i));
        QCOMPARE(one.life("a", i).createdMs, same.life("a", i).createdMs);
        QCOMPARE(one.life("a", i).lastUsedMs, same.life("a", i).lastUsedMs);
        QVERIFY(one.uuid("a", i) != other.uuid("a", i));
        QVERIFY(one.uuid("a", i) != one.uuid("b", i));
        different += one.tokenName("a", i) != other.tokenName("a", i) ? 1 : 0;
    }
    QVERIFY(different > 100);
}

void GeneratorTest::idsLeadBack()
{
    const Generator make(1, now);
    static const QRegularExpression uuid(
        u"^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"_s);
    static const QRegularExpression key(u"^[0-9A-Za-z]{32}$"_s);
    static const QRegularExpression digits(u"^[0-9]{4}-[0-9]{4}$"_s);
    QSet<QString> seen;
    for (quint32 i = 0; i < 100'000; i += i < 1000 ? 1 : 37) {
        QVERIFY(uuid.match(make.uuid("x", i)).hasMatch());
        QCOMPARE(make.indexOfUuid("x", make.uuid("x", i)), std::optional(i));
        QVERIFY(key.match(make.secret("x", i, 32)).hasMatch());
        QCOMPARE(make.indexOfSecret("x", make.secret("x", i, 32)), std::optional(i));
        QVERIFY(digits.match(make.digits("x", i)).hasMatch());
        QCOMPARE(make.indexOfDigits("x", make.digits("x", i)), std::optional(i));
        QVERIFY(!seen.contains(make.digits("x", i)));
        seen.insert(make.digits("x", i));
    }
}

void GeneratorTest::strangersLeadNowhere()
{
    const Generator make(1, now);
    for (const QString &text : {QString(), u"x"_s, QString(36, u'0'), QString(32, u'Ω'),
             make.uuid("y", 3), make.uuid("x", 3).replace(0, 1, u"z"_s), make.secret("y", 3, 32)}) {
        QVERIFY(!make.indexOfUuid("x", text));
        QVERIFY(!make.indexOfSecret("x", text));
        QVERIFY(!make.indexOfDigits("x", text));
    }
    QString changed = make.secret("x", 3, 32);
    changed[31] = changed[31] == u'A' ? u'B' : u'A';
    QVERIFY(!make.indexOfSecret("x", changed));
    QVERIFY(!make.indexOfDigits("x", u"12a4-5678"_s));
}

void GeneratorTest::peopleDiffer()
{
    const Generator make(5, now);
    QSet<QString> mails;
    for (quint32 i = 0; i < Generator::peopleCount; ++i)
        mails.insert(make.person(i).email);
    QCOMPARE(mails.size(), static_cast<qsizetype>(Generator::peopleCount));
}

void GeneratorTest::agesAreBelievable()
{
    const Generator make(5, now);
    int never = 0;
    int recent = 0;
    int forgotten = 0;
    for (quint32 i = 0; i < 2000; ++i) {
        const sandbox::Life life = make.life("x", i);
        QVERIFY(life.createdMs < now);
        QVERIFY(life.creator < Generator::peopleCount);
        if (!life.lastUsedMs) {
            ++never;
            continue;
        }
        QVERIFY(*life.lastUsedMs >= life.createdMs && *life.lastUsedMs <= now);
        const qint64 days = (now - *life.lastUsedMs) / 86'400'000;
        recent += days < 2 ? 1 : 0;
        forgotten += days > 90 ? 1 : 0;
    }
    QVERIFY(never > 200 && never < 500);
    QVERIFY(recent > 500);
    QVERIFY(forgotten > 100);
}

void GeneratorTest::plainNamesAreLettersOnly()
{
    const Generator make(5, now);
    for (quint32 i = 0; i < 3000; ++i) {
        const QString name = make.tokenName("x", i, NameStyle::Letters);
        QVERIFY(!name.isEmpty() && name.size() <= 60);
        for (const QChar c : name)
            QVERIFY2(c.isLetterOrNumber() || c.isMark() || u" -.'"_s.contains(c), qPrintable(name));
    }
}

void GeneratorTest::smallEstatesShowOddNames()
{
    const Generator make(5, now);
    bool markup = false;
    bool foreign = false;
    for (quint32 i = 0; i < 40; ++i) {
        const QString name = make.tokenName("x", i);
        markup = markup || name.contains(u"<b>");
        for (const QChar c : name)
            foreign = foreign || c.unicode() > 0x500;
    }
    QVERIFY(markup);
    QVERIFY(foreign);
}

void GeneratorTest::pageCostsWhatItHolds()
{
    quint32 made = 0;
    Estate<quint32> estate(100'000, [&made](quint32 index) { return ++made, index * 2; });
    QCOMPARE(made, 0U);
    for (std::size_t at = 99'900; at < 100'000; ++at)
        QCOMPARE(estate.at(at), static_cast<quint32>(at * 2));
    QCOMPARE(made, 100U);
    QCOMPARE(estate.lookedAt(), 100U);
}

void GeneratorTest::removedStayRemoved()
{
    Estate<quint32> estate(10, [](quint32 index) { return index; });
    estate.put(4, 44U);
    QCOMPARE(estate.nextIndex(), 10U);
    estate.put(estate.nextIndex(), 100U);
    estate.remove(4);
    estate.remove(4);
    estate.remove(0);
    QCOMPARE(estate.size(), std::size_t {9});
    QCOMPARE(estate.at(0), 1U);
    QCOMPARE(estate.at(8), 100U);
    QCOMPARE(estate.indexAt(8), 10U);
    QVERIFY(!estate.find(4));
    QVERIFY(!estate.find(77));
    QCOMPARE(estate.find(10), std::optional(100U));
    QCOMPARE(estate.nextIndex(), 11U);
}

QTEST_GUILESS_MAIN(GeneratorTest)
#include "tst_generator.moc"
