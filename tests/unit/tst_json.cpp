// SPDX-FileCopyrightText: Tokendesk contributors
// SPDX-License-Identifier: Apache-2.0

/// IN-07, IN-10: reading JSON with suspicion.

#include "base/json.h"
#include "stricttest.h"

#include <QJsonDocument>

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
    void believesPlausibleTimesOnly_data();
    void believesPlausibleTimesOnly();
    void takesMillisecondsWhereTheVendorMixesThem();
    void readsIsoTimes_data();
    void readsIsoTimes();
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

void JsonTest::believesPlausibleTimesOnly_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("expected");
    QTest::newRow("2023") << "1700000000"_ba << qint64(1700000000000);
    QTest::newRow("fraction") << "1700000000.5"_ba << qint64(1700000000500);
    QTest::newRow("0 is not 1970") << "0"_ba << qint64(-1);
    QTest::newRow("negative") << "-1"_ba << qint64(-1);
    QTest::newRow("milliseconds") << "1700000000000"_ba << qint64(-1);
    QTest::newRow("2004") << "1104537599"_ba << qint64(-1);
    QTest::newRow("2005") << "1104537600"_ba << qint64(1104537600000);
    QTest::newRow("2100") << "4102444800"_ba << qint64(-1);
    QTest::newRow("string") << "\"1700000000\""_ba << qint64(-1);
    QTest::newRow("null") << "null"_ba << qint64(-1);
    QTest::newRow("huge") << "1e308"_ba << qint64(-1);
}

void JsonTest::believesPlausibleTimesOnly()
{
    QFETCH(QByteArray, text);
    QTEST(millis(json::fromEpochSeconds(valueOf(text))), "expected");
}

void JsonTest::takesMillisecondsWhereTheVendorMixesThem()
{
    QCOMPARE_EQ(millis(json::fromEpochSecondsOrMillis(valueOf("1700000000"))), 1700000000000);
    QCOMPARE_EQ(millis(json::fromEpochSecondsOrMillis(valueOf("1700000000123"))), 1700000000123);
    QCOMPARE_EQ(millis(json::fromEpochSecondsOrMillis(valueOf("0"))), -1);
    QCOMPARE_EQ(millis(json::fromEpochSecondsOrMillis(valueOf("1e300"))), -1);
}

void JsonTest::readsIsoTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("expected");
    const qint64 noon = 1717243200000; // 2024-06-01T12:00:00Z
    QTest::newRow("Z") << u"2024-06-01T12:00:00Z"_s << noon;
    QTest::newRow("fraction") << u"2024-06-01T12:00:00.250Z"_s << noon + 250;
    QTest::newRow("seven digits") << u"2024-06-01T12:00:00.2500000Z"_s << noon + 250;
    QTest::newRow("offset") << u"2024-06-01T14:00:00+02:00"_s << noon;
    QTest::newRow("no zone is UTC") << u"2024-06-01T12:00:00"_s << noon;
    QTest::newRow("too early") << u"1999-06-01T12:00:00Z"_s << qint64(-1);
    QTest::newRow("too late") << u"9999-12-31T23:59:59Z"_s << qint64(-1);
    QTest::newRow("no such month") << u"2024-13-01T12:00:00Z"_s << qint64(-1);
    QTest::newRow("words") << u"yesterday"_s << qint64(-1);
    QTest::newRow("empty") << u""_s << qint64(-1);
}

void JsonTest::readsIsoTimes()
{
    QFETCH(QString, text);
    QTEST(millis(json::fromIso(text)), "expected");
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
