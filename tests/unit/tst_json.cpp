// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// IN-07, IN-10: reading JSON with suspicion.

#include "base/json.h"
#include "stricttest.h"

#include <QJsonDocument>

#include <cmath>
#include <ctime>

using namespace Qt::StringLiterals;
using base::ErrorKind;
using base::Instant;
namespace json = base::json;

namespace {

QJsonValue valueOf(const QByteArray &text)
{
    return QJsonDocument::fromJson('[' + text + ']').array().first();
}

qint64 millis(const std::optional<Instant> &time)
{
    return time ? time->time_since_epoch().count() : -1;
}

} // namespace

class JsonTest final : public test::StrictTest
{
    Q_OBJECT

private slots:
    void refusesWhatIsNotOneObject_data();
    void refusesWhatIsNotOneObject();
    void acceptsObjectsAndArrays();
    void namesThePathOfWhatIsMissing();
    void tellsMissingFromWrong();
    void textIsEmptyForAnythingElse();
    void readsWholeNumbersOnly_data();
    void readsWholeNumbersOnly();
    void readsEpochTimes();
    void takesMillisecondsWhereTheVendorMixesThem();
    void readsIsoTimes_data();
    void readsIsoTimes();
    void replacesBrokenTextWhereItMay();
    void takesAbsentAndNullForNone();
    void removesSecretsAtAnyDepth();
    void blanksSecretsInTheBytes_data();
    void blanksSecretsInTheBytes();
};

void JsonTest::refusesWhatIsNotOneObject_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("says");
    QTest::newRow("empty") << ""_ba << u"empty"_s;
    QTest::newRow("blank") << " \n\t"_ba << u"empty"_s;
    QTest::newRow("null") << "null"_ba << u""_s;
    QTest::newRow("number") << "3"_ba << u""_s;
    QTest::newRow("array") << "[]"_ba << u"object"_s;
    QTest::newRow("html") << "<!DOCTYPE html><html></html>"_ba << u"web page"_s;
    QTest::newRow("cut off") << "{\"a\":[1,2"_ba << u"broken JSON at byte"_s;
    QTest::newRow("two documents") << "{}{}"_ba << u"broken"_s;
    QTest::newRow("trailing comma") << "{\"a\":1,}"_ba << u"broken"_s;
    QTest::newRow("not UTF-8") << "{\"a\":\"\xff\xfe\"}"_ba << u"broken"_s;
    QTest::newRow("NaN") << "{\"a\":NaN}"_ba << u"broken"_s;
    QTest::newRow("too deep") << QByteArray(2000, '[') + QByteArray(2000, ']') << u"broken"_s;
}

void JsonTest::refusesWhatIsNotOneObject()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, says);
    const auto object = json::parseObject(body);
    QVERIFY(!object);
    QCOMPARE_EQ(object.error().kind, ErrorKind::UnexpectedReply);
    QVERIFY2(object.error().detail.contains(says), qPrintable(object.error().detail));
}

void JsonTest::acceptsObjectsAndArrays()
{
    QVERIFY(json::parseObject("{}"));
    QVERIFY(json::parseArray(" [1] "));
    QVERIFY(!json::parseArray("{}"));
    QVERIFY(json::parseAny("[]")->isArray());
    QVERIFY(json::parseAny("{}")->isObject());
}

void JsonTest::namesThePathOfWhatIsMissing()
{
    const QJsonObject object {{u"a"_s, 1}};
    const auto text = json::requireString(object, "id", u"tokens[3]"_s);
    QVERIFY(text.error().detail.contains(u"tokens[3].id is missing"_s));
    QVERIFY(json::requireArray(object, "list", {}).error().detail.contains(u"list is missing"_s));
}

void JsonTest::tellsMissingFromWrong()
{
    const QJsonObject object {{u"a"_s, 1}, {u"b"_s, u""_s}, {u"c"_s, u"x"_s}};
    QVERIFY(json::requireString(object, "a", {}).error().detail.contains(u"is not"_s));
    QVERIFY(!json::requireString(object, "b", {}));
    QCOMPARE_EQ(*json::requireString(object, "c", {}), u"x"_s);
    QVERIFY(json::requireObject(object, "c", {}).error().detail.contains(u"is not an object"_s));
}

void JsonTest::textIsEmptyForAnythingElse()
{
    const QJsonObject object {{u"a"_s, 1}, {u"n"_s, QJsonValue::Null}, {u"c"_s, u"x"_s}};
    QCOMPARE_EQ(json::text(object, "a"), QString());
    QCOMPARE_EQ(json::text(object, "n"), QString());
    QCOMPARE_EQ(json::text(object, "z"), QString());
    QCOMPARE_EQ(json::text(object, "c"), u"x"_s);
    QCOMPARE_EQ(json::textList(valueOf("[\"a\",1,null,\"b\"]")), QStringList({u"a"_s, u"b"_s}));
    QCOMPARE_EQ(json::textList(valueOf("\"a\"")), QStringList());
}

void JsonTest::readsWholeNumbersOnly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<qint64>("number");
    QTest::newRow("zero") << "0"_ba << true << qint64(0);
    QTest::newRow("2^53+1") << "9007199254740993"_ba << true << qint64(9007199254740993);
    QTest::newRow("negative") << "-5"_ba << true << qint64(-5);
    QTest::newRow("whole written as fraction") << "5.0"_ba << true << qint64(5);
    QTest::newRow("fraction") << "5.5"_ba << false << qint64(0);
    QTest::newRow("string") << "\"5\""_ba << false << qint64(0);
    QTest::newRow("null") << "null"_ba << false << qint64(0);
    QTest::newRow("true") << "true"_ba << false << qint64(0);
    QTest::newRow("2^63") << "9223372036854775808"_ba << false << qint64(0);
    QTest::newRow("1e300") << "1e300"_ba << false << qint64(0);
}

void JsonTest::readsWholeNumbersOnly()
{
    QFETCH(QByteArray, text);
    QFETCH(bool, accepted);
    QFETCH(qint64, number);
    const auto read = json::integer(valueOf(text));
    QCOMPARE_EQ(read.has_value(), accepted);
    if (accepted)
        QCOMPARE_EQ(*read, number);
}

void JsonTest::readsEpochTimes()
{
    QCOMPARE_EQ(millis(json::fromEpochSeconds(1700000000)), 1700000000000);
    QCOMPARE_EQ(millis(json::fromEpochSeconds(1700000000.5)), 1700000000500);
    QCOMPARE_EQ(millis(json::fromEpochSeconds(0)), 0); // Whether it can be true is not judged here.
    QCOMPARE_EQ(millis(json::fromEpochSeconds(253402300799)), 253402300799000); // the end of 9999
    for (const double number : {253402300800.0, 1e308, -1e308, double(INFINITY), double(NAN)})
        QVERIFY2(!json::fromEpochSeconds(number), qPrintable(QString::number(number)));
}

void JsonTest::takesMillisecondsWhereTheVendorMixesThem()
{
    const auto read = [](double number) { return millis(json::fromEpochSecondsOrMillis(number)); };
    QCOMPARE_EQ(read(1700000000), 1700000000000);
    QCOMPARE_EQ(read(1700000000123), 1700000000123);
    QCOMPARE_EQ(read(8099999999), 8099999999000);
    QCOMPARE_EQ(read(8099999999000), 8099999999000);
    QCOMPARE_EQ(read(253402300799), 253402300799000); // As milliseconds it would be 1978.
    QCOMPARE_EQ(read(-62135596800000), -62135596800000); // Year 1 in milliseconds
    QCOMPARE_EQ(read(1e300), -1);
}

void JsonTest::readsIsoTimes_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("expected");
    const qint64 noon = 1717243200000; // 2024-06-01T12:00:00Z
    const auto add = [](const char *name, const char *text, qint64 expected) {
        QTest::newRow(name) << QByteArray(text) << expected;
    };
    add("Z", "2024-06-01T12:00:00Z", noon);
    add("fraction", "2024-06-01T12:00:00.250Z", noon + 250);
    add("seven digits", "2024-06-01T12:00:00.2500000Z", noon + 250);
    add("rounded up", "2024-06-01T12:00:00.2505Z", noon + 251);
    add("rounded to a second", "2024-06-01T12:00:00.9999999Z", noon + 1000);
    add("twenty digits", "2024-06-01T12:00:00.25000000000000000001Z", noon + 250);
    add("comma", "2024-06-01T12:00:00,25Z", noon + 250);
    add("offset", "2024-06-01T14:00:00+02:00", noon);
    add("offset without a colon", "2024-06-01T06:30:00-0530", noon);
    add("offset of hours", "2024-06-01T14:00:00+02", noon);
    add("offset of nothing", "2024-06-01T12:00:00-00:00", noon);
    add("no zone is UTC", "2024-06-01T12:00:00", noon);
    add("no zone, fraction", "2024-06-01T12:00:00.5", noon + 500);
    add("lower case", "2024-06-01t12:00:00z", noon);
    add("blank between", "2024-06-01 12:00:00", noon);
    add("no seconds", "2024-06-01T12:00Z", noon);
    add("date alone", "2024-06-01", noon - 12 * 3600 * 1000);
    add("24:00", "2024-05-31T24:00:00Z", noon - 12 * 3600 * 1000);
    add("hour that Berlin leaves out", "2026-03-29T02:30:00", 1774751400000);
    add("the same, a blank and a comma", "2026-03-29 02:30:00,000", 1774751400000);
    add("hour that New York leaves out", "2026-03-08T02:30:00", 1772937000000);
    add("leap second", "2016-12-31T23:59:60Z", 1483228799000);
    add("leap second, fraction", "2016-12-31T23:59:60.250Z", 1483228799250);
    add("leap second, no zone", "2016-12-31T23:59:60", 1483228799000);
    add("leap second, offset", "2017-01-01T05:29:60+05:30", 1483228799000);
    add("year 1", "0001-01-01T00:00:00Z", -62135596800000);
    add("9999", "9999-12-31T23:59:59Z", 253402300799000);
    for (const char *wrong : {"2024-13-01T12:00:00Z", "2023-02-29T00:00:00Z", "yesterday", "", "Z",
             "2024-06-01T", "2024-06-01T12", "2024-06-01T24:00:01Z", "2024-06-01T25:00:00Z",
             "2024-06-01T12:60:00Z", "2024-06-01T12:34:60Z", "2024-06-01T23:59:60+02:00",
             "2024-06-01T23:59:61Z", "2024-06-01T12:00:00.Z", "2024-06-01T12:00:00+",
             "2024-06-01T12:00:00+2", "2024-06-01T12:00:00+16:00", "2024-06-01T12:00:00 Z",
             " 2024-06-01T12:00:00Z", "2024-06-01T12:00:00Z ", "2024-6-1", "10000-01-01T00:00:00Z",
             "2024-06-01T12:00:00ZZ", "2024-06-01X12:00:00Z", "1717243200"})
        add(wrong, wrong, -1);
}

/// Wherever this computer stands.
void JsonTest::readsIsoTimes()
{
    QFETCH(QByteArray, text);
    for (const char *zone : {"UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati"}) {
        qputenv("TZ", zone);
        tzset();
        QTEST(millis(json::fromIso({text.constData(), std::size_t(text.size())})), "expected");
    }
    qunsetenv("TZ");
    tzset();
}

void JsonTest::replacesBrokenTextWhereItMay()
{
    using json::BrokenText;
    const QByteArray body
        = "{\"id\":\"a\xff\",\"name\":\"b\xe2\x82\",\"half\":\"\\ud800\",\"ok\":\"c\"}";
    QVERIFY(!json::parseObject(body)); // A file of our own.
    const auto object = json::parseObject(body, BrokenText::Replace);
    QVERIFY(object);
    QCOMPARE(json::text(*object, "id"), u"a\ufffd"_s);
    QCOMPARE(json::text(*object, "name"), u"b\ufffd"_s);
    for (const char *broken : {"id", "half"}) {
        QVERIFY(json::requireString(*object, broken, {}));
        QVERIFY(!json::requireExact(*object, broken, {}));
    }
    QCOMPARE(json::requireExact(*object, "ok", {}).value_or(QString()), u"c"_s);
    QVERIFY(!json::parseObject("{\xff\"a\":1}", BrokenText::Replace));
    QCOMPARE(json::parseArray("[\"\xff\"]", BrokenText::Replace)->at(0).toString(), u"\ufffd"_s);
}

void JsonTest::takesAbsentAndNullForNone()
{
    const auto object = json::parseObject(R"({"null":null,"list":[1],"text":"x","object":{}})");
    QVERIFY(json::arrayOrNone(*object, "absent", {})->isEmpty());
    QVERIFY(json::arrayOrNone(*object, "null", {})->isEmpty());
    QCOMPARE(json::arrayOrNone(*object, "list", {})->size(), 1);
    QVERIFY(!json::arrayOrNone(*object, "text", {}));
    QVERIFY(!json::arrayOrNone(*object, "object", {}));
}

void JsonTest::removesSecretsAtAnyDepth()
{
    const auto object = json::parseObject(
        "{\"id\":\"1\",\"token\":\"S1\",\"a\":[{\"client_secret\":\"S2\",\"x\":1}],"
        "\"b\":{\"Key\":\"S3\",\"name\":\"n\"},\"secret\":null,\"accessToken\":\"S4\"}");
    const QByteArray clean
        = QJsonDocument(json::withoutSecrets(*object)).toJson(QJsonDocument::Compact);
    for (const char *secret : {"S1", "S2", "S3", "S4"})
        QVERIFY2(!clean.contains(secret), clean.constData());
    QVERIFY(clean.contains("\"id\":\"1\""));
    QVERIFY(clean.contains("\"name\":\"n\""));
    QVERIFY(clean.contains("\"secret\":null"));
}

void JsonTest::blanksSecretsInTheBytes_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("member") << "{\"token\":\"abc\",\"n\":\"abc\"}"_ba
                            << "{\"token\":\"***\",\"n\":\"abc\"}"_ba;
    QTest::newRow("spaces") << "{ \"token\" : \"abc\" }"_ba
                            << "{ \"token\" : \"***\" }"_ba;
    QTest::newRow("escaped quote") << "{\"token\":\"a\\\"b\",\"n\":1}"_ba
                                   << "{\"token\":\"****\",\"n\":1}"_ba;
    QTest::newRow("null stays") << "{\"token\":null}"_ba
                                << "{\"token\":null}"_ba;
    QTest::newRow("a value named so") << "{\"n\":\"token\",\"m\":\"x\"}"_ba
                                      << "{\"n\":\"token\",\"m\":\"x\"}"_ba;
    QTest::newRow("cut off") << "{\"token\":\"abc"_ba
                             << "{\"token\":\"***"_ba;
    QTest::newRow("broken before") << "{\"token"_ba
                                   << "{\"token"_ba;
}

void JsonTest::blanksSecretsInTheBytes()
{
    QFETCH(QByteArray, before);
    json::blankSecrets(before);
    QTEST(before, "after");
}

QTEST_GUILESS_MAIN(JsonTest)
#include "tst_json.moc"
