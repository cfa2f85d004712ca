// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// Saved views: those that come with the program find the right tokens, the admin's own survive
/// whatever is done to their file.

#include "base/privatefile.h"
#include "filter/match.h"
#include "filter/parser.h"
#include "stricttest.h"
#include "tokens.h"
#include "work/savedviews.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using domain::TimeFact;
using domain::Token;
using work::SavedView;
using work::SavedViews;

namespace {

SavedView view(const QString &name, const QString &filter = u"deploy"_s)
{
    return {.name = name, .filter = filter, .layout = {{u"compact"_s, true}}};
}

QStringList names(const SavedViews &views)
{
    QStringList all;
    for (const SavedView &one : views.all())
        all += one.name;
    return all;
}

QStringList ownNames(const SavedViews &views)
{
    QStringList own;
    for (const SavedView &one : views.all()) {
        if (!one.isShipped())
            own += one.name;
    }
    return own;
}

QByteArray document(const QJsonArray &views)
{
    return QJsonDocument(QJsonObject {{u"version"_s, 1}, {u"views"_s, views}}).toJson();
}

/// Ten tokens, each named by what is to be said about it.
std::vector<Token> smallEstate()
{
    using std::chrono::hours;
    const base::Instant now = test::FixedClock().time;
    const auto days = [](int count) { return hours(24 * count); };
    const auto named = [](const char *name) {
        const QString text = QString::fromLatin1(name);
        return test::token(u"c"_s, text, text);
    };
    std::vector<Token> estate;
    Token token = named("plain");
    token.lastUsed = TimeFact::known(now - days(1));
    token.grants = {{.name = u"read"_s}};
    estate.push_back(token);
    token = named("never, young");
    token.lastUsed = TimeFact::never();
    token.created = TimeFact::known(now - days(2));
    estate.push_back(token);
    token = named("never, old");
    token.lastUsed = TimeFact::never();
    token.created = TimeFact::known(now - days(200));
    estate.push_back(token);
    token = named("idle");
    token.lastUsed = TimeFact::known(now - days(91));
    estate.push_back(token);
    token = named("use not reported");
    token.lastUsed = TimeFact::notReported();
    token.created = TimeFact::known(now - days(400));
    estate.push_back(token);
    token = named("ends in 30 days");
    token.expires = TimeFact::known(now + days(30));
    estate.push_back(token);
    token = named("ends in 31 days");
    token.expires = TimeFact::known(now + days(31));
    estate.push_back(token);
    token = named("over");
    token.status = domain::TokenStatus::Expired;
    token.expires = TimeFact::known(now - days(1));
    estate.push_back(token);
    token = named("broad, disabled");
    token.status = domain::TokenStatus::Disabled;
    token.grants = {{.name = u"admin"_s, .broad = true}};
    estate.push_back(token);
    token = named("mine");
    token.isOwnCredential = true;
    estate.push_back(token);
    return estate;
}

} // namespace

class SavedViewsTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void keepsWhatAnotherProgramSaved();
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void comesWithNineViews();
    void findsTheRightTokens_data();
    void findsTheRightTokens();
    void keepsViewsAcrossRuns();
    void isReadableByItsOwnerOnly();
    void wantsUniqueNames_data();
    void wantsUniqueNames();
    void changesAndRemovesAndPutsBack();
    void guardsWhatComesWithTheProgram();
    void keepsOrderAndHiddenOnes();
    void bringsBackWhatIsMissing();
    void movesADamagedFileAside_data();
    void movesADamagedFileAside();
    void keepsACopyOfWhatItLeavesOut();
    void changesNothingWhenTheDiskRefuses();
    void exportsAndImportsItsOwn();
    void numbersNamesThatAreTaken();
    void saysWhatItLeavesOut();
    void refusesABadFile_data();
    void refusesABadFile();
    void ignoresUnknownMembers();
    void writesNothingWhereItMayNot();

private:
    QString file() const { return m_folder->filePath(u"profile/views.json"_s); }
    void write(const QByteArray &bytes) const
    {
        QDir(m_folder->path()).mkpath(u"profile"_s);
        QFile target(file());
        QVERIFY(target.open(QIODevice::WriteOnly));
        target.write(bytes);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void SavedViewsTest::comesWithNineViews()
{
    const SavedViews views({}, {});
    QCOMPARE(names(views),
        (QStringList {u"All"_s, u"Active"_s, u"Never used"_s, u"Idle over 90 days"_s,
            u"Expiring in 30 days"_s, u"Broad rights"_s, u"Disabled"_s, u"Mine"_s,
            u"Review due"_s}));
    QVERIFY(!views.hasOwn());
}

void SavedViewsTest::findsTheRightTokens_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QStringList>("expected");
    QStringList all;
    for (const Token &token : smallEstate())
        all += token.name;
    QStringList active = all;
    active.removeAll(u"over"_s);
    active.removeAll(u"broad, disabled"_s);
    QTest::newRow("All") << u"all"_s << all;
    QTest::newRow("Active") << u"active"_s << active;
    QTest::newRow("Never used") << u"never-used"_s
                                << QStringList {u"never, young"_s, u"never, old"_s};
    QTest::newRow("Idle") << u"idle"_s << QStringList {u"never, old"_s, u"idle"_s};
    QTest::newRow("Expiring") << u"expiring"_s << QStringList {u"ends in 30 days"_s};
    QTest::newRow("Broad rights") << u"broad"_s << QStringList {u"broad, disabled"_s};
    QTest::newRow("Disabled") << u"disabled"_s << QStringList {u"broad, disabled"_s};
    QTest::newRow("Mine") << u"mine"_s << QStringList {u"mine"_s};
    QTest::newRow("Review due") << u"review-due"_s << QStringList {u"idle"_s};
}

void SavedViewsTest::findsTheRightTokens()
{
    QFETCH(QString, id);
    const auto &shipped = work::shippedViews();
    const auto it = std::find_if(
        shipped.begin(), shipped.end(), [&id](const SavedView &one) { return one.id == id; });
    QVERIFY(it != shipped.end());
    const filter::ParseResult parsed = filter::parse(it->filter);
    QVERIFY(!parsed.error);
    QStringList found;
    for (const Token &token : smallEstate()) {
        filter::MatchContext context {.now = test::FixedClock().time};
        if (token.name == u"idle"_s)
            context.annotation.reviewOn = QDate(2026, 3, 1); // today
        if (token.name == u"mine"_s)
            context.annotation.reviewOn = QDate(2026, 3, 2);
        if (filter::matches(parsed.expression, token, context))
            found += token.name;
    }
    QTEST(found, "expected");
}

void SavedViewsTest::keepsViewsAcrossRuns()
{
    SavedView own = view(u"Nightly \u00e4"_s, u"name:\"night build\" -used:<30d"_s);
    own.layout = {
        {u"sort"_s,
            QJsonArray {QJsonObject {{u"column"_s, u"last-used"_s}, {u"descending"_s, true}}}},
        {u"columns"_s,
            QJsonArray {
                QJsonObject {{u"column"_s, u"name"_s}, {u"hidden"_s, false}, {u"width"_s, 300}}}},
        {u"compact"_s, true}};
    SavedViews views(file(), {u"name"_s, u"last-used"_s});
    QVERIFY(views.load());
    QSignalSpy changed(&views, &SavedViews::changed);
    QVERIFY(views.add(own));
    QCOMPARE(changed.size(), 1);
    SavedViews again(file(), {u"name"_s, u"last-used"_s});
    QVERIFY(again.load());
    QCOMPARE(again.all(), views.all());
    QCOMPARE(*again.find(u"nightly \u00c4"_s), own);
}

void SavedViewsTest::isReadableByItsOwnerOnly()
{
    SavedViews views(file(), {});
    QVERIFY(views.add(view(u"A"_s)));
    QVERIFY(base::isPrivate(file()));
}

void SavedViewsTest::wantsUniqueNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("empty") << u"  "_s;
    QTest::newRow("taken") << u" nightly "_s;
    QTest::newRow("one that comes with the program") << u"ALL"_s;
    QTest::newRow("long") << QString(61, u'x');
    QTest::newRow("control character") << u"a\u0007b"_s;
    QTest::newRow("line break") << u"a\nb"_s;
    QTest::newRow("direction override") << u"a\u202eb"_s;
}

void SavedViewsTest::wantsUniqueNames()
{
    QFETCH(QString, name);
    SavedViews views({}, {});
    QVERIFY(views.add(view(u"Nightly"_s)));
    const auto added = views.add(view(name));
    QVERIFY(!added);
    QCOMPARE(added.error().kind, base::ErrorKind::Invalid);
    QCOMPARE(ownNames(views), QStringList {u"Nightly"_s});
}

void SavedViewsTest::changesAndRemovesAndPutsBack()
{
    SavedViews views({}, {});
    for (const auto &name : {u"A"_s, u"B"_s, u"C"_s})
        QVERIFY(views.add(view(name)));
    const SavedView old = *views.find(u"B"_s);
    QVERIFY(views.replace(u"B"_s, view(u"b2"_s, u"status:active"_s)));
    QCOMPARE(ownNames(views), (QStringList {u"A"_s, u"b2"_s, u"C"_s}));
    QVERIFY(!views.replace(u"b2"_s, view(u"a"_s)));
    QVERIFY(views.replace(u"b2"_s, view(u"B2"_s))); // its own name in other letters
    const auto place = *views.indexOf(u"B2"_s);
    QVERIFY(views.remove(u"B2"_s));
    QCOMPARE(ownNames(views), (QStringList {u"A"_s, u"C"_s}));
    QVERIFY(views.insert(place, old));
    QCOMPARE(ownNames(views), (QStringList {u"A"_s, u"B"_s, u"C"_s}));
    QCOMPARE(*views.find(u"B"_s), old);
    QVERIFY(!views.remove(u"nothing"_s));
}

void SavedViewsTest::guardsWhatComesWithTheProgram()
{
    SavedViews views({}, {});
    QVERIFY(!views.replace(u"All"_s, view(u"All"_s)));
    QVERIFY(!views.remove(u"All"_s));
    QCOMPARE(views.all(), work::shippedViews());
}

void SavedViewsTest::keepsOrderAndHiddenOnes()
{
    SavedViews views(file(), {});
    QVERIFY(views.add(view(u"A"_s)));
    QVERIFY(views.move(9, 0));
    QVERIFY(views.setHidden(u"Mine"_s, true));
    QVERIFY(!views.move(0, 10));
    SavedViews again(file(), {});
    QVERIFY(again.load());
    QCOMPARE(names(again).first(), u"A"_s);
    QCOMPARE(again.all(), views.all());
    QVERIFY(again.find(u"Mine"_s)->isHidden);
}

void SavedViewsTest::bringsBackWhatIsMissing()
{
    write(
        document({QJsonObject {{u"shipped"_s, u"mine"_s}}, QJsonObject {{u"shipped"_s, u"gone"_s}},
            QJsonObject {{u"name"_s, u"All"_s}, {u"filter"_s, u"x"_s}}}));
    SavedViews views(file(), {});
    QVERIFY(views.load());
    QCOMPARE(views.all().size(), work::shippedViews().size() + 1);
    QCOMPARE(ownNames(views), QStringList {u"All 2"_s});
    QVERIFY(views.find(u"All"_s)->isShipped());
}

void SavedViewsTest::movesADamagedFileAside_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut off") << QByteArray("{\"version\":1,\"views\":[");
    QTest::newRow("another version") << QByteArray("{\"version\":2,\"views\":[]}");
    QTest::newRow("no views") << QByteArray("{\"version\":1}");
    QTest::newRow("huge") << QByteArray(1024 * 1024 + 1, ' ');
}

void SavedViewsTest::movesADamagedFileAside()
{
    QFETCH(QByteArray, bytes);
    write(bytes);
    SavedViews views(file(), {});
    const auto loaded = views.load();
    QVERIFY(!loaded);
    QCOMPARE(loaded.error().kind, base::ErrorKind::LocalFile);
    const QString aside = file() + u".damaged"_s;
    QVERIFY(loaded.error().detail.contains(aside));
    QFile kept(aside);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), bytes);
    QVERIFY(!QFile::exists(file()));
    QVERIFY(views.add(view(u"A"_s)));
    write("{"); // once more: the first one is not written over
    QVERIFY(!SavedViews(file(), {}).load());
    QVERIFY(QFile::exists(aside + u"-2"_s));
}

void SavedViewsTest::keepsACopyOfWhatItLeavesOut()
{
    const QByteArray bytes = document({toJson(view(u"Good"_s)), toJson(view(u"Bad"_s, u"("_s))});
    write(bytes);
    SavedViews views(file(), {});
    const auto loaded = views.load();
    QVERIFY(!loaded);
    QVERIFY(loaded.error().detail.contains(u"\"Bad\""_s));
    QCOMPARE(ownNames(views), QStringList {u"Good"_s});
    QFile kept(file() + u".damaged"_s);
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), bytes);
    QVERIFY(QFile::exists(file()));
}

void SavedViewsTest::changesNothingWhenTheDiskRefuses()
{
    QFile blocker(m_folder->filePath(u"profile"_s)); // a file where the folder should be
    QVERIFY(blocker.open(QIODevice::WriteOnly));
    SavedViews views(file(), {});
    QVERIFY(!views.add(view(u"A"_s)));
    QVERIFY(!views.hasOwn());
}

void SavedViewsTest::exportsAndImportsItsOwn()
{
    SavedViews views({}, {});
    QVERIFY(views.add(view(u"A"_s, u"status:active"_s)));
    QVERIFY(views.add(view(u"B"_s)));
    SavedViews other({}, {});
    const auto done = other.import(views.exported());
    QVERIFY(done);
    QCOMPARE(done->names, (QStringList {u"A"_s, u"B"_s}));
    QVERIFY(done->remarks.isEmpty());
    QCOMPARE(other.all(), views.all());
}

void SavedViewsTest::numbersNamesThatAreTaken()
{
    SavedViews views({}, {});
    QVERIFY(views.add(view(u"A"_s)));
    const auto done = views.import(document({toJson(view(u"a"_s)), toJson(view(u"A"_s)),
        toJson(view(u"All"_s)), toJson(view(QString(60, u'x'))), toJson(view(QString(60, u'x')))}));
    QVERIFY(done);
    QCOMPARE(done->names,
        (QStringList {
            u"a 2"_s, u"A 3"_s, u"All 2"_s, QString(60, u'x'), QString(58, u'x') + u" 2"_s}));
    QVERIFY(views.find(u"All"_s)->isShipped());
}

void SavedViewsTest::saysWhatItLeavesOut()
{
    const QJsonArray columns {QJsonObject {{u"column"_s, u"name"_s}},
        QJsonObject {{u"column"_s, u"mood"_s}}, QJsonObject {{u"width"_s, 3}}, 17};
    SavedViews views({}, {u"name"_s});
    const auto done = views.import(document(
        {QJsonObject {{u"name"_s, u"Good"_s}, {u"filter"_s, u""_s}, {u"columns"_s, columns}},
            toJson(view(u"Broken"_s, u"statsu:x"_s)), QJsonObject {{u"name"_s, u"No filter"_s}},
            QJsonObject {{u"filter"_s, u""_s}}, 5}));
    QVERIFY(done);
    QCOMPARE(done->names, QStringList {u"Good"_s});
    QCOMPARE(done->remarks.size(), 5);
    QVERIFY(done->remarks.at(0).contains(u"\"mood\""_s));
    QVERIFY(done->remarks.at(1).contains(u"\"Broken\""_s));
    QCOMPARE(views.find(u"Good"_s)->layout.value(u"columns"_s).toArray(),
        (QJsonArray {QJsonObject {{u"column"_s, u"name"_s}}}));
}

void SavedViewsTest::refusesABadFile_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("hello");
    QTest::newRow("an array") << QByteArray("[]");
    QTest::newRow("no version") << QByteArray("{\"views\":[]}");
    QTest::newRow("another version") << QByteArray("{\"version\":2,\"views\":[]}");
    QTest::newRow("no views") << QByteArray("{\"version\":1}");
    QTest::newRow("views of another kind") << QByteArray("{\"version\":1,\"views\":{}}");
    QTest::newRow("nothing in it") << document({});
    QTest::newRow("nothing of use") << document({1, u"a"_s});
    QTest::newRow("too large") << QByteArray(1024 * 1024 + 1, ' ');
}

void SavedViewsTest::refusesABadFile()
{
    QFETCH(QByteArray, bytes);
    SavedViews views(file(), {});
    QVERIFY(views.add(view(u"A"_s)));
    const auto before = views.all();
    const auto done = views.import(bytes);
    QVERIFY(!done);
    QVERIFY(!done.error().detail.isEmpty());
    QCOMPARE(views.all(), before);
}

void SavedViewsTest::ignoresUnknownMembers()
{
    QJsonObject object = toJson(view(u"A"_s));
    object.insert(u"colour"_s, u"red"_s);
    SavedViews views({}, {});
    const auto done = views.import(QJsonDocument(
        QJsonObject {{u"version"_s, 1}, {u"views"_s, QJsonArray {object}},
            {u"author"_s, u"Ada"_s}}).toJson());
    QVERIFY(done);
    QVERIFY(done->remarks.isEmpty());
    QCOMPARE(*views.find(u"A"_s), view(u"A"_s));
}

/// DB-07: in a second window on the profile.
void SavedViewsTest::writesNothingWhereItMayNot()
{
    {
        SavedViews views(file(), {});
        QVERIFY(views.load());
        QVERIFY(views.add(view(u"first"_s)));
    }
    SavedViews views(file(), {});
    QVERIFY(views.load());
    views.forbidWriting(u"another window"_s);
    QFile kept(file());
    QVERIFY(kept.open(QIODevice::ReadOnly));
    const QByteArray before = kept.readAll();
    const auto refused = views.add(view(u"second"_s));
    QVERIFY(!refused);
    QCOMPARE(refused.error().detail, u"another window"_s);
    QCOMPARE(ownNames(views), QStringList {u"first"_s});
    kept.seek(0);
    QCOMPARE(kept.readAll(), before);
    kept.close();

    write("{"); // Not moved aside either: the other window may be at it.
    SavedViews damaged(file(), {});
    damaged.forbidWriting(u"another window"_s);
    QVERIFY(!damaged.load());
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), QByteArray("{"));
}

/// Each change is made to what is on disk then, not to what was read at start.
void SavedViewsTest::keepsWhatAnotherProgramSaved()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"views.json"_s);
    SavedViews one(file, {});
    SavedViews other(file, {});
    QVERIFY(one.load());
    QVERIFY(other.load());
    QVERIFY(one.add(view(u"One"_s)));
    QVERIFY(!other.add(view(u"ONE"_s)));
    QVERIFY(other.add(view(u"Other"_s)));
    QVERIFY(one.setHidden(u"All"_s, true));
    QVERIFY(one.move(0, 3));
    QCOMPARE(ownNames(one), QStringList({u"One"_s, u"Other"_s}));
    QVERIFY(other.remove(u"One"_s));
    SavedViews again(file, {});
    QVERIFY(again.load());
    QCOMPARE(ownNames(again), QStringList {u"Other"_s});
    QVERIFY(again.find(u"All"_s)->isHidden);
    QCOMPARE(*again.indexOf(u"All"_s), std::size_t(3));
}

QTEST_GUILESS_MAIN(SavedViewsTest)
#include "tst_savedviews.moc"
