// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// A plan for a second admin: there and back as a file, its hash and code, what is no plan, and
/// which tokens here it means (BULK-11).

#include "base/privatefile.h"
#include "bulk/jobrows.h"
#include "bulk/planmatch.h"
#include "stricttest.h"
#include "tokens.h"
#include "work/tokenstore.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;
using bulk::CodeState;
using bulk::Deed;
using bulk::Drift;
using bulk::Lock;
using bulk::PlanFault;
using bulk::SharedPlan;
using domain::Vendor;

namespace {

base::Instant when()
{
    return test::FixedClock().time;
}

SharedPlan plan()
{
    SharedPlan made {.deed = Deed::Delete, .maker = u"ada"_s, .second = u"grace"_s, .made = when()};
    made.rows = {{Vendor::Mist, u"org-1"_s, u"b"_s, u"wlan “report”\n"_s, when()},
        {Vendor::Mist, u"org-1"_s, u"a"_s, u"nightly"_s, {}},
        {Vendor::SoftwareOne, u"ACC-1"_s, u"TKN-1"_s, u"🔑 ci"_s, when()}};
    return bulk::sealed(made);
}

/// As it would stand in a file.
QByteArray bytesOf(const SharedPlan &plan)
{
    const auto job = bulk::planFile({}, plan);
    return job.head + job.portion(0, 2) + job.portion(2, job.rows) + job.tail;
}

using Change = std::function<void(QJsonObject &)>;

QByteArray changed(const Change &change)
{
    QJsonObject object = QJsonDocument::fromJson(bytesOf(plan())).object();
    change(object);
    return QJsonDocument(object).toJson();
}

QByteArray changedRow(const QString &name, const QJsonValue &value)
{
    return changed([&](QJsonObject &object) {
        QJsonArray rows = object.value("rows"_L1).toArray();
        QJsonObject row = rows.at(1).toObject();
        row.insert(name, value);
        rows.replace(1, row);
        object.insert(u"rows"_s, rows);
    });
}

/// Connections "c1" to "c3" and what they list.
struct Here
{
    work::TokenStore store;
    std::vector<bulk::PlanPlace> places {{u"c1"_s, Vendor::Mist, u"org-1"_s},
        {u"c2"_s, Vendor::Mist, u"org-1"_s}, {u"c3"_s, Vendor::Csp, u"ACC-1"_s}};

    void list(const QString &connection, const QStringList &ids)
    {
        for (const QString &id : ids)
            store.put(test::token(connection, id, u"nightly"_s));
    }
};

} // namespace

class SharedPlanTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void comesBackFromItsFileAsItWas(); ///< BULK-11
    void isForItsOwnerOnly(); ///< BULK-11
    void holdsNoMoreThanItSays(); ///< BULK-11: never a key
    void hashesTheSameInAnyOrder(); ///< BULK-11
    void hashesAnythingElseOtherwise_data();
    void hashesAnythingElseOtherwise(); ///< BULK-11
    void keepsItsHashAndCode(); ///< BULK-11: another admin may have another version
    void takesTheCodeAsPeopleTypeIt_data();
    void takesTheCodeAsPeopleTypeIt(); ///< BULK-11
    void refusesWhatIsNoPlan_data();
    void refusesWhatIsNoPlan(); ///< BULK-11
    void refusesAFileThatIsTooLargeOrMissing(); ///< BULK-11
    void findsItsTokensByVendorOrganisationAndId(); ///< BULK-11
    void saysHowTokensDiffer(); ///< BULK-11
    void standsInTheRowsOfItsJob(); ///< BULK-11
    void knowsOnePersonAtTwoComputers();
};

void SharedPlanTest::comesBackFromItsFileAsItWas()
{
    const auto read = bulk::readPlan(bytesOf(plan()));
    QVERIFY2(read, read ? "" : qPrintable(read.error().field));
    QCOMPARE_EQ(*read, plan());
}

void SharedPlanTest::isForItsOwnerOnly()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"plan.json"_s);
    work::FileExport writer;
    bool isWritten = false;
    connect(&writer, &work::FileExport::finished, this,
        [&isWritten](const base::Result<int> &rows) { isWritten = rows && *rows == 3; });
    writer.start(bulk::planFile(path, plan()));
    QTRY_VERIFY(isWritten);
    QVERIFY(base::isPrivate(path));
    const auto read = bulk::readPlanFile(path);
    QVERIFY(read);
    QCOMPARE_EQ(*read, plan());
}

void SharedPlanTest::holdsNoMoreThanItSays()
{
    const QJsonObject object = QJsonDocument::fromJson(bytesOf(plan())).object();
    QCOMPARE(object.keys(),
        QStringList({u"action"_s, u"format"_s, u"made"_s, u"madeText"_s, u"maker"_s, u"rows"_s,
            u"second"_s, u"sha256"_s, u"version"_s}));
    QCOMPARE(object.value("rows"_L1).toArray().at(0).toObject().keys(),
        QStringList({u"created"_s, u"id"_s, u"name"_s, u"organisation"_s, u"vendor"_s}));
}

void SharedPlanTest::hashesTheSameInAnyOrder()
{
    SharedPlan turned = plan();
    std::reverse(turned.rows.begin(), turned.rows.end());
    QVERIFY(turned.rows != plan().rows);
    QCOMPARE_EQ(bulk::sealed(turned), plan());
    const auto read = bulk::readPlan(changed([](QJsonObject &object) {
        const QJsonArray rows = object.value("rows"_L1).toArray();
        object.insert(u"rows"_s, QJsonArray {rows[2], rows[0], rows[1]});
    }));
    QVERIFY(read);
    QCOMPARE(read->hash, plan().hash);
}

void SharedPlanTest::hashesAnythingElseOtherwise_data()
{
    QTest::addColumn<int>("what");
    const char *names[] = {"deed", "maker", "second", "time", "vendor", "organisation", "id",
        "name", "created", "one less", "a border between values"};
    for (int i = 0; i < static_cast<int>(std::size(names)); ++i)
        QTest::newRow(names[i]) << i;
}

void SharedPlanTest::hashesAnythingElseOtherwise()
{
    QFETCH(int, what);
    const std::function<void(SharedPlan &)> changes[] = {
        [](SharedPlan &one) { one.deed = Deed::Disable; },
        [](SharedPlan &one) { one.maker = u"eve"_s; },
        [](SharedPlan &one) { one.second = u"eve"_s; },
        [](SharedPlan &one) { one.made += std::chrono::milliseconds(1); },
        [](SharedPlan &one) { one.rows[0].vendor = Vendor::Csp; },
        [](SharedPlan &one) { one.rows[0].organisation = u"org-2"_s; },
        [](SharedPlan &one) { one.rows[0].id = u"c"_s; },
        [](SharedPlan &one) { one.rows[0].name = u"Nightly"_s; },
        [](SharedPlan &one) { one.rows[0].created = when() + std::chrono::seconds(1); },
        [](SharedPlan &one) { one.rows.pop_back(); },
        [](SharedPlan &one) {
            one.rows[0].organisation += one.rows[0].id.left(1);
            one.rows[0].id.remove(0, 1);
        },
    };
    SharedPlan other = plan();
    changes[what](other);
    QVERIFY(bulk::sealed(other).hash != plan().hash);
}

void SharedPlanTest::keepsItsHashAndCode()
{
    SharedPlan made {.deed = Deed::Disable, .maker = u"ada"_s, .second = u"grace"_s};
    made.made = base::Instant(std::chrono::milliseconds(1'760'000'000'000));
    made.rows = {{Vendor::Mist, u"org"_s, u"id"_s, u"näme"_s, made.made}};
    // As any other program would: netstrings of the values, one around each row.
    const QByteArray row = "4:mist,3:org,2:id,5:n\xc3\xa4me,13:1760000000000,";
    const QByteArray all = "14:tokendesk-plan,1:1,7:disable,3:ada,5:grace,13:1760000000000,"
        + QByteArray::number(row.size()) + ':' + row + ',';
    const QByteArray digest = QCryptographicHash::hash(all, QCryptographicHash::Sha256);
    made = bulk::sealed(made);
    QCOMPARE(made.hash, QString::fromLatin1(digest.toHex()));
    QCOMPARE(bulk::codeOf(made), u"6JGP-828V-YBA9"_s);
}

void SharedPlanTest::takesTheCodeAsPeopleTypeIt_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<CodeState>("state");
    const QString code = bulk::codeOf(plan());
    QTest::newRow("as it is") << code << CodeState::Right;
    QTest::newRow("small") << code.toLower() << CodeState::Right;
    QTest::newRow("blanks") << u' ' + QString(code).replace(u'-', u' ') + u' ' << CodeState::Right;
    QTest::newRow("other dashes") << QString(code).replace(u'-', u'–') << CodeState::Right;
    QTest::newRow("looks alike") << QString(code).replace(u'0', u'o').replace(u'1', u'l')
                                 << CodeState::Right;
    QTest::newRow("nothing") << QString() << CodeState::Missing;
    QTest::newRow("not all") << code.chopped(1) << CodeState::Missing;
    QTest::newRow("too much") << code + u'A' << CodeState::Wrong;
    SharedPlan other = plan();
    other.rows.pop_back();
    QTest::newRow("of another plan") << bulk::codeOf(bulk::sealed(other)) << CodeState::Wrong;
    QTest::newRow("the hash") << plan().hash << CodeState::Wrong;
}

void SharedPlanTest::takesTheCodeAsPeopleTypeIt()
{
    QFETCH(QString, typed);
    QFETCH(CodeState, state);
    QCOMPARE_EQ(bulk::checkCode(plan(), typed), state);
    QCOMPARE_EQ(bulk::checkCode(SharedPlan(), typed),
        state == CodeState::Missing ? CodeState::Missing : CodeState::Wrong);
}

void SharedPlanTest::refusesWhatIsNoPlan_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<PlanFault>("fault");
    const auto set = [](const QString &name, const QJsonValue &value) {
        return changed([&](QJsonObject &object) { object.insert(name, value); });
    };
    const auto row = [](const char *name, const QByteArray &bytes) -> QTestData & {
        return QTest::newRow(name) << bytes;
    };
    row("empty", {}) << PlanFault::NotJson;
    row("text", "Dear Grace") << PlanFault::NotJson;
    row("cut off", bytesOf(plan()).chopped(20)) << PlanFault::NotJson;
    row("more behind it", bytesOf(plan()) + "x") << PlanFault::NotJson;
    row("a list", "[]") << PlanFault::NotJson;
    row("other JSON", "{\"tokens\":[]}") << PlanFault::NotAPlan;
    row("version 2", set(u"version"_s, 2)) << PlanFault::OtherVersion;
    row("no version", set(u"version"_s, QJsonValue())) << PlanFault::OtherVersion;
    row("deed", set(u"action"_s, u"rotate"_s)) << PlanFault::UnknownDeed;
    row("nobody", set(u"maker"_s, u""_s)) << PlanFault::BadHead;
    row("a long name", set(u"maker"_s, QString(300, u'a'))) << PlanFault::BadHead;
    row("no time", set(u"made"_s, u"today"_s)) << PlanFault::BadHead;
    row("no rows", set(u"rows"_s, QJsonArray())) << PlanFault::NoRows;
    row("rows of texts", set(u"rows"_s, QJsonArray {u"a"_s})) << PlanFault::BadRow;
    row("no id", changedRow(u"id"_s, u""_s)) << PlanFault::BadRow;
    row("a number as name", changedRow(u"name"_s, 1)) << PlanFault::BadRow;
    row("a time that is none", changedRow(u"created"_s, -1)) << PlanFault::BadRow;
    row("vendor", changedRow(u"vendor"_s, u"acme"_s)) << PlanFault::UnknownVendor;
    row("the same twice", changedRow(u"id"_s, u"b"_s)) << PlanFault::DuplicateRow;
    row("a name changed", changedRow(u"name"_s, u"other"_s)) << PlanFault::OtherHash;
    row("delete made disable", set(u"action"_s, u"disable"_s)) << PlanFault::OtherHash;
    row("another maker", set(u"maker"_s, u"eve"_s)) << PlanFault::OtherHash;
    row("no hash", set(u"sha256"_s, QJsonValue())) << PlanFault::OtherHash;
    row("too large", QByteArray(bulk::largestPlan + 1, ' ')) << PlanFault::TooLarge;
}

void SharedPlanTest::refusesWhatIsNoPlan()
{
    QFETCH(QByteArray, bytes);
    QFETCH(PlanFault, fault);
    const auto read = bulk::readPlan(bytes);
    QVERIFY(!read);
    QCOMPARE_EQ(read.error().kind, base::ErrorKind::Invalid);
    QCOMPARE(read.error().field, bulk::planFaultId(fault));
}

void SharedPlanTest::refusesAFileThatIsTooLargeOrMissing()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"plan.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(bulk::largestPlan + 1));
    const auto large = bulk::readPlanFile(file.fileName());
    QVERIFY(!large);
    QCOMPARE(large.error().field, u"too-large"_s);
    for (const QString &path : {folder.filePath(u"none"_s), folder.path()}) {
        const auto none = bulk::readPlanFile(path);
        QVERIFY(!none);
        QCOMPARE_EQ(none.error().kind, base::ErrorKind::LocalFile);
    }
}

void SharedPlanTest::findsItsTokensByVendorOrganisationAndId()
{
    Here here;
    here.list(u"c1"_s, {u"b"_s});
    here.list(u"c2"_s, {u"a"_s, u"b"_s});
    here.list(u"c3"_s, {u"TKN-1"_s, u"a"_s});
    const auto keys = bulk::keysOf(plan(), here.places, here.store.snapshot());
    const std::vector<domain::TokenKey> expected {
        {QString(), u"TKN-1"_s}, // only another vendor lists one of that id
        {u"c2"_s, u"a"_s}, // the one of the two that lists it
        {u"c1"_s, u"b"_s}}; // both list it
    QCOMPARE_EQ(keys, expected);
    // Listed nowhere: it is said of the first.
    SharedPlan gone = plan();
    gone.rows[1].id = u"z"_s;
    QCOMPARE_EQ(bulk::keysOf(gone, here.places, here.store.snapshot())[1],
        (domain::TokenKey {u"c1"_s, u"z"_s}));
}

void SharedPlanTest::saysHowTokensDiffer()
{
    const SharedPlan shared = plan();
    bulk::Review review;
    for (const auto &planned : shared.rows) {
        bulk::ReviewRow row;
        row.key = {u"c1"_s, planned.id};
        row.name = planned.name;
        row.created = planned.created;
        row.isTicked = true;
        review.rows.push_back(row);
    }
    bulk::Review same = review;
    bulk::compare(shared, same);
    for (const auto &row : same.rows)
        QVERIFY(row.isTicked && row.drift == Drift::None);
    review.rows[0].key.connectionId.clear();
    review.rows[0].name.clear();
    review.rows[0].isTicked = false;
    review.rows[1].name = u"weekly"_s;
    review.rows[2].created = when() + std::chrono::seconds(1);
    bulk::compare(shared, review);
    QCOMPARE_EQ(review.rows[0].lock, Lock::NotHere);
    QCOMPARE(review.rows[0].reason, u"ACC-1"_s);
    QCOMPARE(review.rows[0].name, u"🔑 ci"_s);
    QCOMPARE_EQ(review.rows[0].vendor, Vendor::SoftwareOne);
    QCOMPARE_EQ(review.rows[1].drift, Drift::Renamed);
    QCOMPARE(review.rows[1].plannedName, u"nightly"_s);
    QCOMPARE_EQ(review.rows[2].drift, Drift::Remade);
    QVERIFY(!review.rows[1].isTicked && !review.rows[2].isTicked);
}

void SharedPlanTest::standsInTheRowsOfItsJob()
{
    bulk::Plan one {.deed = Deed::Delete, .seal = bulk::PlanSeal {plan().hash, u"ada"_s}};
    one.rows.push_back({{u"c1"_s, u"a"_s}, u"nightly"_s, {}, false});
    const auto opening = bulk::openingOf(one, when());
    const auto rows = bulk::rowsOf(opening, [](const QString &) { return bulk::ConnectionName(); });
    QCOMPARE(rows.size(), std::size_t {2});
    std::vector<domain::JournalRecord> records;
    for (const auto &row : rows) {
        QCOMPARE(row.details.value("plan"_L1).toString(), plan().hash);
        QCOMPARE(row.details.value("maker"_L1).toString(), u"ada"_s);
        domain::JournalRecord record;
        record.entry.operation = row.operation;
        record.entry.group = row.group;
        record.entry.action = row.action;
        record.entry.phase = row.phase;
        record.entry.token = row.token;
        record.entry.details = row.details;
        records.push_back(record);
    }
    const auto back = bulk::jobOf(records);
    QVERIFY(back);
    QCOMPARE_EQ(back->seal, one.seal);
}

void SharedPlanTest::knowsOnePersonAtTwoComputers()
{
    QVERIFY(bulk::isSamePerson(u"ada@desk"_s, u"Ada"_s));
    QVERIFY(bulk::isSamePerson(u"ada@desk"_s, u"ada@laptop"_s));
    QVERIFY(!bulk::isSamePerson(u"ada@desk"_s, u"grace@desk"_s));
}

QTEST_GUILESS_MAIN(SharedPlanTest)
#include "tst_sharedplan.moc"
